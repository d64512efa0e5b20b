/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/turn.h"
#include "state/state.h"

#include <stdlib.h>

/* Where a market turned, said when later bars have confirmed it. */

struct fractal {
	struct tq_turn up, down;
	int64_t n, clean;        /* the window, and bars since the last NaN, at most n */
};

static void *
fractal_make(const double *param)
{
	struct fractal *f = tq_alloc(1, sizeof *f);

	f->n = (int64_t)(param[0] + param[1]) + 1;
	tq_turn_init(&f->up, param[0], param[1], 1);
	tq_turn_init(&f->down, param[0], param[1], -1);
	return f;
}

static void
fractal_step(void *node, const double *in, double *out)
{
	struct fractal *f = node;
	bool null = isnan(in[0] + in[1]);

	out[0] = tq_turn_step(&f->up, null ? (double)NAN : in[0]);
	out[1] = tq_turn_step(&f->down, null ? (double)NAN : in[1]);
	f->clean = null ? 0 : f->clean + (f->clean < f->n);
	out[2] = f->clean == f->n ? !isnan(out[0]) : (double)NAN;
	out[3] = f->clean == f->n ? !isnan(out[1]) : (double)NAN;
}

static void
fractal_state(void *node, struct tq_state *st)
{
	struct fractal *f = node;

	tq_turn_state(&f->up, st);
	tq_turn_state(&f->down, st);
	tq_ind_state_int(st, "clean", &f->clean, 0, f->n);
}

static void
fractal_fini(void *node)
{
	struct fractal *f = node;

	tq_turn_fini(&f->up);
	tq_turn_fini(&f->down);
	free(f);
}

static int64_t
fractal_lookback(const double *param)
{
	return (int64_t)(param[0] + param[1]);
}

static void *
swings_make(const double *param)
{
	struct tq_swings *s = tq_alloc(1, sizeof *s);

	tq_swings_init(s, param[0]);
	return s;
}

static void
swings_step(void *node, const double *in, double *out)
{
	struct tq_swings *s = node;
	bool warm;

	for (int i = 0; i < 6; i++)
		out[i] = (double)NAN;
	if (isnan(in[0] + in[1]))
		return;
	warm = tq_swings_step(s, in[0], in[1]);
	out[0] = s->high;
	out[1] = s->low;
	out[2] = s->high_ago;
	out[3] = s->low_ago;
	if (warm) {
		out[4] = s->new_high;
		out[5] = s->new_low;
	}
}

static void
swings_state(void *node, struct tq_state *st)
{
	tq_swings_state(node, st);
}

static void
swings_fini(void *node)
{
	tq_swings_fini(node);
	free(node);
}

static int64_t
swings_lookback(const double *param)
{
	return 2 * (int64_t)param[0];
}

/*
 * A leg ends when the price has come back from its extreme by the percentage;
 * until then the extreme is only the farthest yet. Before the first leg both
 * extremes are watched.
 */
struct zigzag {
	double up, down;         /* factors that end a falling and a rising leg */
	int64_t direction;       /* of the leg at hand: 1, -1; 0 before the first */
	double high, low;        /* the leg's extremes, NaN: none yet */
	double high_ago, low_ago;
	double pivot, pivot_ago; /* the last confirmed one */
};

static void *
zigzag_make(const double *param)
{
	struct zigzag *z = tq_alloc(1, sizeof *z);

	z->up = 1 + param[0] / 100;
	z->down = 1 - param[0] / 100;
	z->high = z->low = z->pivot = (double)NAN;
	z->high_ago = z->low_ago = z->pivot_ago = (double)NAN;
	return z;
}

/* Ends the leg at its extreme; the next one starts with the bar at hand. */
static void
zigzag_turn(struct zigzag *z, int direction, double high, double low)
{
	z->pivot = direction > 0 ? z->low : z->high;
	z->pivot_ago = direction > 0 ? z->low_ago : z->high_ago;
	z->direction = direction;
	z->high = high;
	z->low = low;
	z->high_ago = z->low_ago = 0;
}

static void
zigzag_watch(struct zigzag *z, double high, double low)
{
	bool higher = !(high <= z->high), lower = !(low >= z->low);

	z->high_ago++;
	z->low_ago++;
	z->pivot_ago++;
	if (higher && z->direction >= 0) {
		z->high = high;
		z->high_ago = 0;
	}
	if (lower && z->direction <= 0) {
		z->low = low;
		z->low_ago = 0;
	}
	if (z->direction >= 0 && z->high_ago > 0 && low <= z->high * z->down)
		zigzag_turn(z, -1, high, low);
	else if (z->direction <= 0 && z->low_ago > 0 && high >= z->low * z->up)
		zigzag_turn(z, 1, high, low);
}

static void
zigzag_step(void *node, const double *in, double *out)
{
	struct zigzag *z = node;
	bool rising;

	for (int i = 0; i < 5; i++)
		out[i] = (double)NAN;
	if (isnan(in[0] + in[1]))
		return;
	zigzag_watch(z, in[0], in[1]);
	rising = z->direction > 0;
	out[0] = z->pivot;
	out[1] = z->pivot_ago;
	out[2] = (double)z->direction;
	if (z->direction != 0) {
		out[3] = rising ? z->high : z->low;
		out[4] = rising ? z->high_ago : z->low_ago;
	}
}

static void
zigzag_state(void *node, struct tq_state *st)
{
	struct zigzag *z = node;

	tq_ind_state_int(st, "direction", &z->direction, -1, 1);
	tq_state_f64(st, "high", &z->high);
	tq_state_f64(st, "low", &z->low);
	tq_state_f64(st, "high_ago", &z->high_ago);
	tq_state_f64(st, "low_ago", &z->low_ago);
	tq_state_f64(st, "pivot", &z->pivot);
	tq_state_f64(st, "pivot_ago", &z->pivot_ago);
}

static int64_t
no_lookback(const double *param)
{
	(void)param;
	return 0;
}

/*
 * Bricks of one size; a turn takes two, since it starts from the brick's other
 * end. Prices are counted in bricks, so that the ends of bricks never drift.
 */
struct renko {
	double size;
	double top, bottom;      /* of the last brick; NaN: the first price is still to come */
	double direction;
};

static void *
renko_make(const double *param)
{
	struct renko *r = tq_alloc(1, sizeof *r);

	r->size = param[0];
	r->top = r->bottom = (double)NAN;
	return r;
}

/* The bricks that a price completes, below 0 falling ones. */
static double
renko_count(struct renko *r, double x)
{
	const double touch = 1e-9;       /* 0.3 is three bricks of 0.1, though 0.3/0.1 < 3 */
	double risen = floor(x + touch) - r->top;
	double fallen = r->bottom - ceil(x - touch);

	if (risen >= 1) {
		r->top += risen;
		r->bottom = r->top - 1;
		r->direction = 1;
		return risen;
	}
	if (fallen >= 1) {
		r->bottom -= fallen;
		r->top = r->bottom + 1;
		r->direction = -1;
		return -fallen;
	}
	return 0;
}

static void
renko_step(void *node, const double *in, double *out)
{
	struct renko *r = node;
	double x = *in / r->size;

	out[0] = out[1] = out[2] = (double)NAN;
	if (x - x != 0)
		return;
	if (isnan(r->top))
		r->top = r->bottom = round(x);
	out[0] = renko_count(r, x);
	out[1] = r->direction;
	out[2] = tq_ind_finite((r->direction < 0 ? r->bottom : r->top) * r->size);
}

static void
renko_state(void *node, struct tq_state *st)
{
	struct renko *r = node;

	tq_state_f64(st, "top", &r->top);
	tq_state_f64(st, "bottom", &r->bottom);
	tq_state_f64(st, "direction", &r->direction);
}

static const struct tq_ind rows[] = {
	{
		.name = "fractal",
		.aliases = {"williams_fractal", "pivot_bars"},
		.meaning = "a high above, or a low below, the bars on both sides, once they have "
			   "come",
		.source = "Williams; values are Skender's Fractal, told right bars later",
		.recovery = TQ_IND_WINDOW,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_params = 2, .params = {
			{"left", 2, 1, TQ_IND_LONGEST, true, "bars before that must be lower"},
			{"right", 2, 1, TQ_IND_LONGEST, true, "bars behind that must be lower"},
		},
		.n_outputs = 4, .outputs = {"high", "low", "is_high", "is_low"},
		.lookback = fractal_lookback,
		.make = fractal_make, .step = fractal_step, .state = fractal_state,
		.fini = fractal_fini,
	}, {
		.name = "swings",
		.aliases = {"swing"},
		.meaning = "the last confirmed swing high and low, and the bars since each",
		.source = "fractals of n bars on both sides, kept; Skender's FractalChaosBands",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_params = 1, .params = {
			{"n", 5, 1, TQ_IND_LONGEST, true, "bars on both sides of a swing"},
		},
		.n_outputs = 6,
		.outputs = {"high", "low", "high_ago", "low_ago", "new_high", "new_low"},
		.lookback = swings_lookback,
		.make = swings_make, .step = swings_step, .state = swings_state,
		.fini = swings_fini,
	}, {
		.name = "zigzag",
		.meaning = "the last confirmed pivot, bars since it, direction and extreme of "
			   "the leg at hand",
		.source = "Skender ZigZag, confirmed legs only",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_params = 1, .params = {
			{"percent", 5, 0.001, 99, false, "how far from its extreme a leg ends"},
		},
		.n_outputs = 5,
		.outputs = {"pivot", "pivot_ago", "direction", "extreme", "extreme_ago"},
		.lookback = no_lookback,
		.make = zigzag_make, .step = zigzag_step, .state = zigzag_state,
	}, {
		.name = "renko",
		.meaning = "renko bricks that a close completes (below 0: falling), their "
			   "direction and end",
		.source = "Skender Renko of closes; the first brick starts at a multiple of the "
			  "size",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 1, .inputs = {"close"},
		.n_params = 1, .params = {
			{"size", 1, 1e-12, 1e12, false, "size of a brick, in price"},
		},
		.n_outputs = 3, .outputs = {"bricks", "direction", "level"},
		.lookback = no_lookback,
		.make = renko_make, .step = renko_step, .state = renko_state,
	},
};

const struct tq_ind_family tq_ind_structure_swings = {"price structure", rows, TQ_COUNT(rows)};
