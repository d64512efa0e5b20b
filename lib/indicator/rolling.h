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

static inline double
tq_higher(double a, double b)
{
	return a > b ? a : b;
}

/* Places that the window has no use for hold what is never the highest. */
static inline double
tq_rolling_extreme_of_few(const double *v)
{
	return tq_higher(tq_higher(tq_higher(v[0], v[1]), tq_higher(v[2], v[3])),
			 tq_higher(tq_higher(v[4], v[5]), tq_higher(v[6], v[7])));
}

static inline double
tq_rolling_extreme_step(struct tq_rolling_extreme *e, double x)
{
	double signed_x = x * e->sign;
	int64_t next = e->w.at + 1;

	if (!tq_window_open(&e->w, x))
		return tq_rolling_extreme_step_any(e, x);
	e->suffix[e->w.at] = signed_x;
	if (e->w.n <= TQ_ROLLING_FEW) {
		e->w.at = next == e->w.n ? 0 : next;
		return tq_rolling_extreme_of_few(e->suffix) * e->sign;
	}
	e->w.at = next;
	e->head = tq_higher(e->head, signed_x);
	return tq_higher(e->head, e->suffix[next]) * e->sign;
}

#endif
