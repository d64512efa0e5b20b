/* SPDX-License-Identifier: ISC */
/* Strength measured with streaks, ranks and periods that follow volatility. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/average.h"
#include "indicator/ordered.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

static struct tq_average
rsi_new(double n)
{
	const struct tq_ind *ind = tq_ind_find(tq_str("rsi"));

	return (struct tq_average){.ind = ind, .node = ind->make(&n)};
}

/* Connors and Alvarez (2012): rsi, rsi of the streak, rank of the change. */
struct connors {
	struct tq_average price, streaks;
	struct tq_ordered *changes;
	int64_t rank;            /* changes that the newest is ranked among */
	double last, streak;
};

static void *
connors_make(const double *param)
{
	struct connors *c = tq_alloc(1, sizeof *c);

	c->price = rsi_new(param[0]);
	c->streaks = rsi_new(param[1]);
	c->rank = (int64_t)param[2];
	c->changes = tq_ordered_new(param[2]);
	c->last = (double)NAN;
	return c;
}

static void
connors_step(void *node, const double *in, double *out)
{
	struct connors *c = node;
	double x = *in, change = tq_ind_finite(x / c->last - 1), rank = (double)NAN;

	*out = (double)NAN;
	if (isnan(x))
		return;
	if (x > c->last)
		c->streak = c->streak > 0 ? c->streak + 1 : 1;
	else if (x < c->last)
		c->streak = c->streak < 0 ? c->streak - 1 : -1;
	else
		c->streak = 0;
	c->last = x;
	if (!isnan(change)) {
		if (tq_ordered_count(c->changes) == c->rank)
			rank = (double)tq_ordered_below(c->changes, change) / (double)c->rank;
		tq_ordered_push(c->changes, change);
	}
	*out = (tq_average_step(&c->price, x) + tq_average_step(&c->streaks, c->streak) +
		100 * rank) / 3;
}

static int64_t
connors_lookback(const double *param)
{
	return (int64_t)fmax(param[0], fmax(param[1], param[2] + 1));
}

static void
connors_state(void *node, struct tq_state *st)
{
	struct connors *c = node;

	tq_average_state(&c->price, st);
	tq_average_state(&c->streaks, st);
	tq_ordered_state(c->changes, st);
	tq_state_f64(st, "last", &c->last);
	tq_state_f64(st, "streak", &c->streak);
}

static void
connors_fini(void *node)
{
	struct connors *c = node;

	tq_average_fini(&c->price);
	tq_average_fini(&c->streaks);
	free(c->changes);
	free(c);
}

/*
 * Chande and Kroll (1994): rsi of plain sums whose period is shorter, the more
 * the line moves: n times the usual deviation over today's, within bounds. A
 * period that changes from bar to bar has no recursion; `high` is bounded, and
 * each bar looks at so many changes again.
 */
struct dymi {
	struct tq_deviation *deviation;
	struct tq_rolling_sum *usual;
	struct tq_ring *changes;
	int64_t clean;           /* changes since the last null, at most changes->n */
	double n, low, high, last;
};

enum { DEVIATION = 5, USUAL = 10, LONGEST_RSI = 200 };

static void *
dymi_make(const double *param)
{
	struct dymi *d = tq_alloc(1, sizeof *d);

	d->n = param[0];
	d->low = fmin(param[1], param[2]);
	d->high = fmax(param[1], param[2]);
	d->deviation = tq_deviation_new(DEVIATION);
	d->usual = tq_rolling_sum_new(USUAL);
	d->changes = tq_ring_new(d->high);
	d->last = (double)NAN;
	return d;
}

static double
strength(const struct tq_ring *changes, int64_t period)
{
	double gain = 0, loss = 0;

	for (int64_t ago = 0; ago < period; ago++) {
		double change = tq_ring_ago(changes, ago);

		gain += change > 0 ? change : 0;
		loss -= change < 0 ? change : 0;
	}
	return tq_ind_finite(100 * (gain / (gain + loss)));
}

static void
dymi_step(void *node, const double *in, double *out)
{
	struct dymi *d = node;
	double change = tq_ind_finite(*in - d->last);
	double deviation = tq_deviation_step(d->deviation, *in);
	double usual = tq_rolling_mean_step(d->usual, deviation);
	double period = floor(d->n * (usual / deviation));

	d->last = *in;
	tq_ring_swap(d->changes, change);
	d->clean = isnan(change) ? 0 : d->clean + (d->clean < d->changes->n);
	*out = (double)NAN;
	if (d->clean == d->changes->n && !isnan(period))
		*out = strength(d->changes, (int64_t)fmin(fmax(period, d->low), d->high));
}

static int64_t
dymi_lookback(const double *param)
{
	return (int64_t)fmax(fmax(param[1], param[2]), DEVIATION + USUAL - 2);
}

static void
dymi_state(void *node, struct tq_state *st)
{
	struct dymi *d = node;

	tq_deviation_state(d->deviation, st);
	tq_rolling_sum_state(d->usual, st);
	tq_ring_state(d->changes, st);
	tq_ind_state_int(st, "clean", &d->clean, 0, d->changes->n);
	tq_state_f64(st, "last", &d->last);
}

static void
dymi_fini(void *node)
{
	struct dymi *d = node;

	free(d->deviation);
	free(d->usual);
	free(d->changes);
	free(d);
}

/* DeMark (1994): how many closes in a row are above, or below, the one n bars before. */
struct setup {
	struct tq_ring *past;
	double up, down;
};

static void *
setup_make(const double *param)
{
	struct setup *s = tq_alloc(1, sizeof *s);

	s->past = tq_ring_new(param[0]);
	return s;
}

static void
setup_step(void *node, const double *in, double *out)
{
	struct setup *s = node;
	double before;

	out[0] = out[1] = (double)NAN;
	if (isnan(*in))
		return;
	before = tq_ring_swap(s->past, *in);
	if (isnan(before))
		return;
	out[0] = s->up = *in > before ? s->up + 1 : 0;
	out[1] = s->down = *in < before ? s->down + 1 : 0;
}

static void
setup_state(void *node, struct tq_state *st)
{
	struct setup *s = node;

	tq_ring_state(s->past, st);
	tq_state_f64(st, "up", &s->up);
	tq_state_f64(st, "down", &s->down);
}

static void
setup_fini(void *node)
{
	free(((struct setup *)node)->past);
	free(node);
}

#define N(name, preset, high, meaning) {name, (preset), 1, (high), true, meaning}

static const struct tq_ind rows[] = {
	{
		.name = "connors_rsi",
		.aliases = {"crsi"},
		.meaning = "mean of rsi, rsi of the streak, and rank of the change among the last",
		.source = "Connors, Alvarez (2012)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 3, .params = {
			N("rsi", 3, TQ_IND_LONGEST, "period of rsi"),
			N("streak", 2, TQ_IND_LONGEST, "period of the streak's rsi"),
			N("rank", 100, TQ_IND_LONGEST, "changes that the last is ranked among"),
		},
		.n_outputs = 1, .outputs = {"connors_rsi"},
		.lookback = connors_lookback,
		.make = connors_make, .step = connors_step, .state = connors_state,
		.fini = connors_fini,
	}, {
		.name = "dymi",
		.meaning = "dynamic momentum index: rsi over fewer bars the more it moves",
		.source = "Chande, Kroll (1994): deviation of 5 against its mean of 10",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 3, .params = {
			N("n", 14, TQ_IND_LONGEST, "the usual period"),
			N("low", 5, LONGEST_RSI, "the shortest period"),
			N("high", 30, LONGEST_RSI, "the longest period"),
		},
		.n_outputs = 1, .outputs = {"dymi"},
		.lookback = dymi_lookback,
		.make = dymi_make, .step = dymi_step, .state = dymi_state, .fini = dymi_fini,
	}, {
		.name = "td_setup",
		.aliases = {"td_sequential"},
		.meaning = "bars in a row above, or below, the value of n before; 9: a setup",
		.source = "DeMark (1994)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {N("n", 4, TQ_IND_LONGEST, "how many bars back")},
		.n_outputs = 2, .outputs = {"up", "down"},
		.lookback = tq_ind_change_lookback,
		.make = setup_make, .step = setup_step, .state = setup_state, .fini = setup_fini,
	},
};

const struct tq_ind_family tq_ind_momentum_rank = {"momentum", rows, TQ_COUNT(rows)};
