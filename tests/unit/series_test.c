/* SPDX-License-Identifier: ISC */
/* Sums, moments, order statistics and drawdowns against slow, obvious versions of themselves. */
#include "t.h"

#include "base/rng.h"
#include "report/drawdown.h"
#include "report/series.h"
#include "report/sharpe.h"
#include "num/stats.h"
#include "report/trips.h"

#include <math.h>
#include <stdlib.h>

enum { MOST = 300 };

static struct tq_rng rng = {42};

static bool
near(double a, double b, double relative)
{
	return a == b || fabs(a - b) <= relative * fmax(fabs(a), fabs(b));
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Both signs, zeros, ties, and sometimes twenty orders of magnitude. */
static size_t
draw(double *x)
{
	size_t n = 1 + tq_rng_below(&rng, MOST);
	bool wide = tq_rng_below(&rng, 2), ties = tq_rng_below(&rng, 2);

	for (size_t i = 0; i < n; i++) {
		x[i] = tq_rng_uniform(&rng) - 0.5;
		if (wide)
			x[i] *= pow(10, 10 - 20 * tq_rng_uniform(&rng));
		if (ties)
			x[i] = rint(x[i] * 10);
	}
	return n;
}

static double
slow_quantile(const double *sorted, size_t n, double q)
{
	double at = q * (double)(n - 1);
	size_t k = (size_t)at;

	if (k + 1 >= n)
		return sorted[n - 1];
	return sorted[k] + (sorted[k + 1] - sorted[k]) * (at - (double)k);
}

static void
test_quantiles(void)
{
	double x[MOST], sorted[MOST], sum;
	int wrong = 0, moved = 0;

	for (int round = 0; round < 2000; round++) {
		size_t n = draw(x), k = 1 + tq_rng_below(&rng, n);
		double q = tq_rng_uniform(&rng);
		struct tq_ranks ranks;

		memcpy(sorted, x, n * sizeof(*x));
		qsort(sorted, n, sizeof(*x), by_value);
		tq_ranks_init(&ranks, x, n);
		wrong += tq_ranks_quantile(&ranks, q) != slow_quantile(sorted, n, q);
		wrong += tq_ranks_quantile(&ranks, 0) != sorted[0];
		wrong += tq_ranks_quantile(&ranks, 1) != sorted[n - 1];
		sum = 0;
		for (size_t i = 0; i < k; i++)
			sum += sorted[i];
		wrong += fabs(tq_ranks_lowest(&ranks, k) - sum / (double)k) >
			 1e-12 * (fabs(sorted[0]) + fabs(sorted[n - 1]));
		tq_ranks_fini(&ranks);
		qsort(x, n, sizeof(*x), by_value);
		moved += memcmp(x, sorted, n * sizeof(*x)) != 0;
	}
	IS_INT(wrong, 0, "quantiles are those of the sorted values");
	IS_INT(moved, 0, "and the values stay what they were");
}

static void
test_moments(void)
{
	double x[MOST];
	int wrong = 0;
	struct tq_moments m;

	for (size_t i = 0; i < MOST; i++)
		x[i] = 0.01;
	m = tq_moments_of(x, MOST);
	OK(m.mean == 0.01 && m.m2 == 0, "a constant series has its mean and no variance");
	for (int round = 0; round < 500; round++) {
		size_t n = 2 + tq_rng_below(&rng, MOST - 1);
		long double mean = 0, m2 = 0, m3 = 0, m4 = 0;

		for (size_t i = 0; i < n; i++) {
			x[i] = 1e6 + tq_rng_uniform(&rng);
			mean += (long double)x[i] / (long double)n;
		}
		for (size_t i = 0; i < n; i++) {
			long double d = (long double)x[i] - mean;

			m2 += d * d;
			m3 += d * d * d;
			m4 += d * d * d * d;
		}
		m = tq_moments_of(x, n);
		wrong += !near(m.mean, (double)mean, 1e-15) || !near(m.m2, (double)m2, 1e-9) ||
			 fabs(m.m3 - (double)m3) > 1e-8 * (double)n ||
			 !near(m.m4, (double)m4, 1e-9);
	}
	IS_INT(wrong, 0, "moments far from 0 are those of longer arithmetic");
	OK(isnan(tq_moments_of(x, 0).mean), "no values have no mean");
	OK(isnan(tq_sides_of(x, 0, 0).min), "nor a smallest one");
}

static void
test_sums(void)
{
	struct tq_sum sum = {0};
	const double x[] = {3, -1, 2, 0, -4, -5, 1};
	struct tq_sides s = tq_sides_of(x, 7, 0);

	tq_sum_add(&sum, 1e16);
	tq_sum_add(&sum, 1);
	tq_sum_add(&sum, -1e16);
	OK(tq_sum_value(&sum) == 1, "what a plain sum loses is kept");
	OK(s.above == 6 && s.below == -10 && s.below_squared == 42, "sums of both sides");
	OK(s.n_above == 3 && s.n_below == 3 && s.n_zero == 1, "counts of both sides");
	OK(s.run_above == 1 && s.run_below == 2, "longest runs, which a 0 ends");
}

/* The same from the definition, all of the curve at hand. */
struct slow {
	double deepest, depths;
	int64_t episodes, longest, durations;
	bool recovered;
};

static void
slow_episode(struct slow *s, const double *e, size_t from, size_t to)
{
	double low = 0;

	if (to - from < 2)
		return;
	for (size_t i = from; i <= to; i++)
		low = fmin(low, (e[i] - e[from]) / e[from]);
	s->episodes++;
	s->depths += low;
	s->durations += (int64_t)(to - from);
	if ((int64_t)(to - from) > s->longest)
		s->longest = (int64_t)(to - from);
}

static struct slow
slow_drawdown(const double *e, size_t n)
{
	struct slow s = {0};
	size_t high = 0;

	for (size_t i = 0; i < n; i++) {
		s.deepest = fmin(s.deepest, (e[i] - e[high]) / e[high]);
		if (e[i] >= e[high] || i + 1 == n) {
			slow_episode(&s, e, high, i);
			if (e[i] >= e[high])
				high = i;
		}
	}
	return s;
}

static void
test_drawdowns(void)
{
	double e[MOST];
	int wrong = 0;

	for (int round = 0; round < 2000; round++) {
		size_t n = 1 + tq_rng_below(&rng, MOST);
		struct tq_drawdown dd = {0};
		struct slow s;

		for (size_t i = 0; i < n; i++) {
			double step = rint(8 * (tq_rng_uniform(&rng) - 0.5));

			e[i] = i ? fmax(1, e[i - 1] + step) : 100;
			tq_drawdown_add(&dd, (tq_time)i * TQ_DAY, e[i]);
		}
		tq_drawdown_end(&dd, (tq_time)(n - 1) * TQ_DAY);
		s = slow_drawdown(e, n);
		wrong += dd.worst[0].depth != s.deepest || dd.episodes != s.episodes ||
			 dd.longest != s.longest * TQ_DAY ||
			 !near(tq_sum_value(&dd.depths), s.depths, 1e-12) ||
			 tq_sum_value(&dd.durations) != (double)s.durations * 86400;
	}
	IS_INT(wrong, 0, "drawdowns one by one are those of the whole curve");
}

static void
test_lone_drawdown(void)
{
	struct tq_drawdown dd = {0};

	tq_drawdown_add(&dd, 1 * TQ_DAY, 100);
	tq_drawdown_add(&dd, 2 * TQ_DAY, 90);
	tq_drawdown_end(&dd, 2 * TQ_DAY);
	OK(dd.lone && dd.episodes == 0, "the last value alone below the high is no episode");
	OK(dd.worst[0].depth == -0.1, "but it is the deepest drawdown");
	OK(dd.worst[0].recovery == TQ_TIME_NONE, "and has not recovered");
	IS_INT(dd.longest_days, 1, "and lasts one day for quantstats");
	IS_INT(tq_day_of_close(TQ_DAY), 0, "midnight ends the day before");
	IS_INT(tq_day_of_close(TQ_DAY + 1), 1, "a nanosecond later is the next day");
	IS_INT(tq_day_of_close(0), -1, "also at the epoch");
	IS_INT(tq_day_of_close(-TQ_DAY), -2, "and before it");
}

static void
test_exposure(void)
{
	int wrong = 0;

	for (int round = 0; round < 500; round++) {
		struct tq_trips trips = {0};
		bool open[60] = {false};
		int64_t n = 0;

		for (int i = 0; i < 60; i++)
			tq_trips_fill(&trips, i * TQ_DAY, i);
		for (int i = 0; i < 20; i++) {
			int last = (int)tq_rng_below(&rng, 60);
			int first = last - (int)tq_rng_below(&rng, (uint64_t)last + 1);
			struct tq_trip trip = {.entry_time = first * TQ_DAY,
					       .exit_time = last * TQ_DAY,
					       .pnl = tq_dec(1, 0), .fees = tq_dec(0, 0)};

			tq_trips_add(&trips, &trip, last);
			for (int k = first; k <= last; k++)
				open[k] = true;
		}
		for (int i = 0; i < 50; i++)
			n += open[i];
		wrong += tq_trips_exposed(&trips, 50) != n;
		tq_trips_fini(&trips);
	}
	IS_INT(wrong, 0, "exposure is the union of the bars that trades were open in");
}

static void
test_sharpe(void)
{
	OK(tq_probabilistic_sharpe(0, 0, 100, 0, 3) == 0.5, "no Sharpe ratio: even chances");
	OK(isnan(tq_probabilistic_sharpe(1, 0, 100, 5, 3)), "no variance: no probability");
	OK(near(tq_probabilistic_sharpe(0.1, 0, 101, 0, 3), 0.840745, 1e-5),
	   "Normal returns, SR 0.1 of 101: Phi(1 / sqrt(1.005))");
}

int
main(void)
{
	test_sums();
	test_moments();
	test_quantiles();
	test_drawdowns();
	test_lone_drawdown();
	test_exposure();
	test_sharpe();
	return t_done();
}
