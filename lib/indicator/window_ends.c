/* SPDX-License-Identifier: ISC */
/* Sums, and the two ends of a window and what lies between them. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/peak.h"
#include "indicator/rolling_ends.h"
#include "state/state.h"

#include <stdlib.h>

static void *
sum_make(const double *param)
{
	return tq_rolling_sum_new(param[0]);
}

static void
sum_step(void *node, const double *in, double *out)
{
	*out = tq_rolling_sum_step(node, *in);
}

static void
sum_state(void *node, struct tq_state *st)
{
	tq_rolling_sum_state(node, st);
}

static void *
ends_make(const double *param)
{
	return tq_rolling_ends_new(param[0]);
}

static void
ends_state(void *node, struct tq_state *st)
{
	tq_rolling_ends_state(node, st);
}

static void
minmax_step(void *node, const double *in, double *out)
{
	struct tq_ends ends = tq_rolling_ends_step(node, *in, *in);

	out[0] = ends.low;
	out[1] = ends.high;
}

/* Halves first: the sum of two may be beyond the doubles. */
static void
midpoint_step(void *node, const double *in, double *out)
{
	struct tq_ends ends = tq_rolling_ends_step(node, *in, *in);

	*out = ends.high * 0.5 + ends.low * 0.5;
}

static void
midprice_step(void *node, const double *in, double *out)
{
	struct tq_ends ends = tq_rolling_ends_step(node, in[0], in[1]);

	*out = ends.high * 0.5 + ends.low * 0.5;
}

/* Of equal values the oldest. */
static struct tq_peak *
peak_new(double n, double sign)
{
	struct tq_peak *p = tq_peak_new(n, sign);

	p->oldest = true;
	return p;
}

struct places {
	struct tq_peak *high, *low;
};

static void *
places_make(const double *param)
{
	struct places *p = tq_alloc(1, sizeof *p);

	p->high = peak_new(param[0], 1);
	p->low = peak_new(param[0], -1);
	return p;
}

static void
places_step(void *node, const double *in, double *out)
{
	struct places *p = node;

	out[0] = tq_peak_step_of(p->low, -1, true, *in).ago;
	out[1] = tq_peak_step_of(p->high, 1, true, *in).ago;
}

static void
places_state(void *node, struct tq_state *st)
{
	struct places *p = node;

	tq_peak_state(p->high, st);
	tq_peak_state(p->low, st);
}

static void
places_fini(void *node)
{
	struct places *p = node;

	free(p->high);
	free(p->low);
	free(p);
}

static void *
maxindex_make(const double *param)
{
	return peak_new(param[0], 1);
}

static void *
minindex_make(const double *param)
{
	return peak_new(param[0], -1);
}

static void
maxindex_step(void *node, const double *in, double *out)
{
	*out = tq_peak_step_of(node, 1, true, *in).ago;
}

static void
minindex_step(void *node, const double *in, double *out)
{
	*out = tq_peak_step_of(node, -1, true, *in).ago;
}

static void
index_state(void *node, struct tq_state *st)
{
	tq_peak_state(node, st);
}

static const struct tq_ind rows[] = {
	{
		.name = "sum",
		.meaning = "sum of the last n values",
		.source = "TA-Lib SUM",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"sum"},
		.lookback = tq_ind_window_lookback,
		.make = sum_make, .step = sum_step, .state = sum_state,
	}, {
		.name = "minmax",
		.meaning = "the lowest and the highest of the last n values",
		.source = "TA-Lib MINMAX",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 2, .outputs = {"min", "max"},
		.lookback = tq_ind_window_lookback,
		.make = ends_make, .step = minmax_step, .state = ends_state,
	}, {
		.name = "maxindex",
		.meaning = "how many bars ago the highest of the last n values was",
		.source = "TA-Lib MAXINDEX (of equals the oldest; there from the first bar)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"ago"},
		.lookback = tq_ind_window_lookback,
		.make = maxindex_make, .step = maxindex_step, .state = index_state,
	}, {
		.name = "minindex",
		.meaning = "how many bars ago the lowest of the last n values was",
		.source = "TA-Lib MININDEX (of equals the oldest; there from the first bar)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"ago"},
		.lookback = tq_ind_window_lookback,
		.make = minindex_make, .step = minindex_step, .state = index_state,
	}, {
		.name = "minmaxindex",
		.meaning = "how many bars ago the lowest and the highest of the last n values were",
		.source = "TA-Lib MINMAXINDEX (of equals the oldest; there from the first bar)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 2, .outputs = {"min_ago", "max_ago"},
		.lookback = tq_ind_window_lookback,
		.make = places_make, .step = places_step, .state = places_state,
		.fini = places_fini,
	}, {
		.name = "midpoint",
		.meaning = "middle of the highest and the lowest of the last n values",
		.source = "TA-Lib MIDPOINT",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"midpoint"},
		.lookback = tq_ind_window_lookback,
		.make = ends_make, .step = midpoint_step, .state = ends_state,
	}, {
		.name = "midprice",
		.meaning = "middle of the highest high and the lowest low of the last n bars",
		.source = "TA-Lib MIDPRICE",
		.recovery = TQ_IND_WINDOW,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"midprice"},
		.lookback = tq_ind_window_lookback,
		.make = ends_make, .step = midprice_step, .state = ends_state,
	},
};

const struct tq_ind_family tq_ind_window_ends = {"extremes", rows, TQ_COUNT(rows)};
