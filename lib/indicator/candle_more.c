/* SPDX-License-Identifier: ISC */
#include "indicator/candle.h"

#include "base/option.h"

/* Patterns of four and five bars, and those that wait for a confirmation. */

static int
three_black_crows(const struct tq_candle *c)
{
	return is_white(c - 3) && is_black(c - 2) && is_black(c - 1) && is_black(c) &&
	       c[-1].open < c[-2].open && c[-1].open > c[-2].close && c->open < c[-1].open &&
	       c->open > c[-1].close && c[-3].high > c[-2].close && c[-2].close > c[-1].close &&
	       c[-1].close > c->close && no_lower(c - 2) && no_lower(c - 1) && no_lower(c)
		? -100 : 0;
}

/* Opens within the body before or a little outside it. */
static bool
is_near_body(const struct tq_candle *c)
{
	double reach = near(c - 1);

	return c->open >= bottom(c - 1) - reach && c->open <= top(c - 1) + reach;
}

static int
three_line_strike(const struct tq_candle *c)
{
	int direction = color(c - 1);

	return color(c - 3) == direction && color(c - 2) == direction && color(c) != direction &&
	       direction * c[-1].close > direction * c[-2].close &&
	       direction * c[-2].close > direction * c[-3].close &&
	       direction * c->open > direction * c[-1].close &&
	       direction * c->close < direction * c[-3].open && is_near_body(c - 2) &&
	       is_near_body(c - 1) ? 100 * direction : 0;
}

static int
conceal_baby_swallow(const struct tq_candle *c)
{
	return is_black(c - 3) && is_black(c - 2) && is_black(c - 1) && is_black(c) &&
	       body_below(c - 1, c - 2) && c[-1].high > c[-2].close && c->high > c[-1].high &&
	       c->low < c[-1].low && no_lower(c - 3) && no_upper(c - 3) && no_lower(c - 2) &&
	       no_upper(c - 2) && upper(c - 1) > very_short(c - 1) ? 100 : 0;
}

/* Three more bars in the direction of a long one, and one back into the gap. */
static int
breakaway(const struct tq_candle *c)
{
	int way = color(c - 4);
	bool gap = way > 0 ? body_above(c - 3, c - 4) : body_below(c - 3, c - 4);

	if (!gap || color(c - 3) != way || color(c - 1) != way || color(c) == way)
		return 0;
	for (int i = -2; i < 0; i++) {
		if (way * c[i].high <= way * c[i - 1].high || way * c[i].low <= way * c[i - 1].low)
			return 0;
	}
	return way * c->close < way * c[-3].open && way * c->close > way * c[-4].close &&
	       is_long(c - 4) ? -100 * way : 0;
}

static int
ladder_bottom(const struct tq_candle *c)
{
	return is_black(c - 4) && is_black(c - 3) && is_black(c - 2) && is_black(c - 1) &&
	       is_white(c) && c[-4].open > c[-3].open && c[-3].open > c[-2].open &&
	       c[-4].close > c[-3].close && c[-3].close > c[-2].close && c->open > c[-1].open &&
	       c->close > c[-1].high && upper(c - 1) > very_short(c - 1) ? 100 : 0;
}

static int
mat_hold(const struct tq_candle *c, double penetration)
{
	double floor = c[-4].close - body(c - 4) * penetration;

	return is_white(c - 4) && is_black(c - 3) && is_white(c) && body_above(c - 3, c - 4) &&
	       bottom(c - 2) < c[-4].close && bottom(c - 1) < c[-4].close &&
	       bottom(c - 2) > floor && bottom(c - 1) > floor && top(c - 2) < c[-3].open &&
	       top(c - 1) < top(c - 2) && c->open > c[-1].close &&
	       c->close > fmax(fmax(c[-3].high, c[-2].high), c[-1].high) && is_long(c - 4) &&
	       is_small(c - 3) && is_small(c - 2) && is_small(c - 1) ? 100 : 0;
}

static int
rise_fall_three_methods(const struct tq_candle *c)
{
	int way = color(c - 4);

	for (int i = -3; i < 0; i++) {
		if (color(c + i) == way || bottom(c + i) >= c[-4].high || top(c + i) <= c[-4].low)
			return 0;
	}
	return color(c) == way && way * c[-2].close < way * c[-3].close &&
	       way * c[-1].close < way * c[-2].close && way * c->open > way * c[-1].close &&
	       way * c->close > way * c[-4].close && is_long(c - 4) && is_small(c - 3) &&
	       is_small(c - 2) && is_small(c - 1) && is_long(c) ? 100 * way : 0;
}

/* The bar is within the range of the one before. */
static bool
is_inside(const struct tq_candle *c)
{
	return (c->high < c[-1].high) & (c->low > c[-1].low);
}

/* Where a bar went beyond the inside bar before it: against that is the signal. */
static int
false_break(const struct tq_candle *c)
{
	bool is_lower = (c->high < c[-1].high) & (c->low < c[-1].low);
	bool is_higher = (c->high > c[-1].high) & (c->low > c[-1].low);

	return 100 * (is_lower - is_higher);
}

static int
hikkake(const struct tq_candle *c)
{
	return is_inside(c - 1) ? false_break(c) : 0;
}

static int
modified_hikkake(const struct tq_candle *c)
{
	int way = (is_inside(c - 2) & is_inside(c - 1)) ? false_break(c) : 0;

	if (way > 0)
		return c[-2].close <= c[-2].low + near(c - 2) ? way : 0;
	return way < 0 && c[-2].close >= c[-2].high - near(c - 2) ? way : 0;
}

/*
 * A pattern counts double on the bar, at most three later, that closes beyond
 * the inside bar; once, and unless another pattern has come between.
 */
static int
confirm(struct tq_pending *p, const struct tq_candle *c, int way)
{
	if (way != 0) {
		p->way = way;
		p->left = 3;
		p->beyond = way > 0 ? c[-1].high : c[-1].low;
		return way;
	}
	if (p->left <= 0)
		return 0;
	p->left--;
	if (p->way > 0 ? !(c->close > p->beyond) : !(c->close < p->beyond))
		return 0;
	p->left = 0;
	return 2 * p->way;
}

/* What the bars before c left to be confirmed, when nothing is known of them yet. */
static void
look_back(struct tq_pending *p, const struct tq_candle *c, int (*judge)(const struct tq_candle *c))
{
	p->left = 0;
	for (int i = -3; i < 0; i++)
		confirm(p, c + i, judge(c + i));
}

#define MAKE_CONFIRMED(judge, named, origin, back, about) \
	static void * \
	judge##_make(const double *param) \
	{ \
		(void)param; \
		return tq_candles_new((back), 0); \
	} \
	static void \
	judge##_step(void *node, const double *in, double *out) \
	{ \
		struct tq_pending *p = &((struct tq_candles *)node)->pending; \
		const struct tq_candle *c = tq_candles_step(node, in); \
		if (c && p->left < 0) \
			look_back(p, c, judge); \
		*out = c ? confirm(p, c, judge(c)) : (double)NAN; \
	}

#define PATTERNS(X) \
	X(three_black_crows, "cdl3blackcrows", "CDL3BLACKCROWS", 13, \
	  "three black crows: after white, three black bars in steps that close at their lows") \
	X(three_line_strike, "cdl3linestrike", "CDL3LINESTRIKE", 8, \
	  "three-line strike: three bars in steps, then one back past them all") \
	X(breakaway, "cdlbreakaway", "CDLBREAKAWAY", 14, \
	  "breakaway: a gap, two more bars that way, then one back into the gap") \
	X(conceal_baby_swallow, "cdlconcealbabyswall", "CDLCONCEALBABYSWALL", 13, \
	  "concealing baby swallow: two black marubozu, a black bar below, swallowed by a fourth") \
	X(ladder_bottom, "cdlladderbottom", "CDLLADDERBOTTOM", 14, \
	  "ladder bottom: three lower black bars, one with an upper shadow, then white above it") \
	X(rise_fall_three_methods, "cdlrisefall3methods", "CDLRISEFALL3METHODS", 14, \
	  "rising or falling three methods: three small bars back between two long ones")

#define CONFIRMED_PATTERNS(X) \
	X(hikkake, "cdlhikkake", "CDLHIKKAKE", 5, \
	  "hikkake: a break out of an inside bar that fails; 200 when a later close confirms it") \
	X(modified_hikkake, "cdlhikkakemod", "CDLHIKKAKEMOD", 10, \
	  "modified hikkake: with two inside bars, the first closing at its end; 200 confirmed")

#define DEEP_PATTERNS(X) \
	X(mat_hold, "cdlmathold", "CDLMATHOLD", 14, 0.5, \
	  "mat hold: long white, three small bars that hold above part of it, then a new high")

PATTERNS(TQ_CANDLE_MAKE)
CONFIRMED_PATTERNS(MAKE_CONFIRMED)
DEEP_PATTERNS(TQ_CANDLE_MAKE_DEEP)

static const struct tq_ind rows[] = {
	PATTERNS(TQ_CANDLE_ROW)
	CONFIRMED_PATTERNS(TQ_CANDLE_ROW)
	DEEP_PATTERNS(TQ_CANDLE_ROW_DEEP)
};

const struct tq_ind_family tq_ind_candle_more = {"candlestick patterns", rows, TQ_COUNT(rows)};
