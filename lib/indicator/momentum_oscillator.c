/* SPDX-License-Identifier: ISC */
/* Bars against the sums and means of a window. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/range.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "indicator/stateless.h"
#include "state/state.h"

#include <stdlib.h>

static void *
bop_make(const double *param)
{
	return tq_rolling_sum_new(param[0]);
}

static void
bop_step(void *node, const double *in, double *out)
{
	struct tq_rolling_sum *mean = node;
	double power = tq_ind_finite((in[3] - in[0]) / (in[1] - in[2]));

	*out = mean->w.n == 1 ? power : tq_ind_finite(tq_rolling_mean_step(mean, power));
}

static void
bop_state(void *node, struct tq_state *st)
{
	tq_rolling_sum_state(node, st);
}

/* Of a bar without volume there is nothing to say: x / 0. */
static void
marketfi_step(void *node, const double *in, double *out)
{
	(void)node;
	*out = tq_ind_finite((in[0] - in[1]) / in[2]);
}

/*
 * Distances from a mean that itself moves cannot be carried over from bar to
 * bar: each bar looks at its n values again, in four sums that do not wait for
 * each other.
 */
struct cci {
	struct tq_rolling_sum *mean;
	struct tq_ring *past;
};

static void *
cci_make(const double *param)
{
	struct cci *c = tq_alloc(1, sizeof *c);

	c->mean = tq_rolling_sum_new(param[0]);
	c->past = tq_ring_new(param[0]);
	return c;
}

static double
distance(const struct tq_ring *past, double mean)
{
	double sum[4] = {0};
	int64_t i = 0;

	for (; i + 4 <= past->n; i += 4)
		for (int k = 0; k < 4; k++)
			sum[k] += fabs(past->value[i + k] - mean);
	for (; i < past->n; i++)
		sum[0] += fabs(past->value[i] - mean);
	return ((sum[0] + sum[1]) + (sum[2] + sum[3])) / (double)past->n;
}

static double
typical(const double *in)
{
	return tq_ind_finite((in[0] + in[1] + in[2]) / 3);
}

static void
cci_step(void *node, const double *in, double *out)
{
	struct cci *c = node;
	double x = typical(in);
	double mean = tq_rolling_mean_step(c->mean, x);

	tq_ring_swap(c->past, x);
	*out = (double)NAN;
	if (!isnan(mean) && !tq_window_flat(&c->mean->w))
		*out = tq_ind_finite((x - mean) / (0.015 * distance(c->past, mean)));
}

static void
cci_state(void *node, struct tq_state *st)
{
	struct cci *c = node;

	tq_rolling_sum_state(c->mean, st);
	tq_ring_state(c->past, st);
}

static void
cci_fini(void *node)
{
	struct cci *c = node;

	free(c->mean);
	free(c->past);
	free(c);
}

/* Two sums over a window, and what the bar before was. */
struct flows {
	struct tq_rolling_sum *up, *down;
	double high, low;        /* mfi: the typical price, in high */
};

static void *
flows_make(const double *param)
{
	struct flows *f = tq_alloc(1, sizeof *f);

	f->up = tq_rolling_sum_new(param[0]);
	f->down = tq_rolling_sum_new(param[0]);
	f->high = f->low = (double)NAN;
	return f;
}

static double
flows_share(struct flows *f, double up, double down)
{
	up = tq_rolling_sum_step(f->up, up);
	down = tq_rolling_sum_step(f->down, down);
	return tq_ind_finite(up / (up + down));
}

/* Money that came while the typical price rose, against all that moved it. */
static void
mfi_step(void *node, const double *in, double *out)
{
	struct flows *f = node;
	double price = (in[0] + in[1] + in[2]) / 3, flow = fabs(price * in[3]);
	double change = price - f->high, none = flow + change;

	f->high = flow - flow == 0 ? price : (double)NAN;
	none -= none;            /* NaN when either is no number, and so are both sums */
	*out = 100 * flows_share(f, (change > 0 ? flow : 0) + none, (change < 0 ? flow : 0) + none);
}

/* x, or 0 when it is below; without a branch, since that cannot be foretold. NaN of NaN. */
static double
positive(double x)
{
	return 0 > x ? 0 : x;
}

static void
demarker_step(void *node, const double *in, double *out)
{
	struct flows *f = node;
	double rest = (in[0] + in[1]) - (in[0] + in[1]);
	double up = in[0] - f->high + rest, down = f->low - in[1] + rest;

	f->high = in[0] + rest;
	f->low = in[1] + rest;
	*out = flows_share(f, positive(up), positive(down));
}

static void
flows_state(void *node, struct tq_state *st)
{
	struct flows *f = node;

	tq_rolling_sum_state(f->up, st);
	tq_rolling_sum_state(f->down, st);
	tq_state_f64(st, "high", &f->high);
	tq_state_f64(st, "low", &f->low);
}

static void
flows_fini(void *node)
{
	struct flows *f = node;

	free(f->up);
	free(f->down);
	free(f);
}

/* Williams (1985): buying pressure as a share of the true range over three windows. */
struct ultosc {
	struct tq_rolling_sum *pressure[3], *range[3];
	double close;            /* of the bar before */
};

static void
sort3(double n[3])
{
	for (int i = 0; i < 3; i++) {
		int k = i % 2;
		double low = fmin(n[k], n[k + 1]), high = fmax(n[k], n[k + 1]);

		n[k] = low;
		n[k + 1] = high;
	}
}

static void *
ultosc_make(const double *param)
{
	struct ultosc *u = tq_alloc(1, sizeof *u);
	double n[3] = {param[0], param[1], param[2]};

	sort3(n);
	for (int i = 0; i < 3; i++) {
		u->pressure[i] = tq_rolling_sum_new(n[i]);
		u->range[i] = tq_rolling_sum_new(n[i]);
	}
	u->close = (double)NAN;
	return u;
}

static void
ultosc_step(void *node, const double *in, double *out)
{
	static const double weight[] = {400.0 / 7, 200.0 / 7, 100.0 / 7};
	struct ultosc *u = node;
	bool known = tq_bar_known(in[0], in[1], in[2]) && !isnan(u->close);
	double range = known ? tq_true_range(in[0], in[1], u->close) : (double)NAN;
	double pressure = known ? in[2] - tq_true_low(in[1], u->close) : (double)NAN;
	double sum = 0;

	u->close = in[0] - in[0] + (in[1] - in[1]) + in[2];
	for (int i = 0; i < 3; i++)
		sum += weight[i] * (tq_rolling_sum_step(u->pressure[i], pressure) /
				    tq_rolling_sum_step(u->range[i], range));
	*out = tq_ind_finite(sum);
}

static int64_t
ultosc_lookback(const double *param)
{
	return (int64_t)fmax(param[0], fmax(param[1], param[2]));
}

static void
ultosc_state(void *node, struct tq_state *st)
{
	struct ultosc *u = node;

	for (int i = 0; i < 3; i++) {
		tq_rolling_sum_state(u->pressure[i], st);
		tq_rolling_sum_state(u->range[i], st);
	}
	tq_state_f64(st, "close", &u->close);
}

static void
ultosc_fini(void *node)
{
	struct ultosc *u = node;

	for (int i = 0; i < 3; i++) {
		free(u->pressure[i]);
		free(u->range[i]);
	}
	free(u);
}

#define TERM(name, preset) {name, (preset), 1, TQ_IND_LONGEST, true, "a period, in any order"}

#define FLOWS(preset) \
	.recovery = TQ_IND_WINDOW, .of_bar = true, \
	.n_params = 1, .params = {TQ_IND_PERIOD(preset)}, \
	.lookback = tq_ind_change_lookback, \
	.make = flows_make, .state = flows_state, .fini = flows_fini

static const struct tq_ind rows[] = {
	{
		.name = "bop",
		.meaning = "balance of power: close less open by high less low, mean of n",
		.source = "TA-Lib BOP (n = 1), Skender BOP (n = 14); null in a bar without range",
		.recovery = TQ_IND_WINDOW, .of_bar = true,
		.n_inputs = 4, .inputs = {"open", "high", "low", "close"},
		.n_params = 1, .params = {TQ_IND_PERIOD(1)},
		.n_outputs = 1, .outputs = {"bop"},
		.lookback = tq_ind_window_lookback,
		.make = bop_make, .step = bop_step, .state = bop_state,
	}, {
		.name = "cci",
		.meaning = "commodity channel index: typical price against its mean; n steps a bar",
		.source = "TA-Lib CCI (Lambert 1980); null of a flat window, where TA-Lib has 0",
		.recovery = TQ_IND_WINDOW, .of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_params = 1, .params = {{"n", 14, 2, TQ_IND_LONGEST, true, "period in bars"}},
		.n_outputs = 1, .outputs = {"cci"},
		.lookback = tq_ind_window_lookback,
		.make = cci_make, .step = cci_step, .state = cci_state, .fini = cci_fini,
	}, {
		.name = "mfi",
		.meaning = "money flow index, 0 to 100: rsi of the typical price, by volume",
		.source = "TA-Lib MFI (Quong, Soudack 1989); null where no money moved the price",
		FLOWS(14),
		.n_inputs = 4, .inputs = {"high", "low", "close", "volume"},
		.n_outputs = 1, .outputs = {"mfi"},
		.step = mfi_step,
	}, {
		.name = "demarker",
		.aliases = {"dem"},
		.meaning = "DeMarker: higher highs as a share of those and lower lows, 0 to 1",
		.source = "DeMark (1994), sums of n",
		FLOWS(14),
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_outputs = 1, .outputs = {"demarker"},
		.step = demarker_step,
	}, {
		.name = "ultosc",
		.aliases = {"uo"},
		.meaning = "ultimate oscillator, 0 to 100: buying pressure over three periods",
		.source = "TA-Lib ULTOSC (Williams 1985); null when one of the windows is flat",
		.recovery = TQ_IND_WINDOW, .of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_params = 3, .params = {TERM("fast", 7), TERM("medium", 14), TERM("slow", 28)},
		.n_outputs = 1, .outputs = {"ultosc"},
		.lookback = ultosc_lookback,
		.make = ultosc_make, .step = ultosc_step, .state = ultosc_state,
		.fini = ultosc_fini,
	}, {
		.name = "marketfi",
		.aliases = {"bw_mfi"},
		.meaning = "market facilitation index: range a unit of volume; null without volume",
		.source = "Tulip MarketFI (Williams)",
		.recovery = TQ_IND_ALONE, .of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "volume"},
		.n_outputs = 1, .outputs = {"marketfi"},
		TQ_STATELESS,
		.step = marketfi_step,
	},
};

const struct tq_ind_family tq_ind_momentum_oscillator = {"momentum", rows, TQ_COUNT(rows)};
