/* SPDX-License-Identifier: ISC */
#include "expr/annotate.h"
#include "expr/compile.h"
#include "indicator/describe.h"

struct indicator {
	struct tq_opt_texts add;
	int kind;                /* into kinds */
	bool list, catalogue;
	const char *family, *describe, *lookback;

	struct tq_annotate annotate;
};

static const char *const kinds[] = {"bar", "tick", "quote", "book", "funding", "open_interest",
				    "long_short", "liquidation", "price", "equity", NULL};

#define AT(field) .at = offsetof(struct indicator, field)

static const struct tq_opt rows[] = {
	{.name = "add", .letter = 'a', .arg = "[NAME=]EXPR", .parse = tq_opt_list, .repeats = true,
	 AT(add), .help = "add a field with the value of the expression; a later one may use it"},
	{.name = "on", .arg = "TYPE", .preset = "bar", .parse = tq_opt_choice, .choices = kinds,
	 AT(kind), .help = "the records that get the fields; all others pass"},
};

static const struct tq_opt ask_rows[] = {
	{.name = "list", .parse = tq_opt_flag, .flag_only = true, AT(list),
	 .help = "list the indicators by family and exit"},
	{.name = "catalogue", .parse = tq_opt_flag, .flag_only = true, AT(catalogue),
	 .help = "list all that is known of them, divided by tabs, and exit"},
	{.name = "family", .arg = "NAME", .parse = tq_opt_text, .flag_only = true, AT(family),
	 .help = "list one family and exit; with --catalogue: only what is known of it"},
	{.name = "describe", .arg = "NAME", .parse = tq_opt_text, .flag_only = true, AT(describe),
	 .help = "show an indicator's parameters, outputs and lookback and exit"},
	{.name = "lookback", .arg = "EXPR", .parse = tq_opt_text, .flag_only = true, AT(lookback),
	 .help = "print how many bars go by before the expression has a value and exit"},
};

static const struct tq_opt_group groups[] = {
	{"fields", rows, TQ_COUNT(rows), 0, NULL},
	{"questions", ask_rows, TQ_COUNT(ask_rows), 0, NULL},
};

static bool
describe(const char *name, struct tq_buf *text, struct tq_err *err)
{
	const char *near;

	if (tq_call_describe(tq_str(name), text))
		return true;
	near = tq_call_nearest(tq_str(name));
	if (near)
		return tq_fail(err, TQ_USAGE, "no indicator '%s' (did you mean %s?)", name, near);
	return tq_fail(err, TQ_USAGE, "no indicator '%s' (--list shows all)", name);
}

static bool
lookback(const struct indicator *self, struct tq_buf *text, struct tq_err *err)
{
	enum tq_type kind = tq_type_of(tq_str(kinds[self->kind]));
	struct tq_columns columns = {.nameless = true};
	bool ok = tq_columns_make(&columns, kind, &self->lookback, 1, err);

	if (ok)
		tq_buf_printf(text, "%lld\n", (long long)columns.lookback);
	tq_columns_fini(&columns);
	return ok;
}

/* --list, --catalogue, --family. */
static bool
list(const struct indicator *self, struct tq_buf *text, struct tq_err *err)
{
	const char *name = self->family, *family = name ? tq_ind_family(tq_str(name)) : NULL;
	const char *near = name ? tq_ind_nearest_family(tq_str(name)) : NULL;

	if (name && strcmp(name, TQ_CALL_FAMILY) == 0 && !self->catalogue) {
		tq_call_list_own(text);
		return true;
	}
	if (name && !family && near)
		return tq_fail(err, TQ_USAGE, "no family '%s' (did you mean %s?)", name, near);
	if (name && !family)
		return tq_fail(err, TQ_USAGE, "no family '%s' (--list shows all)", name);
	if (self->catalogue)
		tq_ind_catalogue(family, text);
	else
		tq_ind_list(family, text);
	if (!name && !self->catalogue) {
		tq_buf_puts(text, "\n");
		tq_call_list_own(text);
	}
	return true;
}

/* Text instead of records. */
static bool
answer(const struct indicator *self, struct tq_run *run, struct tq_err *err)
{
	struct tq_buf text = {0};
	bool ok = true;

	if (self->list || self->catalogue || self->family)
		ok = list(self, &text, err);
	else if (self->describe)
		ok = describe(self->describe, &text, err);
	else
		ok = lookback(self, &text, err);
	tq_out_raw(run->out, tq_buf_str(&text));
	tq_buf_fini(&text);
	return run->done = ok;
}

static bool
indicator_open(void *instance, struct tq_run *run, struct tq_err *err)
{
	struct indicator *self = instance;

	if (self->list || self->catalogue || self->family || self->describe || self->lookback)
		return answer(self, run, err);
	if (self->add.n == 0)
		return tq_fail(err, TQ_USAGE, "nothing to add: give --add 'sma(close, 20)'");
	return tq_annotate_open(&self->annotate, tq_type_of(tq_str(kinds[self->kind])),
				self->add.items, self->add.n, run, err);
}

static bool
indicator_record(void *self, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	return tq_annotate_record(&((struct indicator *)self)->annotate, rec, out, err);
}

static bool
indicator_close(void *self, struct tq_out *out, struct tq_err *err)
{
	return tq_annotate_close(&((struct indicator *)self)->annotate, out, err);
}

static void
indicator_state(void *self, struct tq_state *st)
{
	tq_annotate_state(&((struct indicator *)self)->annotate, st);
}

static void
indicator_fini(void *instance)
{
	struct indicator *self = instance;

	tq_annotate_fini(&self->annotate);
	tq_opt_free(&self->add);
}

const struct tq_filter tq_indicator_filter = {
	.name = "tq-indicator",
	.summary = "add indicators and other expressions to records, as fields",
	.synopsis = "[file ...]",
	.examples =
		"tq-indicator --add 'sma(close, 20)' --add 'atr=atr(14)' bars.ndjson\n"
		"tq-indicator --add 'bb=bbands(close, 20)' --add 'z=close - bb.middle'\n"
		"tq-indicator --on book --add 'book_micro(book)' books.ndjson\n"
		"tq-indicator --describe macd\n",
	.groups = groups,
	.n_groups = TQ_COUNT(groups),
	.size = sizeof(struct indicator),
	.open = indicator_open,
	.record = indicator_record,
	.close = indicator_close,
	.save = indicator_state,
	.load = indicator_state,
	.fini = indicator_fini,
};
