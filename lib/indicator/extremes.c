/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/option.h"
#include "indicator/rolling.h"
#include "state/state.h"

static void *
highest_make(const double *param)
{
	return tq_rolling_extreme_new(param[0], 1);
}

static void *
lowest_make(const double *param)
{
	return tq_rolling_extreme_new(param[0], -1);
}

static void
extreme_step(void *node, const double *in, double *out)
{
	*out = tq_rolling_extreme_step(node, *in);
}

static void
extreme_state(void *node, struct tq_state *st)
{
	tq_rolling_extreme_state(node, st);
}

static const struct tq_ind rows[] = {
	{
		.name = "highest",
		.meaning = "the highest of the last n values",
		.source = "TA-Lib MAX",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"highest"},
		.lookback = tq_ind_window_lookback,
		.make = highest_make, .step = extreme_step, .state = extreme_state,
	}, {
		.name = "lowest",
		.meaning = "the lowest of the last n values",
		.source = "TA-Lib MIN",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"lowest"},
		.lookback = tq_ind_window_lookback,
		.make = lowest_make, .step = extreme_step, .state = extreme_state,
	},
};

const struct tq_ind_family tq_ind_extremes = {"extremes", rows, TQ_COUNT(rows)};
