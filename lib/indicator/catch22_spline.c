/* SPDX-License-Identifier: ISC */
/*
 * The cubic spline with one knot, in the middle, that fits a series best. It is
 * a sum of 1, t, t^2, t^3 and (t - knot)^3 above the knot, which are made
 * orthogonal one after the other once for all series of a length.
 */
#include "indicator/catch22_inside.h"
#include "indicator/orthogonal.h"

enum { PARTS = TQ_C22_SPLINE };

static double
plain_part(int k, double t, double knot)
{
	double above = t > knot ? t - knot : 0;

	return k == 0 ? 1 : k == 1 ? t : k == 2 ? t * t : k == 3 ? t * t * t :
	       above * above * above;
}

void
tq_c22_make_spline(double *parts, size_t n)
{
	double half = (double)(n - 1) / 2, knot = ((double)(n / 2) - 1 - half) / half;

	for (int k = 0; k < PARTS; k++) {
		double *part = parts + (size_t)k * n;

		for (size_t i = 0; i < n; i++)
			part[i] = plain_part(k, ((double)i - half) / half, knot);
		tq_take_explained(parts, (size_t)k, part, n);
	}
}

void
tq_c22_remove_spline(const double *parts, const double *x, double *rest, size_t n)
{
	for (size_t i = 0; i < n; i++)
		rest[i] = x[i];
	tq_take_explained(parts, PARTS, rest, n);
}
