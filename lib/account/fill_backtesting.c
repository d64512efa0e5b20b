/* SPDX-License-Identifier: ISC */
#include "account/internal.h"

#include "base/mem.h"

/*
 * The fill model backtesting-py: the rules of backtesting.py 0.6.6, stated in
 * words in its documentation and checked against its trade lists. The queue is
 * worked in its order before anything else of a bar; orders that close, and
 * then a new trade's take-profit and stop-loss, stand at its front. Margin is
 * taken with marks at this bar's close; the spread is paid on entries only;
 * fees are not rounded; a new market entry has the queue worked again, so its
 * stop-loss and take-profit can fill in the same bar.
 */
struct hit {
	struct tq_dec price;
	bool market;             /* neither stop nor limit decided the price */
	bool stop;               /* the stop was hit in this bar */
	tq_time time;
	int64_t bar;
};

static struct tq_dec
commission(const struct tq_engine *e, struct tq_dec size, struct tq_dec price)
{
	struct tq_dec fee = tq_dec_mul(tq_dec_mul(size, price), e->params.commission);

	return tq_dec_strip(tq_dec_add(fee, e->params.commission_fixed));
}

/*
 * Whether the order is hit in this bar, and at what price. A stop that is hit
 * is gone: what is left of a stop_limit is a limit. With both hit in one bar
 * the limit counts as hit first, hence not at all, unless it lies beyond.
 */
static bool
is_hit(const struct tq_engine *e, const struct tq_instrument *in, struct tq_pending *p,
       struct hit *hit)
{
	const struct tq_order *o = &p->o;
	bool buy = o->side > 0;
	bool on_close = e->params.trade_on_close &&
			(o->type == TQ_ORDER_MARKET || !tq_pending_is_child(p));

	memset(hit, 0, sizeof(*hit));
	hit->stop = tq_order_has_stop(o) && !p->triggered;
	if (hit->stop && !(buy ? tq_dec_ge(in->high, o->stop) : tq_dec_le(in->low, o->stop)))
		return false;
	p->triggered |= hit->stop;
	if (tq_order_has_limit(o)) {
		struct tq_dec base = hit->stop ? o->stop : in->open;

		if (!(buy ? tq_dec_le(in->low, o->limit) : tq_dec_ge(in->high, o->limit)))
			return false;
		if (hit->stop &&
		    (buy ? tq_dec_le(o->limit, o->stop) : tq_dec_ge(o->limit, o->stop)))
			return false;
		hit->price = buy ? tq_dec_min(base, o->limit) : tq_dec_max(base, o->limit);
	} else {
		hit->market = !hit->stop;
		hit->price = on_close ? in->prev_close : in->open;
		if (hit->stop)
			hit->price = buy ? tq_dec_max(hit->price, o->stop)
					 : tq_dec_min(hit->price, o->stop);
	}
	on_close = on_close && hit->market;
	hit->time = on_close ? in->prev_close_time : in->time;
	hit->bar = on_close ? in->bars - 1 : in->bars;
	return true;
}

/* The first lot of the entry, or of any. */
static const struct tq_lot *
first_lot(const struct tq_instrument *in, const char *parent)
{
	for (size_t i = 0; i < in->n_lots; i++) {
		if (!parent || strcmp(in->lots[i].order, parent) == 0)
			return &in->lots[i];
	}
	return NULL;
}

/*
 * Closes lots against x->side, first in first out, each with its own fee, up
 * to x->qty; returns what is left of it.
 */
struct tq_dec
tq_close_lots(struct tq_engine *e, struct tq_instrument *in, struct tq_execution *x)
{
	struct tq_dec left = x->qty;
	const struct tq_lot *lot = first_lot(in, x->parent);

	while (lot && lot->sign == -x->side && tq_dec_sign(left) > 0) {
		x->qty = tq_dec_min(left, lot->qty);
		x->fee = commission(e, x->qty, x->price);
		left = tq_dec_sub(left, x->qty);
		if (!tq_engine_fill(e, in, x)) {
			e->overflow = true;
			break;
		}
		x->ordinal++;
		lot = first_lot(in, x->parent);
	}
	return left;
}

static struct tq_execution
execution(const struct tq_pending *p, const struct hit *hit)
{
	return (struct tq_execution){
		.order = p->o.id, .entry = &p->o,
		.parent = tq_pending_is_child(p) ? p->o.parent : NULL,
		.tag = p->o.tag, .reason = tq_exit_reason(p), .side = p->o.side, .qty = p->left,
		.price = hit->price, .time = hit->time, .bar = hit->bar, .ordinal = p->fills,
		.within = !hit->market,
	};
}

/*
 * Whole lots that the margin bears for the fraction of an order. One unit is
 * reckoned at its price and the commission of the order's size over that size,
 * so that cost is what `size` units cost; the quotient is taken once.
 */
static struct tq_dec
units_of(const struct tq_engine *e, struct tq_dec size, struct tq_dec cost)
{
	struct tq_dec lot = e->params.lot_size;
	struct tq_dec worth = tq_dec_mul(tq_engine_power(e), tq_dec_mul(size, size));

	if (tq_dec_sign(lot) <= 0)
		lot = tq_dec(1, 0);
	return tq_dec_to_step(tq_dec_div(worth, cost, lot.scale, TQ_ROUND_DOWN), lot,
			      TQ_ROUND_DOWN);
}

static const struct tq_order *
child_of(const struct tq_instrument *in, const char *parent, int type)
{
	for (const struct tq_pending *p = in->first; p; p = p->next) {
		if (p->o.type == type && strcmp(p->o.parent, parent) == 0)
			return &p->o;
	}
	return NULL;
}

/* The take-profit to the front of the queue, then the stop-loss before it. */
static bool
wake(struct tq_instrument *in, const char *parent)
{
	static const int order[] = {TQ_ORDER_LIMIT, TQ_ORDER_STOP_LIMIT, TQ_ORDER_STOP};
	bool any = false;

	for (size_t i = 0; i < TQ_COUNT(order); i++) {
		for (struct tq_pending *p = in->first, *next; p; p = next) {
			next = p->next;
			if (!p->asleep || p->o.type != order[i] || strcmp(p->o.parent, parent) != 0)
				continue;
			p->asleep = false;
			any = true;
			tq_book_to_front(in, p);
		}
	}
	return any;
}

/*
 * Whether the queue is worked again after this entry: always after one at the
 * market; after a stop only if the take-profit was hit and the stop-loss not,
 * which leaves no doubt since both lie on the same way.
 */
static bool
works_again(const struct tq_instrument *in, const struct tq_pending *p, const struct hit *hit)
{
	const struct tq_order *sl = child_of(in, p->o.id, TQ_ORDER_STOP);
	const struct tq_order *tp = child_of(in, p->o.id, TQ_ORDER_LIMIT);

	if (hit->market)
		return sl || tp;
	if (!hit->stop || tq_order_has_limit(&p->o) || !tp)
		return false;
	if (p->o.side > 0)
		return tq_dec_le(tp->limit, in->high) && (!sl || tq_dec_lt(sl->stop, in->low));
	return tq_dec_ge(tp->limit, in->low) && (!sl || tq_dec_gt(sl->stop, in->high));
}

static void
refuse_margin(struct tq_engine *e, struct tq_instrument *in, struct tq_pending *p,
	      const struct hit *hit, struct tq_dec needs)
{
	struct tq_dec has = tq_engine_power(e);
	char a[TQ_DEC_TEXT], b[TQ_DEC_TEXT];

	tq_engine_refuse(e, in, p, hit->time, "insufficient_margin",
			 "notional %.*s > buying power %.*s (leverage)",
			 (int)tq_dec_format(needs, a), a, (int)tq_dec_format(has, b), b);
	e->events[e->n_events - 1].u.refusal.has_numbers = true;
	e->events[e->n_events - 1].u.refusal.value = needs;
	e->events[e->n_events - 1].u.refusal.limit = has;
}

/* An entry: what it closes first, then the rest if the margin bears it. */
static bool
enter(struct tq_engine *e, struct tq_instrument *in, struct tq_pending *p, const struct hit *hit)
{
	struct tq_dec rate = p->o.side > 0 ? e->params.spread : tq_dec_neg(e->params.spread);
	struct tq_dec adjusted = tq_dec_mul(hit->price, tq_dec_add(tq_dec(1, 0), rate));
	struct tq_dec size = p->o.has_size ? p->o.size : p->left;
	struct tq_dec cost = tq_dec_add(tq_dec_mul(size, adjusted),
					commission(e, size, hit->price));
	struct tq_execution x = execution(p, hit);
	bool again;

	if (p->o.has_size)
		x.qty = units_of(e, size, cost);
	if (tq_dec_sign(x.qty) <= 0) {
		refuse_margin(e, in, p, hit, adjusted);
		return false;
	}
	x.qty = tq_close_lots(e, in, &x);
	if (!tq_dec_le(tq_dec_mul(x.qty, cost), tq_dec_mul(tq_engine_power(e), size))) {
		refuse_margin(e, in, p, hit, tq_dec_mul(x.qty, adjusted));
		return false;
	}
	again = works_again(in, p, hit);
	if (tq_dec_sign(x.qty) > 0) {
		x.price = tq_dec_strip(adjusted);
		x.fee = commission(e, x.qty, x.price);
		if (!tq_engine_fill(e, in, &x)) {
			tq_engine_refuse(e, in, p, hit->time, "overflow",
					 "the account's numbers would not fit");
			return false;
		}
		wake(in, p->o.id);
	}
	tq_book_remove(e, in, p);
	tq_book_remove_orphans(e, in, p->o.id);
	return again;
}

static bool
work(struct tq_engine *e, struct tq_instrument *in, struct tq_pending *p)
{
	struct hit hit;
	struct tq_execution x;

	if (!is_hit(e, in, p, &hit))
		return false;
	if (!p->o.reduce_only && !tq_pending_is_child(p))
		return enter(e, in, p, &hit);
	x = execution(p, &hit);
	if (x.parent)            /* all of the trade, whatever size it was given at the fill */
		x.qty = tq_lots_open(in, x.parent);
	if (!first_lot(in, x.parent) || first_lot(in, x.parent)->sign != -x.side) {
		tq_engine_refuse(e, in, p, hit.time, "reduce_only",
				 "there is no position to reduce");
		return false;
	}
	tq_close_lots(e, in, &x);
	tq_book_remove(e, in, p);
	tq_book_remove_orphans(e, in, p->o.id);
	return false;
}

/* The orders that are awake, as the queue is now; those that wake later wait. */
static size_t
remember(struct tq_engine *e, const struct tq_instrument *in)
{
	size_t n = 0;

	for (struct tq_pending *p = in->first; p; p = p->next) {
		if (p->asleep || (p->o.time > in->time && !e->ending))
			continue;
		if (n == e->cap_walk) {
			e->cap_walk = e->cap_walk ? 2 * e->cap_walk : 16;
			e->walk = tq_realloc(e->walk, e->cap_walk, sizeof(struct tq_pending *));
		}
		e->walk[n++] = p;
	}
	return n;
}

void
tq_fill_backtesting(struct tq_engine *e, struct tq_instrument *in)
{
	bool again = true;

	for (struct tq_pending *p = in->first; p; p = p->next) {
		if (!tq_engine_expired(e, in, p))
			p->aged = !p->asleep && p->o.time <= in->time;
	}
	while (again) {
		size_t n = remember(e, in);

		again = false;
		for (size_t i = 0; i < n; i++) {
			if (!e->walk[i]->gone && work(e, in, e->walk[i]))
				again = true;
		}
	}
}
