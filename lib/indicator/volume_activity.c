/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

struct vosc {
	struct tq_rolling_sum *fast, *slow;
};

static void *
vosc_make(const double *param)
{
	struct vosc *v = tq_alloc(1, sizeof *v);

	v->fast = tq_rolling_sum_new(param[0]);
	v->slow = tq_rolling_sum_new(param[1]);
	return v;
}

static void
vosc_step(void *node, const double *in, double *out)
{
	struct vosc *v = node;
	double fast = tq_rolling_mean_step(v->fast, *in);
	double slow = tq_rolling_mean_step(v->slow, *in);

	*out = tq_ind_finite(100 * ((fast - slow) / slow));
}

static int64_t
vosc_lookback(const double *param)
{
	return (int64_t)fmax(param[0], param[1]) - 1;
}

static void
vosc_state(void *node, struct tq_state *st)
{
	struct vosc *v = node;

	tq_rolling_sum_state(v->fast, st);
	tq_rolling_sum_state(v->slow, st);
}

static void
vosc_fini(void *node)
{
	struct vosc *v = node;

	free(v->fast);
	free(v->slow);
	free(v);
}

/* Each average starts from the mean of its own first n volumes. */
struct pvo {
	struct tq_ema fast, slow, signal;
};

static void *
pvo_make(const double *param)
{
	struct pvo *p = tq_alloc(1, sizeof *p);

	tq_ema_init(&p->fast, param[0], 2 / (param[0] + 1));
	tq_ema_init(&p->slow, param[1], 2 / (param[1] + 1));
	tq_ema_init(&p->signal, param[2], 2 / (param[2] + 1));
	return p;
}

static void
pvo_step(void *node, const double *in, double *out)
{
	struct pvo *p = node;
	double fast = tq_ema_step(&p->fast, *in), slow = tq_ema_step(&p->slow, *in);
	double line = tq_ind_finite(100 * ((fast - slow) / slow));
	double signal = tq_ema_step(&p->signal, line);

	out[0] = isnan(signal) ? signal : line;
	out[1] = signal;
	out[2] = tq_ind_finite(line - signal);
}

static int64_t
pvo_lookback(const double *param)
{
	return (int64_t)(fmax(param[0], param[1]) - 1 + param[2] - 1);
}

static void
pvo_state(void *node, struct tq_state *st)
{
	struct pvo *p = node;

	tq_ema_state(&p->fast, st);
	tq_ema_state(&p->slow, st);
	tq_ema_state(&p->signal, st);
}

static void *
relvol_make(const double *param)
{
	return tq_rolling_sum_new(param[0]);
}

static void
relvol_step(void *node, const double *in, double *out)
{
	*out = tq_ind_finite(*in / tq_rolling_mean_step(node, *in));
}

static void
relvol_state(void *node, struct tq_state *st)
{
	tq_rolling_sum_state(node, st);
}

#define VOLUME .of_bar = true, .n_inputs = 1, .inputs = {"volume"}

static const struct tq_ind rows[] = {
	{
		.name = "vosc",
		.meaning = "volume oscillator: fast less slow simple average, in percent of the "
			   "slow",
		.source = "Tulip VOSC",
		.recovery = TQ_IND_WINDOW,
		VOLUME,
		.n_params = 2, .params = {
			{"fast", 9, 1, TQ_IND_LONGEST, true, "period of the fast average"},
			{"slow", 26, 1, TQ_IND_LONGEST, true, "period of the slow average"},
		},
		.n_outputs = 1, .outputs = {"vosc"},
		.lookback = vosc_lookback,
		.make = vosc_make, .step = vosc_step, .state = vosc_state, .fini = vosc_fini,
	}, {
		.name = "pvo",
		.meaning = "percentage volume oscillator: fast less slow exponential average in "
			   "percent of the slow, signal line, difference",
		.source = "as Skender (each average from its own first n); lines begin together",
		.recovery = TQ_IND_SKIP,
		VOLUME,
		.n_params = 3, .params = {
			{"fast", 12, 1, TQ_IND_LONGEST, true, "period of the fast average"},
			{"slow", 26, 1, TQ_IND_LONGEST, true, "period of the slow average"},
			{"signal", 9, 1, TQ_IND_LONGEST, true, "period of the signal line"},
		},
		.n_outputs = 3, .outputs = {"pvo", "signal", "hist"},
		.lookback = pvo_lookback,
		.make = pvo_make, .step = pvo_step, .state = pvo_state,
	}, {
		.name = "relvol",
		.aliases = {"rvol"},
		.meaning = "volume by the mean volume of n bars, this one among them",
		.source = "definition",
		.recovery = TQ_IND_WINDOW,
		VOLUME,
		.n_params = 1, .params = {TQ_IND_PERIOD(20)},
		.n_outputs = 1, .outputs = {"relvol"},
		.lookback = tq_ind_window_lookback,
		.make = relvol_make, .step = relvol_step, .state = relvol_state,
	},
};

const struct tq_ind_family tq_ind_volume_activity = {"volume", rows, TQ_COUNT(rows)};
