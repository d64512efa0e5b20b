/* SPDX-License-Identifier: ISC */
#ifndef TQ_RISK_SIGNAL_H
#define TQ_RISK_SIGNAL_H

/*
 * A wish of a strategy. It knows nothing of the account; prices and distances
 * are 0 where it does not say.
 *
 * Of the four amounts it has one or none. A target and a weight are signed and
 * say the side themselves. A flat signal is an exit: whatever else stands in
 * it is not read, so that nothing of it can be in the way.
 */
#include "account/order.h"

enum tq_amount {
	TQ_AMOUNT_NONE,          /* what the policy says */
	TQ_AMOUNT_SIZE,          /* fraction of the equity */
	TQ_AMOUNT_QTY,           /* units */
	TQ_AMOUNT_TARGET,        /* units to hold, signed */
	TQ_AMOUNT_WEIGHT         /* fraction of the equity to hold, signed */
};

struct tq_signal {
	tq_time time;
	struct tq_str symbol, venue;
	char id[TQ_KEY];
	char tag[TQ_KEY];        /* its tag, else the name of the strategy */
	int side;                /* 1 long, -1 short, 0 flat */
	struct tq_dec price;     /* at which it was made */
	struct tq_dec limit, stop_entry, stop, take;
	struct tq_dec trail;     /* distance of the stop from the best price */
	struct tq_dec ratchet;   /* the stop is moved here where that is tighter */
	enum tq_amount kind;
	struct tq_dec amount;
	int64_t max_hold;        /* bars; 0: no limit of its own */
	int tif;                 /* of the entry */
	tq_time expiry;
	bool add;                /* also when its side is open */
	bool only_when_flat;     /* only when nothing is held */
	bool only_when_open;     /* no entry at all: only the ratchet */
};

void tq_signal_want(struct tq_run *run);

/* TQ_DATA with what is wrong with it; prices and sizes are above zero. */
bool tq_signal_read(const struct tq_rec *rec, struct tq_signal *signal,
		    struct tq_err *err);

/* Whether it says what is to be held, not what is to be added. */
static inline bool
tq_signal_is_target(const struct tq_signal *signal)
{
	return signal->kind == TQ_AMOUNT_TARGET || signal->kind == TQ_AMOUNT_WEIGHT;
}

#endif
