/* SPDX-License-Identifier: ISC */
/*
 * How much disorder the last n values have. The bins and the tolerances depend on
 * the window as a whole, so all but the permutation entropy look at it again on
 * every bar.
 */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/past_window.h"
#include "indicator/ring.h"
#include "state/state.h"

#include <stdlib.h>

enum { BINS = 1000, LONGEST = 2000, ORDER = 6, PATTERNS = 720 };

struct entropy {
	struct tq_past_window *past;
	int64_t m;               /* bins, or the length of a piece */
	double r;                /* tolerance in deviations */
};

static void *
bins_make(const double *param)
{
	struct entropy *e = tq_alloc(1, sizeof *e);

	e->past = tq_past_window_new(param[0]);
	e->m = (int64_t)param[1];
	return e;
}

static void *
pieces_make(const double *param)
{
	struct entropy *e = bins_make(param);

	e->r = param[2];
	return e;
}

static void
entropy_state(void *node, struct tq_state *st)
{
	tq_past_window_state(((struct entropy *)node)->past, st);
}

static void
entropy_fini(void *node)
{
	free(((struct entropy *)node)->past);
	free(node);
}

/* In nats; all in one bin is 0. */
static void
shannon_step(void *node, const double *in, double *out)
{
	struct entropy *e = node;
	const double *x = tq_past_window_step(e->past, *in);
	int64_t n = e->past->n, bins = e->m;
	double low = HUGE_VAL, high = -HUGE_VAL, sum = 0;
	int32_t count[BINS] = {0};

	*out = (double)NAN;
	if (!x)
		return;
	for (int64_t i = 0; i < n; i++) {
		low = fmin(low, x[i]);
		high = fmax(high, x[i]);
	}
	if (!(high - low < HUGE_VAL))
		return;
	for (int64_t i = 0; i < n; i++) {
		double place = high > low ? (x[i] - low) / (high - low) * (double)bins : 0;
		int64_t bin = (int64_t)place;

		count[bin < bins ? bin : bins - 1]++;
	}
	for (int64_t i = 0; i < bins; i++) {
		double p = (double)count[i] / (double)n;

		sum -= p > 0 ? p * log(p) : 0;
	}
	*out = sum;
}

/* Of the population; NaN when squares leave the range of doubles. */
static double
deviation_of(const double *x, int64_t n)
{
	double mean = 0, squares = 0;

	for (int64_t i = 0; i < n; i++)
		mean += (x[i] - x[0]) / (double)n;
	for (int64_t i = 0; i < n; i++)
		squares += (x[i] - x[0] - mean) * (x[i] - x[0] - mean);
	return tq_ind_finite(sqrt(squares / (double)n));
}

/* Whether no two values of the pieces are farther apart than the tolerance. */
static bool
alike(const double *a, const double *b, int64_t m, double tolerance)
{
	for (int64_t k = 0; k < m; k++) {
		if (!(fabs(a[k] - b[k]) <= tolerance))
			return false;
	}
	return true;
}

/* Pairs of pieces of m that are alike, and those that stay so one value longer. */
static void
sample_step(void *node, const double *in, double *out)
{
	struct entropy *e = node;
	const double *x = tq_past_window_step(e->past, *in);
	double tolerance, shorter = 0, longer = 0;
	int64_t n = e->past->n, m = e->m;

	*out = (double)NAN;
	if (!x)
		return;
	tolerance = e->r * deviation_of(x, n);
	for (int64_t i = 0; i < n - m; i++) {
		for (int64_t j = i + 1; j < n - m; j++) {
			if (!alike(x + i, x + j, m, tolerance))
				continue;
			shorter++;
			longer += fabs(x[i + m] - x[j + m]) <= tolerance;
		}
	}
	*out = tq_ind_finite(log(shorter / longer));
}

/* The mean logarithm of the share of pieces that are like a piece, itself too. */
static double
phi(const double *x, int64_t n, int64_t m, double tolerance)
{
	int64_t pieces = n - m + 1;
	double sum = 0;

	for (int64_t i = 0; i < pieces; i++) {
		double like = 0;

		for (int64_t j = 0; j < pieces; j++)
			like += alike(x + i, x + j, m, tolerance);
		sum += log(like / (double)pieces);
	}
	return sum / (double)pieces;
}

static void
approximate_step(void *node, const double *in, double *out)
{
	struct entropy *e = node;
	const double *x = tq_past_window_step(e->past, *in);
	double tolerance;

	*out = (double)NAN;
	if (!x)
		return;
	tolerance = e->r * deviation_of(x, e->past->n);
	*out = tq_ind_finite(phi(x, e->past->n, e->m, tolerance) -
			     phi(x, e->past->n, e->m + 1, tolerance));
}

/* The order of each m values in a row is a pattern; whole numbers count them. */
struct patterns {
	struct tq_past_window *past;     /* m values */
	struct tq_ring *seen;            /* the patterns in the window; NaN: none */
	int64_t known, m;
	double longest;                  /* the entropy when all are as frequent */
	int64_t count[PATTERNS];
	int n;                           /* m! */
};

static void *
patterns_make(const double *param)
{
	struct patterns *p = tq_alloc(1, sizeof *p);

	p->m = (int64_t)param[1];
	p->past = tq_past_window_new(param[1]);
	p->seen = tq_ring_new(fmax(param[0] - param[1] + 1, 1));
	p->n = 1;
	for (int i = 2; i <= p->m; i++)
		p->n *= i;
	p->longest = log(p->n);
	return p;
}

/* Lehmer's code: how many before a value are above it, as digits. */
static int
pattern_of(const double *x, int64_t m)
{
	int code = 0;

	for (int i = 1; i < m; i++) {
		int above = 0;

		for (int k = 0; k < i; k++)
			above += x[k] > x[i];
		code = code * (i + 1) + above;
	}
	return code;
}

static void
patterns_step(void *node, const double *in, double *out)
{
	struct patterns *p = node;
	const double *x = tq_past_window_step(p->past, *in);
	double now = x ? pattern_of(x, p->m) : (double)NAN, gone = tq_ring_swap(p->seen, now);
	double sum = 0;

	if (x)
		p->count[(int)now]++;
	if (!isnan(gone))
		p->count[(int)gone]--;
	p->known += (x != NULL) - !isnan(gone);
	*out = (double)NAN;
	if (p->known < p->seen->n)
		return;
	for (int i = 0; i < p->n; i++) {
		double share = (double)p->count[i] / (double)p->known;

		sum -= share > 0 ? share * log(share) : 0;
	}
	*out = sum / p->longest;
}

/* Counts are made again from the patterns, which must be patterns. */
static void
patterns_state(void *node, struct tq_state *st)
{
	struct patterns *p = node;

	tq_past_window_state(p->past, st);
	tq_ring_state(p->seen, st);
	if (!tq_state_loading(st) || !tq_state_ok(st))
		return;
	p->known = 0;
	for (int i = 0; i < p->n; i++)
		p->count[i] = 0;
	for (int64_t i = 0; i < p->seen->n; i++) {
		double code = p->seen->value[i];

		if (isnan(code))
			continue;
		if (!(code >= 0 && code < p->n)) {
			tq_state_refuse(st, "a pattern of an indicator is out of range");
			return;
		}
		p->count[(int)code]++;
		p->known++;
	}
}

static void
patterns_fini(void *node)
{
	struct patterns *p = node;

	free(p->past);
	free(p->seen);
	free(p);
}

/* A window shorter than a pattern is as long as one. */
static int64_t
patterns_lookback(const double *param)
{
	return (int64_t)fmax(param[0], param[1]) - 1;
}

#define ONE .recovery = TQ_IND_WINDOW, .n_inputs = 1, .inputs = {"x"}
#define PIECES(preset, least) \
	.n_params = 3, .params = { \
		{"n", (preset), (least), LONGEST, true, "period in bars"}, \
		{"m", 2, 1, 10, true, "values of a piece"}, \
		{"r", 0.2, 0, 100, false, "how many deviations apart is still alike"}, \
	}

static const struct tq_ind rows[] = {
	{
		.name = "entropy",
		.meaning = "Shannon's entropy in nats of the last n values in bins of equal width "
			   "from the lowest to the highest; n steps a bar",
		.source = "Shannon 1948",
		ONE, .n_params = 2, .params = {
			{"n", 100, 2, TQ_IND_LONGEST, true, "period in bars"},
			{"bins", 10, 2, BINS, true, "how many bins"},
		},
		.n_outputs = 1, .outputs = {"entropy"},
		.lookback = tq_ind_window_lookback,
		.make = bins_make, .step = shannon_step,
		.state = entropy_state, .fini = entropy_fini,
	}, {
		.name = "permutation_entropy",
		.meaning = "entropy of the orders of m values in a row, 0 to 1: 1 when all are as "
			   "frequent",
		.source = "Bandt and Pompe 2002; of equal values the older is the lower",
		ONE, .n_params = 2, .params = {
			{"n", 100, 2, TQ_IND_LONGEST, true, "period in bars"},
			{"m", 3, 2, ORDER, true, "values of a pattern"},
		},
		.n_outputs = 1, .outputs = {"entropy"},
		.lookback = patterns_lookback,
		.make = patterns_make, .step = patterns_step,
		.state = patterns_state, .fini = patterns_fini,
	}, {
		.name = "sample_entropy",
		.meaning = "how much less often pieces of m + 1 values are alike than those of m; "
			   "null when none are; n^2 steps a bar",
		.source = "Richman and Moorman 2000, tolerance in population deviations",
		ONE, PIECES(100, 30),
		.n_outputs = 1, .outputs = {"entropy"},
		.lookback = tq_ind_window_lookback,
		.make = pieces_make, .step = sample_step,
		.state = entropy_state, .fini = entropy_fini,
	}, {
		.name = "approximate_entropy",
		.meaning = "as sample_entropy with each piece like itself, hence never null; n^2 "
			   "steps a bar",
		.source = "Pincus 1991, tolerance in population deviations",
		ONE, PIECES(100, 12),
		.n_outputs = 1, .outputs = {"entropy"},
		.lookback = tq_ind_window_lookback,
		.make = pieces_make, .step = approximate_step,
		.state = entropy_state, .fini = entropy_fini,
	},
};

const struct tq_ind_family tq_ind_statistics_entropy = {"statistics", rows, TQ_COUNT(rows)};
