/* SPDX-License-Identifier: ISC */
#include "indicator/candle.h"

#include "base/option.h"

/* Patterns of one bar. */

static int
belt_hold(const struct tq_candle *c)
{
	if (!is_long(c))
		return 0;
	if (is_white(c))
		return no_lower(c) ? 100 : 0;
	return no_upper(c) ? -100 : 0;
}

static int
closing_marubozu(const struct tq_candle *c)
{
	if (!is_long(c))
		return 0;
	if (is_white(c))
		return no_upper(c) ? 100 : 0;
	return no_lower(c) ? -100 : 0;
}

static int
doji(const struct tq_candle *c)
{
	return is_doji(c) ? 100 : 0;
}

static int
dragonfly_doji(const struct tq_candle *c)
{
	return is_doji(c) && no_upper(c) && lower(c) > very_short(c) ? 100 : 0;
}

static int
gravestone_doji(const struct tq_candle *c)
{
	return is_doji(c) && no_lower(c) && upper(c) > very_short(c) ? 100 : 0;
}

static int
high_wave(const struct tq_candle *c)
{
	return is_small(c) && upper(c) > 2 * body(c) && lower(c) > 2 * body(c) ? 100 * color(c) : 0;
}

static int
long_legged_doji(const struct tq_candle *c)
{
	return is_doji(c) && (upper(c) > body(c) || lower(c) > body(c)) ? 100 : 0;
}

static int
long_line(const struct tq_candle *c)
{
	return is_long(c) && upper(c) < short_shadow(c) && lower(c) < short_shadow(c)
		? 100 * color(c) : 0;
}

static int
marubozu(const struct tq_candle *c)
{
	return is_long(c) && no_upper(c) && no_lower(c) ? 100 * color(c) : 0;
}

static int
rickshaw_man(const struct tq_candle *c)
{
	double middle = c->low + range(c) / 2;

	return is_doji(c) && upper(c) > body(c) && lower(c) > body(c) &&
	       bottom(c) <= middle + near(c) && top(c) >= middle - near(c) ? 100 : 0;
}

static int
short_line(const struct tq_candle *c)
{
	return is_small(c) && upper(c) < short_shadow(c) && lower(c) < short_shadow(c)
		? 100 * color(c) : 0;
}

static int
spinning_top(const struct tq_candle *c)
{
	return (upper(c) > body(c)) & (lower(c) > body(c)) && is_small(c) ? 100 * color(c) : 0;
}

static int
takuri(const struct tq_candle *c)
{
	return is_doji(c) && no_upper(c) && lower(c) > 2 * body(c) ? 100 : 0;
}

#define PATTERNS(X) \
	X(belt_hold, "cdlbelthold", "CDLBELTHOLD", 10, \
	  "belt hold: a long body that opens at the end of its range") \
	X(closing_marubozu, "cdlclosingmarubozu", "CDLCLOSINGMARUBOZU", 10, \
	  "closing marubozu: a long body that closes at the end of its range") \
	X(doji, "cdldoji", "CDLDOJI", 10, \
	  "doji: the close is the open; 100, which says nothing of the direction") \
	X(dragonfly_doji, "cdldragonflydoji", "CDLDRAGONFLYDOJI", 10, \
	  "dragonfly doji: a doji at the top of its range") \
	X(gravestone_doji, "cdlgravestonedoji", "CDLGRAVESTONEDOJI", 10, \
	  "gravestone doji: a doji at the bottom of its range; 100 all the same") \
	X(high_wave, "cdlhighwave", "CDLHIGHWAVE", 10, \
	  "high wave: a small body between two very long shadows") \
	X(long_legged_doji, "cdllongleggeddoji", "CDLLONGLEGGEDDOJI", 10, \
	  "long-legged doji: a doji with a long shadow") \
	X(long_line, "cdllongline", "CDLLONGLINE", 10, \
	  "long line: a long body with short shadows") \
	X(marubozu, "cdlmarubozu", "CDLMARUBOZU", 10, \
	  "marubozu: a long body with next to no shadows") \
	X(rickshaw_man, "cdlrickshawman", "CDLRICKSHAWMAN", 10, \
	  "rickshaw man: a doji near the middle of its range, with long shadows") \
	X(short_line, "cdlshortline", "CDLSHORTLINE", 10, \
	  "short line: a small body with short shadows") \
	X(spinning_top, "cdlspinningtop", "CDLSPINNINGTOP", 10, \
	  "spinning top: a small body, both shadows longer than it") \
	X(takuri, "cdltakuri", "CDLTAKURI", 10, \
	  "takuri: a dragonfly doji with a very long lower shadow")

PATTERNS(TQ_CANDLE_MAKE)

static const struct tq_ind rows[] = {PATTERNS(TQ_CANDLE_ROW)};

const struct tq_ind_family tq_ind_candle_one = {"candlestick patterns", rows, TQ_COUNT(rows)};
