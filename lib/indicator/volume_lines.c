/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/cumulative.h"
#include "indicator/money.h"
#include "indicator/range.h"
#include "indicator/stateless.h"
#include "state/state.h"

/* Lines that add up from the first bar: what counts is their course, not their level. */
struct line {
	struct tq_cumulative sum;
	double last;             /* the close before; NaN: there was none */
};

static void *
line_make(const double *param)
{
	struct line *l = tq_alloc(1, sizeof *l);

	(void)param;
	l->last = (double)NAN;
	return l;
}

static void
line_state(void *node, struct tq_state *st)
{
	struct line *l = node;

	tq_cumulative_state(&l->sum, st);
	tq_state_f64(st, "last", &l->last);
}

static void
ad_step(void *node, const double *in, double *out)
{
	struct line *l = node;

	*out = tq_cumulative_step(&l->sum, tq_money_flow(in[0], in[1], in[2], in[3]));
}

/* The first bar's volume is where the line starts. */
static void
obv_step(void *node, const double *in, double *out)
{
	struct line *l = node;
	double close = in[0], volume = in[1], last = l->last;
	double rose = close > last ? volume : 0, fell = close < last ? volume : 0;

	*out = (double)NAN;
	if (!tq_bar_known(close, volume, 0))
		return;
	l->last = close;
	*out = tq_cumulative_step(&l->sum, isnan(last) ? volume : rose - fell);
}

static void
pvt_step(void *node, const double *in, double *out)
{
	struct line *l = node;
	double close = in[0], volume = in[1], last = l->last;

	*out = (double)NAN;
	if (!tq_bar_known(close, volume, 0))
		return;
	l->last = close;
	*out = tq_cumulative_step(&l->sum, (close / last - 1) * volume);
}

/* Williams: a rise counts from the true low, a fall from the true high. */
static void
wad_step(void *node, const double *in, double *out)
{
	struct line *l = node;
	double close = in[2], last = l->last;
	double from = close > last ? tq_true_low(in[1], last) :
		      close < last ? tq_true_high(in[0], last) : close;

	*out = (double)NAN;
	if (!tq_bar_known(in[0], in[1], close))
		return;
	l->last = close;
	if (!isnan(last))
		*out = tq_cumulative_step(&l->sum, close - from);
}

/* An index that moves with the price on bars whose volume went the way of sign. */
struct index {
	struct tq_ema signal;
	double value, close, volume;
	double sign;
};

static struct index *
index_new(const double *param, double sign)
{
	struct index *x = tq_alloc(1, sizeof *x);

	tq_ema_init(&x->signal, param[0], 2 / (param[0] + 1));
	x->value = 1000;
	x->close = x->volume = (double)NAN;
	x->sign = sign;
	return x;
}

static void *
nvi_make(const double *param)
{
	return index_new(param, -1);
}

static void *
pvi_make(const double *param)
{
	return index_new(param, 1);
}

/* An index of 0 or beyond all numbers would never come back: such a change is left out. */
static void
index_step(void *node, const double *in, double *out)
{
	struct index *x = node;
	double close = in[0], volume = in[1], value;

	out[0] = out[1] = (double)NAN;
	if (!tq_bar_known(close, volume, 0))
		return;
	value = x->value * (close / x->close);
	if (x->sign * (volume - x->volume) > 0 && value > 0 && tq_ind_finite(value) > 0)
		x->value = value;
	x->close = close;
	x->volume = volume;
	out[0] = x->value;
	out[1] = tq_ema_step(&x->signal, x->value);
}

static void
index_state(void *node, struct tq_state *st)
{
	struct index *x = node;

	tq_ema_state(&x->signal, st);
	tq_state_f64(st, "value", &x->value);
	tq_state_f64(st, "close", &x->close);
	tq_state_f64(st, "volume", &x->volume);
}

static void
clv_step(void *node, const double *in, double *out)
{
	(void)node;
	*out = tq_ind_finite(tq_close_location(in[0], in[1], in[2]));
}

static void
delta_step(void *node, const double *in, double *out)
{
	(void)node;
	*out = tq_ind_finite(tq_money_flow(in[0], in[1], in[2], in[3]));
}

static int64_t
none_lookback(const double *param)
{
	(void)param;
	return 0;
}

static int64_t
one_lookback(const double *param)
{
	(void)param;
	return 1;
}

#define BARS .of_bar = true, .n_inputs = 4, .inputs = {"high", "low", "close", "volume"}
#define CLOSES \
	.recovery = TQ_IND_SKIP, .of_bar = true, .n_inputs = 2, .inputs = {"close", "volume"}
#define SIGNAL \
	{"signal", 255, 1, TQ_IND_LONGEST, true, "period of the exponential signal line"}

static const struct tq_ind rows[] = {
	{
		.name = "ad",
		.aliases = {"adl"},
		.meaning = "accumulation and distribution: the sum of volumes by where in its bar "
			   "the close is",
		.source = "TA-Lib AD (Chaikin)",
		.recovery = TQ_IND_SKIP,
		BARS,
		.n_outputs = 1, .outputs = {"ad"},
		.lookback = none_lookback,
		.make = line_make, .step = ad_step, .state = line_state,
	}, {
		.name = "obv",
		.meaning = "on-balance volume: the sum of volumes with the sign of the close's "
			   "change",
		.source = "TA-Lib OBV (Granville; from the first bar's volume)",
		CLOSES,
		.n_outputs = 1, .outputs = {"obv"},
		.lookback = none_lookback,
		.make = line_make, .step = obv_step, .state = line_state,
	}, {
		.name = "pvt",
		.aliases = {"vpt"},
		.meaning = "price-volume trend: the sum of volumes times the close's relative "
			   "change",
		.source = "definition; from the second bar",
		CLOSES,
		.n_outputs = 1, .outputs = {"pvt"},
		.lookback = one_lookback,
		.make = line_make, .step = pvt_step, .state = line_state,
	}, {
		.name = "wad",
		.meaning = "Williams' accumulation and distribution: the sum of moves from the "
			   "true low or high",
		.source = "Tulip WAD",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_outputs = 1, .outputs = {"wad"},
		.lookback = one_lookback,
		.make = line_make, .step = wad_step, .state = line_state,
	}, {
		.name = "nvi",
		.meaning = "negative volume index from 1000: moves with the close when volume "
			   "falls; its average",
		.source = "Tulip NVI (Dysart, Fosback)",
		CLOSES,
		.n_params = 1, .params = {SIGNAL},
		.n_outputs = 2, .outputs = {"nvi", "signal"},
		.lookback = none_lookback,
		.make = nvi_make, .step = index_step, .state = index_state,
	}, {
		.name = "pvi",
		.meaning = "positive volume index from 1000: moves with the close when volume "
			   "rises; its average",
		.source = "Tulip PVI (Dysart, Fosback)",
		CLOSES,
		.n_params = 1, .params = {SIGNAL},
		.n_outputs = 2, .outputs = {"pvi", "signal"},
		.lookback = none_lookback,
		.make = pvi_make, .step = index_step, .state = index_state,
	}, {
		.name = "clv",
		.meaning = "where in its bar the close is: 1 the high, -1 the low; 0 of a bar "
			   "without range",
		.source = "Chaikin's money flow multiplier",
		.recovery = TQ_IND_ALONE,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_outputs = 1, .outputs = {"clv"},
		TQ_STATELESS, .step = clv_step,
	}, {
		.name = "volume_delta",
		.meaning = "bought less sold volume of a bar, estimated by where in it the close "
			   "is",
		.source = "Chaikin's money flow volume",
		.recovery = TQ_IND_ALONE,
		BARS,
		.n_outputs = 1, .outputs = {"volume_delta"},
		TQ_STATELESS, .step = delta_step,
	},
};

const struct tq_ind_family tq_ind_volume_lines = {"volume", rows, TQ_COUNT(rows)};
