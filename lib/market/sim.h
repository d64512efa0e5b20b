/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_SIM_H
#define TQ_MARKET_SIM_H

/*
 * Bars that never were, for tests, demonstrations and benchmarks: the same
 * from the same seed on every machine. Only + - * / and sqrt are used, which
 * IEEE 754 rounds in one way, and no function of libm.
 *
 * A bar opens where the last one closed. Its return is normal with the model's
 * drift and volatility; high and low are drawn from the extremes of a Brownian
 * bridge from open to close: max = (o + c + sqrt((c - o)^2 + s^2 (a^2 + b^2))) / 2
 * with a, b normal, since a^2 + b^2 is -2 ln u (Karatzas and Shreve 1991,
 * 2.8). Prices are whole ticks, at least one; volume is over zero and grows
 * with the size of the move.
 *
 *	gbm     a random walk of returns without drift
 *	trend   with a drift that keeps for some hundred bars, then changes
 *	range   drawn back to the first price
 *	jump    gbm and, once in some hundred bars, a move ten times as large
 *	regime  quiet, normal and wild times of some hundred bars
 */
#include "base/rng.h"
#include "num/dec.h"
#include "time/interval.h"

enum tq_sim_model {
	TQ_SIM_GBM, TQ_SIM_TREND, TQ_SIM_RANGE, TQ_SIM_JUMP, TQ_SIM_REGIME
};

struct tq_sim_options {
	int64_t seed;
	tq_time start;
	int model;               /* enum tq_sim_model */
	struct tq_dec price;     /* of the first open */
	struct tq_dec tick;
	struct tq_dec volatility;        /* standard deviation of a year's return */
};

struct tq_sim_bar {
	tq_time time;
	struct tq_dec open, high, low, close, volume;
};

struct tq_sim {
	struct tq_rng rng;
	int model;
	struct tq_interval interval;
	tq_time time;
	tq_time length;          /* of a bar; 0: months */
	struct tq_dec tick;
	double price, first;     /* in ticks */
	double sigma;            /* of a bar's return */
	double drift, factor;    /* of the present state of trend and regime */
	int64_t left;            /* bars until that changes */
	int64_t close;           /* of the last bar, in ticks */
};

/* TQ_USAGE when price, tick or volatility make no sense. */
bool tq_sim_init(struct tq_sim *sim, const struct tq_sim_options *options,
		 struct tq_interval interval, struct tq_err *err);

struct tq_sim_bar tq_sim_next(struct tq_sim *sim);

#endif
