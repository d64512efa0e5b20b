/* SPDX-License-Identifier: ISC */
#include "account/engine.h"

#include "account/internal.h"
#include "base/mem.h"

#include <stdlib.h>

/* Where the entry is in the table, or the free place for it. */
static uint32_t *
slot_of(const struct tq_trades *trades, const char *entry)
{
	size_t mask = 2 * trades->cap - 1;
	size_t i = tq_hash(entry, strlen(entry)) & mask;

	while (trades->slot[i] && strcmp(trades->at[trades->slot[i] - 1].entry, entry) != 0)
		i = (i + 1) & mask;
	return &trades->slot[i];
}

/* Twice the room, which is a power of two, and a table of twice that. */
static void
grow(struct tq_trades *trades)
{
	trades->cap = trades->cap ? 2 * trades->cap : 8;
	trades->at = tq_realloc(trades->at, trades->cap, sizeof(*trades->at));
	trades->slot = tq_realloc(trades->slot, 2 * trades->cap, sizeof(*trades->slot));
	memset(trades->slot, 0, 2 * trades->cap * sizeof(*trades->slot));
	for (size_t i = 0; i < trades->n; i++)
		*slot_of(trades, trades->at[i].entry) = (uint32_t)i + 1;
}

/* A table, for a plan that buys each day has thousands of them open. */
static struct tq_trade *
trade_of(struct tq_trades *trades, const char *entry)
{
	struct tq_trade *t;
	uint32_t *slot;

	if (trades->n == trades->cap)
		grow(trades);
	slot = slot_of(trades, entry);
	if (*slot)
		return &trades->at[*slot - 1];
	t = &trades->at[trades->n++];
	*slot = (uint32_t)trades->n;
	memset(t, 0, sizeof(*t));
	memcpy(t->entry, entry, TQ_KEY);
	return t;
}

static void
clear(struct tq_trades *trades)
{
	if (trades->n)
		memset(trades->slot, 0, 2 * trades->cap * sizeof(*trades->slot));
	trades->n = 0;
}

static void
add_lot(struct tq_trades *trades, const struct tq_instrument *in, const struct tq_lot *lot)
{
	struct tq_trade *t = trade_of(trades, lot->order);
	struct tq_dec best = lot->sign > 0 ? lot->high : lot->low;

	if (t->side == 0) {
		memcpy(t->tag, lot->tag, TQ_KEY);
		t->side = lot->sign;
		t->best = best;
		t->trail = lot->trail;
		t->max_hold = lot->max_hold;
		t->bars = in->bars - lot->bar;
	}
	t->qty = tq_dec_add(t->qty, lot->qty);
	t->best = lot->sign > 0 ? tq_dec_max(t->best, best) : tq_dec_min(t->best, best);
}

static void
add_waiting(struct tq_trades *trades, const struct tq_instrument *in, const struct tq_pending *p)
{
	const struct tq_order *o = &p->o;
	struct tq_trade *t = trade_of(trades, o->id);

	memcpy(t->tag, o->tag, TQ_KEY);
	t->side = o->side;
	t->type = o->type;
	t->left = p->left;
	t->price = tq_order_has_limit(o) ? o->limit : tq_order_has_stop(o) ? o->stop : in->mark;
	t->trail = o->trail;
	t->max_hold = o->max_hold;
}

static bool
is_tighter(const struct tq_trade *t, struct tq_dec stop)
{
	if (!t->stop[0])
		return true;
	return t->side > 0 ? tq_dec_gt(stop, t->stop_price) : tq_dec_lt(stop, t->stop_price);
}

/* What an order does to the trade that it is under. */
static void
add_child(struct tq_trade *t, const struct tq_order *o)
{
	if (o->type == TQ_ORDER_MARKET)
		t->closing = true;
	if (o->type != TQ_ORDER_STOP || o->side != -t->side || !is_tighter(t, o->stop))
		return;
	memcpy(t->stop, o->id, TQ_KEY);
	t->stop_price = o->stop;
}

static void
add_queue(struct tq_trades *trades, const struct tq_instrument *in)
{
	for (const struct tq_pending *p = in->first; p; p = p->next) {
		if (!tq_pending_is_child(p) && !p->o.reduce_only)
			add_waiting(trades, in, p);
	}
}

void
tq_engine_waiting(const struct tq_engine *e, struct tq_str venue, struct tq_str symbol,
		  struct tq_trades *out)
{
	size_t i = tq_book_find(e, venue, symbol);

	clear(out);
	if (i != SIZE_MAX)
		add_queue(out, &e->items[i]);
}

void
tq_engine_trades(const struct tq_engine *e, struct tq_str venue, struct tq_str symbol,
		 struct tq_trades *out)
{
	size_t i = tq_book_find(e, venue, symbol);
	const struct tq_instrument *in;

	clear(out);
	if (i == SIZE_MAX)
		return;
	in = &e->items[i];
	for (size_t k = 0; k < in->n_lots; k++)
		add_lot(out, in, &in->lots[k]);
	add_queue(out, in);
	for (const struct tq_pending *p = in->first; p; p = p->next) {
		uint32_t at = out->n && tq_pending_is_child(p) ? *slot_of(out, p->o.parent) : 0;

		if (at)
			add_child(&out->at[at - 1], &p->o);
	}
}

void
tq_trades_fini(struct tq_trades *trades)
{
	free(trades->at);
	free(trades->slot);
	*trades = (struct tq_trades){0};
}

bool
tq_engine_managed(const struct tq_engine *e, struct tq_str venue, struct tq_str symbol)
{
	size_t i = tq_book_find(e, venue, symbol);

	for (size_t k = 0; i != SIZE_MAX && k < e->items[i].n_lots; k++) {
		if (tq_dec_sign(e->items[i].lots[k].trail) > 0 || e->items[i].lots[k].max_hold > 0)
			return true;
	}
	return false;
}
