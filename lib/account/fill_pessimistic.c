/* SPDX-License-Identifier: ISC */
#include "account/internal.h"

/*
 * The fill model pessimistic-v1. At a bar, in this order: expiries; market
 * orders at the open; stops that the open has passed, at the open; limits that
 * the open has passed, at the open; then inside the bar the stops that it
 * touches, nearest to the open first, then liquidation (closing.c), and only
 * when it comes to neither the limits that it trades through. What fills inside
 * the bar wakes its stop-loss at once, which counts as hit if the bar's extreme
 * is beyond it, and its take-profit from the next bar on.
 */
/* How an order fills. */
struct quote {
	struct tq_dec price;
	bool maker, within, ambiguous, outside;
	const char *alternative;
	tq_time time;
	int64_t bar;
};

static bool
eligible(const struct tq_instrument *in, const struct tq_pending *p)
{
	return !p->gone && !p->asleep && p->o.time <= in->time && p->from_bar <= in->bars &&
	       p->worked != in->bars;
}

/* Whether a trade at price fills a limit: through by a tick, or touching with --limit-touch. */
static bool
reaches(const struct tq_engine *e, const struct tq_pending *p, struct tq_dec price)
{
	struct tq_dec limit = tq_limit_price(&e->params, &p->o);
	struct tq_dec room = p->o.side > 0 ? tq_dec_sub(limit, price) : tq_dec_sub(price, limit);

	if (e->params.limit_touch)
		return tq_dec_sign(room) >= 0 && tq_dec_ok(room);
	return tq_dec_sign(room) > 0 && tq_dec_ge(room, e->params.tick_size);
}

static bool
is_limit(const struct tq_pending *p)
{
	return p->o.type == TQ_ORDER_LIMIT || p->triggered;
}

static bool
is_stop(const struct tq_pending *p)
{
	return tq_order_has_stop(&p->o) && !p->triggered;
}

static bool
passes(const struct tq_pending *p, struct tq_dec price)
{
	return p->o.side > 0 ? tq_dec_ge(price, p->o.stop) : tq_dec_le(price, p->o.stop);
}

/* Where the market stood when the order became live: the open, or its entry's fill. */
static struct tq_dec
base_of(const struct tq_instrument *in, const struct tq_pending *p)
{
	return tq_pending_is_child(p) && p->from_bar == in->bars ? p->reference : in->open;
}

static bool
stop_at_open(const struct tq_engine *e, const struct tq_instrument *in, const struct tq_pending *p)
{
	(void)e;
	return is_stop(p) && passes(p, in->open) && tq_dec_eq(base_of(in, p), in->open);
}

static bool
limit_at_open(const struct tq_engine *e, const struct tq_instrument *in,
	      const struct tq_pending *p)
{
	(void)in;
	return is_limit(p) && reaches(e, p, in->open);
}

static bool
stop_inside(const struct tq_engine *e, const struct tq_instrument *in, const struct tq_pending *p)
{
	(void)e;
	return is_stop(p) && passes(p, p->o.side > 0 ? in->high : in->low);
}

static bool
limit_inside(const struct tq_engine *e, const struct tq_instrument *in,
	     const struct tq_pending *p)
{
	return is_limit(p) && reaches(e, p, p->o.side > 0 ? in->low : in->high);
}

static struct tq_dec
distance(const struct tq_instrument *in, const struct tq_pending *p)
{
	return tq_dec_abs(tq_dec_sub(is_stop(p) ? p->o.stop : p->o.limit, in->open));
}

typedef bool test(const struct tq_engine *, const struct tq_instrument *,
		  const struct tq_pending *);

/* The one that is nearest to the open; of equals the one with the lower id. */
static struct tq_pending *
nearest(const struct tq_engine *e, const struct tq_instrument *in, test *hit)
{
	struct tq_pending *best = NULL;

	for (struct tq_pending *p = in->first; p; p = p->next) {
		int c;

		if (!eligible(in, p) || !hit(e, in, p))
			continue;
		c = best ? tq_dec_cmp(distance(in, p), distance(in, best)) : -1;
		if (c < 0 || (c == 0 && strcmp(p->o.id, best->o.id) < 0))
			best = p;
	}
	return best;
}

/* What the order may fill now; 0: nothing, for good (it is refused) or for this bar. */
static struct tq_dec
fillable(struct tq_engine *e, struct tq_instrument *in, struct tq_pending *p,
	 const struct quote *quote)
{
	struct tq_dec qty = p->left, most = tq_dec(0, 0);

	if (tq_pending_is_child(p))
		most = tq_lots_open(in, p->o.parent);
	else if (tq_dec_sign(in->position.qty) == -p->o.side)
		most = tq_dec_abs(in->position.qty);
	if (p->o.reduce_only || tq_pending_is_child(p)) {
		if (tq_dec_sign(most) == 0 && tq_pending_is_child(p))
			return most;     /* its entry waits for more */
		if (tq_dec_sign(most) == 0) {
			tq_engine_refuse(e, in, p, quote->time, "reduce_only",
					 "there is no position to reduce");
			return most;
		}
		qty = tq_dec_min(qty, most);
	}
	if (in->unlimited || tq_dec_le(qty, in->volume_left))
		return qty;
	qty = p->o.tif == TQ_TIF_FOK ? tq_dec(0, 0) : in->volume_left;
	if (tq_dec_sign(e->params.lot_size) > 0)
		qty = tq_dec_to_step(qty, e->params.lot_size, TQ_ROUND_DOWN);
	return qty;
}

static int
text_of(struct tq_dec x, char text[TQ_DEC_TEXT])
{
	return (int)tq_dec_format(x, text);
}

/* Refuses an entry that is too small or that the margin does not bear. */
static bool
may_open(struct tq_engine *e, struct tq_instrument *in, struct tq_pending *p,
	 const struct quote *quote, struct tq_dec qty, struct tq_dec fee)
{
	struct tq_dec closes = tq_dec(0, 0), needs, has;
	char a[TQ_DEC_TEXT], b[TQ_DEC_TEXT];

	if (tq_dec_sign(in->position.qty) == -p->o.side)
		closes = tq_dec_min(qty, tq_dec_abs(in->position.qty));
	if (tq_dec_eq(closes, qty))
		return true;
	needs = tq_dec_mul(p->left, quote->price);
	if (p->fills == 0 && !tq_dec_ge(needs, e->params.min_notional)) {
		tq_engine_refuse(e, in, p, quote->time, "min_notional",
				 "notional %.*s < %.*s (min-notional)", text_of(needs, a), a,
				 text_of(e->params.min_notional, b), b);
		return false;
	}
	tq_engine_mark(e, in, quote->price);
	needs = tq_dec_mul(tq_dec_sub(qty, closes), quote->price);
	has = tq_dec_mul(tq_dec_sub(tq_ledger_equity(&e->ledger), fee), e->params.leverage);
	has = tq_dec_add(tq_dec_sub(has, e->ledger.gross), tq_dec_mul(closes, quote->price));
	if (tq_dec_le(needs, has))
		return true;
	tq_engine_refuse(e, in, p, quote->time, "insufficient_margin",
			 "notional %.*s > buying power %.*s (leverage)", text_of(needs, a), a,
			 text_of(has, b), b);
	e->events[e->n_events - 1].u.refusal.has_numbers = true;
	e->events[e->n_events - 1].u.refusal.value = needs;
	e->events[e->n_events - 1].u.refusal.limit = has;
	return false;
}

/* The children of an order that has filled; those that are awake stay as they are. */
static void
wake(struct tq_instrument *in, const struct tq_pending *parent, const struct quote *quote)
{
	for (struct tq_pending *p = in->first; p; p = p->next) {
		if (!p->asleep || strcmp(p->o.parent, parent->o.id) != 0)
			continue;
		p->asleep = false;
		p->reference = quote->within ? quote->price : in->open;
		p->from_bar = in->bars + (quote->within && is_limit(p));
	}
}

static void
fill(struct tq_engine *e, struct tq_instrument *in, struct tq_pending *p,
     const struct quote *quote)
{
	struct tq_dec qty = fillable(e, in, p, quote), fee;

	p->worked = in->bars;
	if (tq_dec_sign(qty) <= 0)
		return;
	fee = tq_fee(&e->params, qty, quote->price, quote->maker);
	if (!may_open(e, in, p, quote, qty, fee))
		return;
	if (!tq_engine_fill(e, in, &(struct tq_execution){
		    .order = p->o.id, .entry = &p->o,
		    .parent = tq_pending_is_child(p) ? p->o.parent : NULL, .tag = p->o.tag,
		    .reason = tq_exit_reason(p), .side = p->o.side, .qty = qty,
		    .price = quote->price, .fee = fee, .time = quote->time, .bar = quote->bar,
		    .ordinal = p->fills, .maker = quote->maker, .ambiguous = quote->ambiguous,
		    .outside = quote->outside, .within = quote->within,
		    .alternative = quote->alternative})) {
		tq_engine_refuse(e, in, p, quote->time, "overflow",
				 "the account's numbers would not fit");
		return;
	}
	if (!in->unlimited)
		in->volume_left = tq_dec_sub(in->volume_left, qty);
	p->left = tq_dec_sub(p->left, qty);
	p->fills++;
	wake(in, p, quote);
	if (tq_dec_sign(p->left) == 0 ||
	    (p->o.reduce_only && !tq_pending_is_child(p) &&
	     tq_dec_sign(in->position.qty) != -p->o.side))
		tq_book_remove(e, in, p);
	tq_book_remove_orphans(e, in, p->gone ? p->o.id : NULL);
}

static struct tq_dec
within_limit(const struct tq_engine *e, const struct tq_pending *p, struct tq_dec price)
{
	struct tq_dec limit = tq_limit_price(&e->params, &p->o);

	return p->o.side > 0 ? tq_dec_min(price, limit) : tq_dec_max(price, limit);
}

/* A taker's fill at a price of this bar, never worse than a limit the order has. */
static void
take(struct tq_engine *e, struct tq_instrument *in, struct tq_pending *p, struct tq_dec base,
     struct quote quote)
{
	quote.time = in->time;
	quote.bar = in->bars;
	quote.price = tq_taker_price(&e->params, base, e->params.slippage, p->o.side);
	if (tq_order_has_limit(&p->o))
		quote.price = within_limit(e, p, quote.price);
	quote.outside = !tq_dec_le(quote.price, in->high) || !tq_dec_ge(quote.price, in->low);
	fill(e, in, p, &quote);
}

static void
work_markets(struct tq_engine *e, struct tq_instrument *in)
{
	for (struct tq_pending *p = in->first; p; p = p->next) {
		if (eligible(in, p) && p->o.type == TQ_ORDER_MARKET)
			take(e, in, p, in->open, (struct quote){.within = false});
	}
}

/* --trade-on-close: at the close of the bar before, with what it left of its volume. */
static void
work_closes(struct tq_engine *e, struct tq_instrument *in)
{
	struct tq_dec slip = e->params.slippage;

	for (struct tq_pending *p = in->first; p; p = p->next) {
		struct quote quote = {.time = in->prev_close_time, .bar = in->bars - 1};

		if (!eligible(in, p) || p->o.type != TQ_ORDER_MARKET)
			continue;
		quote.price = tq_taker_price(&e->params, in->prev_close, slip, p->o.side);
		fill(e, in, p, &quote);
	}
}

/* A stop whose price came; a stop_limit beyond its limit is a plain limit from the next bar on. */
static void
work_stop(struct tq_engine *e, struct tq_instrument *in, struct tq_pending *p, struct quote quote)
{
	struct tq_dec base = base_of(in, p);

	base = p->o.side > 0 ? tq_dec_max(base, p->o.stop) : tq_dec_min(base, p->o.stop);
	if (p->o.type == TQ_ORDER_STOP_LIMIT) {
		struct tq_dec limit = tq_limit_price(&e->params, &p->o);

		p->triggered = true;
		if (!(p->o.side > 0 ? tq_dec_lt(base, limit) : tq_dec_gt(base, limit))) {
			p->from_bar = in->bars + 1;
			return;
		}
	}
	take(e, in, p, base, quote);
}

static void
work_open_stops(struct tq_engine *e, struct tq_instrument *in)
{
	for (struct tq_pending *p = in->first; p; p = p->next) {
		if (eligible(in, p) && stop_at_open(e, in, p))
			work_stop(e, in, p, (struct quote){.within = false});
	}
}

/* The bar opened better: who came before it is a maker, who comes with it takes. */
static void
work_open_limits(struct tq_engine *e, struct tq_instrument *in)
{
	for (struct tq_pending *p = in->first; p; p = p->next) {
		struct quote quote = {.price = in->open, .time = in->time, .bar = in->bars};

		if (!eligible(in, p) || !limit_at_open(e, in, p))
			continue;
		quote.maker = p->aged;
		if (!p->aged) {
			quote.price = tq_taker_price(&e->params, in->open, tq_dec(0, 0),
						     p->o.side);
			quote.price = within_limit(e, p, quote.price);
		}
		fill(e, in, p, &quote);
	}
}

/* Whether the take-profit beside a stop-loss is within this bar too. */
static bool
sibling_reachable(const struct tq_engine *e, const struct tq_instrument *in,
		  const struct tq_pending *stop)
{
	for (const struct tq_pending *p = in->first; p; p = p->next) {
		if (p != stop && tq_pending_is_child(p) && eligible(in, p) &&
		    strcmp(p->o.parent, stop->o.parent) == 0 && limit_inside(e, in, p))
			return true;
	}
	return false;
}

static void
work_inside(struct tq_engine *e, struct tq_instrument *in)
{
	for (;;) {
		struct tq_pending *p = nearest(e, in, stop_inside);
		struct quote quote = {.within = true, .time = in->time, .bar = in->bars};

		if (p) {
			if (tq_pending_is_child(p)) {
				bool both = sibling_reachable(e, in, p);

				/* hit in the bar of an entry inside it: before it, perhaps */
				quote.ambiguous = both || !tq_dec_eq(base_of(in, p), in->open);
				quote.alternative = both ? "tp" : NULL;
			}
			work_stop(e, in, p, quote);
			continue;
		}
		p = nearest(e, in, limit_inside);
		if (!p || tq_engine_ruined(e, in))
			return;
		quote.price = tq_limit_price(&e->params, &p->o);
		quote.maker = true;
		fill(e, in, p, &quote);
	}
}

void
tq_fill_pessimistic(struct tq_engine *e, struct tq_instrument *in)
{
	for (struct tq_pending *p = in->first; p; p = p->next)
		tq_engine_expired(e, in, p);
	if (e->params.trade_on_close && in->prev_tradable)
		work_closes(e, in);
	tq_volume_open(&e->params, in);
	if (!in->tradable) {
		for (struct tq_pending *p = in->first; p; p = p->next) {
			if (eligible(in, p))
				tq_engine_wait(e, in, p, in->synthetic);
		}
		return;
	}
	if (!e->params.trade_on_close)
		work_markets(e, in);
	work_open_stops(e, in);
	work_open_limits(e, in);
	work_inside(e, in);
	for (struct tq_pending *p = in->first; p; p = p->next) {
		if (!p->asleep && p->o.time <= in->time)
			p->aged = true;
	}
}
