/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/average.h"
#include "indicator/past_window.h"
#include "state/state.h"

#include <math.h>
#include <stdlib.h>

static void *
ma_make(const double *param)
{
	struct tq_average *a = tq_alloc(1, sizeof *a);

	*a = tq_average_new(param[1], param[0]);
	return a;
}

static void
ma_step(void *node, const double *in, double *out)
{
	*out = tq_average_step(node, *in);
}

static void
ma_state(void *node, struct tq_state *st)
{
	tq_average_state(node, st);
}

static void
ma_fini(void *node)
{
	tq_average_fini(node);
	free(node);
}

static int64_t
ma_lookback(const double *param)
{
	return tq_average_lookback(param[1], param[0]);
}

/*
 * An average for each period from least to most; each begins so late that all
 * have their first value on the same bar, as TA-Lib's do. Nothing is said as
 * long as the longest has nothing to say. A simple average is taken of the last
 * bars when it is wanted: so many steps as its period.
 */
struct mavp {
	struct tq_past_window *past;     /* of simple averages; else NULL */
	int64_t least, most;
	int64_t bars, lookback;  /* bars that have come, at most lookback */
	struct choice {
		struct tq_average average;
		int64_t late;
	} of[];
};

static void *
mavp_make(const double *param)
{
	double least = fmin(param[0], param[1]), most = fmax(param[0], param[1]);
	struct mavp *m = tq_alloc(1, sizeof *m + (size_t)(most - least + 1) * sizeof m->of[0]);

	m->least = (int64_t)least;
	m->most = (int64_t)most;
	m->lookback = tq_average_lookback(param[2], most);
	if (param[2] == 0) {
		m->past = tq_past_window_new(most);
		return m;
	}
	for (int64_t i = 0; i <= m->most - m->least; i++) {
		double n = least + (double)i;

		m->of[i].average = tq_average_new(param[2], n);
		m->of[i].late = m->lookback - tq_average_lookback(param[2], n);
	}
	return m;
}

/* By distances from the last value: of equal ones the mean is exact. */
static double
mean_of_last(const double *end, int64_t n)
{
	double last = end[-1], sum[2] = {0};
	int64_t i = 2;

	for (; i < n; i += 2) {
		sum[0] += end[-i] - last;
		sum[1] += end[-i - 1] - last;
	}
	if (i == n)
		sum[0] += end[-i] - last;
	return tq_ind_finite(last + (sum[0] + sum[1]) / (double)n);
}

static double
mavp_of_each(struct mavp *m, double x, int64_t n)
{
	double wanted = (double)NAN, y = (double)NAN;

	for (int64_t i = 0; i <= m->most - m->least; i++) {
		y = m->bars < m->of[i].late ? (double)NAN :
			tq_average_step(&m->of[i].average, x);
		if (m->least + i == n)
			wanted = y;
	}
	m->bars += m->bars < m->lookback && !isnan(x);
	return isnan(y) ? y : wanted;
}

static void
mavp_step(void *node, const double *in, double *out)
{
	struct mavp *m = node;
	double n = fmin(fmax(trunc(in[1]), (double)m->least), (double)m->most);
	const double *first;

	if (m->past) {
		first = tq_past_window_step(m->past, in[0]);
		*out = first ? mean_of_last(first + m->most, (int64_t)n) : (double)NAN;
	} else {
		*out = mavp_of_each(m, in[0], (int64_t)n);
	}
	if (isnan(in[1]))
		*out = in[1];
}

static void
mavp_state(void *node, struct tq_state *st)
{
	struct mavp *m = node;

	if (m->past) {
		tq_past_window_state(m->past, st);
		return;
	}
	tq_ind_state_int(st, "bars", &m->bars, 0, m->lookback);
	for (int64_t i = 0; i <= m->most - m->least; i++)
		tq_average_state(&m->of[i].average, st);
}

static void
mavp_fini(void *node)
{
	struct mavp *m = node;

	for (int64_t i = 0; !m->past && i <= m->most - m->least; i++)
		tq_average_fini(&m->of[i].average);
	free(m->past);
	free(m);
}

static int64_t
mavp_lookback(const double *param)
{
	return tq_average_lookback(param[2], fmax(param[0], param[1]));
}

static const struct tq_ind rows[] = {
	{
		.name = "ma",
		.meaning = "a moving average of a kind that is given by number",
		.source = "TA-Lib MA; kinds 1, 3, 4, 6, 7 and 8 leave a null out of account",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {TQ_IND_PERIOD(30), TQ_IND_MA("ma", "kind of average")},
		.n_outputs = 1, .outputs = {"ma"},
		.lookback = ma_lookback,
		.make = ma_make, .step = ma_step, .state = ma_state,
		.fini = ma_fini,
	}, {
		.name = "mavp",
		.meaning = "a moving average whose period is a series of its own",
		.source = "TA-Lib MAVP (periods are cut to whole numbers within least and most); "
			  "nulls as in ma",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 2, .inputs = {"x", "periods"},
		.n_params = 3, .params = {
			{"least", 2, 1, 1000, true, "shortest period"},
			{"most", 30, 1, 1000, true, "longest period"},
			TQ_IND_MA("ma", "kind of average"),
		},
		.n_outputs = 1, .outputs = {"mavp"},
		.lookback = mavp_lookback,
		.make = mavp_make, .step = mavp_step, .state = mavp_state,
		.fini = mavp_fini,
	},
};

const struct tq_ind_family tq_ind_averages_choice = {"averages", rows, TQ_COUNT(rows)};
