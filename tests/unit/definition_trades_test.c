/* SPDX-License-Identifier: ISC */
/* X.10 C2.3: what trades say against their definitions, trade by trade. */
#include "definition.h"

#include "base/option.h"

#define QTY(i) (market[i].volume)
#define PRICE(i) (market[i].close)

static const double pi = 3.14159265358979323846;

/* Some sides are not known, some quantities are large; several trades in one second. */
static void
busy_trades(void)
{
	for (int i = 0; i < BARS; i++) {
		market[i].time = 1704067200.0 + floor(i / 3.0) * 1234.5;
		market[i].side = i % 149 == 148 ? 0 : market[i].side;
		market[i].volume *= i % 37 == 9 ? 6 : 1;
	}
}

/* What is known of a trade: its quantity, below 0 for a sell. */
static double
flow(int i)
{
	return market[i].side == 0 ? (double)NAN : market[i].side * QTY(i);
}

static double
signed_volume(int i, const double *p)
{
	(void)p;
	return flow(i);
}

static double
cvd(int i, const double *p)
{
	double sum = 0;

	for (int j = 0; j <= i; j++) {
		bool same_day = floor(market[j].time / 86400) == floor(market[i].time / 86400);

		if (!isnan(flow(j)) && (p[0] == 0 || same_day))
			sum += flow(j);
	}
	return isnan(flow(i)) ? (double)NAN : sum;
}

/* Sum of the n flows up to i, or of their sizes. */
static double
flows(int i, int n, bool absolute)
{
	double sum = 0;

	for (int k = 0; k < n; k++)
		sum += absolute ? fabs(flow(i - k)) : flow(i - k);
	return sum;
}

static void
trade_flow(int i, const double *p)
{
	double delta = flows(i, (int)p[0], false);

	WANT(i, delta / flows(i, (int)p[0], true), delta);
}

static double
aggressor_ratio(int i, const double *p)
{
	double sum = 0;

	for (int k = 0; k < (int)p[0]; k++)
		sum += isnan(flow(i - k)) ? (double)NAN : flow(i - k) > 0;
	return sum / p[0];
}

static void
trade_rate(int i, const double *p)
{
	double seconds = market[i].time - market[i - (int)p[0]].time, sum = 0;

	for (int k = 0; k < (int)p[0]; k++)
		sum += QTY(i - k);
	WANT(i, seconds > 0 ? p[0] / seconds : (double)NAN,
	     seconds > 0 ? sum / seconds : (double)NAN);
}

static void
taker_delta(int i, const double *p)
{
	double bought = QTY(i) * market_place(&market[i]);

	(void)p;
	WANT(i, 2 * bought - QTY(i), bought / QTY(i));
}

static double
change(int i)
{
	return PRICE(i) - PRICE(i - 1);
}

/* Sum of (a - mean a)(b - mean b) over n pairs. */
static long double
products(double (*a)(int i), double (*b)(int i), int i, int n, int lag)
{
	long double x = 0, y = 0, sum = 0;

	for (int k = 0; k < n; k++) {
		x += (long double)a(i - k) / n;
		y += (long double)b(i - k - lag) / n;
	}
	for (int k = 0; k < n; k++)
		sum += (a(i - k) - x) * (b(i - k - lag) - y);
	return sum;
}

static void
kyle_lambda(int i, const double *p)
{
	int n = (int)p[0];
	long double xy = products(flow, change, i, n, 0), xx = products(flow, flow, i, n, 0);

	WANT(i, (double)(xy / xx), (double)(xy * xy / xx / products(change, change, i, n, 0)));
}

static void
roll_spread(int i, const double *p)
{
	double covariance = (double)(products(change, change, i, (int)p[0], 1) / p[0]);

	WANT(i, covariance < 0 ? 2 * sqrt(-covariance) : (double)NAN, covariance);
}

static double
amihud(int i, const double *p)
{
	long double sum = 0;

	for (int j = i - (int)p[0] + 1; j <= i; j++)
		sum += fabsl((long double)change(j) / PRICE(j - 1)) / ((long double)PRICE(j) * QTY(j));
	return (double)(sum / p[0]);
}

static double
qty_of(int i)
{
	return QTY(i);
}

static void
whale_print(int i, const double *p)
{
	int n = (int)p[0];
	double mean = 0, z;
	bool large;

	for (int k = 1; k <= n; k++)
		mean += QTY(i - k) / n;
	z = (QTY(i) - mean) / (double)sqrtl(products(qty_of, qty_of, i - 1, n, 0) / n);
	large = z > p[1] && QTY(i) * PRICE(i) >= p[2];
	WANT(i, !large ? 0 : market[i].side == 0 ? (double)NAN : market[i].side, z);
}

/*
 * All volume laid on one line: bucket b is from b * size to (b + 1) * size, and
 * a trade lies in it with what of it is between. share: how much of trade j was
 * bought.
 */
static double
toxicity(int i, const double *p, int first, double (*share)(int j, const double *p))
{
	double size = p[0], all = 0, sum = 0;
	int last;

	for (int j = first; j <= i; j++)
		all += isnan(share(j, p)) ? 0 : QTY(j);
	last = (int)floor(all / size);
	if (last < (int)p[1] || isnan(share(i, p)))
		return (double)NAN;
	for (int b = last - (int)p[1]; b < last; b++) {
		double from = 0, bought = 0;

		for (int j = first; j <= i; j++) {
			double qty = isnan(share(j, p)) ? 0 : QTY(j);
			double part = fmin(from + qty, (b + 1) * size) - fmax(from, b * size);

			bought += part > 0 ? part * share(j, p) : 0;
			from += qty;
		}
		sum += fabs(bought - (size - bought)) / size;
	}
	return sum / p[1];
}

static double
by_side(int j, const double *p)
{
	(void)p;
	return market[j].side == 0 ? (double)NAN : market[j].side > 0;
}

static double
vpin(int i, const double *p)
{
	return toxicity(i, p, 0, by_side);
}

/* Phi by its series, which is enough for the few deviations that a bar moves. */
static double
normal(double z)
{
	long double term = z, sum = z;

	for (int k = 1; k < 300; k++) {
		term *= (long double)z * z / (2 * k + 1);
		sum += term;
	}
	return (double)(0.5L + sum * expl(-(long double)z * z / 2) / sqrtl(2 * pi));
}

static double
by_change(int j, const double *p)
{
	int n = (int)p[2];

	return normal(change(j) / (double)sqrtl(products(change, change, j, n, 0) / n));
}

static double
vpin_bulk(int i, const double *p)
{
	return toxicity(i, p, (int)p[2], by_change);
}

static const struct definition definitions[] = {
	{"signed_volume", {0}, 0, signed_volume, 0}, {"cvd", {0}, 0, cvd, 0}, {"cvd", {1}, 0, cvd, 0},
	{"aggressor_ratio", {100}, 0, aggressor_ratio, 0},
	{"aggressor_ratio", {7}, 0, aggressor_ratio, 0},
	{"amihud", {30}, 0, amihud, 1e-10}, {"amihud", {5}, 0, amihud, 1e-10},
	{"vpin", {1000, 5}, 0, vpin, 0}, {"vpin", {100, 30}, 0, vpin, 0},
	{"vpin", {5000, 2}, 0, vpin, 0},
	{"vpin_bulk", {1000, 5, 20}, 0, vpin_bulk, 1e-10},
	{"vpin_bulk", {300, 10, 7}, 0, vpin_bulk, 1e-10},
};

static const struct definition_of_all several[] = {
	{"trade_flow", {100}, trade_flow, 0}, {"trade_flow", {3}, trade_flow, 0},
	{"trade_rate", {100}, trade_rate, 0}, {"trade_rate", {2}, trade_rate, 0},
	{"taker_delta", {0}, taker_delta, 0},
	{"kyle_lambda", {100}, kyle_lambda, 1e-9}, {"kyle_lambda", {4}, kyle_lambda, 1e-9},
	{"roll_spread", {100}, roll_spread, 1e-9}, {"roll_spread", {3}, roll_spread, 1e-9},
	{"whale_print", {20, 3, 0}, whale_print, 1e-10},
	{"whale_print", {100, 1, 200000}, whale_print, 1e-10},
};

int
main(void)
{
	definitions_on(busy_trades, definitions, TQ_COUNT(definitions));
	definitions_of_all(busy_trades, several, TQ_COUNT(several));
	return t_done();
}
