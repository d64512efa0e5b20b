/* SPDX-License-Identifier: ISC */
/* X.10: trends and crosses against their definitions, from all bars at once. */
#include "t.h"

#include "base/option.h"
#include "market.h"

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
rising(int i, int n)
{
	return run_of(i, n, 1);
}

static double
falling(int i, int n)
{
	return run_of(i, n, -1);
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
crosses_above(int i, int n)
{
	(void)n;
	return market[i].close > market[i].other && side(i - 1) < 0;
}

static double
crosses_below(int i, int n)
{
	(void)n;
	return market[i].close < market[i].other && side(i - 1) > 0;
}

static const struct {
	const char *name;
	double (*define)(int i, int n);
	int most;                /* largest n; 0: there is none */
} definitions[] = {
	{"rising", rising, 4},
	{"falling", falling, 4},
	{"crosses_above", crosses_above, 0},
	{"crosses_below", crosses_below, 0},
};

int
main(void)
{
	market_make(1);
	for (int i = 0; i < BARS; i++)
		market[i].other = i < 2 || i % 3 == 0 ? market[i].close : market[i - 2].close;
	for (size_t d = 0; d < TQ_COUNT(definitions); d++) {
		const struct tq_ind *ind = tq_ind_find(tq_str(definitions[d].name));

		market_read(ind);
		for (int n = 1; n <= (definitions[d].most ? definitions[d].most : 1); n++) {
			double param[TQ_IND_PARAMS] = {n};
			void *node = ind->make(param);
			int faults = 0, held = 0;

			for (int i = 0; i < BARS; i++) {
				double out;

				ind->step(node, series[i], &out);
				if (i < ind->lookback(param))
					continue;
				faults += out != definitions[d].define(i, n);
				held += out > 0;
			}
			tq_ind_free(ind, node);
			OK(faults == 0 && held > 0, "X.10 %s(%d) is its definition, %d times true",
			   ind->name, n, held);
		}
	}
	return t_done();
}
