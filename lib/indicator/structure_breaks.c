/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/turn.h"
#include "state/state.h"

#include <stdlib.h>

/* What breaks out of the structure of swings, and what it leaves behind. */

/*
 * A close beyond the last swing breaks it, once: 1 upwards, -1 downwards. The
 * highs and lows are watched each for itself.
 */
struct breaks {
	struct tq_swings swings;
	bool watch_high, watch_low;      /* the last swing is not broken yet */
};

static int
breaks_step(struct breaks *b, double close)
{
	b->watch_high |= b->swings.new_high;
	b->watch_low |= b->swings.new_low;
	if (b->watch_high && close > b->swings.high) {
		b->watch_high = false;
		return 1;
	}
	if (b->watch_low && close < b->swings.low) {
		b->watch_low = false;
		return -1;
	}
	return 0;
}

static void
breaks_state(struct breaks *b, struct tq_state *st)
{
	tq_swings_state(&b->swings, st);
	tq_state_bool(st, "watch_high", &b->watch_high);
	tq_state_bool(st, "watch_low", &b->watch_low);
}

static int64_t
breaks_lookback(const double *param)
{
	return 2 * (int64_t)param[0];
}

struct market {
	struct breaks breaks;
	int64_t trend;           /* where the last break went; 0 before the first */
};

static void *
market_make(const double *param)
{
	struct market *m = tq_alloc(1, sizeof *m);

	tq_swings_init(&m->breaks.swings, param[0]);
	return m;
}

static void
market_step(void *node, const double *in, double *out)
{
	struct market *m = node;
	int broken;
	bool warm;

	for (int i = 0; i < 5; i++)
		out[i] = (double)NAN;
	if (isnan(in[0] + in[1]) || isnan(in[2]))
		return;
	warm = tq_swings_step(&m->breaks.swings, in[0], in[1]);
	broken = breaks_step(&m->breaks, in[2]);
	if (!warm)
		return;
	out[1] = broken != -m->trend ? broken : 0;
	out[2] = broken != 0 && broken == -m->trend ? broken : 0;
	m->trend = broken != 0 ? broken : m->trend;
	out[0] = (double)m->trend;
	out[3] = m->breaks.watch_high ? m->breaks.swings.high : (double)NAN;
	out[4] = m->breaks.watch_low ? m->breaks.swings.low : (double)NAN;
}

static void
market_state(void *node, struct tq_state *st)
{
	struct market *m = node;

	breaks_state(&m->breaks, st);
	tq_ind_state_int(st, "trend", &m->trend, -1, 1);
}

static void
market_fini(void *node)
{
	tq_swings_fini(&((struct market *)node)->breaks.swings);
	free(node);
}

/* A candle that may become a block: NaN when there was none. */
struct block {
	double top, bottom, ago;
};

static const struct block no_block = {(double)NAN, (double)NAN, (double)NAN};

static void
block_state(struct block *b, struct tq_state *st)
{
	tq_state_f64(st, "top", &b->top);
	tq_state_f64(st, "bottom", &b->bottom);
	tq_state_f64(st, "ago", &b->ago);
}

struct order_block {
	struct breaks breaks;
	struct block white, black;       /* the last candles of each colour */
	struct block at;                 /* the block in force */
	int64_t side;                    /* 1 demand, -1 supply, 0 none */
};

static void *
order_block_make(const double *param)
{
	struct order_block *o = tq_alloc(1, sizeof *o);

	tq_swings_init(&o->breaks.swings, param[0]);
	o->white = o->black = o->at = no_block;
	return o;
}

static void
order_block_candle(struct order_block *o, const double *in)
{
	struct block bar = {in[1], in[2], 0};

	o->white.ago++;
	o->black.ago++;
	o->at.ago++;
	if (in[3] > in[0])
		o->white = bar;
	else if (in[3] < in[0])
		o->black = bar;
}

/* A close beyond the far end of a block ends it. */
static void
order_block_end(struct order_block *o, double close)
{
	if ((o->side > 0 && close < o->at.bottom) || (o->side < 0 && close > o->at.top)) {
		o->side = 0;
		o->at = no_block;
	}
}

static void
order_block_step(void *node, const double *in, double *out)
{
	struct order_block *o = node;
	const struct block *last;
	int broken;
	bool warm;

	for (int i = 0; i < 5; i++)
		out[i] = (double)NAN;
	if (isnan(in[0] + in[1]) || isnan(in[2] + in[3]))
		return;
	order_block_candle(o, in);
	warm = tq_swings_step(&o->breaks.swings, in[1], in[2]);
	broken = breaks_step(&o->breaks, in[3]);
	last = broken > 0 ? &o->black : &o->white;
	order_block_end(o, in[3]);
	if (broken != 0 && !isnan(last->top)) {
		o->side = broken;
		o->at = *last;
		/* The candle of the break itself may be of the other colour. */
		order_block_end(o, in[3]);
	}
	if (!warm)
		return;
	out[0] = (double)o->side;
	out[1] = o->at.top;
	out[2] = o->at.bottom;
	out[3] = o->at.ago;
	out[4] = o->side != 0 ? broken : 0;
}

static void
order_block_state(void *node, struct tq_state *st)
{
	struct order_block *o = node;

	breaks_state(&o->breaks, st);
	block_state(&o->white, st);
	block_state(&o->black, st);
	block_state(&o->at, st);
	tq_ind_state_int(st, "side", &o->side, -1, 1);
}

static void
order_block_fini(void *node)
{
	tq_swings_fini(&((struct order_block *)node)->breaks.swings);
	free(node);
}

/* The newest gap that three bars left and that is not filled yet. */
struct fair_value {
	double high[2], low[2];          /* of the bars before, the older one second */
	int64_t count;                   /* bars, at most 3 */
	int64_t side;                    /* of the gap, 0: there is none */
	double top, bottom, ago;
	double reached;                  /* how far later bars have come into it */
};

static void *
fair_value_make(const double *param)
{
	struct fair_value *f = tq_alloc(1, sizeof *f);

	(void)param;
	f->top = f->bottom = f->ago = f->reached = (double)NAN;
	return f;
}

static double
fair_value_filled(const struct fair_value *f)
{
	double depth = f->side > 0 ? f->top - f->reached : f->reached - f->bottom;

	return fmin(1, fmax(0, depth / (f->top - f->bottom)));
}

/* A new gap, or one bar more into the old one; true for a new one. */
static bool
fair_value_watch(struct fair_value *f, double high, double low)
{
	bool up = f->count == 3 && low > f->high[1];
	bool down = f->count == 3 && high < f->low[1];

	f->ago++;
	if (f->side != 0)
		f->reached = f->side > 0 ? fmin(f->reached, low) : fmax(f->reached, high);
	if (!up && !down)
		return false;
	f->side = up ? 1 : -1;
	f->top = up ? low : f->low[1];
	f->bottom = up ? f->high[1] : high;
	f->reached = up ? f->top : f->bottom;
	f->ago = 0;
	return true;
}

static void
fair_value_step(void *node, const double *in, double *out)
{
	struct fair_value *f = node;
	bool fresh;

	for (int i = 0; i < 6; i++)
		out[i] = (double)NAN;
	if (isnan(in[0] + in[1]))
		return;
	f->count += f->count < 3;
	fresh = fair_value_watch(f, in[0], in[1]);
	f->high[1] = f->high[0];
	f->low[1] = f->low[0];
	f->high[0] = in[0];
	f->low[0] = in[1];
	if (f->count < 3)
		return;
	out[0] = (double)f->side;
	out[5] = fresh ? (double)f->side : 0;
	if (f->side == 0)
		return;
	out[1] = f->top;
	out[2] = f->bottom;
	out[3] = f->ago;
	out[4] = fair_value_filled(f);
	if (out[4] >= 1)
		f->side = 0;
}

static void
fair_value_state(void *node, struct tq_state *st)
{
	struct fair_value *f = node;

	tq_state_f64s(st, "highs", f->high, 2);
	tq_state_f64s(st, "lows", f->low, 2);
	tq_ind_state_int(st, "count", &f->count, 0, 3);
	tq_ind_state_int(st, "side", &f->side, -1, 1);
	tq_state_f64(st, "top", &f->top);
	tq_state_f64(st, "bottom", &f->bottom);
	tq_state_f64(st, "ago", &f->ago);
	tq_state_f64(st, "reached", &f->reached);
}

static int64_t
fair_value_lookback(const double *param)
{
	(void)param;
	return 2;
}

#define SWING_BARS {"n", 5, 1, TQ_IND_LONGEST, true, "bars on both sides of a swing"}

static const struct tq_ind rows[] = {
	{
		.name = "market_structure",
		.aliases = {"bos"},
		.meaning = "trend by closes beyond swings; bos: a break along it, choch: against "
			   "it",
		.source = "swings of n bars on both sides; each swing breaks once, by a close",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_params = 1, .params = {SWING_BARS},
		.n_outputs = 5, .outputs = {"trend", "bos", "choch", "high", "low"},
		.lookback = breaks_lookback,
		.make = market_make, .step = market_step, .state = market_state,
		.fini = market_fini,
	}, {
		.name = "order_block",
		.meaning = "the last candle against a break of structure, until a close goes "
			   "through it",
		.source = "range of the last candle of the other colour before a close beyond a "
			  "swing",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 4, .inputs = {"open", "high", "low", "close"},
		.n_params = 1, .params = {SWING_BARS},
		.n_outputs = 5, .outputs = {"side", "top", "bottom", "ago", "new"},
		.lookback = breaks_lookback,
		.make = order_block_make, .step = order_block_step, .state = order_block_state,
		.fini = order_block_fini,
	}, {
		.name = "fvg",
		.aliases = {"fair_value_gap"},
		.meaning = "the newest gap between a bar and the one two before, and the part "
			   "filled since",
		.source = "low above the high two bars before, or high below the low",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_outputs = 6, .outputs = {"side", "top", "bottom", "ago", "filled", "new"},
		.lookback = fair_value_lookback,
		.make = fair_value_make, .step = fair_value_step, .state = fair_value_state,
	},
};

const struct tq_ind_family tq_ind_structure_breaks = {"price structure", rows, TQ_COUNT(rows)};
