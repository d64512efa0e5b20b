/* SPDX-License-Identifier: ISC */
#ifndef TQ_TEST_DEFINITION_H
#define TQ_TEST_DEFINITION_H

/*
 * Indicators against their definitions, taken again from scratch at each bar of
 * the market that was made up. A row of a table is an indicator with parameters,
 * one of its outputs, and a function that says what it is at bar i, given only
 * series[0 .. i][input]; NaN before the first.
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

static inline bool
definition_near(double a, double b, double tolerance)
{
	if (isnan(a) || isnan(b))
		return isnan(a) && isnan(b);
	return a == b || fabs(a - b) <= tolerance * fmax(fabs(a), fabs(b));
}

static inline void
definition_test(const struct definition *d)
{
	const struct tq_ind *ind = tq_ind_find(tq_str(d->name));
	double tolerance = d->tolerance > 0 ? d->tolerance : 1e-11, out[TQ_IND_OUTPUTS];
	double got = 0, want = 0;
	int64_t lookback;
	int fault = -1;
	void *node;

	if (!OK(ind != NULL, "%s is there", d->name))
		return;
	market_make(1);
	market_read(ind);
	lookback = ind->lookback(d->param);
	node = ind->make(d->param);
	for (int i = 0; i < BARS && fault < 0; i++) {
		ind->step(node, series[i], out);
		got = out[d->output];
		want = i < lookback ? (double)NAN : d->is(i, d->param);
		if (!definition_near(got, want, tolerance))
			fault = i;
	}
	tq_ind_free(ind, node);
	if (!OK(fault < 0, "X.10 %s(%g, %g, %g).%s is its definition", d->name, d->param[0],
		d->param[1], d->param[2], ind->outputs[d->output]))
		printf("# bar %d: %.17g, not %.17g\n", fault, got, want);
}

static inline void
definitions_test(const struct definition *d, size_t n)
{
	for (size_t i = 0; i < n; i++)
		definition_test(&d[i]);
}

#endif
