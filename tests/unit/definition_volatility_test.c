/* SPDX-License-Identifier: ISC */
/* Volatility, channels and trailing stops against their definitions (X.10). */
#include "definition.h"

#include "base/option.h"

#define BAR(i) (&market[i])

static double
true_range(int i)
{
	const struct bar *b = BAR(i);
	double before = BAR(i - 1)->close;

	return fmax(b->high - b->low, fmax(fabs(b->high - before), fabs(b->low - before)));
}

static double
high_of(int i, int n)
{
	double high = -INFINITY;

	for (int k = 0; k < n; k++)
		high = fmax(high, BAR(i - k)->high);
	return high;
}

static double
low_of(int i, int n)
{
	double low = INFINITY;

	for (int k = 0; k < n; k++)
		low = fmin(low, BAR(i - k)->low);
	return low;
}

/* Wilder's average of the true ranges, NaN before bar n. */
static double
atr(int i, int n)
{
	double mean = 0;

	if (i < n)
		return (double)NAN;
	for (int k = 1; k <= n; k++)
		mean += true_range(k) / n;
	for (int k = n + 1; k <= i; k++)
		mean += (true_range(k) - mean) / n;
	return mean;
}

static double
natr(int i, const double *param)
{
	return 100 * atr(i, (int)param[0]) / BAR(i)->close;
}

static double
chop(int i, const double *param)
{
	int n = (int)param[0];
	double way = 0;

	for (int k = 0; k < n; k++)
		way += true_range(i - k);
	return 100 * log10(way / (fmax(high_of(i, n), BAR(i - n)->close) -
		fmin(low_of(i, n), BAR(i - n)->close))) / log10(n);
}

static double
ulcer(int i, const double *param)
{
	int n = (int)param[0];
	double sum = 0;

	for (int k = 0; k < n; k++) {
		double high = -INFINITY, drop;

		for (int j = 0; j < n; j++)
			high = fmax(high, BAR(i - k - j)->close);
		drop = 100 * (BAR(i - k)->close - high) / high;
		sum += drop * drop;
	}
	return sqrt(sum / n);
}

/* The deviation of n values; ddof as in statistics. */
static double
deviation(const double *x, int n, int ddof)
{
	double mean = 0, squares = 0;

	for (int k = 0; k < n; k++)
		mean += x[k] / n;
	for (int k = 0; k < n; k++)
		squares += (x[k] - mean) * (x[k] - mean);
	return sqrt(squares / (n - ddof));
}

static double
rvi_vol(int i, const double *param)
{
	int n = (int)param[0], sd = (int)param[1];
	double up = 0, down = 0;

	for (int k = sd - 1; k <= i; k++) {
		double x[64], s, way = BAR(k)->close - (k > 0 ? BAR(k - 1)->close : BAR(k)->close);
		int count = k - sd + 2;
		double weight = count <= n ? 1.0 / count : 1.0 / n;

		for (int j = 0; j < sd; j++)
			x[j] = BAR(k - j)->close;
		s = deviation(x, sd, 0);
		up += weight * ((way > 0 ? s : 0) - up);
		down += weight * ((way < 0 ? s : 0) - down);
	}
	return 100 * up / (up + down);
}

static double
historical(int i, const double *param)
{
	int n = (int)param[0];
	double x[64];

	for (int k = 0; k < n; k++)
		x[k] = log(BAR(i - k)->close / BAR(i - k - 1)->close);
	return deviation(x, n, 1) * sqrt(param[1]);
}

static double
plain_changes(int i, const double *param)
{
	int n = (int)param[0];
	double x[64];

	for (int k = 0; k < n; k++)
		x[k] = BAR(i - k)->close / BAR(i - k - 1)->close - 1;
	return deviation(x, n, 0) * sqrt(param[1]);
}

static double
parkinson(int i, const double *param)
{
	double sum = 0;

	for (int k = 0; k < (int)param[0]; k++)
		sum += pow(log(BAR(i - k)->high / BAR(i - k)->low), 2);
	return sqrt(sum / (4 * log(2) * param[0]) * param[1]);
}

static double
garman_klass(int i, const double *param)
{
	double sum = 0;

	for (int k = 0; k < (int)param[0]; k++) {
		const struct bar *b = BAR(i - k);

		sum += pow(log(b->high / b->low), 2) / 2 -
		       (2 * log(2) - 1) * pow(log(b->close / b->open), 2);
	}
	return sqrt(sum / param[0] * param[1]);
}

/* The yearly variance by Rogers and Satchell. */
static double
drift_free(int i, int n)
{
	double sum = 0;

	for (int k = 0; k < n; k++) {
		const struct bar *b = BAR(i - k);
		double up = log(b->high / b->open), down = log(b->low / b->open);
		double body = log(b->close / b->open);

		sum += up * (up - body) + down * (down - body);
	}
	return sum / n;
}

static double
rogers_satchell(int i, const double *param)
{
	return sqrt(drift_free(i, (int)param[0]) * param[1]);
}

static double
yang_zhang(int i, const double *param)
{
	int n = (int)param[0];
	double gap[64], body[64], k = 0.34 / (1.34 + (param[0] + 1) / (param[0] - 1));

	for (int j = 0; j < n; j++) {
		gap[j] = log(BAR(i - j)->open / BAR(i - j - 1)->close);
		body[j] = log(BAR(i - j)->close / BAR(i - j)->open);
	}
	return sqrt(param[1] * (pow(deviation(gap, n, 1), 2) + k * pow(deviation(body, n, 1), 2) +
		(1 - k) * drift_free(i, n)));
}

static double
bbw(int i, const double *param)
{
	int n = (int)param[0];
	double x[64], mean = 0;

	for (int k = 0; k < n; k++)
		mean += (x[k] = BAR(i - k)->close) / n;
	return 2 * param[1] * deviation(x, n, 0) / mean;
}

static double
hanging(int i, const double *param)
{
	return high_of(i, (int)param[0]) - param[1] * atr(i, (int)param[0]);
}

static double
standing(int i, const double *param)
{
	return low_of(i, (int)param[0]) + param[1] * atr(i, (int)param[0]);
}

/* Wilder's trades from the first average on: the stop, and the side of the last. */
static double
trades(int i, const double *param, double *side)
{
	int n = (int)param[0];
	double stop = 0, best = 0;

	*side = BAR(n)->close >= BAR(n - 1)->close ? 1 : -1;
	best = BAR(n)->close;
	stop = best - *side * param[1] * atr(n, n);
	for (int k = n + 1; k <= i; k++) {
		double close = BAR(k)->close;

		if ((close - stop) * *side < 0) {
			*side = -*side;
			best = close;
		}
		best = *side > 0 ? fmax(best, close) : fmin(best, close);
		stop = best - *side * param[1] * atr(k, n);
	}
	return stop;
}

static double
volatility_stop(int i, const double *param)
{
	double side;

	return trades(i, param, &side);
}

static double
volatility_side(int i, const double *param)
{
	double side;

	trades(i, param, &side);
	return side;
}

static double
middle(int i, double n)
{
	return (high_of(i, (int)n) + low_of(i, (int)n)) / 2;
}

static double
conversion(int i, const double *param)
{
	return middle(i, param[0]);
}

static double
base(int i, const double *param)
{
	return middle(i, param[1]);
}

static double
span_a(int i, const double *param)
{
	int then = i - (int)param[3];

	return (middle(then, param[0]) + middle(then, param[1])) / 2;
}

static double
span_b(int i, const double *param)
{
	return middle(i - (int)param[3], param[2]);
}

static double
chikou(int i, const double *param)
{
	(void)param;
	return BAR(i)->close;
}

static double
highest_high(int i, const double *param)
{
	return high_of(i - (int)param[1], (int)param[0]);
}

/* Supertrend with its bands carried, all bars from the first again. */
static double
supertrend_side(int i, const double *param)
{
	int n = (int)param[0];
	double upper = INFINITY, lower = -INFINITY, side = 0;

	for (int k = n; k <= i; k++) {
		double before = BAR(k - 1)->close, mid = (BAR(k)->high + BAR(k)->low) / 2;
		double up = mid + param[1] * atr(k, n), down = mid - param[1] * atr(k, n);

		upper = k == n || before > upper ? up : fmin(up, upper);
		lower = k == n || before < lower ? down : fmax(down, lower);
		if (k == n)
			side = BAR(k)->close >= mid ? 1 : -1;
		side = BAR(k)->close <= (side > 0 ? lower : upper) ? -1 : 1;
	}
	return side;
}

static const struct definition table[] = {
	{"natr", {14}, 0, natr, 0}, {"chop", {14}, 0, chop, 0}, {"chop", {5}, 0, chop, 0},
	{"ulcer", {14}, 0, ulcer, 0}, {"ulcer", {2}, 0, ulcer, 0},
	{"rvi_vol", {14, 10}, 0, rvi_vol, 0}, {"rvi_vol", {3, 5}, 0, rvi_vol, 0},
	{"historical_volatility", {20, 365}, 0, historical, 0},
	{"historical_volatility", {2, 1}, 0, historical, 1e-10},
	{"volatility", {14, 252}, 0, plain_changes, 0},
	{"parkinson", {20, 252}, 0, parkinson, 0}, {"garman_klass", {20, 252}, 0, garman_klass, 0},
	{"rogers_satchell", {20, 252}, 0, rogers_satchell, 0},
	{"yang_zhang", {20, 252}, 0, yang_zhang, 0}, {"yang_zhang", {2, 365}, 0, yang_zhang, 0},
	{"bbw", {20, 2}, 0, bbw, 0},
	{"chandelier", {22, 3}, 0, hanging, 0}, {"chandelier", {22, 3}, 1, standing, 0},
	{"volatility_stop", {7, 3}, 0, volatility_stop, 0},
	{"volatility_stop", {7, 1.5}, 1, volatility_side, 0},
	{"ichimoku", {9, 26, 52, 26}, 0, conversion, 0}, {"ichimoku", {9, 26, 52, 26}, 1, base, 0},
	{"ichimoku", {9, 26, 52, 26}, 2, span_a, 0}, {"ichimoku", {9, 26, 52, 26}, 3, span_b, 0},
	{"ichimoku", {9, 26, 52, 26}, 4, chikou, 0}, {"ichimoku", {30, 10, 5, 0}, 2, span_a, 0},
	{"donchian", {20, 0}, 0, highest_high, 0}, {"donchian", {20, 1}, 0, highest_high, 0},
	{"supertrend", {10, 3}, 3, supertrend_side, 0},
	{"supertrend", {10, 1}, 3, supertrend_side, 0},
};

/*
 * A band that is taken anew on each bar is never reached: 0 turns in 20000
 * bars. A carried one is turned about by a market that goes both ways.
 */
static void
test_turns(void)
{
	const struct tq_ind *ind = tq_ind_find(tq_str("supertrend"));
	double param[TQ_IND_PARAMS] = {10, 3}, out[TQ_IND_OUTPUTS], side = 0;
	void *node = ind->make(param);
	int up = 0, down = 0;

	market_make(1);
	market_read(ind);
	for (int i = 0; i < BARS; i++) {
		ind->step(node, series[i], out);
		up += side < 0 && out[3] > 0;
		down += side > 0 && out[3] < 0;
		side = out[3];
	}
	tq_ind_free(ind, node);
	OK(up >= 3 && down >= 3 && up - down <= 1 && down - up <= 1,
	   "F4.27 supertrend turns both ways, one after the other: %d up, %d down", up, down);
}

/* The first stop that is given counts, its sign says the side; a turn steps back by offset. */
static void
test_sarext(void)
{
	const struct tq_ind *ind = tq_ind_find(tq_str("sarext"));
	double param[TQ_IND_PARAMS] = {-110, 0.1, 0.02, 0.02, 0.2, 0.02, 0.02, 0.2}, out = 0;
	static const double bars[][2] = {{100, 99}, {101, 98}, {111, 100}, {112, 105}};
	double got[4];
	void *node = ind->make(param);

	for (int i = 0; i < 4; i++) {
		ind->step(node, bars[i], &out);
		got[i] = out;
	}
	tq_ind_free(ind, node);
	OK(isnan(got[0]) && got[1] == -110, "sarext begins short at the given stop: %g", got[1]);
	OK(definition_near(got[2], 98 * 0.9, 1e-12), "a turn steps back by the offset: %g", got[2]);
}

/* A deviation keeps its digits whatever the prices did: n values again, in long double. */
static long double
from_scratch(double (*at)(int i), int i, int n)
{
	long double mean = 0, squares = 0, first = (long double)at(i);

	for (int k = 0; k < n; k++)
		mean += ((long double)at(i - k) - first) / n;
	for (int k = 0; k < n; k++) {
		long double off = (long double)at(i - k) - first - mean;

		squares += off * off;
	}
	return sqrtl(squares / n);
}

static double
spiked(int i)
{
	return i % 21 == 0 ? 1e17 : 100 + sin(i);
}

/* Values that differ in their last digit only. */
static double
close_by(int i)
{
	return 1e9 + (i * i % 3) * 0x1p-23;
}

static double
falling_away(int i)
{
	return pow(10, 17 - i % 35);
}

static double
two_levels(int i)
{
	return (i % 100 < 50 ? 100 : 200) + 1e-6 * sin(i);
}

static double
line_up(int i)
{
	return 0.01 * i;
}

static void
test_digits(void)
{
	static double (*const hard[])(int) = {spiked, close_by, falling_away, two_levels, line_up};
	static const int periods[] = {2, 5, 20, 300};
	const struct tq_ind *ind = tq_ind_find(tq_str("stddev"));

	for (size_t h = 0; h < TQ_COUNT(hard); h++) {
		for (size_t p = 0; p < TQ_COUNT(periods); p++) {
			double param[TQ_IND_PARAMS] = {periods[p], 1}, worst = 0, out;
			void *node = ind->make(param);

			for (int i = 0; i < 2000; i++) {
				double x = hard[h](i), right;

				ind->step(node, &x, &out);
				if (i < periods[p] || i % 7 > 0)
					continue;
				right = (double)from_scratch(hard[h], i, periods[p]);
				worst = fmax(worst, right > 0 ? fabs(out / right - 1) : out);
			}
			tq_ind_free(ind, node);
			OK(worst < 1e-12, "X.10 deviation of %d values of hard series %zu: %.1e off",
			   periods[p], h, worst);
		}
	}
}

int
main(void)
{
	test_digits();
	definitions_test(table, TQ_COUNT(table));
	test_turns();
	test_sarext();
	return t_done();
}
