/* SPDX-License-Identifier: ISC */
#include "indicator/window.h"

#include "base/mem.h"
#include "indicator/family.h"
#include "state/state.h"

void
tq_window_init(struct tq_window *w, double n)
{
	w->n = (int64_t)n;
	w->last = NAN;
}

void
tq_window_state(struct tq_window *w, struct tq_state *st)
{
	tq_ind_state_int(st, "at", &w->at, 0, w->n - 1);
	tq_ind_state_int(st, "clean", &w->clean, 0, w->n);
	tq_ind_state_int(st, "run", &w->run, 0, w->n);
	tq_state_f64(st, "last", &w->last);
}

struct tq_mean *
tq_mean_new(double n)
{
	struct tq_mean *m = tq_alloc(1, sizeof *m + (size_t)n * sizeof m->suffix[0]);

	tq_window_init(&m->w, n);
	return m;
}

static void
mean_turn(struct tq_mean *m)
{
	struct tq_sum sum = {0};

	for (int64_t i = m->w.n - 1; i >= 0; i--) {
		sum = tq_sum_add(sum, m->suffix[i].hi);
		m->suffix[i] = sum;
	}
	m->head = (struct tq_sum){0};
	m->w.at = 0;
}

double
tq_mean_step(struct tq_mean *m, double x)
{
	struct tq_sum sum;

	x = tq_window_count(&m->w, x);
	m->head = tq_sum_add(m->head, x);
	m->suffix[m->w.at].hi = x;
	if (++m->w.at == m->w.n)
		mean_turn(m);
	if (!tq_window_full(&m->w))
		return NAN;
	if (tq_window_flat(&m->w))
		return x;
	sum = tq_sum_join(m->head, m->suffix[m->w.at]);
	return tq_ind_finite((sum.hi + sum.lo) / (double)m->w.n);
}

void
tq_mean_state(struct tq_mean *m, struct tq_state *st)
{
	tq_window_state(&m->w, st);
	tq_state_f64s(st, "head", &m->head.hi, 1);
	tq_state_f64s(st, "head_low", &m->head.lo, 1);
	tq_state_f64s(st, "suffix", &m->suffix[0].hi, 2 * (size_t)m->w.n);
}

void
tq_ema_init(struct tq_ema *e, double n, double k)
{
	e->n = (int64_t)n;
	e->k = k;
}

double
tq_ema_step(struct tq_ema *e, double x)
{
	double k = e->k;
	double y;

	if (isnan(x))
		return NAN;
	if (e->count < e->n)
		k = 1 / (double)++e->count;
	y = e->y + k * (x - e->y);
	if (!isfinite(y))        /* x and y at the two ends of the doubles */
		y = k * x + (1 - k) * e->y;
	e->y = y;
	return e->count == e->n ? y : (double)NAN;
}

void
tq_ema_state(struct tq_ema *e, struct tq_state *st)
{
	tq_ind_state_int(st, "count", &e->count, 0, e->n);
	tq_state_f64(st, "y", &e->y);
}
