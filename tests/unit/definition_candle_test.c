/* SPDX-License-Identifier: ISC */
/*
 * Hikkakes as they are defined: of every bar, all the bars before that may have left a
 * pattern to be confirmed are judged again; null while one is null that is looked at.
 */
#define MARKET_BARS 4000
#include "definition.h"

#include "base/option.h"

static bool
is_inside(int i)
{
	return market[i].high < market[i - 1].high && market[i].low > market[i - 1].low;
}

static int
false_break(int i)
{
	if (market[i].high < market[i - 1].high && market[i].low < market[i - 1].low)
		return 100;
	return market[i].high > market[i - 1].high && market[i].low > market[i - 1].low ? -100 : 0;
}

static int
hikkake_at(int i)
{
	return is_inside(i - 1) ? false_break(i) : 0;
}

static int
modified_at(int i)
{
	int way = is_inside(i - 2) && is_inside(i - 1) ? false_break(i) : 0;
	double reach = 0;

	for (int k = i - 7; k < i - 2; k++)
		reach += 0.2 * (market[k].high - market[k].low) / 5;
	if (way > 0)
		return market[i - 2].close <= market[i - 2].low + reach ? way : 0;
	return market[i - 2].close >= market[i - 2].high - reach ? way : 0;
}

/* The last pattern of bar i or of the three before it, confirmed by bar i alone. */
static double
confirmed(int i, int (*judge)(int i))
{
	int at = i, way = judge(i);

	if (way != 0)
		return way;
	while (way == 0 && --at >= i - 3)
		way = judge(at);
	if (way == 0)
		return 0;
	for (int later = at + 1; later <= i; later++) {
		if (way > 0 ? market[later].close > market[at - 1].high :
			      market[later].close < market[at - 1].low)
			return later == i ? 2 * way : 0;
	}
	return 0;
}

static double
hikkake_of(int i, int back, int (*judge)(int i))
{
	for (int k = i - back; k <= i; k++) {
		if (isnan(market[k].high))
			return (double)NAN;
	}
	return confirmed(i, judge);
}

static double
hikkake(int i, const double *p)
{
	(void)p;
	return hikkake_of(i, 5, hikkake_at);
}

static double
modified_hikkake(int i, const double *p)
{
	(void)p;
	return hikkake_of(i, 10, modified_at);
}

/* Closes at the ends of bars, which a modified hikkake asks for. */
static void
close_at_ends(void)
{
	for (int i = 0; i < BARS; i++)
		market[i].close = i % 2 == 0 ? market[i].low : market[i].high;
}

/* Null bars, so that what waits is forgotten and found again from the bars since. */
static void
with_nulls(void)
{
	close_at_ends();
	for (int i = 0; i < BARS; i += 13 + i % 7)
		market[i].high = (double)NAN;
}

static const struct definition definitions[] = {
	{"cdlhikkake", {0}, 0, hikkake, 0},
	{"cdlhikkakemod", {0}, 0, modified_hikkake, 0},
};

int
main(void)
{
	definitions_test(definitions, TQ_COUNT(definitions));
	definitions_on(close_at_ends, definitions, TQ_COUNT(definitions));
	definitions_on(with_nulls, definitions, TQ_COUNT(definitions));
	return t_done();
}
