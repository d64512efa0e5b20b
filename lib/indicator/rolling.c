/* SPDX-License-Identifier: ISC */
#include "indicator/rolling.h"

#include "base/mem.h"
#include "state/state.h"

struct tq_rolling_extreme *
tq_rolling_extreme_new(double n, double sign)
{
	size_t room = n > TQ_ROLLING_FEW ? (size_t)n : TQ_ROLLING_FEW;
	struct tq_rolling_extreme *e = tq_alloc(1, sizeof *e + room * sizeof e->suffix[0]);

	tq_window_init(&e->w, n);
	e->sign = sign;
	e->head = -HUGE_VAL;
	for (size_t i = 0; i < TQ_ROLLING_FEW; i++)
		e->suffix[i] = -HUGE_VAL;
	return e;
}

static inline double
higher(double a, double b)
{
	return a > b ? a : b;
}

/* Places that the window has no use for hold what is never the highest. */
double
tq_rolling_extreme_step_few(struct tq_rolling_extreme *e, double x)
{
	const double *v = e->suffix;

	e->suffix[e->w.at] = tq_window_count(&e->w, x) * e->sign;
	e->w.at = e->w.at + 1 < e->w.n ? e->w.at + 1 : 0;
	if (!tq_window_full(&e->w))
		return (double)NAN;
	return e->sign * higher(higher(higher(v[0], v[1]), higher(v[2], v[3])),
				higher(higher(v[4], v[5]), higher(v[6], v[7])));
}

static void
extreme_turn(struct tq_rolling_extreme *e)
{
	double most = -HUGE_VAL;

	for (int64_t i = e->w.n - 1; i >= 0; i--) {
		most = most > e->suffix[i] ? most : e->suffix[i];
		e->suffix[i] = most;
	}
	e->head = -HUGE_VAL;
	e->w.at = 0;
}

double
tq_rolling_extreme_step_any(struct tq_rolling_extreme *e, double x)
{
	double far;

	x = tq_window_count(&e->w, x) * e->sign;
	e->head = e->head > x ? e->head : x;
	e->suffix[e->w.at] = x;
	if (++e->w.at == e->w.n)
		extreme_turn(e);
	if (!tq_window_full(&e->w))
		return (double)NAN;
	far = e->suffix[e->w.at];
	return (e->head > far ? e->head : far) * e->sign;
}

void
tq_rolling_extreme_state(struct tq_rolling_extreme *e, struct tq_state *st)
{
	tq_window_state(&e->w, st);
	tq_state_f64(st, "head", &e->head);
	tq_state_f64s(st, "suffix", e->suffix, (size_t)e->w.n);
}
