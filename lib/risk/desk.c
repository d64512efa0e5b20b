/* SPDX-License-Identifier: ISC */
#include "risk/desk.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

void
tq_decision_fini(struct tq_decision *decision)
{
	free(decision->orders);
	tq_trades_fini(&decision->trades);
	*decision = (struct tq_decision){0};
}

static struct tq_order *
new_order(const struct tq_desk *d, struct tq_decision *out)
{
	struct tq_order *o;

	if (out->n == out->cap) {
		out->cap = out->cap ? 2 * out->cap : 8;
		out->orders = tq_realloc(out->orders, out->cap, sizeof(*out->orders));
	}
	o = &out->orders[out->n++];
	memset(o, 0, sizeof(*o));
	o->time = d->signal->time;
	o->symbol = d->signal->symbol;
	o->venue = d->signal->venue;
	memcpy(o->signal, d->signal->id, TQ_KEY);
	o->has_equity = true;
	o->equity = tq_engine_worth(d->engine);
	return o;
}

struct tq_order *
tq_desk_order(const struct tq_desk *d, struct tq_decision *out, const char *role)
{
	struct tq_order *o = new_order(d, out);

	tq_id(o->id, "order", d->signal->id, role, (char *)NULL);
	return o;
}

/* An order about another one, which the role alone does not name; by no signal: at this time. */
static struct tq_order *
order_about(const struct tq_desk *d, struct tq_decision *out, const char *role, const char *about)
{
	struct tq_order *o = new_order(d, out);
	char time[TQ_TIME_TEXT + 1];

	time[tq_time_format(o->time, time)] = '\0';
	tq_id(o->id, "order", d->signal->id[0] ? d->signal->id : time, role, about, (char *)NULL);
	return o;
}

/* Takes so much off what is held, whatever entry it is of: first in, first out. */
void
tq_desk_reduce(const struct tq_desk *d, struct tq_decision *out, const char *role,
	       struct tq_dec qty)
{
	struct tq_order *o = tq_desk_order(d, out, role);

	o->side = -d->held;
	o->qty = tq_dec_strip(qty);
	o->type = TQ_ORDER_MARKET;
	o->reduce_only = true;
}

static void
cancel(struct tq_order *o, int side, struct tq_dec left, const char *id)
{
	o->type = TQ_ORDER_CANCEL;
	o->side = side;
	o->qty = tq_dec_strip(left);
	memcpy(o->replaces, id, TQ_KEY);
}

/* All but one, which an order of this decision replaces; NULL: all. */
void
tq_desk_cancel_waiting(const struct tq_desk *d, struct tq_decision *out, const char *except)
{
	const struct tq_trade *t = out->trades.at;

	for (size_t i = 0; i < out->trades.n; i++, t++) {
		bool first = strcmp(t->entry, d->holding.pending) == 0;

		if (tq_dec_sign(t->left) <= 0 || (except && strcmp(t->entry, except) == 0))
			continue;
		cancel(first ? tq_desk_order(d, out, "cancel")
			     : order_about(d, out, "cancel", t->entry),
		       t->side, t->left, t->entry);
	}
}

/* In place of the stop it has, over all that is open of the entry or may yet be. */
void
tq_desk_move_stop(const struct tq_desk *d, struct tq_decision *out, const struct tq_trade *t,
		  struct tq_dec stop)
{
	struct tq_order *o = order_about(d, out, "stop", t->entry);

	o->side = -t->side;
	o->qty = tq_dec_strip(tq_dec_add(t->qty, t->left));
	o->type = TQ_ORDER_STOP;
	o->stop = tq_dec_strip(stop);
	o->reduce_only = true;
	memcpy(o->parent, t->entry, TQ_KEY);
	memcpy(o->replaces, t->stop, TQ_KEY);
	memcpy(o->tag, t->tag, TQ_KEY);
}

void
tq_desk_close_trade(const struct tq_desk *d, struct tq_decision *out, const struct tq_trade *t)
{
	struct tq_order *o = order_about(d, out, "max-hold", t->entry);

	o->side = -t->side;
	o->qty = tq_dec_strip(t->qty);
	o->type = TQ_ORDER_MARKET;
	o->reduce_only = true;
	memcpy(o->parent, t->entry, TQ_KEY);
	snprintf(o->tag, sizeof(o->tag), TQ_TAG_MAX_HOLD);
}
