/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/turn.h"
#include "state/state.h"

#include <float.h>
#include <stdlib.h>

/* Levels at which a market has turned more than once. */

/* Swings on one side that stopped at about one price. */
struct pool {
	double level;            /* the farthest of them; NaN: there is none */
	int64_t swings;
};

struct liquidity {
	struct tq_swings swings;
	double tolerance;
	struct pool high, low;
};

static void *
liquidity_make(const double *param)
{
	struct liquidity *q = tq_alloc(1, sizeof *q);

	tq_swings_init(&q->swings, param[0]);
	q->tolerance = param[1] / 100;
	q->high.level = q->low.level = (double)NAN;
	return q;
}

/* One more swing; far is the farther of two levels. */
static void
pool_add(struct pool *pool, double swing, double tolerance, double (*far)(double, double))
{
	bool equal = fabs(swing - pool->level) <= tolerance * fabs(pool->level);

	pool->level = equal ? far(pool->level, swing) : swing;
	pool->swings = equal ? pool->swings + 1 : 1;
}

/* Whether the bar took what lay behind the level, which ends the pool. */
static bool
pool_taken(struct pool *pool, bool beyond)
{
	bool was = pool->swings >= 2 && beyond;

	if (beyond) {
		pool->level = (double)NAN;
		pool->swings = 0;
	}
	return was;
}

static void
pool_tell(const struct pool *pool, double *level, double *swings)
{
	*level = pool->swings >= 2 ? pool->level : (double)NAN;
	*swings = pool->swings >= 2 ? (double)pool->swings : 0;
}

static void
liquidity_step(void *node, const double *in, double *out)
{
	struct liquidity *q = node;
	double high = q->high.level, low = q->low.level;
	bool above, below;

	for (int i = 0; i < 5; i++)
		out[i] = (double)NAN;
	if (isnan(in[0] + in[1]) || isnan(in[2]))
		return;
	above = pool_taken(&q->high, in[0] > high);
	below = pool_taken(&q->low, in[1] < low);
	if (!tq_swings_step(&q->swings, in[0], in[1]))
		return;
	if (q->swings.new_high)
		pool_add(&q->high, q->swings.high, q->tolerance, fmax);
	if (q->swings.new_low)
		pool_add(&q->low, q->swings.low, q->tolerance, fmin);
	pool_tell(&q->high, &out[0], &out[1]);
	pool_tell(&q->low, &out[2], &out[3]);
	/* A sweep: beyond the level and back on the same bar. */
	out[4] = (below && in[2] > low) - (above && in[2] < high);
}

static void
liquidity_state(void *node, struct tq_state *st)
{
	struct liquidity *q = node;

	tq_swings_state(&q->swings, st);
	tq_state_f64(st, "high_level", &q->high.level);
	tq_ind_state_int(st, "high_swings", &q->high.swings, 0, INT64_MAX);
	tq_state_f64(st, "low_level", &q->low.level);
	tq_ind_state_int(st, "low_swings", &q->low.swings, 0, INT64_MAX);
}

static void
liquidity_fini(void *node)
{
	tq_swings_fini(&((struct liquidity *)node)->swings);
	free(node);
}

/*
 * The levels are a table of fixed size. A swing within the tolerance of a level
 * touches it and moves it to the mean of its touches; another takes a free
 * place or that of the level which has the fewest touches, of those the oldest.
 */
enum { LEVELS = 16 };

struct level {
	double price, touches, age;      /* age: bars since the last touch */
};

struct support {
	struct tq_swings swings;
	struct tq_ema range;             /* Wilder's average true range */
	double atr, close;               /* NaN: none yet */
	double tolerance, touches;
	struct level level[LEVELS];      /* touches 0: a free place */
};

static void *
support_make(const double *param)
{
	struct support *s = tq_alloc(1, sizeof *s);

	tq_swings_init(&s->swings, param[0]);
	s->tolerance = param[1];
	tq_ema_init(&s->range, param[2], 1 / param[2]);
	s->touches = param[3];
	s->atr = s->close = (double)NAN;
	return s;
}

static struct level *
nearest(struct support *s, double price)
{
	struct level *best = NULL;

	for (int i = 0; i < LEVELS; i++) {
		struct level *l = &s->level[i];

		if (l->touches > 0 &&
		    (!best || fabs(l->price - price) < fabs(best->price - price)))
			best = l;
	}
	return best;
}

static struct level *
weakest(struct support *s)
{
	struct level *worst = &s->level[0];

	for (int i = 1; i < LEVELS; i++) {
		struct level *l = &s->level[i];

		if (l->touches < worst->touches ||
		    (l->touches == worst->touches && l->age > worst->age))
			worst = l;
	}
	return worst;
}

static void
touch(struct support *s, double price)
{
	struct level *l = nearest(s, price);

	if (!l || !(fabs(l->price - price) <= s->tolerance * s->atr)) {
		*weakest(s) = (struct level){price, 1, 0};
		return;
	}
	l->touches++;
	l->price += (price - l->price) / l->touches;
	l->age = 0;
}

/* The nearest level on one side (sign -1: below) of the close with touches enough. */
static void
support_tell(const struct support *s, double sign, double *price, double *touches)
{
	const struct level *best = NULL;

	for (int i = 0; i < LEVELS; i++) {
		const struct level *l = &s->level[i];

		if (l->touches >= s->touches && l->touches > 0 &&
		    (l->price - s->close) * sign > 0 &&
		    (!best || l->price * sign < best->price * sign))
			best = l;
	}
	*price = best ? best->price : (double)NAN;
	*touches = best ? best->touches : 0;
}

static void
support_range(struct support *s, const double *in)
{
	double before = s->close;

	s->close = in[2];
	if (!isnan(before))
		s->atr = tq_ema_step(&s->range,
			fmin(DBL_MAX, fmax(in[0], before) - fmin(in[1], before)));
}

static void
support_step(void *node, const double *in, double *out)
{
	struct support *s = node;
	bool warm;

	for (int i = 0; i < 4; i++)
		out[i] = (double)NAN;
	if (isnan(in[0] + in[1]) || isnan(in[2]))
		return;
	support_range(s, in);
	for (int i = 0; i < LEVELS; i++)
		s->level[i].age++;
	warm = tq_swings_step(&s->swings, in[0], in[1]);
	if (!warm || isnan(s->atr))
		return;
	if (s->swings.new_high)
		touch(s, s->swings.high);
	if (s->swings.new_low)
		touch(s, s->swings.low);
	support_tell(s, -1, &out[0], &out[1]);
	support_tell(s, 1, &out[2], &out[3]);
}

static void
support_state(void *node, struct tq_state *st)
{
	struct support *s = node;

	tq_swings_state(&s->swings, st);
	tq_ema_state(&s->range, st);
	tq_state_f64(st, "atr", &s->atr);
	tq_state_f64(st, "close", &s->close);
	for (int i = 0; i < LEVELS; i++) {
		tq_state_f64(st, "price", &s->level[i].price);
		tq_state_f64(st, "touches", &s->level[i].touches);
		tq_state_f64(st, "age", &s->level[i].age);
	}
}

static void
support_fini(void *node)
{
	tq_swings_fini(&((struct support *)node)->swings);
	free(node);
}

static int64_t
liquidity_lookback(const double *param)
{
	return 2 * (int64_t)param[0];
}

static int64_t
support_lookback(const double *param)
{
	return (int64_t)fmax(2 * param[0], param[2]);
}

static const struct tq_ind rows[] = {
	{
		.name = "liquidity",
		.aliases = {"equal_levels"},
		.meaning = "levels of about equal swings, their number, and sweeps of them (1 "
			   "up, -1 down)",
		.source = "swings of n bars on both sides; a level ends when a bar trades beyond "
			  "it",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_params = 2, .params = {
			{"n", 5, 1, TQ_IND_LONGEST, true, "bars on both sides of a swing"},
			{"percent", 0.1, 0, 100, false, "largest difference of equal swings"},
		},
		.n_outputs = 5, .outputs = {"high", "high_swings", "low", "low_swings", "sweep"},
		.lookback = liquidity_lookback,
		.make = liquidity_make, .step = liquidity_step, .state = liquidity_state,
		.fini = liquidity_fini,
	}, {
		.name = "support_resistance",
		.aliases = {"sr"},
		.meaning = "the nearest levels below and above the close at which swings have "
			   "gathered",
		.source = "swings of n bars on both sides, merged within a part of Wilder's ATR; "
			  "16 levels",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_params = 4, .params = {
			{"n", 5, 1, TQ_IND_LONGEST, true, "bars on both sides of a swing"},
			{"tolerance", 0.5, 0, 100, false, "reach of a level, in true ranges"},
			{"atr", 14, 1, TQ_IND_LONGEST, true, "period of the average true range"},
			{"touches", 2, 1, 1000, true, "swings that make a level"},
		},
		.n_outputs = 4, .outputs = {"support", "support_touches", "resistance",
					    "resistance_touches"},
		.lookback = support_lookback,
		.make = support_make, .step = support_step, .state = support_state,
		.fini = support_fini,
	},
};

const struct tq_ind_family tq_ind_structure_levels = {"price structure", rows, TQ_COUNT(rows)};
