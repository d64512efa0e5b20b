/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_FFT_H
#define TQ_INDICATOR_FFT_H

/* The discrete Fourier transform of a power of two values, in place. */
#include <stddef.h>

struct tq_fft;

/* n is a power of two. */
struct tq_fft *tq_fft_new(size_t n);
void tq_fft_free(struct tq_fft *f);

/* re + i im becomes the sum over k of x[k] exp(-2 pi i j k / n), j = 0 .. n-1. */
void tq_fft_run(const struct tq_fft *f, double *re, double *im);

/* The smallest power of two that is not below n. */
size_t tq_fft_size(size_t n);

/*
 * The sums over t of x[t] x[t + lag], lag 0 .. n-1, into re[lag]. The transform
 * has at least 2 n values, re and im have room for as many.
 */
void tq_fft_products(const struct tq_fft *f, const double *x, size_t n, double *re, double *im);

#endif
