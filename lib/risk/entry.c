/* SPDX-License-Identifier: ISC */
#include "risk/desk.h"

static void
add_entry(const struct tq_desk *d, struct tq_decision *out, const struct tq_plan_entry *plan,
	  struct tq_dec qty, struct tq_dec fraction)
{
	const struct tq_signal *s = d->signal;
	struct tq_order *o = tq_desk_order(d, out, "entry");

	o->side = plan->side;
	o->qty = qty;
	o->limit = s->limit;
	o->stop = s->stop_entry;
	o->tif = s->tif;
	o->expiry = s->expiry;
	o->trail = s->trail;
	o->max_hold = s->max_hold;
	o->has_size = tq_dec_sign(fraction) > 0;
	o->size = fraction;
	memcpy(o->tag, s->tag, TQ_KEY);
	if (plan->replaces)
		memcpy(o->replaces, d->holding.pending, TQ_KEY);
	o->type = tq_dec_sign(s->limit) > 0
			  ? (tq_dec_sign(s->stop_entry) > 0 ? TQ_ORDER_STOP_LIMIT : TQ_ORDER_LIMIT)
			  : (tq_dec_sign(s->stop_entry) > 0 ? TQ_ORDER_STOP : TQ_ORDER_MARKET);
}

/* entry: its place among the orders, which move when they grow. */
static void
add_child(const struct tq_desk *d, struct tq_decision *out, size_t entry, const char *role,
	  int type, struct tq_dec price)
{
	const struct tq_order *parent;
	struct tq_order *o;

	if (tq_dec_sign(price) <= 0)
		return;
	o = tq_desk_order(d, out, role);
	parent = &out->orders[entry];
	o->side = -parent->side;
	o->qty = parent->qty;
	o->type = type;
	o->limit = type == TQ_ORDER_LIMIT ? price : tq_dec(0, 0);
	o->stop = type == TQ_ORDER_STOP ? price : tq_dec(0, 0);
	o->reduce_only = true;
	memcpy(o->parent, parent->id, TQ_KEY);
	memcpy(o->tag, parent->tag, TQ_KEY);
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

struct tq_dec
tq_desk_entry_price(const struct tq_signal *s)
{
	if (tq_dec_sign(s->limit) > 0)
		return s->limit;
	return tq_dec_sign(s->stop_entry) > 0 ? s->stop_entry : s->price;
}

struct tq_dec
tq_desk_tighter(struct tq_dec a, struct tq_dec b, int side)
{
	if (tq_dec_sign(a) <= 0 && tq_dec_ok(a))
		return b;
	if (tq_dec_sign(b) <= 0 && tq_dec_ok(b))
		return a;
	return side > 0 ? tq_dec_max(a, b) : tq_dec_min(a, b);
}

/* The tightest of the stop-loss, the ratchet and the trail as if price were the best price. */
static struct tq_dec
first_stop(const struct tq_desk *d, struct tq_dec price, int side)
{
	const struct tq_signal *s = d->signal;
	struct tq_dec stop = exit_price(s, s->stop, &d->policy->stop_loss, -side);

	stop = tq_desk_tighter(stop, s->ratchet, side);
	if (tq_dec_sign(s->trail) <= 0)
		return stop;
	return tq_desk_tighter(stop, side > 0 ? tq_dec_sub(price, s->trail)
					      : tq_dec_add(price, s->trail), side);
}

/* A stop-loss beyond the entry would close it at once; so would a take-profit before it. */
static bool
exits_make_sense(int side, struct tq_dec price, struct tq_dec stop, struct tq_dec take,
		 struct tq_breach *breach)
{
	struct tq_dec loss = tq_dec_sub(price, stop), gain = tq_dec_sub(take, price);

	if (!tq_dec_ok(stop) || !tq_dec_ok(take))
		return tq_breach(breach, "size", "the stop-loss or take-profit does not fit");
	if (tq_dec_sign(stop) != 0 && tq_dec_sign(loss) * side <= 0)
		return tq_breach(breach, "stop_side",
				 "the stop-loss is on the wrong side of the entry");
	if (tq_dec_sign(take) != 0 && tq_dec_sign(gain) * side <= 0)
		return tq_breach(breach, "take_side",
				 "the take-profit is on the wrong side of the entry");
	return true;
}

bool
tq_desk_enter(const struct tq_desk *d, struct tq_decision *out, const struct tq_plan_entry *plan)
{
	const struct tq_signal *s = d->signal;
	const struct tq_policy *p = d->policy;
	struct tq_dec price = tq_desk_entry_price(s);
	struct tq_dec stop = first_stop(d, price, plan->side);
	struct tq_dec take = exit_price(s, s->take, &p->take_profit, plan->side);
	struct tq_sizing_wish wish = {tq_engine_worth(d->engine), price, stop, plan->size,
				      plan->qty};
	struct tq_entry entry = {.symbol = s->symbol, .venue = s->venue, .price = price};
	struct tq_dec qty, fraction;
	size_t at;

	if (!tq_limits_live(d->engine, &out->breach) ||
	    !exits_make_sense(plan->side, price, stop, take, &out->breach) ||
	    !tq_sizing_qty(&p->sizing, tq_engine_params(d->engine), &wish, &qty, &fraction,
			   &out->breach))
		return false;
	entry.qty = tq_dec_add(plan->beside, qty);
	if (!tq_limits_allow(&p->limits, d->memory, d->engine, &entry, &out->breach))
		return false;
	at = out->n;
	add_entry(d, out, plan, qty, fraction);
	add_child(d, out, at, "stop", TQ_ORDER_STOP, stop);
	add_child(d, out, at, "take", TQ_ORDER_LIMIT, take);
	return true;
}
