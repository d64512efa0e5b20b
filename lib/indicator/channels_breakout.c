/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/range.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/*
 * The highest value with s lower ones on both sides, known s bars later: the
 * value of s bars ago is above the window before it and above the one behind it.
 */
struct fractal {
	struct tq_rolling_extreme *side;         /* of the last s values */
	struct tq_rolling_extreme *all;          /* of the last 2s+1 values */
	struct tq_ring *sides;                   /* its answers */
	struct tq_ring *past;
	double band;                             /* NaN: there was no fractal yet */
};

struct fcb {
	struct fractal high, low;
};

static void
fractal_init(struct fractal *f, double s, double sign)
{
	f->side = tq_rolling_extreme_new(s, sign);
	f->all = tq_rolling_extreme_new(2 * s + 1, sign);
	f->sides = tq_ring_new(s + 1);
	f->past = tq_ring_new(s);
	f->band = (double)NAN;
}

static double
fractal_step(struct fractal *f, double sign, double x)
{
	double middle = tq_ring_swap(f->past, x);
	double after = tq_rolling_extreme_step(f->side, x);
	double before = tq_ring_swap(f->sides, after);
	double all = tq_rolling_extreme_step(f->all, x);

	if (middle * sign > before * sign && middle * sign > after * sign)
		f->band = middle;
	return isnan(f->band) ? all : f->band;
}

static void
fractal_state(struct fractal *f, struct tq_state *st)
{
	tq_rolling_extreme_state(f->side, st);
	tq_rolling_extreme_state(f->all, st);
	tq_ring_state(f->sides, st);
	tq_ring_state(f->past, st);
	tq_state_f64(st, "band", &f->band);
}

static void
fractal_fini(struct fractal *f)
{
	free(f->side);
	free(f->all);
	free(f->sides);
	free(f->past);
}

static void *
fcb_make(const double *param)
{
	struct fcb *f = tq_alloc(1, sizeof *f);

	fractal_init(&f->high, param[0], 1);
	fractal_init(&f->low, param[0], -1);
	return f;
}

static void
fcb_step(void *node, const double *in, double *out)
{
	struct fcb *f = node;

	out[0] = out[1] = (double)NAN;
	if (!tq_bar_known(in[0], in[1], 0))
		return;
	out[0] = fractal_step(&f->high, 1, in[0]);
	out[1] = fractal_step(&f->low, -1, in[1]);
}

static int64_t
fcb_lookback(const double *param)
{
	return 2 * (int64_t)param[0];
}

static void
fcb_state(void *node, struct tq_state *st)
{
	struct fcb *f = node;

	fractal_state(&f->high, st);
	fractal_state(&f->low, st);
}

static void
fcb_fini(void *node)
{
	struct fcb *f = node;

	fractal_fini(&f->high);
	fractal_fini(&f->low);
	free(f);
}

/* The middle between the highest high and the lowest low of a window. */
struct middle {
	struct tq_rolling_extreme *high, *low;
};

enum { CONVERSION, BASE, SPAN_B, MIDDLES };

/* Spans are shown displacement bars after the bar that they were taken on. */
struct ichimoku {
	struct middle middle[MIDDLES];
	struct tq_ring *span_a, *span_b;
};

static double
middle_step(struct middle *m, double high, double low)
{
	return 0.5 * tq_rolling_extreme_step(m->high, high) +
	       0.5 * tq_rolling_extreme_step(m->low, low);
}

static void *
ichimoku_make(const double *param)
{
	struct ichimoku *c = tq_alloc(1, sizeof *c);

	for (int i = 0; i < MIDDLES; i++) {
		c->middle[i].high = tq_rolling_extreme_new(param[i], 1);
		c->middle[i].low = tq_rolling_extreme_new(param[i], -1);
	}
	c->span_a = tq_ring_new(param[MIDDLES]);
	c->span_b = tq_ring_new(param[MIDDLES]);
	return c;
}

/* All lines begin together, so that one lookback is good for each of them. */
static void
ichimoku_step(void *node, const double *in, double *out)
{
	struct ichimoku *c = node;
	double middle[MIDDLES];

	for (int i = 0; i < 5; i++)
		out[i] = (double)NAN;
	if (!tq_bar_known(in[0], in[1], in[2]))
		return;
	for (int i = 0; i < MIDDLES; i++)
		middle[i] = middle_step(&c->middle[i], in[0], in[1]);
	out[2] = tq_ring_swap(c->span_a, 0.5 * middle[CONVERSION] + 0.5 * middle[BASE]);
	out[3] = tq_ring_swap(c->span_b, middle[SPAN_B]);
	if (isnan(out[2]) || isnan(out[3])) {
		out[2] = out[3] = (double)NAN;
		return;
	}
	out[0] = middle[CONVERSION];
	out[1] = middle[BASE];
	out[4] = in[2];
}

static int64_t
ichimoku_lookback(const double *param)
{
	return (int64_t)(fmax(fmax(param[0], param[1]), param[2]) - 1 + param[3]);
}

static void
ichimoku_state(void *node, struct tq_state *st)
{
	struct ichimoku *c = node;

	for (int i = 0; i < MIDDLES; i++) {
		tq_rolling_extreme_state(c->middle[i].high, st);
		tq_rolling_extreme_state(c->middle[i].low, st);
	}
	tq_ring_state(c->span_a, st);
	tq_ring_state(c->span_b, st);
}

static void
ichimoku_fini(void *node)
{
	struct ichimoku *c = node;

	for (int i = 0; i < MIDDLES; i++) {
		free(c->middle[i].high);
		free(c->middle[i].low);
	}
	free(c->span_a);
	free(c->span_b);
	free(c);
}

static const struct tq_ind rows[] = {
	{
		.name = "fcb",
		.meaning = "fractal chaos bands: the last high with s lower ones on both sides, "
			   "the last such low; before the first, of 2s+1 bars",
		.source = "as Skender; a fractal is known s bars later",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_params = 1, .params = {
			{"s", 2, 1, TQ_IND_LONGEST, true, "bars on each side of a fractal"},
		},
		.n_outputs = 2, .outputs = {"upper", "lower"},
		.lookback = fcb_lookback,
		.make = fcb_make, .step = fcb_step, .state = fcb_state, .fini = fcb_fini,
	}, {
		.name = "ichimoku",
		.meaning = "conversion, base and both spans as drawn on this bar, taken "
			   "displacement bars before; chikou is the close: nothing looks ahead",
		.source = "Hosoda; all lines begin together",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_params = 4, .params = {
			{"conversion", 9, 1, TQ_IND_LONGEST, true, "period of the conversion line"},
			{"base", 26, 1, TQ_IND_LONGEST, true, "period of the base line"},
			{"span", 52, 1, TQ_IND_LONGEST, true, "period of the second span"},
			{"displacement", 26, 0, TQ_IND_LONGEST, true,
			 "bars by which the spans are late"},
		},
		.n_outputs = 5,
		.outputs = {"conversion", "base", "span_a", "span_b", "chikou"},
		.lookback = ichimoku_lookback,
		.make = ichimoku_make, .step = ichimoku_step, .state = ichimoku_state,
		.fini = ichimoku_fini,
	},
};

const struct tq_ind_family tq_ind_channels_breakout = {
	"bands and channels", rows, TQ_COUNT(rows)
};
