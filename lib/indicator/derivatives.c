/* SPDX-License-Identifier: ISC */
/* What perpetuals and futures say beside their price. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "indicator/stateless.h"
#include "state/state.h"

#include <stdlib.h>

/* Price and open interest n bars before. */
struct interest {
	struct tq_ring *price, *open;
	double least;
};

static void *
oi_price_make(const double *param)
{
	struct interest *a = tq_alloc(1, sizeof *a);

	a->price = tq_ring_new(param[0]);
	a->open = tq_ring_new(param[0]);
	return a;
}

static void *
oi_divergence_make(const double *param)
{
	struct interest *a = oi_price_make(param);

	a->least = param[1];
	return a;
}

/* Both changes in percent; false when one of them is not known. */
static bool
changes(struct interest *a, const double *in, double *price, double *open)
{
	*price = tq_ind_finite((in[0] / tq_ring_swap(a->price, in[0]) - 1) * 100);
	*open = tq_ind_finite((in[1] / tq_ring_swap(a->open, in[1]) - 1) * 100);
	return !isnan(*price) && !isnan(*open);
}

/* Money that comes makes the move, or money that leaves does. */
static void
oi_price_step(void *node, const double *in, double *out)
{
	double price, open;
	bool known = changes(node, in, &price, &open);

	out[0] = out[1] = out[2] = (double)NAN;
	if (!known)
		return;
	out[0] = 0;
	if (price > 0 && open != 0)
		out[0] = open > 0 ? 1 : 2;
	else if (price < 0 && open != 0)
		out[0] = open > 0 ? 3 : 4;
	out[1] = price;
	out[2] = open;
}

static void
oi_divergence_step(void *node, const double *in, double *out)
{
	double least = ((struct interest *)node)->least, price, open;

	*out = (double)NAN;
	if (!changes(node, in, &price, &open))
		return;
	*out = 0;
	if (fabs(price) < least || fabs(open) < least)
		return;
	if (price > 0 && open < 0)
		*out = 1;
	else if (price < 0 && open > 0)
		*out = -1;
}

static void
interest_state(void *node, struct tq_state *st)
{
	struct interest *a = node;

	tq_ring_state(a->price, st);
	tq_ring_state(a->open, st);
}

static void
interest_fini(void *node)
{
	struct interest *a = node;

	free(a->price);
	free(a->open);
	free(a);
}

/* Two prices of one thing, and how far apart they are in time. */
struct term {
	double years;
};

static void *
basis_make(const double *param)
{
	struct term *t = tq_alloc(1, sizeof *t);

	t->years = param[0] / 365;
	return t;
}

static void *
term_make(const double *param)
{
	struct term *t = tq_alloc(1, sizeof *t);

	t->years = (param[1] - param[0]) / 365;
	return t;
}

static void
basis_step(void *node, const double *in, double *out)
{
	const struct term *t = node;
	double share = in[0] / in[1] - 1;

	out[0] = tq_ind_finite(in[0] - in[1]);
	out[1] = tq_ind_finite(share * 100);
	out[2] = tq_ind_finite(share * 100 / t->years);
}

static void
term_step(void *node, const double *in, double *out)
{
	const struct term *t = node;

	*out = tq_ind_finite(log(in[1] / in[0]) * 100 / t->years);
}

/* A value against the last n, this one among them. */
struct extreme {
	struct tq_rolling_sum *mean;
	struct tq_deviation *deviation;
	double factor, level;
};

static void *
funding_make(const double *param)
{
	struct extreme *e = tq_alloc(1, sizeof *e);

	e->mean = tq_rolling_sum_new(param[0]);
	e->deviation = tq_deviation_new(param[0]);
	e->factor = param[1];
	e->level = param[2];
	return e;
}

static void *
long_short_make(const double *param)
{
	const double all[] = {param[0], param[1], 0};

	return funding_make(all);
}

/* 1 or -1 when x is so many deviations from the mean, and from 0 by the level. */
static void
extreme_of(struct extreme *e, double x, double *out)
{
	double mean = tq_rolling_mean_step(e->mean, x);
	double width = tq_deviation_step(e->deviation, x), z = tq_ind_finite((x - mean) / width);

	out[0] = z;
	out[1] = isnan(width) ? (double)NAN : 0;
	if (fabs(z) >= e->factor && fabs(x) >= e->level)
		out[1] = z > 0 ? 1 : -1;
}

static void
funding_step(void *node, const double *in, double *out)
{
	extreme_of(node, *in, out);
}

/* The ratio 3 and the ratio 1/3 are as far from even: the share 3/4 and 1/4. */
static void
long_short_step(void *node, const double *in, double *out)
{
	double share = *in >= 0 ? tq_ind_finite(1 - 1 / (1 + *in)) : (double)NAN;

	extreme_of(node, share, out);
	out[2] = isnan(out[1]) ? (double)NAN : share;
}

static void
extreme_state(void *node, struct tq_state *st)
{
	struct extreme *e = node;

	tq_rolling_sum_state(e->mean, st);
	tq_deviation_state(e->deviation, st);
}

static void
extreme_fini(void *node)
{
	struct extreme *e = node;

	free(e->mean);
	free(e->deviation);
	free(e);
}

/* Two sums over one window. */
struct sums {
	struct tq_rolling_sum *x, *b;
	double factor;
};

static void *
sums_make(const double *param)
{
	struct sums *s = tq_alloc(1, sizeof *s);

	s->x = tq_rolling_sum_new(param[0]);
	s->b = tq_rolling_sum_new(param[0]);
	return s;
}

static void *
carry_make(const double *param)
{
	struct sums *s = sums_make(param);

	s->factor = param[1] * 365 / param[0];
	return s;
}

static void
carry_step(void *node, const double *in, double *out)
{
	struct sums *s = node;
	double sum = tq_rolling_sum_step(s->x, *in);

	out[0] = tq_ind_finite(sum);
	out[1] = tq_ind_finite(sum * s->factor);
}

/* Shorts that are closed buy, longs that are closed sell. */
static void
liquidation_step(void *node, const double *in, double *out)
{
	struct sums *s = node;
	double bad = (in[0] - in[0]) + (in[1] - in[1]);
	double longs = tq_rolling_sum_step(s->x, in[0] + bad);
	double shorts = tq_rolling_sum_step(s->b, in[1] + bad);

	*out = tq_ind_finite((shorts - longs) / (shorts + longs));
}

static void
sums_state(void *node, struct tq_state *st)
{
	struct sums *s = node;

	tq_rolling_sum_state(s->x, st);
	tq_rolling_sum_state(s->b, st);
}

static void
sums_fini(void *node)
{
	struct sums *s = node;

	free(s->x);
	free(s->b);
	free(s);
}

#define BACK(preset) {"n", (preset), 1, TQ_IND_LONGEST, true, "how many bars back"}
#define PERIOD(preset, least) {"n", (preset), (least), TQ_IND_LONGEST, true, "period in bars"}
#define FACTOR {"factor", 2, 0, 1e6, false, "deviations from which on it is extreme"}
#define TWO .n_inputs = 2, .inputs = {"x", "b"}

static const struct tq_ind rows[] = {
	{
		.name = "oi_price",
		.meaning = "price x and open interest b over n bars: 1 both rise (new longs), 2 "
			   "price rises, interest falls (shorts close), 3 price falls, interest "
			   "rises (new shorts), 4 both fall (longs close), 0 else; both changes in "
			   "percent",
		.source = "definition",
		.recovery = TQ_IND_ENDS,
		TWO, .n_params = 1, .params = {BACK(1)},
		.n_outputs = 3, .outputs = {"case", "price", "interest"},
		.lookback = tq_ind_change_lookback,
		.make = oi_price_make, .step = oi_price_step,
		.state = interest_state, .fini = interest_fini,
	}, {
		.name = "oi_divergence",
		.meaning = "1 when the price x rose over n bars and the open interest b fell, -1 "
			   "when it fell and the interest rose, 0 else",
		.source = "definition",
		.recovery = TQ_IND_ENDS,
		TWO, .n_params = 2, .params = {
			BACK(20),
			{"least", 1, 0, 1e6, false, "percent by which both must have changed"},
		},
		.n_outputs = 1, .outputs = {"divergence"},
		.lookback = tq_ind_change_lookback,
		.make = oi_divergence_make, .step = oi_divergence_step,
		.state = interest_state, .fini = interest_fini,
	}, {
		.name = "basis",
		.meaning = "price x of a future or perpetual over the index b: plain, in percent, "
			   "in percent a year",
		.source = "definition, simple interest, 365 days",
		.recovery = TQ_IND_ALONE,
		TWO, .n_params = 1, .params = {
			{"days", 365, 0.01, 36500, false, "days until it expires"},
		},
		.n_outputs = 3, .outputs = {"basis", "percent", "annual"},
		.lookback = tq_stateless_lookback,
		.make = basis_make, .step = basis_step, .state = tq_stateless_state,
	}, {
		.name = "term_slope",
		.meaning = "by how many percent a year the later future b is above the nearer one "
			   "x",
		.source = "definition, continuous interest, 365 days",
		.recovery = TQ_IND_ALONE,
		TWO, .n_params = 2, .params = {
			{"near", 30, 0, 36500, false, "days until the nearer one expires"},
			{"far", 120, 0, 36500, false, "days until the later one expires"},
		},
		.n_outputs = 1, .outputs = {"slope"},
		.lookback = tq_stateless_lookback,
		.make = term_make, .step = term_step, .state = tq_stateless_state,
	}, {
		.name = "funding_extreme",
		.meaning = "a funding rate against its last n: distance from the mean in "
			   "deviations, and 1 or -1 when that is far, else 0",
		.source = "definition; population deviation",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 3, .params = {
			PERIOD(90, 2), FACTOR,
			{"level", 0, 0, 1e6, false, "rate that it must reach too"},
		},
		.n_outputs = 2, .outputs = {"z", "extreme"},
		.lookback = tq_ind_window_lookback,
		.make = funding_make, .step = funding_step,
		.state = extreme_state, .fini = extreme_fini,
	}, {
		.name = "funding_carry",
		.meaning = "sum of the last n funding rates, and what that is a year",
		.source = "definition, simple interest, 365 days",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {
			PERIOD(21, 1),
			{"daily", 3, 0.01, 1440, false, "payments a day"},
		},
		.n_outputs = 2, .outputs = {"sum", "annual"},
		.lookback = tq_ind_window_lookback,
		.make = carry_make, .step = carry_step, .state = sums_state, .fini = sums_fini,
	}, {
		.name = "long_short",
		.meaning = "a ratio of longs to shorts: its share of longs against the last n in "
			   "deviations, 1 or -1 when that is far, else 0, and the share",
		.source = "definition; population deviation",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {PERIOD(90, 2), FACTOR},
		.n_outputs = 3, .outputs = {"z", "extreme", "share"},
		.lookback = tq_ind_window_lookback,
		.make = long_short_make, .step = long_short_step,
		.state = extreme_state, .fini = extreme_fini,
	}, {
		.name = "liquidation_imbalance",
		.meaning = "liquidated shorts b less liquidated longs x over n bars, as a share of "
			   "both, -1 to 1",
		.source = "definition",
		.recovery = TQ_IND_WINDOW,
		TWO, .n_params = 1, .params = {PERIOD(60, 1)},
		.n_outputs = 1, .outputs = {"imbalance"},
		.lookback = tq_ind_window_lookback,
		.make = sums_make, .step = liquidation_step,
		.state = sums_state, .fini = sums_fini,
	},
};

const struct tq_ind_family tq_ind_derivatives = {"derivatives", rows, TQ_COUNT(rows)};
