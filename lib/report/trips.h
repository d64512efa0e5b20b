/* SPDX-License-Identifier: ISC */
#ifndef TQ_REPORT_TRIPS_H
#define TQ_REPORT_TRIPS_H

/*
 * Figures of round trips (closed trades), one after the other. Money is summed
 * in decimals; what is a statistic is summed in doubles. Grows by 8 bytes a
 * round trip (the bars it was open) and 16 bytes a time of fills.
 * The zero value is ready for use.
 */
#include "num/dec.h"
#include "num/stats.h"
#include "time/instant.h"

struct tq_trip {
	tq_time entry_time;
	tq_time exit_time;
	struct tq_dec pnl;       /* net of fees */
	struct tq_dec fees;
	double ret;              /* return on the entry's value */
};

/* Bars first..last, both counted, in which a closed trade was open. */
struct tq_span {
	uint32_t first;
	uint32_t last;
};

/* Fills at a time happened in this bar. */
struct tq_fill_bar {
	tq_time time;
	int64_t bar;
};

struct tq_trips {
	int64_t n;
	int64_t n_won, n_lost;            /* pnl > 0, pnl < 0 */
	struct tq_dec pnl, won, lost;     /* sums; lost <= 0 */
	struct tq_dec best, worst;        /* pnl of one trade */
	struct tq_dec fees;
	struct tq_sum returns, log_returns, returns_up, returns_down;
	double best_return, worst_return;
	bool wiped;                       /* a return of -100 % or less */
	double pnl_mean, pnl_m2;          /* Welford's recurrence */
	struct tq_sum durations;          /* s */
	tq_time longest;
	int64_t run_won, run_lost, longest_won, longest_lost;

	struct tq_span *spans;
	size_t n_spans, cap_spans;
	struct tq_fill_bar *fills;
	size_t n_fills, cap_fills;
};

void tq_trips_fini(struct tq_trips *trips);

/* A fill at time, during the bar with this index. Times do not go back. */
void tq_trips_fill(struct tq_trips *trips, tq_time time, int64_t bar);

/* A round trip that ended in the bar with this index. */
void tq_trips_add(struct tq_trips *trips, const struct tq_trip *trip, int64_t bar);

/* How many of the first n bars had a closed trade open. */
int64_t tq_trips_exposed(const struct tq_trips *trips, int64_t n);

struct tq_state;
void tq_trips_state(struct tq_trips *trips, struct tq_state *st);

#endif
