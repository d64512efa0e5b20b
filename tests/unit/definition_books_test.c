/* SPDX-License-Identifier: ISC */
/* X.10 C2.3: what books say against their definitions, level by level. */
#include "definition.h"

#include "base/option.h"

enum { BID = TQ_LADDER_BIDS, ASK = TQ_LADDER_ASKS };

/*
 * Sides of 1 to 20 levels, now and then none, at uneven distances; the best
 * prices stay for a few books, each on its own.
 */
static void
rugged_books(void)
{
	struct tq_rng rng = {7};
	double bid = 100, ask = 100.1;

	for (int i = 0; i < BARS; i++) {
		double *ladder = market[i].ladder;

		bid = tq_rng_uniform(&rng) < 0.6 ? bid : 100 - 0.05 * floor(9 * tq_rng_uniform(&rng));
		ask = tq_rng_uniform(&rng) < 0.6 ? ask : 100.1 + 0.05 * floor(9 * tq_rng_uniform(&rng));
		ladder[0] = i % 97 == 96 ? 0 : 1 + floor(20 * tq_rng_uniform(&rng));
		ladder[1] = i % 131 == 130 ? 0 : 1 + floor(20 * tq_rng_uniform(&rng));
		ladder[BID] = bid;
		ladder[ASK] = ask;
		for (int level = 0; level < 20; level++) {
			if (level) {
				ladder[BID + 2 * level] = ladder[BID + 2 * level - 2] -
							  0.01 * (1 + floor(5 * tq_rng_uniform(&rng)));
				ladder[ASK + 2 * level] = ladder[ASK + 2 * level - 2] +
							  0.01 * (1 + floor(5 * tq_rng_uniform(&rng)));
			}
			ladder[BID + 2 * level + 1] = floor(1 + 99 * tq_rng_uniform(&rng)) / 4;
			ladder[ASK + 2 * level + 1] = floor(1 + 99 * tq_rng_uniform(&rng)) / 4;
		}
	}
}

/* How many levels of a side count. */
static int
levels(int i, int side, double most)
{
	return (int)fmin(most, market[i].ladder[side == ASK]);
}

static double
price(int i, int side, int level)
{
	return market[i].ladder[side + 2 * level];
}

static double
qty(int i, int side, int level)
{
	return market[i].ladder[side + 2 * level + 1];
}

static bool
is_book(int i)
{
	return levels(i, BID, 1) && levels(i, ASK, 1);
}

static double
mid_of(int i)
{
	return is_book(i) ? (price(i, BID, 0) + price(i, ASK, 0)) / 2 : (double)NAN;
}

static double
book_mid(int i, const double *p)
{
	(void)p;
	return mid_of(i);
}

static double
book_spread(int i, const double *p)
{
	(void)p;
	return is_book(i) ? price(i, ASK, 0) - price(i, BID, 0) : (double)NAN;
}

static double
book_spread_bps(int i, const double *p)
{
	return 10000 * book_spread(i, p) / mid_of(i);
}

static double
book_micro(int i, const double *p)
{
	double bid = qty(i, BID, 0), ask = qty(i, ASK, 0);

	(void)p;
	if (!is_book(i))
		return (double)NAN;
	return (price(i, BID, 0) * ask + price(i, ASK, 0) * bid) / (bid + ask);
}

/* The sum over levels of quantity times a weight. */
static double
depth(int i, int side, double most, double (*weight)(int i, int side, int level))
{
	double sum = 0;

	for (int level = levels(i, side, most) - 1; level >= 0; level--)
		sum += qty(i, side, level) * weight(i, side, level);
	return sum;
}

static double
balance(int i, double most, double (*weight)(int i, int side, int level))
{
	double bid = depth(i, BID, most, weight), ask = depth(i, ASK, most, weight);

	return is_book(i) ? (bid - ask) / (bid + ask) : (double)NAN;
}

static double
one(int i, int side, int level)
{
	(void)i, (void)side, (void)level;
	return 1;
}

static double
by_rank(int i, int side, int level)
{
	(void)i, (void)side;
	return 1.0 / (level + 1);
}

static double
away(int i, int side, int level)
{
	return fabs(price(i, side, level) - mid_of(i));
}

static double
by_nearness(int i, int side, int level)
{
	return 1 / away(i, side, level);
}

static double
book_imbalance(int i, const double *p)
{
	return balance(i, p[0], one);
}

static double
book_pressure(int i, const double *p)
{
	return balance(i, p[0], by_rank);
}

static double
book_mpi(int i, const double *p)
{
	return balance(i, p[0], by_nearness);
}

static double
book_depth_mid(int i, const double *p)
{
	double value = depth(i, BID, p[0], price) + depth(i, ASK, p[0], price);
	double all = depth(i, BID, p[0], one) + depth(i, ASK, p[0], one);

	return is_book(i) ? value / all : (double)NAN;
}

static double
book_dom_momentum(int i, const double *p)
{
	return balance(i, p[1], one) - balance(i - (int)p[0], p[1], one);
}

static double reach;

static double
within(int i, int side, int level)
{
	return away(i, side, level) / mid_of(i) * 10000 <= reach;
}

static void
book_depth(int i, const double *p)
{
	double bid, ask;

	reach = p[0];
	bid = depth(i, BID, 50, within);
	ask = depth(i, ASK, 50, within);
	WANT(i, bid, ask, bid + ask > 0 ? (bid - ask) / (bid + ask) : (double)NAN);
	if (!is_book(i))
		WANT(i, NAN, NAN, NAN);
}

static void
book_levels(int i, const double *p)
{
	(void)p;
	WANT(i, levels(i, BID, 50), levels(i, ASK, 50));
	if (!is_book(i))
		WANT(i, NAN, NAN);
}

/* The slope b that makes the sum of (total - b * distance)^2 least. */
static double
slope(int i, int side, double most)
{
	long double products = 0, squares = 0;

	if (!is_book(i))
		return (double)NAN;
	for (int level = 0; level < levels(i, side, most); level++) {
		long double bps = (long double)away(i, side, level) / mid_of(i) * 10000;

		products += bps * depth(i, side, level + 1, one);
		squares += bps * bps;
	}
	return (double)(products / squares);
}

static void
book_slope(int i, const double *p)
{
	WANT(i, slope(i, BID, p[0]), slope(i, ASK, p[0]));
}

/* The k-th smallest quantity: so many are below it, or below it and the same. */
static double
kth_qty(int i, int side, int n, int k)
{
	for (int level = 0; level < n; level++) {
		int below = 0, same = 0;

		for (int other = 0; other < n; other++) {
			below += qty(i, side, other) < qty(i, side, level);
			same += qty(i, side, other) == qty(i, side, level);
		}
		if (below <= k && k < below + same)
			return qty(i, side, level);
	}
	return (double)NAN;
}

static void
wall(int i, int side, const double *p, double *out)
{
	int n = levels(i, side, p[0]), at = 0;
	double most = n > 0 ? kth_qty(i, side, n, n - 1) : (double)NAN;

	out[0] = out[1] = (double)NAN;
	if (!is_book(i))
		return;
	out[0] = most / ((kth_qty(i, side, n, (n - 1) / 2) + kth_qty(i, side, n, n / 2)) / 2);
	while (qty(i, side, at) != most)
		at++;
	if (out[0] >= p[1])
		out[1] = price(i, side, at);
}

static void
book_walls(int i, const double *p)
{
	wall(i, BID, p, want[i]);
	wall(i, ASK, p, want[i] + 2);
}

/* Cont, Kukanov and Stoikov's three cases of a side; a rise of the ask takes from it. */
static double
event(int i, int side)
{
	double sign = side == BID ? 1 : -1;
	double moved = sign * (price(i, side, 0) - price(i - 1, side, 0));

	if (!is_book(i) || !is_book(i - 1))
		return (double)NAN;
	return sign * (moved > 0 ? qty(i, side, 0) : moved < 0 ? -qty(i - 1, side, 0) :
		       qty(i, side, 0) - qty(i - 1, side, 0));
}

static double
book_ofi(int i, const double *p)
{
	double sum = 0;

	for (int k = 0; k < (int)p[0]; k++)
		sum += event(i - k, BID) + event(i - k, ASK);
	return sum;
}

/* What came and what was taken at a best price that stayed. */
static void
refill(int i, int n, int side, double *came, double *taken)
{
	*came = *taken = 0;
	for (int j = i; j > i - n; j--) {
		double change = qty(j, side, 0) - qty(j - 1, side, 0);

		if (!is_book(j) || !is_book(j - 1))
			*came = *taken = (double)NAN;
		else if (price(j, side, 0) == price(j - 1, side, 0))
			*(change > 0 ? came : taken) += fabs(change);
	}
}

static void
book_absorption(int i, const double *p)
{
	double bid_came, bid_taken, ask_came, ask_taken;

	refill(i, (int)p[0], BID, &bid_came, &bid_taken);
	refill(i, (int)p[0], ASK, &ask_came, &ask_taken);
	WANT(i, bid_taken > 0 ? bid_came / bid_taken : (double)NAN,
	     ask_taken > 0 ? ask_came / ask_taken : (double)NAN,
	     (bid_came - bid_taken) - (ask_came - ask_taken));
}

static const struct definition definitions[] = {
	{"book_spread", {0}, 0, book_spread, 0}, {"book_spread_bps", {0}, 0, book_spread_bps, 0},
	{"book_mid", {0}, 0, book_mid, 0}, {"book_micro", {0}, 0, book_micro, 0},
	{"book_imbalance", {10}, 0, book_imbalance, 0}, {"book_imbalance", {1}, 0, book_imbalance, 0},
	{"book_depth_mid", {10}, 0, book_depth_mid, 0}, {"book_depth_mid", {3}, 0, book_depth_mid, 0},
	{"book_pressure", {20}, 0, book_pressure, 0}, {"book_pressure", {5}, 0, book_pressure, 0},
	{"book_mpi", {10}, 0, book_mpi, 1e-10}, {"book_mpi", {50}, 0, book_mpi, 1e-10},
	{"book_ofi", {1}, 0, book_ofi, 0}, {"book_ofi", {40}, 0, book_ofi, 0},
	{"book_dom_momentum", {10, 10}, 0, book_dom_momentum, 0},
	{"book_dom_momentum", {1, 2}, 0, book_dom_momentum, 0},
};

static const struct definition_of_all several[] = {
	{"book_depth", {10}, book_depth, 0}, {"book_depth", {300}, book_depth, 0},
	{"book_levels", {0}, book_levels, 0},
	{"book_slope", {10}, book_slope, 0}, {"book_slope", {2}, book_slope, 0},
	{"book_walls", {20, 3}, book_walls, 0}, {"book_walls", {5, 1.5}, book_walls, 0},
	{"book_absorption", {20}, book_absorption, 0}, {"book_absorption", {1}, book_absorption, 0},
};

int
main(void)
{
	definitions_on(rugged_books, definitions, TQ_COUNT(definitions));
	definitions_of_all(rugged_books, several, TQ_COUNT(several));
	return t_done();
}
