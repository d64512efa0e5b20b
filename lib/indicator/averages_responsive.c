/* SPDX-License-Identifier: ISC */
/* Exponential averages whose speed follows the market. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/* Chande: the faster, the more the last bars deviate compared with the longer past. */
struct vidya {
	struct tq_deviation *fast, *slow;
	int64_t wait, bars;      /* bars before the first output; that have come */
	double alpha, y;
};

static void *
vidya_make(const double *param)
{
	struct vidya *v = tq_alloc(1, sizeof *v);

	v->fast = tq_deviation_new(param[0]);
	v->slow = tq_deviation_new(param[1]);
	v->wait = (int64_t)param[1] - 2;
	v->alpha = param[2];
	return v;
}

static void
vidya_step(void *node, const double *in, double *out)
{
	struct vidya *v = node;
	double x = *in, k;

	*out = (double)NAN;
	if (isnan(x))
		return;
	k = v->alpha * (tq_deviation_step(v->fast, x) / tq_deviation_step(v->slow, x));
	if (v->bars <= v->wait)
		v->y = x;
	else if (k - k == 0)     /* else a flat window: no reason to move */
		v->y = tq_toward(v->y, k, x);
	if (!(v->y - v->y == 0))
		v->y = x;
	if (v->bars >= v->wait)
		*out = v->y;
	v->bars += v->bars <= v->wait;
}

static int64_t
vidya_lookback(const double *param)
{
	return (int64_t)param[1] - 2;
}

static void
vidya_state(void *node, struct tq_state *st)
{
	struct vidya *v = node;

	tq_deviation_state(v->fast, st);
	tq_deviation_state(v->slow, st);
	tq_ind_state_int(st, "bars", &v->bars, 0, v->wait + 1);
	tq_state_f64(st, "y", &v->y);
}

static void
vidya_fini(void *node)
{
	struct vidya *v = node;

	free(v->fast);
	free(v->slow);
	free(v);
}

/*
 * McGinley: the share of a new value falls with the fourth power of how far it
 * is above the average. Far below, the formula would carry the average beyond
 * the value; there it stops at the value.
 */
struct mcginley {
	double bars, y;          /* bars that a value counts for at the average */
};

static void *
mcginley_make(const double *param)
{
	struct mcginley *m = tq_alloc(1, sizeof *m);

	m->bars = param[0] * param[1];
	m->y = (double)NAN;
	return m;
}

static void
mcginley_step(void *node, const double *in, double *out)
{
	struct mcginley *m = node;
	double x = *in, ratio, k;

	*out = (double)NAN;
	if (isnan(x))
		return;
	if (isnan(m->y)) {
		m->y = x;
		return;
	}
	ratio = x / m->y;
	k = 1 / (m->bars * ratio * ratio * ratio * ratio);
	*out = m->y = tq_toward(m->y, k < 1 && m->y != 0 ? k : 1, x);
}

static int64_t
mcginley_lookback(const double *param)
{
	(void)param;
	return 1;
}

static void
mcginley_state(void *node, struct tq_state *st)
{
	tq_state_f64(st, "y", &((struct mcginley *)node)->y);
}

/*
 * Ehlers' fractal average: the ranges of both halves of the window compared
 * with the range of all of it give the dimension, 1 for a straight line and 2
 * for one that fills the plane, and that the speed.
 */
struct frama {
	struct tq_rolling_extreme *high, *low;   /* of half the window */
	struct tq_ring *highs, *lows;            /* the same, half a window ago */
	int64_t half;
	double dimension, y;
};

static int64_t
frama_half(const double *param)
{
	return (int64_t)param[0] / 2;
}

static void *
frama_make(const double *param)
{
	struct frama *f = tq_alloc(1, sizeof *f);
	double half;

	f->half = frama_half(param);
	half = (double)f->half;
	f->high = tq_rolling_extreme_new(half, 1);
	f->low = tq_rolling_extreme_new(half, -1);
	f->highs = tq_ring_new(half);
	f->lows = tq_ring_new(half);
	f->y = (double)NAN;
	return f;
}

/* Left as it is where a range is 0. */
static void
frama_measure(struct frama *f, double high, double low, double old_high, double old_low)
{
	double halves = (high - low) + (old_high - old_low);
	double all = (fmax(high, old_high) - fmin(low, old_low)) / 2;

	if (high > low && old_high > old_low && halves / all - halves / all == 0)
		f->dimension = log2(halves / all);
}

static void
frama_step(void *node, const double *in, double *out)
{
	struct frama *f = node;
	double x = in[0] / 2 + in[1] / 2, high, low, old_high, old_low, k;

	*out = (double)NAN;
	if (isnan(x))
		return;
	high = tq_rolling_extreme_step(f->high, in[0]);
	low = tq_rolling_extreme_step(f->low, in[1]);
	old_high = tq_ring_swap(f->highs, high);
	old_low = tq_ring_swap(f->lows, low);
	if (isnan(old_high))
		return;
	frama_measure(f, high, low, old_high, old_low);
	k = fmin(fmax(exp(-4.6 * (f->dimension - 1)), 0.01), 1);
	*out = f->y = isnan(f->y) ? x : tq_toward(f->y, k, x);
}

static int64_t
frama_lookback(const double *param)
{
	return 2 * frama_half(param) - 1;
}

static void
frama_state(void *node, struct tq_state *st)
{
	struct frama *f = node;

	tq_rolling_extreme_state(f->high, st);
	tq_rolling_extreme_state(f->low, st);
	tq_ring_state(f->highs, st);
	tq_ring_state(f->lows, st);
	tq_state_f64(st, "dimension", &f->dimension);
	tq_state_f64(st, "y", &f->y);
}

static void
frama_fini(void *node)
{
	struct frama *f = node;

	free(f->high);
	free(f->low);
	free(f->highs);
	free(f->lows);
	free(f);
}

static const struct tq_ind rows[] = {
	{
		.name = "vidya",
		.meaning = "variable index dynamic average: its speed follows the deviation",
		.source = "Tulip vidya (Chande 1992; from the value at bar slow - 2)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 3, .params = {
			{"fast", 12, 2, TQ_IND_LONGEST, true, "period of the deviation now"},
			{"slow", 26, 2, TQ_IND_LONGEST, true, "period it is compared with"},
			{"alpha", 0.2, 0, 1, false, "share of a new value when both are equal"},
		},
		.n_outputs = 1, .outputs = {"vidya"},
		.lookback = vidya_lookback,
		.make = vidya_make, .step = vidya_step, .state = vidya_state,
		.fini = vidya_fini,
	}, {
		.name = "mcginley",
		.aliases = {"dynamic", "mcgd"},
		.meaning = "McGinley dynamic: hurries after falling prices, not after rising ones",
		.source = "McGinley 1990; as in Skender, but never beyond the value",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {
			TQ_IND_PERIOD(14),
			{"k", 0.6, 0.01, 100, false, "share of the period"},
		},
		.n_outputs = 1, .outputs = {"mcginley"},
		.lookback = mcginley_lookback,
		.make = mcginley_make, .step = mcginley_step, .state = mcginley_state,
	}, {
		.name = "frama",
		.meaning = "fractal adaptive average: fast in a straight line, slow in noise",
		.source = "Ehlers 2005 (of high and low; n is cut to an even number)",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_params = 1, .params = {
			{"n", 16, 2, TQ_IND_LONGEST, true, "period in bars"},
		},
		.n_outputs = 1, .outputs = {"frama"},
		.lookback = frama_lookback,
		.make = frama_make, .step = frama_step, .state = frama_state,
		.fini = frama_fini,
	},
};

const struct tq_ind_family tq_ind_averages_responsive = {"averages", rows, TQ_COUNT(rows)};
