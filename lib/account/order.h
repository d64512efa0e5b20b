/* SPDX-License-Identifier: ISC */
#ifndef TQ_ACCOUNT_ORDER_H
#define TQ_ACCOUNT_ORDER_H

/*
 * An order as the account takes it. Market, limit, stop and stop_limit trade;
 * `cancel` only withdraws the pending order that `replaces` names, and any
 * other order may name one too, which it then takes the place of.
 *
 * An order with a `parent` protects that entry: it sleeps until the parent
 * fills, closes no more than what is open of it, and goes with it. Two
 * children of one parent cancel each other by that.
 *
 * A cancel has the side and what is left of the order that it withdraws, so
 * that every order has the required fields; only `replaces` counts.
 *
 * `size` is a fraction of the margin that is available at the fill (fill model
 * backtesting-py); qty is then only what it would have been at the signal.
 *
 * `trail` and `max_hold` of an entry are kept with what it opens and change no
 * fill: tq-risk carries them out by orders of its own, under the entry.
 */
#include "record/filter.h"

enum tq_side { TQ_SELL = -1, TQ_BUY = 1 };

enum tq_order_type {
	TQ_ORDER_MARKET, TQ_ORDER_LIMIT, TQ_ORDER_STOP, TQ_ORDER_STOP_LIMIT,
	TQ_ORDER_CANCEL
};

/* fok: all of it on the first bar that it meets, or nothing; gtd: until `expiry`. */
enum tq_tif { TQ_TIF_GTC, TQ_TIF_DAY, TQ_TIF_IOC, TQ_TIF_FOK, TQ_TIF_GTD };

/* Ids and tags are short; a longer one is refused rather than cut. */
enum { TQ_KEY = 64 };

/* The tag of a reduce_only order that closes what was held too long. */
#define TQ_TAG_MAX_HOLD "max-hold"

struct tq_order {
	tq_time time;
	struct tq_str symbol;    /* borrowed while the order is handed over */
	struct tq_str venue;
	char id[TQ_KEY];
	char parent[TQ_KEY];     /* "" when there is none, as below */
	char replaces[TQ_KEY];
	char signal[TQ_KEY];
	char tag[TQ_KEY];
	int side;                /* enum tq_side */
	int type;                /* enum tq_order_type */
	int tif;                 /* enum tq_tif */
	tq_time expiry;          /* of gtd: a bar that opens then or later is too late */
	bool reduce_only;
	bool has_size;
	bool has_equity;
	struct tq_dec qty;       /* over 0 */
	struct tq_dec limit;     /* over 0 where the type has one, else 0 */
	struct tq_dec stop;
	struct tq_dec size;      /* over 0, at most 1 */
	struct tq_dec equity;    /* that it was sized on */
	struct tq_dec trail;     /* distance of a trailing stop, or 0 */
	int64_t max_hold;        /* bars until what it opened is closed, or 0 */
};

void tq_order_want(struct tq_run *run);

/* TQ_DATA with what is wrong: missing, malformed, not above zero, unknown word. */
bool tq_order_read(const struct tq_rec *rec, struct tq_order *order,
		   struct tq_err *err);
void tq_order_write(struct tq_out *out, const struct tq_order *order);

static inline bool
tq_order_has_limit(const struct tq_order *order)
{
	return order->type == TQ_ORDER_LIMIT || order->type == TQ_ORDER_STOP_LIMIT;
}

static inline bool
tq_order_has_stop(const struct tq_order *order)
{
	return order->type == TQ_ORDER_STOP || order->type == TQ_ORDER_STOP_LIMIT;
}

const char *tq_side_name(int side);
const char *tq_tif_name(int tif);

/* The optional fields tif and expiry of an order or a signal: gtd has to have both. */
bool tq_tif_read(const struct tq_rec *rec, int *tif, tq_time *expiry, struct tq_err *err);

/* An optional price, quantity or distance: 0 when it is not there, else over zero. */
bool tq_rec_maybe(const struct tq_rec *rec, int field, struct tq_dec *out, struct tq_err *err);

/* The optional field max_hold: 0 when it is not there, else a number of bars over zero. */
bool tq_max_hold_read(const struct tq_rec *rec, int64_t *bars, struct tq_err *err);

/* A short text into a key; TQ_DATA when it is too long. */
bool tq_key_set(char key[TQ_KEY], struct tq_str text, struct tq_str what,
		struct tq_err *err);

#endif
