/* SPDX-License-Identifier: ISC */
#include "indicator/peak.h"

#include "base/mem.h"
#include "state/state.h"

struct tq_peak *
tq_peak_new(double n, double sign)
{
	struct tq_peak *p = tq_alloc(1, sizeof *p + (size_t)n * sizeof p->suffix[0]);

	tq_window_init(&p->w, n);
	p->sign = sign;
	p->head.value = -HUGE_VAL;
	return p;
}

static void
turn(struct tq_peak *p)
{
	struct tq_peak_mark most = {-HUGE_VAL, 0};

	for (int64_t i = p->w.n - 1; i >= 0; i--) {
		double x = p->suffix[i].value;

		if (x > most.value || (x == most.value && p->oldest))
			most = (struct tq_peak_mark){x, (double)i};
		p->suffix[i] = most;
	}
	p->head = (struct tq_peak_mark){-HUGE_VAL, 0};
	p->w.at = 0;
}

struct tq_peak_at
tq_peak_step_any(struct tq_peak *p, double x)
{
	x = tq_window_count(&p->w, x) * p->sign;
	if (x > p->head.value || (x == p->head.value && !p->oldest))
		p->head = (struct tq_peak_mark){x, (double)p->w.at};
	p->suffix[p->w.at].value = x;
	if (++p->w.at == p->w.n)
		turn(p);
	if (!tq_window_full(&p->w))
		return (struct tq_peak_at){(double)NAN, (double)NAN};
	return tq_peak_answer(p);
}

void
tq_peak_state(struct tq_peak *p, struct tq_state *st)
{
	tq_window_state(&p->w, st);
	tq_state_f64s(st, "head", &p->head.value, 2);
	tq_state_f64s(st, "suffix", &p->suffix[0].value, 2 * (size_t)p->w.n);
}
