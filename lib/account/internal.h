/* SPDX-License-Identifier: ISC */
#ifndef TQ_ACCOUNT_INTERNAL_H
#define TQ_ACCOUNT_INTERNAL_H

/*
 * What the files of the engine share; nobody else includes it.
 *
 *	engine.c             bars, orders and the end, in order
 *	book.c               symbols and their queues of pending orders
 *	funding.c            payments of perpetuals
 *	closing.c            what no order closes: the end, liquidation
 *	costs.c              prices, fees and volume of pessimistic-v1
 *	holding.c            what is held and what waits, for who sizes orders
 *	trades.c             the same entry by entry
 *	execute.c            a fill: money, position, lots, round trips, events
 *	fill_pessimistic.c   which orders a bar fills, and at what price:
 *	fill_backtesting.c   one file a fill model
 *	engine_state.c       save and load
 */
#include "account/engine.h"
#include "account/idset.h"
#include "account/ledger.h"
#include "base/buf.h"
#include "base/names.h"

/* A pending order. A removed one stays readable until the next call. */
struct tq_pending {
	struct tq_pending *prev, *next;
	struct tq_order o;
	struct tq_buf line;      /* its record */
	struct tq_dec left;      /* of the quantity */
	struct tq_dec reference; /* price of the parent's fill, within that bar */
	int64_t from_bar;        /* the first bar it may fill on */
	int64_t worked;          /* the bar it was worked on last */
	int64_t fills;
	bool asleep;             /* its parent has not filled */
	bool triggered;          /* stop_limit: a plain limit by now */
	bool aged;               /* a bar has passed it */
	bool gone;
};

/* What is open of one fill: first in, first out. */
struct tq_lot {
	char order[TQ_KEY];      /* the entry */
	char fill[TQ_ID_SIZE];
	char tag[TQ_KEY];
	int sign;
	struct tq_dec qty, price;
	struct tq_dec fee;       /* what is left of the entry's fee */
	struct tq_dec low, high; /* prices seen while it was open */
	tq_time time;
	int64_t bar;
	bool within;             /* entered inside its bar, not at its open */
	struct tq_dec trail;     /* of its entry, as below */
	int64_t max_hold;
};

struct tq_instrument {
	struct tq_str key;       /* venue NUL symbol, owned by the names */
	struct tq_str symbol, venue;
	struct tq_interval interval;
	int64_t bars;            /* the number of the last bar, from 1 */
	tq_time time, close_time; /* of the last bar, as what follows */
	struct tq_dec open, high, low, close;
	struct tq_dec volume;
	struct tq_dec volume_left; /* that orders may still take */
	bool unlimited;          /* they may take any */
	bool synthetic;
	bool tradable;
	tq_time prev_close_time; /* of the bar before it */
	struct tq_dec prev_close;
	tq_time funded;          /* the last funding that was paid */
	bool prev_tradable;
	struct tq_position position;
	struct tq_dec realized;
	struct tq_dec mark, worth;
	struct tq_lot *lots;
	size_t n_lots, cap_lots;
	struct tq_pending *first, *last;
};

struct tq_engine {
	struct tq_params params;
	struct tq_ledger ledger;
	struct tq_dec peak;      /* highest equity at a close */
	tq_time time;            /* close of the last bar of all */
	struct tq_names names;
	struct tq_instrument *items; /* by number of the name */
	size_t n_items, cap_items;
	size_t last;             /* the instrument asked for last */
	struct tq_buf key;
	struct tq_idset seen;
	struct tq_pending *dead, *spare;
	struct tq_event *events;
	size_t n_events, cap_events;
	int64_t losses;
	bool halted;
	bool waited_synthetic, waited_volume;
	bool overflow;           /* of the call */
	bool ending;             /* the last bar is worked once more */
	struct tq_pending **walk;/* backtesting-py: the queue as it was */
	size_t cap_walk;
};

/* One fill, or the part of one that closes the lots of one entry. */
struct tq_execution {
	const char *order;
	const struct tq_order *entry; /* what a lot that it opens is of, or NULL */
	const char *parent;      /* only lots of this entry; NULL: of any */
	const char *tag;
	const char *reason;      /* exit_reason */
	int side;
	struct tq_dec qty, price, fee;
	tq_time time;
	int64_t bar;
	int64_t ordinal;         /* of the fill, within its order */
	bool maker, ambiguous, outside, within;
	const char *alternative;
};

/* book.c */
struct tq_instrument *tq_book_add(struct tq_engine *e, const struct tq_bar *bar);
size_t tq_book_find(const struct tq_engine *e, struct tq_str venue, struct tq_str symbol);
struct tq_pending *tq_book_push(struct tq_engine *e, struct tq_instrument *in,
				const struct tq_order *order, struct tq_str line);
struct tq_pending *tq_book_append(struct tq_engine *e, struct tq_instrument *in,
				  const struct tq_order *order);
void tq_book_to_front(struct tq_instrument *in, struct tq_pending *p);
struct tq_pending *tq_book_pending(const struct tq_instrument *in, const char *id);
void tq_book_remove(struct tq_engine *e, struct tq_instrument *in, struct tq_pending *p);
void tq_book_remove_orphans(struct tq_engine *e, struct tq_instrument *in, const char *removed);
void tq_book_bury(struct tq_engine *e); /* the removed ones may be used again */
void tq_book_clear(struct tq_engine *e);

/* engine.c */
void tq_engine_begin(struct tq_engine *e); /* what was to be read is gone */

/* execute.c */
struct tq_event *tq_engine_event(struct tq_engine *e, enum tq_event_kind kind, tq_time time,
				 const struct tq_instrument *in);
bool tq_engine_fill(struct tq_engine *e, struct tq_instrument *in,
		    const struct tq_execution *x);
void tq_engine_mark(struct tq_engine *e, struct tq_instrument *in, struct tq_dec price);
struct tq_dec tq_engine_power(const struct tq_engine *e); /* margin available * leverage */
struct tq_dec tq_lots_open(const struct tq_instrument *in, const char *parent);
void tq_lots_see(struct tq_instrument *in, struct tq_dec low, struct tq_dec high);
void tq_engine_refuse(struct tq_engine *e, struct tq_instrument *in, struct tq_pending *p,
		      tq_time time, const char *code, const char *format, ...)
	__attribute__((format(printf, 6, 7)));
void tq_engine_wait(struct tq_engine *e, const struct tq_instrument *in,
		    const struct tq_pending *p, bool synthetic);
bool tq_engine_expired(struct tq_engine *e, struct tq_instrument *in, struct tq_pending *p);

/* costs.c */
struct tq_dec tq_taker_price(const struct tq_params *params, struct tq_dec price,
			     struct tq_dec slippage, int side);
struct tq_dec tq_limit_price(const struct tq_params *params, const struct tq_order *order);
struct tq_dec tq_fee(const struct tq_params *params, struct tq_dec qty, struct tq_dec price,
		     bool maker);
void tq_volume_open(const struct tq_params *params, struct tq_instrument *in);

/* the fill models: the orders of one symbol on its last bar, and closing all */
void tq_fill_pessimistic(struct tq_engine *e, struct tq_instrument *in);
void tq_fill_backtesting(struct tq_engine *e, struct tq_instrument *in);
struct tq_dec tq_close_lots(struct tq_engine *e, struct tq_instrument *in,
			    struct tq_execution *x); /* backtesting-py; what is left of x->qty */

/* closing.c */
void tq_close_pessimistic(struct tq_engine *e, struct tq_instrument *in, const char *reason,
			  struct tq_dec price, tq_time time);
void tq_close_backtesting(struct tq_engine *e, struct tq_instrument *in, const char *reason,
			  struct tq_dec price, tq_time time, int64_t bar);

/* Whether nothing is left of the equity at the worse end of the symbol's bar. */
bool tq_engine_ruined(const struct tq_engine *e, const struct tq_instrument *in);

/*
 * Closes everything for good: what is held of the symbol whose bar it was at
 * that bar's worse end (NULL: at its close too), the rest at the marks.
 */
void tq_engine_liquidate(struct tq_engine *e, const struct tq_instrument *worked);

static inline bool
tq_pending_is_child(const struct tq_pending *p)
{
	return p->o.parent[0] != '\0';
}

/* A market order that closes: all that is held, or what an entry opened. */
static inline bool
tq_order_closes(const struct tq_order *o)
{
	return o->type == TQ_ORDER_MARKET && (o->reduce_only || o->parent[0]);
}

static inline const char *
tq_exit_reason(const struct tq_pending *p)
{
	if (!tq_pending_is_child(p) || p->o.type == TQ_ORDER_MARKET)
		return p->o.reduce_only && strcmp(p->o.tag, TQ_TAG_MAX_HOLD) == 0 ? "max_hold"
										  : "signal";
	return p->o.type == TQ_ORDER_LIMIT ? "take" : "stop";
}

#endif
