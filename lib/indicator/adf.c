/* SPDX-License-Identifier: ISC */
#include "indicator/adf.h"

#include "base/mem.h"
#include "indicator/orthogonal.h"

#include <math.h>
#include <stdlib.h>

/*
 * Columns are made orthogonal one after the other. The column of x comes last:
 * what is left of it has g as its one coefficient.
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
		tq_take_explained(a->column, k, a->column + k * a->rows, a->rows);
	before = tq_inner_product(last, last, a->rows);
	tq_take_explained(a->column, a->columns - 1, last, a->rows);
	square = tq_inner_product(last, last, a->rows);
	if (!(square > before * 1e-24))  /* x is a sum of the other columns */
		return (double)NAN;
	tq_take_explained(a->column, a->columns - 1, left, a->rows);
	g = tq_inner_product(last, left, a->rows) / square;
	for (size_t i = 0; i < a->rows; i++)
		left[i] -= g * last[i];
	return g * sqrt(freedom * square / tq_inner_product(left, left, a->rows));
}
