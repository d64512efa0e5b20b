/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/rolling.h"
#include "state/state.h"

static void *
sma_make(const double *param)
{
	return tq_rolling_sum_new(param[0]);
}

/* Apart, so that the short way needs no room on the stack. */
__attribute__((noinline)) static void
sma_step_any(struct tq_rolling_sum *s, double x, double *out)
{
	*out = tq_rolling_mean_step_any(s, x);
}

static void
sma_step(void *node, const double *in, double *out)
{
	struct tq_rolling_sum *s = node;

	if (tq_rolling_mean_common(s, *in))
		*out = tq_rolling_mean_pass(s, *in);
	else
		sma_step_any(s, *in, out);
}

static void
sma_state(void *node, struct tq_state *st)
{
	tq_rolling_sum_state(node, st);
}

static void *
ema_make(const double *param)
{
	struct tq_ema *e = tq_alloc(1, sizeof *e);

	tq_ema_init(e, param[0], 2 / (param[0] + 1));
	return e;
}

static void *
wilders_make(const double *param)
{
	struct tq_ema *e = tq_alloc(1, sizeof *e);

	tq_ema_init(e, param[0], 1 / param[0]);
	return e;
}

static void
ema_step(void *node, const double *in, double *out)
{
	*out = tq_ema_step(node, *in);
}

static void
ema_state(void *node, struct tq_state *st)
{
	tq_ema_state(node, st);
}

/*
 * Weights 1 .. n, the newest the heaviest. A suffix is kept as its own
 * weighted sum with weights from 1; behind a suffix of k values the head's
 * weights are k higher than its own, which its plain sum makes up for.
 */
struct wma {
	struct tq_window w;
	double weights;          /* their sum */
	double head_sum, head;
	double suffix[];
};

static void *
wma_make(const double *param)
{
	struct wma *a = tq_alloc(1, sizeof *a + (size_t)param[0] * sizeof a->suffix[0]);

	tq_window_init(&a->w, param[0]);
	a->weights = param[0] * (param[0] + 1) / 2;
	return a;
}

static void
wma_turn(struct wma *a)
{
	double sum = 0, weighted = 0;

	for (int64_t i = a->w.n - 1; i >= 0; i--) {
		sum += a->suffix[i];
		weighted += sum;
		a->suffix[i] = weighted;
	}
	a->head_sum = a->head = 0;
	a->w.at = 0;
}

static double
wma_mean(const struct wma *a)
{
	double behind = (double)(a->w.n - a->w.at);

	return tq_ind_finite((a->suffix[a->w.at] + a->head + behind * a->head_sum) / a->weights);
}

__attribute__((noinline)) static void
wma_step_any(struct wma *a, double x, double *out)
{
	double value = tq_window_count(&a->w, x);

	a->suffix[a->w.at++] = value;
	a->head_sum += value;
	a->head += (double)a->w.at * value;
	if (a->w.at == a->w.n)
		wma_turn(a);
	tq_window_stop(&a->w, a->w.n - 1);
	*out = tq_window_flat(&a->w) ? x : tq_window_full(&a->w) ? wma_mean(a) : (double)NAN;
}

static void
wma_step(void *node, const double *in, double *out)
{
	struct wma *a = node;

	if (!tq_window_common(&a->w, *in)) {
		wma_step_any(a, *in, out);
		return;
	}
	a->suffix[a->w.at] = *in;
	tq_window_pass(&a->w, *in);
	a->head_sum += *in;
	a->head += (double)a->w.at * *in;
	*out = wma_mean(a);
}

static void
wma_state(void *node, struct tq_state *st)
{
	struct wma *a = node;

	tq_window_state(&a->w, st);
	tq_state_f64(st, "head_sum", &a->head_sum);
	tq_state_f64(st, "head", &a->head);
	tq_state_f64s(st, "suffix", a->suffix, (size_t)a->w.n);
	tq_window_stop(&a->w, a->w.n - 1);
}

static const struct tq_ind rows[] = {
	{
		.name = "sma",
		.meaning = "simple moving average",
		.source = "TA-Lib SMA",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"sma"},
		.lookback = tq_ind_window_lookback,
		.make = sma_make, .step = sma_step, .state = sma_state,
	}, {
		.name = "ema",
		.meaning = "exponential moving average, k = 2/(n+1), from the mean of the first n",
		.source = "TA-Lib EMA",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"ema"},
		.lookback = tq_ind_window_lookback,
		.make = ema_make, .step = ema_step, .state = ema_state,
	}, {
		.name = "wma",
		.meaning = "moving average with weights 1 (oldest) to n (newest)",
		.source = "TA-Lib WMA",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"wma"},
		.lookback = tq_ind_window_lookback,
		.make = wma_make, .step = wma_step, .state = wma_state,
	}, {
		.name = "wilders",
		.aliases = {"rma", "smma"},
		.meaning = "Wilder's exponential average, k = 1/n, from the mean of the first n",
		.source = "Wilder 1978; as in Tulip and Skender",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"wilders"},
		.lookback = tq_ind_window_lookback,
		.make = wilders_make, .step = ema_step, .state = ema_state,
	},
};

const struct tq_ind_family tq_ind_averages = {"averages", rows, TQ_COUNT(rows)};
