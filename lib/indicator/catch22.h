/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_CATCH22_H
#define TQ_INDICATOR_CATCH22_H

/*
 * The 22 canonical characteristics of a time series (Lubba et al. 2019), and its
 * mean and standard deviation. The 22 are of the series less its mean, in units
 * of its sample deviation; they have the short names of their authors.
 *
 * A workspace for series of n values allocates once; a call costs O(n log n).
 */
#include <stddef.h>

enum { TQ_CATCH22 = 24, TQ_CATCH22_LEAST = 10 };

extern const char *const tq_catch22_names[TQ_CATCH22];

struct tq_catch22;

/* n is at least TQ_CATCH22_LEAST. */
struct tq_catch22 *tq_catch22_new(size_t n);
void tq_catch22_free(struct tq_catch22 *c);

/*
 * out[i] belongs to tq_catch22_names[i]. What is not defined is NaN: all of the
 * 22 for a series that is flat or has a value that is not finite.
 */
void tq_catch22(struct tq_catch22 *c, const double *x, double out[TQ_CATCH22]);

#endif
