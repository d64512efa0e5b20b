/* SPDX-License-Identifier: ISC */
/* Values against the least squares line of their window. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/pairs.h"
#include "indicator/range.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

struct line {
	struct tq_rolling_pairs *p;
	double ahead;            /* bars from the middle, by the slope's denominator */
	double forecast;         /* fosc: what was said of this bar before it came */
};

static struct line
line_new(double n, double ahead)
{
	return (struct line){
		.p = tq_rolling_trend_new(n),
		.ahead = ahead * 12 / (n * (n * n - 1)),
		.forecast = (double)NAN,
	};
}

/* The line at the bar it was made for; NaN while there is none. */
static double
line_step(struct line *l, double x)
{
	struct tq_pairs all;

	if (!tq_rolling_trend_step(l->p, x, &all))
		return (double)NAN;
	return tq_ind_finite(all.y + all.xy * l->ahead);
}

static void *
cfo_make(const double *param)
{
	struct line *l = tq_alloc(1, sizeof *l);

	*l = line_new(param[0], (param[0] - 1) / 2);
	return l;
}

static void *
fosc_make(const double *param)
{
	struct line *l = tq_alloc(1, sizeof *l);

	*l = line_new(param[0], (param[0] + 1) / 2);
	return l;
}

static void
cfo_step(void *node, const double *in, double *out)
{
	*out = tq_ind_finite(100 * ((*in - line_step(node, *in)) / *in));
}

static void
fosc_step(void *node, const double *in, double *out)
{
	struct line *l = node;

	*out = tq_ind_finite(100 * ((*in - l->forecast) / *in));
	l->forecast = line_step(l, *in);
}

static void
cti_step(void *node, const double *in, double *out)
{
	struct line *l = node;
	struct tq_pairs all;

	*out = (double)NAN;
	if (tq_rolling_trend_step(l->p, *in, &all))
		*out = tq_ind_finite(tq_pairs_correlation(&all));
}

static void
line_state(void *node, struct tq_state *st)
{
	struct line *l = node;

	tq_rolling_pairs_state(l->p, st);
	tq_state_f64(st, "forecast", &l->forecast);
}

static void
line_fini(void *node)
{
	free(((struct line *)node)->p);
	free(node);
}

/*
 * Carter (2005): Bollinger's bands inside Keltner's say that the market rests;
 * both have the same middle, so their widths decide. The momentum is the line
 * through the close's distances from the middle of channel and mean.
 */
struct squeeze {
	struct tq_rolling_extreme *high, *low;
	struct tq_rolling_sum *mean, *range;
	struct tq_deviation *deviation;
	struct line line;
	double bands, channel;   /* widths: in deviations, in mean true ranges */
	double close;            /* of the bar before */
};

static void *
squeeze_make(const double *param)
{
	struct squeeze *s = tq_alloc(1, sizeof *s);
	double n = param[0];

	s->high = tq_rolling_extreme_new(n, 1);
	s->low = tq_rolling_extreme_new(n, -1);
	s->mean = tq_rolling_sum_new(n);
	s->range = tq_rolling_sum_new(n);
	s->deviation = tq_deviation_new(n);
	s->line = line_new(n, (n - 1) / 2);
	s->bands = param[1];
	s->channel = param[2];
	s->close = (double)NAN;
	return s;
}

static void
squeeze_step(void *node, const double *in, double *out)
{
	struct squeeze *s = node;
	bool known = tq_bar_known(in[0], in[1], in[2]);
	double x = known ? in[2] : (double)NAN;
	double high = tq_rolling_extreme_step(s->high, known ? in[0] : x);
	double low = tq_rolling_extreme_step(s->low, known ? in[1] : x);
	double mean = tq_rolling_mean_step(s->mean, x);
	double reach = known && !isnan(s->close) ? tq_true_range(in[0], in[1], s->close) :
		       (double)NAN;
	double range = s->channel * tq_rolling_mean_step(s->range, reach);
	double width = s->bands * tq_deviation_step(s->deviation, x);
	double middle = 0.25 * high + 0.25 * low + 0.5 * mean;

	s->close = x;
	out[1] = line_step(&s->line, tq_ind_finite(x - middle));
	out[0] = isnan(out[1]) || isnan(range - width) ? (double)NAN : width < range;
	if (isnan(out[0]))
		out[1] = (double)NAN;
}

static int64_t
squeeze_lookback(const double *param)
{
	return 2 * (int64_t)param[0] - 2;
}

static void
squeeze_state(void *node, struct tq_state *st)
{
	struct squeeze *s = node;

	tq_rolling_extreme_state(s->high, st);
	tq_rolling_extreme_state(s->low, st);
	tq_rolling_sum_state(s->mean, st);
	tq_rolling_sum_state(s->range, st);
	tq_deviation_state(s->deviation, st);
	line_state(&s->line, st);
	tq_state_f64(st, "close", &s->close);
}

static void
squeeze_fini(void *node)
{
	struct squeeze *s = node;

	free(s->high);
	free(s->low);
	free(s->mean);
	free(s->range);
	free(s->deviation);
	free(s->line.p);
	free(s);
}

#define LINE(preset) \
	.recovery = TQ_IND_WINDOW, \
	.n_inputs = 1, .inputs = {"x"}, \
	.n_params = 1, .params = {{"n", (preset), 2, TQ_IND_LONGEST, true, "period in bars"}}, \
	.state = line_state, .fini = line_fini

static const struct tq_ind rows[] = {
	{
		.name = "fosc",
		.meaning = "forecast oscillator: x less what the line before it said, percent of x",
		.source = "Tulip FOSC (Chande)",
		LINE(14),
		.n_outputs = 1, .outputs = {"fosc"},
		.lookback = tq_ind_change_lookback,
		.make = fosc_make, .step = fosc_step,
	}, {
		.name = "cfo",
		.meaning = "Chande forecast oscillator: x less the line at x, in percent of x",
		.source = "Chande (1994), the line's end; pandas-ta takes the line a bar further",
		LINE(9),
		.n_outputs = 1, .outputs = {"cfo"},
		.lookback = tq_ind_window_lookback,
		.make = cfo_make, .step = cfo_step,
	}, {
		.name = "cti",
		.meaning = "correlation trend indicator: correlation of x with time, -1 to 1",
		.source = "Ehlers (2020)",
		LINE(12),
		.n_outputs = 1, .outputs = {"cti"},
		.lookback = tq_ind_window_lookback,
		.make = cfo_make, .step = cti_step,
	}, {
		.name = "squeeze",
		.aliases = {"ttm_squeeze"},
		.meaning = "TTM squeeze: 1 while Bollinger's bands lie in Keltner's, and momentum",
		.source = "Carter (2005); simple means of the close and the true range",
		.recovery = TQ_IND_WINDOW, .of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_params = 3, .params = {
			{"n", 20, 2, TQ_IND_LONGEST, true, "period in bars"},
			{"bands", 2, 0.01, 100, false, "Bollinger's deviations"},
			{"channel", 1.5, 0.01, 100, false, "Keltner's mean true ranges"},
		},
		.n_outputs = 2, .outputs = {"on", "momentum"},
		.lookback = squeeze_lookback,
		.make = squeeze_make, .step = squeeze_step, .state = squeeze_state,
		.fini = squeeze_fini,
	},
};

const struct tq_ind_family tq_ind_momentum_line = {"momentum", rows, TQ_COUNT(rows)};
