/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/range.h"
#include "state/state.h"

/*
 * Wilder's parabolic stop and reverse. A short trade is seen as a long one of
 * prices with the sign turned, so that both sides are one set of rules: near is
 * the end of the bar at which the stop is, far the other.
 */
struct pace {
	double first, step, most;
};

struct sar {
	struct pace pace[2];     /* of longs, of shorts */
	double start, offset;
	int64_t side;            /* 1, -1; 0: there was no second bar yet */
	double stop, extreme, speed;
	double high, low;        /* of the bar before; NaN: there was none */
};

/* No step is larger than what it may add up to, as in TA-Lib. */
static struct pace
pace(double first, double step, double most)
{
	return (struct pace){fmin(first, most), fmin(step, most), most};
}

static struct sar *
sar_new(struct pace of_long, struct pace of_short, double start, double offset)
{
	struct sar *s = tq_alloc(1, sizeof *s);

	s->pace[0] = of_long;
	s->pace[1] = of_short;
	s->start = start;
	s->offset = offset;
	s->high = s->low = (double)NAN;
	return s;
}

static void *
sar_make(const double *param)
{
	struct pace both = pace(param[0], param[0], param[1]);

	return sar_new(both, both, 0, 0);
}

static void *
sarext_make(const double *param)
{
	return sar_new(pace(param[2], param[3], param[4]), pace(param[5], param[6], param[7]),
		       param[0], param[1]);
}

static double
lesser(double a, double b)
{
	return a < b ? a : b;
}

static double
near_end(const struct sar *s, double high, double low)
{
	return s->side > 0 ? low : -high;
}

static double
far_end(const struct sar *s, double high, double low)
{
	return s->side > 0 ? high : -low;
}

/* Short if the first move down is the larger one; the stop starts at the bar before. */
static void
sar_begin(struct sar *s, double high, double low)
{
	bool fell = s->low - low > 0 && s->low - low > high - s->high;

	s->side = s->start != 0 ? (s->start > 0 ? 1 : -1) : fell ? -1 : 1;
	s->stop = s->start != 0 ? s->start : near_end(s, s->high, s->low);
	s->extreme = far_end(s, high, low);
	s->speed = s->pace[s->side < 0].first;
	s->high = high;
	s->low = low;
}

/* The stop is never beyond the near end of this bar or of the one before. */
static double
held(const struct sar *s, double stop, double high, double low)
{
	return lesser(lesser(stop, near_end(s, s->high, s->low)), near_end(s, high, low));
}

static void
sar_turn(struct sar *s, double high, double low)
{
	s->side = -s->side;
	s->stop = held(s, -s->extreme, high, low);
	s->stop -= (double)s->side * s->offset * s->stop;
	s->speed = s->pace[s->side < 0].first;
	s->extreme = far_end(s, high, low);
}

/* The stop of this bar, as seen from its side: negative for a short. */
static double
sar_next(struct sar *s, double high, double low)
{
	const struct pace *p;
	double stop;

	if (!tq_bar_known(high, low, 0))
		return (double)NAN;
	if (s->side == 0 && isnan(s->high)) {
		s->high = high;
		s->low = low;
		return (double)NAN;
	}
	if (s->side == 0)
		sar_begin(s, high, low);
	if (near_end(s, high, low) <= s->stop)
		sar_turn(s, high, low);
	stop = s->stop;
	p = &s->pace[s->side < 0];
	if (far_end(s, high, low) > s->extreme) {
		s->extreme = far_end(s, high, low);
		s->speed = lesser(s->speed + p->step, p->most);
	}
	s->stop = held(s, stop + s->speed * (s->extreme - stop), high, low);
	s->high = high;
	s->low = low;
	return tq_ind_finite(stop);
}

static void
sar_step(void *node, const double *in, double *out)
{
	struct sar *s = node;
	double stop = sar_next(s, in[0], in[1]);

	*out = (double)s->side * stop;
}

static void
sarext_step(void *node, const double *in, double *out)
{
	*out = sar_next(node, in[0], in[1]);
}

static int64_t
sar_lookback(const double *param)
{
	(void)param;
	return 1;
}

static void
sar_state(void *node, struct tq_state *st)
{
	struct sar *s = node;

	tq_ind_state_int(st, "side", &s->side, -1, 1);
	tq_state_f64(st, "stop", &s->stop);
	tq_state_f64(st, "extreme", &s->extreme);
	tq_state_f64(st, "speed", &s->speed);
	tq_state_f64(st, "high", &s->high);
	tq_state_f64(st, "low", &s->low);
}

#define PACE(name, preset, meaning) {(name), (preset), 0, 1e6, false, (meaning)}

static const struct tq_ind rows[] = {
	{
		.name = "sar",
		.aliases = {"psar"},
		.meaning = "parabolic stop and reverse: below the price in a long, above it in a "
			   "short",
		.source = "TA-Lib SAR (Wilder; first side by the first move, long on a tie)",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_params = 2, .params = {
			PACE("accel", 0.02, "acceleration, first and by each new extreme"),
			PACE("max", 0.2, "largest acceleration"),
		},
		.n_outputs = 1, .outputs = {"sar"},
		.lookback = sar_lookback,
		.make = sar_make, .step = sar_step, .state = sar_state,
	}, {
		.name = "sarext",
		.meaning = "parabolic stop and reverse with a pace for each side; negative in a "
			   "short",
		.source = "TA-Lib SAREXT",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_params = 8, .params = {
			{"start", 0, -1e15, 1e15, false,
			 "first stop, negative to begin short; 0: by the first move"},
			{"offset", 0, 0, 1e6, false, "part of the stop by which it steps back on "
			 "a turn"},
			PACE("first_long", 0.02, "first acceleration in a long"),
			PACE("long", 0.02, "acceleration by each new high in a long"),
			PACE("max_long", 0.2, "largest acceleration in a long"),
			PACE("first_short", 0.02, "first acceleration in a short"),
			PACE("short", 0.02, "acceleration by each new low in a short"),
			PACE("max_short", 0.2, "largest acceleration in a short"),
		},
		.n_outputs = 1, .outputs = {"sarext"},
		.lookback = sar_lookback,
		.make = sarext_make, .step = sarext_step, .state = sar_state,
	},
};

const struct tq_ind_family tq_ind_sar = {"trend followers", rows, TQ_COUNT(rows)};
