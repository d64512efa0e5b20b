/* SPDX-License-Identifier: ISC */
#ifndef TQ_RISK_SIGNAL_H
#define TQ_RISK_SIGNAL_H

/*
 * A wish of a strategy. It knows nothing of the account; limit, stop_entry,
 * stop, take and size are 0 where it does not say.
 */
#include "account/order.h"

struct tq_signal {
	tq_time time;
	struct tq_str symbol, venue;
	char id[TQ_KEY];
	char tag[TQ_KEY];        /* its tag, else the name of the strategy */
	int side;                /* 1 long, -1 short, 0 flat */
	struct tq_dec price;     /* at which it was made */
	struct tq_dec limit, stop_entry, stop, take;
	struct tq_dec size;      /* fraction of the equity */
};

void tq_signal_want(struct tq_run *run);

/* TQ_DATA with what is wrong with it; prices and sizes are above zero. */
bool tq_signal_read(const struct tq_rec *rec, struct tq_signal *signal,
		    struct tq_err *err);

#endif
