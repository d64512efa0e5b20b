/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/hilbert.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/*
 * Kaufman's average: how much of the way of n bars led forward (the efficiency
 * ratio) chooses between a fast and a slow exponential average. It starts from
 * the value before the first output.
 */
struct kama {
	struct tq_rolling_sum *way;
	double last, y;
	double slow, range;      /* constants of smoothing: slow, fast less slow */
	double past[];           /* in the places of way's window */
};

static void *
kama_make(const double *param)
{
	struct kama *k = tq_alloc(1, sizeof *k + (size_t)param[0] * sizeof k->past[0]);

	for (int64_t i = 0; i < (int64_t)param[0]; i++)
		k->past[i] = (double)NAN;
	k->way = tq_rolling_sum_new(param[0]);
	k->last = k->y = (double)NAN;
	k->slow = 2 / (param[2] + 1);
	k->range = 2 / (param[1] + 1) - k->slow;
	return k;
}

static void
kama_step(void *node, const double *in, double *out)
{
	struct kama *k = node;
	double x = *in, change, way, ratio, *past = &k->past[k->way->w.at];

	*out = (double)NAN;
	if (isnan(x))
		return;
	change = x - *past;
	*past = x;
	way = tq_rolling_sum_step(k->way, fabs(x - k->last));
	if (!isnan(change)) {
		if (isnan(k->y))
			k->y = k->last;
		ratio = fabs(change) / way;
		ratio = ratio < 1 ? ratio : 1;   /* flat, or went straight but for rounding */
		ratio = ratio * k->range + k->slow;
		*out = k->y = tq_toward(k->y, ratio * ratio, x);
	}
	k->last = x;
}

static void
kama_state(void *node, struct tq_state *st)
{
	struct kama *k = node;

	tq_rolling_sum_state(k->way, st);
	tq_state_f64s(st, "past", k->past, (size_t)k->way->w.n);
	tq_state_f64(st, "last", &k->last);
	tq_state_f64(st, "y", &k->y);
}

static void
kama_fini(void *node)
{
	struct kama *k = node;

	free(k->way);
	free(k);
}

/*
 * Ehlers' MESA adaptive average: the faster the phase of the cycle moves, the
 * slower the average; fama follows mama at half its speed.
 */
struct mama {
	struct tq_hilbert h;
	double fast, slow;
	double phase, mama, fama;
};

static void *
mama_make(const double *param)
{
	struct mama *m = tq_alloc(1, sizeof *m);

	tq_hilbert_init(&m->h, TQ_HILBERT_SHORT);
	m->fast = param[0];
	m->slow = param[1];
	return m;
}

static void
mama_step(void *node, const double *in, double *out)
{
	struct mama *m = node;
	double x = *in, phase, change, k;

	out[0] = out[1] = (double)NAN;
	if (!tq_hilbert_step(&m->h, x))
		return;
	phase = m->h.i1 != 0 ? atan(m->h.q1 / m->h.i1) * TQ_DEGREES : 0;
	change = m->phase - phase;
	m->phase = phase;
	k = change > 1 ? fmax(m->fast / change, m->slow) : m->fast;
	m->mama = k * x + (1 - k) * m->mama;
	m->fama = k / 2 * m->mama + (1 - k / 2) * m->fama;
	if (tq_hilbert_settled(&m->h)) {
		out[0] = m->mama;
		out[1] = m->fama;
	}
}

static void
mama_state(void *node, struct tq_state *st)
{
	struct mama *m = node;

	tq_hilbert_state(&m->h, st);
	tq_state_f64(st, "phase", &m->phase);
	tq_state_f64(st, "mama", &m->mama);
	tq_state_f64(st, "fama", &m->fama);
}

static const struct tq_ind rows[] = {
	{
		.name = "kama",
		.meaning = "Kaufman's adaptive average: fast on straight ways, else slow",
		.source = "TA-Lib KAMA (from the value before the first output)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 3, .params = {
			TQ_IND_PERIOD(30),
			{"fast", 2, 1, TQ_IND_LONGEST, true, "period of the fastest average"},
			{"slow", 30, 1, TQ_IND_LONGEST, true, "period of the slowest average"},
		},
		.n_outputs = 1, .outputs = {"kama"},
		.lookback = tq_ind_change_lookback,
		.make = kama_make, .step = kama_step, .state = kama_state,
		.fini = kama_fini,
	}, {
		.name = "mama",
		.meaning = "MESA adaptive average; fama follows it at half its speed",
		.source = "TA-Lib MAMA (Ehlers; both start from 0 at bar 12)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {
			{"fast", 0.5, 0.01, 0.99, false, "largest share of a new value"},
			{"slow", 0.05, 0.01, 0.99, false, "smallest share of a new value"},
		},
		.n_outputs = 2, .outputs = {"mama", "fama"},
		.lookback = tq_hilbert_short_lookback,
		.make = mama_make, .step = mama_step, .state = mama_state,
	},
};

const struct tq_ind_family tq_ind_averages_adaptive = {"averages", rows, TQ_COUNT(rows)};
