/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_CLOCK_H
#define TQ_FETCH_CLOCK_H

/*
 * The venue's clock, by what its answers tell of it. It is kept as a distance
 * to the system's clock of time since boot, sleep included, so that a local
 * clock that is wrong or jumps changes nothing.
 *
 * A Date header is cut to whole seconds and so at most a second behind: the
 * largest distance seen is the nearest. Before the first answer, and in a
 * replay, it is the caller's clock.
 */
#include "net/provider.h"

struct tq_clock {
	struct tq_caller *caller;
	bool replay;
	bool known;              /* some answer told of it */
	bool exact;              /* a body told of it: not only whole seconds */
	tq_time distance;        /* venue's clock - time since boot */
	tq_time measured;        /* what it was when it was asked for; TQ_TIME_NONE */
};

/* Time since boot, sleep included. */
tq_time tq_clock_boot(void);

void tq_clock_init(struct tq_clock *clock, struct tq_caller *caller, bool replay);

/* Never ahead of the venue's, as far as answers are quick. */
tq_time tq_clock_now(const struct tq_clock *clock);

/* How long it may be until the venue's clock is at t at the earliest; 0: it is. */
tq_time tq_clock_until(const struct tq_clock *clock, tq_time t);

/*
 * An answer that has just come: page may be NULL. Returns the venue's clock at
 * the answer, or TQ_TIME_NONE when the answer does not tell.
 */
tq_time tq_clock_tell(struct tq_clock *clock, const struct tq_reply *reply,
		      const struct tq_page *page);

/* Asks the venue for its time, if the provider can; else nothing happens. */
bool tq_clock_measure(struct tq_clock *clock, struct tq_provider *provider, const char *market,
		      struct tq_err *err);

#endif
