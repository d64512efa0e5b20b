/* SPDX-License-Identifier: ISC */
/* catch22: differences, stretches, and words of letters. */
#include "indicator/catch22_inside.h"

#include <math.h>
#include <stdbool.h>

/* Deviation of the errors of forecasting by the mean of the three values before. */
double
tq_c22_forecast_error(struct tq_catch22 *c)
{
	for (size_t i = 3; i < c->n; i++)
		c->a[i - 3] = c->z[i] - (c->z[i - 3] + c->z[i - 2] + c->z[i - 1]) / 3;
	return tq_c22_deviation(c->a, c->n - 3);
}

/* The mean cube of the differences: do rises look like falls backwards? */
double
tq_c22_trev(struct tq_catch22 *c)
{
	double sum = 0;

	for (size_t i = 1; i < c->n; i++) {
		double rise = c->z[i] - c->z[i - 1];

		sum += rise * rise * rise;
	}
	return sum / (double)(c->n - 1);
}

/* The share of differences over 0.04 (pNN40 of heart beats: 40 ms). */
double
tq_c22_high_fluctuation(struct tq_catch22 *c)
{
	double over = 0;

	for (size_t i = 1; i < c->n; i++)
		over += fabs(c->z[i] - c->z[i - 1]) * 1000 > 40;
	return over / (double)(c->n - 1);
}

/*
 * The longest way between two values that are not of the stretch; from the first
 * value, and to the last but one, whatever they are.
 */
struct stretch {
	size_t longest, last;
};

static void
stretch_take(struct stretch *s, size_t at, bool ends)
{
	if (!ends)
		return;
	if (at - s->last > s->longest)
		s->longest = at - s->last;
	s->last = at;
}

double
tq_c22_stretch_high(struct tq_catch22 *c)
{
	struct stretch s = {0, 0};
	double mean = 0;

	for (size_t i = 0; i < c->n; i++)
		mean += c->z[i];
	mean /= (double)c->n;
	for (size_t i = 0; i + 1 < c->n; i++)
		stretch_take(&s, i, c->z[i] - mean <= 0 || i + 2 == c->n);
	return (double)s.longest;
}

double
tq_c22_stretch_decreasing(struct tq_catch22 *c)
{
	struct stretch s = {0, 0};

	for (size_t i = 0; i + 1 < c->n; i++)
		stretch_take(&s, i, c->z[i + 1] - c->z[i] >= 0 || i + 2 == c->n);
	return (double)s.longest;
}

/* Entropy in nats of the words of two letters, a letter for each third of the values. */
double
tq_c22_entropy_pairs(struct tq_catch22 *c)
{
	struct tq_c22_cut cut = tq_c22_thirds(c->sorted, c->n);
	double count[3][3] = {{0}}, sum = 0;

	for (size_t i = 1; i < c->n; i++)
		count[tq_c22_letter(cut, c->z[i - 1])][tq_c22_letter(cut, c->z[i])]++;
	for (int a = 0; a < 3; a++) {
		for (int b = 0; b < 3; b++) {
			double p = count[a][b] / (double)(c->n - 1);

			sum -= p > 0 ? p * log(p) : 0;
		}
	}
	return sum;
}

/*
 * The series at each lag at which the autocorrelation is first not above 0, in
 * three letters: the sum of the variances of the columns of the matrix of the
 * shares of all steps from a letter to a letter.
 */
double
tq_c22_transition_variance(struct tq_catch22 *c)
{
	size_t step = c->zero, n;
	double share[3][3] = {{0}}, sum = 0;
	struct tq_c22_cut cut;

	if (step == 0)
		return (double)NAN;
	n = (c->n - 1) / step + 1;
	for (size_t i = 0; i < n; i++)
		c->room[i] = (struct tq_c22_place){c->z[i * step], i};
	tq_c22_sort(c->room, n);
	cut = tq_c22_thirds(c->room, n);
	for (size_t i = 1; i < n; i++) {
		int from = tq_c22_letter(cut, c->z[(i - 1) * step]);
		int to = tq_c22_letter(cut, c->z[i * step]);

		share[from][to] += 1 / (double)(n - 1);
	}
	for (int to = 0; to < 3; to++) {
		double column[3] = {share[0][to], share[1][to], share[2][to]};
		double deviation = tq_c22_deviation(column, 3);

		sum += deviation * deviation;
	}
	return sum;
}
