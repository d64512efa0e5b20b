/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_FAMILY_H
#define TQ_INDICATOR_FAMILY_H

/* What the families share; private to the room, except to its registry. */
#include "indicator/indicator.h"

/* A part is a file with rows: lib/indicator/NAME.c; in the order of the manual. */
#define TQ_IND_FAMILIES(X) \
	X(averages) \
	X(averages_exponential) \
	X(averages_weighted) \
	X(averages_adaptive) \
	X(averages_responsive) \
	X(averages_compound) \
	X(alligator) \
	X(averages_choice) \
	X(price) \
	X(cycle) \
	X(math) \
	X(momentum_change) \
	X(momentum_strength) \
	X(momentum_macd) \
	X(momentum_directional) \
	X(momentum_stochastic) \
	X(momentum_trend) \
	X(momentum_oscillator) \
	X(momentum_smooth) \
	X(momentum_median) \
	X(momentum_cycle) \
	X(momentum_line) \
	X(momentum_rates) \
	X(momentum_rank) \
	X(momentum_wave) \
	X(volatility) \
	X(volatility_index) \
	X(volatility_estimates) \
	X(bands) \
	X(channels) \
	X(channels_breakout) \
	X(sar) \
	X(trailing) \
	X(volume_lines) \
	X(volume_flow) \
	X(volume_force) \
	X(volume_activity) \
	X(vwap) \
	X(extremes) \
	X(window_ends) \
	X(candle_one) \
	X(candle_two) \
	X(candle_three) \
	X(candle_more) \
	X(structure_bars) \
	X(structure_swings) \
	X(structure_breaks) \
	X(structure_levels) \
	X(structure_pivots) \
	X(series) \
	X(series_more) \
	X(statistics) \
	X(statistics_shape) \
	X(statistics_trend) \
	X(statistics_pairs) \
	X(statistics_order) \
	X(statistics_count) \
	X(statistics_past) \
	X(statistics_market) \
	X(statistics_memory) \
	X(statistics_entropy) \
	X(characteristics) \
	X(books) \
	X(books_change) \
	X(trades) \
	X(trades_impact) \
	X(trades_toxicity) \
	X(derivatives)

#define TQ_X(name) extern const struct tq_ind_family tq_ind_##name;
TQ_IND_FAMILIES(TQ_X)
#undef TQ_X

enum { TQ_IND_LONGEST = 100000 };        /* TA-Lib's largest period */

#define TQ_IND_PERIOD(preset) \
	{"n", (preset), 1, TQ_IND_LONGEST, true, "period in bars"}

/* The lookback of a window of n bars, and of n differences between bars. */
int64_t tq_ind_window_lookback(const double *param);
int64_t tq_ind_change_lookback(const double *param);

/* A counter in a state file; one out of low .. high makes the state unusable. */
void tq_ind_state_int(struct tq_state *st, const char *name, int64_t *x,
		      int64_t low, int64_t high);

/* A finite number as it is, anything else as NaN. */
static inline double
tq_ind_finite(double x)
{
	return x - x == 0 ? x : __builtin_nan("");
}

#endif
