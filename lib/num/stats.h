/* SPDX-License-Identifier: ISC */
#ifndef TQ_NUM_STATS_H
#define TQ_NUM_STATS_H

/*
 * Statistics of doubles. Nothing here is defined for NaN: leave it out before.
 * A figure that too few values leave undefined is NaN.
 */
#include <stddef.h>
#include <stdint.h>

/*
 * Moments of a stream up to the fourth, without its values (Welford 1962,
 * Terriberry 2007): sums of powers of the distance from the mean, so that a
 * large mean takes no digits from a small variance. Begin with all zeros.
 */
struct tq_moments {
	int64_t n;
	double mean;
	double m2, m3, m4;
};

void tq_moments_add(struct tq_moments *s, double x);

/* Divides by n - ddof: 0 for the population's, 1 for the sample's. */
double tq_moments_variance(const struct tq_moments *s, int ddof);
double tq_moments_stdev(const struct tq_moments *s, int ddof);

/* g1 = m3 / m2^(3/2) and g2 = m4 / m2^2 - 3 of the population. */
double tq_moments_skewness(const struct tq_moments *s);
double tq_moments_kurtosis(const struct tq_moments *s);

/*
 * Puts the k-th smallest (from 0) at x[k], none larger before, none smaller
 * behind. Linear time on average, the same steps on the same values.
 */
void tq_select(double *x, size_t n, size_t k);

/*
 * The sum with its rounding errors, found exactly (Knuth's two-sum, without a
 * branch) and added back. Inline: reports add millions. Begin with zeros.
 */
struct tq_sum {
	double sum, lost;
};

static inline void
tq_sum_add(struct tq_sum *s, double x)
{
	double sum = s->sum + x, part = sum - s->sum;

	s->lost += (s->sum - (sum - part)) + (x - part);
	s->sum = sum;
}

static inline double
tq_sum_value(const struct tq_sum *s)
{
	return s->sum + s->lost;
}

#endif
