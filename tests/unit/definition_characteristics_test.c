/* SPDX-License-Identifier: ISC */
/*
 * X.10 C0.8: catch22 of a rolling window is catch22 of its values alone, whose
 * numbers tests/oracles/catch22.t holds against the authors'.
 */
#include "definition.h"

#include "base/option.h"
#include "indicator/catch22.h"

/* Made again each p[1] bars from the first full window on, else as it was. */
static void
catch22(int i, const double *p)
{
	int n = (int)p[0], at = i - (i - n + 1) % (int)p[1];
	struct tq_catch22 *c = tq_catch22_new((size_t)n);
	double x[BARS];

	for (int k = 0; k < n; k++)
		x[k] = market[at - n + 1 + k].close;
	tq_catch22(c, x, want[i]);
	tq_catch22_free(c);
}

static const struct definition_of_all definitions[] = {
	{"catch22", {100, 1}, catch22, 1e-12},
	{"catch22", {40, 7}, catch22, 1e-12},
	{"catch22", {TQ_CATCH22_LEAST, 3}, catch22, 1e-12},
};

int
main(void)
{
	definitions_of_all(NULL, definitions, TQ_COUNT(definitions));
	return t_done();
}
