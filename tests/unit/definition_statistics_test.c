/* SPDX-License-Identifier: ISC */
/* X.10: spread, shape, order and memory of windows against the textbook. */
#include "definition.h"

#include "base/option.h"

#include <stdlib.h>

static double
x_at(int i)
{
	return market[i].close;
}

static double
y_at(int i)
{
	return market[i].other;
}

static long double
change_of(double (*at)(int i), int i)
{
	return (long double)at(i) / at(i - 1) - 1;
}

static double
return_at(int i)
{
	return (double)change_of(x_at, i);
}

static double
return_of_other(int i)
{
	return (double)change_of(y_at, i);
}

/* The k-th moment about the mean of the n values up to i. */
static long double
moment(double (*at)(int i), int i, int n, int k)
{
	long double mean = 0, sum = 0;

	for (int j = i - n + 1; j <= i; j++)
		mean += (long double)at(j) / n;
	for (int j = i - n + 1; j <= i; j++)
		sum += powl(at(j) - mean, k);
	return sum / n;
}

static long double
mean_of(double (*at)(int i), int i, int n)
{
	long double sum = 0;

	for (int j = i - n + 1; j <= i; j++)
		sum += at(j);
	return sum / n;
}

/* Of a[i-n+1 .. i] and b[i-n+1-lag .. i-lag], each about its own mean. */
static long double
products(double (*a)(int i), double (*b)(int i), int i, int n, int lag)
{
	long double x = mean_of(a, i, n), y = mean_of(b, i - lag, n), sum = 0;

	for (int j = i - n + 1; j <= i; j++)
		sum += (a(j) - x) * (b(j - lag) - y);
	return sum;
}

static double
correlation(double (*a)(int i), double (*b)(int i), int i, int n, int lag)
{
	return (double)(products(a, b, i, n, lag) /
			sqrtl(products(a, a, i, n, 0) * products(b, b, i - lag, n, 0)));
}

static double
variance(int i, const double *p)
{
	return (double)(moment(x_at, i, (int)p[0], 2) * p[0] / (p[0] - p[1]));
}

static double
sharpe(int i, const double *p)
{
	long double square = moment(return_at, i, (int)p[0], 2) * p[0] / (p[0] - p[1]);

	return (double)(mean_of(return_at, i, (int)p[0]) / sqrtl(square));
}

/* Each square with its weight; the first has what the others leave. */
static double
ewmvar(int i, const double *p)
{
	long double sum = 0, before = 1;

	for (int j = i; j >= 1; j--) {
		long double square = change_of(x_at, j) * change_of(x_at, j);

		sum += before * (j > 1 ? 1 - (long double)p[0] : 1) * square;
		before *= p[0];
	}
	return (double)sum;
}

static double
skew(int i, const double *p)
{
	int n = (int)p[0];
	long double g = moment(x_at, i, n, 3) / powl(moment(x_at, i, n, 2), 1.5L);

	return (double)(p[1] > 0 ? g * sqrtl((long double)n * (n - 1)) / (n - 2) : g);
}

static double
kurtosis(int i, const double *p)
{
	int n = (int)p[0];
	long double g = moment(x_at, i, n, 4) / powl(moment(x_at, i, n, 2), 2) - 3;

	if (p[1] > 0)
		g = (long double)(n - 1) / (n - 2) / (n - 3) * ((n + 1) * g + 6);
	return (double)g;
}

static double
correl(int i, const double *p)
{
	return correlation(x_at, y_at, i, (int)p[0], 0);
}

static double
correl_returns(int i, const double *p)
{
	return correlation(return_at, return_of_other, i, (int)p[0], 0);
}

static double
covariance(int i, const double *p)
{
	return (double)(products(x_at, y_at, i, (int)p[0], 0) / (p[0] - p[1]));
}

static double
autocorr(int i, const double *p)
{
	return correlation(x_at, x_at, i, (int)p[0], (int)p[1]);
}

/* The change x[i] - x[i-1] as a line of x[i-1], by its normal equations. */
static double
half_life(int i, const double *p)
{
	long double n = p[0], x = 0, y = 0, xx = 0, xy = 0, speed;

	for (int j = i - (int)n + 1; j <= i; j++) {
		long double before = x_at(j - 1), change = x_at(j) - before;

		x += before;
		y += change;
		xx += before * before;
		xy += before * change;
	}
	speed = (n * xy - x * y) / (n * xx - x * x);
	return speed < 0 ? (double)(logl(2) / -speed) : (double)NAN;
}

static int
ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Type 7 of Hyndman and Fan on the values in order. */
static double
quantile_of(int i, int n, double q)
{
	double sorted[BARS], at = (n - 1) * q;
	int below = (int)floor(at);

	for (int k = 0; k < n; k++)
		sorted[k] = x_at(i - k);
	qsort(sorted, (size_t)n, sizeof sorted[0], ascending);
	return below + 1 < n ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) :
			       sorted[n - 1];
}

static double
median(int i, const double *p)
{
	return quantile_of(i, (int)p[0], 0.5);
}

static double
quantile(int i, const double *p)
{
	return quantile_of(i, (int)p[0], p[1]);
}

static double
iqr(int i, const double *p)
{
	return quantile_of(i, (int)p[0], 0.75) - quantile_of(i, (int)p[0], 0.25);
}

static double
robust_zscore(int i, const double *p)
{
	double z = (x_at(i) - median(i, p)) / iqr(i, p);

	return isfinite(z) ? z : (double)NAN;
}

/* Half a place for each pair of equals. */
static double
rank(int i, const double *p)
{
	double place = 1;

	for (int k = 1; k < (int)p[0]; k++)
		place += x_at(i - k) < x_at(i) ? 1 : x_at(i - k) == x_at(i) ? 0.5 : 0;
	return place;
}

static double
percent_rank(int i, const double *p)
{
	double below = 0;

	for (int k = 1; k <= (int)p[0]; k++)
		below += x_at(i - k) < x_at(i);
	return 100 * below / p[0];
}

/* The log price's changes over k bars, from all that end in the window. */
static int over;

static double
log_change(int i)
{
	return (double)logl((long double)x_at(i) / x_at(i - over));
}

static double
variance_ratio(int i, const double *p)
{
	long double one, more;

	over = 1;
	one = moment(log_change, i, (int)p[0], 2);
	over = (int)p[1];
	more = moment(log_change, i, (int)p[0], 2);
	return (double)(more / (one * p[1]));
}

static const struct definition windows[] = {
	{"variance", {2, 1}, 0, variance, 0}, {"variance", {30, 1}, 0, variance, 0},
	{"variance", {7, 0}, 0, variance, 0}, {"sharpe", {30, 1}, 0, sharpe, 0},
	{"sharpe", {5, 0}, 0, sharpe, 1e-10}, {"ewmvar", {0.94}, 0, ewmvar, 0},
	{"ewmvar", {0.5}, 0, ewmvar, 0}, {"ewmvar", {0}, 0, ewmvar, 1e-9},
	{"skew", {30, 0}, 0, skew, 1e-10}, {"skew", {3, 0}, 0, skew, 1e-9},
	{"skew", {9, 1}, 0, skew, 1e-10}, {"kurtosis", {30, 0}, 0, kurtosis, 1e-10},
	{"kurtosis", {4, 1}, 0, kurtosis, 1e-9}, {"kurtosis", {50, 1}, 0, kurtosis, 1e-10},
	{"correl", {10}, 0, correl, 0}, {"correl_returns", {30}, 0, correl_returns, 0},
	{"correl_returns", {3}, 0, correl_returns, 0}, {"covariance", {30, 1}, 0, covariance, 0},
	{"covariance", {5, 0}, 0, covariance, 0}, {"autocorr", {30, 1}, 0, autocorr, 1e-10},
	{"autocorr", {5, 9}, 0, autocorr, 1e-10}, {"half_life", {60}, 0, half_life, 1e-9},
	{"half_life", {20}, 0, half_life, 1e-9},
	{"variance_ratio", {60, 5}, 0, variance_ratio, 0},
	{"variance_ratio", {10, 30}, 0, variance_ratio, 0},
};

static const struct definition orders[] = {
	{"median", {1}, 0, median, 0}, {"median", {30}, 0, median, 0},
	{"median", {7}, 0, median, 0}, {"quantile", {30, 0.1}, 0, quantile, 0},
	{"quantile", {20, 0.95}, 0, quantile, 0}, {"quantile", {9, 0}, 0, quantile, 0},
	{"quantile", {9, 1}, 0, quantile, 0}, {"iqr", {30}, 0, iqr, 0}, {"iqr", {6}, 0, iqr, 0},
	{"robust_zscore", {30}, 0, robust_zscore, 0}, {"robust_zscore", {5}, 0, robust_zscore, 0},
	{"rank", {30}, 0, rank, 0}, {"rank", {4}, 0, rank, 0}, {"rank", {200}, 0, rank, 0},
	{"percent_rank", {30}, 0, percent_rank, 0}, {"percent_rank", {1}, 0, percent_rank, 0},
	{"percent_rank", {100}, 0, percent_rank, 0},
};

int
main(void)
{
	definitions_test(windows, TQ_COUNT(windows));
	definitions_test(orders, TQ_COUNT(orders));
	definitions_on(whole_market, orders, TQ_COUNT(orders));
	return t_done();
}
