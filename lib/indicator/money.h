/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_MONEY_H
#define TQ_INDICATOR_MONEY_H

/*
 * Chaikin's money flow: volume counts as bought or sold by where in the bar's
 * range the close is.
 */

/* 1 at the high, -1 at the low; 0 of a bar without range. NaN of NaN. */
static inline double
tq_close_location(double high, double low, double close)
{
	double range = high - low;

	return range > 0 ? ((close - low) - (high - close)) / range : 0 * (range + close);
}

static inline double
tq_money_flow(double high, double low, double close, double volume)
{
	return tq_close_location(high, low, close) * volume;
}

#endif
