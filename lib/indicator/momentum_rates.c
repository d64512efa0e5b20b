/* SPDX-License-Identifier: ISC */
/* Rates of change and of vigour, weighted together. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/average.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/*
 * Between the two ends of a rate a null is not seen; to say nothing as long as
 * one is in reach, bars without are counted up to what an answer needs.
 */
struct clean {
	int64_t count, need;
};

static double
clean_step(struct clean *c, double x, double answer)
{
	c->count = isnan(x) ? 0 : c->count + (c->count < c->need);
	return c->count == c->need ? tq_ind_finite(answer) : (double)NAN;
}

static double
rate(struct tq_ring *past, double x)
{
	return tq_ind_finite((x / tq_ring_swap(past, x) - 1) * 100);
}

/* Pring (1992): four rates of change, each smoothed, the slowest the heaviest. */
struct kst {
	struct tq_ring *past[4];
	struct tq_rolling_sum *mean[4], *signal;
	struct clean clean;
};

static int64_t
kst_lookback(const double *param)
{
	double fast = fmax(param[0], fmax(param[1], param[2])) + param[4];

	return (int64_t)(fmax(fast, param[3] + param[5]) + param[6]) - 2;
}

static void *
kst_make(const double *param)
{
	struct kst *k = tq_alloc(1, sizeof *k);

	for (int i = 0; i < 4; i++) {
		k->past[i] = tq_ring_new(param[i]);
		k->mean[i] = tq_rolling_sum_new(param[i < 3 ? 4 : 5]);
	}
	k->signal = tq_rolling_sum_new(param[6]);
	k->clean.need = kst_lookback(param) + 1;
	return k;
}

static void
kst_step(void *node, const double *in, double *out)
{
	struct kst *k = node;
	double sum = 0;

	for (int i = 0; i < 4; i++)
		sum += (i + 1) * tq_rolling_mean_step(k->mean[i], rate(k->past[i], *in));
	sum = tq_ind_finite(sum);
	out[1] = clean_step(&k->clean, *in, tq_rolling_mean_step(k->signal, sum));
	out[0] = isnan(out[1]) ? out[1] : sum;
}

static void
kst_state(void *node, struct tq_state *st)
{
	struct kst *k = node;

	for (int i = 0; i < 4; i++) {
		tq_ring_state(k->past[i], st);
		tq_rolling_sum_state(k->mean[i], st);
	}
	tq_rolling_sum_state(k->signal, st);
	tq_ind_state_int(st, "clean", &k->clean.count, 0, k->clean.need);
}

static void
kst_fini(void *node)
{
	struct kst *k = node;

	for (int i = 0; i < 4; i++) {
		free(k->past[i]);
		free(k->mean[i]);
	}
	free(k->signal);
	free(k);
}

/* Coppock (1962): the weighted mean of two rates of change. */
struct coppock {
	struct tq_ring *fast, *slow;
	struct tq_average mean;
	struct clean clean;
};

static int64_t
coppock_lookback(const double *param)
{
	return (int64_t)(param[0] + fmax(param[1], param[2])) - 1;
}

enum { WMA = 2 };                /* TA-Lib's number, as in average.h */

static void *
coppock_make(const double *param)
{
	struct coppock *c = tq_alloc(1, sizeof *c);

	c->mean = tq_average_new(WMA, param[0]);
	c->fast = tq_ring_new(param[1]);
	c->slow = tq_ring_new(param[2]);
	c->clean.need = coppock_lookback(param) + 1;
	return c;
}

static void
coppock_step(void *node, const double *in, double *out)
{
	struct coppock *c = node;
	double sum = rate(c->fast, *in) + rate(c->slow, *in);

	*out = clean_step(&c->clean, *in, tq_average_step(&c->mean, tq_ind_finite(sum)));
}

static void
coppock_state(void *node, struct tq_state *st)
{
	struct coppock *c = node;

	tq_average_state(&c->mean, st);
	tq_ring_state(c->fast, st);
	tq_ring_state(c->slow, st);
	tq_ind_state_int(st, "clean", &c->clean.count, 0, c->clean.need);
}

static void
coppock_fini(void *node)
{
	struct coppock *c = node;

	tq_average_fini(&c->mean);
	free(c->fast);
	free(c->slow);
	free(c);
}

/* The last four values with weights 1 2 2 1. */
struct four {
	double past[3];          /* the newest first */
};

static double
four_step(struct four *f, double x)
{
	double sum = x + 2 * f->past[0] + 2 * f->past[1] + f->past[2];

	f->past[2] = f->past[1];
	f->past[1] = f->past[0];
	f->past[0] = x;
	return tq_ind_finite(sum / 6);
}

/* Ehlers (2002): how far closes are from opens against how wide the bars are. */
struct vigor {
	struct four body, range, signal;
	struct tq_rolling_sum *bodies, *ranges;
};

static void *
vigor_make(const double *param)
{
	const struct four none = {{(double)NAN, (double)NAN, (double)NAN}};
	struct vigor *v = tq_alloc(1, sizeof *v);

	v->body = v->range = v->signal = none;
	v->bodies = tq_rolling_sum_new(param[0]);
	v->ranges = tq_rolling_sum_new(param[0]);
	return v;
}

static void
vigor_step(void *node, const double *in, double *out)
{
	struct vigor *v = node;
	double body = four_step(&v->body, in[3] - in[0]);
	double range = four_step(&v->range, in[1] - in[2]);
	double vigor = tq_rolling_sum_step(v->bodies, body) / tq_rolling_sum_step(v->ranges, range);

	vigor = tq_ind_finite(vigor);
	out[1] = four_step(&v->signal, vigor);
	out[0] = isnan(out[1]) ? out[1] : vigor;
}

static int64_t
vigor_lookback(const double *param)
{
	return (int64_t)param[0] + 5;
}

static void
vigor_state(void *node, struct tq_state *st)
{
	struct vigor *v = node;

	tq_state_f64s(st, "body", v->body.past, 3);
	tq_state_f64s(st, "range", v->range.past, 3);
	tq_state_f64s(st, "signal", v->signal.past, 3);
	tq_rolling_sum_state(v->bodies, st);
	tq_rolling_sum_state(v->ranges, st);
}

static void
vigor_fini(void *node)
{
	struct vigor *v = node;

	free(v->bodies);
	free(v->ranges);
	free(v);
}

#define N(name, preset, meaning) {name, (preset), 1, TQ_IND_LONGEST, true, meaning}

static const struct tq_ind rows[] = {
	{
		.name = "kst",
		.meaning = "know sure thing: four smoothed rates of change, and signal",
		.source = "Pring (1992): weights 1 to 4",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 7, .params = {
			N("roc1", 10, "bars of the first rate"),
			N("roc2", 15, "bars of the second rate"),
			N("roc3", 20, "bars of the third rate"),
			N("roc4", 30, "bars of the fourth rate"),
			N("mean", 10, "period of the first three means"),
			N("mean4", 15, "period of the fourth mean"),
			N("signal", 9, "period of the signal line"),
		},
		.n_outputs = 2, .outputs = {"kst", "signal"},
		.lookback = kst_lookback,
		.make = kst_make, .step = kst_step, .state = kst_state, .fini = kst_fini,
	}, {
		.name = "coppock",
		.meaning = "Coppock curve: weighted mean of two rates of change, in percent",
		.source = "Coppock (1962)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 3, .params = {
			N("n", 10, "period of the mean"),
			N("fast", 11, "bars of the one rate"),
			N("slow", 14, "bars of the other"),
		},
		.n_outputs = 1, .outputs = {"coppock"},
		.lookback = coppock_lookback,
		.make = coppock_make, .step = coppock_step, .state = coppock_state,
		.fini = coppock_fini,
	}, {
		.name = "rvi",
		.aliases = {"rvgi"},
		.meaning = "relative vigor index: close less open by high less low, and signal",
		.source = "Ehlers (2002), sums of n; the relative volatility index is rvi_vol",
		.recovery = TQ_IND_WINDOW, .of_bar = true,
		.n_inputs = 4, .inputs = {"open", "high", "low", "close"},
		.n_params = 1, .params = {TQ_IND_PERIOD(10)},
		.n_outputs = 2, .outputs = {"rvi", "signal"},
		.lookback = vigor_lookback,
		.make = vigor_make, .step = vigor_step, .state = vigor_state, .fini = vigor_fini,
	},
};

const struct tq_ind_family tq_ind_momentum_rates = {"momentum", rows, TQ_COUNT(rows)};
