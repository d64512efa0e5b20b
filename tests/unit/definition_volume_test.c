/* SPDX-License-Identifier: ISC */
/* Volume and volume-weighted prices against their definitions (X.10). */
#include "definition.h"

#include "base/option.h"

#define BAR(i) (&market[i])

static double
location(double high, double low, double close)
{
	return high > low ? (2 * close - high - low) / (high - low) : 0;
}

static double
delta(int i, const double *param)
{
	const struct bar *b = BAR(i);

	(void)param;
	return location(b->high, b->low, b->close) * b->volume;
}

static double
cmf(int i, const double *param)
{
	double flow = 0, volume = 0;

	for (int k = 0; k < (int)param[0]; k++) {
		flow += delta(i - k, param);
		volume += BAR(i - k)->volume;
	}
	return flow / volume;
}

static double
change(int i)
{
	return BAR(i)->close / BAR(i - 1)->close - 1;
}

static double
pvt(int i, const double *param)
{
	double sum = 0;

	(void)param;
	for (int k = 1; k <= i; k++)
		sum += change(k) * BAR(k)->volume;
	return sum;
}

/* The index that moves on bars whose volume went the way of sign. */
static double
index_at(int i, double sign)
{
	double value = 1000;

	for (int k = 1; k <= i; k++) {
		if ((BAR(k)->volume - BAR(k - 1)->volume) * sign > 0)
			value += change(k) * value;
	}
	return value;
}

/* An exponential average of what is at first .. i, from the mean of its first n. */
static double
average(int i, int first, double n, double k, double (*at)(int i))
{
	double mean = 0;

	for (int j = first; j <= i; j++)
		mean += (j < first + n ? 1 / (double)(j - first + 1) : k) * (at(j) - mean);
	return i < first + (int)n - 1 ? (double)NAN : mean;
}

static double
negative(int i)
{
	return index_at(i, -1);
}

static double
positive(int i)
{
	return index_at(i, 1);
}

static double
nvi(int i, const double *param)
{
	(void)param;
	return negative(i);
}

static double
nvi_signal(int i, const double *param)
{
	return average(i, 0, param[0], 2 / (param[0] + 1), negative);
}

static double
pvi_signal(int i, const double *param)
{
	return average(i, 0, param[0], 2 / (param[0] + 1), positive);
}

static double
volume_at(int i)
{
	return BAR(i)->volume;
}

static double
true_flow(int i)
{
	const struct bar *b = BAR(i);
	double before = BAR(i - 1)->close;

	return location(fmax(b->high, before), fmin(b->low, before), b->close) * b->volume;
}

static double
tmf(int i, const double *param)
{
	return average(i, 1, param[0], 1 / param[0], true_flow) /
	       average(i, 1, param[0], 1 / param[0], volume_at);
}

static double
signed_volume(int i)
{
	return change(i) > 0 ? BAR(i)->volume : -BAR(i)->volume;
}

static double
vzo(int i, const double *param)
{
	double k = 2 / (param[0] + 1);

	return 100 * average(i, 1, param[0], k, signed_volume) /
	       average(i, 1, param[0], k, volume_at);
}

static double
pushed(int i)
{
	return (BAR(i)->close - BAR(i - 1)->close) * BAR(i)->volume;
}

static double
force(int i, const double *param)
{
	return average(i, 1, param[0], 2 / (param[0] + 1), pushed);
}

static double
eom(int i, const double *param)
{
	double sum = 0;

	for (int k = i - (int)param[0] + 1; k <= i; k++) {
		const struct bar *b = BAR(k), *a = BAR(k - 1);

		sum += ((b->high + b->low) - (a->high + a->low)) / 2 /
		       (b->volume / param[1] / (b->high - b->low));
	}
	return sum / param[0];
}

static double
relvol(int i, const double *param)
{
	double sum = 0;

	for (int k = 0; k < (int)param[0]; k++)
		sum += BAR(i - k)->volume;
	return BAR(i)->volume / (sum / param[0]);
}

static double
price(int i)
{
	return (BAR(i)->high + BAR(i)->low + BAR(i)->close) / 3;
}

/* The weighted mean of bars first .. i, and k weighted deviations off it. */
static double
band(int i, int first, double k)
{
	long double weight = 0, mean = 0, squares = 0;

	for (int j = first; j <= i; j++) {
		weight += (long double)BAR(j)->volume;
		mean += (long double)BAR(j)->volume * (long double)price(j);
	}
	mean /= weight;
	for (int j = first; j <= i; j++) {
		long double off = (long double)price(j) - mean;

		squares += (long double)BAR(j)->volume * off * off;
	}
	return (double)(mean + (long double)k * sqrtl(squares / weight));
}

static int
session_of(int i, double start)
{
	return (int)floor((BAR(i)->time - 60 * start) / 86400);
}

static double
session(int i, const double *param, double k)
{
	int first = i;

	while (first > 0 && session_of(first - 1, param[1]) == session_of(i, param[1]))
		first--;
	return band(i, first, k);
}

static double
vwap(int i, const double *param)
{
	return session(i, param, 0);
}

static double
vwap_upper(int i, const double *param)
{
	return session(i, param, param[0]);
}

static bool
holds(int i)
{
	return BAR(i)->close < BAR(i)->other;
}

static double
avwap_lower(int i, const double *param)
{
	int first = i;

	while (first > 0 && !holds(first))
		first--;
	return band(i, first, -param[0]);
}

static double
within(int i, const double *param)
{
	int last = i, first;

	while (last > 0 && !holds(last))
		last--;
	first = last;
	while (first > 0 && holds(first - 1))
		first--;
	return holds(last) ? band(last, first, param[0]) : (double)NAN;
}

static double
rolling(int i, const double *param)
{
	return band(i, i - (int)param[0] + 1, 0);
}

static double
rolling_lower(int i, const double *param)
{
	return band(i, i - (int)param[0] + 1, -param[1]);
}

static const struct definition table[] = {
	{"volume_delta", {0}, 0, delta, 0}, {"cmf", {20}, 0, cmf, 0}, {"cmf", {1}, 0, cmf, 0},
	{"pvt", {0}, 0, pvt, 1e-10}, {"nvi", {255}, 0, nvi, 0}, {"nvi", {255}, 1, nvi_signal, 0},
	{"pvi", {20}, 1, pvi_signal, 0}, {"tmf", {21}, 0, tmf, 1e-10}, {"tmf", {1}, 0, tmf, 0},
	{"vzo", {14}, 0, vzo, 1e-10}, {"force", {13}, 0, force, 1e-10},
	{"eom", {14, 10000}, 0, eom, 1e-10}, {"eom", {3, 1e8}, 0, eom, 1e-10},
	{"relvol", {20}, 0, relvol, 0}, {"relvol", {5}, 0, relvol, 0},
	{"vwap", {2, 0}, 0, vwap, 0}, {"vwap", {2, 570}, 0, vwap, 0},
	{"vwap", {2, -330}, 1, vwap_upper, 0},
	{"avwap", {1.5}, 2, avwap_lower, 0}, {"vwap_while", {2}, 1, within, 0},
	{"rolling_vwap", {20, 2}, 0, rolling, 0}, {"rolling_vwap", {20, 2}, 2, rolling_lower, 0},
	{"rolling_vwap", {7, 1}, 2, rolling_lower, 0},
};

/* Bars that nobody traded in, a bar of no range, a price of 0. */
static void
test_edges(void)
{
	static const struct {
		const char *name;
		int n;                   /* bars */
		double bar[3][5];
		double want;             /* of the last one */
		const char *why;
	} rows[] = {
		{"obv", 2, {{10, 5}, {9, 3}}, 2, "obv starts at the first volume"},
		{"clv", 1, {{5, 5, 5}}, 0, "no range, neither bought nor sold"},
		{"ad", 2, {{6, 4, 6, 10}, {5, 5, 5, 99}}, 10, "no range adds nothing"},
		{"cmf", 1, {{6, 4, 6, 0}}, NAN, "of no volume there is no part"},
		{"nvi", 3, {{10, 9}, {0, 8}, {12, 7}}, 1000, "a price of 0 does not end the index"},
		{"emv", 2, {{6, 4, 9}, {5, 5, 0}}, 0, "no range and no volume is no movement"},
		{"emv", 2, {{6, 4, 9}, {8, 5, 0}}, NAN, "a movement without volume has no ease"},
		{"vwap", 1, {{6, 4, 5, 0, 0}}, NAN, "before the first trade there is no vwap"},
		{"vwap", 2, {{6, 4, 5, 2, 0}, {9, 9, 9, 0, 60}}, 5, "no volume adds nothing"},
		{"vwap", 2, {{6, 4, 5, 2, 0}, {9, 9, 9, 1, 86400}}, 9, "days begin at midnight"},
		{"vwap", 2, {{6, 4, 5, 2, 0}, {9, 9, 9, -1, 60}}, NAN, "a volume below 0 is none"},
		{"kvo", 2, {{5, 5, 5, 7}, {5, 5, 5, 7}}, 0, "a line at rest has no force"},
	};

	for (size_t i = 0; i < TQ_COUNT(rows); i++) {
		const struct tq_ind *ind = tq_ind_find(tq_str(rows[i].name));
		double param[TQ_IND_PARAMS], out[TQ_IND_OUTPUTS] = {0};
		void *node;

		for (int k = 0; k < ind->n_params; k++)
			param[k] = strcmp(ind->params[k].name, "n") ? ind->params[k].preset : 1;
		node = ind->make(param);
		for (int k = 0; k < rows[i].n; k++)
			ind->step(node, rows[i].bar[k], out);
		tq_ind_free(ind, node);
		if (!OK(definition_near(out[0], rows[i].want, 1e-12), "%s: %s", rows[i].name,
			rows[i].why))
			printf("# %.17g, not %.17g\n", out[0], rows[i].want);
	}
}

/* A term of 1e17 that is taken back leaves a line's other digits as they were. */
static void
test_cumulative(void)
{
	const struct tq_ind *ind = tq_ind_find(tq_str("obv"));
	const int pairs = 100000;        /* up with 0.3, down with 0.1, from 0.1 */
	void *node = ind->make(NULL);
	double out = 0, first[2] = {1, 0.1};

	ind->step(node, first, &out);
	for (int i = 0; i < pairs; i++) {
		bool spike = i == pairs / 2;
		double up[2] = {2, spike ? 1e17 : 0.3}, down[2] = {1, spike ? 1e17 : 0.1};

		ind->step(node, up, &out);
		ind->step(node, down, &out);
	}
	tq_ind_free(ind, node);
	OK(definition_near(out, 0.1 + 0.2 * (pairs - 1), 1e-14),
	   "X.10 obv after 200000 bars and a spike of 1e17: %.17g", out);
}

int
main(void)
{
	definitions_test(table, TQ_COUNT(table));
	test_edges();
	test_cumulative();
	return t_done();
}
