/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/average.h"
#include "indicator/range.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

static void
put_channel(double *out, double middle, double reach)
{
	bool known = reach - reach == 0;

	out[0] = tq_ind_finite(middle + reach);
	out[1] = known ? middle : (double)NAN;
	out[2] = tq_ind_finite(middle - reach);
}

struct donchian {
	struct tq_rolling_extreme *high, *low;
	struct tq_ring *highs, *lows;    /* what is shown lag bars later */
};

static void *
donchian_make(const double *param)
{
	struct donchian *d = tq_alloc(1, sizeof *d);

	d->high = tq_rolling_extreme_new(param[0], 1);
	d->low = tq_rolling_extreme_new(param[0], -1);
	d->highs = tq_ring_new(param[1]);
	d->lows = tq_ring_new(param[1]);
	return d;
}

static void
donchian_step(void *node, const double *in, double *out)
{
	struct donchian *d = node;
	double gone = 0 * in[0] + 0 * in[1];     /* NaN takes both ends along */

	out[0] = tq_ring_swap(d->highs, tq_rolling_extreme_step(d->high, in[0] + gone));
	out[2] = tq_ring_swap(d->lows, tq_rolling_extreme_step(d->low, in[1] + gone));
	out[1] = 0.5 * out[0] + 0.5 * out[2];
}

static int64_t
donchian_lookback(const double *param)
{
	return (int64_t)param[0] - 1 + (int64_t)param[1];
}

static void
donchian_state(void *node, struct tq_state *st)
{
	struct donchian *d = node;

	tq_rolling_extreme_state(d->high, st);
	tq_rolling_extreme_state(d->low, st);
	tq_ring_state(d->highs, st);
	tq_ring_state(d->lows, st);
}

static void
donchian_fini(void *node)
{
	struct donchian *d = node;

	free(d->high);
	free(d->low);
	free(d->highs);
	free(d->lows);
	free(d);
}

/* An average of closes, and bands that many average true ranges off it. */
struct ranged {
	struct tq_average middle;
	struct tq_atr atr;
	double factor;
};

static struct ranged *
ranged_new(double type, const double *param)
{
	struct ranged *r = tq_alloc(1, sizeof *r);

	r->middle = tq_average_new(type, param[0]);
	r->factor = param[1];
	tq_atr_init(&r->atr, param[2]);
	return r;
}

static void *
keltner_make(const double *param)
{
	return ranged_new(1, param);
}

static void *
starc_make(const double *param)
{
	return ranged_new(0, param);
}

static void
ranged_step(void *node, const double *in, double *out)
{
	struct ranged *r = node;
	double middle;

	out[0] = out[1] = out[2] = (double)NAN;
	if (!tq_bar_known(in[0], in[1], in[2]))
		return;
	middle = tq_average_step(&r->middle, in[2]);
	put_channel(out, middle, r->factor * tq_atr_step(&r->atr, in[0], in[1], in[2]));
}

static int64_t
ranged_lookback(const double *param)
{
	return (int64_t)fmax(param[0] - 1, param[2]);
}

static void
ranged_state(void *node, struct tq_state *st)
{
	struct ranged *r = node;

	tq_average_state(&r->middle, st);
	tq_atr_state(&r->atr, st);
}

static void
ranged_fini(void *node)
{
	tq_average_fini(&((struct ranged *)node)->middle);
	free(node);
}

/*
 * The straight line through n values at its newest end, which is three times
 * the weighted average less twice the plain one.
 */
struct line {
	struct tq_average plain, weighted;
	struct tq_deviation *deviation;
	double factor;
};

static void *
line_make(const double *param)
{
	struct line *l = tq_alloc(1, sizeof *l);

	l->plain = tq_average_new(0, param[0]);
	l->weighted = tq_average_new(2, param[0]);
	l->deviation = tq_deviation_new(param[0]);
	l->factor = param[1];
	return l;
}

static void
line_step(void *node, const double *in, double *out)
{
	struct line *l = node;
	double plain = tq_average_step(&l->plain, *in);
	double weighted = tq_average_step(&l->weighted, *in);

	put_channel(out, tq_ind_finite(plain + 3 * (weighted - plain)),
		    l->factor * tq_deviation_step(l->deviation, *in));
}

static void
line_state(void *node, struct tq_state *st)
{
	struct line *l = node;

	tq_average_state(&l->plain, st);
	tq_average_state(&l->weighted, st);
	tq_deviation_state(l->deviation, st);
}

static void
line_fini(void *node)
{
	struct line *l = node;

	tq_average_fini(&l->plain);
	tq_average_fini(&l->weighted);
	free(l->deviation);
	free(l);
}

#define TO_BAND {"k", 2, 0, 1e6, false, "average true ranges to a band"}
#define DEVIATIONS(preset) \
	{"k", (preset), 0, 1e6, false, "standard deviations to a band"}
#define RANGES(preset) \
	{"atr", (preset), 1, TQ_IND_LONGEST, true, "period of the average true range"}
#define OF_BAR \
	.recovery = TQ_IND_SKIP, .of_bar = true, \
	.n_inputs = 3, .inputs = {"high", "low", "close"}, \
	.n_params = 3
#define CHANNEL .n_outputs = 3, .outputs = {"upper", "middle", "lower"}

static const struct tq_ind rows[] = {
	{
		.name = "donchian",
		.aliases = {"dc"},
		.meaning = "highest high and lowest low of n bars, their middle; with lag 1 of the "
			   "bars before this one",
		.source = "Donchian; Skender's has lag 1",
		.recovery = TQ_IND_WINDOW,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_params = 2, .params = {
			TQ_IND_PERIOD(20),
			{"lag", 0, 0, TQ_IND_LONGEST, true, "bars since the window's end"},
		},
		CHANNEL,
		.lookback = donchian_lookback,
		.make = donchian_make, .step = donchian_step, .state = donchian_state,
		.fini = donchian_fini,
	}, {
		.name = "keltner",
		.aliases = {"kc"},
		.meaning = "exponential average of closes, bands k average true ranges off it",
		.source = "Keltner by Raschke; as Skender",
		OF_BAR,
		.params = {TQ_IND_PERIOD(20), TO_BAND, RANGES(10)},
		CHANNEL,
		.lookback = ranged_lookback,
		.make = keltner_make, .step = ranged_step, .state = ranged_state,
		.fini = ranged_fini,
	}, {
		.name = "starc",
		.meaning = "simple average of closes, bands k average true ranges off it",
		.source = "Stoller; as Skender",
		OF_BAR,
		.params = {TQ_IND_PERIOD(5), TO_BAND, RANGES(10)},
		CHANNEL,
		.lookback = ranged_lookback,
		.make = starc_make, .step = ranged_step, .state = ranged_state,
		.fini = ranged_fini,
	}, {
		.name = "stdev_channel",
		.meaning = "end of the straight line through n values, bands k standard deviations "
			   "off it",
		.source = "least squares; Skender's at the last bar of each of its windows",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2,
		.params = {TQ_IND_PERIOD(20), DEVIATIONS(2)},
		CHANNEL,
		.lookback = tq_ind_window_lookback,
		.make = line_make, .step = line_step, .state = line_state, .fini = line_fini,
	},
};

const struct tq_ind_family tq_ind_channels = {"bands and channels", rows, TQ_COUNT(rows)};
