/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_PEAK_H
#define TQ_INDICATOR_PEAK_H

/*
 * The highest (or lowest) of the last n values and how many bars ago it was,
 * by two stacks (indicator/window.h). Of equal values the newest counts, as in
 * TA-Lib's AROON, or the oldest if oldest is set before the first step, as in
 * its MAXINDEX. One block of memory: free it with free().
 *
 *	struct tq_peak *p = tq_peak_new(14, 1);
 *	struct tq_peak_at top = tq_peak_step(p, high);
 *
 * Where the distance is not wanted, rolling.h's extreme is faster.
 */
#include "indicator/window.h"

/* NaN, NaN until n values have come and as long as a NaN is among them. */
struct tq_peak_at {
	double value;
	double ago;              /* 0: the newest, at most n - 1 */
};

struct tq_peak_mark {
	double value;            /* times the sign */
	int64_t at;              /* place in its block */
};

struct tq_peak {
	struct tq_window w;
	double sign;
	bool oldest;
	struct tq_peak_mark head;
	struct tq_peak_mark suffix[];    /* before w.at: the block's values */
};

/* Sign 1 for the highest, -1 for the lowest. */
struct tq_peak *tq_peak_new(double n, double sign);
void tq_peak_state(struct tq_peak *p, struct tq_state *st);
struct tq_peak_at tq_peak_step_any(struct tq_peak *p, double x);

/* The later of two where it is higher, or as high and the oldest does not count. */
static inline struct tq_peak_mark
tq_peak_higher(struct tq_peak_mark a, struct tq_peak_mark b, bool oldest)
{
	int64_t is_b = oldest ? b.value > a.value : b.value >= a.value;

	a.value = b.value > a.value ? b.value : a.value;
	a.at += (b.at - a.at) & -is_b;   /* a branch here would be foretold badly */
	return a;
}

static inline struct tq_peak_at
tq_peak_answer(const struct tq_peak *p, double sign, bool oldest)
{
	struct tq_peak_mark far = p->suffix[p->w.at], most;

	far.at -= p->w.n;
	most = tq_peak_higher(far, p->head, oldest);
	return (struct tq_peak_at){most.value * sign, (double)(p->w.at - 1 - most.at)};
}

/* Of a peak whose sign and oldest are known where it is called, in fewer steps. */
static inline struct tq_peak_at
tq_peak_step_of(struct tq_peak *p, double sign, bool oldest, double x)
{
	struct tq_peak_mark new = {x * sign, p->w.at};

	if (!tq_window_open(&p->w, x))
		return tq_peak_step_any(p, x);
	p->head = tq_peak_higher(p->head, new, oldest);
	p->suffix[p->w.at++].value = new.value;
	return tq_peak_answer(p, sign, oldest);
}

static inline struct tq_peak_at
tq_peak_step(struct tq_peak *p, double x)
{
	return tq_peak_step_of(p, p->sign, p->oldest, x);
}

#endif
