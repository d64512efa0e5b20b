/* SPDX-License-Identifier: ISC */
#include "indicator/candle.h"

#include "base/option.h"

/* Patterns of two bars: c[-1] and then c[0]. */

/* A small body at the top of its range, with a long lower shadow. */
static bool
is_hammer(const struct tq_candle *c)
{
	return is_small(c) && lower(c) > body(c) && no_upper(c);
}

static int
hammer(const struct tq_candle *c)
{
	return is_hammer(c) && bottom(c) <= c[-1].low + near(c - 1) ? 100 : 0;
}

static int
hanging_man(const struct tq_candle *c)
{
	return is_hammer(c) && bottom(c) >= c[-1].high - near(c - 1) ? -100 : 0;
}

/* A small body at the bottom of its range, with a long upper shadow. */
static bool
is_star(const struct tq_candle *c)
{
	return is_small(c) && upper(c) > body(c) && no_lower(c);
}

static int
inverted_hammer(const struct tq_candle *c)
{
	return is_star(c) && body_below(c, c - 1) ? 100 : 0;
}

static int
shooting_star(const struct tq_candle *c)
{
	return is_star(c) && body_above(c, c - 1) ? -100 : 0;
}

static int
counterattack(const struct tq_candle *c)
{
	return color(c) != color(c - 1) && within(c->close, c[-1].close, equal(c - 1)) &&
	       is_long(c - 1) && is_long(c) ? 100 * color(c) : 0;
}

static int
dark_cloud_cover(const struct tq_candle *c, double penetration)
{
	bool covers = is_white(c - 1) & is_black(c) & (c->open > c[-1].high) &
		(c->close > c[-1].open) & (c->close < c[-1].close - body(c - 1) * penetration);

	return covers && is_long(c - 1) ? -100 : 0;
}

static int
doji_star(const struct tq_candle *c)
{
	return is_long(c - 1) && is_doji(c) &&
	       (is_white(c - 1) ? body_above(c, c - 1) : body_below(c, c - 1))
		? -100 * color(c - 1) : 0;
}

/* 80 when one end of the two bodies is the same. */
static int
engulfing(const struct tq_candle *c)
{
	static const int by_shared_ends[] = {100, 80, 0};
	const struct tq_candle *p = c - 1;
	bool from_below = c->open <= p->close, to_above = c->close >= p->open;
	bool from_above = c->open >= p->close, to_below = c->close <= p->open;
	bool up = is_black(p) & is_white(c) & from_below & to_above;
	bool down = is_white(p) & is_black(c) & from_above & to_below;

	return (up - down) * by_shared_ends[(from_below & from_above) + (to_above & to_below)];
}

/* How far the body of c is within that of the bar before: 80 when they share an end. */
static int
held(const struct tq_candle *c)
{
	if (top(c) < top(c - 1) && bottom(c) > bottom(c - 1))
		return -100 * color(c - 1);
	return top(c) <= top(c - 1) && bottom(c) >= bottom(c - 1) ? -80 * color(c - 1) : 0;
}

static int
harami(const struct tq_candle *c)
{
	return is_long(c - 1) && !is_long(c) ? held(c) : 0;
}

static int
harami_cross(const struct tq_candle *c)
{
	return is_long(c - 1) && is_doji(c) ? held(c) : 0;
}

static int
homing_pigeon(const struct tq_candle *c)
{
	bool inside = is_black(c - 1) & is_black(c) & (c->open < c[-1].open) &
		(c->close > c[-1].close);

	return inside && is_long(c - 1) && !is_long(c) ? 100 : 0;
}

/* A white bar that opens below the low of a long black one. */
static bool
is_below_black(const struct tq_candle *c)
{
	return is_black(c - 1) && is_white(c) && c->open < c[-1].low && is_long(c - 1);
}

static int
in_neck(const struct tq_candle *c)
{
	return is_below_black(c) && c->close >= c[-1].close &&
	       c->close <= c[-1].close + equal(c - 1) ? -100 : 0;
}

static int
on_neck(const struct tq_candle *c)
{
	return is_below_black(c) && within(c->close, c[-1].low, equal(c - 1)) ? -100 : 0;
}

static int
thrusting(const struct tq_candle *c)
{
	return is_below_black(c) && c->close > c[-1].close + equal(c - 1) &&
	       c->close <= c[-1].close + body(c - 1) * 0.5 ? -100 : 0;
}

static int
piercing(const struct tq_candle *c)
{
	return is_below_black(c) && is_long(c) && c->close < c[-1].open &&
	       c->close > c[-1].close + body(c - 1) * 0.5 ? 100 : 0;
}

static bool
is_marubozu(const struct tq_candle *c)
{
	return is_long(c) && no_upper(c) && no_lower(c);
}

static bool
is_kick(const struct tq_candle *c)
{
	return color(c) != color(c - 1) && (is_white(c) ? above(c, c - 1) : below(c, c - 1)) &&
	       is_marubozu(c - 1) && is_marubozu(c);
}

static int
kicking(const struct tq_candle *c)
{
	return is_kick(c) ? 100 * color(c) : 0;
}

static int
kicking_by_length(const struct tq_candle *c)
{
	return is_kick(c) ? 100 * color(body(c) > body(c - 1) ? c : c - 1) : 0;
}

static int
matching_low(const struct tq_candle *c)
{
	return is_black(c - 1) && is_black(c) && within(c->close, c[-1].close, equal(c - 1))
		? 100 : 0;
}

static int
separating_lines(const struct tq_candle *c)
{
	return color(c) != color(c - 1) && within(c->open, c[-1].open, equal(c - 1)) &&
	       is_long(c) && (is_white(c) ? no_lower(c) : no_upper(c)) ? 100 * color(c) : 0;
}

#define PATTERNS(X) \
	X(hammer, "cdlhammer", "CDLHAMMER", 11, \
	  "hammer: a small body over a long shadow, near or below the low before") \
	X(hanging_man, "cdlhangingman", "CDLHANGINGMAN", 11, \
	  "hanging man: a small body over a long shadow, near or above the high before") \
	X(inverted_hammer, "cdlinvertedhammer", "CDLINVERTEDHAMMER", 11, \
	  "inverted hammer: a small body below a long shadow, under the body before") \
	X(shooting_star, "cdlshootingstar", "CDLSHOOTINGSTAR", 11, \
	  "shooting star: a small body below a long shadow, over the body before") \
	X(counterattack, "cdlcounterattack", "CDLCOUNTERATTACK", 11, \
	  "counterattack: two long bodies against each other that close at one price") \
	X(doji_star, "cdldojistar", "CDLDOJISTAR", 11, \
	  "doji star: a doji beyond a long body; against that body's direction") \
	X(engulfing, "cdlengulfing", "CDLENGULFING", 2, \
	  "engulfing: a body around the one before, of the other colour; 80 at a shared end") \
	X(harami, "cdlharami", "CDLHARAMI", 11, \
	  "harami: a small body within a long one, against its direction; 80 at a shared end") \
	X(harami_cross, "cdlharamicross", "CDLHARAMICROSS", 11, \
	  "harami cross: a doji within a long body, against its direction; 80 at a shared end") \
	X(homing_pigeon, "cdlhomingpigeon", "CDLHOMINGPIGEON", 11, \
	  "homing pigeon: a small black body within a long black one") \
	X(in_neck, "cdlinneck", "CDLINNECK", 11, \
	  "in-neck: white from below a long black bar up to its close") \
	X(kicking, "cdlkicking", "CDLKICKING", 11, \
	  "kicking: two marubozu of different colours with a gap between them") \
	X(kicking_by_length, "cdlkickingbylength", "CDLKICKINGBYLENGTH", 11, \
	  "kicking, in the direction of the longer marubozu") \
	X(matching_low, "cdlmatchinglow", "CDLMATCHINGLOW", 6, \
	  "matching low: two black bars with the same close") \
	X(on_neck, "cdlonneck", "CDLONNECK", 11, \
	  "on-neck: white from below a long black bar up to its low") \
	X(piercing, "cdlpiercing", "CDLPIERCING", 11, \
	  "piercing: long white from below a long black bar past the middle of its body") \
	X(separating_lines, "cdlseparatinglines", "CDLSEPARATINGLINES", 11, \
	  "separating lines: two bars of different colours with the same open") \
	X(thrusting, "cdlthrusting", "CDLTHRUSTING", 11, \
	  "thrusting: white from below a long black bar into the lower half of its body")

#define DEEP_PATTERNS(X) \
	X(dark_cloud_cover, "cdldarkcloudcover", "CDLDARKCLOUDCOVER", 11, 0.5, \
	  "dark cloud cover: black from above the high deep into a long white body")

PATTERNS(TQ_CANDLE_MAKE)
DEEP_PATTERNS(TQ_CANDLE_MAKE_DEEP)

static const struct tq_ind rows[] = {
	PATTERNS(TQ_CANDLE_ROW)
	DEEP_PATTERNS(TQ_CANDLE_ROW_DEEP)
};

const struct tq_ind_family tq_ind_candle_two = {"candlestick patterns", rows, TQ_COUNT(rows)};
