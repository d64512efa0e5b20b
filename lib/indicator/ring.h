/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_RING_H
#define TQ_INDICATOR_RING_H

/*
 * The last n values of a series, n may be 0. What was there before the first
 * is NaN. Free a ring with free().
 */
#include <stdint.h>

struct tq_state;

struct tq_ring {
	int64_t n, at;           /* at: the oldest, which the next value replaces */
	double value[];
};

struct tq_ring *tq_ring_new(double n);
void tq_ring_state(struct tq_ring *ring, struct tq_state *st);

/* Puts x in and gives what was n values before it. */
static inline double
tq_ring_swap(struct tq_ring *ring, double x)
{
	double before;

	if (ring->n == 0)
		return x;
	before = ring->value[ring->at];
	ring->value[ring->at] = x;
	if (++ring->at == ring->n)
		ring->at = 0;
	return before;
}

/* The value that was put in last but ago; ago < n. */
static inline double
tq_ring_ago(const struct tq_ring *ring, int64_t ago)
{
	int64_t i = ring->at - 1 - ago;

	return ring->value[i < 0 ? i + ring->n : i];
}

#endif
