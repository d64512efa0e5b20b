/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/* What a bar is beside the one before, or by itself. */

/* A bar that opened and closed nearly at one price (Skender's Doji). */
static void *
part_make(const double *param)
{
	double *part = tq_alloc(1, sizeof *part);

	*part = param[0];
	return part;
}

static void
doji_step(void *node, const double *in, double *out)
{
	const double *percent = node;
	double change = in[0] != 0 ? 1 - in[1] / in[0] : (double)NAN;

	*out = change - change == 0 ? fabs(change) * 100 <= *percent : (double)NAN;
}

static void
marubozu_step(void *node, const double *in, double *out)
{
	const double *percent = node;
	double range = in[1] - in[2], body = in[3] - in[0];

	*out = (double)NAN;
	if (range - range != 0 || body - body != 0)
		return;
	*out = 0;
	if (range > 0 && fabs(body) / range * 100 >= *percent)
		*out = body > 0 ? 100 : -100;
}

static void
no_state(void *node, struct tq_state *st)
{
	(void)node;
	(void)st;
}

static int64_t
no_lookback(const double *param)
{
	(void)param;
	return 0;
}

static int64_t
one_bar(const double *param)
{
	(void)param;
	return 1;
}

/* The high and low of the bar before, NaN when there is none. */
struct before {
	double high, low;
};

static void *
before_make(const double *param)
{
	struct before *b = tq_alloc(1, sizeof *b);

	(void)param;
	b->high = b->low = (double)NAN;
	return b;
}

/* Puts the bar at hand in the place of the one before; false when either is null. */
static bool
before_step(void *node, const double *in, struct before *was)
{
	struct before *b = node;
	bool null = isnan(in[0] + in[1]);

	*was = *b;
	b->high = null ? (double)NAN : in[0];
	b->low = null ? (double)NAN : in[1];
	return !null && !isnan(was->high);
}

static void
before_state(void *node, struct tq_state *st)
{
	struct before *b = node;

	tq_state_f64(st, "high", &b->high);
	tq_state_f64(st, "low", &b->low);
}

static void
inside_step(void *node, const double *in, double *out)
{
	struct before was;
	bool both = before_step(node, in, &was);

	*out = both ? in[0] < was.high && in[1] > was.low : (double)NAN;
}

static void
outside_step(void *node, const double *in, double *out)
{
	struct before was;
	bool both = before_step(node, in, &was);

	*out = both ? in[0] > was.high && in[1] < was.low : (double)NAN;
}

static void
gap_up_step(void *node, const double *in, double *out)
{
	struct before was;
	bool both = before_step(node, in, &was);

	*out = both ? in[1] > was.high : (double)NAN;
}

static void
gap_down_step(void *node, const double *in, double *out)
{
	struct before was;
	bool both = before_step(node, in, &was);

	*out = both ? in[0] < was.low : (double)NAN;
}

static void
gap_step(void *node, const double *in, double *out)
{
	struct before was;
	bool both = before_step(node, in, &was);

	*out = !both ? (double)NAN : in[1] > was.high ? in[1] - was.high :
	       in[0] < was.low ? in[0] - was.low : 0;
}

/* Whether the range is narrower than each of the n - 1 before it. */
struct narrow {
	struct tq_rolling_extreme *ranges;
	double before;           /* the narrowest of the last n - 1 */
};

static void *
narrow_new(double n)
{
	struct narrow *w = tq_alloc(1, sizeof *w);

	w->ranges = tq_rolling_extreme_new(n - 1, -1);
	w->before = (double)NAN;
	return w;
}

static void *
narrow_make(const double *param)
{
	return narrow_new(param[0]);
}

static void *
narrow4_make(const double *param)
{
	(void)param;
	return narrow_new(4);
}

static void *
narrow7_make(const double *param)
{
	(void)param;
	return narrow_new(7);
}

static void
narrow_step(void *node, const double *in, double *out)
{
	struct narrow *w = node;
	double range = in[0] - in[1], before = w->before;

	w->before = tq_rolling_extreme_step(w->ranges, range);
	*out = isnan(range + before) ? (double)NAN : range < before;
}

static void
narrow_state(void *node, struct tq_state *st)
{
	struct narrow *w = node;

	tq_rolling_extreme_state(w->ranges, st);
	tq_state_f64(st, "before", &w->before);
}

static void
narrow_fini(void *node)
{
	free(((struct narrow *)node)->ranges);
	free(node);
}

static int64_t
narrow4_lookback(const double *param)
{
	(void)param;
	return 3;
}

static int64_t
narrow7_lookback(const double *param)
{
	(void)param;
	return 6;
}

/* Heikin Ashi: bars smoothed by the middle of the one before. */
struct heikin {
	double open, close;      /* of the last smoothed bar, NaN before the first */
};

static void *
heikin_make(const double *param)
{
	struct heikin *h = tq_alloc(1, sizeof *h);

	(void)param;
	h->open = h->close = (double)NAN;
	return h;
}

static void
heikin_step(void *node, const double *in, double *out)
{
	struct heikin *h = node;
	double close = tq_ind_finite(in[0] / 4 + in[1] / 4 + in[2] / 4 + in[3] / 4);
	double open = isnan(h->open) ? in[0] / 2 + in[3] / 2 : h->open / 2 + h->close / 2;

	if (isnan(close)) {
		out[0] = out[1] = out[2] = out[3] = (double)NAN;
		return;
	}
	h->open = out[0] = open;
	h->close = out[3] = close;
	out[1] = fmax(in[1], fmax(open, close));
	out[2] = fmin(in[2], fmin(open, close));
}

static void
heikin_state(void *node, struct tq_state *st)
{
	struct heikin *h = node;

	tq_state_f64(st, "open", &h->open);
	tq_state_f64(st, "close", &h->close);
}

#define OF_TWO_BARS(named, about, origin, answer, how) \
	{ \
		.name = (named), \
		.meaning = (about), \
		.source = (origin), \
		.recovery = TQ_IND_WINDOW, \
		.gives = (answer), \
		.of_bar = true, \
		.n_inputs = 2, .inputs = {"high", "low"}, \
		.n_outputs = 1, .outputs = {(named)}, \
		.lookback = one_bar, \
		.make = before_make, .step = (how), .state = before_state, \
	}

#define NARROW(named, about, n, parameters, before, making) \
	{ \
		.name = (named), \
		.meaning = (about), \
		.source = "Crabel: high - low below each of the bars before", \
		.recovery = TQ_IND_WINDOW, \
		.gives = TQ_IND_CONDITION, \
		.of_bar = true, \
		.n_inputs = 2, .inputs = {"high", "low"}, \
		.n_params = (parameters), .params = { \
			{"n", (n), 2, TQ_IND_LONGEST, true, "period in bars"}, \
		}, \
		.n_outputs = 1, .outputs = {(named)}, \
		.lookback = (before), \
		.make = (making), .step = narrow_step, .state = narrow_state, \
		.fini = narrow_fini, \
	}

static const struct tq_ind rows[] = {
	{
		.name = "doji",
		.meaning = "whether a bar closed within a percentage of its open",
		.source = "Skender Doji",
		.recovery = TQ_IND_ALONE,
		.gives = TQ_IND_CONDITION,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"open", "close"},
		.n_params = 1, .params = {
			{"percent", 0.1, 0, 100, false, "largest change, in percent of the open"},
		},
		.n_outputs = 1, .outputs = {"doji"},
		.lookback = no_lookback,
		.make = part_make, .step = doji_step, .state = no_state,
	}, {
		.name = "marubozu",
		.meaning = "100 for a rising, -100 for a falling bar that is nearly all body",
		.source = "Skender Marubozu",
		.recovery = TQ_IND_ALONE,
		.of_bar = true,
		.n_inputs = 4, .inputs = {"open", "high", "low", "close"},
		.n_params = 1, .params = {
			{"percent", 95, 0, 100, false, "smallest body, in percent of the range"},
		},
		.n_outputs = 1, .outputs = {"marubozu"},
		.lookback = no_lookback,
		.make = part_make, .step = marubozu_step, .state = no_state,
	},
	OF_TWO_BARS("inside_bar", "whether a bar is within the range of the one before",
		    "high below and low above those before", TQ_IND_CONDITION, inside_step),
	OF_TWO_BARS("outside_bar", "whether a bar goes beyond both ends of the one before",
		    "high above and low below those before", TQ_IND_CONDITION, outside_step),
	OF_TWO_BARS("gap_up", "whether a bar is wholly above the one before",
		    "low above the high before", TQ_IND_CONDITION, gap_up_step),
	OF_TWO_BARS("gap_down", "whether a bar is wholly below the one before",
		    "high below the low before", TQ_IND_CONDITION, gap_down_step),
	OF_TWO_BARS("gap", "the gap between a bar and the one before, below 0 downwards",
		    "low less the high before, or high less the low before", TQ_IND_NUMBER,
		    gap_step),
	NARROW("nr", "whether the range is the narrowest of the last n bars", 7, 1,
	       tq_ind_window_lookback, narrow_make),
	NARROW("nr4", "whether the range is the narrowest of the last 4 bars", 4, 0,
	       narrow4_lookback, narrow4_make),
	NARROW("nr7", "whether the range is the narrowest of the last 7 bars", 7, 0,
	       narrow7_lookback, narrow7_make),
	{
		.name = "heikinashi",
		.aliases = {"ha", "heikin_ashi"},
		.meaning = "Heikin Ashi bars",
		.source = "Skender HeikinAshi (the first opens at the middle of open and close)",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 4, .inputs = {"open", "high", "low", "close"},
		.n_outputs = 4, .outputs = {"open", "high", "low", "close"},
		.lookback = no_lookback,
		.make = heikin_make, .step = heikin_step, .state = heikin_state,
	},
};

const struct tq_ind_family tq_ind_structure_bars = {"price structure", rows, TQ_COUNT(rows)};
