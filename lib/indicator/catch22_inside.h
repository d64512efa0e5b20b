/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_CATCH22_INSIDE_H
#define TQ_INDICATOR_CATCH22_INSIDE_H

/*
 * What the parts of catch22 share; private to them. A part is a function of the
 * workspace that reads z, sorted and acf and may write over the rest.
 */
#include "indicator/catch22.h"
#include "indicator/fft.h"

enum { TQ_C22_SPLINE = 5 };

struct tq_c22_place {
	double value;
	size_t at;
};

struct tq_catch22 {
	size_t n;
	struct tq_fft *narrow, *wide;    /* of at least n and 2 n values */
	double *z;                       /* the series with mean 0, deviation 1 */
	double *acf;                     /* its autocorrelation, acf[0] = 1 */
	struct tq_c22_place *sorted;     /* its values, the smallest first */
	size_t zero;                     /* first lag at which acf is not above 0, or n */
	double *spline;                  /* TQ_C22_SPLINE functions of n values */
	double *re, *im;                 /* room for a wide transform */
	double *a, *b;                   /* room for n values each */
	struct tq_c22_place *room;       /* and for n places */
	size_t *next, *before;           /* n + 2 each */
};

/* The autocorrelation of x[0] .. x[n-1], n at most c->n, into acf. */
void tq_c22_acf(struct tq_catch22 *c, const double *x, size_t n, double *acf);

/* The first lag below n at which it is not above 0, or n. */
size_t tq_c22_first_zero(const double *acf, size_t n);

/* Sample standard deviation. */
double tq_c22_deviation(const double *x, size_t n);

/* Puts places in order of their values. */
void tq_c22_sort(struct tq_c22_place *place, size_t n);

/*
 * Where values are cut into thirds of their number: quantiles by linear
 * interpolation, the k-th of n being that of (k - 1/2) / n.
 */
struct tq_c22_cut {
	double low, high;        /* a letter is 0 up to low, 1 up to high, else 2 */
};
struct tq_c22_cut tq_c22_thirds(const struct tq_c22_place *sorted, size_t n);

static inline int
tq_c22_letter(struct tq_c22_cut cut, double x)
{
	return (x > cut.low) + (x > cut.high);
}

/* The least squares line through (x[i], y[i]). */
struct tq_c22_line {
	double slope, intercept;
};
struct tq_c22_line tq_c22_fit(const double *x, const double *y, size_t n);

/* What is left of x less the spline that fits it best; parts is made once. */
void tq_c22_make_spline(double *parts, size_t n);
void tq_c22_remove_spline(const double *parts, const double *x, double *rest, size_t n);

double tq_c22_mode(struct tq_catch22 *c, size_t bins);
double tq_c22_outlier_timing(struct tq_catch22 *c, double sign);
double tq_c22_ami2(struct tq_catch22 *c);
double tq_c22_embedding(struct tq_catch22 *c);

double tq_c22_acf_timescale(struct tq_catch22 *c);
double tq_c22_acf_first_min(struct tq_catch22 *c);
double tq_c22_ami_timescale(struct tq_catch22 *c);
double tq_c22_whiten_timescale(struct tq_catch22 *c);
double tq_c22_periodicity(struct tq_catch22 *c);
void tq_c22_spectrum(struct tq_catch22 *c, double *low_power, double *centroid);

double tq_c22_forecast_error(struct tq_catch22 *c);
double tq_c22_trev(struct tq_catch22 *c);
double tq_c22_high_fluctuation(struct tq_catch22 *c);
double tq_c22_stretch_high(struct tq_catch22 *c);
double tq_c22_stretch_decreasing(struct tq_catch22 *c);
double tq_c22_entropy_pairs(struct tq_catch22 *c);
double tq_c22_transition_variance(struct tq_catch22 *c);

double tq_c22_rs_range(struct tq_catch22 *c);
double tq_c22_dfa(struct tq_catch22 *c);

#endif
