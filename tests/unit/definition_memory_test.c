/* SPDX-License-Identifier: ISC */
/* X.10: the filter of the hedge, Dickey and Fuller's test and the entropies, the long way. */
#include "definition.h"

#include "base/option.h"

static double
x_at(int i)
{
	return market[i].close;
}

/*
 * Kalman's filter is the best linear forecast of x[i] from all x before it.
 * With a line that starts at 0 and walks, cov(x[s], x[t]) is
 * walk * (min(s, t) + 1) * (b[s] b[t] + 1), and noise more when s is t. L of
 * L L' = that matrix has the deviations of the forecasts on its diagonal, and
 * the z of L z = x are the errors in those. The line at bar i is what its
 * covariance with z makes of z.
 */
static long double chol[BARS][BARS], innovation[BARS], slopes[BARS], intercepts[BARS];

static void
kalman_hedge(int i, const double *p)
{
	long double walk = p[0] / (1 - (long double)p[0]), rest = x_at(i), b = market[i].other;
	long double slope = 0, intercept = 0;

	for (int t = 0; t <= i; t++) {
		long double sum = walk * (t + 1) * (b * market[t].other + 1) + (t == i ? p[1] : 0);

		for (int k = 0; k < t; k++)
			sum -= chol[i][k] * chol[t][k];
		chol[i][t] = t < i ? sum / chol[t][t] : sqrtl(sum);
		rest -= t < i ? chol[i][t] * innovation[t] : 0;
	}
	innovation[i] = rest / chol[i][i];
	/* Of the line at bar i with x[t]: walk * (t + 1) * (b[t], 1); L makes z's of x's. */
	for (int t = 0; t <= i; t++) {
		long double with_slope = walk * (t + 1) * market[t].other;
		long double with_intercept = walk * (t + 1);

		for (int k = 0; k < t; k++) {
			with_slope -= chol[t][k] * slopes[k];
			with_intercept -= chol[t][k] * intercepts[k];
		}
		slopes[t] = with_slope / chol[t][t];
		intercepts[t] = with_intercept / chol[t][t];
		slope += slopes[t] * innovation[t];
		intercept += intercepts[t] * innovation[t];
	}
	WANT(i, (double)slope, (double)intercept, (double)rest, (double)innovation[i]);
}

enum { UNKNOWNS = 20 };

/* The inverse beside the matrix m of n unknowns, by Gauss and Jordan with pivots. */
static void
invert(long double m[UNKNOWNS][2 * UNKNOWNS], int n)
{
	for (int c = 0; c < n; c++) {
		int best = c;

		for (int r = c + 1; r < n; r++)
			best = fabsl(m[r][c]) > fabsl(m[best][c]) ? r : best;
		for (int k = 0; k < 2 * n; k++) {
			long double kept = m[c][k];

			m[c][k] = m[best][k];
			m[best][k] = kept;
		}
		for (int k = 2 * n - 1; k >= c; k--)
			m[c][k] /= m[c][c];
		for (int r = 0; r < n; r++) {
			for (int k = 2 * n - 1; k >= c && r != c; k--)
				m[r][k] -= m[r][c] * m[c][k];
		}
	}
}

/* The regressors of bar j: x before first, then a constant, the line, the changes before. */
static int
regressors(int j, int i, const double *p, long double *row)
{
	int n = 0;

	row[n++] = (long double)x_at(j - 1) - x_at(i);
	row[n++] = 1;
	if (p[2] > 0)
		row[n++] = (j - i) / p[0];
	for (int lag = 1; lag <= (int)p[1]; lag++)
		row[n++] = (long double)x_at(j - lag) - x_at(j - lag - 1);
	return n;
}

/* By the normal equations: t is the coefficient over the root of its variance. */
static double
adf(int i, const double *p)
{
	long double m[UNKNOWNS][2 * UNKNOWNS] = {{0}}, row[UNKNOWNS], right[UNKNOWNS] = {0};
	long double coefficient[UNKNOWNS] = {0}, squares = 0;
	int first = i - (int)p[0] + 2 + (int)p[1], n = 0;

	for (int j = first; j <= i; j++) {
		n = regressors(j, i, p, row);
		for (int r = 0; r < n; r++) {
			for (int c = 0; c < n; c++)
				m[r][c] += row[r] * row[c];
			m[r][n + r] = 1;
			right[r] += row[r] * ((long double)x_at(j) - x_at(j - 1));
		}
	}
	invert(m, n);
	for (int r = 0; r < n; r++)
		for (int c = 0; c < n; c++)
			coefficient[r] += m[r][n + c] * right[c];
	for (int j = first; j <= i; j++) {
		long double error = (long double)x_at(j) - x_at(j - 1);

		regressors(j, i, p, row);
		for (int c = 0; c < n; c++)
			error -= coefficient[c] * row[c];
		squares += error * error;
	}
	return (double)(coefficient[0] / sqrtl(squares / (i - first + 1 - n) * m[0][n]));
}

/* A bin is above so many of the edges between bins. */
static double
entropy(int i, const double *p)
{
	int n = (int)p[0], bins = (int)p[1], counts[BARS] = {0};
	long double low = x_at(i), high = low, sum = 0;

	for (int k = 0; k < n; k++) {
		low = fminl(low, x_at(i - k));
		high = fmaxl(high, x_at(i - k));
	}
	for (int k = 0; k < n; k++) {
		int bin = 0;

		while (bin + 1 < bins && x_at(i - k) >= low + (high - low) * (bin + 1) / bins)
			bin++;
		counts[bin]++;
	}
	for (int bin = 0; bin < bins; bin++)
		sum -= counts[bin] ? counts[bin] * logl((long double)counts[bin] / n) / n : 0;
	return (double)sum;
}

/* Whether the m values up to i and up to j are in the same order, of equals the older first. */
static bool
same_order(int i, int j, int m)
{
	for (int a = 0; a < m; a++)
		for (int b = a + 1; b < m; b++)
			if ((x_at(i - a) < x_at(i - b)) != (x_at(j - a) < x_at(j - b)))
				return false;
	return true;
}

/* The mean over all places of the logarithm of how often their order is there. */
static double
permutation_entropy(int i, const double *p)
{
	int m = (int)p[1], places = (int)p[0] - m + 1;
	long double sum = 0;

	for (int a = 0; a < places; a++) {
		int like = 0;

		for (int b = 0; b < places; b++)
			like += same_order(i - a, i - b, m);
		sum -= logl((long double)like / places) / places;
	}
	return (double)(sum / logl(tgammal(m + 1)));
}

static double
tolerance_of(int i, const double *p)
{
	long double mean = 0, squares = 0;

	for (int k = 0; k < (int)p[0]; k++)
		mean += x_at(i - k) / (long double)p[0];
	for (int k = 0; k < (int)p[0]; k++)
		squares += (x_at(i - k) - mean) * (x_at(i - k) - mean);
	return (double)(p[2] * sqrtl(squares / p[0]));
}

/* How far apart the pieces of m values that end at a and at b are, at most. */
static double
distance(int a, int b, int m)
{
	double far = 0;

	for (int k = 0; k < m; k++)
		far = fmax(far, fabs(x_at(a - k) - x_at(b - k)));
	return far;
}

/* Pairs of different pieces of m + 1 to those of the same pieces less their last value. */
static double
sample_entropy(int i, const double *p)
{
	int n = (int)p[0], m = (int)p[1], shorter = 0, longer = 0;

	for (int a = i; a > i - n + m; a--) {
		for (int b = i; b > i - n + m; b--) {
			shorter += a != b && distance(a - 1, b - 1, m) <= tolerance_of(i, p);
			longer += a != b && distance(a, b, m + 1) <= tolerance_of(i, p);
		}
	}
	return longer ? log((double)shorter / longer) : (double)NAN;
}

static long double
phi(int i, const double *p, int m)
{
	int pieces = (int)p[0] - m + 1;
	long double sum = 0;
	double r = tolerance_of(i, p);

	for (int a = 0; a < pieces; a++) {
		int like = 0;

		for (int b = 0; b < pieces; b++)
			like += distance(i - a, i - b, m) <= r;
		sum += logl((long double)like / pieces);
	}
	return sum / pieces;
}

static double
approximate_entropy(int i, const double *p)
{
	return (double)(phi(i, p, (int)p[1]) - phi(i, p, (int)p[1] + 1));
}

static const struct definition definitions[] = {
	{"adf", {60, 1, 0}, 0, adf, 1e-10}, {"adf", {20, 0, 0}, 0, adf, 1e-10},
	{"adf", {60, 4, 1}, 0, adf, 1e-10}, {"adf", {100, 16, 1}, 0, adf, 1e-10},
	{"entropy", {100, 10}, 0, entropy, 0}, {"entropy", {9, 2}, 0, entropy, 0},
	{"entropy", {30, 100}, 0, entropy, 0},
	{"permutation_entropy", {100, 3}, 0, permutation_entropy, 0},
	{"permutation_entropy", {20, 2}, 0, permutation_entropy, 0},
	{"permutation_entropy", {60, 6}, 0, permutation_entropy, 0},
	{"sample_entropy", {40, 2, 0.2}, 0, sample_entropy, 0},
	{"sample_entropy", {30, 1, 0.5}, 0, sample_entropy, 0},
	{"approximate_entropy", {40, 2, 0.2}, 0, approximate_entropy, 1e-10},
	{"approximate_entropy", {12, 1, 0.5}, 0, approximate_entropy, 1e-10},
};

static const struct definition_of_all filters[] = {
	{"kalman_hedge", {0.0001, 0.001}, kalman_hedge, 1e-9},
	{"kalman_hedge", {0.01, 0.5}, kalman_hedge, 1e-9},
	{"kalman_hedge", {1e-6, 100}, kalman_hedge, 1e-9},
};

int
main(void)
{
	definitions_test(definitions, TQ_COUNT(definitions));
	definitions_on(whole_market, definitions + 7, 7);
	definitions_of_all(NULL, filters, TQ_COUNT(filters));
	return t_done();
}
