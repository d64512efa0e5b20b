/* SPDX-License-Identifier: ISC */
/*
 * Every row of the registry in every kind of trouble (X.10, F0.20, F2.10,
 * F2.19): what it says is finite or null, and when the trouble is over it is
 * forgotten as the row's recovery declares:
 *
 * WINDOW, ENDS, ALONE, RESTART: what is said is as if it had not been, from
 *	lookback + 1 bars behind it on.
 * SKIP: the row has a memory without an end. Its averages converge to what they
 *	would be; how far they are off falls by a power of (1 - k) a bar, so that
 *	the same bars are run again and again until nothing is left of 1e17 (the
 *	last 300 of SETTLED agree to 1e-9). A row that does not converge is in the
 *	list below, with what remains.
 */
#include "matrix.h"

enum { FROM = 100, TO = 110, SETTLED = 8000 };

/* What remains of trouble in a row whose memory has no end. */
enum remains {
	CONVERGES,
	SUM,                     /* a constant: the row adds up */
	FACTOR,                  /* a constant factor: it multiplies */
	FOREVER                  /* what its definition says; below */
};

struct memory {
	const char *name;
	enum remains remains;
	int settled;             /* bars until nothing else is left */
};

static const struct memory *
memory_of(const struct tq_ind *ind)
{
	static const struct memory converges = {"", CONVERGES, SETTLED};
	static const struct memory list[] = {
		{"ad", SUM, SETTLED}, {"obv", SUM, SETTLED}, {"pvt", SUM, SETTLED},
		{"wad", SUM, SETTLED}, {"cumsum", SUM, SETTLED}, {"cvd", SUM, SETTLED},
		{"nvi", FACTOR, 100000}, /* its signal is an average of 255 bars */
		{"pvi", FACTOR, 100000},
		{"kalman_hedge", CONVERGES, 200000},     /* walks 0.01 a bar by its presets */
		{"cummax", FOREVER, 0},  /* the extreme of all that ever was */
		{"cummin", FOREVER, 0}, {"cumdrawdown", FOREVER, 0},
		{"support_resistance", FOREVER, 0},      /* levels of swings long ago */
		{"mcginley", FOREVER, 0},        /* (x/y)^4: from far below it does not rise */
		{"decay", FOREVER, 0},   /* falls by 1/n a bar, from 1e17 in 1e18 bars */
		{"vpin", FOREVER, 0},    /* volume moves the edges of all buckets behind it */
		{"vpin_bulk", FOREVER, 0},
	};

	for (size_t i = 0; i < TQ_COUNT(list); i++) {
		if (strcmp(list[i].name, ind->name) == 0)
			return &list[i];
	}
	return &converges;
}

/* p price, v quantity, t time, s side, n period, r ratio, c condition. */
static char
kind_of(const struct tq_ind *ind, int input)
{
	const char *name = ind->inputs[input];

	return ind->conditions >> input & 1 ? 'c' : strcmp(name, "time") == 0 ? 't' :
	       strcmp(name, "side") == 0 ? 's' : strcmp(name, "periods") == 0 ? 'n' :
	       strcmp(name, "ratio") == 0 ? 'r' : market_is_price(name) ? 'p' : 'v';
}

static bool
in_trouble(int i)
{
	return i >= FROM && i < TO;
}

static double
spike(int i, int input, double x)
{
	(void)input;
	return i == FROM ? 1e17 : x;
}

static double
zero(int i, int input, double x)
{
	(void)input;
	return in_trouble(i) ? 0 : x;
}

static double
negative(int i, int input, double x)
{
	(void)input;
	return in_trouble(i) ? -x : x;
}

static double
tiny(int i, int input, double x)
{
	(void)input;
	return in_trouble(i) ? 1e-300 : x;
}

static double
flat(int i, int input, double x)
{
	(void)input;
	return in_trouble(i) ? 77 : x;
}

static double
alternating(int i, int input, double x)
{
	(void)input;
	return !in_trouble(i) ? x : i % 2 ? 1e8 : 1e-8;
}

/* Highs below lows, closes beyond both, prices on both sides of 0. */
static double
senseless(int i, int input, double x)
{
	return in_trouble(i) ? (i * 7 + input * 3) % 5 - 2 : x;
}

static double
huge(int i, int input, double x)
{
	return i == FROM ? 1e300 * (input % 2 ? -1 : 1) : x;
}

static const struct scene {
	const char *name;
	const char *kinds;       /* of the inputs that it changes */
	double (*make)(int i, int input, double x);
	bool huge;               /* a memory without end needs too long to forget it */
} scenes[] = {
	{"a spike of 1e17", "p", spike, false},
	{"prices of 0", "p", zero, false},
	{"prices below 0", "p", negative, false},
	{"prices of 1e-300", "p", tiny, false},
	{"prices that stand still", "p", flat, false},
	{"prices of 1e8 and 1e-8 in turn", "p", alternating, false},
	{"prices without sense", "p", senseless, false},
	{"one price of 1e300", "p", huge, true},
	{"no volume", "v", zero, false},
	{"volume below 0", "v", negative, false},
	{"a volume of 1e17", "v", spike, false},
	{"a volume of 1e300", "v", huge, true},
	{"neither price nor volume", "pv", zero, false},
	{"sides that are neither", "s", zero, false},
	{"times that stand still", "t", flat, false},
	{"periods of 0", "n", zero, false},
	{"periods of 1e17", "n", spike, false},
	{"ratios below 0", "r", negative, false},
	{"a ratio of 1e17", "r", spike, false},
};

/* The first bar from .. BARS on which an output is off; bars that are bad do not count. */
static int
differ(const struct tq_ind *ind, int from, double tolerance)
{
	for (int i = from; i < BARS; i++) {
		for (int k = 0; k < ind->n_outputs && !bad[i]; k++) {
			if (!near(plain[i][k], other[i][k], tolerance))
				return i;
		}
	}
	return -1;
}

static bool
is_finite(const struct tq_ind *ind)
{
	for (int i = 0; i < BARS; i++) {
		for (int k = 0; k < ind->n_outputs; k++) {
			if (isinf(other[i][k]))
				return false;
		}
	}
	return true;
}

/* What an output of the node that saw trouble, y, still is to what it should be, x. */
static bool
is_settled(enum remains remains, double x, double y, double first)
{
	if (remains == SUM)
		return fabs(y - x - first) <= 1e-9 * fabs(x) + 1e-14 * fabs(y);
	return remains == FACTOR ? near(y / x, first, 1e-9) : near(x, y, 1e-9);
}

/* Two nodes, one of which saw the trouble, over the same bars again and again. */
static bool
settles(const struct tq_ind *ind, const double *param, const struct memory *memory)
{
	void *a = ind->make(param), *b = ind->make(param);
	double x[OUT], y[OUT], first[OUT] = {0};
	int last = memory->settled - 300;
	bool all = true;

	for (int i = 0; i < memory->settled; i++) {
		int at = i < BARS ? i : TO + (i - BARS) % (BARS - TO);

		ind->step(a, clean[at], x);
		ind->step(b, i < BARS ? series[at] : clean[at], y);
		for (int k = 0; k < ind->n_outputs && i >= last; k++) {
			if (i == last)
				first[k] = memory->remains == SUM ? y[k] - x[k] : y[k] / x[k];
			all &= is_settled(memory->remains, x[k], y[k], first[k]);
		}
	}
	tq_ind_free(ind, a);
	tq_ind_free(ind, b);
	return all;
}

/* other is what was said with the scene, plain without it. */
static bool
forgets(const struct tq_ind *ind, const double *param, bool huge_one, int last)
{
	const struct memory *memory = memory_of(ind);

	if (ind->recovery != TQ_IND_SKIP)
		return differ(ind, last + (int)ind->lookback(param) + 1, 1e-9) < 0;
	return memory->remains == FOREVER || huge_one || settles(ind, param, memory);
}

static bool
set_scene(const struct tq_ind *ind, const struct scene *s)
{
	memcpy(series, clean, sizeof series);
	for (int k = 0; k < ind->n_inputs && !ind->of_book; k++) {
		if (!strchr(s->kinds, kind_of(ind, k)))
			continue;
		for (int i = FROM; i < TO; i++)
			series[i][k] = s->make(i, k, clean[i][k]);
	}
	return find_bad(ind) >= 0;
}

static void
test_trouble(const struct tq_ind *ind, const struct scene *s)
{
	double param[TQ_IND_PARAMS] = {0};
	bool finite = true, forgotten = true;

	if (!set_scene(ind, s))
		return;
	for (int shrink = 1; shrink <= 100; shrink *= 10) {
		params(ind, shrink, param);
		memcpy(series, clean, sizeof series);
		run(ind, param, 0, BARS, plain);
		set_scene(ind, s);
		run(ind, param, 0, BARS, other);
		finite &= is_finite(ind);
		forgotten &= forgets(ind, param, s->huge, find_bad(ind));
	}
	OK(finite, "X.10 F2.19 %s is finite or null with %s", ind->name, s->name);
	OK(forgotten, "X.10 F0.20 %s forgets %s", ind->name, s->name);
}

/* What begins on a bar and stays: a line at rest, two prices in turn, a split. */
enum { REST, TURNS, SPLIT, REGIMES };

static double
ruled(int regime, int i, double x)
{
	return regime == REST ? 77.13 : regime == TURNS ? (i % 2 ? 100.1 : 99.7) : 1000 * x;
}

/* From bar from on. */
static void
set_regime(const struct tq_ind *ind, int regime, int from)
{
	memcpy(series, clean, sizeof series);
	for (int k = 0; k < ind->n_inputs && !ind->of_book; k++) {
		for (int i = from; i < BARS && kind_of(ind, k) == 'p'; i++)
			series[i][k] = ruled(regime, i, clean[i][k]);
	}
}

/* Windows say what they would say if it had never been otherwise. */
static void
test_regime(const struct tq_ind *ind, int regime)
{
	static const char *const names[] = {"a line at rest", "two prices in turn", "a split"};
	enum { BEGIN = 150 };
	double param[TQ_IND_PARAMS] = {0};
	bool finite = true, same = true;

	set_regime(ind, regime, BEGIN);
	if (find_bad(ind) < 0)
		return;
	memset(bad, 0, sizeof bad);
	for (int shrink = 1; shrink <= 100; shrink *= 10) {
		params(ind, shrink, param);
		set_regime(ind, regime, 0);
		run(ind, param, 0, BARS, plain);
		set_regime(ind, regime, BEGIN);
		run(ind, param, 0, BARS, other);
		finite &= is_finite(ind);
		same &= ind->recovery == TQ_IND_SKIP ||
			differ(ind, BEGIN + (int)ind->lookback(param) + 1, 1e-9) < 0;
	}
	OK(finite, "X.10 %s is finite or null in %s", ind->name, names[regime]);
	OK(same, "X.10 F0.20 %s gets used to %s", ind->name, names[regime]);
}

/* Books that should not be, and what they are called. */
static const char *
break_book(int how, int i, double *ladder)
{
	double *bid = ladder + TQ_LADDER_BIDS, *ask = ladder + TQ_LADDER_ASKS;

	switch (how) {
	case 0:
		ladder[0] = (double)NAN;
		return "no book";
	case 1:
		ladder[i % 2] = 0;
		return "an empty side";
	case 2:
		bid[0] = ask[0] * 2;
		return "a crossed book";
	case 3:
		for (int level = 0; level < 20; level++)
			bid[2 * level + 1] = ask[2 * level + 1] = 0;
		return "quantities of 0";
	case 4:
		for (int level = 0; level < 20; level++)
			bid[2 * level] = ask[2 * level] = i % 2 ? 0 : -1;
		return "prices of 0 and below";
	case 5:
		bid[1] = 1e17;
		return "a quantity of 1e17";
	case 6:
		for (int level = 0; level < 20; level++)
			ask[2 * level + 1] = ask[2 * level] = 1e300;
		return "prices and quantities of 1e300";
	default:
		ladder[0] = ladder[1] = 1;
		return "one level a side";
	}
}

static void
test_book(const struct tq_ind *ind, int how)
{
	double param[TQ_IND_PARAMS] = {0};
	const char *name = "";
	bool finite = true, forgotten = true;

	memset(bad, 0, sizeof bad);
	memcpy(series, clean, sizeof series);
	for (int i = FROM; i < TO; i++)
		name = break_book(how, i, series[i]);
	for (int shrink = 1; shrink <= 100; shrink *= 10) {
		params(ind, shrink, param);
		run(ind, param, 0, BARS, other);
		finite &= is_finite(ind);
		memcpy(series, clean, sizeof series);
		run(ind, param, 0, BARS, plain);
		forgotten &= forgets(ind, param, false, TO - 1);
		for (int i = FROM; i < TO; i++)
			break_book(how, i, series[i]);
	}
	OK(finite, "X.10 F2.19 %s is finite or null with %s", ind->name, name);
	OK(forgotten, "X.10 F0.20 %s forgets %s", ind->name, name);
}

static void
test_row(const struct tq_ind *ind)
{
	for (size_t s = 0; s < TQ_COUNT(scenes); s++)
		test_trouble(ind, &scenes[s]);
	for (int regime = 0; regime < REGIMES; regime++)
		test_regime(ind, regime);
	for (int how = 0; how < 8 && ind->of_book; how++)
		test_book(ind, how);
}

int
main(void)
{
	for_each_row(test_row);
	return t_done();
}
