/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_ROLLING_H
#define TQ_INDICATOR_ROLLING_H

/*
 * Aggregates of the last n values by two stacks (indicator/window.h). Each is
 * one block of memory: free it with free(). step gives NaN until n values have
 * come and as long as a NaN is among them; w tells of a flat window.
 */
#include "indicator/window.h"

/* A sum that depends on the window's values alone, good to twice the digits. */
struct tq_rolling_sum {
	struct tq_window w;
	double head;             /* its high part; apart from the low one, since two */
	double n;                /* stores that are joined in one cost a third more time */
	double head_low;
	struct tq_sum suffix[];  /* at .. n-1; before at: the block's values in hi */
};

struct tq_rolling_sum *tq_rolling_sum_new(double n);
void tq_rolling_sum_state(struct tq_rolling_sum *s, struct tq_state *st);
void tq_rolling_sum_turn(struct tq_rolling_sum *s);

static inline double
tq_rolling_sum_step(struct tq_rolling_sum *s, double x)
{
	struct tq_sum sum = {s->head, s->head_low};

	x = tq_window_count(&s->w, x);
	sum = tq_sum_add(sum, x);
	s->head = sum.hi;
	s->head_low = sum.lo;
	s->suffix[s->w.at].hi = x;
	if (++s->w.at == s->w.n)
		tq_rolling_sum_turn(s);
	if (!tq_window_full(&s->w))
		return (double)NAN;
	sum = tq_sum_join((struct tq_sum){s->head, s->head_low}, s->suffix[s->w.at]);
	return sum.hi + sum.lo;
}

/* The mean: of a flat window its value, exactly. */
static inline double
tq_rolling_mean_step(struct tq_rolling_sum *s, double x)
{
	double sum = tq_rolling_sum_step(s, x);

	return tq_window_flat(&s->w) ? x : sum / s->n;
}

/* The highest value, or with sign -1 the lowest. */
struct tq_rolling_extreme {
	struct tq_window w;
	double sign;
	double head;
	double suffix[];
};

struct tq_rolling_extreme *tq_rolling_extreme_new(double n, double sign);
void tq_rolling_extreme_state(struct tq_rolling_extreme *e, struct tq_state *st);
void tq_rolling_extreme_turn(struct tq_rolling_extreme *e);

static inline double
tq_rolling_extreme_step(struct tq_rolling_extreme *e, double x)
{
	double far;

	x = tq_window_count(&e->w, x) * e->sign;
	e->head = e->head > x ? e->head : x;
	e->suffix[e->w.at] = x;
	if (++e->w.at == e->w.n)
		tq_rolling_extreme_turn(e);
	if (!tq_window_full(&e->w))
		return (double)NAN;
	far = e->suffix[e->w.at];
	return (e->head > far ? e->head : far) * e->sign;
}

#endif
