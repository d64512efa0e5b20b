/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/range.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/* Elder: what the volume moved. */
struct force {
	struct tq_ema mean;
	double close;
};

static void *
force_make(const double *param)
{
	struct force *f = tq_alloc(1, sizeof *f);

	tq_ema_init(&f->mean, param[0], 2 / (param[0] + 1));
	f->close = (double)NAN;
	return f;
}

static void
force_step(void *node, const double *in, double *out)
{
	struct force *f = node;
	double close = in[0], volume = in[1], last = f->close;

	*out = (double)NAN;
	if (!tq_bar_known(close, volume, 0))
		return;
	f->close = close;
	*out = tq_ema_step(&f->mean, tq_ind_finite((close - last) * volume));
}

static void
force_state(void *node, struct tq_state *st)
{
	struct force *f = node;

	tq_ema_state(&f->mean, st);
	tq_state_f64(st, "close", &f->close);
}

/*
 * Klinger's volume force: the volume, by how much of the range since the trend
 * turned is that of this bar, with the sign of the trend. Averages start from
 * the first force, as in Tulip.
 */
struct klinger {
	struct tq_ema fast, slow, signal;
	double sum;              /* high + low + close of the bar before; NaN: none */
	double range;            /* of the bar before */
	double trend_range;      /* of all bars since the trend turned */
	int64_t trend;           /* 1 up, -1 down, 0 there was no change yet, taken as up */
};

static void *
kvo_make(const double *param)
{
	struct klinger *k = tq_alloc(1, sizeof *k);

	tq_ema_init(&k->fast, 1, 2 / (param[0] + 1));
	tq_ema_init(&k->slow, 1, 2 / (param[1] + 1));
	tq_ema_init(&k->signal, 1, 2 / (param[2] + 1));
	k->sum = (double)NAN;
	return k;
}

static double
klinger_force(struct klinger *k, double sum, double range, double volume)
{
	int64_t way = sum > k->sum ? 1 : sum < k->sum ? -1 : k->trend;
	double share;

	if (way != k->trend) {
		k->trend = way;
		k->trend_range = k->range;
	}
	k->trend_range += range;
	if (!(k->trend_range > 0))
		return 0;
	share = range / k->trend_range;
	return volume * fabs(share * 2 - 1) * 100 * (k->trend < 0 ? -1 : 1);
}

static void
kvo_step(void *node, const double *in, double *out)
{
	struct klinger *k = node;
	double sum = in[0] + in[1] + in[2], range = in[0] - in[1];
	double force, line;

	out[0] = out[1] = (double)NAN;
	if (!tq_bar_known(in[0], in[1], in[2]) || !tq_bar_known(in[3], 0, 0))
		return;
	if (!isnan(k->sum)) {
		force = tq_ind_finite(klinger_force(k, sum, range, in[3]));
		line = tq_ema_step(&k->fast, force) - tq_ema_step(&k->slow, force);
		out[0] = tq_ind_finite(line);
		out[1] = tq_ema_step(&k->signal, out[0]);
	}
	k->sum = sum;
	k->range = range;
}

static int64_t
kvo_lookback(const double *param)
{
	(void)param;
	return 1;
}

static void
kvo_state(void *node, struct tq_state *st)
{
	struct klinger *k = node;

	tq_ema_state(&k->fast, st);
	tq_ema_state(&k->slow, st);
	tq_ema_state(&k->signal, st);
	tq_state_f64(st, "sum", &k->sum);
	tq_state_f64(st, "range", &k->range);
	tq_state_f64(st, "trend_range", &k->trend_range);
	tq_ind_state_int(st, "trend", &k->trend, -1, 1);
}

/* Arms: how far the middle of the bar moved for the volume it took. */
struct ease {
	struct tq_rolling_sum *sum;      /* of eom */
	double middle, scale;
};

static double
ease_of(double before, double middle, double range, double volume, double scale)
{
	if (range == 0)
		return 0 * before;       /* NaN on the first bar */
	return tq_ind_finite((middle - before) * (range / volume) * scale);
}

static void *
emv_make(const double *param)
{
	struct ease *e = tq_alloc(1, sizeof *e);

	e->scale = param[0];
	e->middle = (double)NAN;
	return e;
}

static void *
eom_make(const double *param)
{
	struct ease *e = emv_make(param + 1);

	e->sum = tq_rolling_sum_new(param[0]);
	return e;
}

static void
emv_step(void *node, const double *in, double *out)
{
	struct ease *e = node;
	double middle = 0.5 * in[0] + 0.5 * in[1], before = e->middle;

	*out = (double)NAN;
	if (!tq_bar_known(in[0], in[1], in[2]))
		return;
	e->middle = middle;
	*out = ease_of(before, middle, in[0] - in[1], in[2], e->scale);
}

static void
eom_step(void *node, const double *in, double *out)
{
	struct ease *e = node;
	double middle = 0.5 * in[0] + 0.5 * in[1];
	double ease = ease_of(e->middle, middle, in[0] - in[1], in[2], e->scale);

	e->middle = tq_ind_finite(middle);
	*out = tq_ind_finite(tq_rolling_mean_step(e->sum, ease));
}

static int64_t
emv_lookback(const double *param)
{
	(void)param;
	return 1;
}

static void
emv_state(void *node, struct tq_state *st)
{
	tq_state_f64(st, "middle", &((struct ease *)node)->middle);
}

static void
eom_state(void *node, struct tq_state *st)
{
	emv_state(node, st);
	tq_rolling_sum_state(((struct ease *)node)->sum, st);
}

static void
eom_fini(void *node)
{
	free(((struct ease *)node)->sum);
	free(node);
}

#define SCALE {"scale", 10000, 1e-9, 1e15, false, "volume that counts as one"}

static const struct tq_ind rows[] = {
	{
		.name = "force",
		.aliases = {"efi", "fi"},
		.meaning = "force index: exponential average of the close's change times volume",
		.source = "Elder; as Skender",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"close", "volume"},
		.n_params = 1, .params = {TQ_IND_PERIOD(13)},
		.n_outputs = 1, .outputs = {"force"},
		.lookback = tq_ind_change_lookback,
		.make = force_make, .step = force_step, .state = force_state,
	}, {
		.name = "kvo",
		.aliases = {"klinger"},
		.meaning = "Klinger's oscillator: fast less slow average of the volume force, its "
			   "signal line",
		.source = "Tulip KVO (averages from the first force)",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 4, .inputs = {"high", "low", "close", "volume"},
		.n_params = 3, .params = {
			{"fast", 34, 1, TQ_IND_LONGEST, true, "period of the fast average"},
			{"slow", 55, 1, TQ_IND_LONGEST, true, "period of the slow average"},
			{"signal", 13, 1, TQ_IND_LONGEST, true, "period of the signal line"},
		},
		.n_outputs = 2, .outputs = {"kvo", "signal"},
		.lookback = kvo_lookback,
		.make = kvo_make, .step = kvo_step, .state = kvo_state,
	}, {
		.name = "emv",
		.meaning = "ease of movement: move of the bar's middle times its range, by volume; "
			   "0 of a bar without range",
		.source = "Tulip EMV (Arms)",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "volume"},
		.n_params = 1, .params = {SCALE},
		.n_outputs = 1, .outputs = {"emv"},
		.lookback = emv_lookback,
		.make = emv_make, .step = emv_step, .state = emv_state,
	}, {
		.name = "eom",
		.meaning = "mean of n bars' ease of movement (emv)",
		.source = "Arms; Tulip's EMV averaged",
		.recovery = TQ_IND_WINDOW,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "volume"},
		.n_params = 2, .params = {TQ_IND_PERIOD(14), SCALE},
		.n_outputs = 1, .outputs = {"eom"},
		.lookback = tq_ind_change_lookback,
		.make = eom_make, .step = eom_step, .state = eom_state, .fini = eom_fini,
	},
};

const struct tq_ind_family tq_ind_volume_force = {"volume", rows, TQ_COUNT(rows)};
