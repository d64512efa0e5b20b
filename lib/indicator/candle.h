/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_CANDLE_H
#define TQ_INDICATOR_CANDLE_H

/*
 * Candlestick patterns: what they have in common.
 *
 * A pattern is a function of the last bars. c[0] is the bar that is judged,
 * c[-1] the one before it; the answer is 100 for a bullish pattern, -100 for a
 * bearish one, 0 for none (some say 80 or 200, see their rows):
 *
 *	static int
 *	marubozu(const struct tq_candle *c)
 *
 * "Long", "short", "near" are measured against the bars before the one in
 * question, with TA-Lib's default candle settings: bodies against the mean body
 * of ten bars, dojis and very short shadows against a tenth of their mean range,
 * short shadows against half the mean of both shadows, distances against the
 * mean range of five bars. Each mean is added up afresh, when it is asked for,
 * from the bars that are kept: a pattern forgets a bar with its window.
 *
 * Comparisons that cost no more than a look are joined by & where a branch for each
 * would be foretold badly; && stands before what is added up.
 *
 * The words of the trade below are static and carry no prefix, so that a
 * pattern reads as it is defined; only the files of patterns include this.
 */
#include "indicator/family.h"

#include <math.h>
#include <stddef.h>

struct tq_candle {
	double open, high, low, close;
	double body, range;      /* what the means are taken of */
};

/* How many bars before the judged one a pattern may read. */
enum { TQ_CANDLES_BACK = 15 };

/*
 * The bars of a node stand in a row that is moved back to its beginning when it
 * is full, so that a pattern reads the bars before its own at negative places.
 */
enum { TQ_CANDLES_KEPT = TQ_CANDLES_BACK + 1, TQ_CANDLES_ROOM = 8 * TQ_CANDLES_KEPT };

/* The last pattern of those that a later close confirms; it follows from the bars kept. */
struct tq_pending {
	double beyond;           /* where the close must be */
	int way;
	int left;                /* bars it waits for; below 0: not known of the bars before */
};

struct tq_candles {
	double penetration;      /* of those that ask for it */
	struct tq_pending pending;
	int64_t back;
	int64_t wait;            /* bars without a NaN up to the next answer, at most back + 1 */
	struct tq_candle *now;   /* the newest; bar + TQ_CANDLES_KEPT - 1 at the least */
	struct tq_candle bar[TQ_CANDLES_ROOM];
};

/* back is the pattern's lookback, at most TQ_CANDLES_BACK. */
void *tq_candles_new(int back, double penetration);
void tq_candles_move_back(struct tq_candles *c);
const struct tq_candle *tq_candles_wait(struct tq_candles *c);
void tq_candles_state(void *node, struct tq_state *st);

static inline struct tq_candle
tq_candle_of(const double *in)
{
	return (struct tq_candle){in[0], in[1], in[2], in[3], fabs(in[3] - in[0]), in[1] - in[2]};
}

/* The bar to be judged, or NULL while not all are there that it is judged by. */
static inline const struct tq_candle *
tq_candles_step(struct tq_candles *c, const double *in)
{
	struct tq_candle bar = tq_candle_of(in);
	double all = bar.body + bar.range;

	if (++c->now == c->bar + TQ_CANDLES_ROOM)
		tq_candles_move_back(c);
	*c->now = bar;
	return c->wait == 0 && all - all == 0 ? c->now : tq_candles_wait(c);
}

int64_t tq_candle_after_2(const double *param);
int64_t tq_candle_after_3(const double *param);
int64_t tq_candle_after_5(const double *param);
int64_t tq_candle_after_6(const double *param);
int64_t tq_candle_after_7(const double *param);
int64_t tq_candle_after_8(const double *param);
int64_t tq_candle_after_10(const double *param);
int64_t tq_candle_after_11(const double *param);
int64_t tq_candle_after_12(const double *param);
int64_t tq_candle_after_13(const double *param);
int64_t tq_candle_after_14(const double *param);

/*
 * A file's patterns are one list of X(function, name, TA-Lib's name, lookback,
 * meaning); those that ask how deep a close goes into a body are another, with
 * the preset of that penetration before the meaning.
 */
#define TQ_CANDLE_MAKE(judge, named, origin, back, about) \
	static void * \
	judge##_make(const double *param) \
	{ \
		(void)param; \
		return tq_candles_new((back), 0); \
	} \
	static void \
	judge##_step(void *node, const double *in, double *out) \
	{ \
		const struct tq_candle *c = tq_candles_step(node, in); \
		*out = c ? judge(c) : (double)NAN; \
	}

#define TQ_CANDLE_MAKE_DEEP(judge, named, origin, back, preset, about) \
	static void * \
	judge##_make(const double *param) \
	{ \
		return tq_candles_new((back), param[0]); \
	} \
	static void \
	judge##_step(void *node, const double *in, double *out) \
	{ \
		const struct tq_candle *c = tq_candles_step(node, in); \
		*out = c ? judge(c, ((struct tq_candles *)node)->penetration) : (double)NAN; \
	}

#define TQ_CANDLE_COMMON(judge, named, origin, back, about) \
	.name = (named), \
	.meaning = (about), \
	.source = "TA-Lib " origin, \
	.recovery = TQ_IND_WINDOW, \
	.of_bar = true, \
	.n_inputs = 4, .inputs = {"open", "high", "low", "close"}, \
	.n_outputs = 1, .outputs = {(named)}, \
	.lookback = tq_candle_after_##back, \
	.make = judge##_make, .step = judge##_step, .state = tq_candles_state

#define TQ_CANDLE_ROW(judge, named, origin, back, about) \
	{TQ_CANDLE_COMMON(judge, named, origin, back, about)},

#define TQ_CANDLE_ROW_DEEP(judge, named, origin, back, preset, about) \
	{ \
		TQ_CANDLE_COMMON(judge, named, origin, back, about), \
		.n_params = 1, .params = { \
			{"penetration", (preset), 0, 3e37, false, \
			 "part of the first body that the last close must get through"}, \
		}, \
	},

static inline double
top(const struct tq_candle *c)
{
	return c->open > c->close ? c->open : c->close;
}

static inline double
bottom(const struct tq_candle *c)
{
	return c->open > c->close ? c->close : c->open;
}

static inline double
body(const struct tq_candle *c)
{
	return c->body;
}

static inline double
range(const struct tq_candle *c)
{
	return c->range;
}

static inline double
upper(const struct tq_candle *c)
{
	return c->high - top(c);
}

static inline double
lower(const struct tq_candle *c)
{
	return bottom(c) - c->low;
}

/* A bar that closes where it opened counts as white. */
static inline bool
is_white(const struct tq_candle *c)
{
	return c->close >= c->open;
}

static inline bool
is_black(const struct tq_candle *c)
{
	return !is_white(c);
}

static inline int
color(const struct tq_candle *c)
{
	return is_white(c) ? 1 : -1;
}

/*
 * What the bars before c were like. Two sums at once: the additions of one do
 * not wait for those of the other.
 */
static inline double
usual_body(const struct tq_candle *c)
{
	double odd = c[-1].body + c[-3].body + c[-5].body + c[-7].body + c[-9].body;
	double even = c[-2].body + c[-4].body + c[-6].body + c[-8].body + c[-10].body;

	return (odd + even) / 10;
}

static inline double
usual_range(const struct tq_candle *c)
{
	double odd = c[-1].range + c[-3].range + c[-5].range + c[-7].range + c[-9].range;
	double even = c[-2].range + c[-4].range + c[-6].range + c[-8].range + c[-10].range;

	return (odd + even) / 10;
}

/* Of five bars. */
static inline double
recent_range(const struct tq_candle *c)
{
	return (c[-5].range + c[-1].range + c[-2].range + c[-3].range + c[-4].range) / 5;
}

double tq_candle_usual_shadows(const struct tq_candle *c);   /* ten bars, both together */

static inline bool
is_long(const struct tq_candle *c)
{
	return body(c) > usual_body(c);
}

/* Not "not long": a body of just the usual size is neither long nor small. */
static inline bool
is_small(const struct tq_candle *c)
{
	return body(c) < usual_body(c);
}

static inline bool
is_doji(const struct tq_candle *c)
{
	return body(c) <= 0.1 * usual_range(c);
}

static inline double
very_short(const struct tq_candle *c)
{
	return 0.1 * usual_range(c);
}

static inline double
short_shadow(const struct tq_candle *c)
{
	return tq_candle_usual_shadows(c) / 2;
}

static inline double
near(const struct tq_candle *c)
{
	return 0.2 * recent_range(c);
}

static inline double
far(const struct tq_candle *c)
{
	return 0.6 * recent_range(c);
}

static inline double
equal(const struct tq_candle *c)
{
	return 0.05 * recent_range(c);
}

static inline bool
no_upper(const struct tq_candle *c)
{
	return upper(c) < very_short(c);
}

static inline bool
no_lower(const struct tq_candle *c)
{
	return lower(c) < very_short(c);
}

/* a within reach of b. */
static inline bool
within(double a, double b, double reach)
{
	return a <= b + reach && a >= b - reach;
}

/* Gaps between bodies and between whole ranges: a beyond b. */
static inline bool
body_above(const struct tq_candle *a, const struct tq_candle *b)
{
	return bottom(a) > top(b);
}

static inline bool
body_below(const struct tq_candle *a, const struct tq_candle *b)
{
	return top(a) < bottom(b);
}

static inline bool
above(const struct tq_candle *a, const struct tq_candle *b)
{
	return a->low > b->high;
}

static inline bool
below(const struct tq_candle *a, const struct tq_candle *b)
{
	return a->high < b->low;
}

#endif
