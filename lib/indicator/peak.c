/* SPDX-License-Identifier: ISC */
#include "indicator/peak.h"

#include "base/mem.h"
#include "indicator/family.h"
#include "state/state.h"

#include <stdlib.h>

struct tq_peak *
tq_peak_new(double n, double sign)
{
	struct tq_peak *p = tq_alloc(1, sizeof *p + (size_t)n * sizeof p->suffix[0]);

	tq_window_init(&p->w, n);
	p->sign = sign;
	p->head.value = -HUGE_VAL;
	return p;
}

/* From the newest on, so that of equal values the one that came later came first here. */
static void
turn(struct tq_peak *p)
{
	struct tq_peak_mark most = {-HUGE_VAL, 0};

	for (int64_t i = p->w.n - 1; i >= 0; i--) {
		struct tq_peak_mark older = {p->suffix[i].value, i};

		most = tq_peak_higher(older, most, p->oldest);
		p->suffix[i] = most;
	}
	p->head = (struct tq_peak_mark){-HUGE_VAL, 0};
	p->w.at = 0;
}

struct tq_peak_at
tq_peak_step_any(struct tq_peak *p, double x)
{
	x = tq_window_count(&p->w, x) * p->sign;
	p->head = tq_peak_higher(p->head, (struct tq_peak_mark){x, p->w.at}, p->oldest);
	p->suffix[p->w.at].value = x;
	if (++p->w.at == p->w.n)
		turn(p);
	tq_window_stop(&p->w, p->w.n - 1);
	if (!tq_window_full(&p->w))
		return (struct tq_peak_at){(double)NAN, (double)NAN};
	return tq_peak_answer(p, p->sign, p->oldest);
}

static void
mark_state(struct tq_peak_mark *marks, size_t n, double *room, struct tq_state *st,
	   const char *name)
{
	for (size_t i = 0; i < n; i++) {
		room[2 * i] = marks[i].value;
		room[2 * i + 1] = (double)marks[i].at;
	}
	tq_state_f64s(st, name, room, 2 * n);
	for (size_t i = 0; i < n && tq_state_loading(st); i++) {
		double at = room[2 * i + 1];

		marks[i].value = room[2 * i];
		marks[i].at = fabs(at) < TQ_IND_LONGEST + 2 ? (int64_t)at : 0;
	}
}

void
tq_peak_state(struct tq_peak *p, struct tq_state *st)
{
	size_t n = (size_t)p->w.n;
	double *room = tq_alloc(2 * n, sizeof *room);

	tq_window_state(&p->w, st);
	mark_state(&p->head, 1, room, st, "head");
	mark_state(p->suffix, n, room, st, "suffix");
	free(room);
	tq_window_stop(&p->w, p->w.n - 1);
}
