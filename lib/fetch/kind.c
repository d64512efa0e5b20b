/* SPDX-License-Identifier: ISC */
#include "fetch/kind.h"

#include "import/table.h"

const char *const tq_kinds[] = {
	"bar", "tick", "quote", "book", "funding", "open-interest", "long-short", "liquidation",
	"instrument", "price", NULL,
};

bool
tq_opt_kind(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	(void)opt;
	for (const char *p = text; *p || p == text; p++)
		if (!(*p >= 'a' && *p <= 'z') && !(strchr("-_", *p) && p > text))
			return tq_fail(err, TQ_USAGE, "no kind of records: '%s'", text);
	/* Providers have it for themselves. */
	if (strcmp(text, "time") == 0)
		return tq_fail(err, TQ_USAGE, "no kind of records: 'time'");
	*(const char **)field = text;
	return true;
}

char *
tq_kind_name(const char *kind)
{
	char *name = kind ? tq_str_dup(tq_str(kind)) : NULL;

	for (char *p = name; p && *p; p++)
		if (*p == '-')
			*p = '_';
	return name;
}

bool
tq_kind_of_table(const char *kind, int *table, struct tq_err *err)
{
	static const struct {
		const char *name;
		enum tq_table_kind kind;
	} known[] = {
		{"auto", TQ_KIND_AUTO},   {"bar", TQ_KIND_BAR},     {"price", TQ_KIND_PRICE},
		{"tick", TQ_KIND_TICK},   {"quote", TQ_KIND_QUOTE}, {"funding", TQ_KIND_FUNDING},
	};

	for (size_t i = 0; i < TQ_COUNT(known); i++)
		if (strcmp(kind ? kind : "auto", known[i].name) == 0) {
			*table = (int)known[i].kind;
			return true;
		}
	return tq_fail(err, TQ_USAGE, "--kind: local tables have bar, price, tick, quote or "
		       "funding, not '%s'", kind);
}
