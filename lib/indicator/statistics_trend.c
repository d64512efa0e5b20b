/* SPDX-License-Identifier: ISC */
/*
 * The least squares line through the last n values against the number of the
 * bar. Around the window's middle the line is mean + slope * distance, so mean
 * and slope say everything.
 */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/chance.h"
#include "indicator/pairs.h"
#include "state/state.h"

#include <stdlib.h>

/* Sum of the squared distances of n numbers in a row from their mean. */
static double
squares_of_bars(double n)
{
	return n * (n * n - 1) / 12;
}

struct line {
	struct tq_rolling_pairs *p;
	double part;             /* 1 / squares_of_bars */
	double ahead;            /* bars from the middle to where the line is asked for */
};

static void *
line_new(const double *param, double ahead)
{
	struct line *l = tq_alloc(1, sizeof *l);

	l->p = tq_rolling_trend_new(param[0]);
	l->part = 1 / squares_of_bars(param[0]);
	l->ahead = ahead;
	return l;
}

static void *
end_make(const double *param)
{
	return line_new(param, (param[0] - 1) / 2);
}

static void *
begin_make(const double *param)
{
	return line_new(param, -(param[0] - 1) / 2);
}

static void *
next_make(const double *param)
{
	return line_new(param, (param[0] + 1) / 2);
}

static void
line_step(void *node, const double *in, double *out)
{
	struct line *l = node;
	struct tq_pairs all;

	*out = (double)NAN;
	if (tq_rolling_trend_step(l->p, *in, &all))
		*out = tq_ind_finite(all.y + all.xy * l->part * l->ahead);
}

static double
slope_of(struct line *l, double x)
{
	struct tq_pairs all;

	if (!tq_rolling_trend_step(l->p, x, &all))
		return (double)NAN;
	return tq_ind_finite(all.xy * l->part);
}

static void
slope_step(void *node, const double *in, double *out)
{
	*out = slope_of(node, *in);
}

static void
angle_step(void *node, const double *in, double *out)
{
	*out = atan(slope_of(node, *in)) * (180 / 3.14159265358979323846);
}

static void
line_state(void *node, struct tq_state *st)
{
	tq_rolling_pairs_state(((struct line *)node)->p, st);
}

static void
line_fini(void *node)
{
	free(((struct line *)node)->p);
	free(node);
}

/*
 * With r2 = xy^2 / (xx yy), what is left over is yy (1 - r2), and the slope's
 * Student t has n - 2 degrees of freedom. A flat series has no r2.
 */
static void
trend_step(void *node, const double *in, double *out)
{
	struct line *l = node;
	struct tq_pairs all;
	double slope, r, r2, freedom;

	for (int i = 0; i < 7; i++)
		out[i] = (double)NAN;
	if (!tq_rolling_trend_step(l->p, *in, &all))
		return;
	freedom = all.n - 2;
	slope = all.xy * l->part;
	r = tq_pairs_correlation(&all);
	r2 = r * r;
	out[0] = tq_ind_finite(slope);
	out[1] = tq_ind_finite(all.y - slope * (all.n - 1) / 2);
	out[2] = tq_ind_finite(all.y + slope * (all.n - 1) / 2);
	out[3] = r2;
	out[4] = tq_ind_finite(sqrt(fmax(all.yy - all.xy * slope, 0) / freedom));
	out[5] = tq_ind_finite(r * sqrt(freedom / (1 - r2)));
	out[6] = isnan(r) ? (double)NAN : tq_chance_of_t(out[5], freedom);
}

#define LINE(least) \
	.recovery = TQ_IND_WINDOW, \
	.n_inputs = 1, .inputs = {"x"}, \
	.n_params = 1, .params = {{"n", 14, (least), TQ_IND_LONGEST, true, "period in bars"}}, \
	.lookback = tq_ind_window_lookback, .state = line_state, .fini = line_fini

static const struct tq_ind rows[] = {
	{
		.name = "linearreg",
		.aliases = {"linreg", "epma"},
		.meaning = "the least squares line through the last n values, at the last of them",
		.source = "TA-Lib LINEARREG",
		LINE(2),
		.n_outputs = 1, .outputs = {"linearreg"},
		.make = end_make, .step = line_step,
	}, {
		.name = "linearreg_slope",
		.aliases = {"linregslope"},
		.meaning = "the slope a bar of the least squares line through the last n values",
		.source = "TA-Lib LINEARREG_SLOPE",
		LINE(2),
		.n_outputs = 1, .outputs = {"slope"},
		.make = end_make, .step = slope_step,
	}, {
		.name = "linearreg_intercept",
		.meaning = "the least squares line through the last n values, at the first of them",
		.source = "TA-Lib LINEARREG_INTERCEPT",
		LINE(2),
		.n_outputs = 1, .outputs = {"intercept"},
		.make = begin_make, .step = line_step,
	}, {
		.name = "linearreg_angle",
		.meaning = "the slope of the least squares line as an angle in degrees",
		.source = "TA-Lib LINEARREG_ANGLE (a bar is as wide as one unit of price is high)",
		LINE(2),
		.n_outputs = 1, .outputs = {"angle"},
		.make = end_make, .step = angle_step,
	}, {
		.name = "tsf",
		.meaning = "time series forecast: the least squares line one bar ahead",
		.source = "TA-Lib TSF",
		LINE(2),
		.n_outputs = 1, .outputs = {"tsf"},
		.make = next_make, .step = line_step,
	}, {
		.name = "trend",
		.meaning = "least squares line: slope, first and last value, r squared, deviation "
			   "of the residuals (n-2), t and two-sided p of the slope",
		.source = "least squares; Student's t with n-2 degrees of freedom",
		LINE(3),
		.n_outputs = 7, .outputs = {"slope", "intercept", "line", "r2", "deviation", "t",
					    "p"},
		.make = end_make, .step = trend_step,
	},
};

const struct tq_ind_family tq_ind_statistics_trend = {"statistics", rows, TQ_COUNT(rows)};
