/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/range.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/* How much longer the way of n bars is than its span, as a logarithm to base n. */
struct chop {
	struct tq_rolling_sum *way;
	struct tq_rolling_extreme *high, *low;
	double close, factor;
};

static void *
chop_make(const double *param)
{
	struct chop *c = tq_alloc(1, sizeof *c);

	c->way = tq_rolling_sum_new(param[0]);
	c->high = tq_rolling_extreme_new(param[0], 1);
	c->low = tq_rolling_extreme_new(param[0], -1);
	c->close = (double)NAN;
	c->factor = 100 / log(param[0]);
	return c;
}

static void
chop_step(void *node, const double *in, double *out)
{
	struct chop *c = node;
	double high = tq_true_high(in[0], c->close);
	double low = tq_true_low(in[1], c->close);
	double way, span;

	c->close = in[2];
	if (!tq_bar_known(in[0], in[1], in[2]))
		high = low = c->close = (double)NAN;
	way = tq_rolling_sum_step(c->way, high - low);
	span = tq_rolling_extreme_step(c->high, high) - tq_rolling_extreme_step(c->low, low);
	*out = tq_ind_finite(c->factor * log(way / span));
}

static void
chop_state(void *node, struct tq_state *st)
{
	struct chop *c = node;

	tq_rolling_sum_state(c->way, st);
	tq_rolling_extreme_state(c->high, st);
	tq_rolling_extreme_state(c->low, st);
	tq_state_f64(st, "close", &c->close);
}

static void
chop_fini(void *node)
{
	struct chop *c = node;

	free(c->way);
	free(c->high);
	free(c->low);
	free(c);
}

/* The root of the mean square of how far, in percent, x is below its highest. */
struct ulcer {
	struct tq_rolling_extreme *high;
	struct tq_rolling_sum *squares;
};

static void *
ulcer_make(const double *param)
{
	struct ulcer *u = tq_alloc(1, sizeof *u);

	u->high = tq_rolling_extreme_new(param[0], 1);
	u->squares = tq_rolling_sum_new(param[0]);
	return u;
}

static void
ulcer_step(void *node, const double *in, double *out)
{
	struct ulcer *u = node;
	double high = tq_rolling_extreme_step(u->high, *in);
	double drop = tq_ind_finite(*in / high - 1) * 100;

	*out = sqrt(tq_rolling_mean_step(u->squares, tq_ind_finite(drop * drop)));
}

static int64_t
ulcer_lookback(const double *param)
{
	return 2 * ((int64_t)param[0] - 1);
}

static void
ulcer_state(void *node, struct tq_state *st)
{
	struct ulcer *u = node;

	tq_rolling_extreme_state(u->high, st);
	tq_rolling_sum_state(u->squares, st);
}

static void
ulcer_fini(void *node)
{
	struct ulcer *u = node;

	free(u->high);
	free(u->squares);
	free(u);
}

/* Chaikin's volatility: how an average of the ranges changed in n bars. */
struct cvi {
	struct tq_ema mean;
	struct tq_ring *past;
	int64_t early;           /* averages still to come that are not compared with */
};

static void *
cvi_make(const double *param)
{
	struct cvi *c = tq_alloc(1, sizeof *c);

	tq_ema_init(&c->mean, 1, 2 / (param[0] + 1));
	c->past = tq_ring_new(param[0]);
	c->early = c->past->n - 1;
	return c;
}

static void
cvi_step(void *node, const double *in, double *out)
{
	struct cvi *c = node;
	double mean = tq_ema_step(&c->mean, tq_ind_finite(in[0] - in[1]));
	double before;

	*out = (double)NAN;
	if (isnan(mean))
		return;
	/* The average starts from one range: its first n-1 values say too little. */
	before = tq_ring_swap(c->past, c->early > 0 ? (double)NAN : mean);
	c->early -= c->early > 0;
	*out = tq_ind_finite((mean / before - 1) * 100);
}

static int64_t
cvi_lookback(const double *param)
{
	return 2 * (int64_t)param[0] - 1;
}

static void
cvi_state(void *node, struct tq_state *st)
{
	struct cvi *c = node;

	tq_ema_state(&c->mean, st);
	tq_ring_state(c->past, st);
	tq_ind_state_int(st, "early", &c->early, 0, c->past->n - 1);
}

static void
cvi_fini(void *node)
{
	free(((struct cvi *)node)->past);
	free(node);
}

/* Wilder's averages of the deviation on bars that rose and on bars that fell. */
struct dorsey {
	struct tq_deviation *deviation;
	struct tq_ema up, down;
	double last;
};

static void *
dorsey_make(const double *param)
{
	struct dorsey *d = tq_alloc(1, sizeof *d);

	tq_ema_init(&d->up, param[0], 1 / param[0]);
	tq_ema_init(&d->down, param[0], 1 / param[0]);
	d->deviation = tq_deviation_new(param[1]);
	d->last = (double)NAN;
	return d;
}

static void
dorsey_step(void *node, const double *in, double *out)
{
	struct dorsey *d = node;
	double x = *in, last = d->last;
	double deviation, up, down;

	*out = (double)NAN;
	if (isnan(x))
		return;
	d->last = x;
	deviation = tq_deviation_step(d->deviation, x);
	if (isnan(deviation))
		return;
	up = tq_ema_step(&d->up, x > last ? deviation : 0);
	down = tq_ema_step(&d->down, x < last ? deviation : 0);
	*out = tq_ind_finite(100 * (up / (up + down)));
}

static int64_t
dorsey_lookback(const double *param)
{
	return (int64_t)param[0] - 1 + (int64_t)param[1] - 1;
}

static void
dorsey_state(void *node, struct tq_state *st)
{
	struct dorsey *d = node;

	tq_deviation_state(d->deviation, st);
	tq_ema_state(&d->up, st);
	tq_ema_state(&d->down, st);
	tq_state_f64(st, "last", &d->last);
}

static void
dorsey_fini(void *node)
{
	free(((struct dorsey *)node)->deviation);
	free(node);
}

static const struct tq_ind rows[] = {
	{
		.name = "chop",
		.aliases = {"choppiness"},
		.meaning = "choppiness: 100 * log(sum of true ranges / their span) / log(n); high: "
			   "no trend",
		.source = "Dreiss; as Skender",
		.recovery = TQ_IND_WINDOW,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_params = 1, .params = {
			{"n", 14, 2, TQ_IND_LONGEST, true, "period in bars"},
		},
		.n_outputs = 1, .outputs = {"chop"},
		.lookback = tq_ind_change_lookback,
		.make = chop_make, .step = chop_step, .state = chop_state, .fini = chop_fini,
	}, {
		.name = "ulcer",
		.aliases = {"ui"},
		.meaning = "ulcer index: root mean square of the drop in percent from the highest "
			   "of n bars",
		.source = "Martin (1987); each bar against its own n bars",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"ulcer"},
		.lookback = ulcer_lookback,
		.make = ulcer_make, .step = ulcer_step, .state = ulcer_state, .fini = ulcer_fini,
	}, {
		.name = "cvi",
		.meaning = "Chaikin's volatility: change in percent, over n bars, of an "
			   "exponential average of the range",
		.source = "Tulip CVI (average from the first range)",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_params = 1, .params = {TQ_IND_PERIOD(10)},
		.n_outputs = 1, .outputs = {"cvi"},
		.lookback = cvi_lookback,
		.make = cvi_make, .step = cvi_step, .state = cvi_state, .fini = cvi_fini,
	}, {
		.name = "rvi_vol",
		.aliases = {"dorsey_rvi"},
		.meaning = "relative volatility index, 0 to 100: the part of the deviation that "
			   "came with rises",
		.source = "Dorsey (1993): population deviation, Wilder's averages",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {
			TQ_IND_PERIOD(14),
			{"sd", 10, 2, TQ_IND_LONGEST, true, "period of the deviation"},
		},
		.n_outputs = 1, .outputs = {"rvi_vol"},
		.lookback = dorsey_lookback,
		.make = dorsey_make, .step = dorsey_step, .state = dorsey_state,
		.fini = dorsey_fini,
	},
};

const struct tq_ind_family tq_ind_volatility_index = {"volatility", rows, TQ_COUNT(rows)};
