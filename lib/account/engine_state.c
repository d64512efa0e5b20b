/* SPDX-License-Identifier: ISC */
#include "account/engine.h"

#include "account/internal.h"
#include "base/mem.h"
#include "state/state.h"

enum { MAX_ITEMS = 1 << 20 };

static void
key_state(char key[], size_t size, const char *name, struct tq_state *st)
{
	struct tq_buf text = {0};

	if (!tq_state_loading(st))
		tq_buf_puts(&text, key);
	tq_state_text(st, name, &text);
	if (text.n >= size)
		tq_state_refuse(st, "a key is too long");
	else if (tq_state_loading(st))
		memcpy(key, tq_buf_text(&text), text.n + 1);
	tq_buf_fini(&text);
}

static void
int_state(int *x, const char *name, int min, int max, struct tq_state *st)
{
	int64_t wide = *x;

	tq_state_i64(st, name, &wide);
	if (wide < min || wide > max)
		tq_state_refuse(st, "a number is out of range");
	else
		*x = (int)wide;
}

static void
order_state(struct tq_order *o, struct tq_state *st)
{
	tq_state_i64(st, "time", &o->time);
	key_state(o->id, TQ_KEY, "id", st);
	key_state(o->parent, TQ_KEY, "parent", st);
	key_state(o->replaces, TQ_KEY, "replaces", st);
	key_state(o->signal, TQ_KEY, "signal", st);
	key_state(o->tag, TQ_KEY, "tag", st);
	int_state(&o->side, "side", TQ_SELL, TQ_BUY, st);
	int_state(&o->type, "order_type", TQ_ORDER_MARKET, TQ_ORDER_CANCEL, st);
	int_state(&o->tif, "tif", TQ_TIF_GTC, TQ_TIF_GTD, st);
	tq_state_i64(st, "expiry", &o->expiry);
	tq_state_bool(st, "reduce_only", &o->reduce_only);
	tq_state_bool(st, "has_size", &o->has_size);
	tq_state_bool(st, "has_equity", &o->has_equity);
	tq_state_dec(st, "qty", &o->qty);
	tq_state_dec(st, "limit", &o->limit);
	tq_state_dec(st, "stop", &o->stop);
	tq_state_dec(st, "size", &o->size);
	tq_state_dec(st, "equity", &o->equity);
	tq_state_dec(st, "trail", &o->trail);
	tq_state_i64(st, "max_hold", &o->max_hold);
}

static void
pending_state(struct tq_pending *p, struct tq_state *st)
{
	tq_state_text(st, "line", &p->line);
	tq_state_dec(st, "left", &p->left);
	tq_state_dec(st, "reference", &p->reference);
	tq_state_i64(st, "from_bar", &p->from_bar);
	tq_state_i64(st, "worked", &p->worked);
	tq_state_i64(st, "fills", &p->fills);
	tq_state_bool(st, "asleep", &p->asleep);
	tq_state_bool(st, "triggered", &p->triggered);
	tq_state_bool(st, "aged", &p->aged);
}

/* In the order of the queue, which is given, not sorted again. */
static void
queue_state(struct tq_engine *e, struct tq_instrument *in, struct tq_state *st)
{
	struct tq_pending *p;
	size_t n = 0;

	for (p = in->first; p; p = p->next)
		n++;
	tq_state_count(st, "orders", &n, MAX_ITEMS);
	p = in->first;
	for (size_t i = 0; i < n && tq_state_ok(st); i++) {
		if (tq_state_loading(st)) {
			struct tq_order o = {0};

			order_state(&o, st);
			o.symbol = in->symbol;
			o.venue = in->venue;
			p = tq_book_append(e, in, &o);
		} else {
			order_state(&p->o, st);
		}
		pending_state(p, st);
		p = p->next;
	}
}

static void
lot_state(struct tq_lot *lot, struct tq_state *st)
{
	key_state(lot->order, TQ_KEY, "order", st);
	key_state(lot->fill, TQ_ID_SIZE, "fill", st);
	key_state(lot->tag, TQ_KEY, "tag", st);
	int_state(&lot->sign, "sign", -1, 1, st);
	tq_state_dec(st, "qty", &lot->qty);
	tq_state_dec(st, "price", &lot->price);
	tq_state_dec(st, "fee", &lot->fee);
	tq_state_dec(st, "low", &lot->low);
	tq_state_dec(st, "high", &lot->high);
	tq_state_i64(st, "time", &lot->time);
	tq_state_i64(st, "bar", &lot->bar);
	tq_state_bool(st, "within", &lot->within);
	tq_state_dec(st, "trail", &lot->trail);
	tq_state_i64(st, "max_hold", &lot->max_hold);
}

static void
lots_state(struct tq_instrument *in, struct tq_state *st)
{
	tq_state_count(st, "lots", &in->n_lots, MAX_ITEMS);
	if (tq_state_loading(st)) {
		in->cap_lots = in->n_lots;
		in->lots = tq_alloc(in->n_lots + 1, sizeof(*in->lots));
	}
	for (size_t i = 0; i < in->n_lots && tq_state_ok(st); i++)
		lot_state(&in->lots[i], st);
}

static void
interval_state(struct tq_interval *interval, struct tq_state *st)
{
	char text[32] = "";

	if (!tq_state_loading(st))
		text[tq_interval_format(*interval, text)] = '\0';
	key_state(text, sizeof(text), "interval", st);
	if (tq_state_ok(st) && !tq_interval_parse(tq_str(text), interval))
		tq_state_refuse(st, "an interval cannot be read");
}

static void
bar_state(struct tq_instrument *in, struct tq_state *st)
{
	tq_state_i64(st, "bars", &in->bars);
	tq_state_i64(st, "time", &in->time);
	tq_state_i64(st, "close_time", &in->close_time);
	tq_state_dec(st, "open", &in->open);
	tq_state_dec(st, "high", &in->high);
	tq_state_dec(st, "low", &in->low);
	tq_state_dec(st, "close", &in->close);
	tq_state_dec(st, "volume", &in->volume);
	tq_state_dec(st, "volume_left", &in->volume_left);
	tq_state_bool(st, "unlimited", &in->unlimited);
	tq_state_bool(st, "synthetic", &in->synthetic);
	tq_state_bool(st, "tradable", &in->tradable);
	tq_state_i64(st, "funded", &in->funded);
	tq_state_i64(st, "prev_close_time", &in->prev_close_time);
	tq_state_dec(st, "prev_close", &in->prev_close);
	tq_state_bool(st, "prev_tradable", &in->prev_tradable);
}

static void
instrument_state(struct tq_engine *e, struct tq_instrument *in, struct tq_state *st)
{
	interval_state(&in->interval, st);
	bar_state(in, st);
	tq_state_dec(st, "qty", &in->position.qty);
	tq_state_dec(st, "cost", &in->position.cost);
	tq_state_dec(st, "realized", &in->realized);
	tq_state_dec(st, "mark", &in->mark);
	tq_state_dec(st, "worth", &in->worth);
	lots_state(in, st);
	queue_state(e, in, st);
}

static void
instruments_state(struct tq_engine *e, struct tq_state *st)
{
	size_t n = e->n_items;

	tq_state_count(st, "instruments", &n, MAX_ITEMS);
	for (size_t i = 0; i < n && tq_state_ok(st); i++) {
		struct tq_buf venue = {0}, symbol = {0};

		if (!tq_state_loading(st)) {
			tq_buf_put(&venue, e->items[i].venue.p, e->items[i].venue.n);
			tq_buf_put(&symbol, e->items[i].symbol.p, e->items[i].symbol.n);
		}
		tq_state_text(st, "venue", &venue);
		tq_state_text(st, "symbol", &symbol);
		if (tq_state_loading(st) && tq_state_ok(st)) {
			struct tq_bar bar = {.venue = tq_buf_str(&venue),
					     .symbol = tq_buf_str(&symbol)};

			tq_book_add(e, &bar);
			if (e->n_items != i + 1)
				tq_state_refuse(st, "a symbol is there twice");
		}
		if (tq_state_ok(st))
			instrument_state(e, &e->items[i], st);
		tq_buf_fini(&venue);
		tq_buf_fini(&symbol);
	}
}

/* The parameters are the caller's: they are needed to make the engine. */
void
tq_engine_state(struct tq_engine *e, struct tq_state *st)
{
	struct tq_ledger *l = &e->ledger;

	tq_state_dec(st, "start", &l->start);
	tq_state_dec(st, "cash", &l->cash);
	tq_state_dec(st, "cost", &l->cost);
	tq_state_dec(st, "realized", &l->realized);
	tq_state_dec(st, "fees", &l->fees);
	tq_state_dec(st, "funding", &l->funding);
	tq_state_dec(st, "net", &l->net);
	tq_state_dec(st, "gross", &l->gross);
	tq_state_dec(st, "peak", &e->peak);
	tq_state_i64(st, "time", &e->time);
	tq_state_i64(st, "losses", &e->losses);
	tq_state_bool(st, "halted", &e->halted);
	tq_idset_state(&e->seen, st);
	instruments_state(e, st);
	if (tq_state_loading(st) && tq_state_ok(st) && !tq_ledger_balanced(l))
		tq_state_refuse(st, "cash and positions do not balance");
}
