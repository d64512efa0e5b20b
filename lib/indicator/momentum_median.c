/* SPDX-License-Identifier: ISC */
/* Prices against their averages. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/range.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/* Williams (1995): a short mean of the median price less a long one. */
struct awesome {
	struct tq_rolling_sum *fast, *slow;
	struct tq_rolling_sum *signal;   /* accelerator only, else NULL */
};

static void *
ao_make(const double *param)
{
	struct awesome *a = tq_alloc(1, sizeof *a);

	a->fast = tq_rolling_sum_new(fmin(param[0], param[1]));
	a->slow = tq_rolling_sum_new(fmax(param[0], param[1]));
	return a;
}

static void *
ac_make(const double *param)
{
	struct awesome *a = ao_make(param);

	a->signal = tq_rolling_sum_new(param[2]);
	return a;
}

static void
ao_step(void *node, const double *in, double *out)
{
	struct awesome *a = node;
	double median = 0.5 * in[0] + 0.5 * in[1];

	*out = tq_ind_finite(tq_rolling_mean_step(a->fast, median) -
			     tq_rolling_mean_step(a->slow, median));
}

static void
ac_step(void *node, const double *in, double *out)
{
	struct awesome *a = node;

	ao_step(a, in, out);
	*out = tq_ind_finite(*out - tq_rolling_mean_step(a->signal, *out));
}

static int64_t
ao_lookback(const double *param)
{
	return (int64_t)fmax(param[0], param[1]) - 1;
}

static int64_t
ac_lookback(const double *param)
{
	return ao_lookback(param) + (int64_t)param[2] - 1;
}

static void
ao_state(void *node, struct tq_state *st)
{
	struct awesome *a = node;

	tq_rolling_sum_state(a->fast, st);
	tq_rolling_sum_state(a->slow, st);
	if (a->signal)
		tq_rolling_sum_state(a->signal, st);
}

static void
ao_fini(void *node)
{
	struct awesome *a = node;

	free(a->fast);
	free(a->slow);
	free(a->signal);
	free(a);
}

/* A value of half a period before against the mean of the whole period. */
struct dpo {
	struct tq_rolling_sum *mean;
	struct tq_ring *past;
};

static void *
dpo_make(const double *param)
{
	struct dpo *d = tq_alloc(1, sizeof *d);

	d->mean = tq_rolling_sum_new(param[0]);
	d->past = tq_ring_new(floor(param[0] / 2) + 1);
	return d;
}

static void
dpo_step(void *node, const double *in, double *out)
{
	struct dpo *d = node;
	double past = tq_ring_swap(d->past, *in);

	*out = tq_ind_finite(past - tq_rolling_mean_step(d->mean, *in));
}

static int64_t
dpo_lookback(const double *param)
{
	return (int64_t)fmax(param[0] - 1, floor(param[0] / 2) + 1);
}

static void
dpo_state(void *node, struct tq_state *st)
{
	struct dpo *d = node;

	tq_rolling_sum_state(d->mean, st);
	tq_ring_state(d->past, st);
}

static void
dpo_fini(void *node)
{
	struct dpo *d = node;

	free(d->mean);
	free(d->past);
	free(d);
}

static void *
elder_make(const double *param)
{
	struct tq_ema *e = tq_alloc(1, sizeof *e);

	tq_ema_init(e, param[0], 2 / (param[0] + 1));
	return e;
}

static void
elder_step(void *node, const double *in, double *out)
{
	double average = (double)NAN;

	if (tq_bar_known(in[0], in[1], in[2]))
		average = tq_ema_step(node, in[2]);
	out[0] = tq_ind_finite(in[0] - average);
	out[1] = tq_ind_finite(in[1] - average);
}

static void
elder_state(void *node, struct tq_state *st)
{
	tq_ema_state(node, st);
}

/* Johnson: the distance from the mean in average true ranges. */
struct pgo {
	struct tq_rolling_sum *mean;
	struct tq_atr range;
};

static void *
pgo_make(const double *param)
{
	struct pgo *p = tq_alloc(1, sizeof *p);

	p->mean = tq_rolling_sum_new(param[0]);
	tq_atr_init(&p->range, param[0]);
	p->range.mean.k = 2 / (param[0] + 1);
	return p;
}

static void
pgo_step(void *node, const double *in, double *out)
{
	struct pgo *p = node;
	double mean;

	*out = (double)NAN;
	if (!tq_bar_known(in[0], in[1], in[2]))
		return;
	mean = tq_rolling_mean_step(p->mean, in[2]);
	*out = tq_ind_finite((in[2] - mean) / tq_atr_step(&p->range, in[0], in[1], in[2]));
}

static void
pgo_state(void *node, struct tq_state *st)
{
	struct pgo *p = node;

	tq_rolling_sum_state(p->mean, st);
	tq_atr_state(&p->range, st);
}

static void
pgo_fini(void *node)
{
	free(((struct pgo *)node)->mean);
	free(node);
}

#define N(name, preset, meaning) {name, (preset), 1, TQ_IND_LONGEST, true, "period of the " meaning}

#define OF_BAR(count) \
	.of_bar = true, .n_inputs = (count), \
	.inputs = {"high", "low", (count) == 3 ? "close" : NULL}

static const struct tq_ind rows[] = {
	{
		.name = "ao",
		.aliases = {"awesome"},
		.meaning = "awesome oscillator: short mean of the median price less the long one",
		.source = "Tulip AO, Skender Awesome (Williams 1995)",
		.recovery = TQ_IND_WINDOW, OF_BAR(2),
		.n_params = 2, .params = {N("fast", 5, "short mean"), N("slow", 34, "long mean")},
		.n_outputs = 1, .outputs = {"ao"},
		.lookback = ao_lookback,
		.make = ao_make, .step = ao_step, .state = ao_state, .fini = ao_fini,
	}, {
		.name = "ac",
		.aliases = {"accelerator"},
		.meaning = "accelerator: awesome oscillator less its mean",
		.source = "Williams (1995)",
		.recovery = TQ_IND_WINDOW, OF_BAR(2),
		.n_params = 3, .params = {
			N("fast", 5, "short mean"), N("slow", 34, "long mean"),
			N("signal", 5, "oscillator's mean"),
		},
		.n_outputs = 1, .outputs = {"ac"},
		.lookback = ac_lookback,
		.make = ac_make, .step = ac_step, .state = ao_state, .fini = ao_fini,
	}, {
		.name = "dpo",
		.meaning = "detrended price: x of n/2 + 1 bars before less the mean of n",
		.source = "Tulip DPO; Skender's and others' look ahead to the mean's centre",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(20)},
		.n_outputs = 1, .outputs = {"dpo"},
		.lookback = dpo_lookback,
		.make = dpo_make, .step = dpo_step, .state = dpo_state, .fini = dpo_fini,
	}, {
		.name = "elder_ray",
		.aliases = {"eri"},
		.meaning = "bull and bear power: high and low less the close's exponential average",
		.source = "Skender ElderRay (Elder 1993)",
		.recovery = TQ_IND_SKIP, OF_BAR(3),
		.n_params = 1, .params = {TQ_IND_PERIOD(13)},
		.n_outputs = 2, .outputs = {"bull", "bear"},
		.lookback = tq_ind_window_lookback,
		.make = elder_make, .step = elder_step, .state = elder_state,
	}, {
		.name = "pgo",
		.meaning = "pretty good oscillator: close less its mean, in average true ranges",
		.source = "Johnson; pandas-ta PGO, but the first bar has no true range",
		.recovery = TQ_IND_SKIP, OF_BAR(3),
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"pgo"},
		.lookback = tq_ind_change_lookback,
		.make = pgo_make, .step = pgo_step, .state = pgo_state, .fini = pgo_fini,
	},
};

const struct tq_ind_family tq_ind_momentum_median = {"momentum", rows, TQ_COUNT(rows)};
