/* SPDX-License-Identifier: ISC */
#ifndef TQ_REPORT_DRAWDOWN_H
#define TQ_REPORT_DRAWDOWN_H

/*
 * Drawdowns of an equity curve, one value after the other, in constant space.
 *
 * An episode starts at the last high (its peak), goes on while equity is below
 * it and ends with the first value that is back at the peak (the recovery).
 * Depths are equity / peak - 1, so at most 0. The zero value is ready for use;
 * it may be copied.
 */
#include "num/stats.h"
#include "time/instant.h"

struct tq_episode {
	tq_time peak;
	tq_time below;           /* first value below the peak */
	tq_time valley;
	tq_time last;            /* last value below the peak */
	tq_time recovery;        /* TQ_TIME_NONE: not recovered */
	double depth;
};

enum { TQ_WORST_DRAWDOWNS = 10 };

struct tq_drawdown {
	int64_t n;               /* values seen */
	double high;             /* running maximum */
	tq_time high_time;
	int64_t high_at;         /* its index */
	bool low;                /* in an episode */
	struct tq_episode now;
	struct tq_episode worst[TQ_WORST_DRAWDOWNS]; /* deepest first; unused: depth 0 */
	bool lone;               /* the last value alone is below the last high */
	int64_t episodes;        /* counted ones; the figures below are theirs */
	struct tq_sum depths;
	struct tq_sum durations; /* peak to recovery, s */
	struct tq_sum days;      /* first to last day below, both counted */
	tq_time longest;         /* peak to recovery */
	int64_t longest_days;
	struct tq_sum squares;   /* of the depth at each value */
};

void tq_drawdown_add(struct tq_drawdown *dd, tq_time t, double equity);

/*
 * Ends the episode that is open at the last value, at time t. It counts as an
 * episode of length t - peak with recovery TQ_TIME_NONE. When it is the last
 * value alone (lone), only days and worst take it in: backtesting.py counts no
 * episode of one bar at the end, quantstats does.
 */
void tq_drawdown_end(struct tq_drawdown *dd, tq_time t);

/*
 * The UTC day that what happened up to t belongs to, as days since 1970: a bar
 * that closes at midnight belongs to the day that ends.
 */
int64_t tq_day_of_close(tq_time t);

struct tq_state;
void tq_drawdown_state(struct tq_drawdown *dd, struct tq_state *st);

#endif
