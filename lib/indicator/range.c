/* SPDX-License-Identifier: ISC */
#include "indicator/range.h"

#include "state/state.h"

void
tq_atr_init(struct tq_atr *a, double n)
{
	tq_ema_init(&a->mean, n, 1 / n);
	a->close = (double)NAN;
}

void
tq_atr_state(struct tq_atr *a, struct tq_state *st)
{
	tq_ema_state(&a->mean, st);
	tq_state_f64(st, "close", &a->close);
}
