/* SPDX-License-Identifier: ISC */
/* X.10 C2.3: open interest, basis, funding and liquidations against their definitions. */
#include "definition.h"

#include "base/option.h"

#define X(i) (market[i].close)
#define B(i) (market[i].other)

/* Price and open interest, which sometimes do not move. */
static void
interested_market(void)
{
	for (int i = 0; i < BARS; i++) {
		X(i) = round(10 * market[i].close) / 10;
		B(i) = round(1000 + 3 * market[i].volume * fabs(sin(i)));
		if (i % 17 == 5)
			X(i) = X(i - 1);
		if (i % 19 == 7)
			B(i) = B(i - 1);
	}
}

/* Rates about 0, and two quantities that are sometimes both 0. */
static void
paid_market(void)
{
	for (int i = 0; i < BARS; i++) {
		X(i) = (market[i].close / market[i].open - 1) / 100;
		B(i) = 0;
	}
}

static void
liquidated_market(void)
{
	for (int i = 0; i < BARS; i++) {
		X(i) = i % 50 > 40 || i % 3 == 0 ? 0 : floor(market[i].volume);
		B(i) = i % 50 > 40 || i % 4 == 0 ? 0 : 1000 - floor(market[i].volume);
	}
}

/* Ratios of longs to shorts from 1/4 to 4. */
static void
positioned_market(void)
{
	for (int i = 0; i < BARS; i++)
		X(i) = pow(4, 2 * market[i].volume / 1000 - 1);
}

static double
percent(double now, double before)
{
	return 100 * (now - before) / before;
}

static void
oi_price(int i, const double *p)
{
	static const int table[3][3] = {{4, 0, 3}, {0, 0, 0}, {2, 0, 1}};
	double x = percent(X(i), X(i - (int)p[0])), b = percent(B(i), B(i - (int)p[0]));

	WANT(i, table[(x > 0) - (x < 0) + 1][(b > 0) - (b < 0) + 1], x, b);
}

static double
sign(double x)
{
	return x > 0 ? 1 : x < 0 ? -1 : 0;
}

static double
oi_divergence(int i, const double *p)
{
	double x = percent(X(i), X(i - (int)p[0])), b = percent(B(i), B(i - (int)p[0]));

	return sign(x) * sign(b) < 0 && fmin(fabs(x), fabs(b)) >= p[1] ? sign(x) : 0;
}

static void
basis(int i, const double *p)
{
	double off = X(i) - B(i);

	WANT(i, off, 100 * off / B(i), 100 * off / B(i) * 365 / p[0]);
}

static double
term_slope(int i, const double *p)
{
	return (log(B(i)) - log(X(i))) * 365 / (p[1] - p[0]) * 100;
}

/* The distance of at(i) from the mean of the last n, in deviations of the population. */
static double
score(double (*at)(int i), int i, int n)
{
	long double mean = 0, squares = 0;

	for (int k = 0; k < n; k++)
		mean += (long double)at(i - k) / n;
	for (int k = 0; k < n; k++)
		squares += (at(i - k) - mean) * (at(i - k) - mean) / n;
	return (double)((at(i) - mean) / sqrtl(squares));
}

static double
rate(int i)
{
	return X(i);
}

static void
funding_extreme(int i, const double *p)
{
	double z = score(rate, i, (int)p[0]);

	WANT(i, z, fabs(z) >= p[1] && fabs(X(i)) >= p[2] ? sign(z) : 0);
}

static double
share(int i)
{
	return X(i) / (X(i) + 1);
}

static void
long_short(int i, const double *p)
{
	double z = score(share, i, (int)p[0]);

	WANT(i, z, fabs(z) >= p[1] ? sign(z) : 0, share(i));
}

static void
funding_carry(int i, const double *p)
{
	long double sum = 0;

	for (int k = 0; k < (int)p[0]; k++)
		sum += X(i - k);
	WANT(i, (double)sum, (double)(sum / p[0] * p[1] * 365));
}

static double
liquidation_imbalance(int i, const double *p)
{
	double longs = 0, shorts = 0;

	for (int k = 0; k < (int)p[0]; k++) {
		longs += X(i - k);
		shorts += B(i - k);
	}
	return longs + shorts > 0 ? (shorts - longs) / (longs + shorts) : (double)NAN;
}

static const struct definition_of_all interest[] = {
	{"oi_price", {1}, oi_price, 1e-10}, {"oi_price", {20}, oi_price, 1e-10},
	{"basis", {365}, basis, 1e-10}, {"basis", {12.5}, basis, 1e-10},
};

static const struct definition interests[] = {
	{"oi_divergence", {20, 1}, 0, oi_divergence, 0},
	{"oi_divergence", {1, 0}, 0, oi_divergence, 0},
	{"term_slope", {30, 120}, 0, term_slope, 1e-10},
	{"term_slope", {90, 7}, 0, term_slope, 1e-10},
};

static const struct definition_of_all payments[] = {
	{"funding_extreme", {90, 2, 0}, funding_extreme, 1e-10},
	{"funding_extreme", {10, 1, 0.0001}, funding_extreme, 1e-10},
	{"funding_carry", {21, 3}, funding_carry, 1e-10},
	{"funding_carry", {1, 24}, funding_carry, 1e-10},
};

static const struct definition_of_all positions[] = {
	{"long_short", {90, 1.5}, long_short, 1e-10}, {"long_short", {5, 1}, long_short, 1e-10},
};

static const struct definition liquidations[] = {
	{"liquidation_imbalance", {60}, 0, liquidation_imbalance, 0},
	{"liquidation_imbalance", {3}, 0, liquidation_imbalance, 0},
};

int
main(void)
{
	definitions_of_all(interested_market, interest, TQ_COUNT(interest));
	definitions_on(interested_market, interests, TQ_COUNT(interests));
	definitions_of_all(paid_market, payments, TQ_COUNT(payments));
	definitions_of_all(positioned_market, positions, TQ_COUNT(positions));
	definitions_on(liquidated_market, liquidations, TQ_COUNT(liquidations));
	return t_done();
}
