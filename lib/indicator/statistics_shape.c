/* SPDX-License-Identifier: ISC */
/*
 * Skewness and kurtosis of the last n values by two stacks (window.h). Parts
 * are joined by the formulas of Pebay (2008) from the sums of powers of the
 * distance from the mean.
 */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/window.h"
#include "state/state.h"

struct moments {
	double n, mean, m2, m3, m4;
};

struct shape {
	struct tq_window w;
	double sample;           /* 1: corrected for the sample */
	struct moments head;
	struct moments suffix[]; /* before w.at: the block's values in mean */
};

static struct moments
join(struct moments a, struct moments b)
{
	double n = a.n + b.n, d = b.mean - a.mean, part = d / n, cross = a.n * b.n;
	double square = part * part;

	return (struct moments){
		.n = n,
		.mean = a.mean + part * b.n,
		.m2 = a.m2 + b.m2 + d * part * cross,
		.m3 = a.m3 + b.m3 + d * square * cross * (a.n - b.n) +
			3 * part * (a.n * b.m2 - b.n * a.m2),
		.m4 = a.m4 + b.m4 +
			d * square * part * cross * (a.n * a.n - cross + b.n * b.n) +
			6 * square * (a.n * a.n * b.m2 + b.n * b.n * a.m2) +
			4 * part * (a.n * b.m3 - b.n * a.m3),
	};
}

static struct moments
add(struct moments a, double x)
{
	return join(a, (struct moments){.n = 1, .mean = x});
}

static void *
shape_make(const double *param)
{
	struct shape *s = tq_alloc(1, sizeof *s + (size_t)param[0] * sizeof s->suffix[0]);

	tq_window_init(&s->w, param[0]);
	s->sample = param[1];
	return s;
}

static void
shape_turn(struct shape *s)
{
	struct moments sum = {0};

	for (int64_t i = s->w.n - 1; i >= 0; i--) {
		sum = add(sum, s->suffix[i].mean);
		s->suffix[i] = sum;
	}
	s->head = (struct moments){0};
	s->w.at = 0;
}

/* False while the window is not full, and when it is flat: a line has no shape. */
static bool
shape_of(struct shape *s, double x, struct moments *all)
{
	x = tq_window_count(&s->w, x);
	s->head = add(s->head, x);
	s->suffix[s->w.at].mean = x;
	if (++s->w.at == s->w.n)
		shape_turn(s);
	if (!tq_window_full(&s->w) || tq_window_flat(&s->w))
		return false;
	*all = s->w.at == 0 ? s->suffix[0] : join(s->head, s->suffix[s->w.at]);
	return true;
}

static void
skew_step(void *node, const double *in, double *out)
{
	struct shape *s = node;
	struct moments m;
	double skew;

	*out = (double)NAN;
	if (!shape_of(s, *in, &m))
		return;
	skew = sqrt(m.n) * m.m3 / (m.m2 * sqrt(m.m2));
	if (s->sample > 0)
		skew *= sqrt(m.n * (m.n - 1)) / (m.n - 2);
	*out = tq_ind_finite(skew);
}

static void
kurtosis_step(void *node, const double *in, double *out)
{
	struct shape *s = node;
	struct moments m;
	double excess;

	*out = (double)NAN;
	if (!shape_of(s, *in, &m))
		return;
	excess = m.n * m.m4 / (m.m2 * m.m2) - 3;
	if (s->sample > 0)
		excess = (m.n - 1) / ((m.n - 2) * (m.n - 3)) * ((m.n + 1) * excess + 6);
	*out = tq_ind_finite(excess);
}

static void
shape_state(void *node, struct tq_state *st)
{
	struct shape *s = node;

	tq_window_state(&s->w, st);
	tq_state_f64s(st, "head", &s->head.n, 5);
	tq_state_f64s(st, "suffix", &s->suffix[0].n, 5 * (size_t)s->w.n);
}

#define SAMPLE {"sample", 0, 0, 1, true, "0: the population's, 1: corrected for a sample"}

static const struct tq_ind rows[] = {
	{
		.name = "skew",
		.aliases = {"skewness"},
		.meaning = "skewness of the last n values; null when they are the same",
		.source = "g1 of the population, G1 of the sample (Joanes and Gill 1998)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {
			{"n", 30, 3, TQ_IND_LONGEST, true, "period in bars"}, SAMPLE,
		},
		.n_outputs = 1, .outputs = {"skew"},
		.lookback = tq_ind_window_lookback,
		.make = shape_make, .step = skew_step, .state = shape_state,
	}, {
		.name = "kurtosis",
		.aliases = {"kurt"},
		.meaning = "excess kurtosis of the last n values; null when they are the same",
		.source = "g2 of the population, G2 of the sample (Joanes and Gill 1998)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {
			{"n", 30, 4, TQ_IND_LONGEST, true, "period in bars"}, SAMPLE,
		},
		.n_outputs = 1, .outputs = {"kurtosis"},
		.lookback = tq_ind_window_lookback,
		.make = shape_make, .step = kurtosis_step, .state = shape_state,
	},
};

const struct tq_ind_family tq_ind_statistics_shape = {"statistics", rows, TQ_COUNT(rows)};
