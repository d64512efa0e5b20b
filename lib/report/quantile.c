/* SPDX-License-Identifier: ISC */
#include "report/series.h"

#include "base/mem.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 1 << 16 };

/* The bits of a double as an unsigned number of the same order (-0 below 0). */
static uint64_t
ordered_bits(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static size_t
bucket_of(double x)
{
	return (size_t)(ordered_bits(x) >> 48);
}

void
tq_ranks_init(struct tq_ranks *ranks, const double *x, size_t n)
{
	*ranks = (struct tq_ranks){x, n, tq_alloc(BUCKETS, sizeof(*ranks->count))};
	for (size_t i = 0; i < n; i++)
		ranks->count[bucket_of(x[i])]++;
}

void
tq_ranks_fini(struct tq_ranks *ranks)
{
	free(ranks->count);
	*ranks = (struct tq_ranks){0};
}

/* The bucket that holds rank k; *before gets how many are in those before it. */
static size_t
bucket_of_rank(const struct tq_ranks *ranks, size_t k, size_t *before)
{
	size_t bucket = 0;

	*before = 0;
	while (*before + ranks->count[bucket] <= k)
		*before += ranks->count[bucket++];
	return bucket;
}

/* The values of a bucket, in memory that the caller frees. */
static double *
values_in(const struct tq_ranks *ranks, size_t bucket)
{
	double *part = tq_alloc((size_t)ranks->count[bucket] + 1, sizeof(*part));
	size_t m = 0;

	for (size_t i = 0; i < ranks->n; i++) {
		part[m] = ranks->x[i];
		m += bucket_of(ranks->x[i]) == bucket;
	}
	return part;
}

/* The values of rank k and k + 1 (the last one again when k is the last). */
static void
two_ranks(const struct tq_ranks *ranks, size_t k, double *low, double *high)
{
	size_t before, bucket = bucket_of_rank(ranks, k, &before);
	size_t at = k - before, m = ranks->count[bucket];
	double *part = values_in(ranks, bucket);

	tq_select(part, m, at);
	*low = *high = part[at];
	if (at + 1 < m) {
		*high = part[at + 1];
		for (size_t i = at + 2; i < m; i++)
			*high = part[i] < *high ? part[i] : *high;
	}
	free(part);
	if (at + 1 == m && k + 1 < ranks->n) {
		part = values_in(ranks, bucket_of_rank(ranks, k + 1, &before));
		m = ranks->count[bucket_of(part[0])];
		tq_select(part, m, 0);
		*high = part[0];
		free(part);
	}
}

double
tq_ranks_quantile(const struct tq_ranks *ranks, double q)
{
	double at, part, low, high;
	size_t k;

	if (ranks->n == 0)
		return (double)NAN;
	at = q * (double)(ranks->n - 1);
	k = (size_t)at;
	part = at - (double)k;
	two_ranks(ranks, k, &low, &high);
	return part > 0 ? low + (high - low) * part : low;
}

double
tq_ranks_lowest(const struct tq_ranks *ranks, size_t k)
{
	double edge, next;
	struct tq_sum sum = {0};
	size_t below = 0;

	two_ranks(ranks, k - 1, &edge, &next);
	for (size_t i = 0; i < ranks->n; i++) {
		if (ranks->x[i] < edge) {
			tq_sum_add(&sum, ranks->x[i]);
			below++;
		}
	}
	return (tq_sum_value(&sum) + (double)(k - below) * edge) / (double)k;
}
