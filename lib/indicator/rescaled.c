/* SPDX-License-Identifier: ISC */
#include "indicator/rescaled.h"

#include "indicator/pairs.h"

static double
chunk_range(const double *x, size_t n)
{
	double mean = 0, walk = 0, squares = 0, low = HUGE_VAL, high = -HUGE_VAL;

	for (size_t i = 0; i < n; i++)
		mean += x[i];
	mean /= (double)n;
	for (size_t i = 0; i < n; i++) {
		double distance = x[i] - mean;

		walk += distance;
		low = fmin(low, walk);
		high = fmax(high, walk);
		squares += distance * distance;
	}
	return squares > 0 ? (high - low) / sqrt(squares / (double)n) : 0;
}

static const double pi = 3.14159265358979323846;

/* What a chunk of n independent normal values has for its rescaled range. */
static double
expected_range(double n)
{
	double sum = 0;

	for (double i = 1; i < n; i++)
		sum += sqrt((n - i) / i);
	return exp(lgamma((n - 1) / 2) - lgamma(n / 2)) / sqrt(pi) * sum;
}

void
tq_rescaled_range(const double *x, size_t n, double h[2])
{
	struct tq_pairs plain = {0}, corrected = {0};

	for (size_t chunks = 1; chunks <= 32 && n / chunks >= 8; chunks *= 2) {
		size_t size = n / chunks, from = n - size * chunks;
		double sum = 0, width = (double)size, place = log(width);

		for (size_t i = 0; i < chunks; i++)
			sum += chunk_range(x + from + i * size, size);
		sum /= (double)chunks;
		plain = tq_pairs_add(plain, place, log(sum));
		sum += sqrt(pi * width / 2) - expected_range(width);
		corrected = tq_pairs_add(corrected, place, log(sum));
	}
	h[0] = plain.xy / plain.xx;
	h[1] = corrected.xy / corrected.xx;
	for (int i = 0; i < 2; i++)
		if (!isfinite(h[i]))
			h[i] = (double)NAN;
}
