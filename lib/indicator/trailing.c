/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/range.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/*
 * A band above and one below the price, carried from bar to bar: the upper one
 * only falls and the lower one only rises, until a close is beyond it. The
 * one that is in force is the trend's stop; the close that reaches it turns
 * the trend.
 */
struct carried {
	struct tq_atr atr;
	double factor;
	double upper, lower;
	int64_t side;            /* 1 up, -1 down, 0 not begun */
};

static void *
carried_make(const double *param)
{
	struct carried *c = tq_alloc(1, sizeof *c);

	tq_atr_init(&c->atr, param[0]);
	c->factor = param[1];
	return c;
}

/* Where the bands begin anew, a distance from the middle; before: the last close. */
static void
carry(struct carried *c, double middle, double distance, double before)
{
	double upper = middle + distance, lower = middle - distance;

	if (c->side == 0 || upper < c->upper || before > c->upper)
		c->upper = upper;
	if (c->side == 0 || lower > c->lower || before < c->lower)
		c->lower = lower;
}

static void
carried_put(struct carried *c, double close, bool up, double *out)
{
	if (c->side == 0)
		c->side = up ? 1 : -1;
	c->side = close <= (c->side > 0 ? c->lower : c->upper) ? -1 : 1;
	out[0] = tq_ind_finite(c->side > 0 ? c->lower : c->upper);
	out[1] = tq_ind_finite(c->upper);
	out[2] = tq_ind_finite(c->lower);
	out[3] = (double)c->side;
}

static void
supertrend_step(void *node, const double *in, double *out)
{
	struct carried *c = node;
	double before = c->atr.close, middle = 0.5 * in[0] + 0.5 * in[1];
	double atr = tq_atr_step(&c->atr, in[0], in[1], in[2]);

	out[0] = out[1] = out[2] = out[3] = (double)NAN;
	if (isnan(atr))
		return;
	carry(c, middle, c->factor * atr, before);
	carried_put(c, in[2], in[2] >= middle, out);
}

static void
atr_stop_step(void *node, const double *in, double *out)
{
	struct carried *c = node;
	double before = c->atr.close;
	double atr = tq_atr_step(&c->atr, in[0], in[1], in[2]);

	out[0] = out[1] = out[2] = out[3] = (double)NAN;
	if (isnan(atr))
		return;
	carry(c, in[2], c->factor * atr, before);
	carried_put(c, in[2], in[2] >= before, out);
}

static void
carried_state(void *node, struct tq_state *st)
{
	struct carried *c = node;

	tq_atr_state(&c->atr, st);
	tq_state_f64(st, "upper", &c->upper);
	tq_state_f64(st, "lower", &c->lower);
	tq_ind_state_int(st, "side", &c->side, -1, 1);
}

/* Le Beau: hung from the highest high, stood on the lowest low. */
struct chandelier {
	struct tq_atr atr;
	struct tq_rolling_extreme *high, *low;
	double factor;
};

static void *
chandelier_make(const double *param)
{
	struct chandelier *c = tq_alloc(1, sizeof *c);

	tq_atr_init(&c->atr, param[0]);
	c->high = tq_rolling_extreme_new(param[0], 1);
	c->low = tq_rolling_extreme_new(param[0], -1);
	c->factor = param[1];
	return c;
}

static void
chandelier_step(void *node, const double *in, double *out)
{
	struct chandelier *c = node;
	double distance, high, low;

	out[0] = out[1] = (double)NAN;
	if (!tq_bar_known(in[0], in[1], in[2]))
		return;
	high = tq_rolling_extreme_step(c->high, in[0]);
	low = tq_rolling_extreme_step(c->low, in[1]);
	distance = c->factor * tq_atr_step(&c->atr, in[0], in[1], in[2]);
	out[0] = tq_ind_finite(high - distance);
	out[1] = tq_ind_finite(low + distance);
}

static void
chandelier_state(void *node, struct tq_state *st)
{
	struct chandelier *c = node;

	tq_atr_state(&c->atr, st);
	tq_rolling_extreme_state(c->high, st);
	tq_rolling_extreme_state(c->low, st);
}

static void
chandelier_fini(void *node)
{
	struct chandelier *c = node;

	free(c->high);
	free(c->low);
	free(c);
}

/* Wilder's volatility system: a distance from the best close of the trade. */
struct volatility_stop {
	struct tq_atr atr;
	double factor;
	double best, stop;
	int64_t side;
};

static void *
volatility_stop_make(const double *param)
{
	struct volatility_stop *v = tq_alloc(1, sizeof *v);

	tq_atr_init(&v->atr, param[0]);
	v->factor = param[1];
	return v;
}

static void
volatility_stop_step(void *node, const double *in, double *out)
{
	struct volatility_stop *v = node;
	double before = v->atr.close, close = in[2];
	double atr = tq_atr_step(&v->atr, in[0], in[1], close);
	bool turns;

	out[0] = out[1] = (double)NAN;
	if (isnan(atr))
		return;
	turns = v->side > 0 ? close < v->stop : close > v->stop;
	if (v->side == 0 || turns) {
		v->side = v->side == 0 ? (close >= before ? 1 : -1) : -v->side;
		v->best = close;
	}
	if (v->side > 0 ? close > v->best : close < v->best)
		v->best = close;
	v->stop = v->best - (double)v->side * v->factor * atr;
	out[0] = tq_ind_finite(v->stop);
	out[1] = (double)v->side;
}

static void
volatility_stop_state(void *node, struct tq_state *st)
{
	struct volatility_stop *v = node;

	tq_atr_state(&v->atr, st);
	tq_state_f64(st, "best", &v->best);
	tq_state_f64(st, "stop", &v->stop);
	tq_ind_state_int(st, "side", &v->side, -1, 1);
}

#define FACTOR(preset) {"k", (preset), 0, 1e6, false, "average true ranges to the stop"}
#define OF_BAR \
	.recovery = TQ_IND_SKIP, .of_bar = true, \
	.n_inputs = 3, .inputs = {"high", "low", "close"}, \
	.n_params = 2

static const struct tq_ind rows[] = {
	{
		.name = "supertrend",
		.meaning = "the carried band in force, both bands, direction 1 up or -1 down",
		.source = "Seban; bands carried and Wilder's average as Skender",
		OF_BAR, .params = {TQ_IND_PERIOD(10), FACTOR(3)},
		.n_outputs = 4, .outputs = {"value", "upper", "lower", "direction"},
		.lookback = tq_ind_change_lookback,
		.make = carried_make, .step = supertrend_step, .state = carried_state,
	}, {
		.name = "atr_stop",
		.aliases = {"atr_trailing_stop"},
		.meaning = "as supertrend, with the distance taken from the close",
		.source = "Skender's AtrStop",
		OF_BAR, .params = {TQ_IND_PERIOD(21), FACTOR(3)},
		.n_outputs = 4, .outputs = {"value", "upper", "lower", "direction"},
		.lookback = tq_ind_change_lookback,
		.make = carried_make, .step = atr_stop_step, .state = carried_state,
	}, {
		.name = "chandelier",
		.aliases = {"ce"},
		.meaning = "stops that hang from the highest high (long) and stand on the lowest "
			   "low (short)",
		.source = "Le Beau; average true range by Wilder",
		OF_BAR, .params = {TQ_IND_PERIOD(22), FACTOR(3)},
		.n_outputs = 2, .outputs = {"long", "short"},
		.lookback = tq_ind_change_lookback,
		.make = chandelier_make, .step = chandelier_step, .state = chandelier_state,
		.fini = chandelier_fini,
	}, {
		.name = "volatility_stop",
		.aliases = {"vstop"},
		.meaning = "stop for the next close, from the best close of the trade; direction 1 "
			   "long or -1 short",
		.source = "Wilder (1978), volatility system",
		OF_BAR, .params = {TQ_IND_PERIOD(7), FACTOR(3)},
		.n_outputs = 2, .outputs = {"value", "direction"},
		.lookback = tq_ind_change_lookback,
		.make = volatility_stop_make, .step = volatility_stop_step,
		.state = volatility_stop_state,
	},
};

const struct tq_ind_family tq_ind_trailing = {"trend followers", rows, TQ_COUNT(rows)};
