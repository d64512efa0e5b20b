/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/*
 * Weights that rise to the middle and fall again are the mean of a mean: of
 * n = p + q - 1 values, p and q being the two halves.
 */
struct trima {
	struct tq_rolling_sum *inner, *outer;
};

static void *
trima_make(const double *param)
{
	struct trima *t = tq_alloc(1, sizeof *t);
	double half = floor(param[0] / 2);

	t->inner = tq_rolling_sum_new(param[0] - half);
	t->outer = tq_rolling_sum_new(half + 1);
	return t;
}

static void
trima_step(void *node, const double *in, double *out)
{
	struct trima *t = node;
	double inner = tq_ind_finite(tq_rolling_mean_step(t->inner, *in));

	*out = tq_ind_finite(tq_rolling_mean_step(t->outer, inner));
}

static void
trima_state(void *node, struct tq_state *st)
{
	struct trima *t = node;

	tq_rolling_sum_state(t->inner, st);
	tq_rolling_sum_state(t->outer, st);
}

static void
trima_fini(void *node)
{
	struct trima *t = node;

	free(t->inner);
	free(t->outer);
	free(t);
}

static const struct tq_ind rows[] = {
	{
		.name = "trima",
		.meaning = "triangular moving average: the mean of a mean, the middle the heaviest",
		.source = "TA-Lib TRIMA",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"trima"},
		.lookback = tq_ind_window_lookback,
		.make = trima_make, .step = trima_step, .state = trima_state,
		.fini = trima_fini,
	},
};

const struct tq_ind_family tq_ind_averages_weighted = {"averages", rows, TQ_COUNT(rows)};
