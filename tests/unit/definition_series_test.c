/* SPDX-License-Identifier: ISC */
/* X.10: trends and crosses against their definitions, from all bars at once. */
#include "definition.h"

#include "base/option.h"

/* The other price is often the same as the close, and near it else. */
static void
touching_market(void)
{
	for (int i = 0; i < BARS; i++)
		market[i].other = i < 2 || i % 3 == 0 ? market[i].close : market[i - 2].close;
}

static double
run_of(int i, int n, double sign)
{
	for (int k = 0; k < n; k++) {
		if (!(market[i - k].close * sign > market[i - k - 1].close * sign))
			return 0;
	}
	return 1;
}

static double
rising(int i, const double *p)
{
	return run_of(i, (int)p[0], 1);
}

static double
falling(int i, const double *p)
{
	return run_of(i, (int)p[0], -1);
}

/* The side of close to the other price on the last bar up to i on which they differ. */
static int
side(int i)
{
	while (i >= 0 && market[i].close == market[i].other)
		i--;
	return i < 0 ? 0 : market[i].close > market[i].other ? 1 : -1;
}

static double
crosses_above(int i, const double *p)
{
	(void)p;
	return market[i].close > market[i].other && side(i - 1) < 0;
}

static double
crosses_below(int i, const double *p)
{
	(void)p;
	return market[i].close < market[i].other && side(i - 1) > 0;
}

static const struct definition definitions[] = {
	{"rising", {1}, 0, rising, 0},
	{"rising", {2}, 0, rising, 0},
	{"rising", {3}, 0, rising, 0},
	{"rising", {4}, 0, rising, 0},
	{"falling", {1}, 0, falling, 0},
	{"falling", {2}, 0, falling, 0},
	{"falling", {3}, 0, falling, 0},
	{"falling", {4}, 0, falling, 0},
	{"crosses_above", {0}, 0, crosses_above, 0},
	{"crosses_below", {0}, 0, crosses_below, 0},
};

int
main(void)
{
	definitions_on(touching_market, definitions, TQ_COUNT(definitions));
	return t_done();
}
