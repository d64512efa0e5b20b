/* SPDX-License-Identifier: ISC */
/* Windows, crossings, cycles and mathematics against their definitions (X.10). */
#include "definition.h"

#include "base/option.h"

#define X(i) series[i][0]
#define Y(i) series[i][1]

static double
sum(int i, const double *param)
{
	double all = 0;

	for (int k = 0; k < (int)param[0]; k++)
		all += X(i - k);
	return all;
}

static double
highest_ago(int i, const double *param)
{
	int at = 0;

	for (int k = 1; k < (int)param[0]; k++) {
		if (X(i - k) >= X(i - at))
			at = k;
	}
	return at;
}

static double
lowest_ago(int i, const double *param)
{
	int at = 0;

	for (int k = 1; k < (int)param[0]; k++) {
		if (X(i - k) <= X(i - at))
			at = k;
	}
	return at;
}

static double
lowest(int i, const double *param)
{
	return X(i - (int)lowest_ago(i, param));
}

static double
midpoint(int i, const double *param)
{
	return (lowest(i, param) + X(i - (int)highest_ago(i, param))) / 2;
}

static double
midprice(int i, const double *param)
{
	double high = -INFINITY, low = INFINITY;

	for (int k = 0; k < (int)param[0]; k++) {
		high = fmax(high, X(i - k));
		low = fmin(low, Y(i - k));
	}
	return (high + low) / 2;
}

static double
decay(int i, const double *param)
{
	double most = -INFINITY;

	for (int k = 0; k <= i; k++)
		most = fmax(most, X(k) - (i - k) / param[0]);
	return most;
}

static double
edecay(int i, const double *param)
{
	double most = -INFINITY;

	for (int k = 0; k <= i; k++)
		most = fmax(most, X(k) * pow(1 - 1 / param[0], i - k));
	return most;
}

static double
crossover(int i, const double *param)
{
	(void)param;
	return X(i) > Y(i) && X(i - 1) <= Y(i - 1);
}

static double
crossany(int i, const double *param)
{
	return crossover(i, param) != 0 || (X(i) < Y(i) && X(i - 1) >= Y(i - 1));
}

/* The angle of the last n values' component that turns once in n bars. */
static double
msw(int i, const double *param)
{
	double real = 0, imaginary = 0;

	for (int k = 0; k < (int)param[0]; k++) {
		real += cos(2 * M_PI * k / param[0]) * X(i - k);
		imaginary += sin(2 * M_PI * k / param[0]) * X(i - k);
	}
	return cos(atan2(imaginary, real));      /* the sine of what is a quarter ahead */
}

static const struct definition table[] = {
	{"sum", {30}, 0, sum, 0},
	{"maxindex", {30}, 0, highest_ago, 0}, {"minindex", {7}, 0, lowest_ago, 0},
	{"minmaxindex", {30}, 0, lowest_ago, 0}, {"minmaxindex", {9}, 1, highest_ago, 0},
	{"minmax", {30}, 0, lowest, 0},
	{"midpoint", {14}, 0, midpoint, 0}, {"midprice", {14}, 0, midprice, 0},
	{"msw", {14}, 0, msw, 1e-9}, {"msw", {3}, 0, msw, 1e-9}, {"msw", {101}, 0, msw, 1e-9},
	{"decay", {5}, 0, decay, 0}, {"edecay", {5}, 0, edecay, 0},
	{"crossover", {0}, 0, crossover, 0}, {"crossany", {0}, 0, crossany, 0},
};

/* Of equal values the oldest is meant, however they lie in the blocks. */
static void
test_equals(void)
{
	const struct tq_ind *ind = tq_ind_find(tq_str("minmaxindex"));
	int fault = -1;

	for (int n = 1; n <= 12; n++) {
		double param[TQ_IND_PARAMS] = {n}, out[2];
		void *node = ind->make(param);

		for (int i = 0; i < BARS; i++) {
			X(i) = i * 7 % 5 % 3;
			ind->step(node, series[i], out);
			if (i >= n - 1 && fault < 0 &&
			    (out[0] != lowest_ago(i, param) || out[1] != highest_ago(i, param)))
				fault = i;
		}
		tq_ind_free(ind, node);
	}
	IS_INT(fault, -1, "X.10 minmaxindex of equal values is the oldest");
}

/* A pure wave: what the Hilbert family says of it is known. */
static void
test_wave(void)
{
	const struct tq_ind *period = tq_ind_find(tq_str("ht_dcperiod"));
	const struct tq_ind *mode = tq_ind_find(tq_str("ht_trendmode"));
	void *p = period->make(NULL), *m = mode->make(NULL);
	double out = 0, trend = 0;
	bool near = true, cycles = true;

	for (int i = 0; i < BARS; i++) {
		double x = 1000 + 3 * sin(2 * M_PI * i / 20);

		period->step(p, &x, &out);
		mode->step(m, &x, &trend);
		near &= i < 120 || fabs(out - 20) < 1;
		cycles &= i < 120 || trend == 0;
	}
	OK(near, "X.10 ht_dcperiod of a wave of 20 bars is 20: %g", out);
	OK(cycles, "X.10 ht_trendmode of a wave is no trend");
	tq_ind_free(period, p);
	tq_ind_free(mode, m);
}

/* Beyond the function's domain there is no answer, at halves the next one up. */
static void
test_mathematics(void)
{
	static const struct {
		const char *name;
		double a, b, want;
	} rows[] = {
		{"acos", 1.5, 0, NAN}, {"asin", -1.5, 0, NAN}, {"asin", 1, 0, M_PI / 2},
		{"ln", 0, 0, NAN}, {"ln", -1, 0, NAN}, {"log10", 1000, 0, 3},
		{"exp", 1000, 0, NAN}, {"cosh", -800, 0, NAN}, {"tan", 0, 0, 0},
		{"div", 1, 0, NAN}, {"div", 0, 0, NAN}, {"div", 7, 2, 3.5},
		{"mult", 1e200, 1e200, NAN}, {"mul", 3, 4, 12}, {"sub", 3, 4, -1},
		{"add", 1e308, 1e308, NAN}, {"round", 2.5, 0, 3}, {"round", -2.5, 0, -2},
		{"round", 0.49999999999999994, 0, 0}, {"round", 4503599627370497, 0, 4503599627370497},
		{"trunc", -2.7, 0, -2}, {"ceil", -2.7, 0, -2}, {"floor", -2.7, 0, -3},
		{"todeg", M_PI, 0, 180}, {"torad", 180, 0, M_PI}, {"atan", NAN, 0, NAN},
		{"sin", 1e300, 0, -0.8178819121159085}, {"tanh", 1000, 0, 1},
	};

	for (size_t i = 0; i < TQ_COUNT(rows); i++) {
		const struct tq_ind *ind = tq_ind_find(tq_str(rows[i].name));
		double in[2] = {rows[i].a, rows[i].b}, out;
		void *node = ind->make(NULL);

		ind->step(node, in, &out);
		OK(definition_near(out, rows[i].want, 1e-12), "F2.19 %s of %g, %g is %g", rows[i].name,
		   in[0], in[1], out);
		tq_ind_free(ind, node);
	}
}

int
main(void)
{
	definitions_test(table, TQ_COUNT(table));
	test_equals();
	test_wave();
	test_mathematics();
	return t_done();
}
