/* SPDX-License-Identifier: ISC */
/* What trading costs and how it moves the price, from trades or from bars. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/pairs.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

struct impact {
	struct tq_rolling_pairs *pairs;
	struct tq_rolling_sum *sum;
	double price, change;    /* of the trade before */
};

static void *
impact_make(const double *param)
{
	struct impact *a = tq_alloc(1, sizeof *a);

	a->pairs = tq_rolling_pairs_new(param[0]);
	a->sum = tq_rolling_sum_new(param[0]);
	a->price = a->change = (double)NAN;
	return a;
}

static void
lambda_step(void *node, const double *in, double *out)
{
	struct impact *a = node;
	double qty = in[2] > 0 ? in[1] : in[2] < 0 ? -in[1] : (double)NAN;
	double change = in[0] - a->price;
	struct tq_pairs all;

	a->price = in[0];
	out[0] = out[1] = (double)NAN;
	if (!tq_rolling_pairs_step(a->pairs, qty, change, &all))
		return;
	out[0] = tq_ind_finite(all.xy / all.xx);
	out[1] = tq_pairs_correlation(&all);
	out[1] *= out[1];
}

/* Trades that bounce between bid and ask have changes that turn back. */
static void
roll_step(void *node, const double *in, double *out)
{
	struct impact *a = node;
	double change = *in - a->price;
	struct tq_pairs all;
	double covariance;

	out[0] = out[1] = (double)NAN;
	if (tq_rolling_pairs_step(a->pairs, a->change, change, &all)) {
		covariance = all.xy / all.n;
		out[0] = covariance < 0 ? tq_ind_finite(2 * sqrt(-covariance)) : (double)NAN;
		out[1] = tq_ind_finite(covariance);
	}
	a->price = *in;
	a->change = change;
}

static int64_t
roll_lookback(const double *param)
{
	return (int64_t)param[0] + 1;
}

static void
amihud_step(void *node, const double *in, double *out)
{
	struct impact *a = node;
	double moved = fabs(in[0] / a->price - 1) / (in[0] * in[1]);

	a->price = in[0];
	*out = tq_ind_finite(tq_rolling_mean_step(a->sum, tq_ind_finite(moved)));
}

static void
impact_state(void *node, struct tq_state *st)
{
	struct impact *a = node;

	tq_rolling_pairs_state(a->pairs, st);
	tq_rolling_sum_state(a->sum, st);
	tq_state_f64(st, "price", &a->price);
	tq_state_f64(st, "change", &a->change);
}

static void
impact_fini(void *node)
{
	struct impact *a = node;

	free(a->pairs);
	free(a->sum);
	free(a);
}

/* A print is held against the n before it, which it has not yet moved. */
struct whale {
	struct tq_rolling_sum *mean;
	struct tq_deviation *deviation;
	double factor, notional;
	double middle, width;    /* of the prints before */
};

static void *
whale_make(const double *param)
{
	struct whale *w = tq_alloc(1, sizeof *w);

	w->mean = tq_rolling_sum_new(param[0]);
	w->deviation = tq_deviation_new(param[0]);
	w->factor = param[1];
	w->notional = param[2];
	w->middle = w->width = (double)NAN;
	return w;
}

static void
whale_step(void *node, const double *in, double *out)
{
	struct whale *w = node;
	double qty = in[0], z = tq_ind_finite((qty - w->middle) / w->width);
	bool large = z > w->factor && qty * in[2] >= w->notional;
	double side = in[1] > 0 ? 1 : in[1] < 0 ? -1 : (double)NAN;

	out[0] = isnan(z) || isnan(in[2]) ? (double)NAN : large ? side : 0;
	out[1] = z;
	w->middle = tq_rolling_mean_step(w->mean, qty);
	w->width = tq_deviation_step(w->deviation, qty);
}

static void
whale_state(void *node, struct tq_state *st)
{
	struct whale *w = node;

	tq_rolling_sum_state(w->mean, st);
	tq_deviation_state(w->deviation, st);
	tq_state_f64(st, "middle", &w->middle);
	tq_state_f64(st, "width", &w->width);
}

static void
whale_fini(void *node)
{
	struct whale *w = node;

	free(w->mean);
	free(w->deviation);
	free(w);
}

#define TRADES(preset, least) \
	{"n", (preset), (least), TQ_IND_LONGEST, true, "how many trades"}
#define IMPACT .state = impact_state, .fini = impact_fini

static const struct tq_ind rows[] = {
	{
		.name = "kyle_lambda",
		.meaning = "by how much a unit bought moves the price, over the last n trades, and "
			   "the share of the changes that it explains",
		.source = "Kyle 1985, least squares of changes on signed quantities",
		.recovery = TQ_IND_WINDOW, .of_bar = true,
		.n_inputs = 3, .inputs = {"price", "qty", "side"},
		.n_params = 1, .params = {TRADES(100, 2)},
		.n_outputs = 2, .outputs = {"lambda", "r2"},
		.lookback = tq_ind_change_lookback,
		.make = impact_make, .step = lambda_step, IMPACT,
	}, {
		.name = "roll_spread",
		.meaning = "spread that the bouncing of the last n changes tells, null if they do "
			   "not turn back; and their covariance with the change before",
		.source = "Roll 1984, population covariance",
		.recovery = TQ_IND_WINDOW, .of_bar = true,
		.n_inputs = 1, .inputs = {"price"},
		.n_params = 1, .params = {TRADES(100, 2)},
		.n_outputs = 2, .outputs = {"spread", "covariance"},
		.lookback = roll_lookback,
		.make = impact_make, .step = roll_step, IMPACT,
	}, {
		.name = "amihud",
		.aliases = {"illiquidity"},
		.meaning = "by how much a unit of money moves the price: mean of absolute returns "
			   "over close times volume",
		.source = "Amihud 2002",
		.recovery = TQ_IND_WINDOW, .of_bar = true,
		.n_inputs = 2, .inputs = {"close", "volume"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"amihud"},
		.lookback = tq_ind_change_lookback,
		.make = impact_make, .step = amihud_step, IMPACT,
	}, {
		.name = "whale_print",
		.meaning = "1 or -1 for a buy or sell that is large against the n trades before "
			   "it, else 0; and how many deviations it is above their mean",
		.source = "definition; population deviation",
		.recovery = TQ_IND_WINDOW, .of_bar = true,
		.n_inputs = 3, .inputs = {"qty", "side", "price"},
		.n_params = 3, .params = {
			TRADES(100, 2),
			{"factor", 3, 0, 1e6, false, "deviations from which on it is large"},
			{"notional", 0, 0, 1e18, false, "price times quantity that it must reach"},
		},
		.n_outputs = 2, .outputs = {"whale", "z"},
		.lookback = tq_ind_change_lookback,
		.make = whale_make, .step = whale_step, .state = whale_state, .fini = whale_fini,
	},
};

const struct tq_ind_family tq_ind_trades_impact = {"trades", rows, TQ_COUNT(rows)};
