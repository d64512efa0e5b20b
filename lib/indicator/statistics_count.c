/* SPDX-License-Identifier: ISC */
/* Conditions counted and remembered. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/ring.h"
#include "state/state.h"

#include <math.h>
#include <stdlib.h>

static void
ring_state(void *node, struct tq_state *st)
{
	tq_ring_state(node, st);
}

/* Whole numbers are added and taken away without rounding. */
struct count {
	struct tq_ring *past;
	int64_t n, known, yes;
};

static void *
count_make(const double *param)
{
	struct count *c = tq_alloc(1, sizeof *c);

	c->past = tq_ring_new(param[0]);
	c->n = (int64_t)param[0];
	return c;
}

static void
count_step(void *node, const double *in, double *out)
{
	struct count *c = node;
	double gone = tq_ring_swap(c->past, *in);

	c->known += !isnan(*in) - !isnan(gone);
	c->yes += (*in > 0) - (gone > 0);
	*out = c->known == c->n ? (double)c->yes : (double)NAN;
}

static void
count_state(void *node, struct tq_state *st)
{
	struct count *c = node;

	tq_ring_state(c->past, st);
	tq_ind_state_int(st, "known", &c->known, 0, c->n);
	tq_ind_state_int(st, "yes", &c->yes, 0, c->n);
}

static void
count_fini(void *node)
{
	free(((struct count *)node)->past);
	free(node);
}

/* A bar of which nothing is known is not counted. */
struct since {
	int64_t ago;             /* -1: it was never true */
};

static void *
since_make(const double *param)
{
	struct since *s = tq_alloc(1, sizeof *s);

	(void)param;
	s->ago = -1;
	return s;
}

static void
since_step(void *node, const double *in, double *out)
{
	struct since *s = node;

	*out = (double)NAN;
	if (isnan(*in))
		return;
	if (*in > 0)
		s->ago = 0;
	else if (s->ago >= 0)
		s->ago++;
	*out = s->ago < 0 ? (double)NAN : (double)s->ago;
}

static void
since_state(void *node, struct tq_state *st)
{
	tq_ind_state_int(st, "ago", &((struct since *)node)->ago, -1, INT64_MAX);
}

/* The values of x on the bars on which the condition was true. */
static void
valuewhen_step(void *node, const double *in, double *out)
{
	struct tq_ring *past = node;

	*out = (double)NAN;
	if (isnan(in[0]) || (in[0] > 0 && isnan(in[1])))
		return;
	if (in[0] > 0)
		tq_ring_swap(past, in[1]);
	*out = tq_ring_ago(past, past->n - 1);
}

static void *
valuewhen_make(const double *param)
{
	return tq_ring_new(param[0] + 1);
}

static int64_t
no_lookback(const double *param)
{
	(void)param;
	return 0;
}

/* Of a line that goes the same way: how often in a row, below 0 downwards. */
struct streak {
	double last;
	int64_t run;
};

static void *
streak_make(const double *param)
{
	struct streak *s = tq_alloc(1, sizeof *s);

	(void)param;
	s->last = (double)NAN;
	return s;
}

static void
streak_step(void *node, const double *in, double *out)
{
	struct streak *s = node;
	double before = s->last;

	*out = (double)NAN;
	if (isnan(*in))
		return;
	s->last = *in;
	if (isnan(before))
		return;
	if (*in > before)
		s->run = s->run > 0 ? s->run + 1 : 1;
	else if (*in < before)
		s->run = s->run < 0 ? s->run - 1 : -1;
	else
		s->run = 0;
	*out = (double)s->run;
}

static void
streak_state(void *node, struct tq_state *st)
{
	struct streak *s = node;

	tq_state_f64(st, "last", &s->last);
	tq_ind_state_int(st, "run", &s->run, INT64_MIN, INT64_MAX);
}

static int64_t
one_lookback(const double *param)
{
	(void)param;
	return 1;
}

static const struct tq_ind rows[] = {
	{
		.name = "count",
		.meaning = "on how many of the last n bars the condition was true",
		.source = "definition",
		.recovery = TQ_IND_WINDOW,
		.conditions = 1,
		.n_inputs = 1, .inputs = {"c"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"count"},
		.lookback = tq_ind_window_lookback,
		.make = count_make, .step = count_step, .state = count_state, .fini = count_fini,
	}, {
		.name = "bars_since",
		.aliases = {"since", "barssince"},
		.meaning = "bars since the condition was last true, 0 on that bar; null before",
		.source = "definition",
		.recovery = TQ_IND_SKIP,
		.waits = true,
		.conditions = 1,
		.n_inputs = 1, .inputs = {"c"},
		.n_outputs = 1, .outputs = {"bars_since"},
		.lookback = no_lookback,
		.make = since_make, .step = since_step, .state = since_state,
	}, {
		.name = "valuewhen",
		.aliases = {"value_when"},
		.meaning = "x on the last bar on which the condition was true, or k such bars "
			   "before",
		.source = "definition; a true bar on which x is null does not count",
		.recovery = TQ_IND_SKIP,
		.waits = true,
		.conditions = 1,
		.n_inputs = 2, .inputs = {"c", "x"},
		.n_params = 1, .params = {
			{"k", 0, 0, TQ_IND_LONGEST, true, "how many true bars before the last one"},
		},
		.n_outputs = 1, .outputs = {"valuewhen"},
		.lookback = tq_ind_change_lookback,
		.make = valuewhen_make, .step = valuewhen_step, .state = ring_state,
	}, {
		.name = "streak",
		.meaning = "bars in a row that rose, or less than 0 fell; 0 on an unchanged bar",
		.source = "Connors and Alvarez",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_outputs = 1, .outputs = {"streak"},
		.lookback = one_lookback,
		.make = streak_make, .step = streak_step, .state = streak_state,
	},
};

const struct tq_ind_family tq_ind_statistics_count = {"statistics", rows, TQ_COUNT(rows)};
