/* SPDX-License-Identifier: ISC */
/*
 * F2.10: every row of the registry with nulls in its inputs, one alone, two near
 * each other, a run of them, and at the beginning. It is null as long as the
 * row's recovery says, and a null that is left out of account is left out to the
 * last digit.
 */
#include "matrix.h"

/* A null alone, two behind one another, and a run of them. */
static bool
is_hole(int i)
{
	return i == 100 || i == 103 || i == 104 || (i >= 120 && i < 127);
}

static bool
any_bad(int from, int to)
{
	for (int i = from < 0 ? 0 : from; i <= to; i++) {
		if (bad[i])
			return true;
	}
	return false;
}

/* plain becomes what the row says without the bad bars, or between them. */
static void
without_bad(const struct tq_ind *ind, const double *param)
{
	void *node = ind->make(param);

	for (int i = 0; i < BARS; i++) {
		if (bad[i] && ind->recovery == TQ_IND_RESTART) {
			tq_ind_free(ind, node);
			node = ind->make(param);
		} else if (!bad[i] || ind->recovery != TQ_IND_SKIP) {
			ind->step(node, clean[i], plain[i]);
		}
	}
	tq_ind_free(ind, node);
}

/* Whether the outputs at bar i have to be null when a whole bar is. */
static bool
is_null(const struct tq_ind *ind, int i, int reach)
{
	if (ind->recovery == TQ_IND_WINDOW)
		return any_bad(i - reach, i);
	if (ind->recovery == TQ_IND_ENDS)
		return (bad[i] && strcmp(ind->name, "lag") != 0) || (i >= reach && bad[i - reach]);
	return bad[i];
}

/* Rows that look at an input on some bars only: on the others its null is none. */
static bool
looks_away(const struct tq_ind *ind, int input)
{
	return strcmp(ind->name, "valuewhen") == 0 && input == 1;
}

/*
 * The first bar that is not as the recovery says, or -1. Of a null in one input
 * alone, what does not need that input may still be said, as it would have been.
 */
static int
null_fault(const struct tq_ind *ind, const double *param, int input)
{
	int reach = (int)ind->lookback(param);
	double tolerance = ind->recovery == TQ_IND_WINDOW ? 1e-12 : 0;
	bool strict = input < 0 || ind->n_inputs == 1;

	without_bad(ind, param);
	for (int i = 0; i < BARS; i++) {
		bool null = is_null(ind, i, reach);

		for (int k = 0; k < ind->n_outputs; k++) {
			bool same = near(plain[i][k], other[i][k], tolerance);

			if (null ? !isnan(other[i][k]) && (strict || !same) : !same)
				return i;
		}
	}
	return -1;
}

/* Null in one input, or (-1) in all of them. */
static void
test_null(const struct tq_ind *ind, int input)
{
	double param[TQ_IND_PARAMS] = {0};
	int fault = -1;

	memcpy(series, clean, sizeof series);
	for (int i = 0; i < BARS; i++) {
		for (int k = 0; k < ind->n_inputs && is_hole(i); k++)
			series[i][k] = input < 0 || k == input ? (double)NAN : series[i][k];
	}
	find_bad(ind);
	for (int shrink = 1; shrink <= 100 && fault < 0; shrink *= 10) {
		params(ind, shrink, param);
		run(ind, param, 0, BARS, other);
		fault = null_fault(ind, param, input);
	}
	if (!OK(fault < 0, "F2.10 %s with null in %s: null, and forgotten", ind->name,
		input < 0 ? "all inputs" : ind->inputs[input]))
		printf("# bar %d\n", fault);
}

enum { LATE = 7 };

static void
begin_late(void)
{
	for (int i = 0; i < BARS; i++) {
		for (int k = 0; k < TQ_LADDER; k++)
			series[i][k] = i < LATE ? (double)NAN : clean[i - LATE][k];
	}
}

/* Output k at its largest. */
static double
size_of(int k)
{
	double size = 0;

	for (int i = 0; i < BARS; i++)
		size = fmax(size, fabs(plain[i][k]));
	return size;
}

/* The first bar that is not what was said LATE bars before without nulls, or -1. */
static int
late_fault(const struct tq_ind *ind, double tolerance)
{
	for (int k = 0; k < ind->n_outputs; k++) {
		double least = tolerance * size_of(k);

		for (int i = 0; i < BARS; i++) {
			double want = i < LATE ? (double)NAN : plain[i - LATE][k], got = other[i][k];

			if (isnan(want) != isnan(got) || fabs(want - got) > least)
				return i;
		}
	}
	return -1;
}

/*
 * What begins with nulls is what begins behind them: to the last digit, or where
 * a window's blocks lie otherwise, to what is a digit of its largest answers.
 * A line through two points leaves nothing over: short windows are left out.
 */
static void
test_beginning(const struct tq_ind *ind)
{
	double param[TQ_IND_PARAMS] = {0};
	int fault = -1;

	for (int shrink = 1; shrink <= 3 && fault < 0; shrink += 2) {
		params(ind, shrink, param);
		memcpy(series, clean, sizeof series);
		run(ind, param, 0, BARS, plain);
		begin_late();
		run(ind, param, 0, BARS, other);
		fault = late_fault(ind, ind->recovery == TQ_IND_WINDOW ? 1e-10 : 0);
	}
	if (!OK(fault < 0, "F2.10 %s begins behind nulls as it begins", ind->name))
		printf("# bar %d\n", fault);
}

static void
test_row(const struct tq_ind *ind)
{
	for (int k = ind->n_inputs > 1 ? -1 : 0; k < ind->n_inputs; k++) {
		if (!looks_away(ind, k))
			test_null(ind, k);
	}
	test_beginning(ind);
}

int
main(void)
{
	for_each_row(test_row);
	return t_done();
}
