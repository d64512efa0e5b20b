/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/window.h"
#include "state/state.h"

#include <float.h>

/* Wilder (1978): averages of gains and losses, each from the mean of its first n. */
struct rsi {
	struct tq_ema gain, loss;
	double last;
};

static void *
rsi_make(const double *param)
{
	struct rsi *r = tq_alloc(1, sizeof *r);

	tq_ema_init(&r->gain, param[0], 1 / param[0]);
	tq_ema_init(&r->loss, param[0], 1 / param[0]);
	r->last = (double)NAN;
	return r;
}

static void
rsi_step(void *node, const double *in, double *out)
{
	struct rsi *r = node;
	double change = *in - r->last;
	double gain, loss;

	*out = (double)NAN;
	if (isnan(*in))
		return;
	r->last = *in;
	if (isnan(change))
		return;
	/*
	 * A flat line leaves the ratio of the two as it is; it must not be
	 * lost to underflow when the line is flat for thousands of bars.
	 */
	if (change == 0 && r->gain.count == r->gain.n && r->gain.y + r->loss.y < 1e-290)
		change = (double)NAN;
	if (!isnan(change)) {
		tq_ema_step(&r->gain, fmin(fmax(change, 0), DBL_MAX));
		tq_ema_step(&r->loss, fmin(fmax(-change, 0), DBL_MAX));
	}
	if (r->gain.count < r->gain.n)
		return;
	gain = r->gain.y * 0.5;
	loss = r->loss.y * 0.5;
	*out = gain + loss > 0 ? 100 * (gain / (gain + loss)) : 0;
}

static void
rsi_state(void *node, struct tq_state *st)
{
	struct rsi *r = node;

	tq_ema_state(&r->gain, st);
	tq_ema_state(&r->loss, st);
	tq_state_f64(st, "last", &r->last);
}

/*
 * Both averages start on the bar on which the slow one is full: the fast one
 * leaves out the bars before its n last ones, as TA-Lib does.
 */
struct macd {
	struct tq_ema fast, slow, signal;
	int64_t skip;            /* bars that the fast average still leaves out */
	int64_t skips;
};

static void *
macd_make(const double *param)
{
	struct macd *m = tq_alloc(1, sizeof *m);
	double fast = fmin(param[0], param[1]);
	double slow = fmax(param[0], param[1]);

	tq_ema_init(&m->fast, fast, 2 / (fast + 1));
	tq_ema_init(&m->slow, slow, 2 / (slow + 1));
	tq_ema_init(&m->signal, param[2], 2 / (param[2] + 1));
	m->skip = m->skips = (int64_t)(slow - fast);
	return m;
}

static void
macd_step(void *node, const double *in, double *out)
{
	struct macd *m = node;
	double fast = (double)NAN, slow, line, signal;

	out[0] = out[1] = out[2] = (double)NAN;
	if (isnan(*in))
		return;
	slow = tq_ema_step(&m->slow, *in);
	if (m->skip > 0)
		m->skip--;
	else
		fast = tq_ema_step(&m->fast, *in);
	line = tq_ind_finite(fast - slow);
	signal = tq_ema_step(&m->signal, line);
	if (isnan(signal))
		return;
	out[0] = line;
	out[1] = signal;
	out[2] = tq_ind_finite(line - signal);
}

static int64_t
macd_lookback(const double *param)
{
	return (int64_t)fmax(param[0], param[1]) - 1 + (int64_t)param[2] - 1;
}

static void
macd_state(void *node, struct tq_state *st)
{
	struct macd *m = node;

	tq_ind_state_int(st, "skip", &m->skip, 0, m->skips);
	tq_ema_state(&m->fast, st);
	tq_ema_state(&m->slow, st);
	tq_ema_state(&m->signal, st);
}

static const struct tq_ind rows[] = {
	{
		.name = "rsi",
		.meaning = "relative strength index, 0 to 100; 0 for a line that never moved",
		.source = "TA-Lib RSI (Wilder)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"rsi"},
		.lookback = tq_ind_change_lookback,
		.make = rsi_make, .step = rsi_step, .state = rsi_state,
	}, {
		.name = "macd",
		.meaning = "fast less slow exponential average, its signal line, their difference",
		.source = "TA-Lib MACD (both averages start with the slow one's first value)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 3, .params = {
			{"fast", 12, 1, TQ_IND_LONGEST, true, "period of the fast average"},
			{"slow", 26, 1, TQ_IND_LONGEST, true, "period of the slow average"},
			{"signal", 9, 1, TQ_IND_LONGEST, true, "period of the signal line"},
		},
		.n_outputs = 3, .outputs = {"macd", "signal", "hist"},
		.lookback = macd_lookback,
		.make = macd_make, .step = macd_step, .state = macd_state,
	},
};

const struct tq_ind_family tq_ind_momentum = {"momentum", rows, TQ_COUNT(rows)};
