/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/average.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

struct bbands {
	struct tq_average middle;
	struct tq_deviation *deviation;
	double up, down;
};

static void *
bbands_make(const double *param)
{
	struct bbands *b = tq_alloc(1, sizeof *b);

	b->middle = tq_average_new(param[3], param[0]);
	b->deviation = tq_deviation_new(param[0]);
	b->up = param[1];
	b->down = param[2];
	return b;
}

static void
bbands_step(void *node, const double *in, double *out)
{
	struct bbands *b = node;
	double deviation = tq_deviation_step(b->deviation, *in);
	double middle = tq_average_step(&b->middle, *in);

	out[0] = tq_ind_finite(middle + b->up * deviation);
	out[1] = isnan(deviation) ? (double)NAN : middle;
	out[2] = tq_ind_finite(middle - b->down * deviation);
}

static int64_t
bbands_lookback(const double *param)
{
	int64_t middle = tq_average_lookback(param[3], param[0]);
	int64_t deviation = tq_ind_window_lookback(param);

	return middle > deviation ? middle : deviation;
}

static void
bbands_state(void *node, struct tq_state *st)
{
	struct bbands *b = node;

	tq_average_state(&b->middle, st);
	tq_deviation_state(b->deviation, st);
}

static void
bbands_fini(void *node)
{
	struct bbands *b = node;

	tq_average_fini(&b->middle);
	free(b->deviation);
	free(b);
}

/* What is made of the mean and the deviation of one window. */
struct spread {
	struct tq_rolling_sum *mean;
	struct tq_deviation *deviation;
	double factor;
};

static void *
spread_make(const double *param)
{
	struct spread *s = tq_alloc(1, sizeof *s);

	s->mean = tq_rolling_sum_new(param[0]);
	s->deviation = tq_deviation_new(param[0]);
	s->factor = param[1];
	return s;
}

/* (x - lower) / (upper - lower) */
static void
percent_b_step(void *node, const double *in, double *out)
{
	struct spread *s = node;
	double mean = tq_rolling_mean_step(s->mean, *in);
	double reach = tq_deviation_step(s->deviation, *in) * s->factor;

	*out = tq_ind_finite((*in - mean) / (2 * reach) + 0.5);
}

/* (upper - lower) / middle */
static void
bbw_step(void *node, const double *in, double *out)
{
	struct spread *s = node;
	double mean = tq_rolling_mean_step(s->mean, *in);
	double reach = tq_deviation_step(s->deviation, *in) * s->factor;

	*out = tq_ind_finite(2 * (reach / mean));
}

static void
spread_state(void *node, struct tq_state *st)
{
	struct spread *s = node;

	tq_rolling_sum_state(s->mean, st);
	tq_deviation_state(s->deviation, st);
}

static void
spread_fini(void *node)
{
	struct spread *s = node;

	free(s->mean);
	free(s->deviation);
	free(s);
}

/* Averages of the upper ends, the closes and the lower ends. */
struct accbands {
	struct tq_rolling_sum *mean[3];
};

static void *
accbands_make(const double *param)
{
	struct accbands *a = tq_alloc(1, sizeof *a);

	for (int i = 0; i < 3; i++)
		a->mean[i] = tq_rolling_sum_new(param[0]);
	return a;
}

/* A bar whose middle is 0 has no relative range: its high and low stand. */
static void
accbands_step(void *node, const double *in, double *out)
{
	struct accbands *a = node;
	double high = in[0], low = in[1];
	double width = 4 * ((high - low) / (high + low));
	double gone = 0 * (high + low + in[2]);          /* NaN takes all three along */

	if (high + low == 0)
		width = 0;
	out[0] = tq_ind_finite(tq_rolling_mean_step(a->mean[0], high * (1 + width) + gone));
	out[1] = tq_ind_finite(tq_rolling_mean_step(a->mean[1], in[2] + gone));
	out[2] = tq_ind_finite(tq_rolling_mean_step(a->mean[2], low * (1 - width) + gone));
}

static void
accbands_state(void *node, struct tq_state *st)
{
	struct accbands *a = node;

	for (int i = 0; i < 3; i++)
		tq_rolling_sum_state(a->mean[i], st);
}

static void
accbands_fini(void *node)
{
	struct accbands *a = node;

	for (int i = 0; i < 3; i++)
		free(a->mean[i]);
	free(a);
}

#define DEVIATIONS(name, meaning) {(name), 2, -1e6, 1e6, false, (meaning)}
#define SEVERAL(preset) {"n", (preset), 2, TQ_IND_LONGEST, true, "period in bars"}
#define REACH {"k", 2, 1e-6, 1e6, false, "deviations from the middle to a band"}

static const struct tq_ind rows[] = {
	{
		.name = "bbands",
		.aliases = {"bollinger"},
		.meaning = "an average, and bands that many standard deviations above and below it",
		.source = "TA-Lib BBANDS (Bollinger; population deviation)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 4, .params = {
			TQ_IND_PERIOD(5),
			DEVIATIONS("up", "deviations up to the upper band"),
			DEVIATIONS("down", "deviations down to the lower band"),
			TQ_IND_MA("ma", "the average"),
		},
		.n_outputs = 3, .outputs = {"upper", "middle", "lower"},
		.lookback = bbands_lookback,
		.make = bbands_make, .step = bbands_step, .state = bbands_state,
		.fini = bbands_fini,
	}, {
		.name = "percent_b",
		.aliases = {"bbp"},
		.meaning = "where x is between Bollinger's bands: 0 the lower, 1 the upper; null "
			   "of a flat window",
		.source = "Bollinger %b; as Skender's percentB",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {SEVERAL(20), REACH},
		.n_outputs = 1, .outputs = {"percent_b"},
		.lookback = tq_ind_window_lookback,
		.make = spread_make, .step = percent_b_step, .state = spread_state,
		.fini = spread_fini,
	}, {
		.name = "bbw",
		.meaning = "width of Bollinger's bands as a part of the average",
		.source = "Bollinger BandWidth; as Skender's width",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {SEVERAL(20), REACH},
		.n_outputs = 1, .outputs = {"bbw"},
		.lookback = tq_ind_window_lookback,
		.make = spread_make, .step = bbw_step, .state = spread_state,
		.fini = spread_fini,
	}, {
		.name = "accbands",
		.meaning = "acceleration bands: averages of high and low widened by the bar's "
			   "relative range",
		.source = "TA-Lib ACCBANDS (Headley)",
		.recovery = TQ_IND_WINDOW,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_params = 1, .params = {TQ_IND_PERIOD(20)},
		.n_outputs = 3, .outputs = {"upper", "middle", "lower"},
		.lookback = tq_ind_window_lookback,
		.make = accbands_make, .step = accbands_step, .state = accbands_state,
		.fini = accbands_fini,
	},
};

const struct tq_ind_family tq_ind_bands = {"bands and channels", rows, TQ_COUNT(rows)};
