/* SPDX-License-Identifier: ISC */
/* A series against a market: what its returns owe to the market's. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/pairs.h"
#include "state/state.h"

#include <stdlib.h>

/*
 * Up and down are the bars on which the market rose or fell: the number of
 * their pairs changes from window to window, so suffixes are kept of each.
 */
struct side {
	struct tq_pairs head;
	struct tq_pairs *suffix;
};

struct beta {
	struct tq_rolling_pairs *p;
	struct side up, down;
	double x, market;        /* of the bar before */
};

static void *
beta_make(const double *param)
{
	struct beta *b = tq_alloc(1, sizeof *b);

	b->p = tq_rolling_pairs_new(param[0]);
	b->up.suffix = tq_alloc((size_t)param[0], sizeof(struct tq_pairs));
	b->down.suffix = tq_alloc((size_t)param[0], sizeof(struct tq_pairs));
	b->x = b->market = (double)NAN;
	return b;
}

/* At the end of a block, when the suffix holds its pairs, one or none in each place. */
static void
side_turn(struct side *s, int64_t n)
{
	struct tq_pairs sum = {0};

	for (int64_t i = n - 1; i >= 0; i--) {
		if (s->suffix[i].n > 0)
			sum = tq_pairs_add(sum, s->suffix[i].x, s->suffix[i].y);
		s->suffix[i] = sum;
	}
	s->head = (struct tq_pairs){0};
}

static void
side_put(struct side *s, int64_t at, bool counts, double market, double x)
{
	s->suffix[at] = (struct tq_pairs){.n = counts, .x = market, .y = x};
	if (counts)
		s->head = tq_pairs_add(s->head, market, x);
}

/* Slope over the window whose block before is cut at at; NaN for too few pairs. */
static double
side_slope(const struct side *s, int64_t at)
{
	struct tq_pairs all = s->suffix[at];

	if (s->head.n > 0)
		all = all.n > 0 ? tq_pairs_join(all, s->head) : s->head;
	return all.n > 1 ? tq_ind_finite(all.xy / all.xx) : (double)NAN;
}

static void
beta_step(void *node, const double *in, double *out)
{
	struct beta *b = node;
	double x = in[0] / b->x - 1, market = in[1] / b->market - 1, r;
	bool known = (x - x) + (market - market) == 0;
	int64_t at = b->p->w.at;
	struct tq_pairs all;

	b->x = in[0];
	b->market = in[1];
	side_put(&b->up, at, known && market > 0, market, x);
	side_put(&b->down, at, known && market < 0, market, x);
	if (at + 1 == b->p->w.n) {
		side_turn(&b->up, b->p->w.n);
		side_turn(&b->down, b->p->w.n);
	}
	for (int i = 0; i < 7; i++)
		out[i] = (double)NAN;
	if (!tq_rolling_pairs_step(b->p, market, x, &all))
		return;
	r = tq_pairs_correlation(&all);
	out[0] = tq_ind_finite(all.xy / all.xx);
	out[1] = tq_ind_finite(all.y - out[0] * all.x);
	out[2] = r * r;
	out[3] = side_slope(&b->up, b->p->w.at);
	out[4] = side_slope(&b->down, b->p->w.at);
	out[5] = tq_ind_finite(out[3] / out[4]);
	out[6] = tq_ind_finite((out[3] - out[4]) * (out[3] - out[4]));
}

static void
beta_state(void *node, struct tq_state *st)
{
	struct beta *b = node;
	size_t n = 6 * (size_t)b->p->w.n;

	tq_rolling_pairs_state(b->p, st);
	tq_state_f64s(st, "up", &b->up.head.n, 6);
	tq_state_f64s(st, "ups", &b->up.suffix->n, n);
	tq_state_f64s(st, "down", &b->down.head.n, 6);
	tq_state_f64s(st, "downs", &b->down.suffix->n, n);
	tq_state_f64(st, "x", &b->x);
	tq_state_f64(st, "market", &b->market);
}

static void
beta_fini(void *node)
{
	struct beta *b = node;

	free(b->p);
	free(b->up.suffix);
	free(b->down.suffix);
	free(b);
}

/*
 * The line x = slope * b + intercept whose two numbers walk at random, by
 * Kalman's filter. p is the covariance of the two, before this bar's value.
 */
struct kalman {
	double walk, noise;      /* variance a bar of the walk, and of x about the line */
	double slope, intercept;
	double p00, p01, p11;
};

static void *
kalman_make(const double *param)
{
	struct kalman *k = tq_alloc(1, sizeof *k);

	k->walk = param[0] / (1 - param[0]);
	k->noise = param[1];
	return k;
}

static void
kalman_step(void *node, const double *in, double *out)
{
	struct kalman *k = node, next = *k;
	double x = in[0], b = in[1], error, variance, h0, h1, gain0, gain1;

	out[0] = out[1] = out[2] = out[3] = (double)NAN;
	if (isnan(x) || isnan(b))
		return;
	next.p00 += k->walk;
	next.p11 += k->walk;
	error = x - (k->slope * b + k->intercept);
	h0 = next.p00 * b + next.p01;
	h1 = next.p01 * b + next.p11;
	variance = h0 * b + h1 + k->noise;
	gain0 = h0 / variance;
	gain1 = h1 / variance;
	next.slope += gain0 * error;
	next.intercept += gain1 * error;
	next.p00 -= gain0 * h0;
	next.p01 -= gain0 * h1;
	next.p11 -= gain1 * h1;
	if (!isfinite(next.slope + next.intercept) || !isfinite(next.p00 + next.p01 + next.p11))
		return;
	*k = next;
	out[0] = k->slope;
	out[1] = k->intercept;
	out[2] = tq_ind_finite(error);
	out[3] = tq_ind_finite(error / sqrt(variance));
}

static void
kalman_state(void *node, struct tq_state *st)
{
	struct kalman *k = node;

	tq_state_f64(st, "slope", &k->slope);
	tq_state_f64(st, "intercept", &k->intercept);
	tq_state_f64(st, "p00", &k->p00);
	tq_state_f64(st, "p01", &k->p01);
	tq_state_f64(st, "p11", &k->p11);
}

static int64_t
no_lookback(const double *param)
{
	(void)param;
	return 0;
}

static const struct tq_ind rows[] = {
	{
		.name = "market_beta",
		.meaning = "returns of x on those of the market b: beta, alpha a bar, r squared, "
			   "beta when the market rises and when it falls, their ratio, their "
			   "difference squared",
		.source = "least squares of simple returns; Skender Beta",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 2, .inputs = {"x", "b"},
		.n_params = 1, .params = {{"n", 60, 2, TQ_IND_LONGEST, true, "period in bars"}},
		.n_outputs = 7, .outputs = {"beta", "alpha", "r2", "up", "down", "ratio",
					    "convexity"},
		.lookback = tq_ind_change_lookback,
		.make = beta_make, .step = beta_step, .state = beta_state, .fini = beta_fini,
	}, {
		.name = "kalman_hedge",
		.meaning = "x on b with a line that moves: slope (the hedge ratio), intercept, "
			   "error of the forecast, the error in its deviations",
		.source = "Kalman's filter, random walk of both (Chan 2013)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 2, .inputs = {"x", "b"},
		.n_params = 2, .params = {
			{"delta", 0.0001, 0, 0.999999, false, "how fast the line moves"},
			{"noise", 0.001, 1e-12, 1e12, false, "variance of x about the line"},
		},
		.n_outputs = 4, .outputs = {"slope", "intercept", "error", "z"},
		.lookback = no_lookback,
		.make = kalman_make, .step = kalman_step, .state = kalman_state,
	},
};

const struct tq_ind_family tq_ind_statistics_market = {"statistics", rows, TQ_COUNT(rows)};
