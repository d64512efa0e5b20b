/* SPDX-License-Identifier: ISC */
/*
 * catch22: how fluctuations of the running sum grow with the length of the
 * piece they are taken from, and where that growth changes.
 */
#include "indicator/catch22_inside.h"

#include <math.h>
#include <stdbool.h>

enum { STEPS = 50, SHORTEST = 5, LEAST = 6 };

/* Lengths from 5 to half the series, evenly in the logarithm, each once. */
static size_t
lengths(size_t n, size_t length[STEPS])
{
	double low = log(SHORTEST), step = (log((double)(n / 2)) - low) / (STEPS - 1);
	size_t count = 0;

	for (int i = 0; i < STEPS; i++) {
		size_t x = (size_t)round(exp(low + i * step));

		if (count == 0 || x != length[count - 1])
			length[count++] = x;
	}
	return count;
}

/* What a line leaves of a piece: the square of its range, or its squares' sum. */
static double
fluctuation(const double *y, size_t n, bool range)
{
	double middle = (double)(n - 1) / 2, mean = 0, slope = 0, low = HUGE_VAL, high = -HUGE_VAL;
	double squares = 0, width = (double)n;

	for (size_t i = 0; i < n; i++)
		mean += y[i];
	mean /= width;
	for (size_t i = 0; i < n; i++)
		slope += ((double)i - middle) * (y[i] - mean);
	slope /= width * (width * width - 1) / 12;
	for (size_t i = 0; i < n; i++) {
		double rest = y[i] - mean - slope * ((double)i - middle);

		low = fmin(low, rest);
		high = fmax(high, rest);
		squares += rest * rest;
	}
	return range ? (high - low) * (high - low) : squares;
}

/* The length of what is left of y after the line that fits it best. */
static double
misfit(const double *x, const double *y, size_t n)
{
	struct tq_c22_line line = tq_c22_fit(x, y, n);
	double squares = 0;

	for (size_t i = 0; i < n; i++) {
		double rest = y[i] - line.slope * x[i] - line.intercept;

		squares += rest * rest;
	}
	return sqrt(squares);
}

/* The share of lengths before the one at which two lines fit best. */
static double
best_break(const double *x, const double *y, size_t n)
{
	double least = HUGE_VAL;
	size_t at = LEAST;

	for (size_t i = LEAST; i < n - LEAST + 1; i++) {
		double off = misfit(x, y, i) + misfit(x + i - 1, y + i - 1, n - i + 1);

		if (off < least) {
			least = off;
			at = i;
		}
	}
	return (double)at / (double)n;
}

/* The running sum is of every lag-th value. */
static double
scaling(struct tq_catch22 *c, size_t lag, bool range)
{
	size_t length[STEPS], n = lengths(c->n, length), size = c->n / lag;
	double x[STEPS], y[STEPS], *walk = c->a;

	if (n < 2 * LEAST)
		return 0;
	for (size_t i = 0; i < size; i++)
		walk[i] = (i > 0 ? walk[i - 1] : 0) + c->z[i * lag];
	for (size_t k = 0; k < n; k++) {
		size_t pieces = size / length[k];
		double sum = 0;

		for (size_t i = 0; i < pieces; i++)
			sum += fluctuation(walk + i * length[k], length[k], range);
		sum /= (double)(range ? pieces : pieces * length[k]);
		x[k] = log((double)length[k]);
		y[k] = log(sqrt(sum));
	}
	return best_break(x, y, n);
}

double
tq_c22_rs_range(struct tq_catch22 *c)
{
	return scaling(c, 1, true);
}

double
tq_c22_dfa(struct tq_catch22 *c)
{
	return scaling(c, 2, false);
}
