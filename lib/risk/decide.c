/* SPDX-License-Identifier: ISC */
#include "risk/desk.h"

static void
refuse(struct tq_decision *out, const char *code, const char *reason)
{
	out->refused = true;
	tq_breach(&out->breach, code, reason);
}

/* What stays of one side: held, and waiting. */
static struct tq_dec
units_beside(const struct tq_desk *d, const struct tq_decision *out, int side)
{
	struct tq_dec sum = d->held == side ? tq_dec_abs(d->holding.rest) : tq_dec(0, 0);

	for (size_t i = 0; i < out->trades.n; i++) {
		if (out->trades.at[i].side == side)
			sum = tq_dec_add(sum, out->trades.at[i].left);
	}
	return sum;
}

static bool
may_enter(const struct tq_desk *d)
{
	const struct tq_signal *s = d->signal;

	if ((d->policy->only_when_flat || s->only_when_flat) && tq_dec_sign(d->holding.qty) != 0)
		return false;
	return s->add || (d->held != s->side && (d->holding.pending_side != s->side ||
						 d->holding.pending_type != TQ_ORDER_MARKET));
}

/* An entry, and what it replaces; if it is refused, what waits is withdrawn all the same. */
static void
enter(const struct tq_desk *d, struct tq_decision *out, const struct tq_plan_entry *plan)
{
	out->refused = !tq_desk_enter(d, out, plan);
	if (plan->replaces)
		tq_desk_cancel_waiting(d, out, out->refused ? NULL : d->holding.pending);
}

static void
decide_entry(const struct tq_desk *d, struct tq_decision *out)
{
	const struct tq_signal *s = d->signal;
	bool enters = may_enter(d);
	struct tq_plan_entry plan = {.side = s->side, .replaces = !s->add};

	tq_desk_ratchet(d, out, s->side, !enters || s->add);
	if (!enters)
		return;
	if (s->kind == TQ_AMOUNT_SIZE)
		plan.size = s->amount;
	else if (s->kind == TQ_AMOUNT_QTY)
		plan.qty = s->amount;
	if (s->add)
		plan.beside = units_beside(d, out, s->side);
	if (d->held == -s->side)
		tq_desk_reduce(d, out, "close", tq_dec_abs(d->holding.rest));
	enter(d, out, &plan);
}

/* What is to be held, in whole lots towards zero. */
static struct tq_dec
target_of(const struct tq_desk *d)
{
	const struct tq_signal *s = d->signal;
	const struct tq_params *params = tq_engine_params(d->engine);
	struct tq_dec amount = tq_dec_abs(s->amount), units;

	if (s->kind == TQ_AMOUNT_TARGET)
		units = tq_sizing_units(params, amount, tq_dec(1, 0));
	else
		units = tq_sizing_units(params, tq_dec_mul(tq_engine_worth(d->engine), amount),
					tq_desk_entry_price(s));
	return tq_dec_sign(s->amount) < 0 ? tq_dec_neg(units) : units;
}

/* The difference between what is held and what is to be; reductions first. */
static void
decide_target(const struct tq_desk *d, struct tq_decision *out)
{
	struct tq_dec target = target_of(d), want = tq_dec_abs(target);
	struct tq_dec rest = tq_dec_abs(d->holding.rest);
	struct tq_plan_entry plan = {.side = tq_dec_sign(target), .replaces = true};
	bool same = d->held == plan.side;

	if (!tq_dec_ok(target)) {
		refuse(out, "size", "the quantity does not fit or is no number");
		tq_desk_cancel_waiting(d, out, NULL);
		return;
	}
	if (d->signal->only_when_flat && tq_dec_sign(d->holding.qty) != 0)
		return;
	tq_desk_ratchet(d, out, plan.side, false);
	if (d->held != 0 && !same)
		tq_desk_reduce(d, out, "close", rest);
	else if (same && tq_dec_lt(want, rest))
		tq_desk_reduce(d, out, "reduce", tq_dec_sub(rest, want));
	plan.beside = same ? rest : tq_dec(0, 0);
	plan.qty = tq_dec_sub(want, plan.beside);
	if (tq_dec_sign(plan.qty) > 0)
		enter(d, out, &plan);
	else
		tq_desk_cancel_waiting(d, out, NULL);
}

void
tq_decide(const struct tq_policy *policy, const struct tq_limits_memory *memory,
	  const struct tq_engine *engine, const struct tq_signal *signal, struct tq_decision *out)
{
	struct tq_desk d = {policy, memory, engine, signal, {0}, 0};

	out->n = 0;
	out->refused = false;
	if (!tq_engine_holding(engine, signal->venue, signal->symbol, &d.holding)) {
		refuse(out, "no_price", "no bar of this symbol has come: no price");
		return;
	}
	if (signal->time < d.holding.time) {
		refuse(out, "stale", "the signal is older than the last bar of its symbol");
		return;
	}
	d.held = tq_dec_sign(d.holding.rest);
	if (tq_dec_sign(signal->ratchet) > 0)
		tq_engine_trades(engine, signal->venue, signal->symbol, &out->trades);
	else
		tq_engine_waiting(engine, signal->venue, signal->symbol, &out->trades);
	if (signal->only_when_open) {
		tq_desk_ratchet(&d, out, signal->side, true);
	} else if (signal->side == 0) {
		if (d.held != 0)
			tq_desk_reduce(&d, out, "close", tq_dec_abs(d.holding.rest));
		tq_desk_cancel_waiting(&d, out, NULL);
	} else if (tq_signal_is_target(signal)) {
		decide_target(&d, out);
	} else {
		decide_entry(&d, out);
	}
}

bool
tq_decide_order(const struct tq_policy *policy, const struct tq_limits_memory *memory,
		const struct tq_engine *engine, const struct tq_order *order,
		struct tq_breach *breach)
{
	struct tq_entry entry = {.symbol = order->symbol, .venue = order->venue};
	struct tq_holding holding;
	int side = order->side;

	if (!tq_order_is_entry(order))
		return true;
	if (!tq_engine_holding(engine, order->venue, order->symbol, &holding))
		return tq_breach(breach, "no_price", "no bar of this symbol has come: no price");
	entry.price = tq_order_has_limit(order) ? order->limit
		      : tq_order_has_stop(order) ? order->stop
						 : holding.mark;
	entry.qty = tq_dec_add(holding.qty, side > 0 ? order->qty : tq_dec_neg(order->qty));
	if (tq_dec_sign(holding.qty) == -side &&
	    tq_dec_le(order->qty, tq_dec_abs(holding.qty)))
		return true;     /* it only reduces */
	return tq_limits_allow(&policy->limits, memory, engine, &entry, breach);
}
