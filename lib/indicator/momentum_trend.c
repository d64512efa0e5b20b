/* SPDX-License-Identifier: ISC */
/* How far a line went against the way it took. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/peak.h"
#include "indicator/range.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/* Chande (1995): how long ago the extremes of the last n + 1 bars were. */
struct aroon {
	struct tq_peak *high, *low;
	double percent;          /* 100 / n */
};

static void *
aroon_make(const double *param)
{
	struct aroon *a = tq_alloc(1, sizeof *a);

	a->high = tq_peak_new(param[0] + 1, 1);
	a->low = tq_peak_new(param[0] + 1, -1);
	a->percent = 100 / param[0];
	return a;
}

/* A bar of which one price is null is null. */
static void
aroon_take(struct aroon *a, const double *in, double *down, double *up)
{
	double rest = (in[0] + in[1]) - (in[0] + in[1]);

	*up = tq_peak_step_of(a->high, 1, false, in[0] + rest).ago;
	*down = tq_peak_step_of(a->low, -1, false, in[1] + rest).ago;
}

static void
aroon_step(void *node, const double *in, double *out)
{
	struct aroon *a = node;

	aroon_take(a, in, &out[0], &out[1]);
	out[0] = ((double)(a->low->w.n - 1) - out[0]) * a->percent;
	out[1] = ((double)(a->high->w.n - 1) - out[1]) * a->percent;
}

static void
aroonosc_step(void *node, const double *in, double *out)
{
	struct aroon *a = node;
	double down, up;

	aroon_take(a, in, &down, &up);
	*out = (down - up) * a->percent;
}

static void
aroon_state(void *node, struct tq_state *st)
{
	struct aroon *a = node;

	tq_peak_state(a->high, st);
	tq_peak_state(a->low, st);
}

static void
aroon_fini(void *node)
{
	struct aroon *a = node;

	free(a->high);
	free(a->low);
	free(a);
}

/* The way of the last n changes, and what the line reached by it. */
struct way {
	struct tq_rolling_sum *way;
	struct tq_ring *past;
	struct tq_rolling_extreme *high, *low;
	double last;
};

static void *
way_make(const double *param)
{
	struct way *w = tq_alloc(1, sizeof *w);

	w->way = tq_rolling_sum_new(param[0]);
	w->past = tq_ring_new(param[0]);
	w->high = tq_rolling_extreme_new(param[0], 1);
	w->low = tq_rolling_extreme_new(param[0], -1);
	w->last = (double)NAN;
	return w;
}

static double
way_step(struct way *w, double x)
{
	double way = tq_rolling_sum_step(w->way, tq_ind_finite(fabs(x - w->last)));

	w->last = x;
	return way;
}

static void
er_step(void *node, const double *in, double *out)
{
	struct way *w = node;
	double way = way_step(w, *in);

	*out = tq_ind_finite(fabs(*in - tq_ring_swap(w->past, *in)) / way);
}

static void
vhf_step(void *node, const double *in, double *out)
{
	struct way *w = node;
	double way = way_step(w, *in);
	double high = tq_rolling_extreme_step(w->high, *in);
	double low = tq_rolling_extreme_step(w->low, *in);

	*out = tq_ind_finite((high - low) / way);
}

static void
way_state(void *node, struct tq_state *st)
{
	struct way *w = node;

	tq_rolling_sum_state(w->way, st);
	tq_ring_state(w->past, st);
	tq_rolling_extreme_state(w->high, st);
	tq_rolling_extreme_state(w->low, st);
	tq_state_f64(st, "last", &w->last);
}

static void
way_fini(void *node)
{
	struct way *w = node;

	free(w->way);
	free(w->past);
	free(w->high);
	free(w->low);
	free(w);
}

/* Botes and Siepman (2010): reach from the low before and from the high before. */
struct vortex {
	struct tq_rolling_sum *plus, *minus, *range;
	double high, low, close; /* of the bar before */
};

static void *
vortex_make(const double *param)
{
	struct vortex *v = tq_alloc(1, sizeof *v);

	v->plus = tq_rolling_sum_new(param[0]);
	v->minus = tq_rolling_sum_new(param[0]);
	v->range = tq_rolling_sum_new(param[0]);
	v->high = v->low = v->close = (double)NAN;
	return v;
}

static void
vortex_step(void *node, const double *in, double *out)
{
	struct vortex *v = node;
	bool known = tq_bar_known(in[0], in[1], in[2]);
	double high = known ? in[0] : (double)NAN, low = known ? in[1] : (double)NAN;
	double range = tq_rolling_sum_step(v->range, isnan(v->close) ? v->close :
					   tq_true_range(high, low, v->close));
	double plus = tq_rolling_sum_step(v->plus, fabs(high - v->low));
	double minus = tq_rolling_sum_step(v->minus, fabs(low - v->high));

	v->high = high;
	v->low = low;
	v->close = known ? in[2] : (double)NAN;
	out[0] = tq_ind_finite(plus / range);
	out[1] = tq_ind_finite(minus / range);
}

static void
vortex_state(void *node, struct tq_state *st)
{
	struct vortex *v = node;

	tq_rolling_sum_state(v->plus, st);
	tq_rolling_sum_state(v->minus, st);
	tq_rolling_sum_state(v->range, st);
	tq_state_f64(st, "high", &v->high);
	tq_state_f64(st, "low", &v->low);
	tq_state_f64(st, "close", &v->close);
}

static void
vortex_fini(void *node)
{
	struct vortex *v = node;

	free(v->plus);
	free(v->minus);
	free(v->range);
	free(v);
}

static void *
qstick_make(const double *param)
{
	return tq_rolling_sum_new(param[0]);
}

static void
qstick_step(void *node, const double *in, double *out)
{
	*out = tq_ind_finite(tq_rolling_mean_step(node, in[1] - in[0]));
}

static void
qstick_state(void *node, struct tq_state *st)
{
	tq_rolling_sum_state(node, st);
}

#define PERIOD(preset) .recovery = TQ_IND_WINDOW, .n_params = 1, .params = {TQ_IND_PERIOD(preset)}

#define AROON \
	PERIOD(14), .of_bar = true, .n_inputs = 2, .inputs = {"high", "low"}, \
	.lookback = tq_ind_change_lookback, \
	.make = aroon_make, .state = aroon_state, .fini = aroon_fini

#define WAY \
	.n_inputs = 1, .inputs = {"x"}, \
	.lookback = tq_ind_change_lookback, \
	.make = way_make, .state = way_state, .fini = way_fini

static const struct tq_ind rows[] = {
	{
		.name = "aroon",
		.meaning = "how fresh the lowest low and highest high of n + 1 bars are, 0 to 100",
		.source = "TA-Lib AROON (of equal extremes the newest counts)",
		AROON,
		.n_outputs = 2, .outputs = {"down", "up"},
		.step = aroon_step,
	}, {
		.name = "aroonosc",
		.meaning = "aroon up less aroon down, -100 to 100",
		.source = "TA-Lib AROONOSC",
		AROON,
		.n_outputs = 1, .outputs = {"aroonosc"},
		.step = aroonosc_step,
	}, {
		.name = "er",
		.aliases = {"efficiency_ratio"},
		.meaning = "efficiency ratio: change over n bars as a share of the way, 0 to 1",
		.source = "Kaufman (1995)",
		PERIOD(10), WAY,
		.n_outputs = 1, .outputs = {"er"},
		.step = er_step,
	}, {
		.name = "vhf",
		.meaning = "vertical horizontal filter: highest less lowest as a share of the way",
		.source = "Tulip VHF (White 1991)",
		PERIOD(28), WAY,
		.n_outputs = 1, .outputs = {"vhf"},
		.step = vhf_step,
	}, {
		.name = "vortex",
		.meaning = "vortex indicators: reach up and reach down as shares of the true range",
		.source = "Skender Vortex (Botes, Siepman 2010)",
		PERIOD(14),
		.of_bar = true, .n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_outputs = 2, .outputs = {"plus", "minus"},
		.lookback = tq_ind_change_lookback,
		.make = vortex_make, .step = vortex_step, .state = vortex_state,
		.fini = vortex_fini,
	}, {
		.name = "qstick",
		.meaning = "mean of close less open",
		.source = "Tulip QStick (Chande 1994)",
		PERIOD(14),
		.of_bar = true, .n_inputs = 2, .inputs = {"open", "close"},
		.n_outputs = 1, .outputs = {"qstick"},
		.lookback = tq_ind_window_lookback,
		.make = qstick_make, .step = qstick_step, .state = qstick_state,
	},
};

const struct tq_ind_family tq_ind_momentum_trend = {"momentum", rows, TQ_COUNT(rows)};
