/* SPDX-License-Identifier: ISC */
/*
 * Momentum against its definitions (X.10): each is taken again as whole columns,
 * with windows summed afresh and averages from their first values on.
 */
#include "definition.h"

#include "base/option.h"

typedef double column[BARS];

enum { OPEN, HIGH, LOW, CLOSE };

static void
price(column y, int which)
{
	for (int i = 0; i < BARS; i++)
		y[i] = which == OPEN ? market[i].open : which == HIGH ? market[i].high :
		       which == LOW ? market[i].low : market[i].close;
}

/* y = a x + b z. */
static void
mix(column y, double a, const column x, double b, const column z)
{
	for (int i = 0; i < BARS; i++)
		y[i] = a * x[i] + b * z[i];
}

static void
divide(column y, double factor, const column x, const column z)
{
	for (int i = 0; i < BARS; i++)
		y[i] = factor * x[i] / z[i];
}

static void
size(column y, const column x)
{
	for (int i = 0; i < BARS; i++)
		y[i] = fabs(x[i]);
}

static void
past(column y, const column x, int n)
{
	for (int i = BARS - 1; i >= 0; i--)
		y[i] = i < n ? (double)NAN : x[i - n];
}

/* Weighted mean of the last n values; weight k of the k-th newest is 1 + slope * k. */
static void
mean(column y, const column x, int n, double newest, double slope)
{
	for (int i = BARS - 1; i >= 0; i--) {
		double sum = 0, weights = 0;

		for (int k = 0; k < n; k++) {
			sum += (newest + slope * k) * (i < k ? (double)NAN : x[i - k]);
			weights += newest + slope * k;
		}
		y[i] = sum / weights;
	}
}

static void
sma(column y, const column x, double n)
{
	mean(y, x, (int)n, 1, 0);
}

static void
extreme(column y, const column x, double n, double sign)
{
	for (int i = BARS - 1; i >= 0; i--) {
		double best = -INFINITY;

		for (int k = 0; k < (int)n; k++) {
			double value = i < k ? (double)NAN : x[i - k] * sign;

			best = isnan(value) || isnan(best) ? (double)NAN : fmax(best, value);
		}
		y[i] = best * sign;
	}
}

/* From the mean of the first n values that are there; weight k of each later one. */
static void
smooth(column y, const column x, double n, double k)
{
	double sum = 0, level = 0;
	int seen = 0;

	for (int i = 0; i < BARS; i++) {
		double value = x[i];

		y[i] = (double)NAN;
		if (isnan(value))
			continue;
		sum += value;
		seen++;
		level = seen <= (int)n ? sum / seen : k * value + (1 - k) * level;
		if (seen >= (int)n)
			y[i] = level;
	}
}

static void
ema(column y, const column x, double n)
{
	smooth(y, x, n, 2 / (n + 1));
}

static void
rate(column y, const column x, double n)
{
	column before;

	past(before, x, (int)n);
	for (int i = 0; i < BARS; i++)
		y[i] = 100 * (x[i] - before[i]) / before[i];
}

static void
change(column y, const column x, int n)
{
	past(y, x, n);
	mix(y, 1, x, -1, y);
}

static void
rise(column y, const column x, double sign)
{
	for (int i = 0; i < BARS; i++)
		y[i] = isnan(x[i]) ? x[i] : fmax(x[i] * sign, 0);
}

/* Averages of gains and losses over changes of `span` bars. */
static void
rsi(column y, const column x, double n, int span)
{
	column moves, gain, loss;

	change(moves, x, span);
	rise(gain, moves, 1);
	rise(loss, moves, -1);
	smooth(gain, gain, n, 1 / n);
	smooth(loss, loss, n, 1 / n);
	mix(loss, 1, gain, 1, loss);
	for (int i = 0; i < BARS; i++)
		y[i] = loss[i] == 0 ? 0 : 100 * gain[i] / loss[i];
}

static void
true_range(column y)
{
	y[0] = (double)NAN;
	for (int i = 1; i < BARS; i++)
		y[i] = fmax(market[i].high, market[i - 1].close) -
		       fmin(market[i].low, market[i - 1].close);
}

/* The least squares line through the last n values, so many bars after its middle. */
static void
line(column y, const column x, int n, double ahead)
{
	for (int i = BARS - 1; i >= 0; i--) {
		double sum = 0, cross = 0, squares = 0;

		for (int k = 0; k < n; k++) {
			double far = (n - 1) / 2.0 - k;

			sum += i < k ? (double)NAN : x[i - k];
			cross += far * (i < k ? 0 : x[i - k]);
			squares += far * far;
		}
		y[i] = sum / n + ahead * cross / squares;
	}
}

static double
bias(int i, const double *param)
{
	column x, y;

	price(x, CLOSE);
	sma(y, x, param[0]);
	return 100 * (x[i] - y[i]) / y[i];
}

static double
rmi(int i, const double *param)
{
	column x, y;

	price(x, CLOSE);
	rsi(y, x, param[0], (int)param[1]);
	return y[i];
}

static double
psl(int i, const double *param)
{
	double rises = 0;

	for (int k = 0; k < (int)param[0]; k++)
		rises += market[i - k].close > market[i - k - 1].close;
	return 100 * rises / param[0];
}

/* Ehlers' own lines of code. */
static double
laguerre(int i, const double *param)
{
	double g = param[0], a[4], up = 0, down = 0;

	for (int k = 0; k < 4; k++)
		a[k] = market[0].close;
	for (int j = 0; j <= i; j++) {
		double b[4] = {a[0], a[1], a[2], a[3]};

		a[0] = (1 - g) * market[j].close + g * b[0];
		for (int k = 1; k < 4; k++)
			a[k] = -g * a[k - 1] + b[k - 1] + g * b[k];
	}
	for (int k = 1; k < 4; k++) {
		up += fmax(a[k - 1] - a[k], 0);
		down += fmax(a[k] - a[k - 1], 0);
	}
	return 100 * up / (up + down);
}

static void
place(column y, const column high, const column low, const column x, double n)
{
	column top, bottom;

	extreme(top, high, n, 1);
	extreme(bottom, low, n, -1);
	mix(y, 1, x, -1, bottom);
	mix(top, 1, top, -1, bottom);
	divide(y, 100, y, top);
}

static double
kdj_j(int i, const double *param)
{
	column high, low, close, y;
	double k = 50, d = 50;

	price(high, HIGH);
	price(low, LOW);
	price(close, CLOSE);
	place(y, high, low, close, param[0]);
	for (int j = (int)param[0] - 1; j <= i; j++) {
		k = y[j] / param[1] + k * (1 - 1 / param[1]);
		d = k / param[1] + d * (1 - 1 / param[1]);
	}
	return 3 * k - 2 * d;
}

static double
er(int i, const double *param)
{
	int n = (int)param[0];
	double way = 0;

	for (int k = 0; k < n; k++)
		way += fabs(market[i - k].close - market[i - k - 1].close);
	return fabs(market[i].close - market[i - n].close) / way;
}

static double
trix_signal(int i, const double *param)
{
	column x;

	price(x, CLOSE);
	for (int k = 0; k < 3; k++)
		ema(x, x, param[0]);
	rate(x, x, 1);
	ema(x, x, param[1]);
	return x[i];
}

static double
smi(int i, const double *param)
{
	column high, low, far, range;

	price(high, HIGH);
	price(low, LOW);
	price(far, CLOSE);
	extreme(high, high, param[0], 1);
	extreme(low, low, param[0], -1);
	mix(range, 0.5, high, -0.5, low);
	mix(high, 0.5, high, 0.5, low);
	mix(far, 1, far, -1, high);
	for (int k = 1; k <= 2; k++) {
		ema(far, far, param[k]);
		ema(range, range, param[k]);
	}
	divide(far, 100, far, range);
	return far[i];
}

static double
demarker(int i, const double *param)
{
	double up = 0, down = 0;

	for (int k = 0; k < (int)param[0]; k++) {
		up += fmax(market[i - k].high - market[i - k - 1].high, 0);
		down += fmax(market[i - k - 1].low - market[i - k].low, 0);
	}
	return up / (up + down);
}

static double
ac(int i, const double *param)
{
	column high, low, fast, slow;

	price(high, HIGH);
	price(low, LOW);
	mix(high, 0.5, high, 0.5, low);
	sma(fast, high, param[0]);
	sma(slow, high, param[1]);
	mix(fast, 1, fast, -1, slow);
	sma(slow, fast, param[2]);
	return fast[i] - slow[i];
}

static double
pgo(int i, const double *param)
{
	column x, y, range;

	price(x, CLOSE);
	sma(y, x, param[0]);
	true_range(range);
	ema(range, range, param[0]);
	return (x[i] - y[i]) / range[i];
}

static double
cyber(int i, const double *param)
{
	column x, s = {0}, y = {0};
	double a = param[0];

	price(x, CLOSE);
	for (int j = 2; j <= i; j++) {
		s[j] = j < 3 ? 0 : (x[j] + 2 * x[j - 1] + 2 * x[j - 2] + x[j - 3]) / 6;
		y[j] = (x[j] - 2 * x[j - 1] + x[j - 2]) / 4;
		if (j >= 6)
			y[j] = (1 - a / 2) * (1 - a / 2) * (s[j] - 2 * s[j - 1] + s[j - 2]) +
			       2 * (1 - a) * y[j - 1] - (1 - a) * (1 - a) * y[j - 2];
	}
	return y[i];
}

static double
cfo(int i, const double *param)
{
	column x, y;

	price(x, CLOSE);
	line(y, x, (int)param[0], (param[0] - 1) / 2);
	return 100 * (x[i] - y[i]) / x[i];
}

static double
cti(int i, const double *param)
{
	int n = (int)param[0];
	double m = 0, cross = 0, squares = 0, bars = 0;

	for (int k = 0; k < n; k++)
		m += market[i - k].close / n;
	for (int k = 0; k < n; k++) {
		double far = (n - 1) / 2.0 - k, apart = market[i - k].close - m;

		cross += far * apart;
		squares += apart * apart;
		bars += far * far;
	}
	return cross / sqrt(squares * bars);
}

static double
squeeze_momentum(int i, const double *param)
{
	column high, low, close, y;

	price(high, HIGH);
	price(low, LOW);
	price(close, CLOSE);
	sma(y, close, param[0]);
	extreme(high, high, param[0], 1);
	extreme(low, low, param[0], -1);
	mix(high, 0.5, high, 0.5, low);
	mix(high, 0.5, high, 0.5, y);
	mix(y, 1, close, -1, high);
	line(y, y, (int)param[0], (param[0] - 1) / 2);
	return y[i];
}

static double
squeeze_on(int i, const double *param)
{
	column close, m, range;
	double squares = 0, n = param[0];

	price(close, CLOSE);
	sma(m, close, n);
	true_range(range);
	sma(range, range, n);
	for (int k = 0; k < (int)n; k++)
		squares += pow(close[i - k] - m[i], 2);
	return param[1] * sqrt(squares / n) < param[2] * range[i];
}

static double
kst(int i, const double *param)
{
	column x, y, sum = {0};

	price(x, CLOSE);
	for (int k = 0; k < 4; k++) {
		rate(y, x, param[k]);
		sma(y, y, param[k < 3 ? 4 : 5]);
		mix(sum, 1, sum, k + 1, y);
	}
	return sum[i];
}

static double
coppock(int i, const double *param)
{
	column x, fast, slow;

	price(x, CLOSE);
	rate(fast, x, param[1]);
	rate(slow, x, param[2]);
	mix(fast, 1, fast, 1, slow);
	mean(fast, fast, (int)param[0], param[0], -1);
	return fast[i];
}

static void
four(column y, const column x)
{
	for (int i = BARS - 1; i >= 0; i--)
		y[i] = i < 3 ? (double)NAN : (x[i] + 2 * x[i - 1] + 2 * x[i - 2] + x[i - 3]) / 6;
}

static double
vigor_signal(int i, const double *param)
{
	column body, range, other;

	price(body, CLOSE);
	price(other, OPEN);
	mix(body, 1, body, -1, other);
	price(range, HIGH);
	price(other, LOW);
	mix(range, 1, range, -1, other);
	four(body, body);
	four(range, range);
	sma(body, body, param[0]);
	sma(range, range, param[0]);
	divide(body, 1, body, range);
	four(body, body);
	return body[i];
}

static double
connors(int i, const double *param)
{
	column x, streak = {0}, rank, strong;
	double below = 0;

	price(x, CLOSE);
	for (int j = 1; j < BARS; j++)
		streak[j] = x[j] > x[j - 1] ? fmax(streak[j - 1], 0) + 1 :
			    x[j] < x[j - 1] ? fmin(streak[j - 1], 0) - 1 : 0;
	rsi(strong, x, param[0], 1);
	rsi(streak, streak, param[1], 1);
	rate(rank, x, 1);
	for (int k = 1; k <= (int)param[2]; k++)
		below += rank[i - k] < rank[i];
	return (strong[i] + streak[i] + 100 * below / param[2]) / 3;
}

static double
dymi(int i, const double *param)
{
	column x, deviation;
	double gain = 0, way = 0;
	int period;

	price(x, CLOSE);
	for (int j = 0; j < BARS; j++) {
		double m = 0, squares = 0;

		for (int k = 0; k < 5; k++)
			m += j < 4 ? (double)NAN : x[j - k] / 5;
		for (int k = 0; k < 5; k++)
			squares += j < 4 ? (double)NAN : pow(x[j - k] - m, 2) / 5;
		deviation[j] = sqrt(squares);
	}
	sma(x, deviation, 10);
	period = (int)fmin(fmax(floor(param[0] * x[i] / deviation[i]), param[1]), param[2]);
	price(x, CLOSE);
	for (int k = 0; k < period; k++) {
		gain += fmax(x[i - k] - x[i - k - 1], 0);
		way += fabs(x[i - k] - x[i - k - 1]);
	}
	return 100 * gain / way;
}

static double
setup_up(int i, const double *param)
{
	int n = (int)param[0], run = 0;

	while (i - run >= n && market[i - run].close > market[i - run - n].close)
		run++;
	return run;
}

/* Of a flat window the place before, 0 at first; smoothed from the first on. */
static void
stage(column y, const column x, double n, double factor)
{
	column raw;
	double last = 0, level = (double)NAN;

	place(raw, x, x, x, n);
	for (int i = 0; i < BARS; i++) {
		bool full = i >= (int)n - 1 && !isnan(x[i - (int)n + 1]);

		last = isnan(raw[i]) ? last : raw[i];
		if (full)
			level = isnan(level) ? last : factor * last + (1 - factor) * level;
		y[i] = level;
	}
}

static double
stc(int i, const double *param)
{
	column x, fast, slow;

	price(x, CLOSE);
	ema(fast, x, param[1]);
	ema(slow, x, param[2]);
	mix(fast, 1, fast, -1, slow);
	stage(slow, fast, param[0], param[3]);
	stage(fast, slow, param[0], param[3]);
	return fast[i];
}

static double
wave(int i, const double *param)
{
	column x, y, far;

	for (int j = 0; j < BARS; j++)
		x[j] = (market[j].high + market[j].low + market[j].close) / 3;
	ema(y, x, param[0]);
	mix(x, 1, x, -1, y);
	size(far, x);
	ema(far, far, param[0]);
	divide(x, 1 / 0.015, x, far);
	ema(x, x, param[1]);
	return x[i];
}

/* The line, and what it moves by: the band is left by it, or trails it. */
static double
qqe_band(int i, const double *param)
{
	column x, reach;
	double low = (double)NAN, high = (double)NAN;
	bool below = true;

	price(x, CLOSE);
	rsi(x, x, param[0], 1);
	ema(x, x, param[1]);
	change(reach, x, 1);
	size(reach, reach);
	ema(reach, reach, 2 * param[0] - 1);
	ema(reach, reach, 2 * param[0] - 1);
	for (int j = 0; j <= i; j++) {
		double under = x[j] - param[2] * reach[j], over = x[j] + param[2] * reach[j];

		if (isnan(reach[j]))
			continue;
		below = x[j] > high || (below && !(x[j] < low));
		low = x[j - 1] > low && x[j] > low && low > under ? low : under;
		high = x[j - 1] < high && x[j] < high && high < over ? high : over;
	}
	return below ? low : high;
}

/* One term of the window's Fourier transform. */
static double
wave_sine(int i, const double *param)
{
	double cosine = 0, sine = 0;

	for (int k = 0; k < (int)param[0]; k++) {
		double angle = 2 * acos(-1) * k / param[0];

		cosine += cos(angle) * market[i - k].close;
		sine += sin(angle) * market[i - k].close;
	}
	return sin(atan2(sine, cosine) + acos(0));
}

static double
inertia(int i, const double *param)
{
	const struct tq_ind *ind = tq_ind_find(tq_str("rvi_vol"));
	double given[TQ_IND_PARAMS] = {param[1], ind->params[1].preset};
	void *node = ind->make(given);
	column x;

	for (int j = 0; j < BARS; j++)
		ind->step(node, &market[j].close, &x[j]);
	tq_ind_free(ind, node);
	line(x, x, (int)param[0], (param[0] - 1) / 2);
	return x[i];
}

static const struct definition table[] = {
	{"bias", {26}, 0, bias, 1e-10},
	{"rmi", {20, 5}, 0, rmi, 0},
	{"psl", {12}, 0, psl, 0},
	{"laguerre_rsi", {0.5}, 0, laguerre, 1e-9},
	{"kdj", {9, 3}, 2, kdj_j, 1e-10},
	{"er", {10}, 0, er, 0},
	{"trix_signal", {5, 4}, 1, trix_signal, 1e-9},
	{"smi", {13, 25, 2, 3}, 0, smi, 1e-10},
	{"demarker", {14}, 0, demarker, 0},
	{"ac", {5, 34, 5}, 0, ac, 1e-9},
	{"pgo", {14}, 0, pgo, 1e-9},
	{"cyber_cycle", {0.07}, 0, cyber, 1e-9},
	{"cfo", {9}, 0, cfo, 1e-9},
	{"cti", {12}, 0, cti, 1e-10},
	{"squeeze", {20, 2, 1.5}, 1, squeeze_momentum, 1e-9},
	{"squeeze", {20, 2, 1.5}, 0, squeeze_on, 0},
	{"kst", {10, 15, 20, 30, 10, 15, 1}, 0, kst, 1e-10},
	{"coppock", {10, 11, 14}, 0, coppock, 1e-10},
	{"rvi", {10}, 1, vigor_signal, 1e-9},
	{"connors_rsi", {3, 2, 100}, 0, connors, 1e-10},
	{"dymi", {14, 5, 30}, 0, dymi, 1e-10},
	{"td_setup", {4}, 0, setup_up, 0},
	{"stc", {10, 23, 50, 0.5}, 0, stc, 1e-9},
	{"wavetrend", {10, 21, 4}, 0, wave, 1e-9},
	{"qqe", {14, 5, 4.236}, 1, qqe_band, 1e-10},
	{"inertia", {20, 14}, 0, inertia, 1e-10},
	{"msw", {14}, 0, wave_sine, 1e-10},
};

int
main(void)
{
	definitions_test(table, TQ_COUNT(table));
	return t_done();
}
