/* SPDX-License-Identifier: ISC */
#ifndef TQ_REPORT_SERIES_H
#define TQ_REPORT_SERIES_H

/*
 * A growing run of doubles, 8 bytes each: the returns of a report, the only
 * thing that grows with its input. The zero value is empty.
 */
#include "num/stats.h"

struct tq_series {
	double *x;
	size_t n;
	size_t cap;
};

/* Makes room for more, so that so many pushes do not move x. */
void tq_series_reserve(struct tq_series *series, size_t more);
void tq_series_fini(struct tq_series *series);

static inline void
tq_series_push(struct tq_series *series, double x)
{
	if (series->n == series->cap)
		tq_series_reserve(series, 1);
	series->x[series->n++] = x;
}

/*
 * Moments about the mean in two passes. The first value is taken off before
 * anything is summed, so a constant series has exactly its mean and no
 * variance. The mean is NaN when n is 0.
 */
struct tq_moments tq_moments_of(const double *x, size_t n);

/* What lies on either side of a threshold: sums of x - threshold. */
struct tq_sides {
	double above, below;     /* sums; below is <= 0 */
	double below_squared;
	size_t n_above, n_below, n_zero;
	size_t run_above, run_below; /* longest runs */
	double min, max;         /* of x; NaN when n is 0 */
};

struct tq_sides tq_sides_of(const double *x, size_t n, double threshold);

/*
 * Order statistics of n doubles: exact, deterministic, O(n), and x is left as
 * it is. Values are counted once by their leading 16 bits; a rank is then
 * selected among the values of one bucket. x is kept, not copied.
 */
struct tq_ranks {
	const double *x;
	size_t n;
	uint32_t *count;
};

void tq_ranks_init(struct tq_ranks *ranks, const double *x, size_t n);
void tq_ranks_fini(struct tq_ranks *ranks);

/*
 * The q-quantile (0 <= q <= 1) with linear interpolation between order
 * statistics (Hyndman and Fan's type 7); NaN when n is 0.
 */
double tq_ranks_quantile(const struct tq_ranks *ranks, double q);

/* Mean of the k smallest values, 0 < k <= n. */
double tq_ranks_lowest(const struct tq_ranks *ranks, size_t k);

#endif
