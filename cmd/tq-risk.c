/* SPDX-License-Identifier: ISC */
#include "account/engine.h"
#include "account/idset.h"
#include "risk/decide.h"
#include "state/state.h"

/*
 * Signals to orders or rejects. tq-risk runs the account that tq-paper will
 * run, on the same bars and orders, and tells its parameters ahead.
 */
struct risk {
	struct tq_account_options options;
	struct tq_policy policy;
	struct tq_engine *engine;
	struct tq_limits_memory memory;
	struct tq_idset seen;            /* signals */
	struct tq_bar_kept kept;
	struct tq_decision decision;     /* the last one: its memory is used again */
};

static bool
open_risk(void *self, struct tq_run *run, struct tq_err *err)
{
	struct risk *risk = self;
	struct tq_params params;

	tq_bar_want(run);
	tq_order_want(run);
	tq_signal_want(run);
	tq_funding_want(run);
	if (!tq_params_open(&risk->options, run, &params, err) ||
	    !tq_sizing_check(&risk->policy.sizing, &params, err))
		return false;
	risk->engine = tq_engine_new(&params);
	if (!run->resumed)
		tq_params_write(run->out, &params);
	return true;
}

/* The engine takes the orders as tq-paper will: in the order of the stream. */
static void
give_orders(struct risk *risk, struct tq_out *out)
{
	for (size_t i = 0; i < risk->decision.n; i++) {
		const struct tq_order *order = &risk->decision.orders[i];

		tq_order_write(out, order);
		tq_engine_order(risk->engine, order, (struct tq_str){"", 0});
		risk->memory.orders += tq_order_is_entry(order);
	}
}

static bool
take_bar(struct risk *risk, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	struct tq_bar bar;
	bool counted;

	if (!tq_bar_read_next(&risk->kept, rec, &bar, err) ||
	    !tq_engine_bar(risk->engine, &bar, &counted, err))
		return false;
	tq_out_pass(out, rec);
	if (!counted)
		return true;
	tq_limits_bar(&risk->memory, risk->engine, bar.close_time);
	tq_decide_bar(&risk->policy, risk->engine, &bar, &risk->decision);
	give_orders(risk, out);
	return true;
}

static bool
take_signal(struct risk *risk, const struct tq_rec *rec, struct tq_out *out)
{
	struct tq_decision *decision = &risk->decision;
	struct tq_signal signal;
	struct tq_err fault;

	tq_out_pass(out, rec);
	if (!tq_signal_read(rec, &signal, &fault)) {
		tq_breach(&decision->breach, "bad_signal", fault.text);
		tq_breach_write(out, "risk", rec, &decision->breach);
		return true;
	}
	if (!tq_idset_add(&risk->seen, tq_str(signal.id)))
		return true;
	tq_decide(&risk->policy, &risk->memory, risk->engine, &signal, decision);
	give_orders(risk, out);
	if (decision->refused)
		tq_breach_write(out, "risk", rec, &decision->breach);
	return true;
}

/* An order of somebody else: refused in its place, or passed on and followed. */
static bool
take_order(struct risk *risk, const struct tq_rec *rec, struct tq_out *out)
{
	struct tq_breach breach;
	struct tq_order order;
	struct tq_err fault;

	if (!tq_order_read(rec, &order, &fault)) {
		tq_breach(&breach, "bad_order", fault.text);
		tq_breach_write(out, "risk", rec, &breach);
		return true;
	}
	if (!tq_decide_order(&risk->policy, &risk->memory, risk->engine, &order, &breach)) {
		tq_breach_write(out, "risk", rec, &breach);
		return true;
	}
	if (tq_engine_order(risk->engine, &order, (struct tq_str){rec->line, rec->n}) == TQ_TAKEN)
		risk->memory.orders += tq_order_is_entry(&order);
	tq_out_pass(out, rec);
	return true;
}

static bool
take_funding(struct risk *risk, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	struct tq_funding funding;

	if (!tq_funding_read(rec, &funding, err) ||
	    !tq_engine_funding(risk->engine, &funding, err))
		return false;
	tq_out_pass(out, rec);
	return true;
}

static bool
on_record(void *self, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	if (rec->type == TQ_TYPE_BAR)
		return take_bar(self, rec, out, err);
	if (rec->type == TQ_TYPE_SIGNAL)
		return take_signal(self, rec, out);
	if (rec->type == TQ_TYPE_ORDER)
		return take_order(self, rec, out);
	if (rec->type == TQ_TYPE_FUNDING)
		return take_funding(self, rec, out, err);
	tq_out_pass(out, rec);
	return true;
}

static void
state_of_risk(void *self, struct tq_state *st)
{
	struct risk *risk = self;

	tq_engine_state(risk->engine, st);
	tq_limits_state(&risk->memory, st);
	tq_idset_state(&risk->seen, st);
}

static void
free_risk(void *self)
{
	struct risk *risk = self;

	tq_engine_free(risk->engine);
	tq_idset_fini(&risk->seen);
	tq_decision_fini(&risk->decision);
}

static const struct tq_opt policy_rows[] = {
	{.name = "stop-loss", .arg = "RATE",
	 .help = "distance of a stop-loss from the signal's price",
	 .parse = tq_opt_maybe_part, .at = offsetof(struct tq_policy, stop_loss)},
	{.name = "take-profit", .arg = "RATE",
	 .help = "distance of a take-profit from the signal's price",
	 .parse = tq_opt_maybe_ratio, .at = offsetof(struct tq_policy, take_profit)},
	{.name = "only-when-flat", .help = "a signal while a position is open does not reverse it",
	 .parse = tq_opt_flag, .at = offsetof(struct tq_policy, only_when_flat)},
	{.name = "max-hold", .arg = "BARS", .help = "close a position that is this old",
	 .parse = tq_opt_int, .at = offsetof(struct tq_policy, max_hold), .min = 1,
	 .max = 1000000000},
};

static const struct tq_opt_group groups[] = {
	{"size", tq_sizing_rows, TQ_SIZING_ROWS, offsetof(struct risk, policy.sizing), NULL},
	{"exits", policy_rows, TQ_COUNT(policy_rows), offsetof(struct risk, policy), NULL},
	{"limits", tq_limits_rows, TQ_LIMITS_ROWS, offsetof(struct risk, policy.limits), NULL},
	{"account", tq_account_rows, TQ_PARAM_COUNT, offsetof(struct risk, options), NULL},
};

const struct tq_filter tq_risk_filter = {
	.name = "tq-risk",
	.summary = "sizes signals into orders and refuses what a limit forbids",
	.synopsis = "[file ...]",
	.examples = "tq-signal --strategy sma-cross bars.ndjson | tq-risk --cash 10000 --size 95%\n"
		    "tq-risk --risk 1% --stop-loss 5% --max-drawdown 20% signals.ndjson\n"
		    "tq-risk --qty 10 --max-position 10000 --max-daily-loss 500 signals.ndjson\n",
	.groups = groups,
	.n_groups = TQ_COUNT(groups),
	.size = sizeof(struct risk),
	.open = open_risk,
	.record = on_record,
	.save = state_of_risk,
	.load = state_of_risk,
	.fini = free_risk,
};
