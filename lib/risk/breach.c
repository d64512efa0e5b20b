/* SPDX-License-Identifier: ISC */
#include "risk/breach.h"

#include "record/reject.h"

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

void
tq_breach_write(struct tq_out *out, const char *stage, const struct tq_rec *rec,
		const struct tq_breach *breach)
{
	struct tq_err ignored;
	tq_time time;
	struct tq_str text;

	tq_out_open(out, TQ_TYPE_REJECT);
	if (tq_rec_time(rec, TQ_F_time, &time, &ignored))
		tq_out_time(out, TQ_F_time, time);
	else
		tq_out_null(out, TQ_F_time);
	tq_out_cstr(out, TQ_F_stage, stage);
	tq_out_cstr(out, TQ_F_code, breach->code);
	tq_out_cstr(out, TQ_F_reason, breach->reason);
	if (tq_rec_str(rec, TQ_F_symbol, &text, &ignored))
		tq_out_str(out, TQ_F_symbol, text);
	if (breach->rule)
		tq_out_cstr(out, TQ_F_rule, breach->rule);
	if (breach->has_value) {
		tq_out_dec(out, TQ_F_value, breach->value);
		tq_out_dec(out, TQ_F_limit, breach->limit);
	}
	tq_out_int(out, TQ_F_line, (int64_t)rec->line_no);
	tq_out_int(out, TQ_F_offset, (int64_t)rec->offset);
	if (tq_rec_str(rec, TQ_F_id, &text, &ignored))
		tq_out_str(out, rec->type == TQ_TYPE_SIGNAL ? TQ_F_signal : TQ_F_order, text);
	tq_reject_input(out, (struct tq_str){rec->line, rec->n});
	tq_out_close(out);
}
