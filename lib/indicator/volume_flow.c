/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/money.h"
#include "indicator/range.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/*
 * Both averages start from the line's first value, as in TA-Lib. Kept is how far
 * each is from the line, average - line: when the line moves by a flow that is
 * (1 - k) (average - line - flow). The line itself would never forget a volume
 * of 1e17, and its averages would keep no digits beside it.
 */
struct adosc {
	double fast, slow;       /* the averages less the line */
	double keep_fast, keep_slow;     /* 1 - k */
	bool begun;
	int64_t early;           /* bars still to come without an answer */
};

static int64_t
adosc_lookback(const double *param)
{
	return (int64_t)fmax(param[0], param[1]) - 1;
}

static void *
adosc_make(const double *param)
{
	struct adosc *a = tq_alloc(1, sizeof *a);

	a->keep_fast = (param[0] - 1) / (param[0] + 1);
	a->keep_slow = (param[1] - 1) / (param[1] + 1);
	a->early = adosc_lookback(param);
	return a;
}

static void
adosc_step(void *node, const double *in, double *out)
{
	struct adosc *a = node;
	double flow = tq_money_flow(in[0], in[1], in[2], in[3]);
	double fast = a->begun ? a->keep_fast * (a->fast - flow) : 0;
	double slow = a->begun ? a->keep_slow * (a->slow - flow) : 0;

	*out = (double)NAN;
	if (!((flow - flow) + (fast - fast) + (slow - slow) == 0))
		return;
	a->begun = true;
	a->fast = fast;
	a->slow = slow;
	if (a->early > 0)
		a->early--;
	else
		*out = tq_ind_finite(fast - slow);
}

static void
adosc_state(void *node, struct tq_state *st)
{
	struct adosc *a = node;

	tq_state_f64(st, "fast", &a->fast);
	tq_state_f64(st, "slow", &a->slow);
	tq_state_bool(st, "begun", &a->begun);
	tq_ind_state_int(st, "early", &a->early, 0, TQ_IND_LONGEST);
}

struct cmf {
	struct tq_rolling_sum *flow, *volume;
};

static void *
cmf_make(const double *param)
{
	struct cmf *c = tq_alloc(1, sizeof *c);

	c->flow = tq_rolling_sum_new(param[0]);
	c->volume = tq_rolling_sum_new(param[0]);
	return c;
}

static void
cmf_step(void *node, const double *in, double *out)
{
	struct cmf *c = node;
	double flow = tq_ind_finite(tq_money_flow(in[0], in[1], in[2], in[3]));

	flow = tq_rolling_sum_step(c->flow, flow);
	*out = tq_ind_finite(flow / tq_rolling_sum_step(c->volume, in[3]));
}

static void
cmf_state(void *node, struct tq_state *st)
{
	struct cmf *c = node;

	tq_rolling_sum_state(c->flow, st);
	tq_rolling_sum_state(c->volume, st);
}

static void
cmf_fini(void *node)
{
	struct cmf *c = node;

	free(c->flow);
	free(c->volume);
	free(c);
}

/* Averages of what was bought or sold, and of the whole volume. */
struct parts {
	struct tq_ema part, whole;
	double close;            /* of the bar before; NaN: there was none */
};

static struct parts *
parts_new(double n, double k)
{
	struct parts *p = tq_alloc(1, sizeof *p);

	tq_ema_init(&p->part, n, k);
	tq_ema_init(&p->whole, n, k);
	p->close = (double)NAN;
	return p;
}

static void *
tmf_make(const double *param)
{
	return parts_new(param[0], 1 / param[0]);
}

static void *
vzo_make(const double *param)
{
	return parts_new(param[0], 2 / (param[0] + 1));
}

static double
parts_step(struct parts *p, double part, double whole)
{
	return tq_ind_finite(tq_ema_step(&p->part, part) / tq_ema_step(&p->whole, whole));
}

static void
tmf_step(void *node, const double *in, double *out)
{
	struct parts *p = node;
	double high = tq_true_high(in[0], p->close), low = tq_true_low(in[1], p->close);
	double flow = tq_money_flow(high, low, in[2], in[3]);
	bool first = isnan(p->close);

	*out = (double)NAN;
	if (!tq_bar_known(in[0], in[1], in[2]) || !tq_bar_known(in[3], 0, 0))
		return;
	p->close = in[2];
	if (!first)
		*out = parts_step(p, tq_ind_finite(flow), in[3]);
}

/* Khalil and Steckler count an unchanged close as a fall. */
static void
vzo_step(void *node, const double *in, double *out)
{
	struct parts *p = node;
	double close = in[0], volume = in[1], last = p->close;

	*out = (double)NAN;
	if (!tq_bar_known(close, volume, 0))
		return;
	p->close = close;
	if (!isnan(last))
		*out = 100 * parts_step(p, close > last ? volume : -volume, volume);
}

static void
parts_state(void *node, struct tq_state *st)
{
	struct parts *p = node;

	tq_ema_state(&p->part, st);
	tq_ema_state(&p->whole, st);
	tq_state_f64(st, "close", &p->close);
}

static const struct tq_ind rows[] = {
	{
		.name = "adosc",
		.aliases = {"chaikin_osc"},
		.meaning = "Chaikin's oscillator: fast less slow exponential average of ad",
		.source = "TA-Lib ADOSC (averages from the first value)",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 4, .inputs = {"high", "low", "close", "volume"},
		.n_params = 2, .params = {
			{"fast", 3, 2, TQ_IND_LONGEST, true, "period of the fast average"},
			{"slow", 10, 2, TQ_IND_LONGEST, true, "period of the slow average"},
		},
		.n_outputs = 1, .outputs = {"adosc"},
		.lookback = adosc_lookback,
		.make = adosc_make, .step = adosc_step, .state = adosc_state,
	}, {
		.name = "cmf",
		.meaning = "Chaikin's money flow: bought less sold part of the volume of n bars",
		.source = "Chaikin; as Skender",
		.recovery = TQ_IND_WINDOW,
		.of_bar = true,
		.n_inputs = 4, .inputs = {"high", "low", "close", "volume"},
		.n_params = 1, .params = {TQ_IND_PERIOD(20)},
		.n_outputs = 1, .outputs = {"cmf"},
		.lookback = tq_ind_window_lookback,
		.make = cmf_make, .step = cmf_step, .state = cmf_state, .fini = cmf_fini,
	}, {
		.name = "tmf",
		.aliases = {"twiggs"},
		.meaning = "Twiggs' money flow: bought less sold part of the volume, by true "
			   "ranges and Wilder's averages",
		.source = "Twiggs; averages from the mean of the first n",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 4, .inputs = {"high", "low", "close", "volume"},
		.n_params = 1, .params = {TQ_IND_PERIOD(21)},
		.n_outputs = 1, .outputs = {"tmf"},
		.lookback = tq_ind_change_lookback,
		.make = tmf_make, .step = tmf_step, .state = parts_state,
	}, {
		.name = "vzo",
		.meaning = "volume zone oscillator, -100 to 100: average of volume with the sign "
			   "of the change, to that of volume",
		.source = "Khalil and Steckler (2011); an unchanged close counts as a fall",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"close", "volume"},
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"vzo"},
		.lookback = tq_ind_change_lookback,
		.make = vzo_make, .step = vzo_step, .state = parts_state,
	},
};

const struct tq_ind_family tq_ind_volume_flow = {"volume", rows, TQ_COUNT(rows)};
