/* SPDX-License-Identifier: ISC */
/* Sums and extremes of all that was, or of the last n values. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/peak.h"
#include "indicator/rolling.h"
#include "state/state.h"

/* All values since the first one. */
struct all {
	bool begun;
	struct tq_sum sum;
	double most;             /* times the sign */
	double sign;
};

static void *
all_new(double sign)
{
	struct all *a = tq_alloc(1, sizeof *a);

	a->sign = sign;
	return a;
}

static void *
highest_make(const double *param)
{
	(void)param;
	return all_new(1);
}

static void *
lowest_make(const double *param)
{
	(void)param;
	return all_new(-1);
}

/* A value that would leave the range of doubles is not added. */
static void
cumsum_step(void *node, const double *in, double *out)
{
	struct all *a = node;
	struct tq_sum sum = tq_sum_add(a->sum, *in);
	double value = tq_ind_finite(sum.hi + sum.lo);

	if (!isnan(value))
		a->sum = sum;
	*out = value;
}

static void
extreme_take(struct all *a, double x)
{
	if (!a->begun || x * a->sign > a->most)
		a->most = x * a->sign;
	a->begun = true;
}

static void
cumextreme_step(void *node, const double *in, double *out)
{
	struct all *a = node;

	*out = (double)NAN;
	if (isnan(*in))
		return;
	extreme_take(a, *in);
	*out = a->most * a->sign;
}

/* A share of the peak, which makes no sense of a peak that is not above 0. */
static double
drawdown(double x, double peak)
{
	return peak > 0 ? tq_ind_finite(x / peak - 1) : (double)NAN;
}

static void
cumdrawdown_step(void *node, const double *in, double *out)
{
	struct all *a = node;

	*out = (double)NAN;
	if (isnan(*in))
		return;
	extreme_take(a, *in);
	*out = drawdown(*in, a->most);
}

static void
all_state(void *node, struct tq_state *st)
{
	struct all *a = node;

	tq_state_bool(st, "begun", &a->begun);
	tq_state_f64(st, "sum", &a->sum.hi);
	tq_state_f64(st, "sum_low", &a->sum.lo);
	tq_state_f64(st, "most", &a->most);
}

static void *
window_high_make(const double *param)
{
	return tq_peak_new(param[0], 1);
}

static void *
window_low_make(const double *param)
{
	return tq_peak_new(param[0], -1);
}

static void
ago_step(void *node, const double *in, double *out)
{
	*out = tq_peak_step(node, *in).ago;
}

static void
drawdown_step(void *node, const double *in, double *out)
{
	*out = drawdown(*in, tq_peak_step(node, *in).value);
}

static void
peak_state(void *node, struct tq_state *st)
{
	tq_peak_state(node, st);
}

static void *
sum_make(const double *param)
{
	return tq_rolling_sum_new(param[0]);
}

static void
sum_up_step(void *node, const double *in, double *out)
{
	*out = tq_ind_finite(tq_rolling_sum_step(node, *in < 0 ? 0 : *in));
}

static void
sum_down_step(void *node, const double *in, double *out)
{
	*out = tq_ind_finite(tq_rolling_sum_step(node, *in > 0 ? 0 : *in));
}

static void
sum_state(void *node, struct tq_state *st)
{
	tq_rolling_sum_state(node, st);
}

static int64_t
no_lookback(const double *param)
{
	(void)param;
	return 0;
}

#define ALL \
	.recovery = TQ_IND_SKIP, .n_inputs = 1, .inputs = {"x"}, \
	.lookback = no_lookback, .state = all_state
#define WINDOW(preset) \
	.recovery = TQ_IND_WINDOW, .n_inputs = 1, .inputs = {"x"}, \
	.n_params = 1, .params = {TQ_IND_PERIOD(preset)}, .lookback = tq_ind_window_lookback

static const struct tq_ind rows[] = {
	{
		.name = "cumsum",
		.aliases = {"cum"},
		.meaning = "sum of all values up to now",
		.source = "definition",
		ALL, .n_outputs = 1, .outputs = {"cumsum"},
		.make = highest_make, .step = cumsum_step,
	}, {
		.name = "cummax",
		.meaning = "the highest value up to now",
		.source = "definition",
		ALL, .n_outputs = 1, .outputs = {"cummax"},
		.make = highest_make, .step = cumextreme_step,
	}, {
		.name = "cummin",
		.meaning = "the lowest value up to now",
		.source = "definition",
		ALL, .n_outputs = 1, .outputs = {"cummin"},
		.make = lowest_make, .step = cumextreme_step,
	}, {
		.name = "cumdrawdown",
		.meaning = "share by which the value is below the highest up to now, 0 or less",
		.source = "definition",
		ALL, .n_outputs = 1, .outputs = {"drawdown"},
		.make = highest_make, .step = cumdrawdown_step,
	}, {
		.name = "drawdown",
		.meaning = "share by which the value is below the highest of the last n, 0 or less",
		.source = "definition",
		WINDOW(252), .n_outputs = 1, .outputs = {"drawdown"},
		.make = window_high_make, .step = drawdown_step, .state = peak_state,
	}, {
		.name = "since_high",
		.aliases = {"bars_from_high"},
		.meaning = "bars since the highest of the last n values, 0 when it is the last one",
		.source = "definition; of equal values the newest",
		WINDOW(200), .n_outputs = 1, .outputs = {"since_high"},
		.make = window_high_make, .step = ago_step, .state = peak_state,
	}, {
		.name = "since_low",
		.aliases = {"bars_from_low"},
		.meaning = "bars since the lowest of the last n values, 0 when it is the last one",
		.source = "definition; of equal values the newest",
		WINDOW(200), .n_outputs = 1, .outputs = {"since_low"},
		.make = window_low_make, .step = ago_step, .state = peak_state,
	}, {
		.name = "sum_up",
		.meaning = "sum of those of the last n values that are above 0",
		.source = "definition",
		WINDOW(14), .n_outputs = 1, .outputs = {"sum_up"},
		.make = sum_make, .step = sum_up_step, .state = sum_state,
	}, {
		.name = "sum_down",
		.meaning = "sum of those of the last n values that are below 0",
		.source = "definition",
		WINDOW(14), .n_outputs = 1, .outputs = {"sum_down"},
		.make = sum_make, .step = sum_down_step, .state = sum_state,
	},
};

const struct tq_ind_family tq_ind_statistics_past = {"statistics", rows, TQ_COUNT(rows)};
