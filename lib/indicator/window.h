/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_WINDOW_H
#define TQ_INDICATOR_WINDOW_H

/*
 * Sliding windows by two stacks. The series is cut into blocks of n values.
 * For the block before, the aggregate of every suffix is kept; for the
 * current block, the aggregate of what has come (the head). The last n values
 * are one suffix and the head, whatever the place in the block:
 *
 *	block before          current block
 *	. . . [ suffix from at ][ head: at values ]
 *
 * Suffixes are built once a block, from the right, in the array that held
 * the block's values. Nothing is ever taken away from an aggregate, so
 * rounding does not pile up and a spike is gone when it has left the window.
 */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

struct tq_state;

/* How far a window has come; every windowed node starts with one. */
struct tq_window {
	int64_t n;
	double last;
	int64_t at;              /* place in the block, 0 .. n-1 */
	int64_t clean;           /* values since the last NaN, at most n */
	int64_t run;             /* equal values up to now, at most n */
	int64_t stop;            /* at, from which on a value takes the long way; 0: all do */
};

void tq_window_init(struct tq_window *w, double n);
void tq_window_state(struct tq_window *w, struct tq_state *st);

/*
 * Counts a value and returns what to put into the window: a NaN stands there
 * as 0, since nothing is said while it is inside.
 */
static inline double
tq_window_count(struct tq_window *w, double x)
{
	if (isnan(x)) {
		w->clean = 0;
		w->run = 0;
		w->last = x;
		return 0;
	}
	if (w->clean != w->n)
		w->clean++;
	if (x != w->last)
		w->run = 1;
	else if (w->run != w->n)
		w->run++;
	w->last = x;
	return x;
}

/*
 * What nearly every bar is: a number, to a full window, not to the end of its
 * block. Each aggregate has a short way for it, without a call, and a long one for
 * all that may come, which says at its end where the short one must stop. Short
 * ways count nothing but at where the aggregate has no use for a flat window.
 */
static inline bool
tq_window_open(const struct tq_window *w, double x)
{
	return w->at < w->stop && !isnan(x);
}

static inline void
tq_window_stop(struct tq_window *w, int64_t at)
{
	w->stop = w->clean == w->n ? at : 0;
}

/* The same, and another value than the last one: the window is not flat. */
static inline bool
tq_window_common(const struct tq_window *w, double x)
{
	return w->at < w->stop && islessgreater(x, w->last);
}

/* Counts such a value. */
static inline void
tq_window_pass(struct tq_window *w, double x)
{
	w->run = 1;
	w->last = x;
	w->at++;
}

/* All n values are there. */
static inline bool
tq_window_full(const struct tq_window *w)
{
	return w->clean == w->n;
}

/* All n values are the same: the answer is known without rounding. */
static inline bool
tq_window_flat(const struct tq_window *w)
{
	return w->run == w->n;
}

/*
 * A sum with the rounding errors of its additions beside it (Neumaier 1974),
 * good to twice the digits: the mean of a window depends on its values alone,
 * not on where in a block they lie.
 */
struct tq_sum {
	double hi, lo;
};

static inline struct tq_sum
tq_sum_add(struct tq_sum a, double x)
{
	double s = a.hi + x;
	double part = s - a.hi;

	a.lo += (a.hi - (s - part)) + (x - part);
	a.hi = s;
	return a;
}

static inline struct tq_sum
tq_sum_join(struct tq_sum a, struct tq_sum b)
{
	a = tq_sum_add(a, b.hi);
	a.lo += b.lo;
	return a;
}

/* From y the k-th part of the way to x, k from 0 to 1; finite if both are. */
static inline double
tq_toward(double y, double k, double x)
{
	double z = y + k * (x - y);

	return z - z == 0 ? z : k * x + (1 - k) * y;     /* at the two ends of the doubles */
}

/* An exponential average that starts from the mean of the first n values. */
struct tq_ema {
	int64_t n;
	int64_t count;           /* at most n */
	double k;
	double y;
};

void tq_ema_init(struct tq_ema *e, double n, double k);
void tq_ema_state(struct tq_ema *e, struct tq_state *st);

double tq_ema_step_any(struct tq_ema *e, double x);

/* NaN in: NaN out, nothing changes. */
static inline double
tq_ema_step(struct tq_ema *e, double x)
{
	double y = e->y + e->k * (x - e->y);

	if (e->count != e->n || y - y != 0)
		return tq_ema_step_any(e, x);
	return e->y = y;
}

/* Population standard deviation of the last n values. */
struct tq_deviation;
struct tq_deviation *tq_deviation_new(double n);
double tq_deviation_step(struct tq_deviation *d, double x);
void tq_deviation_state(struct tq_deviation *d, struct tq_state *st);

#endif
