/* SPDX-License-Identifier: ISC */
/* What holds for every row of the registry, and definitions taken again in plain C. */
#include "t.h"

#include "market.h"
#include "state/state.h"

#include <stdlib.h>
#include <unistd.h>

enum { OUT = TQ_IND_OUTPUTS };

/* Small periods, so that a short series has many windows. */
static void
params(const struct tq_ind *ind, int shrink, double param[TQ_IND_PARAMS])
{
	for (int i = 0; i < ind->n_params; i++) {
		param[i] = ind->params[i].preset;
		if (ind->params[i].whole && ind->params[i].high > 2 && shrink > 1)
			param[i] = fmax(ind->params[i].low, floor(param[i] / shrink));
	}
}

static void
run(const struct tq_ind *ind, const double *param, int from, int to, double (*out)[OUT])
{
	void *node = ind->make(param);

	for (int i = from; i < to; i++)
		ind->step(node, series[i], out[i]);
	tq_ind_free(ind, node);
}

static bool
near(double a, double b, double tolerance)
{
	if (isnan(a) || isnan(b))
		return isnan(a) && isnan(b);
	return fabs(a - b) <= tolerance * fmax(fabs(a), fabs(b)) || a == b;
}

static int
differ(const struct tq_ind *ind, double a[][OUT], double b[][OUT], int from, int to,
       double tolerance)
{
	for (int i = from; i < to; i++) {
		for (int k = 0; k < ind->n_outputs; k++) {
			if (!near(a[i][k], b[i][k], tolerance))
				return i;
		}
	}
	return -1;
}

static double plain[BARS][OUT], other[BARS][OUT];

static void
test_lookback(const struct tq_ind *ind, const double *param)
{
	int first = BARS;
	bool finite = true;

	run(ind, param, 0, BARS, plain);
	for (int i = BARS - 1; i >= 0; i--) {
		for (int k = 0; k < ind->n_outputs; k++) {
			if (!isnan(plain[i][k]))
				first = i;
			finite &= !isinf(plain[i][k]);
		}
	}
	if (ind->waits)          /* for something to happen: so late at the earliest */
		OK(first >= ind->lookback(param), "%s is not before its lookback", ind->name);
	else
		IS_INT(first, ind->lookback(param), ind->name);
	OK(finite, "X.10 %s is finite or null", ind->name);
}

static void
test_prefix(const struct tq_ind *ind, const double *param)
{
	int fault = -1;

	run(ind, param, 0, BARS, plain);
	for (int n = 1; n < BARS; n += 7) {
		run(ind, param, 0, n, other);
		if (fault < 0)
			fault = differ(ind, plain, other, 0, n, 0);
	}
	IS_INT(fault, -1, "X.12 L1 the beginning of all is all of the beginning");
}

/* A null in the middle, as the row's recovery says. */
static void
test_null(const struct tq_ind *ind, const double *param)
{
	const int hole = 137;
	const int reach = (int)ind->lookback(param);
	double kept[TQ_LADDER];
	bool null = true;

	memcpy(kept, series[hole], sizeof kept);
	run(ind, param, 0, BARS, plain);
	series[hole][0] = NAN;
	run(ind, param, 0, BARS, other);
	for (int k = 0; k < ind->n_outputs; k++)
		null &= isnan(other[hole][k]);
	OK(null || !strcmp(ind->name, "lag"), "F2.10 %s of null is null", ind->name);
	if (ind->recovery == TQ_IND_WINDOW) {
		for (int i = hole; i <= hole + reach; i++)
			for (int k = 0; k < ind->n_outputs; k++)
				null &= isnan(other[i][k]);
		OK(null, "F2.10 %s is null as long as a null is in the window", ind->name);
		IS_INT(differ(ind, plain, other, hole + reach + 1, BARS, 1e-13), -1,
		       "F2.10 and as before behind it");
	} else if (ind->recovery == TQ_IND_ENDS) {
		IS_INT(differ(ind, plain, other, hole + 1, hole + reach, 0), -1,
		       "F2.10 only the ends count");
		OK(isnan(other[hole + reach][0]), "F2.10 %s from null is null", ind->name);
	} else if (ind->recovery == TQ_IND_ALONE) {
		IS_INT(differ(ind, plain, other, hole + 1, BARS, 0), -1,
		       "F2.10 a null is forgotten at once");
	} else if (ind->recovery == TQ_IND_RESTART) {
		run(ind, param, hole + 1, BARS, plain);
		IS_INT(differ(ind, plain, other, hole + 1, BARS, 0), -1,
		       "F2.10 behind a null it begins anew");
	} else {
		memmove(series[hole], series[hole + 1], (size_t)(BARS - 1 - hole) * sizeof series[0]);
		run(ind, param, 0, BARS - 1, plain);
		memmove(series[hole + 1], series[hole], (size_t)(BARS - 1 - hole) * sizeof series[0]);
		memmove(plain[hole + 1], plain[hole], (size_t)(BARS - 1 - hole) * sizeof plain[0]);
		IS_INT(differ(ind, plain, other, hole + 1, BARS, 0), -1,
		       "F2.10 a null bar is left out of account");
	}
	memcpy(series[hole], kept, sizeof kept);
}

static void
test_spike(const struct tq_ind *ind, const double *param)
{
	const int at = 77;
	double kept[TQ_LADDER];
	int reach = (int)ind->lookback(param);

	if (ind->recovery == TQ_IND_SKIP || ind->of_book)
		return;
	memcpy(kept, series[at], sizeof kept);
	run(ind, param, 0, BARS, plain);
	for (int i = 0; i < ind->n_inputs; i++) {
		if (market_is_price(ind->inputs[i]) && !(ind->conditions >> i & 1))
			series[at][i] = 1e17;
	}
	run(ind, param, 0, BARS, other);
	memcpy(series[at], kept, sizeof kept);
	IS_INT(differ(ind, plain, other, at + reach + 1, BARS, 1e-13), -1,
	       "X.10 a spike of 1e17 is forgotten when it leaves the window");
}

/* Indicators that are the level of a flat line. */
static bool
is_level(const struct tq_ind *ind)
{
	static const char *const levels[] = {"sma", "ema", "wma", "highest", "lowest", "lag",
					     "bbands", "dema", "tema", "trima", "t3", "kama",
					     "ma", "mavp", "minmax", "midpoint", "midprice",
					     "wilders", "hma", "zlema", "alma", "sinwma", "pwma",
					     "swma", "gma", "vidya", "mcginley", "frama", "alligator",
					     NULL};

	for (int i = 0; levels[i]; i++) {
		if (strcmp(ind->name, levels[i]) == 0)
			return true;
	}
	return false;
}

static void
test_flat(const struct tq_ind *ind, const double *param)
{
	static const double values[] = {0.1, 1.0 / 3, 7189.43, 1e-9, 123456789.123};

	for (size_t v = 0; v < 5; v++) {
		bool finite = true, exact = true;

		market_flat(values[v]);
		market_read(ind);
		run(ind, param, 0, BARS, plain);
		for (int i = 0; i < BARS; i++) {
			for (int k = 0; k < ind->n_outputs; k++) {
				finite &= !isinf(plain[i][k]);
				exact &= i < ind->lookback(param) || plain[i][k] == values[v];
			}
		}
		OK(finite, "F0.20 %s of a flat line at %g is finite or null", ind->name, values[v]);
		OK(exact || !is_level(ind), "F0.20 %s of a flat line at %g is exact", ind->name,
		   values[v]);
	}
	market_make(1);
	market_read(ind);
}

/* Answers that are no power of the prices' scale. */
static bool
is_absolute(const struct tq_ind *ind)
{
	static const char *const names[] = {
		"linearreg_angle",       /* an arc tangent */
		"renko",                 /* bricks of a size in price */
		"kalman_hedge",          /* noise in units of the price */
		"long_short",            /* of a ratio, which has no scale */
		/* the functions of mathematics, which know no unit */
		"atan", "ceil", "cos", "cosh", "exp", "floor", "ln", "log10", "round", "sin",
		"sinh", "tan", "tanh", "trunc",
		"decay",                 /* falls by 1/n a bar */
		NULL};

	for (int i = 0; names[i]; i++) {
		if (strcmp(ind->name, names[i]) == 0)
			return true;
	}
	return false;
}

/* Whether plain[i][k] times a power of the scale is other[i][k] on all bars. */
static bool
is_scaled(int k, double scale)
{
	for (int degree = -2; degree <= 2; degree++) {
		bool all = true;

		for (int i = 0; i < BARS && all; i++)
			all = near(plain[i][k] * pow(scale, degree), other[i][k], 1e-9);
		if (all)
			return true;
	}
	return false;
}

static void
test_magnitude(const struct tq_ind *ind, const double *param)
{
	static const double scales[] = {0x1p-60, 0x1p+60};
	static const double far[] = {1e-300, 1e300};

	run(ind, param, 0, BARS, plain);
	for (int s = 0; s < 2 && !is_absolute(ind); s++) {
		bool all = true;

		market_make(scales[s]);
		market_read(ind);
		run(ind, param, 0, BARS, other);
		for (int k = 0; k < ind->n_outputs; k++)
			all &= is_scaled(k, scales[s]);
		OK(all, "F2.19 %s of prices times %g is the scaled answer", ind->name, scales[s]);
	}
	for (int s = 0; s < 2; s++) {
		bool finite = true;

		market_make(far[s]);
		market_read(ind);
		run(ind, param, 0, BARS, other);
		for (int i = 0; i < BARS; i++)
			for (int k = 0; k < ind->n_outputs; k++)
				finite &= !isinf(other[i][k]);
		OK(finite, "F2.19 %s of prices near %g is finite or null", ind->name, far[s]);
	}
	market_make(1);
	market_read(ind);
}

static void
through_file(const struct tq_ind *ind, void *from, void *to)
{
	char path[] = "/tmp/tq_indicator_XXXXXX";
	struct tq_err err = {0};
	struct tq_state *st = tq_state_new_save("test", 1, 2);
	bool found, ok;

	close(mkstemp(path));
	ind->state(from, st);
	ok = tq_state_commit(st, path, &err);
	tq_state_free(st);
	st = tq_state_open(path, "test", 1, 2, &found, &err);
	if (!ok || !st) {
		OK(false, "%s", err.text);
		return;
	}
	ind->state(to, st);
	if (!tq_state_close(st, &err))
		OK(false, "%s", err.text);
	tq_state_free(st);
	unlink(path);
}

static void
test_state(const struct tq_ind *ind, const double *param)
{
	int fault = -1;

	run(ind, param, 0, BARS, plain);
	for (int cut = 0; cut < 60; cut += 4) {
		void *before = ind->make(param), *after = ind->make(param);

		for (int i = 0; i < cut; i++)
			ind->step(before, series[i], other[i]);
		through_file(ind, before, after);
		for (int i = cut; i < BARS; i++)
			ind->step(after, series[i], other[i]);
		if (fault < 0)
			fault = differ(ind, plain, other, 0, BARS, 0);
		tq_ind_free(ind, before);
		tq_ind_free(ind, after);
	}
	IS_INT(fault, -1, "L2 saved and loaded is as if it had run on");
}

static void
test_row(const struct tq_ind *ind)
{
	double param[TQ_IND_PARAMS] = {0};

	printf("# %s\n", ind->name);
	OK(tq_ind_find(tq_str(ind->name)) == ind, "%s is found by its name", ind->name);
	OK(ind->meaning && ind->source && ind->outputs[ind->n_outputs - 1] && ind->lookback &&
	   ind->make && ind->step && ind->state, "%s is whole", ind->name);
	for (int i = 0; i < ind->n_params; i++)
		OK(tq_ind_param_fits(&ind->params[i], ind->params[i].preset), "%s: default of %s",
		   ind->name, ind->params[i].name);
	market_make(1);
	market_read(ind);
	for (int shrink = 1; shrink <= 100; shrink = shrink == 1 ? 3 : shrink * 10) {
		params(ind, shrink, param);
		test_lookback(ind, param);
		test_prefix(ind, param);
		test_null(ind, param);
		test_spike(ind, param);
		test_flat(ind, param);
		test_magnitude(ind, param);
	}
	test_state(ind, (params(ind, 3, param), param));
}

/* The definitions, over the window that ends at bar i. */
static double
define(const char *name, int i, int n)
{
	double sum = 0, weighted = 0, high = -INFINITY, low = INFINITY, squares = 0;

	for (int k = 0; k < n; k++) {
		double x = series[i - n + 1 + k][0];

		sum += x;
		weighted += x * (k + 1);
		high = fmax(high, x);
		low = fmin(low, x);
	}
	for (int k = 0; k < n; k++)
		squares += pow(series[i - n + 1 + k][0] - sum / n, 2);
	return !strcmp(name, "sma") ? sum / n : !strcmp(name, "stddev") ? sqrt(squares / n) :
	       !strcmp(name, "wma") ? weighted / (n * (n + 1) / 2) :
	       !strcmp(name, "highest") ? high : low;
}

static void
test_definition(const char *name)
{
	const struct tq_ind *ind = tq_ind_find(tq_str(name));
	int fault = -1;

	market_make(1);
	market_read(ind);
	for (int n = 1; n <= 40; n++) {
		double param[TQ_IND_PARAMS] = {n, 1};

		run(ind, param, 0, BARS, plain);
		for (int i = n - 1; i < BARS && fault < 0; i++)
			if (!near(plain[i][0], define(name, i, n), 1e-11) && n > 1)
				fault = n;
	}
	OK(fault < 0, "X.10 %s is its definition for all periods up to 40", name);
}

/* Windows of the same values in the same order have the same mean, to the last bit. */
static void
test_place(void)
{
	const struct tq_ind *ind = tq_ind_find(tq_str("sma"));
	double param[TQ_IND_PARAMS] = {20};
	bool same = true;

	for (int i = 0; i < BARS; i++)
		series[i][0] = (i % 5) * 0.1 + 0.7;
	run(ind, param, 0, BARS, plain);
	for (int i = 19; i < BARS; i++)
		same &= plain[i][0] == plain[19 + (i - 19) % 5][0];
	OK(same, "X.10 a mean depends on its window's values alone");
}

static void
test_crossing(void)
{
	static const struct {
		double a, b;
		int above, below;        /* 1, 0, -1: null */
	} steps[] = {
		{1, 2, -1, -1}, {2, 2, 0, 0}, {1, 2, 0, 0}, {2, 2, 0, 0}, {3, 2, 1, 0},
		{4, 2, 0, 0}, {2, 2, 0, 0}, {3, 2, 0, 0}, {NAN, 2, -1, -1}, {1, 2, 0, 1},
		{3, NAN, -1, -1}, {0, 1, 0, 0}, {5, 1, 1, 0},
	};
	const struct tq_ind *above = tq_ind_find(tq_str("crosses_above"));
	const struct tq_ind *below = tq_ind_find(tq_str("crosses_below"));
	void *a = above->make(NULL), *b = below->make(NULL);

	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		double in[2] = {steps[i].a, steps[i].b}, up, down;

		above->step(a, in, &up);
		below->step(b, in, &down);
		IS_INT(isnan(up) ? -1 : (int)up, steps[i].above, "crosses_above: a touch is none");
		IS_INT(isnan(down) ? -1 : (int)down, steps[i].below, "crosses_below");
	}
	tq_ind_free(above, a);
	tq_ind_free(below, b);
}

/* A line that moved once and is flat for 20000 bars: rsi stays what it was. */
static void
test_still(void)
{
	const struct tq_ind *ind = tq_ind_find(tq_str("rsi"));
	double param[TQ_IND_PARAMS] = {14}, x, out = NAN, first;
	void *node = ind->make(param);

	for (int i = 0; i < 20; i++)
		ind->step(node, (x = 100 + (i % 3), &x), &out);
	first = out;
	for (int i = 0; i < 20000; i++)
		ind->step(node, &x, &out);
	OK(near(out, first, 1e-6) && first > 0, "F0.20 rsi of a line at rest stays: %g", out);
	tq_ind_free(ind, node);
}

int
main(void)
{
	size_t n;
	const struct tq_ind_family *const *families = tq_ind_families(&n);
	static const char *const windows[] = {"sma", "wma", "stddev", "highest", "lowest"};

	for (size_t f = 0; f < n; f++)
		for (size_t i = 0; i < families[f]->n; i++)
			test_row(&families[f]->rows[i]);
	for (size_t i = 0; i < 5; i++)
		test_definition(windows[i]);
	test_place();
	test_crossing();
	test_still();
	OK(!tq_ind_find(tq_str("smaa")), "an unknown name is unknown");
	return t_done();
}
