/* SPDX-License-Identifier: ISC */
/* tq-signal: bars in, bars and the wishes of strategies out. */
#include "expr/checks.h"
#include "expr/desk.h"

struct signal {
	struct tq_choice choice;
	struct tq_desk_options options;
	struct tq_checks checks;

	struct tq_chosen chosen;
	struct tq_desk *desk;
};

static const struct tq_opt_group groups[] = {
	{"strategy", tq_choice_rows, TQ_CHOICE_ROWS, offsetof(struct signal, choice), NULL},
	{"signals", tq_desk_rows, TQ_DESK_ROWS, offsetof(struct signal, options), NULL},
	{"checks", tq_checks_rows, TQ_CHECKS_ROWS, offsetof(struct signal, checks), NULL},
};

/* --list-strategies, --describe, --print, --check: text instead of records. */
static bool
answer(const struct signal *s, struct tq_run *run, struct tq_err *err)
{
	struct tq_buf text = {0};
	bool ok = run->done = tq_choice_asks(&s->choice) ?
		tq_choice_answer(&s->choice, &text, err) :
		tq_checks_answer(&s->checks, &s->choice, &s->options, run, &text, err);

	tq_out_raw(run->out, tq_buf_str(&text));
	tq_buf_fini(&text);
	return ok;
}

static bool
signal_open(void *self, struct tq_run *run, struct tq_err *err)
{
	struct signal *s = self;

	if (tq_choice_asks(&s->choice) || tq_checks_asked(&s->checks))
		return answer(s, run, err);
	if (!tq_choice_make(&s->choice, &s->chosen, err))
		return false;
	s->desk = tq_desk_new(&s->options, &s->chosen, run, err);
	return s->desk != NULL;
}

static bool
signal_record(void *self, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	return tq_desk_record(((struct signal *)self)->desk, rec, out, err);
}

static bool
signal_close(void *self, struct tq_out *out, struct tq_err *err)
{
	return tq_desk_close(((struct signal *)self)->desk, out, err);
}

static void
signal_state(void *self, struct tq_state *st)
{
	tq_desk_state(((struct signal *)self)->desk, st);
}

static void
signal_fini(void *self)
{
	struct signal *s = self;

	tq_desk_free(s->desk);
	tq_chosen_fini(&s->chosen);
	tq_choice_fini(&s->choice);
}

const struct tq_filter tq_signal_filter = {
	.name = "tq-signal",
	.summary = "say when the rules of a strategy want to be long, short or flat",
	.synopsis = "[file ...]",
	.examples =
		"tq-signal --strategy sma-cross --set fast=10 bars.ndjson\n"
		"tq-signal --long 'close > highest(high, 20)[1]' --flat 'rsi(close, 14) > 70'\n"
		"tq-signal -s sma-cross -s slow=sma-cross --set slow.slow=200 --blend "
		"sma-cross=0.5,slow=0.5 bars.ndjson\n"
		"tq-signal --check my.tq\n",
	.groups = groups,
	.n_groups = TQ_COUNT(groups),
	.size = sizeof(struct signal),
	.open = signal_open,
	.record = signal_record,
	.close = signal_close,
	.save = signal_state,
	.load = signal_state,
	.fini = signal_fini,
};
