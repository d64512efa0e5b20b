/* SPDX-License-Identifier: ISC */
#ifndef TQ_ACCOUNT_ENGINE_H
#define TQ_ACCOUNT_ENGINE_H

/*
 * The account engine that tq-risk and tq-paper both run: bars and orders in,
 * events out. Same calls, same events, same equity to the last digit.
 *
 *	engine = tq_engine_new(&params);
 *	for each record
 *		bar:   tq_engine_bar(engine, &bar, &counted, &err)
 *		order: tq_engine_order(engine, &order, line)
 *		then   tq_engine_events(engine, &n), tq_engine_equity(engine, &eq)
 *	tq_engine_end(engine)
 *
 * A bar works the pending orders of its symbol, by the rules of the account's
 * fill model, liquidates an account of which the bar's worse end leaves nothing,
 * then marks its position at the close. An order waits for a bar
 * of its symbol that opens at or after the order's time. A symbol is traded on
 * bars of the interval that it came with first; bars of other intervals and
 * bars that are not closed do not count.
 *
 * Mechanism (trust nothing): an order's quantity is floored to the lot, an
 * order that names no known symbol, is older than the last bar of its symbol,
 * or comes on a halted account is refused; one whose id was seen is ignored.
 */
#include "account/event.h"
#include "account/params.h"
#include "market/bar.h"

struct tq_engine;
struct tq_state;

/* The parameters are copied. */
struct tq_engine *tq_engine_new(const struct tq_params *params);
void tq_engine_free(struct tq_engine *engine);
const struct tq_params *tq_engine_params(const struct tq_engine *engine);

/*
 * False with TQ_DATA, nothing changed, for a bar that is not later than the
 * last one of its symbol, has a price that is not above zero, or would
 * overflow. *counted: whether the bar is one of those the account trades on.
 */
bool tq_engine_bar(struct tq_engine *engine, const struct tq_bar *bar,
		   bool *counted, struct tq_err *err);

enum tq_taken { TQ_TAKEN, TQ_TAKEN_BEFORE, TQ_TAKEN_NOT };

/* line is the order's record, kept for a later reject; it may be empty. */
enum tq_taken tq_engine_order(struct tq_engine *engine,
			      const struct tq_order *order, struct tq_str line);

/*
 * A funding rate of a perpetual: who is long pays qty * mark * rate when the
 * rate is above 0, who is short receives it; what is received is floored to the
 * account's fee decimals. Without a mark price of its own, at the last close.
 * Nothing happens without a position, or for a time that was paid before.
 */
struct tq_funding {
	tq_time time;
	struct tq_str symbol, venue;
	struct tq_dec rate;
	struct tq_dec mark;      /* 0: the last close */
};
void tq_funding_want(struct tq_run *run);
bool tq_funding_read(const struct tq_rec *rec, struct tq_funding *funding,
		     struct tq_err *err);
bool tq_engine_funding(struct tq_engine *engine, const struct tq_funding *funding,
		       struct tq_err *err);

/* The end of all input: under close_at_end what is open is closed. True if so. */
bool tq_engine_end(struct tq_engine *engine);

/* What the last call caused. */
const struct tq_event *tq_engine_events(const struct tq_engine *engine, size_t *n);

/* The account now; time is that of the last bar's close. */
void tq_engine_equity(struct tq_engine *engine, struct tq_equity *out);
struct tq_dec tq_engine_worth(const struct tq_engine *engine);    /* equity alone */
struct tq_dec tq_engine_gross(const struct tq_engine *engine);
struct tq_dec tq_engine_drawdown(const struct tq_engine *engine);
bool tq_engine_halted(const struct tq_engine *engine);
bool tq_engine_balanced(const struct tq_engine *engine);          /* law L5 */

/* Of one symbol; false when no bar of it has come. */
struct tq_holding {
	tq_time time;            /* close of its last bar */
	struct tq_dec qty;       /* signed */
	struct tq_dec mark;      /* last close */
	struct tq_dec worth;     /* qty * mark */
	int pending_side;        /* of an entry that waits, 0: none */
	int pending_type;
	struct tq_dec pending_qty; /* what is left of it */
	char pending[TQ_KEY];    /* its id */
	struct tq_dec rest;      /* of qty when the market orders that close it are filled */
	int64_t bars;            /* since the oldest entry that is open */
};
bool tq_engine_holding(const struct tq_engine *engine, struct tq_str venue,
		       struct tq_str symbol, struct tq_holding *out);

/* One entry: what is open of it, what waits, and the stop-loss under it. */
struct tq_trade {
	char entry[TQ_KEY];      /* the id of its order */
	char tag[TQ_KEY];
	char stop[TQ_KEY];       /* the id of its tightest stop order, "": none */
	struct tq_dec stop_price; /* of that, or 0 */
	int side;                /* of the entry: 1 long, -1 short */
	int type;                /* of an entry that waits: enum tq_order_type */
	struct tq_dec qty;       /* open: over 0 */
	struct tq_dec left;      /* waiting: over 0 */
	struct tq_dec price;     /* where what waits would enter */
	struct tq_dec best;      /* the best price of what is open, as of the last close */
	struct tq_dec trail;     /* as its order said, 0: not */
	int64_t max_hold;
	int64_t bars;            /* since its first fill */
	bool closing;            /* a market order that closes it waits */
};

struct tq_trades {
	struct tq_trade *at;
	size_t n, cap;
	uint32_t *slot;          /* index + 1 by the entry, 0 free */
};

/*
 * The entries of a symbol: first what is open, in the order of its fills, then
 * what waits, in that of the queue. The best price is the highest (a short's:
 * lowest) since the fill; of a bar inside which it was filled only the close
 * is known to be later.
 */
void tq_engine_trades(const struct tq_engine *engine, struct tq_str venue,
		      struct tq_str symbol, struct tq_trades *out);

/* Only those of which something waits, and of these only that: no best price, no stop. */
void tq_engine_waiting(const struct tq_engine *engine, struct tq_str venue,
		       struct tq_str symbol, struct tq_trades *out);
void tq_trades_fini(struct tq_trades *trades);

/* Whether something of the symbol is open that has a trail or a max_hold. */
bool tq_engine_managed(const struct tq_engine *engine, struct tq_str venue,
		       struct tq_str symbol);

/* Symbols with a position or an entry that waits, other than one. */
size_t tq_engine_open_others(const struct tq_engine *engine, struct tq_str venue,
			     struct tq_str symbol);

/* What entries that wait would add: sum(qty * price), of other symbols. */
struct tq_dec tq_engine_pending_others(const struct tq_engine *engine,
				       struct tq_str venue, struct tq_str symbol);

/* What lost at the end of the closed round trips: how many in a row. */
int64_t tq_engine_losses(const struct tq_engine *engine);

void tq_engine_state(struct tq_engine *engine, struct tq_state *state);

#endif
