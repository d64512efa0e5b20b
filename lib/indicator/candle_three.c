/* SPDX-License-Identifier: ISC */
#include "indicator/candle.h"

#include "base/option.h"

/* Patterns of three bars: c[-2], c[-1] and then c[0]. */

static int
two_crows(const struct tq_candle *c)
{
	return is_white(c - 2) && is_black(c - 1) && is_black(c) && is_long(c - 2) &&
	       body_above(c - 1, c - 2) && c->open < c[-1].open && c->open > c[-1].close &&
	       c->close > c[-2].open && c->close < c[-2].close ? -100 : 0;
}

static int
three_inside(const struct tq_candle *c)
{
	int direction = -color(c - 2);

	return top(c - 1) < top(c - 2) && bottom(c - 1) > bottom(c - 2) && color(c) == direction &&
	       direction * c->close > direction * c[-2].open && is_long(c - 2) && !is_long(c - 1)
		? 100 * direction : 0;
}

static int
three_outside(const struct tq_candle *c)
{
	int direction = color(c - 1);

	return color(c - 2) != direction && top(c - 1) > top(c - 2) &&
	       bottom(c - 1) < bottom(c - 2) && direction * c->close > direction * c[-1].close
		? 100 * direction : 0;
}

static int
three_stars_in_south(const struct tq_candle *c)
{
	return is_black(c - 2) && is_black(c - 1) && is_black(c) && is_long(c - 2) &&
	       lower(c - 2) > body(c - 2) && body(c - 1) < body(c - 2) &&
	       c[-1].open > c[-2].close && c[-1].open <= c[-2].high && c[-1].low < c[-2].close &&
	       c[-1].low >= c[-2].low && lower(c - 1) > very_short(c - 1) && is_small(c) &&
	       no_lower(c) && no_upper(c) && c->low > c[-1].low && c->high < c[-1].high ? 100 : 0;
}

/* Opens within the body before or a little above it. */
static bool
is_step_up(const struct tq_candle *c)
{
	return c->close > c[-1].close && c->open > c[-1].open &&
	       c->open <= c[-1].close + near(c - 1);
}

static bool
is_white_advance(const struct tq_candle *c)
{
	return is_white(c - 2) && is_white(c - 1) && is_white(c) && is_step_up(c - 1) &&
	       is_step_up(c);
}

static int
three_white_soldiers(const struct tq_candle *c)
{
	return is_white_advance(c) && no_upper(c - 2) && no_upper(c - 1) && no_upper(c) &&
	       body(c - 1) > body(c - 2) - far(c - 2) && body(c) > body(c - 1) - far(c - 1) &&
	       is_long(c) ? 100 : 0;
}

/* The ways in which an advance of white bars is seen to lose its force. */
static bool
is_weakening(const struct tq_candle *c)
{
	bool smaller = body(c) < body(c - 1);

	return (body(c - 1) < body(c - 2) - far(c - 2) && body(c) < body(c - 1) + near(c - 1)) ||
	       body(c) < body(c - 1) - far(c - 1) ||
	       (smaller && body(c - 1) < body(c - 2) &&
		(upper(c) > short_shadow(c) || upper(c - 1) > short_shadow(c - 1))) ||
	       (smaller && upper(c) > body(c));
}

static int
advance_block(const struct tq_candle *c)
{
	return is_white_advance(c) && is_long(c - 2) && upper(c - 2) < short_shadow(c - 2) &&
	       is_weakening(c) ? -100 : 0;
}

static int
stalled_pattern(const struct tq_candle *c)
{
	return is_white(c - 2) && is_white(c - 1) && is_white(c) && c->close > c[-1].close &&
	       is_step_up(c - 1) && is_long(c - 2) && is_long(c - 1) && no_upper(c - 1) &&
	       is_small(c) && c->open >= c[-1].close - body(c) - near(c - 1) ? -100 : 0;
}

/* A long bar, something beyond it, and a bar back into the body of the first. */
static bool
is_turned_back(const struct tq_candle *c, double penetration)
{
	double part = body(c - 2) * penetration;

	return is_long(c - 2) && color(c) != color(c - 2) && is_long(c) &&
	       (is_black(c) ? c->close < c[-2].close - part : c->close > c[-2].close + part);
}

static bool
is_beyond(const struct tq_candle *c)
{
	return is_white(c - 1) ? body_above(c, c - 1) : body_below(c, c - 1);
}

static int
abandoned_baby(const struct tq_candle *c, double penetration)
{
	bool alone = is_black(c) ? above(c - 1, c - 2) && below(c, c - 1) :
				   below(c - 1, c - 2) && above(c, c - 1);

	return alone && is_turned_back(c, penetration) && is_doji(c - 1) ? 100 * color(c) : 0;
}

static int
evening_doji_star(const struct tq_candle *c, double penetration)
{
	return is_black(c) && is_beyond(c - 1) && is_turned_back(c, penetration) &&
	       is_doji(c - 1) ? -100 : 0;
}

static int
evening_star(const struct tq_candle *c, double penetration)
{
	return is_black(c) && is_beyond(c - 1) && is_turned_back(c, penetration) &&
	       !is_long(c - 1) ? -100 : 0;
}

static int
morning_doji_star(const struct tq_candle *c, double penetration)
{
	return is_white(c) && is_beyond(c - 1) && is_turned_back(c, penetration) &&
	       is_doji(c - 1) ? 100 : 0;
}

static int
morning_star(const struct tq_candle *c, double penetration)
{
	return is_white(c) && is_beyond(c - 1) && is_turned_back(c, penetration) &&
	       !is_long(c - 1) ? 100 : 0;
}

static int
gap_side_white(const struct tq_candle *c)
{
	bool up = body_above(c - 1, c - 2) && body_above(c, c - 2);
	bool down = body_below(c - 1, c - 2) && body_below(c, c - 2);

	if (!(up || down) || is_black(c - 1) || is_black(c) ||
	    !within(body(c), body(c - 1), near(c - 1)) ||
	    !within(c->open, c[-1].open, equal(c - 1)))
		return 0;
	return up ? 100 : -100;
}

static int
identical_three_crows(const struct tq_candle *c)
{
	return is_black(c - 2) && is_black(c - 1) && is_black(c) && c[-2].close > c[-1].close &&
	       c[-1].close > c->close && within(c[-1].open, c[-2].close, equal(c - 2)) &&
	       within(c->open, c[-1].close, equal(c - 1)) && no_lower(c - 2) && no_lower(c - 1) &&
	       no_lower(c) ? -100 : 0;
}

static int
stick_sandwich(const struct tq_candle *c)
{
	return is_black(c - 2) && is_white(c - 1) && is_black(c) && c[-1].low > c[-2].close &&
	       within(c->close, c[-2].close, equal(c - 2)) ? 100 : 0;
}

static int
tasuki_gap(const struct tq_candle *c)
{
	bool up = is_white(c - 1);

	return (up ? body_above(c - 1, c - 2) : body_below(c - 1, c - 2)) &&
	       color(c) != color(c - 1) && c->open < top(c - 1) && c->open > bottom(c - 1) &&
	       (up ? c->close < c[-1].open && c->close > top(c - 2) :
		     c->close > c[-1].open && c->close < bottom(c - 2)) &&
	       fabs(body(c - 1) - body(c)) < near(c - 1) ? 100 * color(c - 1) : 0;
}

/* All three are dojis by what was usual before the first. */
static int
tristar(const struct tq_candle *c)
{
	double small = very_short(c - 2);

	if (body(c - 2) > small || body(c - 1) > small || body(c) > small)
		return 0;
	if (body_above(c - 1, c - 2) && top(c) < top(c - 1))
		return -100;
	return body_below(c - 1, c - 2) && bottom(c) > bottom(c - 1) ? 100 : 0;
}

static int
unique_three_river(const struct tq_candle *c)
{
	return is_black(c - 2) && is_black(c - 1) && is_white(c) && c[-1].close > c[-2].close &&
	       c[-1].open <= c[-2].open && c[-1].low < c[-2].low && c->open > c[-1].low &&
	       is_long(c - 2) && is_small(c) ? 100 : 0;
}

static int
upside_gap_two_crows(const struct tq_candle *c)
{
	return is_white(c - 2) && is_black(c - 1) && is_black(c) && body_above(c - 1, c - 2) &&
	       c->open > c[-1].open && c->close < c[-1].close && c->close > c[-2].close &&
	       is_long(c - 2) && !is_long(c - 1) ? -100 : 0;
}

/* Each of the ends lies beyond the next one: all that is asked, colours too, follows. */
static int
side_gap_three_methods(const struct tq_candle *c)
{
	const struct tq_candle *p = c - 1, *q = c - 2;
	bool up = (p->close > c->open) & (c->open > p->open) & (p->open > q->close) &
		(q->close > c->close) & (c->close > q->open);
	bool down = (p->close < c->open) & (c->open < p->open) & (p->open < q->close) &
		(q->close < c->close) & (c->close < q->open);

	return 100 * (up - down);
}

#define PATTERNS(X) \
	X(two_crows, "cdl2crows", "CDL2CROWS", 12, \
	  "two crows: black above a long white body, then black from there into it") \
	X(three_inside, "cdl3inside", "CDL3INSIDE", 12, \
	  "three inside: a harami and then a close beyond the open of its long bar") \
	X(three_outside, "cdl3outside", "CDL3OUTSIDE", 3, \
	  "three outside: an engulfing bar and then a close farther on") \
	X(three_stars_in_south, "cdl3starsinsouth", "CDL3STARSINSOUTH", 12, \
	  "three stars in the south: ever smaller black bars with ever higher lows") \
	X(three_white_soldiers, "cdl3whitesoldiers", "CDL3WHITESOLDIERS", 12, \
	  "three white soldiers: three white bars in steps that close at their highs") \
	X(advance_block, "cdladvanceblock", "CDLADVANCEBLOCK", 12, \
	  "advance block: three white bars in steps that lose their force") \
	X(gap_side_white, "cdlgapsidesidewhite", "CDLGAPSIDESIDEWHITE", 7, \
	  "side-by-side white lines: two alike white bars on the far side of a gap") \
	X(identical_three_crows, "cdlidentical3crows", "CDLIDENTICAL3CROWS", 12, \
	  "identical three crows: three black bars, each from the close before") \
	X(stalled_pattern, "cdlstalledpattern", "CDLSTALLEDPATTERN", 12, \
	  "stalled pattern: two long white bars and then a small one at their top") \
	X(stick_sandwich, "cdlsticksandwich", "CDLSTICKSANDWICH", 7, \
	  "stick sandwich: white between two black bars with the same close") \
	X(tasuki_gap, "cdltasukigap", "CDLTASUKIGAP", 7, \
	  "tasuki gap: a bar against the one before that does not close the gap") \
	X(tristar, "cdltristar", "CDLTRISTAR", 12, \
	  "tristar: three dojis, the middle one beyond the others") \
	X(unique_three_river, "cdlunique3river", "CDLUNIQUE3RIVER", 12, \
	  "unique three river: long black, black to a new low, then a small white above that low") \
	X(upside_gap_two_crows, "cdlupsidegap2crows", "CDLUPSIDEGAP2CROWS", 12, \
	  "upside gap two crows: two black bars above a long white body, the second the larger") \
	X(side_gap_three_methods, "cdlxsidegap3methods", "CDLXSIDEGAP3METHODS", 2, \
	  "side gap three methods: two bars with a gap between them, then one that closes it")

#define DEEP_PATTERNS(X) \
	X(abandoned_baby, "cdlabandonedbaby", "CDLABANDONEDBABY", 12, 0.3, \
	  "abandoned baby: a doji with gaps on both sides between bars against each other") \
	X(evening_doji_star, "cdleveningdojistar", "CDLEVENINGDOJISTAR", 12, 0.3, \
	  "evening doji star: long white, a doji above it, black back into the white body") \
	X(evening_star, "cdleveningstar", "CDLEVENINGSTAR", 12, 0.3, \
	  "evening star: long white, a small body above it, black back into the white body") \
	X(morning_doji_star, "cdlmorningdojistar", "CDLMORNINGDOJISTAR", 12, 0.3, \
	  "morning doji star: long black, a doji below it, white back into the black body") \
	X(morning_star, "cdlmorningstar", "CDLMORNINGSTAR", 12, 0.3, \
	  "morning star: long black, a small body below it, white back into the black body")

PATTERNS(TQ_CANDLE_MAKE)
DEEP_PATTERNS(TQ_CANDLE_MAKE_DEEP)

static const struct tq_ind rows[] = {
	PATTERNS(TQ_CANDLE_ROW)
	DEEP_PATTERNS(TQ_CANDLE_ROW_DEEP)
};

const struct tq_ind_family tq_ind_candle_three = {"candlestick patterns", rows, TQ_COUNT(rows)};
