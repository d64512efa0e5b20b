/* SPDX-License-Identifier: ISC */
/* What is known of indicators' values before they are computed. */
#include "expr/bounds.h"

#include <string.h>

/* Bounds that are given by a formula. n stands for the first parameter. */
enum scale { ONE, N, N_LESS_1 };

struct row {
	const char *name;
	int output;              /* -1: all of them */
	double low, high;
	enum scale scale;        /* of high */
	bool whole;
};

static const struct row rows[] = {
	{"rsi", -1, 0, 100, ONE, false}, {"cmo", -1, -100, 100, ONE, false},
	{"mfi", -1, 0, 100, ONE, false}, {"willr", -1, -100, 0, ONE, false},
	{"dx", -1, 0, 100, ONE, false}, {"adx", -1, 0, 100, ONE, false},
	{"adxr", -1, 0, 100, ONE, false}, {"plus_di", -1, 0, 100, ONE, false},
	{"minus_di", -1, 0, 100, ONE, false}, {"di", -1, 0, 100, ONE, false},
	{"aroon", -1, 0, 100, ONE, false}, {"aroonosc", -1, -100, 100, ONE, false},
	{"stoch", -1, 0, 100, ONE, false}, {"stochf", -1, 0, 100, ONE, false},
	{"stochrsi", -1, 0, 100, ONE, false}, {"kdj", 0, 0, 100, ONE, false},
	{"kdj", 1, 0, 100, ONE, false}, {"ultosc", -1, 0, 100, ONE, false},
	{"bop", -1, -1, 1, ONE, false}, {"er", -1, 0, 1, ONE, false},
	{"vhf", -1, 0, HUGE_VAL, ONE, false}, {"demarker", -1, 0, 1, ONE, false},
	{"tsi", -1, -100, 100, ONE, false}, {"smi", -1, -100, 100, ONE, false},
	{"cti", -1, -1, 1, ONE, false}, {"stc", -1, 0, 100, ONE, false},
	{"connors_rsi", -1, 0, 100, ONE, false}, {"dymi", -1, 0, 100, ONE, false},
	{"rvi_vol", -1, 0, 100, ONE, false}, {"td_setup", -1, 0, HUGE_VAL, ONE, true},
	{"correl", -1, -1, 1, ONE, false}, {"correl_returns", -1, -1, 1, ONE, false},
	{"autocorr", -1, -1, 1, ONE, false}, {"percent_rank", -1, 0, 100, ONE, false},
	{"rank", -1, 1, 1, N, false}, {"count", -1, 0, 1, N, true},
	{"bars_since", -1, 0, HUGE_VAL, ONE, true}, {"streak", -1, -HUGE_VAL, HUGE_VAL, ONE, true},
	{"since_high", -1, 0, 1, N_LESS_1, true}, {"since_low", -1, 0, 1, N_LESS_1, true},
	{"maxindex", -1, 0, 1, N_LESS_1, true}, {"minindex", -1, 0, 1, N_LESS_1, true},
	{"minmaxindex", -1, 0, 1, N_LESS_1, true}, {"drawdown", -1, -HUGE_VAL, 0, ONE, false},
	{"cumdrawdown", -1, -HUGE_VAL, 0, ONE, false},
	{"trange", -1, 0, HUGE_VAL, ONE, false}, {"atr", -1, 0, HUGE_VAL, ONE, false},
	{"natr", -1, 0, HUGE_VAL, ONE, false}, {"stddev", -1, 0, HUGE_VAL, ONE, false},
	{"var", -1, 0, HUGE_VAL, ONE, false}, {"variance", -1, 0, HUGE_VAL, ONE, false},
	{"stderr", -1, 0, HUGE_VAL, ONE, false}, {"md", -1, 0, HUGE_VAL, ONE, false},
	{"ulcer", -1, 0, HUGE_VAL, ONE, false}, {"chop", -1, 0, HUGE_VAL, ONE, false},
	{"volatility", -1, 0, HUGE_VAL, ONE, false}, {"entropy", -1, 0, HUGE_VAL, ONE, false},
	{"historical_volatility", -1, 0, HUGE_VAL, ONE, false},
	{"permutation_entropy", -1, 0, 1, ONE, false},
	{"relvol", -1, 0, HUGE_VAL, ONE, false}, {"clv", -1, -1, 1, ONE, false},
	{"cmf", -1, -1, 1, ONE, false}, {"vzo", -1, -100, 100, ONE, false},
	{"ht_dcperiod", -1, 6, 50, ONE, false}, {"ht_dcphase", -1, -45, 315, ONE, false},
	{"ht_sine", -1, -1, 1, ONE, false}, {"msw", -1, -1, 1, ONE, false},
	{"supertrend", 3, -1, 1, ONE, true}, {"atr_stop", 3, -1, 1, ONE, true},
	{"volatility_stop", 1, -1, 1, ONE, true},
	{"book_imbalance", -1, -1, 1, ONE, false}, {"book_pressure", -1, -1, 1, ONE, false},
	{"book_mpi", -1, -1, 1, ONE, false}, {"book_depth", 0, 0, HUGE_VAL, ONE, false},
	{"book_levels", -1, 1, 50, ONE, true}, {"book_depth", 1, 0, HUGE_VAL, ONE, false},
	{"book_depth", 2, -1, 1, ONE, false},
	{"trade_flow", 0, -1, 1, ONE, false}, {"aggressor_ratio", -1, 0, 1, ONE, false},
	{"taker_delta", 1, 0, 1, ONE, false}, {"whale_print", 0, -1, 1, ONE, true},
	{"vpin", -1, 0, 1, ONE, false}, {"vpin_bulk", -1, 0, 1, ONE, false},
	{"oi_price", 0, 0, 4, ONE, true}, {"oi_divergence", -1, -1, 1, ONE, true},
	{"funding_extreme", 1, -1, 1, ONE, true}, {"long_short", 1, -1, 1, ONE, true},
	{"long_short", 2, 0, 1, ONE, false}, {"liquidation_imbalance", -1, -1, 1, ONE, false},
};

/* Never beyond what their first input has been: picks, and means with weights from 0 on. */
static const char *const among[] = {
	"lag", "highest", "lowest", "sma", "ema", "wma", "wilders", "trima", "swma", "sinwma",
	"pwma", "alma", "gma", "kama", "median", "quantile", "midpoint", "vwma", "minmax",
	"cummax", "cummin",
};

/* Between the least and the greatest of all their inputs. */
static const char *const between[] = {
	"avgprice", "medprice", "typprice", "wclprice", "midprice",
};

/* Above 0 if their inputs are: sums of them. */
static const char *const sums[] = {"sum", "cumsum"};

static const struct tq_bounds any = {-HUGE_VAL, HUGE_VAL, false};

static bool
is_one_of(const struct tq_op *op, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(op->ind->name, names[i]) == 0)
			return true;
	}
	return false;
}

static bool
is_pick(const struct tq_op *op)
{
	return is_one_of(op, (const char *const[]){"lag", "highest", "lowest", "minmax",
						   "cummax", "cummin"}, 6);
}

static struct tq_bounds
over_inputs(const struct tq_op *op, const struct tq_bounds *bounds)
{
	struct tq_bounds all = bounds[op->in[0]];

	for (int i = 1; i < op->n_in; i++) {
		all.low = fmin(all.low, bounds[op->in[i]].low);
		all.high = fmax(all.high, bounds[op->in[i]].high);
	}
	all.whole = false;
	return all;
}

/* Smoothed by an average of a kind whose weights may be below 0: it goes too far. */
static bool
overshoots(const struct tq_op *op)
{
	for (int i = 0; i < op->ind->n_params; i++) {
		const char *name = op->ind->params[i].name;
		size_t n = strlen(name);

		if (n > 3 && strcmp(name + n - 3, "_ma") == 0 && op->param[i] > 2 &&
		    op->param[i] != 5 && op->param[i] != 6)
			return true;     /* of averages.h: neither sma, ema, wma, trima, kama */
	}
	return false;
}

static struct tq_bounds
from_row(const struct row *row, const struct tq_op *op)
{
	double scale = row->scale == N ? op->param[0] :
		       row->scale == N_LESS_1 ? op->param[0] - 1 : 1;

	return (struct tq_bounds){row->low, row->high * scale, row->whole};
}

struct tq_bounds
tq_bounds_indicator(const struct tq_op *op, int output, const struct tq_bounds *bounds)
{
	struct tq_bounds in = op->n_in > 0 ? bounds[op->in[0]] : any;

	if (op->ind->gives == TQ_IND_CONDITION)
		return (struct tq_bounds){0, 1, true};
	if (strncmp(op->ind->name, "cdl", 3) == 0)
		return (struct tq_bounds){-200, 200, true};
	if (is_one_of(op, among, sizeof among / sizeof among[0]))
		return (struct tq_bounds){in.low, in.high, in.whole && is_pick(op)};
	if (is_one_of(op, between, sizeof between / sizeof between[0]))
		return over_inputs(op, bounds);
	if (overshoots(op))
		return any;
	if (strcmp(op->ind->name, "valuewhen") == 0)
		return bounds[op->in[1]];
	if (is_one_of(op, sums, sizeof sums / sizeof sums[0]) && in.low >= 0)
		return (struct tq_bounds){0, HUGE_VAL, in.whole};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (strcmp(rows[i].name, op->ind->name) == 0 &&
		    (rows[i].output < 0 || rows[i].output == output))
			return from_row(&rows[i], op);
	}
	return any;
}
