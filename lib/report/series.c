/* SPDX-License-Identifier: ISC */
#include "report/series.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

void
tq_series_reserve(struct tq_series *series, size_t more)
{
	if (series->n + more <= series->cap)
		return;
	series->cap = 2 * series->cap + 512;
	series->x = tq_realloc(series->x, series->cap, sizeof(*series->x));
}

void
tq_series_fini(struct tq_series *series)
{
	free(series->x);
	*series = (struct tq_series){0};
}

static double
mean_of(const double *x, size_t n)
{
	struct tq_sum sum = {0};

	for (size_t i = 0; i < n; i++)
		tq_sum_add(&sum, x[i] - x[0]);
	return x[0] + tq_sum_value(&sum) / (double)n;
}

struct tq_moments
tq_moments_of(const double *x, size_t n)
{
	struct tq_moments m = {.n = (int64_t)n, .mean = (double)NAN};
	struct tq_sum s2 = {0}, s3 = {0}, s4 = {0};

	if (n == 0)
		return m;
	m.mean = mean_of(x, n);
	for (size_t i = 0; i < n; i++) {
		double d = x[i] - m.mean, d2 = d * d;

		tq_sum_add(&s2, d2);
		tq_sum_add(&s3, d2 * d);
		tq_sum_add(&s4, d2 * d2);
	}
	m.m2 = tq_sum_value(&s2);
	m.m3 = tq_sum_value(&s3);
	m.m4 = tq_sum_value(&s4);
	return m;
}

struct tq_sides
tq_sides_of(const double *x, size_t n, double threshold)
{
	struct tq_sides s = {.min = n ? x[0] : (double)NAN, .max = n ? x[0] : (double)NAN};
	struct tq_sum above = {0}, below = {0}, squared = {0};
	size_t up = 0, down = 0;

	for (size_t i = 0; i < n; i++) {
		double d = x[i] - threshold;
		double low = d < 0 ? d : 0;

		tq_sum_add(&above, d - low);
		tq_sum_add(&below, low);
		tq_sum_add(&squared, low * low);
		up = d > 0 ? up + 1 : 0;
		down = d < 0 ? down + 1 : 0;
		s.min = x[i] < s.min ? x[i] : s.min;
		s.max = x[i] > s.max ? x[i] : s.max;
		s.n_above += d > 0;
		s.n_below += d < 0;
		s.run_above = up > s.run_above ? up : s.run_above;
		s.run_below = down > s.run_below ? down : s.run_below;
	}
	s.n_zero = n - s.n_above - s.n_below;
	s.above = tq_sum_value(&above);
	s.below = tq_sum_value(&below);
	s.below_squared = tq_sum_value(&squared);
	return s;
}
