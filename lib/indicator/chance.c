/* SPDX-License-Identifier: ISC */
#include "indicator/chance.h"

#include <math.h>

/* One step of Lentz's method: a divisor of 0 is moved a little. */
static double
apart(double x)
{
	return fabs(x) < 1e-300 ? 1e-300 : x;
}

/* The continued fraction of DLMF 8.17.22, for x below (a + 1) / (a + b + 2). */
static double
beta_fraction(double x, double a, double b)
{
	double c = 1, d = 1 / apart(1 - (a + b) * x / (a + 1)), h = d;

	for (int m = 1; m < 10000; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		double change;

		d = 1 / apart(1 + even * d);
		c = apart(1 + even / c);
		h *= d * c;
		d = 1 / apart(1 + odd * d);
		c = apart(1 + odd / c);
		change = d * c;
		h *= change;
		if (fabs(change - 1) < 1e-15)
			break;
	}
	return h;
}

/* The regularized incomplete beta function; y is 1 - x, with all its digits. */
static double
beta(double x, double y, double a, double b)
{
	double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(y));

	if (x < (a + 1) / (a + b + 2))
		return front * beta_fraction(x, a, b) / a;
	return 1 - front * beta_fraction(y, b, a) / b;
}

double
tq_chance_of_t(double t, double freedom)
{
	double square = t * t;

	if (isnan(t) || square > 1e300)
		return 0;
	if (square == 0)
		return 1;
	return beta(freedom / (freedom + square), square / (freedom + square), freedom / 2, 0.5);
}
