/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/* From one close to the next: the deviation of the changes, for a year. */
struct returns {
	struct tq_deviation *deviation;
	double last, factor;
};

static void *
returns_make(const double *param, double factor)
{
	struct returns *r = tq_alloc(1, sizeof *r);

	r->deviation = tq_deviation_new(param[0]);
	r->last = (double)NAN;
	r->factor = factor * sqrt(param[1]);
	return r;
}

static void *
population_make(const double *param)
{
	return returns_make(param, 1);
}

static void *
sample_make(const double *param)
{
	return returns_make(param, sqrt(param[0] / (param[0] - 1)));
}

static void
simple_step(void *node, const double *in, double *out)
{
	struct returns *r = node;
	double change = tq_ind_finite(*in / r->last - 1);

	r->last = *in;
	*out = tq_ind_finite(tq_deviation_step(r->deviation, change) * r->factor);
}

static void
log_step(void *node, const double *in, double *out)
{
	struct returns *r = node;
	double change = tq_ind_finite(log(*in / r->last));

	r->last = *in;
	*out = tq_ind_finite(tq_deviation_step(r->deviation, change) * r->factor);
}

static void
returns_state(void *node, struct tq_state *st)
{
	struct returns *r = node;

	tq_deviation_state(r->deviation, st);
	tq_state_f64(st, "last", &r->last);
}

static void
returns_fini(void *node)
{
	free(((struct returns *)node)->deviation);
	free(node);
}

/* From the ranges of bars: the root of a mean of squared logarithms, for a year. */
struct ranges {
	struct tq_rolling_sum *sum;
	double year;
};

static void *
ranges_make(const double *param)
{
	struct ranges *r = tq_alloc(1, sizeof *r);

	r->sum = tq_rolling_sum_new(param[0]);
	r->year = param[1];
	return r;
}

/* Rounding may leave a variance of 0 a little below it. */
static double
root(double variance)
{
	return variance < 0 ? 0 : tq_ind_finite(sqrt(variance));
}

static double
ranges_root(struct ranges *r, double square)
{
	return root(tq_rolling_mean_step(r->sum, tq_ind_finite(square)) * r->year);
}

static void
parkinson_step(void *node, const double *in, double *out)
{
	double range = log(in[0] / in[1]);

	*out = ranges_root(node, range * range / (4 * log(2)));
}

static double
garman_klass(double open, double high, double low, double close)
{
	double range = log(high / low), body = log(close / open);

	return 0.5 * range * range - (2 * log(2) - 1) * body * body;
}

static void
garman_klass_step(void *node, const double *in, double *out)
{
	*out = ranges_root(node, garman_klass(in[0], in[1], in[2], in[3]));
}

static double
rogers_satchell(double open, double high, double low, double close)
{
	return log(high / close) * log(high / open) + log(low / close) * log(low / open);
}

static void
rogers_satchell_step(void *node, const double *in, double *out)
{
	*out = ranges_root(node, rogers_satchell(in[0], in[1], in[2], in[3]));
}

static void
ranges_state(void *node, struct tq_state *st)
{
	tq_rolling_sum_state(((struct ranges *)node)->sum, st);
}

static void
ranges_fini(void *node)
{
	free(((struct ranges *)node)->sum);
	free(node);
}

/* Gaps and bodies by their sample variances, what is between by Rogers and Satchell. */
struct yang_zhang {
	struct tq_deviation *gap, *body;
	struct tq_rolling_sum *between;
	double close, sample, weight, year;
};

static void *
yang_zhang_make(const double *param)
{
	struct yang_zhang *y = tq_alloc(1, sizeof *y);
	double n = param[0];

	y->gap = tq_deviation_new(n);
	y->body = tq_deviation_new(n);
	y->between = tq_rolling_sum_new(n);
	y->close = (double)NAN;
	y->sample = n / (n - 1);
	y->weight = 0.34 / (1.34 + (n + 1) / (n - 1));
	y->year = param[1];
	return y;
}

static void
yang_zhang_step(void *node, const double *in, double *out)
{
	struct yang_zhang *y = node;
	double between = tq_ind_finite(rogers_satchell(in[0], in[1], in[2], in[3]));
	double gap = tq_ind_finite(log(in[0] / y->close));
	double body = tq_ind_finite(log(in[3] / in[0]));

	y->close = isnan(between) ? between : in[3];
	if (isnan(gap + between))
		gap = body = between = (double)NAN;
	between = tq_rolling_mean_step(y->between, between);
	gap = tq_deviation_step(y->gap, gap);
	body = tq_deviation_step(y->body, body);
	*out = root(y->year * (y->sample * (gap * gap + y->weight * body * body) +
		(1 - y->weight) * between));
}

static void
yang_zhang_state(void *node, struct tq_state *st)
{
	struct yang_zhang *y = node;

	tq_deviation_state(y->gap, st);
	tq_deviation_state(y->body, st);
	tq_rolling_sum_state(y->between, st);
	tq_state_f64(st, "close", &y->close);
}

static void
yang_zhang_fini(void *node)
{
	struct yang_zhang *y = node;

	free(y->gap);
	free(y->body);
	free(y->between);
	free(y);
}

#define SEVERAL(preset) {"n", (preset), 2, TQ_IND_LONGEST, true, "period in bars"}
#define YEAR {"year", 252, 1, 1e8, false, "bars in a year; 1: no yearly figure"}
#define OF_BAR \
	.recovery = TQ_IND_WINDOW, .of_bar = true, \
	.n_inputs = 4, .inputs = {"open", "high", "low", "close"}, \
	.n_params = 2

static const struct tq_ind rows[] = {
	{
		.name = "volatility",
		.meaning = "population deviation of the changes of n bars, a year's",
		.source = "Tulip VOLATILITY (plain changes)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {TQ_IND_PERIOD(14), YEAR},
		.n_outputs = 1, .outputs = {"volatility"},
		.lookback = tq_ind_change_lookback,
		.make = population_make, .step = simple_step, .state = returns_state,
		.fini = returns_fini,
	}, {
		.name = "historical_volatility",
		.aliases = {"hv"},
		.meaning = "sample deviation of the logarithmic changes of n bars, a year's",
		.source = "close-to-close estimator",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {SEVERAL(20), YEAR},
		.n_outputs = 1, .outputs = {"historical_volatility"},
		.lookback = tq_ind_change_lookback,
		.make = sample_make, .step = log_step, .state = returns_state,
		.fini = returns_fini,
	}, {
		.name = "parkinson",
		.meaning = "volatility by the ranges from low to high, a year's",
		.source = "Parkinson (1980)",
		.recovery = TQ_IND_WINDOW,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_params = 2, .params = {TQ_IND_PERIOD(20), YEAR},
		.n_outputs = 1, .outputs = {"parkinson"},
		.lookback = tq_ind_window_lookback,
		.make = ranges_make, .step = parkinson_step, .state = ranges_state,
		.fini = ranges_fini,
	}, {
		.name = "garman_klass",
		.meaning = "volatility by ranges and bodies, a year's; no gaps, no drift",
		.source = "Garman and Klass (1980)",
		OF_BAR, .params = {TQ_IND_PERIOD(20), YEAR},
		.n_outputs = 1, .outputs = {"garman_klass"},
		.lookback = tq_ind_window_lookback,
		.make = ranges_make, .step = garman_klass_step, .state = ranges_state,
		.fini = ranges_fini,
	}, {
		.name = "rogers_satchell",
		.meaning = "volatility by ranges, whatever the drift, a year's; no gaps",
		.source = "Rogers and Satchell (1991)",
		OF_BAR, .params = {TQ_IND_PERIOD(20), YEAR},
		.n_outputs = 1, .outputs = {"rogers_satchell"},
		.lookback = tq_ind_window_lookback,
		.make = ranges_make, .step = rogers_satchell_step, .state = ranges_state,
		.fini = ranges_fini,
	}, {
		.name = "yang_zhang",
		.meaning = "volatility by gaps, bodies and ranges, whatever the drift, a year's",
		.source = "Yang and Zhang (2000)",
		OF_BAR, .params = {SEVERAL(20), YEAR},
		.n_outputs = 1, .outputs = {"yang_zhang"},
		.lookback = tq_ind_change_lookback,
		.make = yang_zhang_make, .step = yang_zhang_step, .state = yang_zhang_state,
		.fini = yang_zhang_fini,
	},
};

const struct tq_ind_family tq_ind_volatility_estimates = {"volatility", rows, TQ_COUNT(rows)};
