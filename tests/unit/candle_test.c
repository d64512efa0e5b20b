/* SPDX-License-Identifier: ISC */
/* Candlestick patterns: what TA-Lib says of bars that show each, and mirrors. */
#include "t.h"

#include "base/option.h"
#include "base/rng.h"
#include "candle_cases.h"
#include "indicator/indicator.h"

#include <math.h>
#include <stdlib.h>

enum { PATTERNS = 61, MANY = 300000 };

static bool
is_pattern(const struct tq_ind *ind)
{
	return strncmp(ind->name, "cdl", 3) == 0;
}

/* The answer for the last bar of a case. */
static double
answer(const struct tq_ind *ind, const char *bars)
{
	double param[TQ_IND_PARAMS] = {ind->params[0].preset}, out = (double)NAN, in[4];
	void *node = ind->make(param);
	char *end;

	for (const char *at = bars; *at; at = *end ? end + 1 : end) {
		for (int k = 0; k < 4; k++, at = end + 1) {
			in[k] = 1000 + strtod(at, &end);
			if (k == 3)
				break;
		}
		ind->step(node, in, &out);
	}
	tq_ind_free(ind, node);
	return out;
}

/* What the list of a case says of a pattern: "cdldoji=100 cdltakuri=100". */
static double
expected(const char *answers, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = answers; (at = strstr(at, name)); at += length) {
		if (at[length] == '=')
			return strtod(at + length + 1, NULL);
	}
	return 0;
}

static void
test_cases(const struct tq_ind *ind)
{
	int fault = -1, shown = 0;

	for (size_t i = 0; i < TQ_COUNT(cases); i++) {
		double value = expected(cases[i].answers, ind->name);

		shown += value != 0;
		if (fault < 0 && answer(ind, cases[i].bars) != value)
			fault = (int)i;
	}
	IS_INT(fault, -1, ind->name);
	OK(shown > 0, "F2.25 %s is seen in %d cases", ind->name, shown);
}

static double bars[MANY][4];

static int
pick(struct tq_rng *rng, int low, int high)
{
	return low + (int)(tq_rng_uniform(rng) * (high - low + 1));
}

/* Steps, gaps, long and small bars, in turns; no bar closes where it opened. */
static void
make_bars(void)
{
	struct tq_rng rng = {7};
	int p = 2000, drift = 0, reach = 0, shadow = 0;

	for (int i = 0; i < MANY; i++) {
		int open, close;

		if (i % 7 == 0) {
			drift = pick(&rng, -6, 6);
			reach = pick(&rng, 0, 3) * pick(&rng, 0, 5);
			shadow = pick(&rng, 0, 2) * pick(&rng, 0, 10);
			p = p < 1000 || p > 3000 ? 2000 : p;
		}
		open = p + pick(&rng, -reach, reach) / 2;
		close = open + drift + pick(&rng, -reach, reach);
		close += close == open;
		bars[i][0] = open;
		bars[i][1] = (open > close ? open : close) + pick(&rng, 0, shadow);
		bars[i][2] = (open < close ? open : close) - pick(&rng, 0, shadow);
		bars[i][3] = close;
		p = close;
	}
}

/* What looks up looks down in a mirror; same: the answers keep their sign. */
static void
test_mirror(const char *name, const char *mirrored, int sign)
{
	const struct tq_ind *a = tq_ind_find(tq_str(name)), *b = tq_ind_find(tq_str(mirrored));
	double param[TQ_IND_PARAMS] = {a->params[0].preset}, x, y;
	void *node = a->make(param), *mirror = b->make(param);
	int fault = -1, seen = 0;

	for (int i = 0; i < MANY; i++) {
		const double *bar = bars[i];

		a->step(node, bar, &x);
		b->step(mirror, (double[]){4096 - bar[0], 4096 - bar[2], 4096 - bar[1],
					   4096 - bar[3]}, &y);
		seen += x - x == 0 && x != 0;
		if (fault < 0 && x - x == 0 && x != sign * y)
			fault = i;
	}
	tq_ind_free(a, node);
	tq_ind_free(b, mirror);
	OK(fault < 0 && seen > 0, "C2.2 %s in a mirror is %s: bar %d, seen %d times", name, mirrored, fault, seen);
}

int
main(void)
{
	static const char *const turned[] = {
		"3inside", "3outside", "3linestrike", "abandonedbaby", "belthold", "breakaway",
		"closingmarubozu", "counterattack", "dojistar", "engulfing", "harami", "haramicross",
		"highwave", "hikkake", "hikkakemod", "kicking", "kickingbylength", "longline",
		"marubozu", "risefall3methods", "separatinglines", "shortline", "spinningtop",
		"tasukigap", "tristar", "xsidegap3methods",
	};
	size_t n;
	const struct tq_ind_family *const *families = tq_ind_families(&n);
	int patterns = 0;

	for (size_t f = 0; f < n; f++) {
		for (size_t i = 0; i < families[f]->n; i++) {
			if (!is_pattern(&families[f]->rows[i]))
				continue;
			test_cases(&families[f]->rows[i]);
			patterns++;
		}
	}
	IS_INT(patterns, PATTERNS, "F2.25 TA-Lib's 61 candlestick patterns are there");
	make_bars();
	for (size_t i = 0; i < TQ_COUNT(turned); i++) {
		char name[32];

		snprintf(name, sizeof name, "cdl%s", turned[i]);
		test_mirror(name, name, -1);
	}
	test_mirror("cdleveningstar", "cdlmorningstar", -1);
	test_mirror("cdleveningdojistar", "cdlmorningdojistar", -1);
	test_mirror("cdldragonflydoji", "cdlgravestonedoji", 1);
	test_mirror("cdldoji", "cdldoji", 1);
	test_mirror("cdllongleggeddoji", "cdllongleggeddoji", 1);
	test_mirror("cdlrickshawman", "cdlrickshawman", 1);
	return t_done();
}
