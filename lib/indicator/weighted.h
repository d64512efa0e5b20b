/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_WEIGHTED_H
#define TQ_INDICATOR_WEIGHTED_H

/*
 * Mean and variance of values with weights, one value at a time (West 1979);
 * two sets are joined as Chan, Golub and LeVeque (1979) join unweighted ones.
 * Begin with all zeros; weights are 0 or above.
 */
#include <math.h>

struct tq_weighted {
	double weight;
	double mean;
	double squares;          /* sum of weight * (x - mean)^2 */
};

static inline struct tq_weighted
tq_weighted_add(struct tq_weighted a, double x, double weight)
{
	double delta = x - a.mean;

	if (!(weight > 0))
		return a;
	a.weight += weight;
	a.mean += delta * (weight / a.weight);
	a.squares += weight * delta * (x - a.mean);
	return a;
}

static inline struct tq_weighted
tq_weighted_join(struct tq_weighted a, struct tq_weighted b)
{
	double delta = b.mean - a.mean, weight = a.weight + b.weight;

	if (!(b.weight > 0))
		return a;
	if (!(a.weight > 0))
		return b;
	a.mean += delta * (b.weight / weight);
	a.squares += b.squares + delta * delta * a.weight * (b.weight / weight);
	a.weight = weight;
	return a;
}

/* NaN without weight. */
static inline double
tq_weighted_mean(struct tq_weighted a)
{
	return a.weight > 0 ? a.mean : (double)NAN;
}

static inline double
tq_weighted_deviation(struct tq_weighted a)
{
	return sqrt(a.squares / a.weight);
}

#endif
