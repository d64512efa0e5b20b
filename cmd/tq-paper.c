/* SPDX-License-Identifier: ISC */
#include "account/engine.h"
#include "base/log.h"
#include "risk/breach.h"
#include "state/state.h"

/*
 * The broker: bars and orders in, fills, positions, round trips and equity
 * out. What the account is comes from the account record of the stream (tq-risk
 * sends it ahead) or from the options.
 */
struct paper {
	struct tq_account_options options;
	struct tq_params params;         /* of the options */
	struct tq_engine *engine;        /* from the first record that needs it */
	struct tq_bar_kept kept;
	struct tq_equity_texts texts;
};

static bool
open_paper(void *self, struct tq_run *run, struct tq_err *err)
{
	struct paper *paper = self;

	tq_bar_want(run);
	tq_order_want(run);
	tq_funding_want(run);
	return tq_params_open(&paper->options, run, &paper->params, err);
}

static struct tq_engine *
engine_of(struct paper *paper)
{
	if (!paper->engine)
		paper->engine = tq_engine_new(&paper->params);
	return paper->engine;
}

static bool
take_account(struct paper *paper, const struct tq_rec *rec, struct tq_err *err)
{
	struct tq_params params;

	if (!tq_params_read(rec, &params, err) || !tq_params_agree(&paper->options, &params, err))
		return false;
	if (!paper->engine)
		paper->engine = tq_engine_new(&params);
	else if (!tq_params_equal(&params, tq_engine_params(paper->engine)))
		return tq_fail(err, TQ_MISMATCH, "the account record is not that of this account");
	return true;
}

/* The record, what the engine said of it, equity last; only events change the law's terms. */
static bool
write_said(struct paper *paper, const struct tq_rec *rec, struct tq_out *out, bool with_equity,
	   struct tq_err *err)
{
	struct tq_equity equity;
	size_t n;
	const struct tq_event *events = tq_engine_events(paper->engine, &n);

	if (rec)
		tq_out_pass(out, rec);
	for (size_t i = 0; i < n; i++) {
		if (events[i].kind == TQ_EVENT_WAIT)
			tq_log(TQ_LOG_WARN, "%s", events[i].u.refusal.reason);
		tq_event_write(out, &events[i]);
	}
	if (with_equity) {
		tq_engine_equity(paper->engine, &equity);
		tq_equity_write(out, &equity, &paper->texts);
	}
	if (n == 0 || tq_engine_balanced(paper->engine))
		return true;
	return tq_fail(err, TQ_BUG, "cash, positions and fees do not balance: a bug of tq");
}

static bool
take_bar(struct paper *paper, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	struct tq_bar bar;
	bool counted;

	return tq_bar_read_next(&paper->kept, rec, &bar, err) &&
	       tq_engine_bar(engine_of(paper), &bar, &counted, err) &&
	       write_said(paper, rec, out, counted, err);
}

/* An order that cannot be read is refused, not the whole run. */
static bool
take_order(struct paper *paper, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	struct tq_order order;
	struct tq_breach breach;
	struct tq_err fault;
	char theirs[TQ_DEC_TEXT], ours[TQ_DEC_TEXT];
	struct tq_dec worth;

	if (!tq_order_read(rec, &order, &fault)) {
		tq_breach(&breach, "bad_order", fault.text);
		tq_out_pass(out, rec);
		tq_breach_write(out, "paper", rec, &breach);
		return true;
	}
	worth = tq_engine_worth(engine_of(paper));
	if (tq_engine_order(paper->engine, &order, (struct tq_str){rec->line, rec->n}) !=
		    TQ_TAKEN_BEFORE &&
	    order.has_equity && !tq_dec_eq(order.equity, worth))
		return tq_fail(err, TQ_MISMATCH,
			       "order %s was sized on equity %.*s, here it is %.*s", order.id,
			       (int)tq_dec_format(order.equity, theirs), theirs,
			       (int)tq_dec_format(worth, ours), ours);
	return write_said(paper, rec, out, false, err);
}

static bool
take_funding(struct paper *paper, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	struct tq_funding funding;

	return tq_funding_read(rec, &funding, err) &&
	       tq_engine_funding(engine_of(paper), &funding, err) &&
	       write_said(paper, rec, out, false, err);
}

static bool
on_record(void *self, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	if (rec->type == TQ_TYPE_BAR)
		return take_bar(self, rec, out, err);
	if (rec->type == TQ_TYPE_ORDER)
		return take_order(self, rec, out, err);
	if (rec->type == TQ_TYPE_FUNDING)
		return take_funding(self, rec, out, err);
	if (rec->type == TQ_TYPE_ACCOUNT && !take_account(self, rec, err))
		return false;
	tq_out_pass(out, rec);
	return true;
}

/* The closes at the end, and the equity of the last bar once more. */
static bool
close_paper(void *self, struct tq_out *out, struct tq_err *err)
{
	struct paper *paper = self;

	if (!paper->engine || !tq_engine_end(paper->engine))
		return true;
	return write_said(paper, NULL, out, true, err);
}

static void
state_of_paper(void *self, struct tq_state *st)
{
	struct paper *paper = self;
	struct tq_params params = {0};
	bool open = paper->engine != NULL;

	tq_state_bool(st, "open", &open);
	if (!open || !tq_state_ok(st))
		return;
	if (paper->engine)
		params = *tq_engine_params(paper->engine);
	tq_params_state(&params, st);
	if (tq_state_loading(st)) {
		tq_engine_free(paper->engine);
		paper->engine = tq_engine_new(&params);
	}
	tq_engine_state(paper->engine, st);
}

static void
free_paper(void *self)
{
	struct paper *paper = self;

	tq_engine_free(paper->engine);
}

static const struct tq_opt_group groups[] = {
	{"account", tq_account_rows, TQ_PARAM_COUNT, offsetof(struct paper, options), NULL},
};

const struct tq_filter tq_paper_filter = {
	.name = "tq-paper",
	.summary = "fills orders on bars: the broker and ledger",
	.synopsis = "[file ...]",
	.examples = "tq-signal --strategy sma-cross bars.ndjson | tq-risk | tq-paper\n"
		    "tq-paper --cash 50000 --commission 0.1% orders-and-bars.ndjson\n"
		    "tq-risk signals.ndjson | tq-paper --state paper.state\n",
	.groups = groups,
	.n_groups = TQ_COUNT(groups),
	.size = sizeof(struct paper),
	.open = open_paper,
	.record = on_record,
	.close = close_paper,
	.save = state_of_paper,
	.load = state_of_paper,
	.fini = free_paper,
};
