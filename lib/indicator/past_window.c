/* SPDX-License-Identifier: ISC */
#include "indicator/past_window.h"

#include "base/mem.h"
#include "indicator/family.h"
#include "state/state.h"

struct tq_past_window *
tq_past_window_new(double n)
{
	struct tq_past_window *p = tq_alloc(1, sizeof *p + 2 * (size_t)n * sizeof p->value[0]);

	p->n = (int64_t)n;
	return p;
}

void
tq_past_window_state(struct tq_past_window *p, struct tq_state *st)
{
	tq_ind_state_int(st, "at", &p->at, 0, p->n - 1);
	tq_ind_state_int(st, "clean", &p->clean, 0, p->n);
	tq_state_f64s(st, "value", p->value, (size_t)p->n);
	if (tq_state_loading(st))
		for (int64_t i = 0; i < p->n; i++)
			p->value[p->n + i] = p->value[i];
}
