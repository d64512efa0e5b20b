/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_CUMULATIVE_H
#define TQ_INDICATOR_CUMULATIVE_H

/*
 * A sum that never ends, with its rounding errors beside it: millions of bars
 * do not wear it out, and a term of 1e17 leaves no trace when it is taken back.
 */
#include "indicator/window.h"

struct tq_cumulative {
	struct tq_sum sum;
};

void tq_cumulative_state(struct tq_cumulative *c, struct tq_state *st);

/* The sum with x; NaN, and x is left out, when that is no finite number. */
static inline double
tq_cumulative_step(struct tq_cumulative *c, double x)
{
	struct tq_sum sum = tq_sum_add(c->sum, x);
	double total = sum.hi + sum.lo;

	if (!(total - total == 0))
		return (double)NAN;
	c->sum = sum;
	return total;
}

#endif
