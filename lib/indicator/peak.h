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
	double value, at;        /* times the sign; place in its block */
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
void tq_peak_turn(struct tq_peak *p);

static inline struct tq_peak_at
tq_peak_step(struct tq_peak *p, double x)
{
	struct tq_peak_mark far;

	x = tq_window_count(&p->w, x) * p->sign;
	if (x > p->head.value || (x == p->head.value && !p->oldest))
		p->head = (struct tq_peak_mark){x, (double)p->w.at};
	p->suffix[p->w.at].value = x;
	if (++p->w.at == p->w.n)
		tq_peak_turn(p);
	if (!tq_window_full(&p->w))
		return (struct tq_peak_at){(double)NAN, (double)NAN};
	far = p->suffix[p->w.at];
	if (p->head.value > far.value || (p->head.value == far.value && !p->oldest))
		return (struct tq_peak_at){p->head.value * p->sign,
					   (double)(p->w.at - 1) - p->head.at};
	return (struct tq_peak_at){far.value * p->sign,
				   (double)(p->w.at - 1 + p->w.n) - far.at};
}

#endif
