/* SPDX-License-Identifier: ISC */
#ifndef TQ_TEST_MATRIX_H
#define TQ_TEST_MATRIX_H

/* Every row of the registry, run on a market with trouble in it and on the same without. */
#include "t.h"

#include "base/option.h"
#include "market.h"

enum { OUT = TQ_IND_OUTPUTS };

static double clean[BARS][TQ_LADDER];    /* series before the trouble */
static double plain[BARS][OUT], other[BARS][OUT];        /* without it, with it */
static bool bad[BARS];                   /* a bar that is in trouble */

/* As in indicator_test.c: small periods, so that a short series has many windows. */
static inline void
params(const struct tq_ind *ind, int shrink, double param[TQ_IND_PARAMS])
{
	for (int i = 0; i < ind->n_params; i++) {
		param[i] = ind->params[i].preset;
		if (ind->params[i].whole && ind->params[i].high > 2 && shrink > 1)
			param[i] = fmax(ind->params[i].low, floor(param[i] / shrink));
	}
}

static inline void
run(const struct tq_ind *ind, const double *param, int from, int to, double (*out)[OUT])
{
	void *node = ind->make(param);

	for (int i = from; i < to; i++)
		ind->step(node, series[i], out[i]);
	tq_ind_free(ind, node);
}

static inline bool
near(double a, double b, double tolerance)
{
	if (isnan(a) || isnan(b))
		return isnan(a) && isnan(b);
	return a == b || fabs(a - b) <= tolerance * fmax(fabs(a), fabs(b));
}

/* Marks what is not as in the clean market; the last such bar, or -1. */
static inline int
find_bad(const struct tq_ind *ind)
{
	int width = ind->of_book ? TQ_LADDER : ind->n_inputs, last = -1;

	for (int i = 0; i < BARS; i++) {
		bad[i] = memcmp(series[i], clean[i], (size_t)width * sizeof series[i][0]) != 0;
		if (bad[i])
			last = i;
	}
	return last;
}

static inline void
for_each_row(void (*test)(const struct tq_ind *ind))
{
	size_t n;
	const struct tq_ind_family *const *families = tq_ind_families(&n);

	for (size_t f = 0; f < n; f++) {
		for (size_t i = 0; i < families[f]->n; i++) {
			market_make(1);
			market_read(&families[f]->rows[i]);
			memcpy(clean, series, sizeof clean);
			test(&families[f]->rows[i]);
		}
	}
}

#endif
