/* SPDX-License-Identifier: ISC */
/* What the last n values say when they are put in order. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/ordered.h"
#include "state/state.h"

#include <math.h>
#include <stdlib.h>

struct order {
	struct tq_ordered *o;
	int64_t n;
	double q;
};

static struct order *
order_new(double n, double q)
{
	struct order *a = tq_alloc(1, sizeof *a);

	a->o = tq_ordered_new(n);
	a->n = (int64_t)n;
	a->q = q;
	return a;
}

static void *
order_make(const double *param)
{
	return order_new(param[0], 0.5);
}

static void *
quantile_make(const double *param)
{
	return order_new(param[0], param[1]);
}

static void
order_state(void *node, struct tq_state *st)
{
	tq_ordered_state(((struct order *)node)->o, st);
}

static void
order_fini(void *node)
{
	free(((struct order *)node)->o);
	free(node);
}

/* Takes x in; false while n values are not there. */
static bool
is_full(struct order *a, double x)
{
	tq_ordered_push(a->o, x);
	return tq_ordered_count(a->o) == a->n;
}

static void
quantile_step(void *node, const double *in, double *out)
{
	struct order *a = node;

	*out = is_full(a, *in) ? tq_ind_finite(tq_ordered_quantile(a->o, a->q)) : (double)NAN;
}

static void
iqr_step(void *node, const double *in, double *out)
{
	struct order *a = node;

	*out = (double)NAN;
	if (is_full(a, *in))
		*out = tq_ind_finite(tq_ordered_quantile(a->o, 0.75) -
				     tq_ordered_quantile(a->o, 0.25));
}

static void
rank_step(void *node, const double *in, double *out)
{
	struct order *a = node;

	int64_t below, not_above;

	*out = (double)NAN;
	if (!is_full(a, *in))
		return;
	below = tq_ordered_below(a->o, *in);
	not_above = tq_ordered_at_most(a->o, *in);
	*out = (double)(below + not_above + 1) / 2;
}

/* x is compared with the values before it, and only then becomes one of them. */
static void
percent_rank_step(void *node, const double *in, double *out)
{
	struct order *a = node;

	*out = (double)NAN;
	if (!isnan(*in) && tq_ordered_count(a->o) == a->n)
		*out = 100 * (double)tq_ordered_below(a->o, *in) / (double)a->n;
	tq_ordered_push(a->o, *in);
}

/* The unit is the distance from the lower to the upper quartile. */
static void
robust_step(void *node, const double *in, double *out)
{
	struct order *a = node;
	double low, high;

	*out = (double)NAN;
	if (!is_full(a, *in))
		return;
	low = tq_ordered_quantile(a->o, 0.25);
	high = tq_ordered_quantile(a->o, 0.75);
	*out = tq_ind_finite((*in - tq_ordered_quantile(a->o, 0.5)) / (high - low));
}

#define PERIOD {"n", 30, 1, TQ_IND_LONGEST, true, "period in bars"}
#define ONE \
	.recovery = TQ_IND_WINDOW, .n_inputs = 1, .inputs = {"x"}, \
	.state = order_state, .fini = order_fini

static const struct tq_ind rows[] = {
	{
		.name = "median",
		.meaning = "the middle of the last n values in order, or the mean of the two in "
			   "the middle",
		.source = "definition",
		ONE, .n_params = 1, .params = {PERIOD},
		.n_outputs = 1, .outputs = {"median"},
		.lookback = tq_ind_window_lookback,
		.make = order_make, .step = quantile_step,
	}, {
		.name = "quantile",
		.aliases = {"percentile"},
		.meaning = "the value below which a share q of the last n lies",
		.source = "type 7 of Hyndman and Fan 1996 (linear between values)",
		ONE, .n_params = 2, .params = {
			PERIOD,
			{"q", 0.5, 0, 1, false, "the share"},
		},
		.n_outputs = 1, .outputs = {"quantile"},
		.lookback = tq_ind_window_lookback,
		.make = quantile_make, .step = quantile_step,
	}, {
		.name = "iqr",
		.meaning = "upper less lower quartile of the last n values",
		.source = "type 7 of Hyndman and Fan 1996 (linear between values)",
		ONE, .n_params = 1, .params = {PERIOD},
		.n_outputs = 1, .outputs = {"iqr"},
		.lookback = tq_ind_window_lookback,
		.make = order_make, .step = iqr_step,
	}, {
		.name = "robust_zscore",
		.meaning = "distance from the median in interquartile ranges; null when that is 0",
		.source = "definition",
		ONE, .n_params = 1, .params = {
			{"n", 30, 2, TQ_IND_LONGEST, true, "period in bars"},
		},
		.n_outputs = 1, .outputs = {"robust_zscore"},
		.lookback = tq_ind_window_lookback,
		.make = order_make, .step = robust_step,
	}, {
		.name = "rank",
		.meaning = "place of the value among the last n, 1 the lowest; ties share the mean",
		.source = "definition",
		ONE, .n_params = 1, .params = {PERIOD},
		.n_outputs = 1, .outputs = {"rank"},
		.lookback = tq_ind_window_lookback,
		.make = order_make, .step = rank_step,
	}, {
		.name = "percent_rank",
		.aliases = {"percentrank"},
		.meaning = "how many percent of the n values before are below the value",
		.source = "Connors and Alvarez",
		ONE, .n_params = 1, .params = {PERIOD},
		.n_outputs = 1, .outputs = {"percent_rank"},
		.lookback = tq_ind_change_lookback,
		.make = order_make, .step = percent_rank_step,
	},
};

const struct tq_ind_family tq_ind_statistics_order = {"statistics", rows, TQ_COUNT(rows)};
