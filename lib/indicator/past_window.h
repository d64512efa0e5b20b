/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_PAST_WINDOW_H
#define TQ_INDICATOR_PAST_WINDOW_H

/*
 * The last n values in the order in which they came, for answers that no
 * recursion gives with all their digits and that look at the whole window again
 * on every bar. One block of memory: free() it.
 */
#include <math.h>
#include <stdint.h>

struct tq_state;

struct tq_past_window {
	int64_t n, at;           /* at: where the next value goes */
	int64_t clean;           /* values since the last NaN, at most n */
	double value[];          /* 2 n: each value twice, n apart */
};

struct tq_past_window *tq_past_window_new(double n);
void tq_past_window_state(struct tq_past_window *p, struct tq_state *st);

/* The n values, the oldest first, or NULL while they are not all there. */
static inline const double *
tq_past_window_step(struct tq_past_window *p, double x)
{
	p->clean = x - x == 0 ? p->clean + (p->clean < p->n) : 0;
	p->value[p->at] = p->value[p->at + p->n] = x;
	if (++p->at == p->n)
		p->at = 0;
	return p->clean == p->n ? &p->value[p->at] : 0;
}

#endif
