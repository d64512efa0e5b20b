/* SPDX-License-Identifier: ISC */
/* catch22: modes, timing of outliers, shared information, embedding. */
#include "indicator/catch22_inside.h"

#include <math.h>
#include <stdbool.h>

/* Which of so many bins of equal width between low and high; the last one has its end. */
static size_t
bin_of(double x, double low, double width, size_t bins)
{
	double bin = (x - low) / width;

	return bin < 0 ? 0 : bin >= (double)bins ? bins - 1 : (size_t)bin;
}

/* The middle of the fullest bin; of several the mean of their middles. */
double
tq_c22_mode(struct tq_catch22 *c, size_t bins)
{
	size_t count[10] = {0}, most = 0;
	double low = c->sorted[0].value, sum = 0, ties = 0;
	double width = (c->sorted[c->n - 1].value - low) / (double)bins;

	for (size_t i = 0; i < c->n; i++)
		count[bin_of(c->z[i], low, width, bins)]++;
	for (size_t i = 0; i < bins; i++)
		most = count[i] > most ? count[i] : most;
	for (size_t i = 0; i < bins; i++) {
		if (count[i] == most) {
			sum += low + ((double)i + 0.5) * width;
			ties++;
		}
	}
	return sum / ties;
}

/*
 * The places of the values that are left, in order, as a list between 0 and
 * n + 1; values are taken out from the smallest. middle is the lower of the
 * two in the middle, or the one.
 */
struct places {
	size_t *next, *before;
	size_t left, middle;
};

/* Taking out the smallest value, at place p, moves the middle by at most one. */
static void
take_out(struct places *s, size_t p)
{
	bool odd = s->left % 2 == 1;

	if (odd && p >= s->middle)
		s->middle = s->before[s->middle];
	else if (!odd && p <= s->middle)
		s->middle = s->next[s->middle];
	s->next[s->before[p]] = s->next[p];
	s->before[s->next[p]] = s->before[p];
	s->left--;
}

static double
middle_place(const struct places *s)
{
	if (s->left % 2 == 1)
		return (double)s->middle;
	return (double)(s->middle + s->next[s->middle]) / 2;
}

/* The i-th smallest of sign * z. */
static struct tq_c22_place
ranked(const struct tq_catch22 *c, double sign, size_t i)
{
	struct tq_c22_place p = c->sorted[sign > 0 ? i : c->n - 1 - i];

	p.value *= sign;
	return p;
}

/* The median of room[i].value, each of them there room[i].at times; total in all. */
static double
weighted_median(struct tq_c22_place *room, size_t n, size_t total)
{
	size_t seen = 0, i = 0;
	double low;

	tq_c22_sort(room, n);
	while (seen + room[i].at <= (total - 1) / 2)
		seen += room[i++].at;
	low = room[i].value;
	while (seen + room[i].at <= total / 2)
		seen += room[i++].at;
	return (low + room[i].value) / 2;
}

static struct places
all_places(struct tq_catch22 *c)
{
	for (size_t i = 0; i <= c->n + 1; i++) {
		c->next[i] = i + 1;
		c->before[i] = i > 0 ? i - 1 : 0;
	}
	return (struct places){c->next, c->before, c->n, (c->n + 1) / 2};
}

/*
 * Thresholds rise from 0 by 0.01 as long as more than 2 % of the values that
 * are not below 0 are above them. For each, the middle one of the places at
 * which the series is not below it, as a share of the way from the middle of
 * the series to its end; the answer is the median over the thresholds.
 */
double
tq_c22_outlier_timing(struct tq_catch22 *c, double sign)
{
	struct places s = all_places(c);
	size_t total = 0, used = 0, thresholds = 0, last = 0;

	if (!(ranked(c, sign, c->n - 1).value >= 0.01))
		return 0;
	for (size_t j = 0; s.left > 0; j++) {
		while (s.left > 0 && ranked(c, sign, c->n - s.left).value < (double)j * 0.01)
			take_out(&s, ranked(c, sign, c->n - s.left).at + 1);
		if (j == 0)
			total = s.left;
		else if (s.left == 0 || !((double)(s.left - 1) * 100 / (double)total > 2))
			break;
		if (s.left == last) {
			c->room[used - 1].at++;
		} else {
			double timing = middle_place(&s) / ((double)c->n / 2) - 1;

			c->room[used++] = (struct tq_c22_place){timing, 1};
			last = s.left;
		}
		thresholds++;
	}
	return weighted_median(c->room, used, thresholds);
}

/*
 * The information in nats that the value two steps before has on a value, both
 * in five bins of equal width.
 */
double
tq_c22_ami2(struct tq_catch22 *c)
{
	enum { LAG = 2, BINS = 5 };
	double joint[BINS][BINS] = {{0}}, one[BINS] = {0}, two[BINS] = {0}, sum = 0;
	double low = c->sorted[0].value - 0.1;
	double width = (c->sorted[c->n - 1].value + 0.1 - low) / BINS;
	double part = 1 / (double)(c->n - LAG);

	for (size_t i = 0; i + LAG < c->n; i++) {
		size_t a = bin_of(c->z[i], low, width, BINS);
		size_t b = bin_of(c->z[i + LAG], low, width, BINS);

		joint[a][b] += part;
		one[a] += part;
		two[b] += part;
	}
	for (size_t a = 0; a < BINS; a++)
		for (size_t b = 0; b < BINS; b++)
			if (joint[a][b] > 0)
				sum += joint[a][b] * log(joint[a][b] / (one[a] * two[b]));
	return sum;
}

/*
 * How far the histogram of the distances between points that follow each other
 * in the plane (z[i], z[i + lag]) is from an exponential distribution's density
 * with their mean. The lag is where the autocorrelation is first not above 0,
 * at most a tenth of the series; bins are as wide as Scott (1979) says.
 */
double
tq_c22_embedding(struct tq_catch22 *c)
{
	size_t lag = c->zero > c->n / 10 ? c->n / 10 : c->zero, n = c->n - lag - 1, bins;
	double low = HUGE_VAL, high = 0, mean = 0, width, off = 0, deviation;

	for (size_t i = 0; i < n; i++) {
		double x = c->z[i + 1] - c->z[i], y = c->z[i + lag + 1] - c->z[i + lag];

		c->a[i] = sqrt(x * x + y * y);
		low = fmin(low, c->a[i]);
		high = fmax(high, c->a[i]);
		mean += c->a[i];
	}
	mean /= (double)n;
	deviation = tq_c22_deviation(c->a, n);
	if (deviation < 0.001)
		return 0;
	bins = (size_t)ceil((high - low) / (3.5 * deviation / cbrt((double)n)));
	if (bins == 0 || bins > c->n)
		return 0;
	width = (high - low) / (double)bins;
	for (size_t i = 0; i < bins; i++)
		c->b[i] = 0;
	for (size_t i = 0; i < n; i++)
		c->b[bin_of(c->a[i], low, width, bins)]++;
	for (size_t i = 0; i < bins; i++) {
		double middle = low + ((double)i + 0.5) * width;

		off += fabs(c->b[i] / (double)n - exp(-middle / mean) / mean);
	}
	return off / (double)bins;
}
