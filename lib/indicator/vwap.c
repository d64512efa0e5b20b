/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/rolling.h"
#include "indicator/weighted.h"
#include "state/state.h"

/*
 * Averages of the bars' typical prices by volume. Bands are deviations weighted
 * in the same way. They differ in where they begin anew.
 */
struct vwap {
	struct tq_weighted sum;
	double factor;
	double start;            /* of a day, in seconds after midnight UTC */
	double begin;            /* of the last bar's day; NaN: there was none */
	bool within;             /* the condition held on the last bar */
};

static void *
vwap_make(const double *param)
{
	struct vwap *v = tq_alloc(1, sizeof *v);

	v->factor = param[0];
	v->begin = (double)NAN;
	return v;
}

static void *
session_make(const double *param)
{
	struct vwap *v = vwap_make(param);

	v->start = param[1] * 60;
	return v;
}

/* The typical price; NaN when something of the bar is missing or below zero volume. */
static double
typical(const double *bar)
{
	double price = (bar[0] + bar[1] + bar[2]) / 3;

	return bar[3] >= 0 && bar[3] - bar[3] == 0 ? tq_ind_finite(price) : (double)NAN;
}

static void
put_bands(double *out, struct tq_weighted sum, double factor)
{
	double mean = tq_weighted_mean(sum);
	double reach = factor * tq_weighted_deviation(sum);

	out[0] = tq_ind_finite(mean);
	out[1] = tq_ind_finite(mean + reach);
	out[2] = tq_ind_finite(mean - reach);
}

/* A bar whose square is no number any more is left out. */
static void
vwap_add(struct vwap *v, double price, double volume, double *out)
{
	struct tq_weighted sum = tq_weighted_add(v->sum, price, volume);

	if (!(sum.squares - sum.squares == 0 && sum.weight - sum.weight == 0))
		return;
	v->sum = sum;
	put_bands(out, sum, v->factor);
}

/* A bar of another day than the one before begins anew. */
static void
turn_day(struct vwap *v, double time)
{
	if (time >= v->begin && time < v->begin + 86400)
		return;
	v->begin = floor((time - v->start) / 86400) * 86400 + v->start;
	v->sum = (struct tq_weighted){0};
}

static void
session_step(void *node, const double *in, double *out)
{
	struct vwap *v = node;
	double price = typical(in);

	out[0] = out[1] = out[2] = (double)NAN;
	if (isnan(price) || !(in[4] - in[4] == 0))
		return;
	turn_day(v, in[4]);
	vwap_add(v, price, in[3], out);
}

static void
anchored_step(void *node, const double *in, double *out)
{
	struct vwap *v = node;
	double price = typical(in + 1);

	out[0] = out[1] = out[2] = (double)NAN;
	if (isnan(price) || isnan(in[0]))
		return;
	if (in[0] != 0)
		v->sum = (struct tq_weighted){0};
	vwap_add(v, price, in[4], out);
}

static void
while_step(void *node, const double *in, double *out)
{
	struct vwap *v = node;
	double price = typical(in + 1);
	bool within = in[0] != 0;

	out[0] = out[1] = out[2] = (double)NAN;
	if (isnan(price) || isnan(in[0]))
		return;
	if (within && !v->within)
		v->sum = (struct tq_weighted){0};
	v->within = within;
	if (within)
		vwap_add(v, price, in[4], out);
	else
		put_bands(out, v->sum, v->factor);
}

static void
vwap_state(void *node, struct tq_state *st)
{
	struct vwap *v = node;

	tq_state_f64(st, "weight", &v->sum.weight);
	tq_state_f64(st, "mean", &v->sum.mean);
	tq_state_f64(st, "squares", &v->sum.squares);
	tq_state_f64(st, "begin", &v->begin);
	tq_state_bool(st, "within", &v->within);
}

static int64_t
vwap_lookback(const double *param)
{
	(void)param;
	return 0;
}

/* Of the last n bars, by two stacks (indicator/window.h). */
struct rolling {
	struct tq_window w;
	double factor;
	struct tq_weighted head;
	struct tq_weighted suffix[];     /* before w.at: price in mean, volume in weight */
};

static void *
rolling_make(const double *param)
{
	size_t n = (size_t)param[0];
	struct rolling *r = tq_alloc(1, sizeof *r + n * sizeof r->suffix[0]);

	tq_window_init(&r->w, param[0]);
	r->factor = param[1];
	return r;
}

static void
rolling_turn(struct rolling *r)
{
	struct tq_weighted sum = {0};

	for (int64_t i = r->w.n - 1; i >= 0; i--) {
		sum = tq_weighted_add(sum, r->suffix[i].mean, r->suffix[i].weight);
		r->suffix[i] = sum;
	}
	r->head = (struct tq_weighted){0};
	r->w.at = 0;
}

static void
rolling_step(void *node, const double *in, double *out)
{
	struct rolling *r = node;
	double price = typical(in), volume = isnan(price) ? 0 : in[3];

	price = tq_window_count(&r->w, price);
	r->head = tq_weighted_add(r->head, price, volume);
	r->suffix[r->w.at] = (struct tq_weighted){volume, price, 0};
	if (++r->w.at == r->w.n)
		rolling_turn(r);
	out[0] = out[1] = out[2] = (double)NAN;
	if (tq_window_full(&r->w))
		put_bands(out, tq_weighted_join(r->suffix[r->w.at], r->head), r->factor);
}

static void
rolling_state(void *node, struct tq_state *st)
{
	struct rolling *r = node;

	tq_window_state(&r->w, st);
	tq_state_f64s(st, "head", &r->head.weight, 3);
	tq_state_f64s(st, "suffix", &r->suffix[0].weight, 3 * (size_t)r->w.n);
}

#define BANDS {"k", 2, 0, 1e6, false, "weighted standard deviations to a band"}
#define OUTPUTS .n_outputs = 3, .outputs = {"vwap", "upper", "lower"}
#define GIVEN(condition) \
	.recovery = TQ_IND_SKIP, .of_bar = true, .waits = true, .conditions = 1, \
	.n_inputs = 5, .inputs = {(condition), "high", "low", "close", "volume"}, \
	.n_params = 1, .params = {BANDS}, OUTPUTS, .lookback = vwap_lookback, \
	.make = vwap_make, .state = vwap_state

static const struct tq_ind rows[] = {
	{
		.name = "vwap",
		.meaning = "volume-weighted average price since the day began, bands k weighted "
			   "deviations off it",
		.source = "definition, of (high + low + close) / 3; a day by UTC and the bar's "
			   "open",
		.recovery = TQ_IND_SKIP,
		.of_bar = true,
		.n_inputs = 5, .inputs = {"high", "low", "close", "volume", "time"},
		.n_params = 2, .params = {
			BANDS,
			{"start", 0, -1440, 1440, false,
			 "minutes after midnight UTC at which a day begins"},
		},
		OUTPUTS,
		.lookback = vwap_lookback,
		.make = session_make, .step = session_step, .state = vwap_state,
	}, {
		.name = "avwap",
		.meaning = "anchored vwap: begins anew on each bar on which reset holds",
		.source = "definition; as Skender where reset never holds",
		GIVEN("reset"), .step = anchored_step,
	}, {
		.name = "vwap_while",
		.meaning = "vwap of the bars in a row on which a condition holds; behind them "
			   "their last value",
		.source = "definition",
		GIVEN("while"), .step = while_step,
	}, {
		.name = "rolling_vwap",
		.aliases = {"vwap_n"},
		.meaning = "volume-weighted average price of n bars, bands k weighted deviations "
			   "off it",
		.source = "definition, of (high + low + close) / 3",
		.recovery = TQ_IND_WINDOW,
		.of_bar = true,
		.n_inputs = 4, .inputs = {"high", "low", "close", "volume"},
		.n_params = 2, .params = {TQ_IND_PERIOD(20), BANDS},
		OUTPUTS,
		.lookback = tq_ind_window_lookback,
		.make = rolling_make, .step = rolling_step, .state = rolling_state,
	},
};

const struct tq_ind_family tq_ind_vwap = {"volume", rows, TQ_COUNT(rows)};
