/* SPDX-License-Identifier: ISC */
/* Spread of the last n values: variance, scores, errors about the mean. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/* The mean and the deviation of one window; last is the input before. */
struct spread {
	struct tq_rolling_sum *mean;
	struct tq_deviation *deviation;
	double factor;           /* of the population's deviation */
	double last;
};

static void *
spread_new(double n, double factor)
{
	struct spread *s = tq_alloc(1, sizeof *s);

	s->mean = tq_rolling_sum_new(n);
	s->deviation = tq_deviation_new(n);
	s->factor = factor;
	s->last = (double)NAN;
	return s;
}

/* The deviation's divisor is n - ddof where the window's own is n. */
static void *
spread_make(const double *param)
{
	return spread_new(param[0], sqrt(param[0] / (param[0] - param[1])));
}

static void *
population_make(const double *param)
{
	return spread_new(param[0], 1);
}

static void *
error_make(const double *param)
{
	return spread_new(param[0], 1 / sqrt(param[0]));
}

static void
spread_state(void *node, struct tq_state *st)
{
	struct spread *s = node;

	tq_rolling_sum_state(s->mean, st);
	tq_deviation_state(s->deviation, st);
	tq_state_f64(st, "before", &s->last);
}

static void
spread_fini(void *node)
{
	struct spread *s = node;

	free(s->mean);
	free(s->deviation);
	free(s);
}

static void
variance_step(void *node, const double *in, double *out)
{
	struct spread *s = node;
	double deviation = tq_deviation_step(s->deviation, *in) * s->factor;

	*out = tq_ind_finite(deviation * deviation);
}

static void
error_step(void *node, const double *in, double *out)
{
	struct spread *s = node;

	*out = tq_ind_finite(tq_deviation_step(s->deviation, *in) * s->factor);
}

/* A flat window has no unit to measure a distance in. */
static void
zscore_step(void *node, const double *in, double *out)
{
	struct spread *s = node;
	double mean = tq_rolling_mean_step(s->mean, *in);
	double deviation = tq_deviation_step(s->deviation, *in) * s->factor;

	*out = tq_ind_finite((*in - mean) / deviation);
}

/* Simple returns, so that the answer is of what a position earned. */
static void
sharpe_step(void *node, const double *in, double *out)
{
	struct spread *s = node;
	double change = tq_ind_finite(*in / s->last - 1);
	double mean = tq_rolling_mean_step(s->mean, change);
	double deviation = tq_deviation_step(s->deviation, change) * s->factor;

	s->last = *in;
	*out = tq_ind_finite(mean / deviation);
}

/* RiskMetrics (1996): squares of returns, the newest with weight 1 - lambda. */
struct ewmvar {
	double lambda, last, variance;
};

static void *
ewmvar_make(const double *param)
{
	struct ewmvar *e = tq_alloc(1, sizeof *e);

	e->lambda = param[0];
	e->last = e->variance = (double)NAN;
	return e;
}

static void
ewmvar_step(void *node, const double *in, double *out)
{
	struct ewmvar *e = node;
	double change = *in / e->last - 1, square = tq_ind_finite(change * change);

	*out = (double)NAN;
	if (isnan(*in))
		return;
	e->last = *in;
	if (isnan(square))
		return;
	if (isnan(e->variance))
		e->variance = square;
	else
		e->variance += (1 - e->lambda) * (square - e->variance);
	*out = e->variance;
}

static void
ewmvar_state(void *node, struct tq_state *st)
{
	struct ewmvar *e = node;

	tq_state_f64(st, "last", &e->last);
	tq_state_f64(st, "variance", &e->variance);
}

static int64_t
one_lookback(const double *param)
{
	(void)param;
	return 1;
}

/*
 * Distances from a mean that itself moves cannot be carried over from bar to
 * bar: each bar looks at its n values again.
 */
struct errors {
	struct tq_rolling_sum *mean;
	struct tq_ring *past;
};

static void *
errors_make(const double *param)
{
	struct errors *e = tq_alloc(1, sizeof *e);

	e->mean = tq_rolling_sum_new(param[0]);
	e->past = tq_ring_new(param[0]);
	return e;
}

static void
errors_step(void *node, const double *in, double *out)
{
	struct errors *e = node;
	double mean = tq_rolling_mean_step(e->mean, *in);
	double far = 0, squares = 0, share = 0, n = (double)e->past->n;

	tq_ring_swap(e->past, *in);
	for (int64_t i = 0; i < e->past->n && !isnan(mean); i++) {
		double distance = fabs(e->past->value[i] - mean);

		far += distance;
		squares += distance * distance;
		share += distance / fabs(e->past->value[i]);
	}
	out[0] = tq_ind_finite(mean - mean + far / n);
	out[1] = tq_ind_finite(mean - mean + squares / n);
	out[2] = tq_ind_finite(mean - mean + share / n);
}

static void
md_step(void *node, const double *in, double *out)
{
	struct errors *e = node;
	double mean = tq_rolling_mean_step(e->mean, *in), far = 0;

	tq_ring_swap(e->past, *in);
	for (int64_t i = 0; i < e->past->n && !isnan(mean); i++)
		far += fabs(e->past->value[i] - mean);
	*out = tq_ind_finite(mean - mean + far / (double)e->past->n);
}

static void
errors_state(void *node, struct tq_state *st)
{
	struct errors *e = node;

	tq_rolling_sum_state(e->mean, st);
	tq_ring_state(e->past, st);
}

static void
errors_fini(void *node)
{
	struct errors *e = node;

	free(e->mean);
	free(e->past);
	free(e);
}

#define PERIOD(preset, least) {"n", (preset), (least), TQ_IND_LONGEST, true, "period in bars"}
#define DDOF(preset) \
	{"ddof", (preset), 0, 1, true, "0: the population's deviation, 1: the sample's"}

static const struct tq_ind rows[] = {
	{
		.name = "var",
		.meaning = "population variance",
		.source = "TA-Lib VAR, whose second parameter has no effect and is left out",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(5)},
		.n_outputs = 1, .outputs = {"var"},
		.lookback = tq_ind_window_lookback,
		.make = population_make, .step = variance_step,
		.state = spread_state, .fini = spread_fini,
	}, {
		.name = "variance",
		.meaning = "variance, of the sample unless ddof is 0",
		.source = "definition",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {PERIOD(30, 2), DDOF(1)},
		.n_outputs = 1, .outputs = {"variance"},
		.lookback = tq_ind_window_lookback,
		.make = spread_make, .step = variance_step,
		.state = spread_state, .fini = spread_fini,
	}, {
		.name = "stderr",
		.meaning = "population standard deviation over the square root of n",
		.source = "Tulip stderr",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"stderr"},
		.lookback = tq_ind_window_lookback,
		.make = error_make, .step = error_step,
		.state = spread_state, .fini = spread_fini,
	}, {
		.name = "zscore",
		.meaning = "distance from the mean in standard deviations; null when flat",
		.source = "definition; ddof says whose deviation",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {PERIOD(30, 2), DDOF(0)},
		.n_outputs = 1, .outputs = {"zscore"},
		.lookback = tq_ind_window_lookback,
		.make = spread_make, .step = zscore_step,
		.state = spread_state, .fini = spread_fini,
	}, {
		.name = "sharpe",
		.meaning = "mean over deviation of the last n simple returns, a bar, not a year",
		.source = "Sharpe 1994, no riskless rate",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {PERIOD(30, 2), DDOF(1)},
		.n_outputs = 1, .outputs = {"sharpe"},
		.lookback = tq_ind_change_lookback,
		.make = spread_make, .step = sharpe_step,
		.state = spread_state, .fini = spread_fini,
	}, {
		.name = "ewmvar",
		.meaning = "exponentially weighted variance of simple returns about 0",
		.source = "RiskMetrics 1996, from the first return's square",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {
			{"lambda", 0.94, 0, 0.9999999, false, "weight of the variance before"},
		},
		.n_outputs = 1, .outputs = {"ewmvar"},
		.lookback = one_lookback,
		.make = ewmvar_make, .step = ewmvar_step, .state = ewmvar_state,
	}, {
		.name = "md",
		.aliases = {"avgdev", "mad"},
		.meaning = "mean absolute distance from the mean; n steps a bar",
		.source = "TA-Lib AVGDEV, Tulip md",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"md"},
		.lookback = tq_ind_window_lookback,
		.make = errors_make, .step = md_step,
		.state = errors_state, .fini = errors_fini,
	}, {
		.name = "mean_errors",
		.meaning = "distances from the mean: absolute, squared, as a share of the value; "
			   "n steps a bar",
		.source = "Skender SmaAnalysis",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(20)},
		.n_outputs = 3, .outputs = {"mad", "mse", "mape"},
		.lookback = tq_ind_window_lookback,
		.make = errors_make, .step = errors_step,
		.state = errors_state, .fini = errors_fini,
	},
};

const struct tq_ind_family tq_ind_statistics = {"statistics", rows, TQ_COUNT(rows)};
