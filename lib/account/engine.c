/* SPDX-License-Identifier: ISC */
#include "account/engine.h"

#include "account/internal.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

enum { RATIO_SCALE = 8 };

struct tq_engine *
tq_engine_new(const struct tq_params *params)
{
	struct tq_engine *e = tq_alloc(1, sizeof(*e));

	e->params = *params;
	e->time = TQ_TIME_NONE;
	e->peak = params->cash;
	tq_ledger_open(&e->ledger, params->cash);
	return e;
}

void
tq_engine_free(struct tq_engine *e)
{
	if (!e)
		return;
	tq_book_clear(e);
	tq_idset_fini(&e->seen);
	free(e->events);
	free(e->walk);
	free(e);
}

const struct tq_params *
tq_engine_params(const struct tq_engine *e)
{
	return &e->params;
}

void
tq_engine_begin(struct tq_engine *e)
{
	e->n_events = 0;
	e->overflow = false;
	tq_book_bury(e);
}

static bool
above_zero(struct tq_dec price)
{
	return price.scale >= 0 && price.m > 0;
}

static bool
check_bar(const struct tq_bar *bar, struct tq_err *err)
{
	if (!above_zero(bar->open) || !above_zero(bar->high) || !above_zero(bar->low) ||
	    !above_zero(bar->close))
		return tq_fail(err, TQ_DATA, "a price of the bar is not above zero");
	if (!tq_dec_ok(bar->volume))
		return tq_fail(err, TQ_DATA, "the volume of the bar does not fit");
	return true;
}

static void
take_bar(const struct tq_params *params, struct tq_instrument *in, const struct tq_bar *bar)
{
	in->prev_close_time = in->close_time;
	in->prev_close = in->close;
	in->prev_tradable = in->tradable;
	in->bars++;
	in->time = bar->time;
	in->close_time = bar->close_time;
	in->open = bar->open;
	in->high = bar->high;
	in->low = bar->low;
	in->close = bar->close;
	in->volume = bar->volume;
	in->synthetic = bar->synthetic;
	in->tradable = (!bar->synthetic || params->synthetic_fills) &&
		       (tq_dec_sign(bar->volume) > 0 || params->zero_volume_fills);
}

/* The bar's orders, the mark at its close, and what follows from that. */
static void
work_bar(struct tq_engine *e, struct tq_instrument *in)
{
	struct tq_dec worth;

	if (e->params.fill_model == TQ_FILL_BACKTESTING) {
		tq_engine_mark(e, in, in->close);
		if (in->first)
			tq_fill_backtesting(e, in);
	} else if (in->first) {
		tq_fill_pessimistic(e, in);
	} else if (e->params.trade_on_close) {
		tq_volume_open(&e->params, in); /* the next bar may take what it left */
	}
	if (!e->halted && e->params.fill_model == TQ_FILL_PESSIMISTIC && tq_engine_ruined(e, in))
		tq_engine_liquidate(e, in);
	tq_engine_mark(e, in, in->close);
	if (in->n_lots)
		tq_lots_see(in, in->low, in->high);
	worth = tq_ledger_equity(&e->ledger);
	if (tq_dec_sign(worth) <= 0 && !e->halted)
		tq_engine_liquidate(e, NULL);
	else if (tq_dec_gt(worth, e->peak))
		e->peak = worth;
}

bool
tq_engine_bar(struct tq_engine *e, const struct tq_bar *bar, bool *counted, struct tq_err *err)
{
	struct tq_instrument *in;

	tq_engine_begin(e);
	*counted = false;
	if (!bar->closed)
		return true;
	if (!check_bar(bar, err))
		return false;
	in = tq_book_add(e, bar);
	if (!tq_interval_eq(in->interval, bar->interval))
		return true;
	if (bar->time <= in->time)
		return tq_fail(err, TQ_DATA, "the bar is not later than the last one of %.*s",
			       TQ_STR_ARG(bar->symbol));
	take_bar(&e->params, in, bar);
	e->time = bar->close_time;
	if (in->n_lots && in->first)
		tq_lots_see(in, in->open, in->open);
	work_bar(e, in);
	*counted = true;
	if (e->overflow || !tq_ledger_ok(&e->ledger))
		return tq_fail(err, TQ_MISMATCH, "the account's numbers do not fit 38 digits");
	return true;
}

static void
refuse_order(struct tq_engine *e, const struct tq_order *o, struct tq_str line, const char *code,
	     const char *reason)
{
	struct tq_event *event = tq_engine_event(e, TQ_EVENT_REJECT, o->time, NULL);

	event->symbol = o->symbol;
	event->venue = o->venue;
	event->u.refusal.code = code;
	event->u.refusal.input = line;
	memcpy(event->u.refusal.order, o->id, TQ_KEY);
	snprintf(event->u.refusal.reason, sizeof(event->u.refusal.reason), "%s", reason);
}

static struct tq_dec
whole_lots(const struct tq_engine *e, const struct tq_order *o)
{
	if (tq_dec_sign(e->params.lot_size) <= 0)
		return o->qty;
	return tq_dec_to_step(o->qty, e->params.lot_size, TQ_ROUND_DOWN);
}

/* Why an order of a known symbol is not taken; NULL when it is. */
static const char *
find_fault(const struct tq_engine *e, const struct tq_instrument *in, const struct tq_order *o,
	   const char **code)
{
	*code = "stale";
	if (o->time < in->close_time)
		return "the order is older than the last bar of its symbol";
	*code = "unknown_order";
	if (o->type == TQ_ORDER_CANCEL && !tq_book_pending(in, o->replaces))
		return "the order to cancel is not pending";
	*code = "unknown_parent";
	if (o->parent[0] && !tq_book_pending(in, o->parent) &&
	    tq_dec_sign(tq_lots_open(in, o->parent)) == 0)
		return "the parent is neither pending nor open";
	*code = "lot_size";
	if (o->type != TQ_ORDER_CANCEL && !o->has_size && tq_dec_sign(whole_lots(e, o)) <= 0)
		return "the quantity is below one lot";
	*code = "fill_model";
	if (o->has_size && e->params.fill_model != TQ_FILL_BACKTESTING)
		return "'size' needs --fill-model backtesting-py";
	return NULL;
}

static void
push(struct tq_engine *e, struct tq_instrument *in, const struct tq_order *o, struct tq_str line)
{
	struct tq_pending *old = o->replaces[0] ? tq_book_pending(in, o->replaces) : NULL;
	struct tq_pending *p;

	if (old) {
		tq_book_remove(e, in, old);
		if (!tq_pending_is_child(old)) /* a child has none of its own */
			tq_book_remove_orphans(e, in, old->o.id);
	}
	if (o->type == TQ_ORDER_CANCEL)
		return;
	p = tq_book_push(e, in, o, line);
	p->left = whole_lots(e, o);
	p->asleep = o->parent[0] && tq_dec_sign(tq_lots_open(in, o->parent)) == 0;
	if (!p->asleep && (o->parent[0] || (o->reduce_only && o->type == TQ_ORDER_MARKET)) &&
	    e->params.fill_model == TQ_FILL_BACKTESTING)
		tq_book_to_front(in, p);
}

enum tq_taken
tq_engine_order(struct tq_engine *e, const struct tq_order *o, struct tq_str line)
{
	size_t i = tq_book_find(e, o->venue, o->symbol);
	const char *fault = NULL, *code = "unknown_symbol";

	tq_engine_begin(e);
	if (tq_idset_has(&e->seen, tq_str(o->id)))
		return TQ_TAKEN_BEFORE;
	if (i == SIZE_MAX)
		fault = "no bar of this symbol has come, or of several venues: no price";
	else
		fault = find_fault(e, &e->items[i], o, &code);
	if (e->halted) {
		fault = "the account was liquidated";
		code = "halted";
	}
	if (fault) {
		refuse_order(e, o, line, code, fault);
		return TQ_TAKEN_NOT;
	}
	tq_idset_add(&e->seen, tq_str(o->id));
	push(e, &e->items[i], o, line);
	return TQ_TAKEN;
}

/*
 * backtesting-py closes by market orders at the front of the queue, and the
 * whole queue meets the last bar once more, orders of that bar's close included.
 */
static void
end_backtesting(struct tq_engine *e, struct tq_instrument *in)
{
	bool on_close = e->params.trade_on_close;

	if (in->bars == 0)
		return;
	tq_close_backtesting(e, in, "eod", on_close ? in->prev_close : in->open,
			     on_close ? in->prev_close_time : in->time,
			     on_close ? in->bars - 1 : in->bars);
	e->ending = true;
	tq_fill_backtesting(e, in);
	e->ending = false;
}

bool
tq_engine_end(struct tq_engine *e)
{
	tq_engine_begin(e);
	if (!e->params.close_at_end || e->halted || e->n_items == 0)
		return false;
	for (size_t i = 0; i < e->n_items; i++) {
		if (e->params.fill_model == TQ_FILL_BACKTESTING)
			end_backtesting(e, &e->items[i]);
		else
			tq_close_pessimistic(e, &e->items[i], "eod", e->items[i].close,
					     e->items[i].close_time);
	}
	if (tq_dec_sign(tq_ledger_equity(&e->ledger)) <= 0)
		tq_engine_liquidate(e, NULL);
	return e->n_events > 0;
}

const struct tq_event *
tq_engine_events(const struct tq_engine *e, size_t *n)
{
	*n = e->n_events;
	return e->events;
}

struct tq_dec
tq_engine_worth(const struct tq_engine *e)
{
	return tq_ledger_equity(&e->ledger);
}

struct tq_dec
tq_engine_gross(const struct tq_engine *e)
{
	return e->ledger.gross;
}

/* Rounded up, so that a limit is never passed unseen. */
struct tq_dec
tq_engine_drawdown(const struct tq_engine *e)
{
	struct tq_dec worth = tq_ledger_equity(&e->ledger);

	if (!tq_dec_lt(worth, e->peak))
		return tq_dec_ok(worth) ? tq_dec(0, 0) : worth;
	return tq_dec_div(tq_dec_sub(e->peak, worth), e->peak, RATIO_SCALE, TQ_ROUND_UP);
}

void
tq_engine_equity(struct tq_engine *e, struct tq_equity *out)
{
	const struct tq_ledger *l = &e->ledger;

	out->time = e->time;
	out->cash = l->cash;
	out->equity = tq_ledger_equity(l);
	out->exposure = l->net;
	out->gross = l->gross;
	out->leverage = tq_dec_sign(l->gross) == 0
				? tq_dec(0, 0)
				: tq_dec_div(l->gross, out->equity, RATIO_SCALE,
					     TQ_ROUND_HALF_EVEN);
	if (tq_dec_sign(out->equity) <= 0 && tq_dec_sign(l->gross) != 0)
		out->leverage = (struct tq_dec){0, TQ_DEC_BAD};
	out->drawdown = tq_engine_drawdown(e);
	out->fees = l->fees;
	out->funding = l->funding;
}

bool
tq_engine_halted(const struct tq_engine *e)
{
	return e->halted;
}

bool
tq_engine_balanced(const struct tq_engine *e)
{
	return tq_ledger_balanced(&e->ledger);
}

int64_t
tq_engine_losses(const struct tq_engine *e)
{
	return e->losses;
}
