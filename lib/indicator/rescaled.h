/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_RESCALED_H
#define TQ_INDICATOR_RESCALED_H

/*
 * Hurst's exponent of x[0] .. x[n-1] by rescaled range: x is cut into 1, 2, 4,
 * ... equal chunks of at least 8 values, at most 32 of them, leaving out the
 * oldest that are too many. Each size has the mean of (range of the sums of
 * distances from the chunk's mean) / (population deviation), 0 for a flat
 * chunk; the exponent is the slope of its logarithm on that of the size.
 *
 * h[0] is the slope. h[1] is the slope of the means less what independent
 * normal values would have in so short a chunk (Anis and Lloyd 1976), plus what
 * they have in the limit, sqrt(pi size / 2). NaN when there are too few values
 * or ranges.
 */
#include <stddef.h>

void tq_rescaled_range(const double *x, size_t n, double h[2]);

#endif
