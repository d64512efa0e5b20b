/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_RANGE_H
#define TQ_INDICATOR_RANGE_H

/*
 * The true range of a bar and Wilder's average of it (Wilder 1978). The true
 * range reaches from the bar's low to its high, and on to the close of the
 * bar before; the first bar has none.
 *
 *	tq_atr_init(&a, 14);
 *	double atr = tq_atr_step(&a, high, low, close);
 */
#include "indicator/window.h"

/* Whether all three are there; one beyond the range of doubles is not. */
static inline bool
tq_bar_known(double high, double low, double close)
{
	double sum = high * 0.25 + low * 0.25 + close * 0.25;

	return sum - sum == 0;
}

/* High and low joined with the close before; NaN when that is. */
static inline double
tq_true_high(double high, double before)
{
	return high > before ? high : before;
}

static inline double
tq_true_low(double low, double before)
{
	return low < before ? low : before;
}

static inline double
tq_true_range(double high, double low, double before)
{
	double range = tq_true_high(high, before) - tq_true_low(low, before);

	return range - range == 0 ? range : (double)NAN;
}

struct tq_atr {
	struct tq_ema mean;
	double close;            /* of the bar before; NaN: there was none */
};

void tq_atr_init(struct tq_atr *a, double n);
void tq_atr_state(struct tq_atr *a, struct tq_state *st);

/* First value after n bars and the one before them; an unknown bar is left out. */
static inline double
tq_atr_step(struct tq_atr *a, double high, double low, double close)
{
	double before = a->close;

	if (!tq_bar_known(high, low, close))
		return (double)NAN;
	a->close = close;
	return tq_ema_step(&a->mean, tq_true_range(high, low, before));
}

#endif
