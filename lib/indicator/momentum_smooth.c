/* SPDX-License-Identifier: ISC */
/* Exponential averages of exponential averages: what is left when waves are smoothed. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/rolling.h"
#include "indicator/window.h"
#include "state/state.h"

#include <stdlib.h>

static void
ema_new(struct tq_ema *e, double n)
{
	tq_ema_init(e, n, 2 / (n + 1));
}

/* The change of a triple average, and an average of that. */
struct trix {
	struct tq_ema e[3], signal;
	double last;
};

static void *
trix_make(const double *param)
{
	struct trix *t = tq_alloc(1, sizeof *t);

	for (int i = 0; i < 3; i++)
		ema_new(&t->e[i], param[0]);
	t->last = (double)NAN;
	return t;
}

static void *
trix_signal_make(const double *param)
{
	struct trix *t = trix_make(param);

	ema_new(&t->signal, param[1]);
	return t;
}

static void
trix_step(void *node, const double *in, double *out)
{
	struct trix *t = node;
	double x = *in, rate;

	for (int i = 0; i < 3; i++)
		x = tq_ema_step(&t->e[i], x);
	*out = (double)NAN;
	if (isnan(x))
		return;
	rate = (x / t->last - 1) * 100;
	t->last = x;
	*out = tq_ind_finite(rate);
}

static void
trix_signal_step(void *node, const double *in, double *out)
{
	struct trix *t = node;

	trix_step(t, in, out);
	out[1] = tq_ema_step(&t->signal, out[0]);
}

static int64_t
trix_lookback(const double *param)
{
	return 3 * ((int64_t)param[0] - 1) + 1;
}

static void
trix_state(void *node, struct tq_state *st)
{
	struct trix *t = node;

	for (int i = 0; i < 3; i++)
		tq_ema_state(&t->e[i], st);
	tq_state_f64(st, "last", &t->last);
	if (t->signal.n > 0)
		tq_ema_state(&t->signal, st);
}

/* Blau (1991): a change twice smoothed against its size twice smoothed. */
struct tsi {
	struct tq_ema change[2], size[2], signal;
	double last;
};

static void *
tsi_make(const double *param)
{
	struct tsi *t = tq_alloc(1, sizeof *t);

	for (int i = 0; i < 2; i++) {
		ema_new(&t->change[i], param[i]);
		ema_new(&t->size[i], param[i]);
	}
	ema_new(&t->signal, param[2]);
	t->last = (double)NAN;
	return t;
}

static double
twice(struct tq_ema e[2], double x)
{
	return tq_ema_step(&e[1], tq_ema_step(&e[0], x));
}

static void
tsi_step(void *node, const double *in, double *out)
{
	struct tsi *t = node;
	double change, size;

	out[0] = out[1] = (double)NAN;
	if (isnan(*in))
		return;
	change = tq_ind_finite(*in - t->last);
	t->last = *in;
	size = twice(t->size, fabs(change));
	change = twice(t->change, change);
	out[0] = tq_ind_finite(100 * (change / size));
	out[1] = tq_ema_step(&t->signal, out[0]);
}

static int64_t
tsi_lookback(const double *param)
{
	return (int64_t)param[0] + (int64_t)param[1] - 1;
}

static void
tsi_state(void *node, struct tq_state *st)
{
	struct tsi *t = node;

	for (int i = 0; i < 2; i++) {
		tq_ema_state(&t->change[i], st);
		tq_ema_state(&t->size[i], st);
	}
	tq_ema_state(&t->signal, st);
	tq_state_f64(st, "last", &t->last);
}

/* Blau (1993): the close from the middle of its window, smoothed as in tsi. */
struct smi {
	struct tq_rolling_extreme *high, *low;
	struct tq_ema distance[2], half[2], signal;
};

static void *
smi_make(const double *param)
{
	struct smi *s = tq_alloc(1, sizeof *s);

	s->high = tq_rolling_extreme_new(param[0], 1);
	s->low = tq_rolling_extreme_new(param[0], -1);
	for (int i = 0; i < 2; i++) {
		ema_new(&s->distance[i], param[1 + i]);
		ema_new(&s->half[i], param[1 + i]);
	}
	ema_new(&s->signal, param[3]);
	return s;
}

static void
smi_step(void *node, const double *in, double *out)
{
	struct smi *s = node;
	double high, low, distance, half;

	out[0] = out[1] = (double)NAN;
	if (isnan(in[0] + in[1] + in[2]))
		return;
	high = tq_rolling_extreme_step(s->high, in[0]);
	low = tq_rolling_extreme_step(s->low, in[1]);
	distance = twice(s->distance, in[2] - (0.5 * high + 0.5 * low));
	half = twice(s->half, 0.5 * high - 0.5 * low);
	out[0] = tq_ind_finite(100 * (distance / half));
	out[1] = tq_ema_step(&s->signal, out[0]);
}

static int64_t
smi_lookback(const double *param)
{
	return (int64_t)(param[0] + param[1] + param[2]) - 3;
}

static void
smi_state(void *node, struct tq_state *st)
{
	struct smi *s = node;

	tq_rolling_extreme_state(s->high, st);
	tq_rolling_extreme_state(s->low, st);
	for (int i = 0; i < 2; i++) {
		tq_ema_state(&s->distance[i], st);
		tq_ema_state(&s->half[i], st);
	}
	tq_ema_state(&s->signal, st);
}

static void
smi_fini(void *node)
{
	struct smi *s = node;

	free(s->high);
	free(s->low);
	free(s);
}

/* The sum over a window of how wide ranges are against what they were lately. */
struct mass {
	struct tq_ema once, twice;
	struct tq_rolling_sum *sum;
};

static void *
mass_make(const double *param)
{
	struct mass *m = tq_alloc(1, sizeof *m);

	m->sum = tq_rolling_sum_new(param[0]);
	ema_new(&m->once, param[1]);
	ema_new(&m->twice, param[1]);
	return m;
}

static void
mass_step(void *node, const double *in, double *out)
{
	struct mass *m = node;
	double once, twice;

	*out = (double)NAN;
	once = tq_ema_step(&m->once, tq_ind_finite(in[0] - in[1]));
	twice = tq_ema_step(&m->twice, once);
	if (!isnan(twice))
		*out = tq_ind_finite(tq_rolling_sum_step(m->sum, tq_ind_finite(once / twice)));
}

static int64_t
mass_lookback(const double *param)
{
	return (int64_t)(param[0] + 2 * param[1]) - 3;
}

static void
mass_state(void *node, struct tq_state *st)
{
	struct mass *m = node;

	tq_ema_state(&m->once, st);
	tq_ema_state(&m->twice, st);
	tq_rolling_sum_state(m->sum, st);
}

static void
mass_fini(void *node)
{
	free(((struct mass *)node)->sum);
	free(node);
}

#define N(name, preset, meaning) {name, (preset), 1, TQ_IND_LONGEST, true, meaning}
#define SIGNAL(preset) N("signal", (preset), "period of the signal line")

static const struct tq_ind rows[] = {
	{
		.name = "trix",
		.meaning = "change of a triple exponential average from bar to bar, in percent",
		.source = "TA-Lib TRIX (Hutson)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"trix"},
		.lookback = trix_lookback,
		.make = trix_make, .step = trix_step, .state = trix_state,
	}, {
		.name = "trix_signal",
		.meaning = "trix and its exponential average",
		.source = "TA-Lib TRIX, EMA",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {TQ_IND_PERIOD(30), SIGNAL(9)},
		.n_outputs = 2, .outputs = {"trix", "signal"},
		.lookback = trix_lookback,
		.make = trix_signal_make, .step = trix_signal_step, .state = trix_state,
	}, {
		.name = "tsi",
		.meaning = "true strength index, -100 to 100, and its signal line",
		.source = "Skender TSI (Blau 1991)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 3, .params = {
			N("slow", 25, "period of the first average"),
			N("fast", 13, "period of the second average"),
			SIGNAL(7),
		},
		.n_outputs = 2, .outputs = {"tsi", "signal"},
		.lookback = tsi_lookback,
		.make = tsi_make, .step = tsi_step, .state = tsi_state,
	}, {
		.name = "smi",
		.meaning = "stochastic momentum index, -100 to 100, and its signal line",
		.source = "Skender SMI (Blau 1993)",
		.recovery = TQ_IND_SKIP, .of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_params = 4, .params = {
			TQ_IND_PERIOD(13),
			N("first", 25, "period of the first average"),
			N("second", 2, "period of the second average"),
			SIGNAL(3),
		},
		.n_outputs = 2, .outputs = {"smi", "signal"},
		.lookback = smi_lookback,
		.make = smi_make, .step = smi_step, .state = smi_state, .fini = smi_fini,
	}, {
		.name = "mass",
		.aliases = {"massi"},
		.meaning = "mass index: sum of the range's average over the average of that",
		.source = "Dorsey (1992); Tulip's begins its averages with the first range",
		.recovery = TQ_IND_SKIP, .of_bar = true,
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_params = 2, .params = {
			TQ_IND_PERIOD(25), N("average", 9, "period of the averages"),
		},
		.n_outputs = 1, .outputs = {"mass"},
		.lookback = mass_lookback,
		.make = mass_make, .step = mass_step, .state = mass_state, .fini = mass_fini,
	},
};

const struct tq_ind_family tq_ind_momentum_smooth = {"momentum", rows, TQ_COUNT(rows)};
