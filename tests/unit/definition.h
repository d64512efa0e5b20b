/* SPDX-License-Identifier: ISC */
#ifndef TQ_TEST_DEFINITION_H
#define TQ_TEST_DEFINITION_H

/*
 * Indicators against their definitions, taken again from scratch at each bar of
 * the market that was made up. A row of a table is an indicator with parameters
 * and a function that says what one of its outputs is at bar i, or one that puts
 * what all of them are into want[i]. Each is given only what is known at bar i,
 * and asked bar after bar from the first output on; before, all is NaN.
 */
#include "t.h"

#include "market.h"

struct definition {
	const char *name;
	double param[TQ_IND_PARAMS];
	int output;
	double (*is)(int i, const double *param);
	double tolerance;        /* relative; 0 is 1e-11 */
};

struct definition_of_all {
	const char *name;
	double param[TQ_IND_PARAMS];
	void (*put)(int i, const double *param);
	double tolerance;
};

static double want[BARS][TQ_IND_OUTPUTS];

/* want[i] from a list of values. */
static inline void
definition_put(int i, int n, const double *values)
{
	for (int k = 0; k < n; k++)
		want[i][k] = values[k];
}

#define WANT(i, ...) \
	definition_put((i), sizeof (double[]){__VA_ARGS__} / sizeof (double), \
		       (double[]){__VA_ARGS__})

static inline bool
definition_near(double a, double b, double tolerance)
{
	if (isnan(a) || isnan(b))
		return isnan(a) && isnan(b);
	return a == b || fabs(a - b) <= tolerance * fmax(fabs(a), fabs(b));
}

/* Fills want[i]; put is NULL for a definition of one output. */
static inline void
definition_ask(const struct definition *d, void (*put)(int i, const double *param), int i,
	       int64_t lookback)
{
	for (int k = 0; k < TQ_IND_OUTPUTS && i < lookback; k++)
		want[i][k] = (double)NAN;
	if (i >= lookback && put)
		put(i, d->param);
	else if (i >= lookback)
		want[i][d->output] = d->is(i, d->param);
}

/* The market is as it was made, or as prepare changed it. */
static inline void
definition_test(const struct definition *d, void (*put)(int i, const double *param),
		void (*prepare)(void))
{
	const struct tq_ind *ind = tq_ind_find(tq_str(d->name));
	double tolerance = d->tolerance > 0 ? d->tolerance : 1e-11, out[BARS][TQ_IND_OUTPUTS];
	int bar = -1, which = -1, told = 0;
	void *node;

	if (!OK(ind != NULL, "%s is there", d->name))
		return;
	market_make(1);
	if (prepare)
		prepare();
	market_read(ind);
	node = ind->make(d->param);
	for (int i = 0; i < BARS && bar < 0; i++) {
		ind->step(node, series[i], out[i]);
		definition_ask(d, put, i, ind->lookback(d->param));
		for (int k = put ? 0 : d->output; k < (put ? ind->n_outputs : d->output + 1); k++) {
			told += !isnan(out[i][k]) && out[i][k] != 0;
			if (bar < 0 && !definition_near(out[i][k], want[i][k], tolerance)) {
				bar = i;
				which = k;
			}
		}
	}
	tq_ind_free(ind, node);
	if (!OK(bar < 0 && told > 0, "X.10 %s(%g, %g, %g).%s is its definition", d->name,
		d->param[0], d->param[1], d->param[2], put ? "*" : ind->outputs[d->output]))
		printf("# %d values, bar %d, %s: %.17g, not %.17g\n", told, bar,
		       bar < 0 ? "none" : ind->outputs[which], bar < 0 ? 0 : out[bar][which],
		       bar < 0 ? 0 : want[bar][which]);
}

/* Whole prices, so that many are the same. */
static inline void
whole_market(void)
{
	for (int i = 0; i < BARS; i++)
		market[i].close = round(market[i].close);
}

static inline void
definitions_on(void (*prepare)(void), const struct definition *d, size_t n)
{
	for (size_t i = 0; i < n; i++)
		definition_test(&d[i], NULL, prepare);
}

static inline void
definitions_test(const struct definition *d, size_t n)
{
	definitions_on(NULL, d, n);
}

static inline void
definitions_of_all(void (*prepare)(void), const struct definition_of_all *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct definition one = {.name = d[i].name, .tolerance = d[i].tolerance};

		memcpy(one.param, d[i].param, sizeof one.param);
		definition_test(&one, d[i].put, prepare);
	}
}

#endif
