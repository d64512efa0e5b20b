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
double tq_rolling_sum_step_any(struct tq_rolling_sum *s, double x);

static inline double
tq_rolling_sum_whole(const struct tq_rolling_sum *s, struct tq_sum head)
{
	head = tq_sum_join(head, s->suffix[s->w.at]);
	return head.hi + head.lo;
}

static inline double
tq_rolling_sum_step(struct tq_rolling_sum *s, double x)
{
	struct tq_sum head;

	if (!tq_window_common_or_same(&s->w, x))
		return tq_rolling_sum_step_any(s, x);
	head = tq_sum_add((struct tq_sum){s->head, s->head_low}, x);
	s->head = head.hi;
	s->head_low = head.lo;
	s->suffix[s->w.at].hi = x;
	tq_window_pass_or_same(&s->w, x);
	return tq_rolling_sum_whole(s, head);
}

/* The sum with a common value. */
static inline double
tq_rolling_sum_pass(struct tq_rolling_sum *s, double x)
{
	struct tq_sum head = tq_sum_add((struct tq_sum){s->head, s->head_low}, x);

	s->head = head.hi;
	s->head_low = head.lo;
	s->suffix[s->w.at].hi = x;
	tq_window_pass(&s->w, x);
	return tq_rolling_sum_whole(s, head);
}

/* The mean: of a flat window its value, exactly. */
double tq_rolling_mean_step_any(struct tq_rolling_sum *s, double x);

static inline double
tq_rolling_mean_step(struct tq_rolling_sum *s, double x)
{
	return tq_window_common(&s->w, x) ? tq_rolling_sum_pass(s, x) / s->n :
					    tq_rolling_mean_step_any(s, x);
}

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
