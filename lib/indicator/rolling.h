/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_ROLLING_H
#define TQ_INDICATOR_ROLLING_H

/*
 * Aggregates of the last n values: sums and means (indicator/rolling_sum.h), and
 * extremes by two stacks (indicator/window.h). Each is one block of memory: free it
 * with free(). step gives NaN until n values have come and as long as a NaN is
 * among them.
 */
#include "indicator/rolling_sum.h"
#include "indicator/window.h"

/* The highest value, or with sign -1 the lowest; of few values by looking at them all. */
enum { TQ_ROLLING_FEW = 8 };

struct tq_rolling_extreme {
	struct tq_window w;
	double sign;
	double head;
	double suffix[];         /* of few values: these, times the sign */
};

struct tq_rolling_extreme *tq_rolling_extreme_new(double n, double sign);
void tq_rolling_extreme_state(struct tq_rolling_extreme *e, struct tq_state *st);
double tq_rolling_extreme_step_any(struct tq_rolling_extreme *e, double x);
double tq_rolling_extreme_step_few(struct tq_rolling_extreme *e, double x);

static inline double
tq_rolling_extreme_step(struct tq_rolling_extreme *e, double x)
{
	double signed_x = x * e->sign, far;

	if (e->w.n <= TQ_ROLLING_FEW)
		return tq_rolling_extreme_step_few(e, x);
	if (!tq_window_common(&e->w, x))
		return tq_rolling_extreme_step_any(e, x);
	e->head = e->head > signed_x ? e->head : signed_x;
	e->suffix[e->w.at] = signed_x;
	tq_window_pass(&e->w, x);
	far = e->suffix[e->w.at];
	return (e->head > far ? e->head : far) * e->sign;
}

#endif
