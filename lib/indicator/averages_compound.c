/* SPDX-License-Identifier: ISC */
/* Averages that are made of others. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/average.h"
#include "indicator/ring.h"
#include "indicator/window.h"
#include "state/state.h"

#include <stdlib.h>

enum { WMA = 2 };                /* the number of wma in average.h */

/*
 * Hull: twice the weighted average of half the period less that of the whole
 * leads as far as one of them lags; the square root of the period smooths it.
 */
struct hma {
	struct tq_average half, whole, smooth;
};

static double
half_of(double n)
{
	return fmax(1, floor(n / 2));
}

static void *
hma_make(const double *param)
{
	struct hma *h = tq_alloc(1, sizeof *h);

	h->half = tq_average_new(WMA, half_of(param[0]));
	h->whole = tq_average_new(WMA, param[0]);
	h->smooth = tq_average_new(WMA, floor(sqrt(param[0])));
	return h;
}

static void
hma_step(void *node, const double *in, double *out)
{
	struct hma *h = node;
	double half = tq_average_step(&h->half, *in);
	double whole = tq_average_step(&h->whole, *in);

	*out = tq_average_step(&h->smooth, tq_ind_finite(half + (half - whole)));
}

static int64_t
hma_lookback(const double *param)
{
	return (int64_t)param[0] - 1 + (int64_t)floor(sqrt(param[0])) - 1;
}

static void
hma_state(void *node, struct tq_state *st)
{
	struct hma *h = node;

	tq_average_state(&h->half, st);
	tq_average_state(&h->whole, st);
	tq_average_state(&h->smooth, st);
}

static void
hma_fini(void *node)
{
	struct hma *h = node;

	tq_average_fini(&h->half);
	tq_average_fini(&h->whole);
	tq_average_fini(&h->smooth);
	free(h);
}

/* The average of the value and what it has gained over its own lag. */
struct zlema {
	struct tq_ring *past;
	struct tq_ema mean;
};

static double
zlema_lag(const double *param)
{
	return floor((param[0] - 1) / 2);
}

static void *
zlema_make(const double *param)
{
	struct zlema *z = tq_alloc(1, sizeof *z);

	z->past = tq_ring_new(zlema_lag(param));
	tq_ema_init(&z->mean, param[0], 2 / (param[0] + 1));
	return z;
}

static void
zlema_step(void *node, const double *in, double *out)
{
	struct zlema *z = node;

	*out = (double)NAN;
	if (!isnan(*in))
		*out = tq_ema_step(&z->mean,
			tq_ind_finite(*in + (*in - tq_ring_swap(z->past, *in))));
}

static int64_t
zlema_lookback(const double *param)
{
	return (int64_t)zlema_lag(param) + tq_ind_window_lookback(param);
}

static void
zlema_state(void *node, struct tq_state *st)
{
	struct zlema *z = node;

	tq_ring_state(z->past, st);
	tq_ema_state(&z->mean, st);
}

static void
zlema_fini(void *node)
{
	struct zlema *z = node;

	free(z->past);
	free(z);
}

struct envelope {
	struct tq_average middle;
	double share;
};

static void *
envelope_make(const double *param)
{
	struct envelope *e = tq_alloc(1, sizeof *e);

	e->middle = tq_average_new(param[2], param[0]);
	e->share = param[1] / 100;
	return e;
}

static void
envelope_step(void *node, const double *in, double *out)
{
	struct envelope *e = node;
	double middle = tq_average_step(&e->middle, *in);

	out[0] = tq_ind_finite(middle + middle * e->share);
	out[1] = middle;
	out[2] = tq_ind_finite(middle - middle * e->share);
}

static int64_t
envelope_lookback(const double *param)
{
	return tq_average_lookback(param[2], param[0]);
}

static void
envelope_state(void *node, struct tq_state *st)
{
	tq_average_state(&((struct envelope *)node)->middle, st);
}

static void
envelope_fini(void *node)
{
	tq_average_fini(&((struct envelope *)node)->middle);
	free(node);
}

static const struct tq_ind rows[] = {
	{
		.name = "hma",
		.meaning = "Hull moving average: little lag for its smoothness",
		.source = "Hull; half and root of the period are cut to whole numbers",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"hma"},
		.lookback = hma_lookback,
		.make = hma_make, .step = hma_step, .state = hma_state,
		.fini = hma_fini,
	}, {
		.name = "zlema",
		.meaning = "exponential average of the value plus its change over half the period",
		.source = "Ehlers and Way; from the mean of its first n",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"zlema"},
		.lookback = zlema_lookback,
		.make = zlema_make, .step = zlema_step, .state = zlema_state,
		.fini = zlema_fini,
	}, {
		.name = "ma_env",
		.meaning = "an average, and envelopes at a percentage above and below it",
		.source = "definition; as in Skender; nulls as in ma",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 3, .params = {
			TQ_IND_PERIOD(20),
			{"percent", 2.5, 0, 1000, false, "distance of the envelopes"},
			TQ_IND_MA("ma", "the average"),
		},
		.n_outputs = 3, .outputs = {"upper", "middle", "lower"},
		.lookback = envelope_lookback,
		.make = envelope_make, .step = envelope_step, .state = envelope_state,
		.fini = envelope_fini,
	},
};

const struct tq_ind_family tq_ind_averages_compound = {"averages", rows, TQ_COUNT(rows)};
