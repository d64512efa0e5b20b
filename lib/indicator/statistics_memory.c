/* SPDX-License-Identifier: ISC */
/*
 * Does the series trend, walk or return? Hurst's exponent, Dickey and Fuller's
 * test, the variance ratio. The first two look at their whole window on every
 * bar: their chunks and lags have no recursion.
 */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/adf.h"
#include "indicator/past_window.h"
#include "indicator/rescaled.h"
#include "indicator/window.h"
#include "state/state.h"

#include <stdlib.h>

struct memory {
	struct tq_past_window *past;
	struct tq_adf *adf;      /* adf only */
	double last;
};

static struct memory *
memory_new(double n)
{
	struct memory *m = tq_alloc(1, sizeof *m);

	m->past = tq_past_window_new(n);
	m->last = (double)NAN;
	return m;
}

static void *
hurst_make(const double *param)
{
	return memory_new(param[0]);
}

static void
hurst_step(void *node, const double *in, double *out)
{
	struct memory *m = node;
	const double *past = tq_past_window_step(m->past, log(*in / m->last));

	m->last = *in;
	out[0] = out[1] = (double)NAN;
	if (past)
		tq_rescaled_range(past, (size_t)m->past->n, out);
}

static void *
adf_make(const double *param)
{
	struct memory *m = memory_new(param[0]);

	m->adf = tq_adf_new((size_t)param[0], (size_t)param[1], param[2] > 0);
	return m;
}

static void
adf_step(void *node, const double *in, double *out)
{
	struct memory *m = node;
	const double *past = tq_past_window_step(m->past, *in);

	*out = past ? tq_ind_finite(tq_adf_statistic(m->adf, past)) : (double)NAN;
}

static void
memory_state(void *node, struct tq_state *st)
{
	struct memory *m = node;

	tq_past_window_state(m->past, st);
	tq_state_f64(st, "last", &m->last);
}

static void
memory_fini(void *node)
{
	struct memory *m = node;

	free(m->past);
	tq_adf_free(m->adf);
	free(m);
}

/*
 * The variance of returns over k bars, which overlap, to k times that of one
 * bar. Each is of the returns that end in the window.
 */
struct ratio {
	struct tq_deviation *one, *more;
	struct tq_past_window *past;     /* k + 1 values */
	double k;
};

static void *
ratio_make(const double *param)
{
	struct ratio *r = tq_alloc(1, sizeof *r);

	r->one = tq_deviation_new(param[0]);
	r->more = tq_deviation_new(param[0]);
	r->past = tq_past_window_new(param[1] + 1);
	r->k = param[1];
	return r;
}

static void
ratio_step(void *node, const double *in, double *out)
{
	struct ratio *r = node;
	const double *past = tq_past_window_step(r->past, *in > 0 ? *in : (double)NAN);
	int64_t k = r->past->n - 1;
	double one = tq_deviation_step(r->one, past ? log(past[k] / past[k - 1]) : (double)NAN);
	double more = tq_deviation_step(r->more, past ? log(past[k] / past[0]) : (double)NAN);

	*out = tq_ind_finite(more / one * (more / one) / r->k);
}

static int64_t
ratio_lookback(const double *param)
{
	return (int64_t)param[0] + (int64_t)param[1] - 1;
}

static void
ratio_state(void *node, struct tq_state *st)
{
	struct ratio *r = node;

	tq_deviation_state(r->one, st);
	tq_deviation_state(r->more, st);
	tq_past_window_state(r->past, st);
}

static void
ratio_fini(void *node)
{
	struct ratio *r = node;

	free(r->one);
	free(r->more);
	free(r->past);
	free(r);
}

static const struct tq_ind rows[] = {
	{
		.name = "hurst",
		.meaning = "Hurst's exponent of the last n log returns by rescaled range, and "
			   "corrected for short chunks; n steps a bar",
		.source = "Skender Hurst (chunks halved down to 8 values; Anis and Lloyd 1976)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {{"n", 100, 20, TQ_IND_LONGEST, true, "period in bars"}},
		.n_outputs = 2, .outputs = {"hurst", "corrected"},
		.lookback = tq_ind_change_lookback,
		.make = hurst_make, .step = hurst_step,
		.state = memory_state, .fini = memory_fini,
	}, {
		.name = "adf",
		.meaning = "augmented Dickey-Fuller t: far below 0 when the series returns to its "
			   "mean (or trend); n steps a bar",
		.source = "Dickey and Fuller 1979, a constant, or with trend 1 a line too; as "
			  "statsmodels with autolag None",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 3, .params = {
			{"n", 60, 20, TQ_IND_LONGEST, true, "period in bars"},
			{"lags", 1, 0, TQ_ADF_LAGS, true, "changes before that are accounted for"},
			{"trend", 0, 0, 1, true, "0: constant, 1: constant and line"},
		},
		.n_outputs = 1, .outputs = {"adf"},
		.lookback = tq_ind_window_lookback,
		.make = adf_make, .step = adf_step,
		.state = memory_state, .fini = memory_fini,
	}, {
		.name = "variance_ratio",
		.meaning = "variance of k-bar over k times that of 1-bar log returns: below 1 "
			   "reverting, above 1 trending",
		.source = "Lo and MacKinlay 1988, population variances",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {
			{"n", 60, 2, TQ_IND_LONGEST, true, "period in bars"},
			{"k", 5, 2, TQ_IND_LONGEST, true, "bars of the longer return"},
		},
		.n_outputs = 1, .outputs = {"variance_ratio"},
		.lookback = ratio_lookback,
		.make = ratio_make, .step = ratio_step, .state = ratio_state, .fini = ratio_fini,
	},
};

const struct tq_ind_family tq_ind_statistics_memory = {"statistics", rows, TQ_COUNT(rows)};
