/* SPDX-License-Identifier: ISC */
/* Rolling sums against the window added up afresh, over series that are hard to add. */
#include "t.h"

#include "base/rng.h"
#include "indicator/rolling_sum.h"

#include <math.h>
#include <stdlib.h>

enum { LENGTH = 3000 };

static double series[LENGTH];

static double
even(struct tq_rng *rng, int i)
{
	(void)i;
	return 90 + 20 * tq_rng_uniform(rng);
}

static double
signs(struct tq_rng *rng, int i)
{
	(void)i;
	return tq_rng_uniform(rng) - 0.5;
}

static double
often_zero(struct tq_rng *rng, int i)
{
	return i / 40 % 2 == 0 && tq_rng_uniform(rng) < 0.3 ? tq_rng_uniform(rng) : 0;
}

/* Each value may be 2^60 times the one before, or as much smaller. */
static double
any_size(struct tq_rng *rng, int i)
{
	(void)i;
	return ldexp(tq_rng_uniform(rng) - 0.5, (int)(600 * tq_rng_uniform(rng)) - 300);
}

static double
spikes(struct tq_rng *rng, int i)
{
	return i % 97 == 50 ? 1e17 : i % 97 == 53 ? -1e40 : i % 97 > 60 ? 0 : tq_rng_uniform(rng);
}

static double
steps(struct tq_rng *rng, int i)
{
	return ldexp(1 + tq_rng_uniform(rng), 30 * (i / 50 % 9 - 4));
}

static double
falling(struct tq_rng *rng, int i)
{
	return (1 + tq_rng_uniform(rng)) * pow(2, -i / 3.0);
}

static double
holes(struct tq_rng *rng, int i)
{
	return i % 131 == 7 ? (double)NAN : i % 131 == 90 ? 1.7e308 : tq_rng_uniform(rng);
}

static double
ends(struct tq_rng *rng, int i)
{
	return i / 30 % 2 == 0 ? tq_rng_uniform(rng) * 1e-310 : tq_rng_uniform(rng) * 1e-290;
}

static const struct {
	const char *name;
	double (*value)(struct tq_rng *rng, int i);
} kinds[] = {
	{"even", even}, {"signs", signs}, {"often zero", often_zero}, {"any size", any_size},
	{"spikes", spikes}, {"steps", steps}, {"falling", falling}, {"holes", holes},
	{"the small end", ends},
};

/* The sum of the window that ends at i; NaN with a hole in it. *size: of its largest value. */
static double
afresh(int i, int n, double *size)
{
	struct tq_sum sum = {0};

	*size = 0;
	for (int k = i - n + 1; k <= i; k++) {
		if (k < 0 || !(fabs(series[k]) < 1e308))
			return (double)NAN;
		sum = tq_sum_add(sum, series[k]);
		*size = fmax(*size, fabs(series[k]));
	}
	return sum.hi + sum.lo;
}

static bool
agrees(double got, double wanted, double size, int n)
{
	if (isnan(got) || isnan(wanted))
		return isnan(got) && isnan(wanted);
	return fabs(got - wanted) <= 0x1p-52 * fabs(wanted) + (double)n * n * n * 0x1p-86 * size;
}

static void
test_kind(size_t kind, int n)
{
	struct tq_rolling_sum *s = tq_rolling_sum_new(n);
	struct tq_rng rng = {7};
	int fault = -1;

	for (int i = 0; i < LENGTH; i++)
		series[i] = kinds[kind].value(&rng, i);
	for (int i = 0; i < LENGTH && fault < 0; i++) {
		double size, wanted = afresh(i, n, &size);

		if (!agrees(tq_rolling_sum_step(s, series[i]), wanted, size, n))
			fault = i;
	}
	OK(fault < 0, "X.10 a rolling sum of %d values is their sum, %s: bar %d", n,
	   kinds[kind].name, fault);
	free(s);
}

/* Whatever went before, a window is told as if it were the first. */
static void
test_forgotten(int n)
{
	struct tq_rolling_sum *before = tq_rolling_sum_new(n), *first = tq_rolling_sum_new(n);
	struct tq_rng rng = {11};
	double was = 0, is = 0;

	for (int i = 0; i < 5 * n; i++)
		tq_rolling_sum_step(before, any_size(&rng, i));
	for (int i = 0; i < n; i++) {
		double x = even(&rng, i);

		was = tq_rolling_sum_step(before, x);
		is = tq_rolling_sum_step(first, x);
	}
	OK(was == is, "X.10 what left a window of %d is forgotten to the last bit", n);
	free(before);
	free(first);
}

int
main(void)
{
	static const int periods[] = {1, 2, 3, 5, 14, 30, 100, 1000};

	for (size_t p = 0; p < sizeof periods / sizeof periods[0]; p++) {
		for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++)
			test_kind(kind, periods[p]);
		test_forgotten(periods[p]);
	}
	return t_done();
}
