/* SPDX-License-Identifier: ISC */
#ifndef TQ_TEST_MARKET_H
#define TQ_TEST_MARKET_H

/*
 * A market that was made up, the same on each run, as an indicator reads it:
 * for each bar the values of its inputs, found by their names.
 */
#include "base/rng.h"
#include "indicator/indicator.h"

#include <math.h>
#include <string.h>

/* So many bars, unless a program wants more. */
#ifndef MARKET_BARS
#define MARKET_BARS 400
#endif

enum { BARS = MARKET_BARS };

struct bar {
	double open, high, low, close, volume, other, time, side;
	double ladder[TQ_LADDER];
};

static struct bar market[BARS];
static double series[BARS][TQ_LADDER];   /* of the indicator at hand */

/* Around a price that stays for two bars, so that a best price may be unchanged. */
static inline void
market_ladder(struct bar *bar, double price, struct tq_rng *rng)
{
	bar->ladder[0] = bar->ladder[1] = 20;
	for (int level = 0; level < 20; level++) {
		double *bid = &bar->ladder[TQ_LADDER_BIDS + 2 * level];
		double *ask = &bar->ladder[TQ_LADDER_ASKS + 2 * level];

		bid[0] = price * (1 - 0.0001 * (level + 1));
		ask[0] = price * (1 + 0.0001 * (level + 1));
		bid[1] = 1 + 9 * tq_rng_uniform(rng);
		ask[1] = 1 + 9 * tq_rng_uniform(rng);
	}
}

/* Prices about 100 times scale. */
static inline void
market_make(double scale)
{
	struct tq_rng rng = {42};
	double x = 100;

	for (int i = 0; i < BARS; i++) {
		struct bar *bar = &market[i];
		double reach = 0.01 * tq_rng_uniform(&rng);

		bar->open = x * scale;
		x *= 1 + (tq_rng_uniform(&rng) - 0.5) * 0.04;
		bar->close = x * scale;
		bar->high = fmax(bar->open, bar->close) * (1 + reach);
		bar->low = fmin(bar->open, bar->close) * (1 - 0.01 * tq_rng_uniform(&rng));
		bar->volume = floor(1000 * tq_rng_uniform(&rng)) + 1;
		bar->other = (bar->close + 3 * scale * tq_rng_uniform(&rng)) * 0.99;
		bar->time = 1704067200.0 + 3600.0 * i;
		bar->side = tq_rng_uniform(&rng) < 0.5 ? 1 : -1;
		market_ladder(bar, market[i & ~1].close, &rng);
	}
}

/* All prices the same. */
static inline void
market_flat(double price)
{
	for (int i = 0; i < BARS; i++) {
		struct bar *bar = &market[i];

		bar->open = bar->high = bar->low = bar->close = bar->other = price;
		for (int level = 0; level < 20; level++) {
			bar->ladder[TQ_LADDER_BIDS + 2 * level] = price;
			bar->ladder[TQ_LADDER_ASKS + 2 * level] = price;
		}
	}
}

static inline bool
market_is_price(const char *input)
{
	static const char *const others[] = {"volume", "qty", "time", "side", "periods", "ratio",
					     "taker_buy_volume", NULL};

	for (int i = 0; others[i]; i++) {
		if (strcmp(input, others[i]) == 0)
			return false;
	}
	return true;
}

/* Where in its range a bar closed, 0 to 1. */
static inline double
market_place(const struct bar *bar)
{
	return bar->high > bar->low ? (bar->close - bar->low) / (bar->high - bar->low) : 0;
}

static inline double
market_value(const struct tq_ind *ind, int input, const struct bar *bar)
{
	const char *name = ind->inputs[input];

	if (ind->conditions >> input & 1)
		return bar->close < bar->other;
	return strcmp(name, "open") == 0 ? bar->open : strcmp(name, "high") == 0 ? bar->high :
	       strcmp(name, "low") == 0 ? bar->low : strcmp(name, "volume") == 0 ? bar->volume :
	       strcmp(name, "qty") == 0 ? bar->volume : strcmp(name, "time") == 0 ? bar->time :
	       strcmp(name, "side") == 0 ? bar->side :
	       strcmp(name, "taker_buy_volume") == 0 ? bar->volume * market_place(bar) :
	       strcmp(name, "periods") == 0 ? 2 + fmod(bar->volume, 9) :
	       strcmp(name, "ratio") == 0 ? market_place(bar) :
	       strcmp(name, "b") == 0 ? bar->other : bar->close;
}

/* Fills series with what ind reads of the market. */
static inline void
market_read(const struct tq_ind *ind)
{
	for (int i = 0; i < BARS; i++) {
		if (ind->of_book)
			memcpy(series[i], market[i].ladder, sizeof series[i]);
		for (int k = 0; k < ind->n_inputs && !ind->of_book; k++)
			series[i][k] = market_value(ind, k, &market[i]);
	}
}

#endif
