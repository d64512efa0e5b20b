/* SPDX-License-Identifier: ISC */
#include "num/stats.h"

#include <math.h>

void
tq_moments_add(struct tq_moments *s, double x)
{
	double before = (double)s->n, n = (double)++s->n;
	double delta = x - s->mean, part = delta / n;
	double square = part * part, term = delta * part * before;

	s->mean += part;
	s->m4 += term * square * (n * n - 3 * n + 3) + 6 * square * s->m2 - 4 * part * s->m3;
	s->m3 += term * part * (n - 2) - 3 * part * s->m2;
	s->m2 += term;
}

double
tq_moments_variance(const struct tq_moments *s, int ddof)
{
	return s->n > ddof && s->n > 0 ? s->m2 / (double)(s->n - ddof) : (double)NAN;
}

double
tq_moments_stdev(const struct tq_moments *s, int ddof)
{
	return sqrt(tq_moments_variance(s, ddof));
}

double
tq_moments_skewness(const struct tq_moments *s)
{
	if (!(s->m2 > 0))
		return (double)NAN;
	return sqrt((double)s->n) * s->m3 / (s->m2 * sqrt(s->m2));
}

double
tq_moments_kurtosis(const struct tq_moments *s)
{
	if (!(s->m2 > 0))
		return (double)NAN;
	return (double)s->n * s->m4 / (s->m2 * s->m2) - 3;
}

static void
swap(double *a, double *b)
{
	double t = *a;

	*a = *b;
	*b = t;
}

static void
insertion_sort(double *x, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		double v = x[i];
		size_t j = i;

		for (; j > 0 && x[j - 1] > v; j--)
			x[j] = x[j - 1];
		x[j] = v;
	}
}

static void
sink(double *x, size_t at, size_t n)
{
	for (size_t child; (child = 2 * at + 1) < n; at = child) {
		if (child + 1 < n && x[child + 1] > x[child])
			child++;
		if (!(x[child] > x[at]))
			return;
		swap(&x[at], &x[child]);
	}
}

static void
heap_sort(double *x, size_t n)
{
	for (size_t i = n / 2; i-- > 0;)
		sink(x, i, n);
	while (n-- > 1) {
		swap(&x[0], &x[n]);
		sink(x, 0, n);
	}
}

static double
median_of_3(double a, double b, double c)
{
	if (a > b)
		swap(&a, &b);
	return c < a ? a : c > b ? b : c;
}

/* The median of nine values spread over x, for which sorted input is no trap. */
static double
pivot_of(const double *x, size_t n)
{
	size_t step = n / 9;
	double m[3];

	for (size_t i = 0; i < 3; i++, x += 3 * step)
		m[i] = median_of_3(x[step / 2], x[step + step / 2], x[2 * step + step / 2]);
	return median_of_3(m[0], m[1], m[2]);
}

void
tq_select(double *x, size_t n, size_t k)
{
	enum { SMALL = 24 };

	/* Input made against the pivots ends in a heap, never in n^2 steps. */
	for (int rounds = 128; n > SMALL; rounds--) {
		if (rounds == 0) {
			heap_sort(x, n);
			return;
		}
		double pivot = pivot_of(x, n);
		size_t less = 0, i = 0, more = n;

		/* Smaller | equal | not seen yet | larger */
		while (i < more) {
			double v = x[i];

			if (v < pivot)
				swap(&x[less++], &x[i++]);
			else if (v > pivot)
				swap(&x[i], &x[--more]);
			else
				i++;
		}
		if (k < less) {
			n = less;
		} else if (k < more) {
			return;
		} else {
			x += more;
			n -= more;
			k -= more;
		}
	}
	insertion_sort(x, n);
}
