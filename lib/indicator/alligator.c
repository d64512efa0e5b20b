/* SPDX-License-Identifier: ISC */
/* Williams' alligator: three of Wilder's averages of the middle price, each some bars late. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/ring.h"
#include "indicator/window.h"
#include "state/state.h"

#include <stdlib.h>

enum { JAW, TEETH, LIPS, LINES };

struct alligator {
	struct tq_ema mean[LINES];
	struct tq_ring *late[LINES];
	double upper, lower;     /* gator: of the bar before */
};

static void *
alligator_make(const double *param)
{
	struct alligator *a = tq_alloc(1, sizeof *a);

	for (int i = 0; i < LINES; i++) {
		tq_ema_init(&a->mean[i], param[2 * i], 1 / param[2 * i]);
		a->late[i] = tq_ring_new(param[2 * i + 1]);
	}
	a->upper = a->lower = (double)NAN;
	return a;
}

/* False until all three lines are there. */
static bool
alligator_lines(struct alligator *a, const double *in, double line[LINES])
{
	double x = in[0] / 2 + in[1] / 2;
	bool there = !isnan(x);

	for (int i = 0; i < LINES && !isnan(x); i++) {
		line[i] = tq_ring_swap(a->late[i], tq_ema_step(&a->mean[i], x));
		there &= !isnan(line[i]);
	}
	return there;
}

static void
alligator_step(void *node, const double *in, double *out)
{
	if (!alligator_lines(node, in, out))
		out[JAW] = out[TEETH] = out[LIPS] = (double)NAN;
}

static void
gator_step(void *node, const double *in, double *out)
{
	struct alligator *a = node;
	double line[LINES], upper, lower;

	out[0] = out[1] = out[2] = out[3] = (double)NAN;
	if (!alligator_lines(a, in, line))
		return;
	out[0] = upper = fabs(line[JAW] - line[TEETH]);
	out[1] = lower = -fabs(line[TEETH] - line[LIPS]);
	if (!isnan(a->upper)) {
		out[2] = upper > a->upper;
		out[3] = lower < a->lower;
	}
	a->upper = upper;
	a->lower = lower;
}

static int64_t
alligator_lookback(const double *param)
{
	double most = 0;

	for (int i = 0; i < LINES; i++)
		most = fmax(most, param[2 * i] - 1 + param[2 * i + 1]);
	return (int64_t)most;
}

static void
alligator_state(void *node, struct tq_state *st)
{
	struct alligator *a = node;

	for (int i = 0; i < LINES; i++) {
		tq_ema_state(&a->mean[i], st);
		tq_ring_state(a->late[i], st);
	}
	tq_state_f64(st, "upper", &a->upper);
	tq_state_f64(st, "lower", &a->lower);
}

static void
alligator_fini(void *node)
{
	struct alligator *a = node;

	for (int i = 0; i < LINES; i++)
		free(a->late[i]);
	free(a);
}

#define LINE(name, n, late) \
	{name, (n), 1, TQ_IND_LONGEST, true, "period of the " name}, \
	{name "_late", (late), 0, TQ_IND_LONGEST, true, "bars by which the " name " is late"}

#define ALLIGATOR \
	.recovery = TQ_IND_SKIP, \
	.of_bar = true, \
	.n_inputs = 2, .inputs = {"high", "low"}, \
	.n_params = 6, .params = {LINE("jaw", 13, 8), LINE("teeth", 8, 5), LINE("lips", 5, 3)}, \
	.lookback = alligator_lookback, .make = alligator_make, .state = alligator_state, \
	.fini = alligator_fini

static const struct tq_ind rows[] = {
	{
		.name = "alligator",
		.meaning = "three averages of the middle price, some bars late: jaw, teeth, lips",
		.source = "Williams 1995; as in Skender",
		ALLIGATOR,
		.n_outputs = 3, .outputs = {"jaw", "teeth", "lips"},
		.step = alligator_step,
	}, {
		.name = "gator",
		.meaning = "distances of the alligator's lines; whether they widen (1) or not (0)",
		.source = "Williams 1995; as in Skender",
		ALLIGATOR,
		.n_outputs = 4, .outputs = {"upper", "lower", "upper_widens", "lower_widens"},
		.step = gator_step,
	},
};

const struct tq_ind_family tq_ind_alligator = {"averages", rows, TQ_COUNT(rows)};
