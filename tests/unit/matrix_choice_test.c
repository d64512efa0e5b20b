/* SPDX-License-Identifier: ISC */
/*
 * X.10: every row with each of its choices, the kind of an average or of pivots,
 * whose deviation, with or without a trend: the lookback is the first bar with a
 * value, what it says is finite or null, and one null in the middle is left out
 * of account or gone with the window.
 */
#include "matrix.h"

enum { HOLE = 200, FROM = 100, MOST = 8 };

static bool
is_choice(const struct tq_ind_param *param)
{
	return param->whole && param->low == 0 && param->high <= MOST;
}

static bool
says(const struct tq_ind *ind, double out[BARS][OUT], int i)
{
	for (int k = 0; k < ind->n_outputs; k++) {
		if (!isnan(out[i][k]))
			return true;
	}
	return false;
}

static int
first_value(const struct tq_ind *ind, double out[BARS][OUT])
{
	int i = 0;

	while (i < BARS && !says(ind, out, i))
		i++;
	return i;
}

/* Averages that remember everything leave a null out; else it goes with the window. */
static void
test_null(const struct tq_ind *ind, const double *param, const char *what)
{
	bool as_out = true, as_window = true;
	double reach = (double)ind->lookback(param);

	memcpy(series, clean, sizeof series);
	run(ind, param, 0, BARS, plain);
	series[HOLE][0] = (double)NAN;
	run(ind, param, 0, BARS, other);
	OK(!says(ind, other, HOLE), "F2.10 %s is null on a null bar", what);
	for (int i = HOLE + 1; i < BARS; i++) {
		for (int k = 0; k < ind->n_outputs; k++)
			as_window &= near(plain[i][k], other[i][k], 1e-9) ||
				     (i <= HOLE + reach && isnan(other[i][k]));
	}
	memmove(series[HOLE], series[HOLE + 1], (BARS - 1 - HOLE) * sizeof series[0]);
	run(ind, param, 0, BARS - 1, plain);
	for (int i = HOLE + 1; i < BARS; i++) {
		for (int k = 0; k < ind->n_outputs; k++)
			as_out &= near(plain[i - 1][k], other[i][k], 0);
	}
	OK(as_out || as_window, "F2.10 %s leaves a null out, or it goes with the window", what);
}

static void
test_choice(const struct tq_ind *ind, const double *param, const char *what)
{
	bool finite = true;

	memcpy(series, clean, sizeof series);
	run(ind, param, 0, BARS, plain);
	if (!ind->waits)
		IS_INT(first_value(ind, plain), ind->lookback(param), what);
	if (ind->recovery != TQ_IND_RESTART && ind->recovery != TQ_IND_ENDS)
		test_null(ind, param, what);
	memcpy(series, clean, sizeof series);
	for (int k = 0; k < ind->n_inputs; k++) {
		static const double values[] = {1e17, 0, -3, 1e300, 1e-300};

		for (int i = 0; i < 5 && market_is_price(ind->inputs[k]); i++)
			series[FROM + 2 * i][k] = values[i];
	}
	run(ind, param, 0, BARS, other);
	for (int i = 0; i < BARS; i++) {
		for (int k = 0; k < ind->n_outputs; k++)
			finite &= !isinf(other[i][k]);
	}
	OK(finite, "X.10 %s is finite or null in trouble", what);
}

static void
test_row(const struct tq_ind *ind)
{
	double param[TQ_IND_PARAMS] = {0};
	char what[128];

	for (int p = 0; p < ind->n_params; p++) {
		for (double x = 0; x <= ind->params[p].high && is_choice(&ind->params[p]); x++) {
			snprintf(what, sizeof what, "%s with %s = %g", ind->name,
				 ind->params[p].name, x);
			params(ind, 3, param);
			param[p] = x;
			test_choice(ind, param, what);
		}
	}
}

int
main(void)
{
	for_each_row(test_row);
	return t_done();
}
