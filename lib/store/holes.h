/* SPDX-License-Identifier: ISC */
#ifndef TQ_STORE_HOLES_H
#define TQ_STORE_HOLES_H

/*
 * Which bars a venue does not have: opens of the interval's grid inside of
 * what is covered, without a record.
 *
 * The grid is tq_interval_floor's, moved by what the first record of the month
 * is off it (days that open at 16:00 UTC, say). Records are given as runs: bars
 * that follow each other without a hole, so that a month is a few of them.
 */
#include "store/spans.h"

struct tq_bar_run {
	tq_time first, last;     /* opens */
};

struct tq_bar_runs {
	struct tq_bar_run *item;
	size_t n, cap;
};

/* The open of one more bar, behind all before. */
void tq_bar_runs_add(struct tq_bar_runs *runs, tq_time t, struct tq_interval iv);
void tq_bar_runs_fini(struct tq_bar_runs *runs);

/* n opens in a row, from <= open < to. */
struct tq_hole {
	tq_time from, to;
	int64_t n;
};

struct tq_holes {
	struct tq_hole *item;
	size_t n, cap;
	int64_t missing;         /* the sum of their n */
};

/* The holes of from..to behind those in *out; a hole that goes on is one hole. */
void tq_holes_find(const struct tq_bar_runs *runs, const struct tq_spans *covered, tq_time from,
		   tq_time to, struct tq_interval iv, struct tq_holes *out);
void tq_holes_add(struct tq_holes *holes, struct tq_hole hole);
void tq_holes_fini(struct tq_holes *holes);

#endif
