/* SPDX-License-Identifier: ISC */
#include "account/internal.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>

enum { RATE_SCALE = 12 };

struct tq_event *
tq_engine_event(struct tq_engine *e, enum tq_event_kind kind, tq_time time,
		const struct tq_instrument *in)
{
	struct tq_event *event;

	if (e->n_events == e->cap_events) {
		e->cap_events = e->cap_events ? 2 * e->cap_events : 8;
		e->events = tq_realloc(e->events, e->cap_events, sizeof(*e->events));
	}
	event = &e->events[e->n_events++];
	memset(event, 0, sizeof(*event));
	event->kind = kind;
	event->time = time;
	if (in) {
		event->symbol = in->symbol;
		event->venue = in->venue;
	}
	return event;
}

void
tq_engine_refuse(struct tq_engine *e, struct tq_instrument *in, struct tq_pending *p,
		 tq_time time, const char *code, const char *format, ...)
{
	struct tq_event *event = tq_engine_event(e, TQ_EVENT_REJECT, time, in);
	struct tq_refusal *r = &event->u.refusal;
	va_list ap;

	r->code = code;
	va_start(ap, format);
	vsnprintf(r->reason, sizeof(r->reason), format, ap);
	va_end(ap);
	memcpy(r->order, p->o.id, TQ_KEY);
	r->input = tq_buf_str(&p->line);
	tq_book_remove(e, in, p);
	tq_book_remove_orphans(e, in, p->o.id);
}

/* Said once for each of the two reasons, so that nobody wonders for long. */
void
tq_engine_wait(struct tq_engine *e, const struct tq_instrument *in, const struct tq_pending *p,
	       bool synthetic)
{
	bool *said = synthetic ? &e->waited_synthetic : &e->waited_volume;
	struct tq_event *event;

	if (*said)
		return;
	*said = true;
	event = tq_engine_event(e, TQ_EVENT_WAIT, in->time, in);
	memcpy(event->u.refusal.order, p->o.id, TQ_KEY);
	event->u.refusal.code = synthetic ? "synthetic" : "zero-volume";
	snprintf(event->u.refusal.reason, sizeof(event->u.refusal.reason),
		 "order %s waits: %s (see --%s-fills)", p->o.id,
		 synthetic ? "the bar is synthetic" : "the bar has no volume",
		 synthetic ? "synthetic" : "zero-volume");
}

/* day: to the end of the UTC day of its time; ioc and fok: the first bar it may meet. */
static bool
has_run_out(const struct tq_instrument *in, const struct tq_pending *p)
{
	switch (p->o.tif) {
	case TQ_TIF_DAY:
		return in->time / TQ_DAY != p->o.time / TQ_DAY;
	case TQ_TIF_IOC:
	case TQ_TIF_FOK:
		return p->aged;
	case TQ_TIF_GTD:
		return in->time >= p->o.expiry;
	default:
		return false;
	}
}

bool
tq_engine_expired(struct tq_engine *e, struct tq_instrument *in, struct tq_pending *p)
{
	if (p->o.tif == TQ_TIF_GTC || p->asleep || !has_run_out(in, p))
		return false;
	tq_engine_refuse(e, in, p, in->time, "expired", "order expired (tif %s)",
			 tq_tif_name(p->o.tif));
	return true;
}

void
tq_engine_mark(struct tq_engine *e, struct tq_instrument *in, struct tq_dec price)
{
	struct tq_dec worth;

	in->mark = price;
	if (tq_dec_sign(in->position.qty) == 0 && tq_dec_sign(in->worth) == 0)
		return;
	worth = tq_dec_mul(in->position.qty, price);
	if (e->n_items == 1) {   /* the sums are this one's worth */
		e->ledger.net = worth;
		e->ledger.gross = tq_dec_abs(worth);
	} else {
		tq_ledger_mark(&e->ledger, in->worth, worth);
	}
	in->worth = worth;
}

/* max(0, equity - gross / leverage) * leverage, without a quotient. */
struct tq_dec
tq_engine_power(const struct tq_engine *e)
{
	struct tq_dec worth = tq_dec_mul(tq_ledger_equity(&e->ledger), e->params.leverage);

	return tq_dec_max(tq_dec(0, 0), tq_dec_sub(worth, e->ledger.gross));
}

struct tq_dec
tq_lots_open(const struct tq_instrument *in, const char *parent)
{
	struct tq_dec sum = tq_dec(0, 0);

	for (size_t i = 0; i < in->n_lots; i++) {
		if (!parent || strcmp(in->lots[i].order, parent) == 0)
			sum = tq_dec_add(sum, in->lots[i].qty);
	}
	return sum;
}

static void
see(struct tq_lot *lot, struct tq_dec low, struct tq_dec high)
{
	if (tq_dec_lt(low, lot->low))
		lot->low = low;
	if (tq_dec_gt(high, lot->high))
		lot->high = high;
}

/* A bar's extremes; one that was entered inside the bar has only seen the worse for sure. */
void
tq_lots_see(struct tq_instrument *in, struct tq_dec low, struct tq_dec high)
{
	for (size_t i = 0; i < in->n_lots; i++) {
		struct tq_lot *lot = &in->lots[i];
		bool part = lot->within && lot->bar == in->bars;

		see(lot, part && lot->sign < 0 ? in->close : low,
		    part && lot->sign > 0 ? in->close : high);
	}
}

/* (to - from) * sign / from */
static struct tq_dec
excursion(const struct tq_lot *lot, struct tq_dec to)
{
	struct tq_dec change = tq_dec_sub(to, lot->price);

	return tq_dec_div(lot->sign > 0 ? change : tq_dec_neg(change), lot->price, RATE_SCALE,
			  TQ_ROUND_HALF_EVEN);
}

static void
say_roundtrip(struct tq_engine *e, struct tq_instrument *in, struct tq_lot *lot,
	      const struct tq_execution *x, const char *fill, struct tq_dec qty,
	      struct tq_dec entry_fee, struct tq_dec exit_fee)
{
	struct tq_event *event = tq_engine_event(e, TQ_EVENT_ROUNDTRIP, x->time, in);
	struct tq_roundtrip *t = &event->u.roundtrip;
	struct tq_dec change = tq_dec_sub(x->price, lot->price);

	see(lot, x->price, x->price);
	tq_id(t->id, "roundtrip", in->symbol.p, lot->fill, fill, (char *)NULL);
	memcpy(t->tag, lot->tag, TQ_KEY);
	t->side = lot->sign;
	t->qty = qty;
	t->entry_time = lot->time;
	t->entry_price = lot->price;
	t->exit_time = x->time;
	t->exit_price = x->price;
	t->fees = tq_dec_add(entry_fee, exit_fee);
	t->pnl = tq_dec_mul(qty, lot->sign > 0 ? change : tq_dec_neg(change));
	t->pnl = tq_dec_strip(tq_dec_sub(t->pnl, t->fees));
	t->rate = tq_dec_div(t->pnl, tq_dec_mul(qty, lot->price), RATE_SCALE, TQ_ROUND_HALF_EVEN);
	t->mae = excursion(lot, lot->sign > 0 ? lot->low : lot->high);
	t->mfe = excursion(lot, lot->sign > 0 ? lot->high : lot->low);
	t->bars = x->bar - lot->bar;
	t->reason = x->reason;
	e->losses = tq_dec_sign(t->pnl) < 0 ? e->losses + 1 : 0;
}

/*
 * Closes up to qty of the lots that x may close and returns the fee that is
 * left for what opens. The fee is shared by quantity, the last part takes what
 * is left, so the parts sum up to it.
 */
static struct tq_dec
close_lots(struct tq_engine *e, struct tq_instrument *in, const struct tq_execution *x,
	   const char *fill, struct tq_dec qty, bool opens)
{
	struct tq_dec fee = x->fee;
	size_t kept = 0;

	for (size_t i = 0; i < in->n_lots; i++) {
		struct tq_lot *lot = &in->lots[i];
		bool mine = !x->parent || strcmp(lot->order, x->parent) == 0;

		if (mine && tq_dec_sign(qty) > 0) {
			struct tq_dec part = tq_dec_min(qty, lot->qty);
			struct tq_dec entry_fee = tq_share(lot->fee, part, lot->qty);
			bool last = tq_dec_eq(part, qty) && !opens;
			struct tq_dec exit_fee = last ? fee : tq_share(x->fee, part, x->qty);

			say_roundtrip(e, in, lot, x, fill, part, entry_fee, exit_fee);
			fee = tq_dec_sub(fee, exit_fee);
			qty = tq_dec_sub(qty, part);
			lot->qty = tq_dec_sub(lot->qty, part);
			lot->fee = tq_dec_sub(lot->fee, entry_fee);
		}
		if (tq_dec_sign(lot->qty) != 0) {
			if (kept != i)
				in->lots[kept] = *lot;
			kept++;
		}
	}
	in->n_lots = kept;
	return fee;
}

static void
open_lot(struct tq_instrument *in, const struct tq_execution *x, const char *fill,
	 struct tq_dec qty, struct tq_dec fee)
{
	struct tq_lot *lot;

	if (in->n_lots == in->cap_lots) {
		in->cap_lots = in->cap_lots ? 2 * in->cap_lots : 4;
		in->lots = tq_realloc(in->lots, in->cap_lots, sizeof(*in->lots));
	}
	lot = &in->lots[in->n_lots++];
	memset(lot, 0, sizeof(*lot));
	memcpy(lot->order, x->order, strlen(x->order));
	memcpy(lot->fill, fill, TQ_ID_SIZE);
	memcpy(lot->tag, x->tag, strlen(x->tag));
	lot->sign = x->side;
	lot->qty = qty;
	lot->price = x->price;
	lot->fee = fee;
	lot->low = lot->high = x->price;
	lot->time = x->time;
	lot->bar = x->bar;
	lot->within = x->within;
	lot->trail = x->entry ? x->entry->trail : tq_dec(0, 0);
	lot->max_hold = x->entry ? x->entry->max_hold : 0;
}

static void
say_fill(struct tq_engine *e, const struct tq_instrument *in, const struct tq_execution *x,
	 const char *id)
{
	struct tq_fill *fill = &tq_engine_event(e, TQ_EVENT_FILL, x->time, in)->u.fill;

	memcpy(fill->id, id, TQ_ID_SIZE);
	memcpy(fill->order, x->order, strlen(x->order));
	memcpy(fill->tag, x->tag, strlen(x->tag));
	fill->side = x->side;
	fill->qty = x->qty;
	fill->price = x->price;
	fill->fee = x->fee;
	fill->maker = x->maker;
	fill->ambiguous = x->ambiguous;
	fill->outside = x->outside;
	fill->alternative = x->alternative;
}

static void
say_position(struct tq_engine *e, const struct tq_instrument *in, tq_time time)
{
	struct tq_position_event *p =
		&tq_engine_event(e, TQ_EVENT_POSITION, time, in)->u.position;

	p->qty = in->position.qty;
	p->avg_price = tq_position_average(&in->position);
	p->realized = in->realized;
	p->unrealized = tq_dec_sub(in->worth, in->position.cost);
}

/* All numbers are computed and tested on copies first: an overflow changes nothing. */
static bool
book_money(struct tq_engine *e, struct tq_instrument *in, const struct tq_execution *x)
{
	struct tq_ledger ledger = e->ledger;
	struct tq_position position = in->position;
	struct tq_dec qty = x->side > 0 ? x->qty : tq_dec_neg(x->qty);
	struct tq_dec realized, worth;

	tq_ledger_fill(&ledger, &position, qty, x->price, x->fee, &realized);
	worth = tq_dec_mul(position.qty, in->mark);
	tq_ledger_mark(&ledger, in->worth, worth);
	realized = tq_dec_add(in->realized, realized);
	if (!tq_ledger_ok(&ledger) || !tq_dec_ok(position.qty) || !tq_dec_ok(position.cost) ||
	    !tq_dec_ok(realized) || !tq_dec_ok(worth))
		return false;
	ledger.cash = tq_dec_strip(ledger.cash);
	ledger.cost = tq_dec_strip(ledger.cost);
	ledger.realized = tq_dec_strip(ledger.realized);
	e->ledger = ledger;
	in->position = position;
	in->realized = tq_dec_strip(realized);
	in->worth = worth;
	return true;
}

bool
tq_engine_fill(struct tq_engine *e, struct tq_instrument *in, const struct tq_execution *x)
{
	struct tq_dec before = in->position.qty;
	struct tq_dec closes = tq_dec(0, 0), opens, fee;
	char ordinal[24], id[TQ_ID_SIZE];

	if (tq_dec_sign(before) * x->side < 0)
		closes = tq_dec_min(x->qty, tq_dec_abs(before));
	opens = tq_dec_sub(x->qty, closes);
	if (!book_money(e, in, x))
		return false;
	snprintf(ordinal, sizeof(ordinal), "%lld", (long long)x->ordinal);
	tq_id(id, "fill", x->order, ordinal, (char *)NULL);
	say_fill(e, in, x, id);
	say_position(e, in, x->time);
	fee = close_lots(e, in, x, id, closes, tq_dec_sign(opens) > 0);
	if (tq_dec_sign(opens) > 0)
		open_lot(in, x, id, opens, fee);
	return true;
}
