/* SPDX-License-Identifier: ISC */
/* catch22: autocorrelation, periods, the spectrum. */
#include "indicator/catch22_inside.h"

#include <math.h>

/* Where the autocorrelation falls through 1/e, between lags by a line. */
double
tq_c22_acf_timescale(struct tq_catch22 *c)
{
	const double threshold = 1 / exp(1);

	for (size_t i = 0; i + 1 < c->n; i++) {
		if (c->acf[i + 1] < threshold)
			return (double)i + (threshold - c->acf[i]) / (c->acf[i + 1] - c->acf[i]);
	}
	return (double)c->n;
}

double
tq_c22_acf_first_min(struct tq_catch22 *c)
{
	for (size_t i = 1; i + 1 < c->n; i++) {
		if (c->acf[i] < c->acf[i - 1] && c->acf[i] < c->acf[i + 1])
			return (double)i;
	}
	return (double)c->n;
}

/* Pearson's correlation of n pairs. */
static double
correlation(const double *x, const double *y, size_t n)
{
	double xs = 0, ys = 0, xx = 0, yy = 0, xy = 0;

	for (size_t i = 0; i < n; i++) {
		xs += x[i];
		ys += y[i];
	}
	xs /= (double)n;
	ys /= (double)n;
	for (size_t i = 0; i < n; i++) {
		xx += (x[i] - xs) * (x[i] - xs);
		yy += (y[i] - ys) * (y[i] - ys);
		xy += (x[i] - xs) * (y[i] - ys);
	}
	return xy / sqrt(xx * yy);
}

/*
 * The first lag of up to 40, counted from 0, at which the information that a
 * normal series of that correlation has on itself is least.
 */
double
tq_c22_ami_timescale(struct tq_catch22 *c)
{
	enum { MOST = 40 };
	size_t lags = (c->n + 1) / 2 < MOST ? (c->n + 1) / 2 : MOST;
	double ami[MOST];

	for (size_t i = 0; i < lags; i++) {
		double r = correlation(c->z, c->z + i + 1, c->n - i - 1);

		ami[i] = -0.5 * log(1 - r * r);
	}
	for (size_t i = 1; i + 1 < lags; i++) {
		if (ami[i] < ami[i - 1] && ami[i] < ami[i + 1])
			return (double)i;
	}
	return (double)lags;
}

/* How much sooner the differences lose their autocorrelation than the series. */
double
tq_c22_whiten_timescale(struct tq_catch22 *c)
{
	for (size_t i = 1; i < c->n; i++)
		c->a[i - 1] = c->z[i] - c->z[i - 1];
	tq_c22_acf(c, c->a, c->n - 1, c->b);
	return (double)tq_c22_first_zero(c->b, c->n - 1) / (double)c->zero;
}

/*
 * Wang et al. (2007): the first peak of the autocovariance, less a spline, that
 * is above 0 and at least 0.01 above the trough before it; 0 if there is none.
 */
double
tq_c22_periodicity(struct tq_catch22 *c)
{
	size_t lags = (c->n + 2) / 3;
	double trough = (double)NAN;

	tq_c22_remove_spline(c->spline, c->z, c->a, c->n);
	tq_fft_products(c->wide, c->a, c->n, c->re, c->im);
	for (size_t lag = 1; lag <= lags; lag++)
		c->b[lag - 1] = c->re[lag] / (double)(c->n - lag);
	for (size_t i = 1; i + 1 < lags; i++) {
		double in = c->b[i] - c->b[i - 1], out = c->b[i + 1] - c->b[i];

		if (in < 0 && out > 0)
			trough = c->b[i];
		else if (in > 0 && out < 0 && c->b[i] >= 0 && c->b[i] - trough >= 0.01)
			return (double)i;
	}
	return 0;
}

/*
 * The periodogram of the series padded to a power of two, by angular frequency:
 * the power below a fifth of the range, and where half of the power is reached.
 */
void
tq_c22_spectrum(struct tq_catch22 *c, double *low_power, double *centroid)
{
	size_t size = tq_fft_size(c->n), bins = size / 2 + 1;
	double mean = 0, total = 0, low = 0, sum = 0, step;
	const double pi = 3.14159265358979323846;

	for (size_t i = 0; i < c->n; i++)
		mean += c->z[i];
	mean /= (double)c->n;
	for (size_t i = 0; i < size; i++) {
		c->re[i] = i < c->n ? c->z[i] - mean : 0;
		c->im[i] = 0;
	}
	tq_fft_run(c->narrow, c->re, c->im);
	for (size_t i = 0; i < bins; i++) {
		double power = c->re[i] * c->re[i] + c->im[i] * c->im[i];

		c->re[i] = power / (double)c->n * (i > 0 && i + 1 < bins ? 2 : 1) / (2 * pi);
		total += c->re[i];
		low += i < bins / 5 ? c->re[i] : 0;
	}
	step = 2 * pi / (double)size;
	*low_power = low * step;
	*centroid = 0;
	for (size_t i = 0; i < bins; i++) {
		sum += c->re[i];
		if (sum > total * 0.5) {
			*centroid = (double)i * step;
			return;
		}
	}
}
