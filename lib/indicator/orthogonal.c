/* SPDX-License-Identifier: ISC */
#include "indicator/orthogonal.h"

double
tq_inner_product(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

void
tq_take_explained(const double *columns, size_t count, double *x, size_t n)
{
	for (size_t k = 0; k < 2 * count; k++) {
		const double *column = columns + k % count * n;
		double square = tq_inner_product(column, column, n);
		double part = square > 0 ? tq_inner_product(column, x, n) / square : 0;

		for (size_t i = 0; i < n; i++)
			x[i] -= part * column[i];
	}
}
