/* SPDX-License-Identifier: ISC */
#include "indicator/window.h"

#include "indicator/family.h"
#include "state/state.h"

void
tq_window_init(struct tq_window *w, double n)
{
	w->n = (int64_t)n;
	w->last = (double)NAN;
}

void
tq_window_state(struct tq_window *w, struct tq_state *st)
{
	tq_ind_state_int(st, "at", &w->at, 0, w->n - 1);
	tq_ind_state_int(st, "clean", &w->clean, 0, w->n);
	tq_ind_state_int(st, "run", &w->run, 0, w->n);
	tq_state_f64(st, "last", &w->last);
}

void
tq_ema_init(struct tq_ema *e, double n, double k)
{
	e->n = (int64_t)n;
	e->k = k;
}

/* Also while it begins, at the ends of the doubles, and for NaN. */
double
tq_ema_step_any(struct tq_ema *e, double x)
{
	double k = e->k;

	if (isnan(x))
		return (double)NAN;
	if (e->count < e->n)
		k = 1 / (double)++e->count;
	e->y = tq_toward(e->y, k, x);
	return e->count == e->n ? e->y : (double)NAN;
}

void
tq_ema_state(struct tq_ema *e, struct tq_state *st)
{
	tq_ind_state_int(st, "count", &e->count, 0, e->n);
	tq_state_f64(st, "y", &e->y);
}
