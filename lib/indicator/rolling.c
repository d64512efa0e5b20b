/* SPDX-License-Identifier: ISC */
#include "indicator/rolling.h"

#include "base/mem.h"
#include "state/state.h"

struct tq_rolling_sum *
tq_rolling_sum_new(double n)
{
	struct tq_rolling_sum *s = tq_alloc(1, sizeof *s + (size_t)n * sizeof s->suffix[0]);

	tq_window_init(&s->w, n);
	s->n = n;
	return s;
}

void
tq_rolling_sum_turn(struct tq_rolling_sum *s)
{
	struct tq_sum sum = {0};

	for (int64_t i = s->w.n - 1; i >= 0; i--) {
		sum = tq_sum_add(sum, s->suffix[i].hi);
		s->suffix[i] = sum;
	}
	s->head = s->head_low = 0;
	s->w.at = 0;
}

void
tq_rolling_sum_state(struct tq_rolling_sum *s, struct tq_state *st)
{
	tq_window_state(&s->w, st);
	tq_state_f64(st, "head", &s->head);
	tq_state_f64(st, "head_low", &s->head_low);
	tq_state_f64s(st, "suffix", &s->suffix[0].hi, 2 * (size_t)s->w.n);
}

struct tq_rolling_extreme *
tq_rolling_extreme_new(double n, double sign)
{
	struct tq_rolling_extreme *e = tq_alloc(1, sizeof *e + (size_t)n * sizeof e->suffix[0]);

	tq_window_init(&e->w, n);
	e->sign = sign;
	e->head = -HUGE_VAL;
	return e;
}

void
tq_rolling_extreme_turn(struct tq_rolling_extreme *e)
{
	double most = -HUGE_VAL;

	for (int64_t i = e->w.n - 1; i >= 0; i--) {
		most = most > e->suffix[i] ? most : e->suffix[i];
		e->suffix[i] = most;
	}
	e->head = -HUGE_VAL;
	e->w.at = 0;
}

void
tq_rolling_extreme_state(struct tq_rolling_extreme *e, struct tq_state *st)
{
	tq_window_state(&e->w, st);
	tq_state_f64(st, "head", &e->head);
	tq_state_f64s(st, "suffix", e->suffix, (size_t)e->w.n);
}
