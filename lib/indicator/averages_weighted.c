/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/fir.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

static void
fir_step(void *node, const double *in, double *out)
{
	*out = tq_fir_step(node, *in);
}

static void
fir_state(void *node, struct tq_state *st)
{
	tq_fir_state(node, st);
}

/* Arnaud Legoux: a normal curve around the place offset, n / sigma wide. */
static void *
alma_make(const double *param)
{
	struct tq_fir *f = tq_fir_new(param[0]);
	double middle = param[1] * (param[0] - 1), width = param[0] / param[2];

	for (int64_t i = 0; i < f->w.n; i++) {
		double far = ((double)i - middle) / width;

		f->weight[i] = exp(-far * far / 2);
	}
	tq_fir_normalise(f);
	return f;
}

static void *
sinwma_make(const double *param)
{
	struct tq_fir *f = tq_fir_new(param[0]);

	for (int64_t i = 0; i < f->w.n; i++)
		f->weight[i] = sin((double)(i + 1) * M_PI / (param[0] + 1));
	tq_fir_normalise(f);
	return f;
}

/* A row of Pascal's triangle, from the middle outwards: the ends may vanish. */
static void *
pwma_make(const double *param)
{
	struct tq_fir *f = tq_fir_new(param[0]);
	int64_t last = f->w.n - 1, middle = last / 2;

	f->weight[middle] = 1;
	for (int64_t i = middle; i > 0; i--)
		f->weight[i - 1] = f->weight[i] * (double)i / (double)(last - i + 1);
	for (int64_t i = middle + 1; i <= last; i++)
		f->weight[i] = f->weight[i - 1] * (double)(last - i + 1) / (double)i;
	tq_fir_normalise(f);
	return f;
}

/*
 * Weights that rise to the middle and fall again are the mean of a mean: of
 * n = p + q - 1 values, p and q being the two halves.
 */
struct trima {
	struct tq_rolling_sum *inner, *outer;
};

static void *
trima_make(const double *param)
{
	struct trima *t = tq_alloc(1, sizeof *t);
	double half = floor(param[0] / 2);

	t->inner = tq_rolling_sum_new(param[0] - half);
	t->outer = tq_rolling_sum_new(half + 1);
	return t;
}

static void
trima_step(void *node, const double *in, double *out)
{
	struct trima *t = node;

	*out = tq_rolling_mean_step(t->outer, tq_rolling_mean_step(t->inner, *in));
}

static void
trima_state(void *node, struct tq_state *st)
{
	struct trima *t = node;

	tq_rolling_sum_state(t->inner, st);
	tq_rolling_sum_state(t->outer, st);
}

static void
trima_fini(void *node)
{
	struct trima *t = node;

	free(t->inner);
	free(t->outer);
	free(t);
}

/* The exponential of the mean of logarithms, which only prices above 0 have. */
static void *
gma_make(const double *param)
{
	return tq_rolling_sum_new(param[0]);
}

static void
gma_step(void *node, const double *in, double *out)
{
	struct tq_rolling_sum *s = node;
	double mean = tq_rolling_mean_step(s, tq_ind_finite(log(*in)));

	*out = tq_window_flat(&s->w) ? *in : tq_ind_finite(exp(mean));
}

static void
gma_state(void *node, struct tq_state *st)
{
	tq_rolling_sum_state(node, st);
}

struct vwma {
	struct tq_rolling_sum *product, *volume;
};

static void *
vwma_make(const double *param)
{
	struct vwma *v = tq_alloc(1, sizeof *v);

	v->product = tq_rolling_sum_new(param[0]);
	v->volume = tq_rolling_sum_new(param[0]);
	return v;
}

static void
vwma_step(void *node, const double *in, double *out)
{
	struct vwma *v = node;
	double product = tq_rolling_sum_step(v->product, tq_ind_finite(in[0] * in[1]));
	double volume = tq_rolling_sum_step(v->volume, in[1]);

	*out = tq_ind_finite(product / volume);
}

static void
vwma_state(void *node, struct tq_state *st)
{
	struct vwma *v = node;

	tq_rolling_sum_state(v->product, st);
	tq_rolling_sum_state(v->volume, st);
}

static void
vwma_fini(void *node)
{
	struct vwma *v = node;

	free(v->product);
	free(v->volume);
	free(v);
}

#define FIR_PERIOD(preset) {"n", (preset), 1, TQ_FIR_LONGEST, true, "period in bars"}
#define FIR .lookback = tq_ind_window_lookback, .step = fir_step, .state = fir_state

static const struct tq_ind rows[] = {
	{
		.name = "trima",
		.meaning = "triangular moving average: the mean of a mean, the middle the heaviest",
		.source = "TA-Lib TRIMA",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"trima"},
		.lookback = tq_ind_window_lookback,
		.make = trima_make, .step = trima_step, .state = trima_state,
		.fini = trima_fini,
	}, {
		.name = "swma",
		.meaning = "symmetrically weighted average: trima with a short period",
		.source = "Pine's swma (n = 4), pandas-ta swma",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(4)},
		.n_outputs = 1, .outputs = {"swma"},
		.lookback = tq_ind_window_lookback,
		.make = trima_make, .step = trima_step, .state = trima_state,
		.fini = trima_fini,
	}, {
		.name = "alma",
		.meaning = "Arnaud Legoux average: weights on a normal curve near the newest bars",
		.source = "Legoux and Kouzis-Loukas; as in Skender",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 3, .params = {
			FIR_PERIOD(9),
			{"offset", 0.85, 0, 1, false, "where the heaviest is: 0 oldest, 1 newest"},
			{"sigma", 6, 0.1, 100, false, "how narrow the curve is"},
		},
		.n_outputs = 1, .outputs = {"alma"},
		FIR, .make = alma_make,
	}, {
		.name = "sinwma",
		.meaning = "average with the weights of half a sine wave",
		.source = "definition; pandas-ta sinwma",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {FIR_PERIOD(14)},
		.n_outputs = 1, .outputs = {"sinwma"},
		FIR, .make = sinwma_make,
	}, {
		.name = "pwma",
		.meaning = "average with the weights of a row of Pascal's triangle",
		.source = "definition; pandas-ta pwma",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {FIR_PERIOD(10)},
		.n_outputs = 1, .outputs = {"pwma"},
		FIR, .make = pwma_make,
	}, {
		.name = "gma",
		.meaning = "geometric average; null with a value of 0 or below in the window",
		.source = "definition",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"gma"},
		.lookback = tq_ind_window_lookback,
		.make = gma_make, .step = gma_step, .state = gma_state,
	}, {
		.name = "vwma",
		.meaning = "average weighted by volume; null when there was none",
		.source = "definition; as in Tulip and Skender",
		.recovery = TQ_IND_WINDOW,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"close", "volume"},
		.n_params = 1, .params = {TQ_IND_PERIOD(20)},
		.n_outputs = 1, .outputs = {"vwma"},
		.lookback = tq_ind_window_lookback,
		.make = vwma_make, .step = vwma_step, .state = vwma_state,
		.fini = vwma_fini,
	},
};

const struct tq_ind_family tq_ind_averages_weighted = {"averages", rows, TQ_COUNT(rows)};
