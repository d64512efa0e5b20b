/* SPDX-License-Identifier: ISC */
/*
 * C2.3 X.10: every row of price structure against its definition, taken from
 * all bars at once and without regard to cost.
 */
#include "definition.h"

#include "base/option.h"

enum { SWING = 3 };

/* The made-up market with jumps, and six hours a bar, so that it has months. */
static void
jumpy_market(void)
{
	double factor = 1;

	for (int i = 0; i < BARS; i++) {
		struct bar *bar = &market[i];

		factor *= i % 11 == 5 ? 1.04 : i % 11 == 8 ? 0.96 : 1;
		bar->open *= factor;
		bar->high *= factor;
		bar->low *= factor;
		bar->close *= factor;
		bar->time = 1704067200.0 + 21600.0 * i;
	}
}

static void
inside_bar(int i, const double *p)
{
	(void)p;
	WANT(i, market[i].high < market[i - 1].high && market[i].low > market[i - 1].low);
}

static void
outside_bar(int i, const double *p)
{
	(void)p;
	WANT(i, market[i].high > market[i - 1].high && market[i].low < market[i - 1].low);
}

static void
gap(int i, const double *p)
{
	double up = market[i].low - market[i - 1].high, down = market[i].high - market[i - 1].low;

	(void)p;
	WANT(i, up > 0 ? up : down < 0 ? down : 0);
}

static void
gap_up(int i, const double *p)
{
	gap(i, p);
	want[i][0] = want[i][0] > 0;
}

static void
gap_down(int i, const double *p)
{
	gap(i, p);
	want[i][0] = want[i][0] < 0;
}

static void
narrow(int n, int i)
{
	bool narrowest = true;

	for (int k = 1; k < n; k++)
		narrowest &= market[i].high - market[i].low <
			     market[i - k].high - market[i - k].low;
	WANT(i, narrowest);
}

static void
nr(int i, const double *p)
{
	narrow((int)p[0], i);
}

static void
nr4(int i, const double *p)
{
	(void)p;
	narrow(4, i);
}

static void
nr7(int i, const double *p)
{
	(void)p;
	narrow(7, i);
}

static void
doji(int i, const double *p)
{
	double change = 100 * fabs(market[i].close - market[i].open) / market[i].open;

	WANT(i, change <= p[0]);
}

static void
marubozu(int i, const double *p)
{
	double body = market[i].close - market[i].open, range = market[i].high - market[i].low;

	WANT(i, 100 * fabs(body) < p[0] * range ? 0 : body > 0 ? 100 : -100);
}

static void
heikinashi(int i, const double *p)
{
	const struct bar *b = &market[i];
	double close = (b->open + b->high + b->low + b->close) / 4;
	double open = i ? (want[i - 1][0] + want[i - 1][3]) / 2 : (b->open + b->close) / 2;

	(void)p;
	WANT(i, open, fmax(b->high, fmax(open, close)), fmin(b->low, fmin(open, close)), close);
}

/* Whether bar t is above (or with sign -1 below) those around it. */
static bool
is_turn(int t, int left, int right, int sign)
{
	for (int k = t - left; k <= t + right; k++) {
		if (k == t)
			continue;
		if (k < 0 || k >= BARS ||
		    (sign > 0 ? market[k].high >= market[t].high : market[k].low <= market[t].low))
			return false;
	}
	return true;
}

static void
fractal(int i, const double *p)
{
	int left = (int)p[0], right = (int)p[1], t = i - right;
	bool high = is_turn(t, left, right, 1), low = is_turn(t, left, right, -1);

	WANT(i, high ? market[t].high : (double)NAN, low ? market[t].low : (double)NAN, high, low);
}

/* The last swing that is confirmed at bar i, or -1. */
static int
last_turn(int i, int n, int sign)
{
	int t = i - n;

	while (t >= 0 && !is_turn(t, n, n, sign))
		t--;
	return t;
}

static double
high_of(int t)
{
	return t < 0 ? (double)NAN : market[t].high;
}

static double
low_of(int t)
{
	return t < 0 ? (double)NAN : market[t].low;
}

static void
swings(int i, const double *p)
{
	int n = (int)p[0], up = last_turn(i, n, 1), down = last_turn(i, n, -1);

	WANT(i, high_of(up), low_of(down), up < 0 ? (double)NAN : i - up,
	    down < 0 ? (double)NAN : i - down, up == i - n, down == i - n);
}

/* The end of the leg that begins at bar a: the bar that confirms it, and its extreme. */
static int
leg_end(int a, int last, int way, double percent, int *extreme)
{
	*extreme = a;
	for (int j = a; j <= last; j++) {
		int e = *extreme;

		if (way > 0 ? market[j].high > market[e].high : market[j].low < market[e].low)
			*extreme = e = j;
		if (e < j && (way > 0 ? market[j].low <= market[e].high * (1 - percent / 100) :
					market[j].high >= market[e].low * (1 + percent / 100)))
			return j;
	}
	return -1;
}

static void
zigzag(int i, const double *p)
{
	int top, bottom, fall = leg_end(0, i, 1, p[0], &top), rise = leg_end(0, i, -1, p[0], &bottom);
	int way = fall < 0 && rise < 0 ? 0 : rise < 0 || (fall >= 0 && fall <= rise) ? -1 : 1;
	int at = way < 0 ? fall : rise, pivot = way < 0 ? top : bottom, extreme;

	WANT(i, NAN, NAN, 0, NAN, NAN);
	if (way == 0)
		return;
	for (;;) {
		int end = leg_end(at, i, way, p[0], &extreme);

		if (end < 0)
			break;
		pivot = extreme;
		at = end;
		way = -way;
	}
	WANT(i, way > 0 ? market[pivot].low : market[pivot].high, i - pivot, way,
	    way > 0 ? market[extreme].high : market[extreme].low, i - extreme);
}

/* One brick after the other. */
static void
renko(int i, const double *p)
{
	long top = lround(market[0].close / p[0]), bottom = top, before = 0;
	int direction = 0;
	long n = 0;

	for (int j = 0; j <= i; j++) {
		double x = market[j].close / p[0];

		for (n = 0; x >= (double)(top + 1); n++, direction = 1)
			bottom = top++;
		for (; n <= 0 && x <= (double)(bottom - 1); n--, direction = -1)
			top = bottom--;
		before += n;
	}
	WANT(i, (double)n, direction, (double)(direction < 0 ? bottom : top) * p[0]);
}

/* 1, -1 on bars whose close is the first beyond the last swing; 0 otherwise. */
static int broken[BARS];
static int open_high[BARS], open_low[BARS];      /* swings not broken yet, or -1 */

static void
find_breaks(int n)
{
	int done_high = -1, done_low = -1;

	for (int i = 0; i < BARS; i++) {
		int high = last_turn(i, n, 1), low = last_turn(i, n, -1);

		broken[i] = 0;
		if (high >= 0 && high != done_high && market[i].close > market[high].high) {
			broken[i] = 1;
			done_high = high;
		} else if (low >= 0 && low != done_low && market[i].close < market[low].low) {
			broken[i] = -1;
			done_low = low;
		}
		open_high[i] = high == done_high ? -1 : high;
		open_low[i] = low == done_low ? -1 : low;
	}
}

static void
market_structure(int i, const double *p)
{
	int trend = 0, before = 0;

	find_breaks((int)p[0]);
	for (int j = 0; j <= i; j++) {
		before = trend;
		trend = broken[j] ? broken[j] : trend;
	}
	WANT(i, trend, broken[i] && broken[i] == -before ? 0 : broken[i],
	    broken[i] && broken[i] == -before ? broken[i] : 0,
	    high_of(open_high[i]), low_of(open_low[i]));
}

/* The last bar up to i that closed against the break. */
static int
against(int i, int way)
{
	while (i >= 0 && (way > 0 ? market[i].close >= market[i].open :
				    market[i].close <= market[i].open))
		i--;
	return i;
}

static bool
is_through(int block, int way, int i)
{
	return way > 0 ? market[i].close < market[block].low : market[i].close > market[block].high;
}

static void
order_block(int i, const double *p)
{
	int block = -1, way = 0, fresh = 0;

	find_breaks((int)p[0]);
	for (int j = 0; j <= i; j++) {
		fresh = 0;
		if (broken[j] && against(j, broken[j]) >= 0) {
			block = against(j, broken[j]);
			way = fresh = broken[j];
		}
		if (block >= 0 && is_through(block, way, j))
			block = -1;
	}
	if (block < 0)
		WANT(i, 0, NAN, NAN, NAN, 0);
	else
		WANT(i, way, market[block].high, market[block].low, i - block, fresh);
}

/* The newest gap at i, and what bars behind it left of it. */
static void
fvg(int i, const double *p)
{
	(void)p;
	WANT(i, 0, NAN, NAN, NAN, NAN, 0);
	for (int j = i; j >= 2; j--) {
		bool up = market[j].low > market[j - 2].high;
		double top = up ? market[j].low : market[j - 2].low;
		double bottom = up ? market[j - 2].high : market[j].high, filled = 0;

		if (!up && market[j].high >= market[j - 2].low)
			continue;
		for (int k = j + 1; k <= i; k++) {
			if (filled >= 1)
				return;          /* it was filled before this bar */
			filled = fmax(filled, up ? (top - market[k].low) / (top - bottom) :
						   (market[k].high - bottom) / (top - bottom));
		}
		WANT(i, up ? 1 : -1, top, bottom, i - j, fmin(filled, 1), j == i ? up ? 1 : -1 : 0);
		return;
	}
}

/* The swings of one side that gathered at i: how many, and the farthest. */
static int
gathered(int i, int n, double percent, int sign, double *level)
{
	int count = 0;

	*level = (double)NAN;
	for (int j = 2 * n; j <= i; j++) {
		double swing = sign * (sign > 0 ? market[j - n].high : market[j - n].low);

		if (count && sign * (sign > 0 ? market[j].high : market[j].low) > *level)
			count = 0;
		if (!is_turn(j - n, n, n, sign))
			continue;
		if (count && fabs(swing - *level) <= fabs(*level) * percent / 100) {
			count++;
			*level = fmax(*level, swing);
		} else {
			count = 1;
			*level = swing;
		}
	}
	*level *= sign;
	return count >= 2 ? count : 0;
}

static void
liquidity(int i, const double *p)
{
	double high, low, old_high, old_low;
	int n = (int)p[0];
	int highs = gathered(i, n, p[1], 1, &high), lows = gathered(i, n, p[1], -1, &low);
	bool was_high = gathered(i - 1, n, p[1], 1, &old_high) > 0;
	bool was_low = gathered(i - 1, n, p[1], -1, &old_low) > 0;
	bool above = was_high && market[i].high > old_high && market[i].close < old_high;
	bool below = was_low && market[i].low < old_low && market[i].close > old_low;

	WANT(i, highs ? high : (double)NAN, highs, lows ? low : (double)NAN, lows, below - above);
}

/* Wilder's average true range at bar i. */
static double
true_range(int i, int n)
{
	double atr = 0;

	for (int j = 1; j <= i; j++) {
		double range = fmax(market[j].high, market[j - 1].close) -
			       fmin(market[j].low, market[j - 1].close);

		atr = j <= n ? atr + range / n : atr + (range - atr) / n;
	}
	return atr;
}

static double price[16], touches[16], touched[16];

/* One swing, seen at bar j, into the sixteen levels. */
static void
gather(double swing, int j, double reach)
{
	int near = -1, place = 0;

	for (int k = 0; k < 16; k++) {
		if (touches[k] && (near < 0 || fabs(price[k] - swing) < fabs(price[near] - swing)))
			near = k;
		if (touches[k] < touches[place] ||
		    (touches[k] == touches[place] && touched[k] < touched[place]))
			place = k;
	}
	if (near >= 0 && fabs(price[near] - swing) <= reach) {
		price[near] = (price[near] * touches[near] + swing) / (touches[near] + 1);
		touches[near]++;
		touched[near] = j;
		return;
	}
	price[place] = swing;
	touches[place] = 1;
	touched[place] = j;
}

static void
support_resistance(int i, const double *p)
{
	int n = (int)p[0], below = -1, above = -1;

	for (int k = 0; k < 16; k++)
		touches[k] = 0;
	for (int j = (int)fmax(2 * p[0], p[2]); j <= i; j++) {
		double reach = p[1] * true_range(j, (int)p[2]);

		if (is_turn(j - n, n, n, 1))
			gather(market[j - n].high, j, reach);
		if (is_turn(j - n, n, n, -1))
			gather(market[j - n].low, j, reach);
	}
	for (int k = 0; k < 16; k++) {
		if (touches[k] < p[3])
			continue;
		if (price[k] < market[i].close && (below < 0 || price[k] > price[below]))
			below = k;
		if (price[k] > market[i].close && (above < 0 || price[k] < price[above]))
			above = k;
	}
	WANT(i, below < 0 ? (double)NAN : price[below], below < 0 ? 0 : touches[below],
	    above < 0 ? (double)NAN : price[above], above < 0 ? 0 : touches[above]);
}

/* The levels of five schools, written out, from the bars from .. to. */
static void
pivot(int kind, int from, int to, double open_now, double *out)
{
	double o = market[from].open, h = market[from].high, l = market[from].low;
	double c = market[to].close, pp, r;

	for (int k = from; k <= to; k++) {
		h = fmax(h, market[k].high);
		l = fmin(l, market[k].low);
	}
	r = h - l;
	for (int k = 0; k < 9; k++)
		out[k] = (double)NAN;
	pp = kind == 2 ? (h + l + 2 * open_now) / 4 : (h + l + c) / 3;
	if (kind == 0 || kind == 2)
		memcpy(out, (double[]){pp, 2 * pp - l, 2 * pp - h, pp + r, pp - r, 2 * pp + h - 2 * l,
				       2 * pp + l - 2 * h}, 7 * sizeof (double));
	else if (kind == 1)
		memcpy(out, (double[]){pp, pp + .382 * r, pp - .382 * r, pp + .618 * r, pp - .618 * r,
				       pp + r, pp - r}, 7 * sizeof (double));
	else if (kind == 3)
		memcpy(out, (double[]){c, c + r * 1.1 / 12, c - r * 1.1 / 12, c + r * 1.1 / 6,
				       c - r * 1.1 / 6, c + r * 1.1 / 4, c - r * 1.1 / 4,
				       c + r * 1.1 / 2, c - r * 1.1 / 2}, 9 * sizeof (double));
	else
		pp = c < o ? h + 2 * l + c : c > o ? 2 * h + l + c : h + l + 2 * c;
	if (kind == 4)
		memcpy(out, (double[]){pp / 4, pp / 2 - l, pp / 2 - h}, 3 * sizeof (double));
}

static void
rolling_pivots(int i, const double *p)
{
	int to = i - 1 - (int)p[1];

	pivot((int)p[2], to - (int)p[0] + 1, to, market[i].open, want[i]);
}

/* The period of a bar: a day, a week from Monday 2024-01-01, or 31, 29, 31 and 9 days. */
static int
period_of(int i, int period, double start)
{
	int day = (int)floor((market[i].time - 1704067200.0 - start * 60) / 86400);

	return period == 0 ? day : period == 1 ? (int)floor(day / 7.0) :
	       day < 0 ? -1 : day < 31 ? 0 : day < 60 ? 1 : day < 91 ? 2 : 3;
}

static void
pivot_points(int i, const double *p)
{
	int now = period_of(i, (int)p[1], p[2]), first = i, from;

	while (first > 0 && period_of(first - 1, (int)p[1], p[2]) == now)
		first--;
	for (int k = 0; k < 9; k++)
		want[i][k] = (double)NAN;
	want[i][9] = i - first + 1;
	if (first == 0)
		return;
	for (from = first - 1; from > 0; from--) {
		if (period_of(from - 1, (int)p[1], p[2]) != period_of(first - 1, (int)p[1], p[2]))
			break;
	}
	pivot((int)p[0], from, first - 1, market[first].open, want[i]);
}

static void
opening_range(int i, const double *p)
{
	double high = (double)NAN, low = (double)NAN, midnight = 1704067200.0 + 60 * p[1];
	double day = floor((market[i].time - midnight) / 86400);

	for (int k = 0; k <= i; k++) {
		double since = market[k].time - midnight - 86400 * day;

		if (since < 0 || since >= 60 * p[0])
			continue;
		high = fmax(high, market[k].high);
		low = fmin(low, market[k].low);
	}
	WANT(i, high, low, market[i].time - midnight - 86400 * day >= 60 * p[0]);
}

static const struct definition_of_all definitions[] = {
	{"inside_bar", {0}, inside_bar, 1e-12},
	{"outside_bar", {0}, outside_bar, 1e-12},
	{"gap", {0}, gap, 1e-12},
	{"gap_up", {0}, gap_up, 1e-12},
	{"gap_down", {0}, gap_down, 1e-12},
	{"nr", {2}, nr, 1e-12},
	{"nr", {5}, nr, 1e-12},
	{"nr", {20}, nr, 1e-12},
	{"nr4", {0}, nr4, 1e-12},
	{"nr7", {0}, nr7, 1e-12},
	{"doji", {0.1}, doji, 1e-12},
	{"doji", {1}, doji, 1e-12},
	{"marubozu", {95}, marubozu, 1e-12},
	{"marubozu", {60}, marubozu, 1e-12},
	{"heikinashi", {0}, heikinashi, 1e-12},
	{"fractal", {2, 2}, fractal, 1e-12},
	{"fractal", {1, 1}, fractal, 1e-12},
	{"fractal", {5, 2}, fractal, 1e-12},
	{"fractal", {1, 7}, fractal, 1e-12},
	{"swings", {1}, swings, 1e-12},
	{"swings", {2}, swings, 1e-12},
	{"swings", {SWING}, swings, 1e-12},
	{"swings", {8}, swings, 1e-12},
	{"zigzag", {1}, zigzag, 1e-12},
	{"zigzag", {3}, zigzag, 1e-12},
	{"zigzag", {8}, zigzag, 1e-12},
	{"zigzag", {20}, zigzag, 1e-12},
	{"renko", {1}, renko, 1e-12},
	{"renko", {0.3}, renko, 1e-12},
	{"renko", {7}, renko, 1e-12},
	{"market_structure", {1}, market_structure, 1e-12},
	{"market_structure", {SWING}, market_structure, 1e-12},
	{"market_structure", {5}, market_structure, 1e-12},
	{"order_block", {1}, order_block, 1e-12},
	{"order_block", {SWING}, order_block, 1e-12},
	{"order_block", {5}, order_block, 1e-12},
	{"fvg", {0}, fvg, 1e-12},
	{"liquidity", {1, 0.5}, liquidity, 1e-12},
	{"liquidity", {2, 2}, liquidity, 1e-12},
	{"liquidity", {SWING, 5}, liquidity, 1e-12},
	{"support_resistance", {1, 0.5, 14, 2}, support_resistance, 1e-12},
	{"support_resistance", {2, 1, 5, 1}, support_resistance, 1e-12},
	{"support_resistance", {SWING, 2, 20, 3}, support_resistance, 1e-12},
	{"rolling_pivots", {20, 0, 0}, rolling_pivots, 1e-12},
	{"rolling_pivots", {7, 3, 1}, rolling_pivots, 1e-12},
	{"rolling_pivots", {1, 0, 2}, rolling_pivots, 1e-12},
	{"rolling_pivots", {5, 1, 4}, rolling_pivots, 1e-12},
	{"rolling_pivots", {12, 5, 3}, rolling_pivots, 1e-12},
	{"pivot_points", {0, 0, 0}, pivot_points, 1e-12},
	{"pivot_points", {1, 1, 0}, pivot_points, 1e-12},
	{"pivot_points", {2, 2, 0}, pivot_points, 1e-12},
	{"pivot_points", {3, 1, 330}, pivot_points, 1e-12},
	{"pivot_points", {4, 0, 720}, pivot_points, 1e-12},
	{"pivot_points", {4, 2, 0}, pivot_points, 1e-12},
	{"opening_range", {30, 0}, opening_range, 1e-12},
	{"opening_range", {720, 0}, opening_range, 1e-12},
	{"opening_range", {400, 330}, opening_range, 1e-12},
	{"opening_range", {1440, -60}, opening_range, 1e-12},
};

int
main(void)
{
	definitions_of_all(jumpy_market, definitions, TQ_COUNT(definitions));
	return t_done();
}
