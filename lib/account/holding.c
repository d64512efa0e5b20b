/* SPDX-License-Identifier: ISC */
#include "account/engine.h"

#include "account/internal.h"

/* An order that would open or add: no child, not reduce_only. */
static const struct tq_pending *
next_entry(const struct tq_pending *p)
{
	while (p && (tq_pending_is_child(p) || p->o.reduce_only))
		p = p->next;
	return p;
}

/* What is left of the position when its market orders to close are filled. */
static struct tq_dec
rest_of(const struct tq_instrument *in)
{
	struct tq_dec qty = in->position.qty, most = tq_dec_abs(qty), closes = tq_dec(0, 0);

	for (const struct tq_pending *p = in->first; p; p = p->next) {
		struct tq_dec part = p->left;

		if (!tq_order_closes(&p->o) || p->o.side != -tq_dec_sign(qty))
			continue;
		if (tq_pending_is_child(p))
			part = tq_dec_min(part, tq_lots_open(in, p->o.parent));
		closes = tq_dec_add(closes, part);
	}
	closes = tq_dec_min(closes, most);
	return tq_dec_sign(qty) > 0 ? tq_dec_sub(qty, closes) : tq_dec_add(qty, closes);
}

bool
tq_engine_holding(const struct tq_engine *e, struct tq_str venue, struct tq_str symbol,
		  struct tq_holding *out)
{
	size_t i = tq_book_find(e, venue, symbol);
	const struct tq_instrument *in;
	const struct tq_pending *entry;

	memset(out, 0, sizeof(*out));
	if (i == SIZE_MAX || e->items[i].bars == 0)
		return false;
	in = &e->items[i];
	out->time = in->close_time;
	out->qty = in->position.qty;
	out->mark = in->mark;
	out->worth = in->worth;
	if (in->n_lots)
		out->bars = in->bars - in->lots[0].bar;
	entry = next_entry(in->first);
	if (entry) {
		out->pending_side = entry->o.side;
		out->pending_type = entry->o.type;
		out->pending_qty = entry->left;
		memcpy(out->pending, entry->o.id, TQ_KEY);
	}
	out->rest = in->first ? rest_of(in) : out->qty;
	return true;
}

size_t
tq_engine_open_others(const struct tq_engine *e, struct tq_str venue, struct tq_str symbol)
{
	size_t except = tq_book_find(e, venue, symbol), n = 0;

	for (size_t i = 0; i < e->n_items; i++) {
		if (i != except && (tq_dec_sign(e->items[i].position.qty) != 0 ||
				    next_entry(e->items[i].first)))
			n++;
	}
	return n;
}

static struct tq_dec
entry_price(const struct tq_instrument *in, const struct tq_order *o)
{
	if (tq_order_has_limit(o))
		return o->limit;
	return tq_order_has_stop(o) ? o->stop : in->mark;
}

struct tq_dec
tq_engine_pending_others(const struct tq_engine *e, struct tq_str venue, struct tq_str symbol)
{
	size_t except = tq_book_find(e, venue, symbol);
	struct tq_dec sum = tq_dec(0, 0);

	for (size_t i = 0; i < e->n_items; i++) {
		const struct tq_pending *p = next_entry(e->items[i].first);

		for (; i != except && p; p = next_entry(p->next)) {
			struct tq_dec price = entry_price(&e->items[i], &p->o);

			sum = tq_dec_add(sum, tq_dec_mul(p->left, price));
		}
	}
	return sum;
}
