/* SPDX-License-Identifier: ISC */
/* X.10: counts, runs, sums and peaks against what the bars before say. */
#include "definition.h"

#include "base/option.h"

#define X(i) (market[i].close)

/* Moves about 0 in whole tenths of a percent, often the same, often none. */
static void
moving_market(void)
{
	for (int i = 0; i < BARS; i++) {
		X(i) = round(market[i].close / market[i].open * 1000 - 1000) / 10;
		market[i].other = -1;
	}
}

static bool
is_true(int i)
{
	return market[i].close < market[i].other;
}

static double
count(int i, const double *p)
{
	double n = 0;

	for (int k = 0; k < (int)p[0]; k++)
		n += is_true(i - k);
	return n;
}

/* The bar up to i on which it was true for the k-th time, counted back; -1: none. */
static int
true_bar(int i, int k)
{
	for (; i >= 0; i--) {
		if (is_true(i) && k-- == 0)
			break;
	}
	return i;
}

static double
bars_since(int i, const double *p)
{
	int at = true_bar(i, 0);

	(void)p;
	return at < 0 ? (double)NAN : i - at;
}

static double
valuewhen(int i, const double *p)
{
	int at = true_bar(i, (int)p[0]);

	return at < 0 ? (double)NAN : X(at);
}

static int
way(int i)
{
	return i < 1 ? 0 : (X(i) > X(i - 1)) - (X(i) < X(i - 1));
}

static double
streak(int i, const double *p)
{
	int n = 0;

	(void)p;
	while (way(i - n) == way(i) && way(i) != 0)
		n++;
	return n * way(i);
}

static double
cumsum(int i, const double *p)
{
	long double sum = 0;

	(void)p;
	for (int j = 0; j <= i; j++)
		sum += X(j);
	return (double)sum;
}

/* The bar of the last n (0: of all) up to i with the highest x, or with sign -1 the lowest. */
static int
peak(int i, int n, int sign)
{
	int at = i;

	for (int j = i; j >= 0 && (n == 0 || j > i - n); j--) {
		if (sign * X(j) > sign * X(at))
			at = j;
	}
	return at;
}

static double
cummax(int i, const double *p)
{
	(void)p;
	return X(peak(i, 0, 1));
}

static double
cummin(int i, const double *p)
{
	(void)p;
	return X(peak(i, 0, -1));
}

static double
below(int i, double top)
{
	return top > 0 ? (X(i) - top) / top : (double)NAN;
}

static double
cumdrawdown(int i, const double *p)
{
	return below(i, cummax(i, p));
}

static double
drawdown(int i, const double *p)
{
	return below(i, X(peak(i, (int)p[0], 1)));
}

static double
since_high(int i, const double *p)
{
	return i - peak(i, (int)p[0], 1);
}

static double
since_low(int i, const double *p)
{
	return i - peak(i, (int)p[0], -1);
}

static double
sum_up(int i, const double *p)
{
	long double sum = 0;

	for (int k = 0; k < (int)p[0]; k++)
		sum += X(i - k) > 0 ? X(i - k) : 0;
	return (double)sum;
}

static double
sum_down(int i, const double *p)
{
	long double sum = 0;

	for (int k = 0; k < (int)p[0]; k++)
		sum += X(i - k) < 0 ? X(i - k) : 0;
	return (double)sum;
}

static const struct definition definitions[] = {
	{"count", {30}, 0, count, 0}, {"count", {1}, 0, count, 0}, {"count", {7}, 0, count, 0},
	{"bars_since", {0}, 0, bars_since, 0},
	{"valuewhen", {0}, 0, valuewhen, 0}, {"valuewhen", {3}, 0, valuewhen, 0},
	{"streak", {0}, 0, streak, 0}, {"cumsum", {0}, 0, cumsum, 1e-10},
	{"cummax", {0}, 0, cummax, 0}, {"cummin", {0}, 0, cummin, 0},
	{"cumdrawdown", {0}, 0, cumdrawdown, 1e-10},
	{"drawdown", {252}, 0, drawdown, 1e-10}, {"drawdown", {5}, 0, drawdown, 1e-10},
	{"since_high", {200}, 0, since_high, 0}, {"since_high", {4}, 0, since_high, 0},
	{"since_low", {200}, 0, since_low, 0}, {"since_low", {4}, 0, since_low, 0},
};

/* These need values on both sides of 0. */
static const struct definition signs[] = {
	{"sum_up", {14}, 0, sum_up, 0}, {"sum_up", {2}, 0, sum_up, 0},
	{"sum_down", {14}, 0, sum_down, 0}, {"sum_down", {1}, 0, sum_down, 0},
};

int
main(void)
{
	definitions_test(definitions, TQ_COUNT(definitions));
	definitions_on(moving_market, definitions, TQ_COUNT(definitions));
	definitions_on(moving_market, signs, TQ_COUNT(signs));
	return t_done();
}
