/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_ADF_H
#define TQ_INDICATOR_ADF_H

/*
 * The augmented Dickey-Fuller statistic of a window of n values: the t value of
 * g in
 *
 *	x[i] - x[i-1] = c (+ d i) + g x[i-1] + sum over j of b[j] (x[i-j] - x[i-j-1]) + e
 *
 * by least squares over i = lags + 1 .. n - 1. NaN when the equations do not
 * decide, or there are no more of them than unknowns.
 */
#include <stdbool.h>
#include <stddef.h>

enum { TQ_ADF_LAGS = 16 };

struct tq_adf;

struct tq_adf *tq_adf_new(size_t n, size_t lags, bool trend);
double tq_adf_statistic(struct tq_adf *a, const double *x);
void tq_adf_free(struct tq_adf *a);

#endif
