/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_ORTHOGONAL_H
#define TQ_INDICATOR_ORTHOGONAL_H

/* Least squares by columns of n values that are at right angles to each other. */
#include <stddef.h>

double tq_inner_product(const double *a, const double *b, size_t n);

/*
 * Takes from x what the first so many columns, one behind the other, explain, by
 * the modified Gram-Schmidt process: twice, for the digits that the first time
 * loses. A column of zeros explains nothing.
 */
void tq_take_explained(const double *columns, size_t count, double *x, size_t n);

#endif
