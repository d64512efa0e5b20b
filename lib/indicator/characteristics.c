/* SPDX-License-Identifier: ISC */
/* catch22 on a rolling window. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/catch22.h"
#include "indicator/past_window.h"
#include "state/state.h"

#include <stdlib.h>

struct characteristics {
	struct tq_past_window *past;
	struct tq_catch22 *c;
	int64_t every, wait;     /* bars until the answer is made again */
	double answer[TQ_CATCH22];
};

static void *
characteristics_make(const double *param)
{
	struct characteristics *a = tq_alloc(1, sizeof *a);

	a->past = tq_past_window_new(param[0]);
	a->c = tq_catch22_new((size_t)param[0]);
	a->every = (int64_t)param[1];
	return a;
}

/* The first full window is answered at once, also behind a null. */
static void
characteristics_step(void *node, const double *in, double *out)
{
	struct characteristics *a = node;
	const double *past = tq_past_window_step(a->past, *in);

	if (!past) {
		a->wait = 0;
	} else if (a->wait == 0) {
		tq_catch22(a->c, past, a->answer);
		a->wait = a->every;
	}
	if (past)
		a->wait--;
	for (int i = 0; i < TQ_CATCH22; i++)
		out[i] = past ? a->answer[i] : (double)NAN;
}

static void
characteristics_state(void *node, struct tq_state *st)
{
	struct characteristics *a = node;

	tq_past_window_state(a->past, st);
	tq_ind_state_int(st, "wait", &a->wait, 0, a->every);
	tq_state_f64s(st, "answer", a->answer, TQ_CATCH22);
}

static void
characteristics_fini(void *node)
{
	struct characteristics *a = node;

	tq_catch22_free(a->c);
	free(a->past);
	free(a);
}

static const struct tq_ind rows[] = {
	{
		.name = "catch22",
		.aliases = {"catch24"},
		.meaning = "22 canonical characteristics of the last n values, their mean and "
			   "sample deviation; n log n steps when they are made again",
		.source = "Lubba et al. 2019; of the window in its own deviations",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {
			{"n", 100, TQ_CATCH22_LEAST, TQ_IND_LONGEST, true, "period in bars"},
			{"every", 1, 1, TQ_IND_LONGEST, true,
			 "made again each so many bars, else as it was"},
		},
		.n_outputs = TQ_CATCH22, .outputs = {
			"mode_5", "mode_10", "outlier_timing_pos", "outlier_timing_neg",
			"acf_timescale", "acf_first_min", "low_freq_power", "centroid_freq",
			"forecast_error", "whiten_timescale", "high_fluctuation", "stretch_high",
			"stretch_decreasing", "entropy_pairs", "ami2", "trev", "ami_timescale",
			"transition_variance", "periodicity", "embedding_dist", "rs_range", "dfa",
			"mean", "std",
		},
		.lookback = tq_ind_window_lookback,
		.make = characteristics_make, .step = characteristics_step,
		.state = characteristics_state, .fini = characteristics_fini,
	},
};

const struct tq_ind_family tq_ind_characteristics = {"catch22", rows, TQ_COUNT(rows)};
