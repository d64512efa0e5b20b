/* SPDX-License-Identifier: ISC */
#include "account/internal.h"

#include "base/mem.h"

#include <stdlib.h>

static struct tq_str
make_key(struct tq_buf *buf, struct tq_str venue, struct tq_str symbol)
{
	tq_buf_clear(buf);
	tq_buf_put(buf, venue.p, venue.n);
	tq_buf_put(buf, "", 1);
	tq_buf_put(buf, symbol.p, symbol.n);
	return tq_buf_str(buf);
}

static bool
is(const struct tq_instrument *in, struct tq_str venue, struct tq_str symbol)
{
	return tq_name_eq(in->symbol, symbol) && tq_name_eq(in->venue, venue);
}

static struct tq_instrument *
new_item(struct tq_engine *e, size_t id, size_t n_venue)
{
	struct tq_instrument *in;

	if (id >= e->cap_items) {
		e->cap_items = e->cap_items ? 2 * e->cap_items : 4;
		e->items = tq_realloc(e->items, e->cap_items, sizeof(*e->items));
	}
	in = &e->items[id];
	memset(in, 0, sizeof(*in));
	in->key = e->names.name[id];
	in->venue = (struct tq_str){in->key.p, n_venue};
	in->symbol = (struct tq_str){in->key.p + n_venue + 1, in->key.n - n_venue - 1};
	in->time = TQ_TIME_NONE;
	in->funded = TQ_TIME_NONE;
	in->close_time = TQ_TIME_NONE;
	e->n_items = id + 1;
	return in;
}

struct tq_instrument *
tq_book_add(struct tq_engine *e, const struct tq_bar *bar)
{
	size_t id;

	if (e->last < e->n_items && is(&e->items[e->last], bar->venue, bar->symbol))
		return &e->items[e->last];
	id = tq_names_id(&e->names, make_key(&e->key, bar->venue, bar->symbol));
	e->last = id;
	if (id == e->n_items) {
		struct tq_instrument *in = new_item(e, id, bar->venue.n);

		in->interval = bar->interval;
		return in;
	}
	return &e->items[id];
}

/* An order that names no venue means the only one its symbol has. */
size_t
tq_book_find(const struct tq_engine *e, struct tq_str venue, struct tq_str symbol)
{
	size_t found = SIZE_MAX;

	if (e->last < e->n_items && is(&e->items[e->last], venue, symbol))
		return e->last;
	for (size_t i = 0; i < e->n_items; i++) {
		if (is(&e->items[i], venue, symbol))
			return i;
		if (venue.n == 0 && tq_str_eq(e->items[i].symbol, symbol)) {
			if (found != SIZE_MAX)
				return SIZE_MAX;
			found = i;
		}
	}
	return found;
}

/* Before p, or at the end. */
static void
link_before(struct tq_instrument *in, struct tq_pending *p, struct tq_pending *before)
{
	p->next = before;
	p->prev = before ? before->prev : in->last;
	if (p->prev)
		p->prev->next = p;
	else
		in->first = p;
	if (before)
		before->prev = p;
	else
		in->last = p;
}

static void
unlink_pending(struct tq_instrument *in, struct tq_pending *p)
{
	if (p->prev)
		p->prev->next = p->next;
	else
		in->first = p->next;
	if (p->next)
		p->next->prev = p->prev;
	else
		in->last = p->prev;
}

/*
 * The queue is in the order of time, then arrival; a market order that closes
 * goes before what it makes room for.
 */
static bool
goes_before(const struct tq_order *a, const struct tq_order *b)
{
	if (a->time != b->time)
		return a->time < b->time;
	return tq_order_closes(a) && !tq_order_closes(b);
}

static struct tq_pending *
new_pending(struct tq_engine *e, const struct tq_instrument *in, const struct tq_order *order)
{
	struct tq_pending *p = e->spare;
	struct tq_buf line = {0};

	if (p) {
		e->spare = p->next;
		line = p->line;
	} else {
		p = tq_alloc(1, sizeof(*p));
	}
	memset(p, 0, sizeof(*p));
	p->line = line;
	tq_buf_clear(&p->line);
	p->o = *order;
	p->o.symbol = in->symbol;
	p->o.venue = in->venue;
	p->left = order->qty;
	return p;
}

/* At the place that the order has by its time. */
struct tq_pending *
tq_book_push(struct tq_engine *e, struct tq_instrument *in, const struct tq_order *order,
	     struct tq_str line)
{
	struct tq_pending *p = new_pending(e, in, order), *before = NULL;

	tq_buf_put(&p->line, line.p, line.n);
	for (struct tq_pending *q = in->last; q && goes_before(order, &q->o); q = q->prev)
		before = q;
	link_before(in, p, before);
	return p;
}

/* At the end, whatever its time is: a queue that is loaded. */
struct tq_pending *
tq_book_append(struct tq_engine *e, struct tq_instrument *in, const struct tq_order *order)
{
	struct tq_pending *p = new_pending(e, in, order);

	link_before(in, p, NULL);
	return p;
}

void
tq_book_to_front(struct tq_instrument *in, struct tq_pending *p)
{
	if (in->first == p)
		return;
	unlink_pending(in, p);
	link_before(in, p, in->first);
}

struct tq_pending *
tq_book_pending(const struct tq_instrument *in, const char *id)
{
	for (struct tq_pending *p = in->first; p; p = p->next) {
		if (strcmp(p->o.id, id) == 0)
			return p;
	}
	return NULL;
}

/* Its next stays, so that a walk along the queue may remove what it likes. */
void
tq_book_remove(struct tq_engine *e, struct tq_instrument *in, struct tq_pending *p)
{
	if (p->gone)
		return;
	p->gone = true;
	unlink_pending(in, p);
	p->prev = e->dead;
	e->dead = p;
}

/*
 * Children whose entry neither waits nor has anything open. One that sleeps
 * loses its entry only when that is removed, so no others need to be looked at.
 */
void
tq_book_remove_orphans(struct tq_engine *e, struct tq_instrument *in, const char *removed)
{
	for (struct tq_pending *p = in->first; p; p = p->next) {
		if (!tq_pending_is_child(p) ||
		    (p->asleep && (!removed || strcmp(p->o.parent, removed) != 0)))
			continue;
		if (!tq_book_pending(in, p->o.parent) &&
		    tq_dec_sign(tq_lots_open(in, p->o.parent)) == 0)
			tq_book_remove(e, in, p);
	}
}

void
tq_book_bury(struct tq_engine *e)
{
	while (e->dead) {
		struct tq_pending *p = e->dead;

		e->dead = p->prev;
		p->next = e->spare;
		e->spare = p;
	}
}

static void
free_list(struct tq_pending *p)
{
	while (p) {
		struct tq_pending *next = p->next;

		tq_buf_fini(&p->line);
		free(p);
		p = next;
	}
}

void
tq_book_clear(struct tq_engine *e)
{
	tq_book_bury(e);
	free_list(e->spare);
	for (size_t i = 0; i < e->n_items; i++) {
		free_list(e->items[i].first);
		free(e->items[i].lots);
	}
	free(e->items);
	tq_names_fini(&e->names);
	tq_buf_fini(&e->key);
}
