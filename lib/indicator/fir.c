/* SPDX-License-Identifier: ISC */
#include "indicator/fir.h"

#include "base/mem.h"
#include "indicator/family.h"
#include "state/state.h"

struct tq_fir *
tq_fir_new(double n)
{
	size_t count = (size_t)n;
	struct tq_fir *f = tq_alloc(1, sizeof *f + 3 * count * sizeof f->weight[0]);

	tq_window_init(&f->w, n);
	f->value = f->weight + count;
	return f;
}

void
tq_fir_normalise(struct tq_fir *f)
{
	double sum = 0;

	for (int64_t i = 0; i < f->w.n; i++)
		sum += f->weight[i];
	for (int64_t i = 0; i < f->w.n; i++)
		f->weight[i] /= sum;
}

/* Four sums at a time: they do not wait for each other. */
static double
dot(const double *a, const double *b, int64_t n)
{
	double sum[4] = {0};
	int64_t i = 0;

	for (; i + 4 <= n; i += 4) {
		for (int64_t k = 0; k < 4; k++)
			sum[k] += a[i + k] * b[i + k];
	}
	for (; i < n; i++)
		sum[0] += a[i] * b[i];
	return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

double
tq_fir_step(struct tq_fir *f, double x)
{
	x = tq_window_count(&f->w, x);
	f->value[f->w.at] = f->value[f->w.at + f->w.n] = x;
	if (++f->w.at == f->w.n)
		f->w.at = 0;
	if (!tq_window_full(&f->w))
		return (double)NAN;
	return tq_window_flat(&f->w) ? x :
		tq_ind_finite(dot(f->weight, f->value + f->w.at, f->w.n));
}

void
tq_fir_state(struct tq_fir *f, struct tq_state *st)
{
	tq_window_state(&f->w, st);
	tq_state_f64s(st, "value", f->value, 2 * (size_t)f->w.n);
}
