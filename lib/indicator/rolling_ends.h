/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_ROLLING_ENDS_H
#define TQ_INDICATOR_ROLLING_ENDS_H

/*
 * The highest of one series and the lowest of another over the last n bars, in one
 * walk: two extremes of indicator/rolling.h for little more than the price of one.
 * Both are NaN until n bars have come and as long as a NaN is among either. One
 * block of memory: free it with free().
 */
#include "indicator/rolling.h"

struct tq_ends {
	double high, low;
};

struct tq_rolling_ends {
	struct tq_window w;
	struct tq_ends head;
	struct tq_ends suffix[]; /* of few bars: these */
};

struct tq_rolling_ends *tq_rolling_ends_new(double n);
void tq_rolling_ends_state(struct tq_rolling_ends *e, struct tq_state *st);
struct tq_ends tq_rolling_ends_step_any(struct tq_rolling_ends *e, struct tq_ends bar);

static inline struct tq_ends
tq_ends_join(struct tq_ends a, struct tq_ends b)
{
	a.high = a.high > b.high ? a.high : b.high;
	a.low = a.low < b.low ? a.low : b.low;
	return a;
}

/* Places that the window has no use for hold what is never an end. */
static inline struct tq_ends
tq_rolling_ends_of_few(const struct tq_ends *v)
{
	return tq_ends_join(
		tq_ends_join(tq_ends_join(v[0], v[1]), tq_ends_join(v[2], v[3])),
		tq_ends_join(tq_ends_join(v[4], v[5]), tq_ends_join(v[6], v[7])));
}

static inline struct tq_ends
tq_rolling_ends_step(struct tq_rolling_ends *e, double high, double low)
{
	struct tq_ends bar = {high, low};
	int64_t next = e->w.at + 1;

	if (!tq_window_open(&e->w, high + low))
		return tq_rolling_ends_step_any(e, bar);
	e->suffix[e->w.at] = bar;
	if (e->w.n <= TQ_ROLLING_FEW) {
		e->w.at = next == e->w.n ? 0 : next;
		return tq_rolling_ends_of_few(e->suffix);
	}
	e->w.at = next;
	e->head = tq_ends_join(e->head, bar);
	return tq_ends_join(e->head, e->suffix[next]);
}

#endif
