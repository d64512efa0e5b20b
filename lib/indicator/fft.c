/* SPDX-License-Identifier: ISC */
#include "indicator/fft.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

struct tq_fft {
	size_t n;
	double *cosine, *sine;   /* of -2 pi k / n, k below n / 2 */
	size_t *reversed;        /* the bits of k in the other order */
};

struct tq_fft *
tq_fft_new(size_t n)
{
	struct tq_fft *f = tq_alloc(1, sizeof *f);

	f->n = n;
	f->cosine = tq_alloc(n / 2 + 1, sizeof f->cosine[0]);
	f->sine = tq_alloc(n / 2 + 1, sizeof f->sine[0]);
	f->reversed = tq_alloc(n, sizeof f->reversed[0]);
	for (size_t k = 0; k < n / 2; k++) {
		double angle = -2 * 3.14159265358979323846 * (double)k / (double)n;

		f->cosine[k] = cos(angle);
		f->sine[k] = sin(angle);
	}
	for (size_t k = 1; k < n; k++)
		f->reversed[k] = f->reversed[k / 2] / 2 + (k & 1 ? n / 2 : 0);
	return f;
}

void
tq_fft_free(struct tq_fft *f)
{
	if (!f)
		return;
	free(f->cosine);
	free(f->sine);
	free(f->reversed);
	free(f);
}

static void
swap(double *a, double *b)
{
	double t = *a;

	*a = *b;
	*b = t;
}

/* Cooley and Tukey 1965: transforms of twice the width from pairs of narrow ones. */
void
tq_fft_run(const struct tq_fft *f, double *re, double *im)
{
	for (size_t k = 0; k < f->n; k++) {
		size_t other = f->reversed[k];

		if (k < other) {
			swap(&re[k], &re[other]);
			swap(&im[k], &im[other]);
		}
	}
	for (size_t half = 1; half < f->n; half *= 2) {
		size_t stride = f->n / (2 * half);

		for (size_t from = 0; from < f->n; from += 2 * half) {
			for (size_t k = 0; k < half; k++) {
				size_t a = from + k, b = a + half;
				double c = f->cosine[k * stride], s = f->sine[k * stride];
				double x = c * re[b] - s * im[b], y = c * im[b] + s * re[b];

				re[b] = re[a] - x;
				im[b] = im[a] - y;
				re[a] += x;
				im[a] += y;
			}
		}
	}
}

size_t
tq_fft_size(size_t n)
{
	size_t size = 1;

	while (size < n)
		size *= 2;
	return size;
}

/* Wiener and Khinchin: the transform of the power spectrum, which is even. */
void
tq_fft_products(const struct tq_fft *f, const double *x, size_t n, double *re, double *im)
{
	for (size_t k = 0; k < f->n; k++) {
		re[k] = k < n ? x[k] : 0;
		im[k] = 0;
	}
	tq_fft_run(f, re, im);
	for (size_t k = 0; k < f->n; k++) {
		re[k] = re[k] * re[k] + im[k] * im[k];
		im[k] = 0;
	}
	tq_fft_run(f, re, im);
	for (size_t k = 0; k < n; k++)
		re[k] /= (double)f->n;
}
