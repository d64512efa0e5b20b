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
struct tq_peak_at tq_peak_step_any(struct tq_peak *p, double x);

static inline struct tq_peak_at
tq_peak_answer(const struct tq_peak *p)
{
	const struct tq_peak_mark *far = &p->suffix[p->w.at], *head = &p->head;
	bool is_head = head->value > far->value || (head->value == far->value && !p->oldest);
	double value = is_head ? head->value : far->value;
	double at = is_head ? head->at : far->at - (double)p->w.n;

	return (struct tq_peak_at){value * p->sign, (double)(p->w.at - 1) - at};
}

static inline struct tq_peak_at
tq_peak_step(struct tq_peak *p, double x)
{
	double signed_x = x * p->sign;

	if (!tq_window_common(&p->w, x))
		return tq_peak_step_any(p, x);
	if (signed_x > p->head.value || (signed_x == p->head.value && !p->oldest))
		p->head = (struct tq_peak_mark){signed_x, (double)p->w.at};
	p->suffix[p->w.at].value = signed_x;
	tq_window_pass(&p->w, x);
	return tq_peak_answer(p);
}

#endif
