/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/range.h"
#include "state/state.h"

#include <stdlib.h>

static void *
trange_make(const double *param)
{
	double *close = tq_alloc(1, sizeof *close);

	(void)param;
	*close = (double)NAN;
	return close;
}

static void
trange_step(void *node, const double *in, double *out)
{
	double *close = node, before = *close;

	*out = (double)NAN;
	if (!tq_bar_known(in[0], in[1], in[2]))
		return;
	*close = in[2];
	*out = tq_true_range(in[0], in[1], before);
}

static void
trange_state(void *node, struct tq_state *st)
{
	tq_state_f64(st, "close", node);
}

static int64_t
trange_lookback(const double *param)
{
	(void)param;
	return 1;
}

static void *
atr_make(const double *param)
{
	struct tq_atr *a = tq_alloc(1, sizeof *a);

	tq_atr_init(a, param[0]);
	return a;
}

static void
atr_step(void *node, const double *in, double *out)
{
	*out = tq_atr_step(node, in[0], in[1], in[2]);
}

static void
natr_step(void *node, const double *in, double *out)
{
	*out = tq_ind_finite(tq_atr_step(node, in[0], in[1], in[2]) / in[2] * 100);
}

static void
atr_state(void *node, struct tq_state *st)
{
	tq_atr_state(node, st);
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

static const struct tq_ind rows[] = {
	{
		.name = "trange",
		.aliases = {"tr"},
		.meaning = "true range: from low to high, and on to the close before",
		.source = "TA-Lib TRANGE (Wilder; the first bar has none)",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_outputs = 1, .outputs = {"trange"},
		.lookback = trange_lookback,
		.make = trange_make, .step = trange_step, .state = trange_state,
	}, {
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
		.name = "natr",
		.aliases = {"atrp"},
		.meaning = "average true range in percent of the close",
		.source = "TA-Lib NATR",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"natr"},
		.lookback = tq_ind_change_lookback,
		.make = atr_make, .step = natr_step, .state = atr_state,
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
	},
};

const struct tq_ind_family tq_ind_volatility = {"volatility", rows, TQ_COUNT(rows)};
