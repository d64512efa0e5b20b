/* SPDX-License-Identifier: ISC */
#include "indicator/catch22.h"

#include "base/mem.h"
#include "indicator/catch22_inside.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

const char *const tq_catch22_names[TQ_CATCH22] = {
	"mode_5", "mode_10", "outlier_timing_pos", "outlier_timing_neg", "acf_timescale",
	"acf_first_min", "low_freq_power", "centroid_freq", "forecast_error", "whiten_timescale",
	"high_fluctuation", "stretch_high", "stretch_decreasing", "entropy_pairs", "ami2", "trev",
	"ami_timescale", "transition_variance", "periodicity", "embedding_dist", "rs_range",
	"dfa", "mean", "std",
};

struct tq_catch22 *
tq_catch22_new(size_t n)
{
	struct tq_catch22 *c = tq_alloc(1, sizeof *c);
	size_t size = tq_fft_size(n);

	c->n = n;
	c->narrow = tq_fft_new(size);
	c->wide = tq_fft_new(2 * size);
	c->z = tq_alloc(n, sizeof(double));
	c->acf = tq_alloc(n, sizeof(double));
	c->sorted = tq_alloc(n, sizeof c->sorted[0]);
	c->spline = tq_alloc(TQ_C22_SPLINE * n, sizeof(double));
	tq_c22_make_spline(c->spline, n);
	c->re = tq_alloc(2 * size, sizeof(double));
	c->im = tq_alloc(2 * size, sizeof(double));
	c->a = tq_alloc(n, sizeof(double));
	c->b = tq_alloc(n, sizeof(double));
	c->room = tq_alloc(n, sizeof c->room[0]);
	c->next = tq_alloc(n + 2, sizeof(size_t));
	c->before = tq_alloc(n + 2, sizeof(size_t));
	return c;
}

void
tq_catch22_free(struct tq_catch22 *c)
{
	if (!c)
		return;
	tq_fft_free(c->narrow);
	tq_fft_free(c->wide);
	free(c->z);
	free(c->acf);
	free(c->sorted);
	free(c->spline);
	free(c->re);
	free(c->im);
	free(c->a);
	free(c->b);
	free(c->room);
	free(c->next);
	free(c->before);
	free(c);
}

static double
mean_of(const double *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return sum / (double)n;
}

double
tq_c22_deviation(const double *x, size_t n)
{
	double mean = mean_of(x, n), squares = 0;

	for (size_t i = 0; i < n; i++)
		squares += (x[i] - mean) * (x[i] - mean);
	return sqrt(squares / (double)(n - 1));
}

void
tq_c22_acf(struct tq_catch22 *c, const double *x, size_t n, double *acf)
{
	double mean = mean_of(x, n);

	for (size_t i = 0; i < n; i++)
		acf[i] = x[i] - mean;
	tq_fft_products(c->wide, acf, n, c->re, c->im);
	for (size_t i = 0; i < n; i++)
		acf[i] = c->re[i] / c->re[0];
}

size_t
tq_c22_first_zero(const double *acf, size_t n)
{
	size_t lag = 0;

	while (lag < n && acf[lag] > 0)
		lag++;
	return lag;
}

static void
sink(struct tq_c22_place *place, size_t at, size_t n)
{
	struct tq_c22_place x = place[at];

	for (size_t child; (child = 2 * at + 1) < n; at = child) {
		child += child + 1 < n && place[child + 1].value > place[child].value;
		if (!(place[child].value > x.value))
			break;
		place[at] = place[child];
	}
	place[at] = x;
}

/* A heap, which needs no memory and is never slow. */
void
tq_c22_sort(struct tq_c22_place *place, size_t n)
{
	for (size_t i = n / 2; i-- > 0;)
		sink(place, i, n);
	while (n-- > 1) {
		struct tq_c22_place last = place[n];

		place[n] = place[0];
		place[0] = last;
		sink(place, 0, n);
	}
}

static double
quantile(const struct tq_c22_place *sorted, size_t n, double q)
{
	double place = (double)n * q - 0.5, whole = floor(place);
	size_t at;

	if (place < 0)
		return sorted[0].value;
	if (place > (double)(n - 1))
		return sorted[n - 1].value;
	at = (size_t)whole;
	if (place > whole)
		return sorted[at].value +
			(place - whole) * (sorted[at + 1].value - sorted[at].value);
	return sorted[at].value;
}

struct tq_c22_cut
tq_c22_thirds(const struct tq_c22_place *sorted, size_t n)
{
	return (struct tq_c22_cut){quantile(sorted, n, 1.0 / 3), quantile(sorted, n, 2.0 / 3)};
}

struct tq_c22_line
tq_c22_fit(const double *x, const double *y, size_t n)
{
	double xs = mean_of(x, n), ys = mean_of(y, n), xx = 0, xy = 0, slope;

	for (size_t i = 0; i < n; i++) {
		xx += (x[i] - xs) * (x[i] - xs);
		xy += (x[i] - xs) * (y[i] - ys);
	}
	slope = xx > 0 ? xy / xx : 0;
	return (struct tq_c22_line){slope, ys - slope * xs};
}

static void
prepare(struct tq_catch22 *c, const double *x, double mean, double deviation)
{
	for (size_t i = 0; i < c->n; i++) {
		c->z[i] = (x[i] - mean) / deviation;
		c->sorted[i] = (struct tq_c22_place){c->z[i], i};
	}
	tq_c22_sort(c->sorted, c->n);
	tq_c22_acf(c, c->z, c->n, c->acf);
	c->zero = tq_c22_first_zero(c->acf, c->n);
}

static void
say(struct tq_catch22 *c, double *out)
{
	out[0] = tq_c22_mode(c, 5);
	out[1] = tq_c22_mode(c, 10);
	out[2] = tq_c22_outlier_timing(c, 1);
	out[3] = tq_c22_outlier_timing(c, -1);
	out[4] = tq_c22_acf_timescale(c);
	out[5] = tq_c22_acf_first_min(c);
	tq_c22_spectrum(c, &out[6], &out[7]);
	out[8] = tq_c22_forecast_error(c);
	out[9] = tq_c22_whiten_timescale(c);
	out[10] = tq_c22_high_fluctuation(c);
	out[11] = tq_c22_stretch_high(c);
	out[12] = tq_c22_stretch_decreasing(c);
	out[13] = tq_c22_entropy_pairs(c);
	out[14] = tq_c22_ami2(c);
	out[15] = tq_c22_trev(c);
	out[16] = tq_c22_ami_timescale(c);
	out[17] = tq_c22_transition_variance(c);
	out[18] = tq_c22_periodicity(c);
	out[19] = tq_c22_embedding(c);
	out[20] = tq_c22_rs_range(c);
	out[21] = tq_c22_dfa(c);
}

void
tq_catch22(struct tq_catch22 *c, const double *x, double out[TQ_CATCH22])
{
	double mean = mean_of(x, c->n), deviation = tq_c22_deviation(x, c->n);
	bool flat = true;

	for (size_t i = 1; i < c->n; i++)
		flat &= x[i] == x[0];
	if (flat && x[0] - x[0] == 0) {
		mean = x[0];
		deviation = 0;
	}
	for (int i = 0; i < TQ_CATCH22; i++)
		out[i] = (double)NAN;
	out[22] = mean;
	out[23] = deviation;
	if (deviation > 0 && deviation - deviation == 0) {
		prepare(c, x, mean, deviation);
		say(c, out);
	}
	for (int i = 0; i < TQ_CATCH22; i++)
		if (out[i] - out[i] != 0)
			out[i] = (double)NAN;
}
