/* SPDX-License-Identifier: ISC */
/* Two series together: covariance, correlation, beta, least squares. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/pairs.h"
#include "indicator/ring.h"
#include "state/state.h"

#include <stdlib.h>

struct pair {
	struct tq_rolling_pairs *p;
	struct tq_ring *past;    /* autocorr, half_life: of the one series */
	double x, y;             /* of the bar before */
	double divisor;
};

static struct pair *
pair_new(double n, double past)
{
	struct pair *a = tq_alloc(1, sizeof *a);

	a->p = tq_rolling_pairs_new(n);
	a->past = tq_ring_new(past);
	a->x = a->y = (double)NAN;
	return a;
}

static void *
pair_make(const double *param)
{
	return pair_new(param[0], 0);
}

static void *
covariance_make(const double *param)
{
	struct pair *a = pair_new(param[0], 0);

	a->divisor = param[0] - param[1];
	return a;
}

static void *
autocorr_make(const double *param)
{
	return pair_new(param[0], param[1]);
}

static void *
half_life_make(const double *param)
{
	return pair_new(param[0], 1);
}

static void
pair_state(void *node, struct tq_state *st)
{
	struct pair *a = node;

	tq_rolling_pairs_state(a->p, st);
	tq_ring_state(a->past, st);
	tq_state_f64(st, "x", &a->x);
	tq_state_f64(st, "y", &a->y);
}

static void
pair_fini(void *node)
{
	struct pair *a = node;

	free(a->p);
	free(a->past);
	free(a);
}

/* The pair of simple returns that ends on this bar; NaN from a price of 0. */
static bool
returns_step(struct pair *a, const double *in, struct tq_pairs *all)
{
	double x = tq_ind_finite(in[0] / a->x - 1), y = tq_ind_finite(in[1] / a->y - 1);

	a->x = in[0];
	a->y = in[1];
	return tq_rolling_pairs_step(a->p, x, y, all);
}

static void
covariance_step(void *node, const double *in, double *out)
{
	struct pair *a = node;
	struct tq_pairs all;

	*out = (double)NAN;
	if (tq_rolling_pairs_step(a->p, in[0], in[1], &all))
		*out = tq_ind_finite(all.xy / a->divisor);
}

static void
correl_step(void *node, const double *in, double *out)
{
	struct pair *a = node;
	struct tq_pairs all;

	*out = (double)NAN;
	if (tq_rolling_pairs_step(a->p, in[0], in[1], &all))
		*out = tq_pairs_correlation(&all);
}

static void
correl_returns_step(void *node, const double *in, double *out)
{
	struct pair *a = node;
	struct tq_pairs all;

	*out = (double)NAN;
	if (returns_step(a, in, &all))
		*out = tq_pairs_correlation(&all);
}

static void
beta_step(void *node, const double *in, double *out)
{
	struct pair *a = node;
	struct tq_pairs all;

	*out = (double)NAN;
	if (returns_step(a, in, &all))
		*out = tq_ind_finite(all.xy / all.xx);
}

static void
autocorr_step(void *node, const double *in, double *out)
{
	struct pair *a = node;
	struct tq_pairs all;

	*out = (double)NAN;
	if (tq_rolling_pairs_step(a->p, tq_ring_swap(a->past, *in), *in, &all))
		*out = tq_pairs_correlation(&all);
}

static int64_t
autocorr_lookback(const double *param)
{
	return (int64_t)param[0] + (int64_t)param[1] - 1;
}

/*
 * Ornstein and Uhlenbeck's process by least squares: change = c + speed * value
 * before. Without a pull towards a mean there is no half life.
 */
static void
half_life_step(void *node, const double *in, double *out)
{
	struct pair *a = node;
	struct tq_pairs all;
	double before = tq_ring_swap(a->past, *in), speed;

	*out = (double)NAN;
	if (!tq_rolling_pairs_step(a->p, before, *in - before, &all))
		return;
	speed = all.xy / all.xx;
	if (speed < 0)
		*out = tq_ind_finite(-log(2.0) / speed);
}

/* a on b; what is left over has mean 0 in the window. */
static void
ols_step(void *node, const double *in, double *out)
{
	struct pair *a = node;
	struct tq_pairs all;
	double slope, residual, r;

	for (int i = 0; i < 5; i++)
		out[i] = (double)NAN;
	if (!tq_rolling_pairs_step(a->p, in[1], in[0], &all))
		return;
	slope = tq_ind_finite(all.xy / all.xx);
	residual = in[0] - all.y - slope * (in[1] - all.x);
	r = tq_pairs_correlation(&all);
	out[0] = slope;
	out[1] = tq_ind_finite(all.y - slope * all.x);
	out[2] = tq_ind_finite(residual);
	out[3] = r * r;
	out[4] = tq_ind_finite(residual / sqrt(all.yy * (1 - r * r) / all.n));
}

#define TWO .recovery = TQ_IND_WINDOW, .n_inputs = 2, .inputs = {"x", "b"}
#define PERIOD(preset, least) {"n", (preset), (least), TQ_IND_LONGEST, true, "period in bars"}
#define PAIR_END .state = pair_state, .fini = pair_fini

static const struct tq_ind rows[] = {
	{
		.name = "correl",
		.aliases = {"corr", "correlation"},
		.meaning = "Pearson's correlation of two series; null when one of them is flat",
		.source = "TA-Lib CORREL",
		TWO, .n_params = 1, .params = {PERIOD(30, 2)},
		.n_outputs = 1, .outputs = {"correl"},
		.lookback = tq_ind_window_lookback,
		.make = pair_make, .step = correl_step, PAIR_END,
	}, {
		.name = "correl_returns",
		.meaning = "Pearson's correlation of the simple returns of two series",
		.source = "definition",
		TWO, .n_params = 1, .params = {PERIOD(30, 2)},
		.n_outputs = 1, .outputs = {"correl"},
		.lookback = tq_ind_change_lookback,
		.make = pair_make, .step = correl_returns_step, PAIR_END,
	}, {
		.name = "covariance",
		.aliases = {"cov"},
		.meaning = "covariance of two series, of the sample unless ddof is 0",
		.source = "definition",
		TWO, .n_params = 2, .params = {
			PERIOD(30, 2),
			{"ddof", 1, 0, 1, true, "0: the population's, 1: the sample's"},
		},
		.n_outputs = 1, .outputs = {"covariance"},
		.lookback = tq_ind_window_lookback,
		.make = covariance_make, .step = covariance_step, PAIR_END,
	}, {
		.name = "beta",
		.meaning = "slope of the returns of b on those of x: x is the market",
		.source = "TA-Lib BETA (simple returns; its first series is the market)",
		TWO, .n_params = 1, .params = {PERIOD(5, 2)},
		.n_outputs = 1, .outputs = {"beta"},
		.lookback = tq_ind_change_lookback,
		.make = pair_make, .step = beta_step, PAIR_END,
	}, {
		.name = "ols",
		.aliases = {"hedge_ratio", "spread_z"},
		.meaning = "least squares of x on b: slope (the hedge ratio), intercept, the last "
			   "residual, r squared, the residual in deviations of the residuals",
		.source = "least squares; population deviation",
		TWO, .n_params = 1, .params = {PERIOD(30, 3)},
		.n_outputs = 5, .outputs = {"slope", "intercept", "residual", "r2", "z"},
		.lookback = tq_ind_window_lookback,
		.make = pair_make, .step = ols_step, PAIR_END,
	}, {
		.name = "autocorr",
		.aliases = {"autocorrelation", "acf"},
		.meaning = "correlation of the last n values with those lag bars before them",
		.source = "definition (as pandas: each part has its own mean)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {
			PERIOD(30, 2),
			{"lag", 1, 1, TQ_IND_LONGEST, true, "how many bars apart"},
		},
		.n_outputs = 1, .outputs = {"autocorr"},
		.lookback = autocorr_lookback,
		.make = autocorr_make, .step = autocorr_step, PAIR_END,
	}, {
		.name = "half_life",
		.meaning = "bars in which half of the distance from the mean is made good; null "
			   "without mean reversion",
		.source = "Ornstein and Uhlenbeck, least squares of changes on values (Chan 2013)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {PERIOD(60, 3)},
		.n_outputs = 1, .outputs = {"half_life"},
		.lookback = tq_ind_change_lookback,
		.make = half_life_make, .step = half_life_step, PAIR_END,
	},
};

const struct tq_ind_family tq_ind_statistics_pairs = {"statistics", rows, TQ_COUNT(rows)};
