/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_HILBERT_H
#define TQ_INDICATOR_HILBERT_H

/*
 * The dominant cycle of a series by Ehlers' Hilbert transform ("Rocket Science
 * for Traders", 2001), as TA-Lib computes it: the price is smoothed over 4
 * bars, a filter of 7 taps whose gain follows the period turns it into two
 * components a quarter of a cycle apart (in phase and quadrature), and how
 * fast their angle turns gives the period, which is kept within 6 to 50 bars.
 *
 *	tq_hilbert_init(&h, TQ_HILBERT_SHORT);
 *	if (tq_hilbert_step(&h, x) && tq_hilbert_settled(&h))
 *		use h.i1, h.q1, h.smooth_period
 *
 * The filters begin, from zeros, some bars late: 12, or 37 for what needs a
 * phase or a trend line. NaN, and what is beyond 1e140 and could not be
 * squared, is left out of account.
 */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

struct tq_state;

enum tq_hilbert_start {
	TQ_HILBERT_SHORT = 12,   /* settled at bar 32 */
	TQ_HILBERT_LONG = 37     /* settled at bar 63 */
};

enum { TQ_HILBERT_RING = 64 };   /* a power of two above the longest period, 50 */

#define TQ_DEGREES (180 / M_PI)

struct tq_hilbert {
	int64_t start, settled;
	int64_t bar;             /* bars that have come */
	double price[TQ_HILBERT_RING], smooth[TQ_HILBERT_RING];
	double detrended[16], quadrature[16];    /* what they were, newest at bar & 15 */
	double i1, q1;           /* in phase, quadrature */
	double i2, q2, re, im;   /* smoothed; their product with the bar before's */
	double period, smooth_period;
};

void tq_hilbert_init(struct tq_hilbert *h, enum tq_hilbert_start start);
void tq_hilbert_state(struct tq_hilbert *h, struct tq_state *st);

/* False: the filters have not begun, or x was left out. */
bool tq_hilbert_step(struct tq_hilbert *h, double x);

/* Enough bars have come for an output. */
static inline bool
tq_hilbert_settled(const struct tq_hilbert *h)
{
	return h->bar > h->settled;
}

/* The price and the smoothed price of ago bars before, ago < 64. */
static inline double
tq_hilbert_price(const struct tq_hilbert *h, int64_t ago)
{
	return h->price[(h->bar - 1 - ago) & (TQ_HILBERT_RING - 1)];
}

static inline double
tq_hilbert_smooth(const struct tq_hilbert *h, int64_t ago)
{
	return h->smooth[(h->bar - 1 - ago) & (TQ_HILBERT_RING - 1)];
}

int64_t tq_hilbert_short_lookback(const double *param);
int64_t tq_hilbert_long_lookback(const double *param);

#endif
