/* SPDX-License-Identifier: ISC */
#ifndef TQ_REPORT_SUM_H
#define TQ_REPORT_SUM_H

/*
 * Compensated sums: the rounding error of each addition is found exactly
 * (Knuth's two-sum, no branch) and added up beside the sum, so that a sum of a
 * million terms is as good as one of ten. The zero value is the empty sum.
 */

struct tq_sum {
	double high;
	double low;
};

static inline void
tq_sum_add(struct tq_sum *sum, double x)
{
	double total = sum->high + x;
	double part = total - sum->high;

	sum->low += (sum->high - (total - part)) + (x - part);
	sum->high = total;
}

static inline double
tq_sum_value(struct tq_sum sum)
{
	return sum.high + sum.low;
}

#endif
