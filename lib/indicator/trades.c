/* SPDX-License-Identifier: ISC */
/*
 * What public trades say of who was in a hurry: the side of a trade is the one
 * that took, 1 a buy, -1 a sell.
 */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/cumulative.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "indicator/stateless.h"
#include "state/state.h"

#include <stdlib.h>

/* Neither a buy nor a sell is nothing that is known. */
static double
signed_qty(double qty, double side)
{
	return side > 0 ? qty : side < 0 ? -qty : (double)NAN;
}

static void
signed_volume_step(void *node, const double *in, double *out)
{
	(void)node;
	*out = signed_qty(in[0], in[1]);
}

/* Volume less what was sold twice over: of a bar only the bought part is told. */
static void
taker_delta_step(void *node, const double *in, double *out)
{
	double volume = in[0], bought = in[1];

	(void)node;
	out[0] = tq_ind_finite(bought - (volume - bought));
	out[1] = tq_ind_finite(bought / volume);
}

struct cvd {
	struct tq_cumulative sum;
	bool daily;
	double day;              /* since 1970, of the last trade; NaN: there was none */
};

static void *
cvd_make(const double *param)
{
	struct cvd *c = tq_alloc(1, sizeof *c);

	c->daily = param[0] > 0;
	c->day = (double)NAN;
	return c;
}

static void
cvd_step(void *node, const double *in, double *out)
{
	struct cvd *c = node;
	double qty = signed_qty(in[0], in[1]), day = floor(in[2] / 86400);

	*out = (double)NAN;
	if (isnan(qty) || isnan(day))
		return;
	if (c->daily && day != c->day)
		c->sum = (struct tq_cumulative){{0}};
	c->day = day;
	*out = tq_cumulative_step(&c->sum, qty);
}

static void
cvd_state(void *node, struct tq_state *st)
{
	struct cvd *c = node;

	tq_cumulative_state(&c->sum, st);
	tq_state_f64(st, "day", &c->day);
}

static int64_t
no_lookback(const double *param)
{
	(void)param;
	return 0;
}

/* What was bought and what was sold in a window. */
struct sides {
	struct tq_rolling_sum *bought, *sold;
};

static void *
sides_make(const double *param)
{
	struct sides *s = tq_alloc(1, sizeof *s);

	s->bought = tq_rolling_sum_new(param[0]);
	s->sold = tq_rolling_sum_new(param[0]);
	return s;
}

static void
imbalance_step(void *node, const double *in, double *out)
{
	struct sides *s = node;
	double qty = signed_qty(in[0], in[1]);
	double bought = tq_rolling_sum_step(s->bought, qty < 0 ? 0 : qty);
	double sold = tq_rolling_sum_step(s->sold, qty > 0 ? 0 : -qty);

	out[0] = tq_ind_finite((bought - sold) / (bought + sold));
	out[1] = tq_ind_finite(bought - sold);
}

static void
aggressor_step(void *node, const double *in, double *out)
{
	struct sides *s = node;
	double qty = signed_qty(in[0], in[1]), one = qty - qty;
	double bought = tq_rolling_sum_step(s->bought, one + (in[1] > 0));
	double sold = tq_rolling_sum_step(s->sold, one + (in[1] < 0));

	*out = tq_ind_finite(bought / (bought + sold));
}

static void
sides_state(void *node, struct tq_state *st)
{
	struct sides *s = node;

	tq_rolling_sum_state(s->bought, st);
	tq_rolling_sum_state(s->sold, st);
}

static void
sides_fini(void *node)
{
	struct sides *s = node;

	free(s->bought);
	free(s->sold);
	free(s);
}

struct rate {
	struct tq_ring *when;
	struct tq_rolling_sum *qty;
};

static void *
rate_make(const double *param)
{
	struct rate *r = tq_alloc(1, sizeof *r);

	r->when = tq_ring_new(param[0]);
	r->qty = tq_rolling_sum_new(param[0]);
	return r;
}

/* n trades behind the one at the beginning of the time; several at once have no rate. */
static void
rate_step(void *node, const double *in, double *out)
{
	struct rate *r = node;
	bool known = !isnan(in[0]) && !isnan(in[1]);
	double time = known ? in[0] : (double)NAN;
	double seconds = time - tq_ring_swap(r->when, time);
	double qty = tq_rolling_sum_step(r->qty, known ? in[1] : (double)NAN);

	out[0] = tq_ind_finite(qty - qty + (double)r->when->n / seconds);
	out[1] = tq_ind_finite(qty / seconds);
}

static void
rate_state(void *node, struct tq_state *st)
{
	struct rate *r = node;

	tq_ring_state(r->when, st);
	tq_rolling_sum_state(r->qty, st);
}

static void
rate_fini(void *node)
{
	struct rate *r = node;

	free(r->when);
	free(r->qty);
	free(r);
}

#define TRADES(preset, least) \
	{"n", (preset), (least), TQ_IND_LONGEST, true, "how many trades"}

static const struct tq_ind rows[] = {
	{
		.name = "signed_volume",
		.meaning = "quantity of a trade, below 0 for a sell",
		.source = "definition",
		.recovery = TQ_IND_ALONE, .of_bar = true,
		.n_inputs = 2, .inputs = {"qty", "side"},
		.n_outputs = 1, .outputs = {"signed_volume"},
		TQ_STATELESS, .step = signed_volume_step,
	}, {
		.name = "cvd",
		.aliases = {"cumulative_delta"},
		.meaning = "cumulative volume delta: all that was bought less all that was sold",
		.source = "definition",
		.recovery = TQ_IND_SKIP, .of_bar = true,
		.n_inputs = 3, .inputs = {"qty", "side", "time"},
		.n_params = 1, .params = {
			{"daily", 0, 0, 1, true, "1: from 0 at each midnight UTC"},
		},
		.n_outputs = 1, .outputs = {"cvd"},
		.lookback = no_lookback,
		.make = cvd_make, .step = cvd_step, .state = cvd_state,
	}, {
		.name = "trade_flow",
		.aliases = {"trade_imbalance"},
		.meaning = "bought less sold quantity of the last n trades, as a share of both and "
			   "plain",
		.source = "definition",
		.recovery = TQ_IND_WINDOW, .of_bar = true,
		.n_inputs = 2, .inputs = {"qty", "side"},
		.n_params = 1, .params = {TRADES(100, 1)},
		.n_outputs = 2, .outputs = {"imbalance", "delta"},
		.lookback = tq_ind_window_lookback,
		.make = sides_make, .step = imbalance_step,
		.state = sides_state, .fini = sides_fini,
	}, {
		.name = "aggressor_ratio",
		.meaning = "which share of the last n trades were buys",
		.source = "definition",
		.recovery = TQ_IND_WINDOW, .of_bar = true,
		.n_inputs = 2, .inputs = {"qty", "side"},
		.n_params = 1, .params = {TRADES(100, 1)},
		.n_outputs = 1, .outputs = {"ratio"},
		.lookback = tq_ind_window_lookback,
		.make = sides_make, .step = aggressor_step,
		.state = sides_state, .fini = sides_fini,
	}, {
		.name = "trade_rate",
		.meaning = "trades a second and quantity a second over the last n trades",
		.source = "definition, from the time of the trade before them",
		.recovery = TQ_IND_WINDOW, .of_bar = true,
		.n_inputs = 2, .inputs = {"time", "qty"},
		.n_params = 1, .params = {TRADES(100, 1)},
		.n_outputs = 2, .outputs = {"trades", "volume"},
		.lookback = tq_ind_change_lookback,
		.make = rate_make, .step = rate_step, .state = rate_state, .fini = rate_fini,
	}, {
		.name = "taker_delta",
		.meaning = "volume of a bar that takers bought less what they sold, and the bought "
			   "share",
		.source = "definition",
		.recovery = TQ_IND_ALONE, .of_bar = true,
		.n_inputs = 2, .inputs = {"volume", "taker_buy_volume"},
		.n_outputs = 2, .outputs = {"delta", "ratio"},
		TQ_STATELESS, .step = taker_delta_step,
	},
};

const struct tq_ind_family tq_ind_trades = {"trades", rows, TQ_COUNT(rows)};
