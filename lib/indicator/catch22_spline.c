/* SPDX-License-Identifier: ISC */
/*
 * The cubic spline with one knot, in the middle, that fits a series best. It is
 * a sum of 1, t, t^2, t^3 and (t - knot)^3 above the knot, which are made
 * orthogonal one after the other once for all series of a length.
 */
#include "indicator/catch22_inside.h"

enum { PARTS = TQ_C22_SPLINE };

static double
plain_part(int k, double t, double knot)
{
	double above = t > knot ? t - knot : 0;

	return k == 0 ? 1 : k == 1 ? t : k == 2 ? t * t : k == 3 ? t * t * t :
	       above * above * above;
}

static double
product(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

/* Takes from x what the first so many parts explain: twice, for the last digits. */
static void
take_away(const double *parts, int count, double *x, size_t n)
{
	for (int k = 0; k < 2 * count; k++) {
		const double *part = parts + (size_t)(k % count) * n;
		double factor = product(part, x, n) / product(part, part, n);

		for (size_t i = 0; i < n; i++)
			x[i] -= factor * part[i];
	}
}

void
tq_c22_make_spline(double *parts, size_t n)
{
	double half = (double)(n - 1) / 2, knot = ((double)(n / 2) - 1 - half) / half;

	for (int k = 0; k < PARTS; k++) {
		double *part = parts + (size_t)k * n;

		for (size_t i = 0; i < n; i++)
			part[i] = plain_part(k, ((double)i - half) / half, knot);
		take_away(parts, k, part, n);
	}
}

void
tq_c22_remove_spline(const double *parts, const double *x, double *rest, size_t n)
{
	for (size_t i = 0; i < n; i++)
		rest[i] = x[i];
	take_away(parts, PARTS, rest, n);
}
