/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/average.h"
#include "indicator/window.h"
#include "state/state.h"

#include <float.h>
#include <stdlib.h>

/* Wilder's average of the true range; the first bar has none. */
struct atr {
	struct tq_ema mean;
	double close;            /* of the bar before; NaN: there was none */
};

static void *
atr_make(const double *param)
{
	struct atr *a = tq_alloc(1, sizeof *a);

	tq_ema_init(&a->mean, param[0], 1 / param[0]);
	a->close = (double)NAN;
	return a;
}

static void
atr_step(void *node, const double *in, double *out)
{
	struct atr *a = node;
	double high = in[0], low = in[1], close = in[2], before = a->close;

	*out = (double)NAN;
	if (isnan(high + low) || isnan(close))
		return;
	a->close = close;
	if (isnan(before))
		return;
	*out = tq_ema_step(&a->mean, fmin(DBL_MAX, fmax(high - low,
		fmax(fabs(high - before), fabs(low - before)))));
}

static void
atr_state(void *node, struct tq_state *st)
{
	struct atr *a = node;

	tq_ema_state(&a->mean, st);
	tq_state_f64(st, "close", &a->close);
}

struct stdev {
	struct tq_deviation *deviation;
	double factor;
};

static void *
stdev_make(const double *param)
{
	struct stdev *s = tq_alloc(1, sizeof *s);

	s->deviation = tq_deviation_new(param[0]);
	s->factor = param[1];
	return s;
}

static void
stdev_step(void *node, const double *in, double *out)
{
	struct stdev *s = node;

	*out = tq_ind_finite(tq_deviation_step(s->deviation, *in) * s->factor);
}

static void
stdev_state(void *node, struct tq_state *st)
{
	tq_deviation_state(((struct stdev *)node)->deviation, st);
}

static void
stdev_fini(void *node)
{
	free(((struct stdev *)node)->deviation);
	free(node);
}

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

static const struct tq_ind rows[] = {
	{
		.name = "atr",
		.meaning = "average true range",
		.source = "TA-Lib ATR (Wilder; the first bar's range is not counted)",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"atr"},
		.lookback = tq_ind_change_lookback,
		.make = atr_make, .step = atr_step, .state = atr_state,
	}, {
		.name = "stddev",
		.aliases = {"stdev"},
		.meaning = "population standard deviation, times a factor",
		.source = "TA-Lib STDDEV",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {
			TQ_IND_PERIOD(5),
			{"factor", 1, -1e6, 1e6, false, "what the deviation is multiplied by"},
		},
		.n_outputs = 1, .outputs = {"stddev"},
		.lookback = tq_ind_window_lookback,
		.make = stdev_make, .step = stdev_step, .state = stdev_state,
		.fini = stdev_fini,
	}, {
		.name = "bbands",
		.meaning = "an average, and bands that many standard deviations above and below it",
		.source = "TA-Lib BBANDS (Bollinger; population deviation)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 4, .params = {
			TQ_IND_PERIOD(5),
			{"up", 2, -1e6, 1e6, false, "deviations up to the upper band"},
			{"down", 2, -1e6, 1e6, false, "deviations down to the lower band"},
			{"ma", 0, 0, 2, true, "the average: 0 sma, 1 ema, 2 wma"},
		},
		.n_outputs = 3, .outputs = {"upper", "middle", "lower"},
		.lookback = tq_ind_window_lookback,
		.make = bbands_make, .step = bbands_step, .state = bbands_state,
		.fini = bbands_fini,
	},
};

const struct tq_ind_family tq_ind_volatility = {"volatility", rows, TQ_COUNT(rows)};
