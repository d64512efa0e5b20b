/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "state/state.h"
#include "time/instant.h"

#include <stdlib.h>

/* Levels from the prices of the period before. */

enum kind { CLASSIC, FIBONACCI, WOODIE, CAMARILLA, DEMARK };
enum period { BY_DAY, BY_WEEK, BY_MONTH };
enum { LEVELS = 9 };                     /* pp, r1, s1 ... r4, s4 */

struct prices {
	double open, high, low, close;
};

static void
no_levels(double *out)
{
	for (int i = 0; i < LEVELS; i++)
		out[i] = (double)NAN;
}

/* The k-th resistance and support, at that part of the range from a middle. */
static void
around(double *out, int k, double middle, double distance)
{
	out[2 * k - 1] = middle + distance;
	out[2 * k] = middle - distance;
}

static void
classic(double *out, const struct prices *p)
{
	double range = p->high - p->low;

	out[1] = 2 * out[0] - p->low;
	out[2] = 2 * out[0] - p->high;
	around(out, 2, out[0], range);
	out[5] = p->high + 2 * (out[0] - p->low);
	out[6] = p->low - 2 * (p->high - out[0]);
}

static void
demark(double *out, const struct prices *p)
{
	double x = p->high + p->low + p->close +
		   (p->close < p->open ? p->low : p->close > p->open ? p->high : p->close);

	out[0] = x / 4;
	out[1] = x / 2 - p->low;
	out[2] = x / 2 - p->high;
}

/* open is that of the period at hand, which Woodie's pivot starts from. */
static void
levels(double *out, enum kind kind, const struct prices *p, double open)
{
	double range = p->high - p->low;

	no_levels(out);
	out[0] = (p->high + p->low + p->close) / 3;
	switch (kind) {
	case WOODIE:
		out[0] = (p->high + p->low + 2 * open) / 4;
		classic(out, p);
		break;
	case CLASSIC:
		classic(out, p);
		break;
	case FIBONACCI:
		around(out, 1, out[0], 0.382 * range);
		around(out, 2, out[0], 0.618 * range);
		around(out, 3, out[0], range);
		break;
	case CAMARILLA:
		out[0] = p->close;
		around(out, 1, p->close, 1.1 / 12 * range);
		around(out, 2, p->close, 1.1 / 6 * range);
		around(out, 3, p->close, 1.1 / 4 * range);
		around(out, 4, p->close, 1.1 / 2 * range);
		break;
	case DEMARK:
		demark(out, p);
		break;
	}
	for (int i = 0; i < LEVELS; i++)
		out[i] = tq_ind_finite(out[i]);
}

/*
 * Which period a time of the record lies in, as a number that grows; seconds
 * since 1970, already moved to where a day begins. Weeks begin on Monday.
 */
static double
period_of(enum period period, double seconds)
{
	double day = floor(seconds / 86400);
	int year, month, date;

	if (period == BY_DAY)
		return day;
	if (period == BY_WEEK)
		return floor((day + 3) / 7);     /* 1970 began on a Thursday */
	tq_civil_from_days((int64_t)day, &year, &month, &date);
	return 12 * (double)year + month;
}

/* A time that a calendar has a date for. */
static bool
is_time(double seconds)
{
	return fabs(seconds) < 1e11;
}

struct pivots {
	enum kind kind;
	enum period period;
	double shift;            /* seconds from midnight UTC to the begin of a day */
	double at;               /* the period at hand, NaN before the first */
	double bars;             /* of it */
	struct prices now, last; /* last.open NaN: there was none */
};

static void *
pivots_make(const double *param)
{
	struct pivots *p = tq_alloc(1, sizeof *p);

	p->kind = (enum kind)(int)param[0];
	p->period = (enum period)(int)param[1];
	p->shift = param[2] * 60;
	p->at = p->last.open = (double)NAN;
	return p;
}

static void
pivots_count(struct pivots *p, const double *in, double at)
{
	if (at != p->at) {
		if (!isnan(p->at))
			p->last = p->now;
		p->now = (struct prices){in[0], in[1], in[2], in[3]};
		p->at = at;
		p->bars = 0;
	}
	p->now.high = fmax(p->now.high, in[1]);
	p->now.low = fmin(p->now.low, in[2]);
	p->now.close = in[3];
	p->bars++;
}

static void
pivots_step(void *node, const double *in, double *out)
{
	struct pivots *p = node;
	double all = in[0] + in[1] + in[2] + in[3];

	no_levels(out);
	out[LEVELS] = (double)NAN;
	if (all - all != 0 || !is_time(in[4]))
		return;
	pivots_count(p, in, period_of(p->period, in[4] - p->shift));
	out[LEVELS] = p->bars;
	if (!isnan(p->last.open))
		levels(out, p->kind, &p->last, p->now.open);
}

static void
prices_state(struct prices *p, struct tq_state *st)
{
	tq_state_f64(st, "open", &p->open);
	tq_state_f64(st, "high", &p->high);
	tq_state_f64(st, "low", &p->low);
	tq_state_f64(st, "close", &p->close);
}

static void
pivots_state(void *node, struct tq_state *st)
{
	struct pivots *p = node;

	tq_state_f64(st, "at", &p->at);
	tq_state_f64(st, "bars", &p->bars);
	prices_state(&p->now, st);
	prices_state(&p->last, st);
}

/* The same levels from the n bars that ended offset bars before this one. */
struct rolling_pivots {
	enum kind kind;
	int64_t window, clean;   /* n + offset + 1, and bars since the last NaN */
	struct tq_rolling_extreme *high, *low;
	struct tq_ring *highs, *lows;    /* extremes as they stood offset + 1 bars ago */
	struct tq_ring *closes, *opens;
};

static void *
rolling_make(const double *param)
{
	struct rolling_pivots *r = tq_alloc(1, sizeof *r);

	r->kind = (enum kind)(int)param[2];
	r->window = (int64_t)(param[0] + param[1]) + 1;
	r->high = tq_rolling_extreme_new(param[0], 1);
	r->low = tq_rolling_extreme_new(param[0], -1);
	r->highs = tq_ring_new(param[1] + 1);
	r->lows = tq_ring_new(param[1] + 1);
	r->closes = tq_ring_new(param[1] + 1);
	r->opens = tq_ring_new(param[0] + param[1]);
	return r;
}

static void
rolling_step(void *node, const double *in, double *out)
{
	struct rolling_pivots *r = node;
	double all = in[0] + in[1] + in[2] + in[3];
	bool null = all - all != 0;
	struct prices p;

	p.high = tq_ring_swap(r->highs, tq_rolling_extreme_step(r->high, null ? all - all : in[1]));
	p.low = tq_ring_swap(r->lows, tq_rolling_extreme_step(r->low, null ? all - all : in[2]));
	p.close = tq_ring_swap(r->closes, in[3]);
	p.open = tq_ring_swap(r->opens, in[0]);
	r->clean = null ? 0 : r->clean + (r->clean < r->window);
	if (r->clean == r->window)
		levels(out, r->kind, &p, in[0]);
	else
		no_levels(out);
}

static void
rolling_state(void *node, struct tq_state *st)
{
	struct rolling_pivots *r = node;

	tq_ind_state_int(st, "clean", &r->clean, 0, r->window);
	tq_rolling_extreme_state(r->high, st);
	tq_rolling_extreme_state(r->low, st);
	tq_ring_state(r->highs, st);
	tq_ring_state(r->lows, st);
	tq_ring_state(r->closes, st);
	tq_ring_state(r->opens, st);
}

static void
rolling_fini(void *node)
{
	struct rolling_pivots *r = node;

	free(r->high);
	free(r->low);
	free(r->highs);
	free(r->lows);
	free(r->closes);
	free(r->opens);
	free(r);
}

static int64_t
rolling_lookback(const double *param)
{
	return (int64_t)(param[0] + param[1]);
}

/* The range of the first minutes of a day, as far as it has come. */
struct opening {
	double length, start;    /* seconds */
	double day;              /* of high and low; NaN: none yet */
	double high, low;
};

static void *
opening_make(const double *param)
{
	struct opening *o = tq_alloc(1, sizeof *o);

	o->length = param[0] * 60;
	o->start = param[1] * 60;
	o->day = o->high = o->low = (double)NAN;
	return o;
}

static void
opening_step(void *node, const double *in, double *out)
{
	struct opening *o = node;
	double day = floor((in[2] - o->start) / 86400);
	bool within = in[2] - o->start - day * 86400 < o->length;

	out[0] = out[1] = out[2] = (double)NAN;
	if (isnan(in[0] + in[1]) || !is_time(in[2]))
		return;
	if (day != o->day) {
		o->day = day;
		o->high = o->low = (double)NAN;
	}
	if (within) {
		o->high = fmax(o->high, in[0]);
		o->low = fmin(o->low, in[1]);
	}
	out[0] = o->high;
	out[1] = o->low;
	out[2] = !within;
}

static void
opening_state(void *node, struct tq_state *st)
{
	struct opening *o = node;

	tq_state_f64(st, "day", &o->day);
	tq_state_f64(st, "high", &o->high);
	tq_state_f64(st, "low", &o->low);
}

static int64_t
no_lookback(const double *param)
{
	(void)param;
	return 0;
}

#define KIND {"kind", 0, 0, 4, true, \
	      "0 classic, 1 fibonacci, 2 woodie, 3 camarilla, 4 demark"}
#define START {"start", 0, -1440, 1440, true, "minutes from midnight UTC at which a day begins"}

static const struct tq_ind rows[] = {
	{
		.name = "pivot_points",
		.aliases = {"pivots"},
		.meaning = "pivot, resistances and supports of the day, week or month before; "
			   "bars of this one",
		.source = "Skender PivotPoints; the first period is as long as the data has it",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 5, .inputs = {"open", "high", "low", "close", "time"},
		.n_params = 3, .params = {
			KIND,
			{"period", 0, 0, 2, true, "0 day, 1 week (from Monday), 2 month"},
			START,
		},
		.n_outputs = LEVELS + 1,
		.outputs = {"pp", "r1", "s1", "r2", "s2", "r3", "s3", "r4", "s4", "bars"},
		.lookback = no_lookback,
		.make = pivots_make, .step = pivots_step, .state = pivots_state,
	}, {
		.name = "rolling_pivots",
		.meaning = "pivot, resistances and supports of the n bars before",
		.source = "Skender RollingPivots",
		.recovery = TQ_IND_WINDOW,
		.of_bar = true,
		.n_inputs = 4, .inputs = {"open", "high", "low", "close"},
		.n_params = 3, .params = {
			TQ_IND_PERIOD(20),
			{"offset", 0, 0, TQ_IND_LONGEST, true, "bars between those and this one"},
			KIND,
		},
		.n_outputs = LEVELS,
		.outputs = {"pp", "r1", "s1", "r2", "s2", "r3", "s3", "r4", "s4"},
		.lookback = rolling_lookback,
		.make = rolling_make, .step = rolling_step, .state = rolling_state,
		.fini = rolling_fini,
	}, {
		.name = "opening_range",
		.aliases = {"orb"},
		.meaning = "high and low of the first minutes of the day, and whether those are "
			   "over",
		.source = "bars whose time lies in the first minutes after the start of the day",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "time"},
		.n_params = 2, .params = {
			{"minutes", 30, 1, 1440, true, "length of the opening range"}, START,
		},
		.n_outputs = 3, .outputs = {"high", "low", "done"},
		.lookback = no_lookback,
		.make = opening_make, .step = opening_step, .state = opening_state,
	},
};

const struct tq_ind_family tq_ind_structure_pivots = {"price structure", rows, TQ_COUNT(rows)};
