/* SPDX-License-Identifier: ISC */
#include "risk/decide.h"

#include <stdio.h>
#include <stdlib.h>

/* What one decision is made of. */
struct desk {
	const struct tq_policy *policy;
	const struct tq_limits_memory *memory;
	const struct tq_engine *engine;
	const struct tq_signal *signal;
	struct tq_holding holding;
	int held;                /* the side that is held when the orders on the way are done */
};

/* There is no signal to make an id of: the symbol and the time are what is unique. */
static void
set_hold_id(struct tq_order *o, const struct tq_bar *bar, const char *time)
{
	char *symbol = tq_str_dup(bar->symbol), *venue = tq_str_dup(bar->venue);

	tq_id(o->id, "order", "max-hold", venue, symbol, time, (char *)NULL);
	snprintf(o->tag, sizeof(o->tag), TQ_TAG_MAX_HOLD);
	free(symbol);
	free(venue);
}

static struct tq_order *
add_order(const struct desk *d, struct tq_decision *out, const char *role)
{
	struct tq_order *o = &out->orders[out->n++];

	memset(o, 0, sizeof(*o));
	o->time = d->signal->time;
	o->symbol = d->signal->symbol;
	o->venue = d->signal->venue;
	tq_id(o->id, "order", d->signal->id, role, (char *)NULL);
	memcpy(o->signal, d->signal->id, TQ_KEY);
	o->has_equity = true;
	o->equity = tq_engine_worth(d->engine);
	return o;
}

static void
add_close(const struct desk *d, struct tq_decision *out)
{
	struct tq_order *o = add_order(d, out, "close");

	o->side = -d->held;
	o->qty = tq_dec_strip(tq_dec_abs(d->holding.qty));
	o->type = TQ_ORDER_MARKET;
	o->reduce_only = true;
}

static void
add_cancel(const struct desk *d, struct tq_decision *out)
{
	struct tq_order *o = add_order(d, out, "cancel");

	o->type = TQ_ORDER_CANCEL;
	o->side = d->holding.pending_side;
	o->qty = tq_dec_strip(d->holding.pending_qty);
	memcpy(o->replaces, d->holding.pending, TQ_KEY);
}

static void
add_entry(const struct desk *d, struct tq_decision *out, struct tq_dec qty, struct tq_dec fraction)
{
	const struct tq_signal *s = d->signal;
	struct tq_order *o = add_order(d, out, "entry");

	o->side = s->side;
	o->qty = qty;
	o->limit = s->limit;
	o->stop = s->stop_entry;
	o->has_size = tq_dec_sign(fraction) > 0;
	o->size = fraction;
	memcpy(o->tag, s->tag, TQ_KEY);
	memcpy(o->replaces, d->holding.pending, TQ_KEY);
	o->type = tq_dec_sign(s->limit) > 0
			  ? (tq_dec_sign(s->stop_entry) > 0 ? TQ_ORDER_STOP_LIMIT : TQ_ORDER_LIMIT)
			  : (tq_dec_sign(s->stop_entry) > 0 ? TQ_ORDER_STOP : TQ_ORDER_MARKET);
}

static void
add_child(const struct desk *d, struct tq_decision *out, const struct tq_order *entry,
	  const char *role, int type, struct tq_dec price)
{
	struct tq_order *o;

	if (tq_dec_sign(price) <= 0)
		return;
	o = add_order(d, out, role);
	o->side = -entry->side;
	o->qty = entry->qty;
	o->type = type;
	o->limit = type == TQ_ORDER_LIMIT ? price : tq_dec(0, 0);
	o->stop = type == TQ_ORDER_STOP ? price : tq_dec(0, 0);
	o->reduce_only = true;
	memcpy(o->parent, entry->id, TQ_KEY);
	memcpy(o->tag, entry->tag, TQ_KEY);
}

/* The signal's own price, or a share of its price away; 0 for none. */
static struct tq_dec
exit_price(const struct tq_signal *s, struct tq_dec own, const struct tq_maybe *share, int side)
{
	struct tq_dec factor;

	if (tq_dec_sign(own) > 0 || !share->given)
		return own;
	factor = side > 0 ? tq_dec_add(tq_dec(1, 0), share->value)
			  : tq_dec_sub(tq_dec(1, 0), share->value);
	return tq_dec_strip(tq_dec_mul(s->price, factor));
}

static struct tq_dec
entry_price(const struct tq_signal *s)
{
	if (tq_dec_sign(s->limit) > 0)
		return s->limit;
	return tq_dec_sign(s->stop_entry) > 0 ? s->stop_entry : s->price;
}

/* A stop-loss beyond the entry would close it at once; so would a take-profit before it. */
static bool
exits_make_sense(const struct tq_signal *s, struct tq_dec price, struct tq_dec stop,
		 struct tq_dec take, struct tq_breach *breach)
{
	struct tq_dec loss = tq_dec_sub(price, stop), gain = tq_dec_sub(take, price);

	if (!tq_dec_ok(stop) || !tq_dec_ok(take))
		return tq_breach(breach, "size", "the stop-loss or take-profit does not fit");
	if (tq_dec_sign(stop) != 0 && tq_dec_sign(loss) * s->side <= 0)
		return tq_breach(breach, "stop_side",
				 "the stop-loss is on the wrong side of the entry");
	if (tq_dec_sign(take) != 0 && tq_dec_sign(gain) * s->side <= 0)
		return tq_breach(breach, "take_side",
				 "the take-profit is on the wrong side of the entry");
	return true;
}

static bool
enter(const struct desk *d, struct tq_decision *out)
{
	const struct tq_signal *s = d->signal;
	const struct tq_policy *p = d->policy;
	struct tq_dec stop = exit_price(s, s->stop, &p->stop_loss, -s->side);
	struct tq_dec take = exit_price(s, s->take, &p->take_profit, s->side);
	struct tq_wish wish = {tq_engine_worth(d->engine), entry_price(s), stop, s->size};
	struct tq_entry entry = {.symbol = s->symbol, .venue = s->venue, .price = wish.price};
	struct tq_dec fraction;
	const struct tq_order *order;

	if (!exits_make_sense(s, wish.price, stop, take, &out->breach) ||
	    !tq_sizing_qty(&p->sizing, tq_engine_params(d->engine), &wish, &entry.qty, &fraction,
			   &out->breach) ||
	    !tq_limits_allow(&p->limits, d->memory, d->engine, &entry, &out->breach))
		return false;
	order = &out->orders[out->n];
	add_entry(d, out, entry.qty, fraction);
	add_child(d, out, order, "stop", TQ_ORDER_STOP, stop);
	add_child(d, out, order, "take", TQ_ORDER_LIMIT, take);
	return true;
}

static void
refuse(struct tq_decision *out, const char *code, const char *reason)
{
	out->refused = true;
	tq_breach(&out->breach, code, reason);
}

void
tq_decide(const struct tq_policy *policy, const struct tq_limits_memory *memory,
	  const struct tq_engine *engine, const struct tq_signal *signal, struct tq_decision *out)
{
	struct desk d = {policy, memory, engine, signal, {0}, 0};
	bool waits;

	memset(out, 0, sizeof(*out));
	if (!tq_engine_holding(engine, signal->venue, signal->symbol, &d.holding)) {
		refuse(out, "no_price", "no bar of this symbol has come: no price");
		return;
	}
	if (signal->time < d.holding.time) {
		refuse(out, "stale", "the signal is older than the last bar of its symbol");
		return;
	}
	waits = d.holding.pending_side != 0;
	d.held = d.holding.closing ? 0 : tq_dec_sign(d.holding.qty);
	if (signal->side != 0 &&
	    (d.held == signal->side || (policy->only_when_flat && d.held != 0) ||
	     (d.holding.pending_side == signal->side &&
	      d.holding.pending_type == TQ_ORDER_MARKET)))
		return;
	if (d.held != 0)
		add_close(&d, out);
	out->refused = signal->side != 0 && !enter(&d, out);
	if (waits && (signal->side == 0 || out->refused))
		add_cancel(&d, out);
}

void
tq_decide_bar(const struct tq_policy *policy, const struct tq_engine *engine,
	      const struct tq_bar *bar, struct tq_decision *out)
{
	struct tq_signal none = {.time = bar->close_time, .symbol = bar->symbol,
				 .venue = bar->venue};
	struct desk d = {policy, NULL, engine, &none, {0}, 0};
	struct tq_order *o = &out->orders[0];
	char time[TQ_TIME_TEXT + 1];

	out->n = 0;
	if (policy->max_hold <= 0 ||
	    !tq_engine_holding(engine, bar->venue, bar->symbol, &d.holding) ||
	    tq_dec_sign(d.holding.qty) == 0 || d.holding.closing ||
	    d.holding.bars < policy->max_hold)
		return;
	d.held = tq_dec_sign(d.holding.qty);
	add_close(&d, out);
	time[tq_time_format(bar->close_time, time)] = '\0';
	set_hold_id(o, bar, time);
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
