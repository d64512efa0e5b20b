/* SPDX-License-Identifier: ISC */
/* What Tulip has beside lag and crosses_above: decay, and crossings by its rule. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "state/state.h"

#include <math.h>

/* A peak that falls off: by 1/n a bar, or by the n-th part of itself. */
struct decay {
	double less, times, y;
};

static struct decay *
decay_new(double less, double times)
{
	struct decay *d = tq_alloc(1, sizeof *d);

	d->less = less;
	d->times = times;
	d->y = -HUGE_VAL;
	return d;
}

static void *
decay_make(const double *param)
{
	return decay_new(1 / param[0], 1);
}

static void *
edecay_make(const double *param)
{
	return decay_new(0, 1 - 1 / param[0]);
}

static void
decay_step(void *node, const double *in, double *out)
{
	struct decay *d = node;
	double fallen;

	*out = (double)NAN;
	if (isnan(*in))
		return;
	fallen = d->y * d->times - d->less;
	*out = d->y = *in >= fallen || isnan(fallen) ? *in : fallen;
}

static void
decay_state(void *node, struct tq_state *st)
{
	tq_state_f64(st, "y", &((struct decay *)node)->y);
}

static int64_t
no_lookback(const double *param)
{
	(void)param;
	return 0;
}

/* Tulip's rule: on the other side than on the bar before, where equal is on both sides. */
struct crossing {
	double difference;
};

static void *
crossing_make(const double *param)
{
	struct crossing *c = tq_alloc(1, sizeof *c);

	(void)param;
	c->difference = (double)NAN;
	return c;
}

/* The side of the bar before and now; false when one of them is not known. */
static bool
crossing_sides(struct crossing *c, const double *in, int *before, int *now)
{
	double difference = isnan(in[0]) || isnan(in[1]) ? (double)NAN :
		(double)((in[0] > in[1]) - (in[0] < in[1]));
	bool known = !isnan(c->difference) && !isnan(difference);

	if (known) {
		*before = (int)c->difference;
		*now = (int)difference;
	}
	c->difference = difference;
	return known;
}

static void
crossover_step(void *node, const double *in, double *out)
{
	int before, now;

	*out = (double)NAN;
	if (crossing_sides(node, in, &before, &now))
		*out = now > 0 && before <= 0;
}

static void
crossany_step(void *node, const double *in, double *out)
{
	int before, now;

	*out = (double)NAN;
	if (crossing_sides(node, in, &before, &now))
		*out = (now > 0 && before <= 0) || (now < 0 && before >= 0);
}

static void
crossing_state(void *node, struct tq_state *st)
{
	tq_state_f64(st, "difference", &((struct crossing *)node)->difference);
}

static int64_t
crossing_lookback(const double *param)
{
	(void)param;
	return 1;
}

static const struct tq_ind rows[] = {
	{
		.name = "decay",
		.meaning = "the greatest of the values, each less 1/n for each bar since",
		.source = "Tulip decay",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(5)},
		.n_outputs = 1, .outputs = {"decay"},
		.lookback = no_lookback,
		.make = decay_make, .step = decay_step, .state = decay_state,
	}, {
		.name = "edecay",
		.meaning = "the greatest of the values, each less an n-th for each bar since",
		.source = "Tulip edecay",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(5)},
		.n_outputs = 1, .outputs = {"edecay"},
		.lookback = no_lookback,
		.make = edecay_make, .step = decay_step, .state = decay_state,
	}, {
		.name = "crossover",
		.meaning = "a is above b and was not on the bar before; from a touch too",
		.source = "Tulip crossover",
		.recovery = TQ_IND_WINDOW,
		.gives = TQ_IND_CONDITION,
		.n_inputs = 2, .inputs = {"a", "b"},
		.n_outputs = 1, .outputs = {"crossover"},
		.lookback = crossing_lookback,
		.make = crossing_make, .step = crossover_step, .state = crossing_state,
	}, {
		.name = "crossany",
		.meaning = "a is on another side of b than on the bar before; from a touch too",
		.source = "Tulip crossany",
		.recovery = TQ_IND_WINDOW,
		.gives = TQ_IND_CONDITION,
		.n_inputs = 2, .inputs = {"a", "b"},
		.n_outputs = 1, .outputs = {"crossany"},
		.lookback = crossing_lookback,
		.make = crossing_make, .step = crossany_step, .state = crossing_state,
	},
};

const struct tq_ind_family tq_ind_series_more = {"series", rows, TQ_COUNT(rows)};
