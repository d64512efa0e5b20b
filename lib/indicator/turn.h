/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_TURN_H
#define TQ_INDICATOR_TURN_H

/*
 * Turning points that later bars have confirmed: a value above each of the left
 * values before it and of the right values behind it (or below, with sign -1).
 * It is told right values after it came, and never taken back. Two stacks for
 * each side (indicator/rolling.h), so the cost does not grow with the sides.
 */
#include "indicator/ring.h"
#include "indicator/rolling.h"

struct tq_turn {
	double sign;
	struct tq_rolling_extreme *left, *right;
	struct tq_ring *before;  /* extremes of the left side, right + 1 values long */
	struct tq_ring *middle;  /* the values that are not judged yet */
};

void tq_turn_init(struct tq_turn *t, double left, double right, double sign);
void tq_turn_fini(struct tq_turn *t);
void tq_turn_state(struct tq_turn *t, struct tq_state *st);

/* The value that has turned out to be a turning point, or NaN. */
static inline double
tq_turn_step(struct tq_turn *t, double x)
{
	double right = tq_rolling_extreme_step(t->right, x) * t->sign;
	double left = tq_ring_swap(t->before, tq_rolling_extreme_step(t->left, x)) * t->sign;
	double middle = tq_ring_swap(t->middle, x);

	return middle * t->sign > left && middle * t->sign > right ? middle : (double)NAN;
}

/*
 * The swings of a market: turning points of the highs and of the lows, and the
 * last of each with the bars since.
 */
struct tq_swings {
	struct tq_turn up, down;
	int64_t n, count;        /* bars that came, at most 2n + 1 */
	bool new_high, new_low;  /* confirmed on this bar */
	double high, low;        /* NaN until there is one */
	double high_ago, low_ago;
};

void tq_swings_init(struct tq_swings *s, double n);
void tq_swings_fini(struct tq_swings *s);
void tq_swings_state(struct tq_swings *s, struct tq_state *st);

/* False until 2n + 1 bars have come. Only numbers may come in. */
bool tq_swings_step(struct tq_swings *s, double high, double low);

#endif
