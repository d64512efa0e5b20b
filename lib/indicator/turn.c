/* SPDX-License-Identifier: ISC */
#include "indicator/turn.h"

#include "indicator/family.h"
#include "state/state.h"

#include <stdlib.h>

void
tq_turn_init(struct tq_turn *t, double left, double right, double sign)
{
	t->sign = sign;
	t->left = tq_rolling_extreme_new(left, sign);
	t->right = tq_rolling_extreme_new(right, sign);
	t->before = tq_ring_new(right + 1);
	t->middle = tq_ring_new(right);
}

void
tq_turn_fini(struct tq_turn *t)
{
	free(t->left);
	free(t->right);
	free(t->before);
	free(t->middle);
}

void
tq_turn_state(struct tq_turn *t, struct tq_state *st)
{
	tq_rolling_extreme_state(t->left, st);
	tq_rolling_extreme_state(t->right, st);
	tq_ring_state(t->before, st);
	tq_ring_state(t->middle, st);
}

void
tq_swings_init(struct tq_swings *s, double n)
{
	*s = (struct tq_swings){.n = (int64_t)n, .high = (double)NAN, .low = (double)NAN,
				.high_ago = (double)NAN, .low_ago = (double)NAN};
	tq_turn_init(&s->up, n, n, 1);
	tq_turn_init(&s->down, n, n, -1);
}

void
tq_swings_fini(struct tq_swings *s)
{
	tq_turn_fini(&s->up);
	tq_turn_fini(&s->down);
}

void
tq_swings_state(struct tq_swings *s, struct tq_state *st)
{
	tq_turn_state(&s->up, st);
	tq_turn_state(&s->down, st);
	tq_ind_state_int(st, "count", &s->count, 0, 2 * s->n + 1);
	tq_state_f64(st, "high", &s->high);
	tq_state_f64(st, "low", &s->low);
	tq_state_f64(st, "high_ago", &s->high_ago);
	tq_state_f64(st, "low_ago", &s->low_ago);
}

bool
tq_swings_step(struct tq_swings *s, double high, double low)
{
	double top = tq_turn_step(&s->up, high);
	double bottom = tq_turn_step(&s->down, low);

	s->new_high = !isnan(top);
	s->new_low = !isnan(bottom);
	s->high_ago = s->new_high ? (double)s->n : s->high_ago + 1;
	s->low_ago = s->new_low ? (double)s->n : s->low_ago + 1;
	s->high = s->new_high ? top : s->high;
	s->low = s->new_low ? bottom : s->low;
	s->count += s->count <= 2 * s->n;
	return s->count > 2 * s->n;
}
