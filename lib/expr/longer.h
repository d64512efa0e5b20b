/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_LONGER_H
#define TQ_EXPR_LONGER_H

/*
 * Bars of a longer interval as a flow makes them, in doubles: the first open,
 * the highest high, the lowest low, the sums of what is traded, and of any
 * other field what the last bar said. A part that is null makes its open,
 * high, low or sum null; one that is missing does not, for where nothing is
 * traded there may be no bar.
 */
#include "expr/clock.h"

struct tq_state;

struct tq_longer {
	struct tq_grid *grid;
	const struct tq_clock *clock;
	struct tq_interval from;
	struct tq_bucket bucket; /* that it grows in */
	int64_t n;               /* bars in it; 0: none grows */
	bool begun;              /* a bar has come */
	bool torn;               /* the first one came within this bucket, which is not whole */
	double *value;           /* by the clock's fields */
};

void tq_longer_init(struct tq_longer *longer, struct tq_clock *clock, struct tq_interval from);
void tq_longer_fini(struct tq_longer *longer);

/*
 * Where a bar that opens at t belongs: TQ_GRID_IN with its bucket, which is
 * that of the bars before it or another one.
 */
enum tq_grid_answer tq_longer_place(struct tq_longer *longer, tq_time t,
				    struct tq_bucket *bucket);

/* Adds a bar; reg holds its fields. True when the bucket is whole with it. */
bool tq_longer_add(struct tq_longer *longer, const struct tq_bucket *bucket, tq_time open,
		   tq_time close, const double *reg);

void tq_longer_state(struct tq_longer *longer, struct tq_state *st);

#endif
