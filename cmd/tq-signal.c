/* SPDX-License-Identifier: ISC */
#include "base/hash.h"
#include "expr/choice.h"
#include "expr/fire.h"

#include <stdlib.h>

enum { BOTH, LONG, SHORT };      /* --side */

struct signal {
	struct tq_choice choice;
	int side;
	bool every_bar;

	struct tq_chosen chosen;
	struct tq_feed *feed;
	struct tq_fire *fire;
};

static const struct tq_opt rows[] = {
	{.name = "side", .arg = "SIDE", .preset = "both", .parse = tq_opt_choice,
	 .choices = (const char *const[]){"both", "long", "short", NULL},
	 .at = offsetof(struct signal, side),
	 .help = "with long or short, the rules of the other side say flat"},
	{.name = "every-bar", .parse = tq_opt_flag, .at = offsetof(struct signal, every_bar),
	 .help = "signal on each bar on which a rule holds, not only when it turns true"},
};

static const struct tq_opt_group groups[] = {
	{"strategy", tq_choice_rows, TQ_CHOICE_ROWS, offsetof(struct signal, choice), NULL},
	{"signals", rows, TQ_COUNT(rows), 0, NULL},
};

/* --list-strategies, --describe: text instead of records. */
static bool
answer(const struct tq_choice *choice, struct tq_run *run, struct tq_err *err)
{
	struct tq_buf text = {0};
	bool ok = run->done = tq_choice_answer(choice, &text, err);

	tq_out_raw(run->out, tq_buf_str(&text));
	tq_buf_fini(&text);
	return ok;
}

static const char *
side_of(const struct signal *s, const struct tq_rule *rule)
{
	if ((s->side == LONG && rule->side == TQ_RULE_SHORT) ||
	    (s->side == SHORT && rule->side == TQ_RULE_LONG))
		return "flat";
	return tq_rule_side_name(rule->side);
}

/* What the rule wants, said of the moment's series at its time. */
static void
put_signal(struct signal *s, const struct tq_moment *m, const char *side, struct tq_out *out)
{
	char id[TQ_ID_SIZE];
	struct tq_shown time = tq_show_time(m->event);

	tq_id(id, "signal", s->chosen.name, m->venue.p, m->symbol.p, m->interval.p, side,
	      time.text, (char *)NULL);
	tq_out_open(out, TQ_TYPE_SIGNAL);
	tq_out_time(out, TQ_F_time, m->event);
	tq_out_cstr(out, TQ_F_id, id);
	tq_out_str(out, TQ_F_symbol, m->symbol);
	if (m->venue.n)
		tq_out_str(out, TQ_F_venue, m->venue);
	tq_out_str(out, TQ_F_interval, m->interval);
	tq_out_cstr(out, TQ_F_strategy, s->chosen.name);
	tq_out_cstr(out, TQ_F_side, side);
	tq_out_int(out, TQ_F_strength, 1);
	tq_out_dec(out, TQ_F_price, m->close);
	tq_out_close(out);
}

static bool
signal_moment(void *self, const struct tq_moment *m, struct tq_out *out, struct tq_err *err)
{
	struct signal *s = self;
	const struct tq_rule *rule = tq_fire_moment(s->fire, m);

	(void)err;
	if (rule)
		put_signal(s, m, side_of(s, rule), out);
	return true;
}

static bool
signal_open(void *self, struct tq_run *run, struct tq_err *err)
{
	struct signal *s = self;
	const struct tq_feed_options options = {
		.kind = TQ_TYPE_BAR, .self = s, .ready = signal_moment,
	};

	if (tq_choice_asks(&s->choice))
		return answer(&s->choice, run, err);
	if (!tq_choice_make(&s->choice, &s->chosen, err))
		return false;
	s->fire = tq_fire_new(s->chosen.program, s->every_bar);
	s->feed = tq_feed_new(s->chosen.program->plan, &options, run, err);
	return s->feed != NULL;
}

static bool
signal_record(void *self, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	struct signal *s = self;

	if (!tq_feed_settle(s->feed, rec, out, err))
		return false;
	tq_out_pass(out, rec);
	return tq_feed_take(s->feed, rec, out, err);
}

static bool
signal_close(void *self, struct tq_out *out, struct tq_err *err)
{
	struct signal *s = self;

	if (!tq_feed_finish(s->feed, out, err))
		return false;
	tq_feed_warn(s->feed);
	return true;
}

static void
signal_state(void *self, struct tq_state *st)
{
	struct signal *s = self;

	tq_feed_state(s->feed, st);
	tq_fire_state(s->fire, st);
}

static void
signal_fini(void *self)
{
	struct signal *s = self;

	tq_feed_free(s->feed);
	tq_fire_free(s->fire);
	tq_chosen_fini(&s->chosen);
	tq_opt_free(&s->choice.set);
}

const struct tq_filter tq_signal_filter = {
	.name = "tq-signal",
	.summary = "say when the rules of a strategy want to be long, short or flat",
	.synopsis = "[file ...]",
	.examples =
		"tq-signal --strategy sma-cross --set fast=10 bars.ndjson\n"
		"tq-signal --long 'close > highest(high, 20)[1]' --flat 'rsi(close, 14) > 70'\n",
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
