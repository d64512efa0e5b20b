/* SPDX-License-Identifier: ISC */
#ifndef TQ_BENCH_YARDSTICK_H
#define TQ_BENCH_YARDSTICK_H

/*
 * The clock of the benchmarks of indicators, and a plain SMA over arrays, as
 * libraries that take whole series write it, to compare machines by.
 */
#include <math.h>
#include <time.h>

enum { PLAIN_PERIOD = 20, PLAIN_ROUNDS = 500 };

static volatile double sink;     /* keeps the compiler from leaving work out */

/* Nanoseconds of the processor's time, so that what else the machine does counts little. */
static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void
plain_sma(const double *x, double *mean, int n)
{
	double sum = 0;

	for (int i = 0; i < PLAIN_PERIOD - 1; i++)
		sum += x[i];
	for (int i = PLAIN_PERIOD - 1; i < n; i++) {
		sum += x[i];
		mean[i] = sum / PLAIN_PERIOD;
		sum -= x[i - PLAIN_PERIOD + 1];
	}
	sink = mean[n - 1];
}

/* The best of all rounds, in nanoseconds a bar. */
static double
measure_plain(const double *x, double *mean, int n)
{
	double best = HUGE_VAL;

	for (int round = 0; round < PLAIN_ROUNDS; round++) {
		double start = now();

		plain_sma(x, mean, n);
		best = fmin(best, (now() - start) / n);
	}
	return best;
}

#endif
