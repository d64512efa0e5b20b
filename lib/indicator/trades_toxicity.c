/* SPDX-License-Identifier: ISC */
/*
 * VPIN (Easley, Lopez de Prado and O'Hara 2012): volume is poured into buckets
 * of a size, and the share of it that was on one side is averaged over the last
 * n buckets. A trade may fill several buckets; more than n of them leave no
 * trace of what was before, so no more are looked at.
 */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

struct vpin {
	struct tq_rolling_sum *buckets;
	struct tq_deviation *deviation;  /* vpin_bulk: of the changes of price */
	double size;
	double filled, bought;   /* of the bucket that is being filled */
	double close;
	double answer;
};

static struct vpin *
vpin_new(const double *param)
{
	struct vpin *v = tq_alloc(1, sizeof *v);

	v->size = param[0];
	v->buckets = tq_rolling_sum_new(param[1]);
	v->close = v->answer = (double)NAN;
	return v;
}

static void *
vpin_make(const double *param)
{
	return vpin_new(param);
}

static void *
bulk_make(const double *param)
{
	struct vpin *v = vpin_new(param);

	v->deviation = tq_deviation_new(param[2]);
	return v;
}

static void
bucket_full(struct vpin *v)
{
	double off = fabs(2 * v->bought - v->filled) / v->size;

	v->answer = tq_rolling_mean_step(v->buckets, off > 1 ? 1 : off);
	v->filled = v->bought = 0;
}

static void
pour(struct vpin *v, double qty, double share)
{
	double most = v->size * (double)v->buckets->w.n;

	/* Whole buckets beyond the window say nothing that n of them do not. */
	if (qty > 2 * most)
		qty = most + v->size + fmod(qty, v->size);
	while (qty >= v->size - v->filled) {
		double part = v->size - v->filled;

		v->filled = v->size;
		v->bought += part * share;
		qty -= part;
		bucket_full(v);
	}
	v->filled += qty;
	v->bought += qty * share;
}

/* A quantity that is not above 0 fills nothing. */
static void
vpin_step(void *node, const double *in, double *out)
{
	struct vpin *v = node;

	*out = (double)NAN;
	if (isnan(in[0]) || isnan(in[1]) || in[1] == 0)
		return;
	if (in[0] > 0)
		pour(v, in[0], in[1] > 0);
	*out = v->answer;
}

/* The bought share of a bar is as likely as its change of price is low. */
static void
bulk_step(void *node, const double *in, double *out)
{
	struct vpin *v = node;
	double change = tq_ind_finite(in[0] - v->close), width;

	*out = (double)NAN;
	if (isnan(in[0]) || isnan(in[1]))
		return;
	v->close = in[0];
	if (isnan(change))
		return;
	width = tq_deviation_step(v->deviation, change);
	if (isnan(width))
		return;
	if (in[1] > 0)
		pour(v, in[1], width > 0 ? 0.5 * erfc(-change / width / sqrt(2.0)) : 0.5);
	*out = v->answer;
}

/* A first trade may fill all buckets at once. */
static int64_t
vpin_lookback(const double *param)
{
	(void)param;
	return 0;
}

static int64_t
bulk_lookback(const double *param)
{
	return (int64_t)param[2];
}

static void
vpin_state(void *node, struct tq_state *st)
{
	struct vpin *v = node;

	tq_rolling_sum_state(v->buckets, st);
	if (v->deviation)
		tq_deviation_state(v->deviation, st);
	tq_state_f64(st, "filled", &v->filled);
	tq_state_f64(st, "bought", &v->bought);
	tq_state_f64(st, "close", &v->close);
	tq_state_f64(st, "answer", &v->answer);
}

static void
vpin_fini(void *node)
{
	struct vpin *v = node;

	free(v->buckets);
	free(v->deviation);
	free(v);
}

#define BUCKETS \
	{"bucket", 1000, 1e-12, 1e18, false, "volume of a bucket"}, \
	{"n", 50, 1, 10000, true, "how many buckets"}

static const struct tq_ind rows[] = {
	{
		.name = "vpin",
		.meaning = "share of the volume that was on one side in the last n buckets of "
			   "volume, 0 to 1; as of the last full bucket",
		.source = "Easley, Lopez de Prado and O'Hara 2012, with the sides of the trades",
		.recovery = TQ_IND_SKIP, .of_bar = true, .waits = true,
		.n_inputs = 2, .inputs = {"qty", "side"},
		.n_params = 2, .params = {BUCKETS},
		.n_outputs = 1, .outputs = {"vpin"},
		.lookback = vpin_lookback,
		.make = vpin_make, .step = vpin_step, .state = vpin_state, .fini = vpin_fini,
	}, {
		.name = "vpin_bulk",
		.meaning = "vpin of bars, whose volume was bought in proportion to the normal "
			   "probability of their change of price",
		.source = "Easley, Lopez de Prado and O'Hara 2012, bulk volume classification",
		.recovery = TQ_IND_SKIP, .of_bar = true, .waits = true,
		.n_inputs = 2, .inputs = {"close", "volume"},
		.n_params = 3, .params = {
			BUCKETS,
			{"window", 50, 2, TQ_IND_LONGEST, true,
			 "bars whose changes are the measure"},
		},
		.n_outputs = 1, .outputs = {"vpin"},
		.lookback = bulk_lookback,
		.make = bulk_make, .step = bulk_step, .state = vpin_state, .fini = vpin_fini,
	},
};

const struct tq_ind_family tq_ind_trades_toxicity = {"trades", rows, TQ_COUNT(rows)};
