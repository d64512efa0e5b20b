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

static void
extreme_turn(struct tq_rolling_extreme *e)
{
	double most = -HUGE_VAL;

	for (int64_t i = e->w.n - 1; i >= 0; i--) {
		most = tq_higher(most, e->suffix[i]);
		e->suffix[i] = most;
	}
	e->head = -HUGE_VAL;
	e->w.at = 0;
}

static double
step_few(struct tq_rolling_extreme *e, double signed_x)
{
	e->suffix[e->w.at] = signed_x;
	e->w.at = e->w.at + 1 == e->w.n ? 0 : e->w.at + 1;
	return tq_rolling_extreme_of_few(e->suffix);
}

static double
step_many(struct tq_rolling_extreme *e, double signed_x)
{
	e->head = tq_higher(e->head, signed_x);
	e->suffix[e->w.at] = signed_x;
	if (++e->w.at == e->w.n)
		extreme_turn(e);
	return tq_higher(e->head, e->suffix[e->w.at]);
}

/* Few values have no block that ends. */
static void
extreme_stop(struct tq_rolling_extreme *e)
{
	tq_window_stop(&e->w, e->w.n <= TQ_ROLLING_FEW ? e->w.n : e->w.n - 1);
}

double
tq_rolling_extreme_step_any(struct tq_rolling_extreme *e, double x)
{
	double signed_x = tq_window_count(&e->w, x) * e->sign;
	double most = e->w.n <= TQ_ROLLING_FEW ? step_few(e, signed_x) : step_many(e, signed_x);

	extreme_stop(e);
	return tq_window_full(&e->w) ? most * e->sign : (double)NAN;
}

void
tq_rolling_extreme_state(struct tq_rolling_extreme *e, struct tq_state *st)
{
	tq_window_state(&e->w, st);
	tq_state_f64(st, "head", &e->head);
	tq_state_f64s(st, "suffix", e->suffix, (size_t)e->w.n);
	extreme_stop(e);
}
