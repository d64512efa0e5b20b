/* SPDX-License-Identifier: ISC */
#include "indicator/adf.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

/*
 * Columns are made orthogonal one after the other by the modified Gram-Schmidt
 * process, twice, for the digits that the first time loses. The column of x
 * comes last: what is left of it has g as its one coefficient.
 */
struct tq_adf {
	size_t n, lags, rows, columns;   /* columns: with x's, without the left side */
	bool trend;
	double *column;                  /* (columns + 1) * rows */
};

struct tq_adf *
tq_adf_new(size_t n, size_t lags, bool trend)
{
	struct tq_adf *a = tq_alloc(1, sizeof *a);

	a->n = n;
	a->lags = lags;
	a->trend = trend;
	a->rows = n - 1 - lags;
	a->columns = 2 + trend + lags;
	a->column = tq_alloc((a->columns + 1) * a->rows, sizeof a->column[0]);
	return a;
}

void
tq_adf_free(struct tq_adf *a)
{
	if (a)
		free(a->column);
	free(a);
}

static double
product(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

/* Takes from column k what the columns before it explain; the first has to stay. */
static void
make_orthogonal(const struct tq_adf *a, double *column, size_t before)
{
	for (size_t k = 0; k < 2 * before; k++) {
		const double *other = a->column + k % before * a->rows;
		double square = product(other, other, a->rows);
		double part = square > 0 ? product(other, column, a->rows) / square : 0;

		for (size_t i = 0; i < a->rows; i++)
			column[i] -= part * other[i];
	}
}

/* scale keeps squares in the range of doubles. */
static void
fill(struct tq_adf *a, const double *x, double scale)
{
	for (size_t i = 0; i < a->rows; i++) {
		double *at = a->column + i;
		const double *now = x + a->lags + 1 + i;

		*at = 1;
		at += a->rows;
		if (a->trend) {
			*at = (double)i - (double)(a->rows - 1) / 2;
			at += a->rows;
		}
		for (size_t k = 1; k <= a->lags; k++, at += a->rows)
			*at = (now[-(ptrdiff_t)k] - now[-(ptrdiff_t)k - 1]) * scale;
		at[0] = (now[-1] - x[0]) * scale;
		at[a->rows] = (now[0] - now[-1]) * scale;
	}
}

double
tq_adf_statistic(struct tq_adf *a, const double *x)
{
	double *last = a->column + (a->columns - 1) * a->rows, *left = last + a->rows;
	double most = 0, before, square, g, freedom = (double)a->rows - (double)a->columns;

	for (size_t i = 0; i < a->n; i++)
		most = fmax(most, fabs(x[i] - x[0]));
	if (!(most > 0) || freedom < 1)
		return (double)NAN;
	fill(a, x, 1 / most);
	for (size_t k = 1; k + 1 < a->columns; k++)
		make_orthogonal(a, a->column + k * a->rows, k);
	before = product(last, last, a->rows);
	make_orthogonal(a, last, a->columns - 1);
	square = product(last, last, a->rows);
	if (!(square > before * 1e-24))  /* x is a sum of the other columns */
		return (double)NAN;
	make_orthogonal(a, left, a->columns - 1);
	g = product(last, left, a->rows) / square;
	for (size_t i = 0; i < a->rows; i++)
		left[i] -= g * last[i];
	return g * sqrt(freedom * square / product(left, left, a->rows));
}
