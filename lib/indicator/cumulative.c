/* SPDX-License-Identifier: ISC */
#include "indicator/cumulative.h"

#include "state/state.h"

void
tq_cumulative_state(struct tq_cumulative *c, struct tq_state *st)
{
	tq_state_f64(st, "sum", &c->sum.hi);
	tq_state_f64(st, "sum_low", &c->sum.lo);
}
