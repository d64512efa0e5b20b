/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/window.h"
#include "state/state.h"

/*
 * The highest of the last n values. The lowest is the same of the values with
 * the other sign, which is exact.
 */
struct extreme {
	struct tq_window w;
	double sign;
	double head;
	double suffix[];
};

static void *
extreme_make(const double *param, double sign)
{
	struct extreme *e = tq_alloc(1, sizeof *e + (size_t)param[0] * sizeof e->suffix[0]);

	tq_window_init(&e->w, param[0]);
	e->sign = sign;
	e->head = -HUGE_VAL;
	return e;
}

static void *
highest_make(const double *param)
{
	return extreme_make(param, 1);
}

static void *
lowest_make(const double *param)
{
	return extreme_make(param, -1);
}

static inline double
larger(double a, double b)
{
	return a > b ? a : b;
}

static void
extreme_turn(struct extreme *e)
{
	double most = -HUGE_VAL;

	for (int64_t i = e->w.n - 1; i >= 0; i--) {
		most = larger(most, e->suffix[i]);
		e->suffix[i] = most;
	}
	e->head = -HUGE_VAL;
	e->w.at = 0;
}

static void
extreme_step(void *node, const double *in, double *out)
{
	struct extreme *e = node;
	double x = tq_window_count(&e->w, *in) * e->sign;

	e->head = larger(e->head, x);
	e->suffix[e->w.at] = x;
	if (++e->w.at == e->w.n)
		extreme_turn(e);
	*out = tq_window_full(&e->w) ? larger(e->head, e->suffix[e->w.at]) * e->sign : (double)NAN;
}

static void
extreme_state(void *node, struct tq_state *st)
{
	struct extreme *e = node;

	tq_window_state(&e->w, st);
	tq_state_f64(st, "head", &e->head);
	tq_state_f64s(st, "suffix", e->suffix, (size_t)e->w.n);
}

static const struct tq_ind rows[] = {
	{
		.name = "highest",
		.meaning = "the highest of the last n values",
		.source = "TA-Lib MAX",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"highest"},
		.lookback = tq_ind_window_lookback,
		.make = highest_make, .step = extreme_step, .state = extreme_state,
	}, {
		.name = "lowest",
		.meaning = "the lowest of the last n values",
		.source = "TA-Lib MIN",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"lowest"},
		.lookback = tq_ind_window_lookback,
		.make = lowest_make, .step = extreme_step, .state = extreme_state,
	},
};

const struct tq_ind_family tq_ind_extremes = {"extremes", rows, TQ_COUNT(rows)};
