/* SPDX-License-Identifier: ISC */
/* Where the close lies between the lowest low and the highest high (Lane). */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/average.h"
#include "indicator/range.h"
#include "indicator/rolling_ends.h"
#include "state/state.h"

#include <stdlib.h>

/* The place of a close in its window: 0 at the bottom, 1 at the top, 0/0 of a flat one. */
static inline double
place_step(struct tq_rolling_ends *ends, double high, double low, double close)
{
	struct tq_ends all = tq_rolling_ends_step(ends, high, low);

	return tq_ind_finite((close - all.low) / (all.high - all.low));
}

/* Raw place, its average k (slow only), and the average d of that. */
struct stoch {
	struct tq_rolling_ends *ends;
	struct tq_average k, d;
	bool slow;
	struct tq_average of;    /* stochrsi: what it is taken of */
};

static void *
stoch_make(const double *param)
{
	struct stoch *s = tq_alloc(1, sizeof *s);

	s->ends = tq_rolling_ends_new(param[0]);
	s->slow = true;
	s->k = tq_average_new(param[2], param[1]);
	s->d = tq_average_new(param[4], param[3]);
	return s;
}

static void *
stochf_make(const double *param)
{
	struct stoch *s = tq_alloc(1, sizeof *s);

	s->ends = tq_rolling_ends_new(param[0]);
	s->d = tq_average_new(param[2], param[1]);
	return s;
}

static void *
stochrsi_make(const double *param)
{
	struct stoch *s = stochf_make(param + 1);

	s->of.ind = tq_ind_find(tq_str("rsi"));
	s->of.node = s->of.ind->make(param);
	return s;
}

static void
stoch_answer(struct stoch *s, double place, double *out)
{
	double k = 100 * place, d;

	if (s->slow)
		k = tq_average_step(&s->k, k);
	d = tq_average_step(&s->d, k);
	out[0] = isnan(d) ? d : k;
	out[1] = isnan(k) ? k : d;
}

static void
stoch_step(void *node, const double *in, double *out)
{
	struct stoch *s = node;

	out[0] = out[1] = (double)NAN;
	if (tq_bar_known(in[0], in[1], in[2]))
		stoch_answer(s, place_step(s->ends, in[0], in[1], in[2]), out);
}

static void
stochrsi_step(void *node, const double *in, double *out)
{
	struct stoch *s = node;
	double rsi = tq_average_step(&s->of, *in);

	out[0] = out[1] = (double)NAN;
	if (!isnan(rsi))
		stoch_answer(s, place_step(s->ends, rsi, rsi, rsi), out);
}

static int64_t
stoch_lookback(const double *param)
{
	return (int64_t)param[0] - 1 + tq_average_lookback(param[2], param[1]) +
		tq_average_lookback(param[4], param[3]);
}

static int64_t
stochf_lookback(const double *param)
{
	return (int64_t)param[0] - 1 + tq_average_lookback(param[2], param[1]);
}

static int64_t
stochrsi_lookback(const double *param)
{
	return (int64_t)param[0] + stochf_lookback(param + 1);
}

static void
stoch_state(void *node, struct tq_state *st)
{
	struct stoch *s = node;

	tq_rolling_ends_state(s->ends, st);
	if (s->slow)
		tq_average_state(&s->k, st);
	tq_average_state(&s->d, st);
	if (s->of.ind)
		tq_average_state(&s->of, st);
}

static void
stoch_fini(void *node)
{
	struct stoch *s = node;

	free(s->ends);
	if (s->slow)
		tq_average_fini(&s->k);
	tq_average_fini(&s->d);
	if (s->of.ind)
		tq_average_fini(&s->of);
	free(s);
}

static void *
willr_make(const double *param)
{
	return tq_rolling_ends_new(param[0]);
}

static void
willr_step(void *node, const double *in, double *out)
{
	bool known = tq_bar_known(in[0], in[1], in[2]);

	*out = 100 * (place_step(node, known ? in[0] : (double)NAN, in[1], in[2]) - 1);
}

static void
willr_state(void *node, struct tq_state *st)
{
	tq_rolling_ends_state(node, st);
}

/* k and d are averages of Wilder's kind that begin at 50. */
struct kdj {
	struct tq_rolling_ends *ends;
	double part, k, d;
};

static void *
kdj_make(const double *param)
{
	struct kdj *s = tq_alloc(1, sizeof *s);

	s->ends = tq_rolling_ends_new(param[0]);
	s->part = 1 / param[1];
	s->k = s->d = 50;
	return s;
}

static void
kdj_step(void *node, const double *in, double *out)
{
	struct kdj *s = node;
	double place;

	out[0] = out[1] = out[2] = (double)NAN;
	if (!tq_bar_known(in[0], in[1], in[2]))
		return;
	place = place_step(s->ends, in[0], in[1], in[2]);
	if (isnan(place))
		return;
	s->k += (100 * place - s->k) * s->part;
	s->d += (s->k - s->d) * s->part;
	out[0] = s->k;
	out[1] = s->d;
	out[2] = 3 * s->k - 2 * s->d;
}

static void
kdj_state(void *node, struct tq_state *st)
{
	struct kdj *s = node;

	tq_rolling_ends_state(s->ends, st);
	tq_state_f64(st, "k", &s->k);
	tq_state_f64(st, "d", &s->d);
}

static void
kdj_fini(void *node)
{
	free(((struct kdj *)node)->ends);
	free(node);
}

#define N(name, preset, meaning) {name, (preset), 1, TQ_IND_LONGEST, true, "period of " meaning}
#define WINDOW(preset) N("k", (preset), "the window")

#define OF_BAR .of_bar = true, .n_inputs = 3, .inputs = {"high", "low", "close"}

static const struct tq_ind rows[] = {
	{
		.name = "stoch",
		.meaning = "slow stochastic: k and its average d; null of a flat window",
		.source = "TA-Lib STOCH",
		.recovery = TQ_IND_SKIP, OF_BAR,
		.n_params = 5, .params = {
			WINDOW(5),
			N("slow", 3, "k"), TQ_IND_MA("slow_ma", "the average k"),
			N("d", 3, "d"), TQ_IND_MA("d_ma", "the average d"),
		},
		.n_outputs = 2, .outputs = {"k", "d"},
		.lookback = stoch_lookback,
		.make = stoch_make, .step = stoch_step, .state = stoch_state, .fini = stoch_fini,
	}, {
		.name = "stochf",
		.meaning = "fast stochastic: k and its average d; null of a flat window",
		.source = "TA-Lib STOCHF",
		.recovery = TQ_IND_SKIP, OF_BAR,
		.n_params = 3, .params = {
			WINDOW(5), N("d", 3, "d"), TQ_IND_MA("d_ma", "the average d"),
		},
		.n_outputs = 2, .outputs = {"k", "d"},
		.lookback = stochf_lookback,
		.make = stochf_make, .step = stoch_step, .state = stoch_state, .fini = stoch_fini,
	}, {
		.name = "stochrsi",
		.meaning = "fast stochastic oscillator of rsi; null where rsi stood still",
		.source = "TA-Lib STOCHRSI (0 to 100; Tulip's is k as a fraction)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 4, .params = {
			{"n", 14, 2, TQ_IND_LONGEST, true, "period of rsi"},
			{"k", 5, 2, TQ_IND_LONGEST, true, "period of the window"},
			N("d", 3, "d"), TQ_IND_MA("d_ma", "the average d"),
		},
		.n_outputs = 2, .outputs = {"k", "d"},
		.lookback = stochrsi_lookback,
		.make = stochrsi_make, .step = stochrsi_step, .state = stoch_state,
		.fini = stoch_fini,
	}, {
		.name = "willr",
		.aliases = {"williams_r"},
		.meaning = "Williams %R, -100 (close at the low) to 0; null of a flat window",
		.source = "TA-Lib WILLR",
		.recovery = TQ_IND_WINDOW, OF_BAR,
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"willr"},
		.lookback = tq_ind_window_lookback,
		.make = willr_make, .step = willr_step, .state = willr_state,
	}, {
		.name = "kdj",
		.meaning = "stochastic k and d, each smoothed by 1/signal, and j = 3 k - 2 d",
		.source = "customary in Asia: k and d begin at 50",
		.recovery = TQ_IND_SKIP, OF_BAR,
		.n_params = 2, .params = {TQ_IND_PERIOD(9), N("signal", 3, "the averages")},
		.n_outputs = 3, .outputs = {"k", "d", "j"},
		.lookback = tq_ind_window_lookback,
		.make = kdj_make, .step = kdj_step, .state = kdj_state, .fini = kdj_fini,
	},
};

const struct tq_ind_family tq_ind_momentum_stochastic = {"momentum", rows, TQ_COUNT(rows)};
