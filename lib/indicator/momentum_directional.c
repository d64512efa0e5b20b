/* SPDX-License-Identifier: ISC */
/*
 * Wilder's directional movement (1978). He keeps sums S - S/n + x; here they
 * are kept divided by n, which no price takes out of the range of doubles.
 */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/range.h"
#include "indicator/ring.h"
#include "indicator/window.h"
#include "state/state.h"

#include <float.h>
#include <stdlib.h>

struct directional {
	int64_t n;
	int64_t first;           /* moves before the first answer */
	int64_t count;           /* moves seen, at most n */
	bool ties;               /* a move as far up as down counts for both */
	double part;             /* 1 / n */
	double high, low, close; /* of the bar before; NaN: there was none */
	double plus, minus, range;
	struct tq_ema adx;
	struct tq_ring *past;    /* of adx, for adxr; else NULL */
};

static struct directional *
directional_new(const double *param, double first, bool ties)
{
	struct directional *d = tq_alloc(1, sizeof *d);

	d->n = (int64_t)param[0];
	d->first = (int64_t)fmax(first, 1);
	d->ties = ties;
	d->part = 1 / param[0];
	d->high = (double)NAN;
	tq_ema_init(&d->adx, param[0], d->part);
	return d;
}

static void *
dm_make(const double *param)
{
	return directional_new(param, param[0] - 1, false);
}

static void *
di_make(const double *param)
{
	return directional_new(param, param[0], false);
}

static void *
both_make(const double *param)
{
	return directional_new(param, param[0] - 1, true);
}

static void *
adxr_make(const double *param)
{
	struct directional *d = di_make(param);

	d->past = tq_ring_new(param[0] - 1);
	return d;
}

/* The first n - 1 moves are added up, each later one moves the averages. */
static void
settle(struct directional *d, double plus, double minus, double range)
{
	if (d->count < d->n - 1) {
		d->plus += plus * d->part;
		d->minus += minus * d->part;
		d->range += range * d->part;
		d->count++;
		return;
	}
	d->count = d->n;
	if (range == 0 && d->range < 1e-290)
		return;          /* the ratios of a line at rest are not lost to underflow */
	d->plus += (plus - d->plus) * d->part;
	d->minus += (minus - d->minus) * d->part;
	d->range += (range - d->range) * d->part;
}

/* A move the right way, at most the largest double. */
static double
within(double x)
{
	x = x > 0 ? x : 0;
	return x < DBL_MAX ? x : DBL_MAX;
}

/* Takes a bar in; false while there is no answer, and for a bar without one. */
static bool
move_any(struct directional *d, double high, double low, double close)
{
	double up = high - d->high, down = d->low - low;
	double before = d->close;

	if (!((high - high) + (low - low) + (close - close) == 0))
		return false;
	d->high = high;
	d->low = low;
	d->close = close;
	if (isnan(up))
		return false;
	settle(d, up > down || (d->ties && up == down) ? within(up) : 0,
	       down > up || (d->ties && up == down) ? within(down) : 0,
	       within(tq_true_high(high, before) - tq_true_low(low, before)));
	return d->count >= d->first;
}

/*
 * The same without a branch that cannot be foretold, of a bar like nearly all: the
 * sums have begun, a line that is not at rest, and no move out of the range of doubles.
 */
static inline bool
move(struct directional *d, double high, double low, double close)
{
	double up = high - d->high, down = d->low - low, part = d->part;
	double range = tq_true_high(high, d->close) - tq_true_low(low, d->close);
	double all = (up - down) + (close + range), least = d->ties ? 0 : DBL_TRUE_MIN;
	double ahead = up - down, behind = down - up;

	if (!(all - all == 0 && d->count == d->n && d->range > 1e-200))
		return move_any(d, high, low, close);
	up = up > 0 ? up : 0;
	down = down > 0 ? down : 0;
	d->high = high;
	d->low = low;
	d->close = close;
	d->plus += ((ahead >= least ? up : 0) - d->plus) * part;
	d->minus += ((behind >= least ? down : 0) - d->minus) * part;
	d->range += ((range > 0 ? range : 0) - d->range) * part;
	return true;
}

static void
plus_dm_step(void *node, const double *in, double *out)
{
	struct directional *d = node;

	*out = (double)NAN;
	if (move(d, in[0], in[1], in[0]))
		*out = tq_ind_finite(d->plus * (double)d->n);
}

static void
minus_dm_step(void *node, const double *in, double *out)
{
	struct directional *d = node;

	*out = (double)NAN;
	if (move(d, in[0], in[1], in[0]))
		*out = tq_ind_finite(d->minus * (double)d->n);
}

static void
dm_step(void *node, const double *in, double *out)
{
	struct directional *d = node;

	out[0] = out[1] = (double)NAN;
	if (!move(d, in[0], in[1], in[0]))
		return;
	out[0] = tq_ind_finite(d->plus * (double)d->n);
	out[1] = tq_ind_finite(d->minus * (double)d->n);
}

/* A line that never moved has no range and no direction, nor have highs below lows. */
static void
plus_di_step(void *node, const double *in, double *out)
{
	struct directional *d = node;

	*out = (double)NAN;
	if (move(d, in[0], in[1], in[2]))
		*out = tq_ind_finite(100 * (d->plus / d->range));
}

static void
minus_di_step(void *node, const double *in, double *out)
{
	struct directional *d = node;

	*out = (double)NAN;
	if (move(d, in[0], in[1], in[2]))
		*out = tq_ind_finite(100 * (d->minus / d->range));
}

static void
di_step(void *node, const double *in, double *out)
{
	struct directional *d = node;

	out[0] = out[1] = (double)NAN;
	if (!move(d, in[0], in[1], in[2]))
		return;
	out[0] = tq_ind_finite(100 * (d->plus / d->range));
	out[1] = tq_ind_finite(100 * (d->minus / d->range));
}

static double
dx(struct directional *d, const double *in)
{
	double half;

	if (!move(d, in[0], in[1], in[2]))
		return (double)NAN;
	half = 0.5 * d->plus + 0.5 * d->minus;
	return half > 0 ? 50 * (fabs(d->plus - d->minus) / half) : (double)NAN;
}

static void
dx_step(void *node, const double *in, double *out)
{
	*out = dx(node, in);
}

static void
adx_step(void *node, const double *in, double *out)
{
	struct directional *d = node;

	*out = tq_ema_step(&d->adx, dx(d, in));
}

static void
adxr_step(void *node, const double *in, double *out)
{
	struct directional *d = node;
	double adx = tq_ema_step(&d->adx, dx(d, in));

	*out = isnan(adx) ? adx : 0.5 * (adx + tq_ring_swap(d->past, adx));
}

static int64_t
dm_lookback(const double *param)
{
	return (int64_t)fmax(param[0] - 1, 1);
}

static int64_t
adx_lookback(const double *param)
{
	return 2 * (int64_t)param[0] - 1;
}

static int64_t
adxr_lookback(const double *param)
{
	return 3 * (int64_t)param[0] - 2;
}

static void
directional_state(void *node, struct tq_state *st)
{
	struct directional *d = node;

	tq_ind_state_int(st, "count", &d->count, 0, d->n);
	tq_state_f64(st, "high", &d->high);
	tq_state_f64(st, "low", &d->low);
	tq_state_f64(st, "close", &d->close);
	tq_state_f64(st, "plus", &d->plus);
	tq_state_f64(st, "minus", &d->minus);
	tq_state_f64(st, "range", &d->range);
	tq_ema_state(&d->adx, st);
	if (d->past)
		tq_ring_state(d->past, st);
}

static void
directional_fini(void *node)
{
	free(((struct directional *)node)->past);
	free(node);
}

#define OF_BAR(count) \
	.recovery = TQ_IND_SKIP, .of_bar = true, \
	.n_inputs = (count), .inputs = {"high", "low", (count) == 3 ? "close" : NULL}, \
	.n_params = 1, .params = {TQ_IND_PERIOD(14)}, \
	.state = directional_state, .fini = directional_fini

static const struct tq_ind rows[] = {
	{
		.name = "plus_dm",
		.meaning = "sum of the moves up that exceed the move down, decaying by 1/n a bar",
		.source = "TA-Lib PLUS_DM (Wilder; a move as far up as down counts for none)",
		OF_BAR(2),
		.n_outputs = 1, .outputs = {"plus_dm"},
		.lookback = dm_lookback,
		.make = dm_make, .step = plus_dm_step,
	}, {
		.name = "minus_dm",
		.meaning = "sum of the moves down that exceed the move up, decaying by 1/n a bar",
		.source = "TA-Lib MINUS_DM (Wilder; a move as far up as down counts for none)",
		OF_BAR(2),
		.n_outputs = 1, .outputs = {"minus_dm"},
		.lookback = dm_lookback,
		.make = dm_make, .step = minus_dm_step,
	}, {
		.name = "dm",
		.meaning = "directional movement, plus and minus",
		.source = "Tulip DM (a move as far up as down counts for both)",
		OF_BAR(2),
		.n_outputs = 2, .outputs = {"plus", "minus"},
		.lookback = dm_lookback,
		.make = both_make, .step = dm_step,
	}, {
		.name = "plus_di",
		.meaning = "plus_dm in percent of the true range's sum",
		.source = "TA-Lib PLUS_DI (Wilder; in percent for n = 1 too)",
		OF_BAR(3),
		.n_outputs = 1, .outputs = {"plus_di"},
		.lookback = tq_ind_change_lookback,
		.make = di_make, .step = plus_di_step,
	}, {
		.name = "minus_di",
		.meaning = "minus_dm in percent of the true range's sum",
		.source = "TA-Lib MINUS_DI (Wilder; in percent for n = 1 too)",
		OF_BAR(3),
		.n_outputs = 1, .outputs = {"minus_di"},
		.lookback = tq_ind_change_lookback,
		.make = di_make, .step = minus_di_step,
	}, {
		.name = "di",
		.meaning = "directional indicators, plus and minus, in percent of the true range",
		.source = "Tulip DI (a bar before plus_di; a tie of moves counts for both)",
		OF_BAR(3),
		.n_outputs = 2, .outputs = {"plus", "minus"},
		.lookback = dm_lookback,
		.make = both_make, .step = di_step,
	}, {
		.name = "dx",
		.meaning = "directional movement index, 0 to 100; null for a line that never moved",
		.source = "TA-Lib DX (Wilder)",
		OF_BAR(3),
		.n_outputs = 1, .outputs = {"dx"},
		.lookback = tq_ind_change_lookback,
		.make = di_make, .step = dx_step,
	}, {
		.name = "adx",
		.meaning = "average directional index: Wilder's average of dx",
		.source = "TA-Lib ADX (running sums from the first n - 1 moves)",
		OF_BAR(3),
		.n_outputs = 1, .outputs = {"adx"},
		.lookback = adx_lookback,
		.make = di_make, .step = adx_step,
	}, {
		.name = "adxr",
		.meaning = "mean of adx and adx of n - 1 bars before",
		.source = "TA-Lib ADXR",
		OF_BAR(3),
		.n_outputs = 1, .outputs = {"adxr"},
		.lookback = adxr_lookback,
		.make = adxr_make, .step = adxr_step,
	},
};

const struct tq_ind_family tq_ind_momentum_directional = {"momentum", rows, TQ_COUNT(rows)};
