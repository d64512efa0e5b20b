/* SPDX-License-Identifier: ISC */
#include "risk/breach.h"

#include <stdio.h>

bool
tq_breach(struct tq_breach *breach, const char *code, const char *reason)
{
	memset(breach, 0, sizeof(*breach));
	breach->code = code;
	snprintf(breach->reason, sizeof(breach->reason), "%s", reason);
	return false;
}

bool
tq_breach_of(struct tq_breach *breach, const char *rule, const char *what, struct tq_dec value,
	     const char *sign, struct tq_dec limit)
{
	char a[TQ_DEC_TEXT], b[TQ_DEC_TEXT];
	int n = (int)tq_dec_format(value, a), m = (int)tq_dec_format(limit, b);

	tq_breach(breach, "limit", "");
	breach->rule = rule;
	breach->has_value = true;
	breach->value = value;
	breach->limit = limit;
	snprintf(breach->reason, sizeof(breach->reason), "%s %.*s %s %.*s (%s)", what, n, a, sign,
		 m, b, rule);
	return false;
}
