/* SPDX-License-Identifier: ISC */
/* Moving averages against their definitions (X.10). */
#include "definition.h"

#include "base/option.h"

#define X(i) series[i][0]
#define Y(i) series[i][1]

/* A mean of the n bars up to i with weights of their place, 0 the oldest. */
static double
weighted(int i, int n, double (*weight)(int place, int n, const double *param),
	 const double *param)
{
	long double sum = 0, all = 0;

	for (int k = 0; k < n; k++) {
		long double w = (long double)weight(k, n, param);

		sum += w * (long double)X(i - n + 1 + k);
		all += w;
	}
	return (double)(sum / all);
}

static double
one(int place, int n, const double *param)
{
	(void)place, (void)n, (void)param;
	return 1;
}

static double
sma(int i, const double *param)
{
	return weighted(i, (int)param[0], one, param);
}

static double
rise(int place, int n, const double *param)
{
	(void)n, (void)param;
	return place + 1;
}

static double
wma(int i, const double *param)
{
	return weighted(i, (int)param[0], rise, param);
}

static double
triangle(int place, int n, const double *param)
{
	(void)param;
	return fmin(place + 1, n - place);
}

static double
trima(int i, const double *param)
{
	return weighted(i, (int)param[0], triangle, param);
}

static double
bell(int place, int n, const double *param)
{
	double far = (place - param[1] * (n - 1)) * param[2] / n;

	return exp(-0.5 * far * far);
}

static double
alma(int i, const double *param)
{
	return weighted(i, (int)param[0], bell, param);
}

static double
half_wave(int place, int n, const double *param)
{
	(void)param;
	return sin(M_PI * (place + 1) / (n + 1));
}

static double
sinwma(int i, const double *param)
{
	return weighted(i, (int)param[0], half_wave, param);
}

static double
pascal(int place, int n, const double *param)
{
	(void)param;
	return exp(lgamma(n) - lgamma(place + 1) - lgamma(n - place));
}

static double
pwma(int i, const double *param)
{
	return weighted(i, (int)param[0], pascal, param);
}

static double
gma(int i, const double *param)
{
	long double product = 1;

	for (int k = 0; k < (int)param[0]; k++)
		product *= (long double)X(i - k);
	return (double)powl(product, 1 / (long double)param[0]);
}

static double
vwma(int i, const double *param)
{
	double sum = 0, volume = 0;

	for (int k = 0; k < (int)param[0]; k++) {
		sum += X(i - k) * Y(i - k);
		volume += Y(i - k);
	}
	return sum / volume;
}

static double
hma(int i, const double *param)
{
	double n = param[0], half = floor(n / 2), root = floor(sqrt(n)), sum = 0;

	for (int k = 0; k < (int)root; k++)
		sum += (root - k) * (2 * wma(i - k, &half) - wma(i - k, &n));
	return sum / (root * (root + 1) / 2);
}

/* The exponential average of f's values from bar first on, at bar i. */
static double
ema_of(int i, int first, int n, double k, double (*f)(int i, const double *param),
       const double *param)
{
	double y = 0;

	for (int b = first; b < first + n; b++)
		y += f(b, param) / n;
	for (int b = first + n; b <= i; b++)
		y = k * f(b, param) + (1 - k) * y;
	return y;
}

static double
value(int i, const double *param)
{
	(void)param;
	return X(i);
}

static double
ema(int i, const double *param)
{
	return ema_of(i, 0, (int)param[0], 2 / (param[0] + 1), value, param);
}

static double
wilders(int i, const double *param)
{
	return ema_of(i, 0, (int)param[0], 1 / param[0], value, param);
}

static double
second(int i, const double *param)
{
	return ema_of(i, (int)param[0] - 1, (int)param[0], 2 / (param[0] + 1), ema, param);
}

static double
dema(int i, const double *param)
{
	return 2 * ema(i, param) - second(i, param);
}

static double
ahead(int i, const double *param)
{
	return 2 * X(i) - X(i - (int)(param[0] - 1) / 2);
}

static double
zlema(int i, const double *param)
{
	int n = (int)param[0];

	return ema_of(i, (n - 1) / 2, n, 2 / (param[0] + 1), ahead, param);
}

static double
kama(int i, const double *param)
{
	int n = (int)param[0];
	double y = X(n - 1), slow = 2 / (param[2] + 1), fast = 2 / (param[1] + 1);

	for (int b = n; b <= i; b++) {
		double way = 0, k;

		for (int m = 0; m < n; m++)
			way += fabs(X(b - m) - X(b - m - 1));
		k = fabs(X(b) - X(b - n)) / way * (fast - slow) + slow;
		y += k * k * (X(b) - y);
	}
	return y;
}

static double
mcginley(int i, const double *param)
{
	double y = X(0);

	for (int b = 1; b <= i; b++)
		y += (X(b) - y) / (param[1] * param[0] * pow(X(b) / y, 4));
	return y;
}

static double
deviation(int i, int n)
{
	double count = n, mean = sma(i, &count), sum = 0;

	for (int k = 0; k < n; k++)
		sum += pow(X(i - k) - mean, 2);
	return sqrt(sum / n);
}

static double
vidya(int i, const double *param)
{
	int slow = (int)param[1];
	double y = X(slow - 2);

	for (int b = slow - 1; b <= i; b++)
		y += param[2] * deviation(b, (int)param[0]) / deviation(b, slow) * (X(b) - y);
	return y;
}

/* Highest high less lowest low of the n bars up to i. */
static double
range(int i, int n)
{
	double high = -INFINITY, low = INFINITY;

	for (int k = 0; k < n; k++) {
		high = fmax(high, X(i - k));
		low = fmin(low, Y(i - k));
	}
	return high - low;
}

static double
frama(int i, const double *param)
{
	int half = (int)param[0] / 2;
	double y = (X(2 * half - 1) + Y(2 * half - 1)) / 2;

	for (int b = 2 * half; b <= i; b++) {
		double halves = range(b, half) / half + range(b - half, half) / half;
		double dimension = (log(halves) - log(range(b, 2 * half) / (2 * half))) / log(2);
		double k = fmin(fmax(exp(-4.6 * (dimension - 1)), 0.01), 1);

		y = k * (X(b) + Y(b)) / 2 + (1 - k) * y;
	}
	return y;
}

static double
middle(int i, const double *param)
{
	(void)param;
	return (X(i) + Y(i)) / 2;
}

static double
jaw(int i, const double *param)
{
	return ema_of(i - (int)param[1], 0, (int)param[0], 1 / param[0], middle, param);
}

static double
teeth(int i, const double *param)
{
	return jaw(i, param + 2);
}

static double
gator(int i, const double *param)
{
	return fabs(jaw(i, param) - teeth(i, param));
}

static double
envelope(int i, const double *param)
{
	return sma(i, param) * (1 + param[1] / 100);
}

static double
kind(int i, const double *param)
{
	return param[1] == 2 ? wma(i, param) : ema(i, param);
}

static double
mavp(int i, const double *param)
{
	double least = fmin(param[0], param[1]), most = fmax(param[0], param[1]);
	double n = fmin(fmax(Y(i), least), most);

	return sma(i, &n);
}

static const struct definition table[] = {
	{"sma", {1}, 0, sma, 0}, {"sma", {7}, 0, sma, 0}, {"sma", {300}, 0, sma, 0},
	{"wma", {1}, 0, wma, 0}, {"wma", {30}, 0, wma, 0},
	{"trima", {1}, 0, trima, 0}, {"trima", {2}, 0, trima, 0},
	{"trima", {9}, 0, trima, 0}, {"trima", {30}, 0, trima, 0},
	{"swma", {4}, 0, trima, 0}, {"swma", {10}, 0, trima, 0},
	{"alma", {9, 0.85, 6}, 0, alma, 0}, {"alma", {50, 0.1, 3}, 0, alma, 0},
	{"alma", {1, 0.85, 6}, 0, alma, 0},
	{"sinwma", {1}, 0, sinwma, 0}, {"sinwma", {14}, 0, sinwma, 0},
	{"pwma", {1}, 0, pwma, 0}, {"pwma", {10}, 0, pwma, 0}, {"pwma", {33}, 0, pwma, 0},
	{"pwma", {350}, 0, pwma, 0},
	{"gma", {1}, 0, gma, 0}, {"gma", {30}, 0, gma, 0},
	{"vwma", {1}, 0, vwma, 0}, {"vwma", {20}, 0, vwma, 0},
	{"hma", {4}, 0, hma, 0}, {"hma", {16}, 0, hma, 0}, {"hma", {21}, 0, hma, 0},
	{"ema", {1}, 0, ema, 0}, {"ema", {20}, 0, ema, 0},
	{"wilders", {14}, 0, wilders, 0},
	{"dema", {8}, 0, dema, 0},
	{"zlema", {1}, 0, zlema, 0}, {"zlema", {14}, 0, zlema, 0}, {"zlema", {15}, 0, zlema, 0},
	{"kama", {10, 2, 30}, 0, kama, 0}, {"kama", {1, 3, 20}, 0, kama, 0},
	{"mcginley", {14, 0.6}, 0, mcginley, 0}, {"mcginley", {40, 1}, 0, mcginley, 0},
	{"vidya", {12, 26, 0.2}, 0, vidya, 0}, {"vidya", {2, 5, 0.5}, 0, vidya, 0},
	{"frama", {16}, 0, frama, 0}, {"frama", {5}, 0, frama, 0},
	{"alligator", {13, 8, 8, 5, 5, 3}, 0, jaw, 0},
	{"alligator", {13, 8, 8, 5, 5, 3}, 1, teeth, 0},
	{"gator", {13, 8, 8, 5, 5, 3}, 0, gator, 1e-9},
	{"ma_env", {20, 2.5, 0}, 0, envelope, 0},
	{"ma", {9, 2}, 0, kind, 0}, {"ma", {9, 1}, 0, kind, 0},
	{"mavp", {3, 8, 0}, 0, mavp, 0}, {"mavp", {8, 3, 0}, 0, mavp, 0},
};

/* Each kind of TA-Lib's MAType is the row of that name; of a period of 1, the value. */
static void
test_kinds(void)
{
	static const char *const names[] = {"sma", "ema", "wma", "dema", "tema", "trima", "kama",
					    "mama", "t3"};
	const struct tq_ind *ma = tq_ind_find(tq_str("ma"));

	market_make(1);
	market_read(ma);
	for (int k = 0; k < (int)TQ_COUNT(names) * 3; k++) {
		const struct tq_ind *ind = tq_ind_find(tq_str(names[k / 3]));
		double param[TQ_IND_PARAMS], chosen[] = {k % 3 * 7 + 1, k / 3}, a, out[2];
		void *x = ma->make(chosen), *y;
		bool same = true;

		for (int i = 0; i < ind->n_params; i++)
			param[i] = ind->params[i].preset;
		if (strcmp(ind->name, "mama") != 0)
			param[0] = chosen[0];
		y = ind->make(param);
		for (int i = 0; i < BARS; i++) {
			ma->step(x, series[i], &a);
			ind->step(y, series[i], out);
			same &= definition_near(a, chosen[0] == 1 ? X(i) : out[0], 1e-13);
		}
		OK(same && (chosen[0] == 1 || ma->lookback(chosen) == ind->lookback(param)),
		   "X.10 ma(%g, %g) is %s", chosen[0], chosen[1], ind->name);
		tq_ind_free(ma, x);
		tq_ind_free(ind, y);
	}
}

int
main(void)
{
	definitions_test(table, TQ_COUNT(table));
	test_kinds();
	return t_done();
}
