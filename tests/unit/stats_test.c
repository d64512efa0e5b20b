/* SPDX-License-Identifier: ISC */
#include "t.h"
#include "base/rng.h"
#include "num/stats.h"

#include <math.h>
#include <stdlib.h>

enum { N = 1000, CASES = 2000 };

static struct tq_rng rng = {9};

static int
ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Several shapes: random, few values, sorted, falling, organ pipe. */
static void
fill(double *x, size_t n, int shape)
{
	for (size_t i = 0; i < n; i++) {
		double u = tq_rng_uniform(&rng) - 0.5;

		x[i] = shape == 0 ? u : shape == 1 ? floor(4 * u) : shape == 2 ? (double)i :
		       shape == 3 ? -(double)i : (double)(i < n / 2 ? i : n - i);
	}
}

static bool
selects(void)
{
	double x[N], sorted[N];

	for (int c = 0; c < CASES; c++) {
		size_t n = 1 + tq_rng_below(&rng, N), k = tq_rng_below(&rng, n);

		fill(x, n, c % 5);
		memcpy(sorted, x, n * sizeof(x[0]));
		qsort(sorted, n, sizeof(sorted[0]), ascending);
		tq_select(x, n, k);
		for (size_t i = 0; i < n; i++)
			if ((i < k && x[i] > x[k]) || (i > k && x[i] < x[k]))
				return false;
		if (x[k] < sorted[k] || x[k] > sorted[k])
			return false;
	}
	return true;
}

static bool
near(double got, double want)
{
	bool ok = fabs(got - want) <= 1e-12 * fmax(1, fabs(want));

	if (!ok)
		printf("# got %.17g, want %.17g\n", got, want);
	return ok;
}

/* Worked out by hand from the definitions in the header. */
static void
known(void)
{
	double a[] = {7, 1, 3, 5};
	struct tq_moments m = {0, 0, 0, 0, 0}, none = m;
	struct tq_sum sum = {0, 0};

	for (int i = 0; i < 4; i++)
		tq_moments_add(&m, a[i]);
	OK(near(m.mean, 4) && near(tq_moments_variance(&m, 0), 5), "mean and population variance");
	OK(near(tq_moments_variance(&m, 1), 20.0 / 3), "sample variance");
	OK(near(tq_moments_skewness(&m), 0) && near(tq_moments_kurtosis(&m), -1.36),
	   "skewness and kurtosis of 1, 3, 5, 7");
	tq_moments_add(&none, 1);
	OK(isnan(tq_moments_variance(&none, 1)) && isnan(tq_moments_skewness(&none)),
	   "one value has no sample variance and no shape");

	tq_sum_add(&sum, 1e100);
	tq_sum_add(&sum, 1);
	tq_sum_add(&sum, -1e100);
	OK(near(tq_sum_value(&sum), 1), "a sum keeps what a large term hides");
}

/* Far from zero: the textbook formula loses every digit here. */
static void
large_mean(void)
{
	struct tq_moments m = {0, 0, 0, 0, 0};
	double mean = 0, m2 = 0, m3 = 0, m4 = 0, x[N];

	for (int i = 0; i < N; i++) {
		x[i] = tq_rng_uniform(&rng) * tq_rng_uniform(&rng);
		mean += x[i] / N;
	}
	for (int i = 0; i < N; i++) {
		double d = x[i] - mean;

		m2 += d * d;
		m3 += d * d * d;
		m4 += d * d * d * d;
		tq_moments_add(&m, x[i] + 1e6);
	}
	OK(fabs(tq_moments_variance(&m, 0) - m2 / N) < 1e-9, "variance 10^6 away from zero");
	OK(fabs(tq_moments_skewness(&m) - sqrt(N) * m3 / pow(m2, 1.5)) < 1e-6, "and skewness");
	OK(fabs(tq_moments_kurtosis(&m) - (N * m4 / (m2 * m2) - 3)) < 1e-6, "and kurtosis");
}

int
main(void)
{
	OK(selects(), "selection puts the k-th at its place, whatever the order");
	known();
	large_mean();
	return t_done();
}
