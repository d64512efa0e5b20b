/* SPDX-License-Identifier: ISC */
/* Oscillators of averages: cycles of macd, waves of the price, bands of rsi. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/average.h"
#include "indicator/rolling.h"
#include "indicator/window.h"
#include "state/state.h"

#include <stdlib.h>

static void
ema_new(struct tq_ema *e, double n)
{
	tq_ema_init(e, n, 2 / (n + 1));
}

/* A place in its own window, 0 to 100, smoothed; of a flat one the place before, 0 at first. */
struct stage {
	struct tq_rolling_extreme *high, *low;
	double place;
	double smooth;           /* NaN: not yet */
};

static void
stage_init(struct stage *s, double n)
{
	s->high = tq_rolling_extreme_new(n, 1);
	s->low = tq_rolling_extreme_new(n, -1);
	s->smooth = (double)NAN;
}

static double
stage_step(struct stage *s, double x, double factor)
{
	double high, low;

	if (isnan(x))
		return x;
	high = tq_rolling_extreme_step(s->high, x);
	low = tq_rolling_extreme_step(s->low, x);
	if (isnan(high))
		return high;
	if (high > low)
		s->place = 100 * ((x - low) / (high - low));
	s->smooth = isnan(s->smooth) ? s->place : s->smooth + factor * (s->place - s->smooth);
	return s->smooth;
}

static void
stage_state(struct stage *s, struct tq_state *st)
{
	tq_rolling_extreme_state(s->high, st);
	tq_rolling_extreme_state(s->low, st);
	tq_state_f64(st, "place", &s->place);
	tq_state_f64(st, "smooth", &s->smooth);
}

static void
stage_fini(struct stage *s)
{
	free(s->high);
	free(s->low);
}

/* Schaff (1999): the place of the smoothed place of macd. */
struct stc {
	struct tq_ema fast, slow;
	struct stage first, second;
	double factor;
};

static void *
stc_make(const double *param)
{
	struct stc *s = tq_alloc(1, sizeof *s);

	stage_init(&s->first, param[0]);
	stage_init(&s->second, param[0]);
	ema_new(&s->fast, fmin(param[1], param[2]));
	ema_new(&s->slow, fmax(param[1], param[2]));
	s->factor = param[3];
	return s;
}

static void
stc_step(void *node, const double *in, double *out)
{
	struct stc *s = node;
	double fast = tq_ema_step(&s->fast, *in), slow = tq_ema_step(&s->slow, *in);
	double first = stage_step(&s->first, tq_ind_finite(fast - slow), s->factor);

	*out = stage_step(&s->second, first, s->factor);
}

static int64_t
stc_lookback(const double *param)
{
	return (int64_t)(fmax(param[1], param[2]) + 2 * param[0]) - 3;
}

static void
stc_state(void *node, struct tq_state *st)
{
	struct stc *s = node;

	tq_ema_state(&s->fast, st);
	tq_ema_state(&s->slow, st);
	stage_state(&s->first, st);
	stage_state(&s->second, st);
}

static void
stc_fini(void *node)
{
	struct stc *s = node;

	stage_fini(&s->first);
	stage_fini(&s->second);
	free(s);
}

/* The typical price against its average in average distances, smoothed. */
struct wavetrend {
	struct tq_ema price, distance, wave;
	struct tq_rolling_sum *signal;
};

static void *
wavetrend_make(const double *param)
{
	struct wavetrend *w = tq_alloc(1, sizeof *w);

	ema_new(&w->price, param[0]);
	ema_new(&w->distance, param[0]);
	ema_new(&w->wave, param[1]);
	w->signal = tq_rolling_sum_new(param[2]);
	return w;
}

static void
wavetrend_step(void *node, const double *in, double *out)
{
	struct wavetrend *w = node;
	double x = tq_ind_finite((in[0] + in[1] + in[2]) / 3);
	double apart = tq_ind_finite(x - tq_ema_step(&w->price, x));
	double usual = tq_ema_step(&w->distance, fabs(apart));

	out[0] = tq_ema_step(&w->wave, tq_ind_finite(apart / (0.015 * usual)));
	out[1] = isnan(out[0]) ? out[0] : tq_rolling_mean_step(w->signal, out[0]);
}

static int64_t
wavetrend_lookback(const double *param)
{
	return (int64_t)(2 * param[0] + param[1]) - 3;
}

static void
wavetrend_state(void *node, struct tq_state *st)
{
	struct wavetrend *w = node;

	tq_ema_state(&w->price, st);
	tq_ema_state(&w->distance, st);
	tq_ema_state(&w->wave, st);
	tq_rolling_sum_state(w->signal, st);
}

static void
wavetrend_fini(void *node)
{
	free(((struct wavetrend *)node)->signal);
	free(node);
}

/*
 * Smoothed rsi and the band that trails it: a factor times its twice smoothed
 * moves away, never further while the line stays on its side.
 */
struct qqe {
	struct tq_average rsi;
	struct tq_ema smooth, move, reach;
	double factor;
	double last;             /* smoothed rsi of the bar before */
	double low, high;        /* bands below and above; NaN: not yet */
	int64_t side;            /* 1: the band is below the line */
};

static void *
qqe_make(const double *param)
{
	struct qqe *q = tq_alloc(1, sizeof *q);
	double wilder = 2 * param[0] - 1;

	q->rsi.ind = tq_ind_find(tq_str("rsi"));
	q->rsi.node = q->rsi.ind->make(param);
	ema_new(&q->smooth, param[1]);
	ema_new(&q->move, wilder);
	ema_new(&q->reach, wilder);
	q->factor = param[2];
	q->last = q->low = q->high = (double)NAN;
	q->side = 1;
	return q;
}

static void
trail(struct qqe *q, double x, double reach)
{
	double low = x - reach, high = x + reach;

	if (x > q->high)
		q->side = 1;
	else if (x < q->low)
		q->side = -1;
	q->low = q->last > q->low && x > q->low ? fmax(low, q->low) : low;
	q->high = q->last < q->high && x < q->high ? fmin(high, q->high) : high;
}

static void
qqe_step(void *node, const double *in, double *out)
{
	struct qqe *q = node;
	double x = tq_ema_step(&q->smooth, tq_average_step(&q->rsi, *in)), reach;

	out[0] = out[1] = (double)NAN;
	if (isnan(x))
		return;
	reach = tq_ema_step(&q->reach, tq_ema_step(&q->move, fabs(x - q->last)));
	if (!isnan(reach)) {
		trail(q, x, reach * q->factor);
		out[0] = x;
		out[1] = q->side > 0 ? q->low : q->high;
	}
	q->last = x;
}

static int64_t
qqe_lookback(const double *param)
{
	return (int64_t)(5 * param[0] + param[1]) - 4;
}

static void
qqe_state(void *node, struct tq_state *st)
{
	struct qqe *q = node;

	tq_average_state(&q->rsi, st);
	tq_ema_state(&q->smooth, st);
	tq_ema_state(&q->move, st);
	tq_ema_state(&q->reach, st);
	tq_state_f64(st, "last", &q->last);
	tq_state_f64(st, "low", &q->low);
	tq_state_f64(st, "high", &q->high);
	tq_ind_state_int(st, "side", &q->side, -1, 1);
}

static void
qqe_fini(void *node)
{
	tq_average_fini(&((struct qqe *)node)->rsi);
	free(node);
}

/* Dorsey (1995): the least squares line's end of the relative volatility index. */
struct inertia {
	struct tq_average volatility, line;
};

static void *
inertia_make(const double *param)
{
	struct inertia *n = tq_alloc(1, sizeof *n);
	const struct tq_ind *line = tq_ind_find(tq_str("linearreg"));
	const struct tq_ind *volatility = tq_ind_find(tq_str("rvi_vol"));
	double presets[TQ_IND_PARAMS];

	for (int i = 0; i < volatility->n_params; i++)
		presets[i] = volatility->params[i].preset;
	presets[0] = param[1];
	n->line = (struct tq_average){.ind = line, .node = line->make(param)};
	n->volatility = (struct tq_average){
		.ind = volatility, .node = volatility->make(presets),
	};
	return n;
}

static void
inertia_step(void *node, const double *in, double *out)
{
	struct inertia *n = node;
	double volatility = tq_average_step(&n->volatility, *in);

	*out = isnan(volatility) ? volatility : tq_average_step(&n->line, volatility);
}

static int64_t
inertia_lookback(const double *param)
{
	const struct tq_ind *volatility = tq_ind_find(tq_str("rvi_vol"));
	double presets[TQ_IND_PARAMS];

	for (int i = 0; i < volatility->n_params; i++)
		presets[i] = volatility->params[i].preset;
	presets[0] = param[1];
	return volatility->lookback(presets) + (int64_t)param[0] - 1;
}

static void
inertia_state(void *node, struct tq_state *st)
{
	struct inertia *n = node;

	tq_average_state(&n->volatility, st);
	tq_average_state(&n->line, st);
}

static void
inertia_fini(void *node)
{
	struct inertia *n = node;

	tq_average_fini(&n->volatility);
	tq_average_fini(&n->line);
	free(n);
}

#define N(name, preset, least, meaning) {name, (preset), (least), TQ_IND_LONGEST, true, meaning}

static const struct tq_ind rows[] = {
	{
		.name = "stc",
		.meaning = "Schaff trend cycle, 0 to 100: stochastic of the stochastic of macd",
		.source = "Schaff (1999)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 4, .params = {
			N("n", 10, 2, "period of the windows"),
			N("fast", 23, 1, "period of the fast average"),
			N("slow", 50, 2, "period of the slow average"),
			{"factor", 0.5, 0.01, 1, false, "weight of the newest"},
		},
		.n_outputs = 1, .outputs = {"stc"},
		.lookback = stc_lookback,
		.make = stc_make, .step = stc_step, .state = stc_state, .fini = stc_fini,
	}, {
		.name = "wavetrend",
		.meaning = "wave trend: typical price against its average, and signal",
		.source = "LazyBear's WaveTrend, averages from the mean of their first n",
		.recovery = TQ_IND_SKIP, .of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_params = 3, .params = {
			N("channel", 10, 2, "period of price and distance"),
			N("average", 21, 1, "period of the wave"),
			N("signal", 4, 1, "period of the signal line"),
		},
		.n_outputs = 2, .outputs = {"wave", "signal"},
		.lookback = wavetrend_lookback,
		.make = wavetrend_make, .step = wavetrend_step, .state = wavetrend_state,
		.fini = wavetrend_fini,
	}, {
		.name = "qqe",
		.meaning = "smoothed rsi and the band that trails it",
		.source = "pandas-ta QQE; changes side beyond the band of the bar before",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 3, .params = {
			N("n", 14, 2, "period of rsi"),
			N("smooth", 5, 1, "period of its average"),
			{"factor", 4.236, 0.01, 100, false, "width of the band"},
		},
		.n_outputs = 2, .outputs = {"rsi", "band"},
		.lookback = qqe_lookback,
		.make = qqe_make, .step = qqe_step, .state = qqe_state, .fini = qqe_fini,
	}, {
		.name = "inertia",
		.meaning = "least squares line through the relative volatility index",
		.source = "Dorsey (1995)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {
			N("n", 20, 2, "period of the line"),
			N("volatility", 14, 2, "period of rvi_vol"),
		},
		.n_outputs = 1, .outputs = {"inertia"},
		.lookback = inertia_lookback,
		.make = inertia_make, .step = inertia_step, .state = inertia_state,
		.fini = inertia_fini,
	},
};

const struct tq_ind_family tq_ind_momentum_wave = {"momentum", rows, TQ_COUNT(rows)};
