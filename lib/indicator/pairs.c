/* SPDX-License-Identifier: ISC */
#include "indicator/pairs.h"

#include "base/mem.h"
#include "state/state.h"

struct tq_rolling_pairs *
tq_rolling_pairs_new(double n)
{
	struct tq_rolling_pairs *p = tq_alloc(1, sizeof *p + (size_t)n * sizeof p->suffix[0]);

	tq_window_init(&p->w, n);
	return p;
}

struct tq_rolling_pairs *
tq_rolling_trend_new(double n)
{
	struct tq_rolling_pairs *p = tq_rolling_pairs_new(n);

	p->shift = n;
	return p;
}

void
tq_rolling_pairs_turn(struct tq_rolling_pairs *p)
{
	struct tq_pairs sum = {0};

	for (int64_t i = p->w.n - 1; i >= 0; i--) {
		sum = tq_pairs_add(sum, p->suffix[i].x - p->shift, p->suffix[i].y);
		p->suffix[i] = sum;
	}
	p->head = (struct tq_pairs){0};
	p->w.at = 0;
}

void
tq_rolling_pairs_state(struct tq_rolling_pairs *p, struct tq_state *st)
{
	tq_window_state(&p->w, st);
	tq_state_f64s(st, "head", &p->head.n, 6);
	tq_state_f64s(st, "suffix", &p->suffix[0].n, 6 * (size_t)p->w.n);
}

double
tq_pairs_correlation(const struct tq_pairs *p)
{
	double r = p->xy / sqrt(p->xx) / sqrt(p->yy);

	return r > 1 ? 1 : r < -1 ? -1 : r - r == 0 ? r : (double)NAN;
}
