/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/ring.h"
#include "state/state.h"

#include <math.h>

static void *
past_make(const double *param)
{
	return tq_ring_new(param[0]);
}

static void
past_state(void *node, struct tq_state *st)
{
	tq_ring_state(node, st);
}

static void
lag_step(void *node, const double *in, double *out)
{
	*out = tq_ring_swap(node, *in);
}

/* How often in a row x went the way that sign says. */
struct trend {
	int64_t n, clean, run;
	double sign, last;
};

static void *
trend_make(const double *param, double sign)
{
	struct trend *t = tq_alloc(1, sizeof *t);

	t->n = (int64_t)param[0];
	t->sign = sign;
	t->last = (double)NAN;
	return t;
}

static void *
rising_make(const double *param)
{
	return trend_make(param, 1);
}

static void *
falling_make(const double *param)
{
	return trend_make(param, -1);
}

static void
trend_step(void *node, const double *in, double *out)
{
	struct trend *t = node;
	double x = *in * t->sign;
	bool known = !isnan(x) && !isnan(t->last);

	t->clean = known ? t->clean + (t->clean < t->n) : 0;
	t->run = known && x > t->last ? t->run + (t->run < t->n) : 0;
	t->last = x;
	*out = t->clean == t->n && known ? (double)(t->run == t->n) : (double)NAN;
}

static void
trend_state(void *node, struct tq_state *st)
{
	struct trend *t = node;

	tq_ind_state_int(st, "clean", &t->clean, 0, t->n);
	tq_ind_state_int(st, "run", &t->run, 0, t->n);
	tq_state_f64(st, "last", &t->last);
}

/* The side on which a was of b when they last differed: 1, -1, 0 not yet. */
struct cross {
	int64_t way;             /* the turn that is looked for */
	int64_t side;
	bool begun;
};

static void *
above_make(const double *param)
{
	struct cross *c = tq_alloc(1, sizeof *c);

	(void)param;
	c->way = 1;
	return c;
}

static void *
below_make(const double *param)
{
	struct cross *c = above_make(param);

	c->way = -1;
	return c;
}

static void
cross_step(void *node, const double *in, double *out)
{
	struct cross *c = node;
	double a = in[0], b = in[1];
	int64_t side = (a > b) - (a < b);

	*out = (double)NAN;
	if (side == 0 && !(a == b))      /* one of them is NaN */
		return;
	if (c->begun)
		*out = (side == c->way) & (c->side == -c->way);
	c->begun = true;
	if (side != 0)
		c->side = side;
}

static void
cross_state(void *node, struct tq_state *st)
{
	struct cross *c = node;

	tq_ind_state_int(st, "side", &c->side, -1, 1);
	tq_state_bool(st, "begun", &c->begun);
}

static int64_t
cross_lookback(const double *param)
{
	(void)param;
	return 1;
}

#define PAST(preset, least) {"n", (preset), (least), TQ_IND_LONGEST, true, "how many bars back"}
#define TREND {"n", 1, 1, TQ_IND_LONGEST, true, "how many bars in a row"}

static const struct tq_ind rows[] = {
	{
		.name = "lag",
		.meaning = "the value of n bars before; x[n] is the same",
		.source = "definition",
		.recovery = TQ_IND_ENDS,
		.gives = TQ_IND_SAME,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {PAST(1, 0)},
		.n_outputs = 1, .outputs = {"lag"},
		.lookback = tq_ind_change_lookback,
		.make = past_make, .step = lag_step, .state = past_state,
	}, {
		.name = "rising",
		.meaning = "each of the last n bars is above the bar before it",
		.source = "definition",
		.recovery = TQ_IND_WINDOW,
		.gives = TQ_IND_CONDITION,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TREND},
		.n_outputs = 1, .outputs = {"rising"},
		.lookback = tq_ind_change_lookback,
		.make = rising_make, .step = trend_step, .state = trend_state,
	}, {
		.name = "falling",
		.meaning = "each of the last n bars is below the bar before it",
		.source = "definition",
		.recovery = TQ_IND_WINDOW,
		.gives = TQ_IND_CONDITION,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TREND},
		.n_outputs = 1, .outputs = {"falling"},
		.lookback = tq_ind_change_lookback,
		.make = falling_make, .step = trend_step, .state = trend_state,
	}, {
		.name = "crosses_above",
		.meaning = "a is above b and was below when they last differed",
		.source = "definition: a touch is no cross; below, equal, above is one",
		.recovery = TQ_IND_SKIP,
		.gives = TQ_IND_CONDITION,
		.n_inputs = 2, .inputs = {"a", "b"},
		.n_outputs = 1, .outputs = {"crosses_above"},
		.lookback = cross_lookback,
		.make = above_make, .step = cross_step, .state = cross_state,
	}, {
		.name = "crosses_below",
		.meaning = "a is below b and was above when they last differed",
		.source = "definition: a touch is no cross; above, equal, below is one",
		.recovery = TQ_IND_SKIP,
		.gives = TQ_IND_CONDITION,
		.n_inputs = 2, .inputs = {"a", "b"},
		.n_outputs = 1, .outputs = {"crosses_below"},
		.lookback = cross_lookback,
		.make = below_make, .step = cross_step, .state = cross_state,
	},
};

const struct tq_ind_family tq_ind_series = {"series", rows, TQ_COUNT(rows)};
