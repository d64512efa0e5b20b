/* SPDX-License-Identifier: ISC */
/* A value against itself of some bars before, against its mean, against another. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

static void *
past_make(const double *param)
{
	return tq_ring_new(param[0]);
}

static void
past_state(void *node, struct tq_state *st)
{
	tq_ring_state(node, st);
}

static void
mom_step(void *node, const double *in, double *out)
{
	*out = tq_ind_finite(*in - tq_ring_swap(node, *in));
}

/* From a price of 0 there is no rate: x / 0 is not finite, hence NaN. */
static double
ratio(void *node, double x)
{
	return tq_ind_finite(x / tq_ring_swap(node, x));
}

static void
roc_step(void *node, const double *in, double *out)
{
	*out = tq_ind_finite((ratio(node, *in) - 1) * 100);
}

static void
rocp_step(void *node, const double *in, double *out)
{
	double before = tq_ring_swap(node, *in);

	*out = tq_ind_finite((*in - before) / before);
}

static void
rocr_step(void *node, const double *in, double *out)
{
	*out = ratio(node, *in);
}

static void
rocr100_step(void *node, const double *in, double *out)
{
	*out = tq_ind_finite(ratio(node, *in) * 100);
}

static void *
bias_make(const double *param)
{
	return tq_rolling_sum_new(param[0]);
}

static void
bias_step(void *node, const double *in, double *out)
{
	*out = tq_ind_finite((*in / tq_rolling_mean_step(node, *in) - 1) * 100);
}

static void
bias_state(void *node, struct tq_state *st)
{
	tq_rolling_sum_state(node, st);
}

/* The ratio needs no past, but both answers come together. */
struct prs {
	struct tq_ring *a, *b;
};

static void *
prs_make(const double *param)
{
	struct prs *p = tq_alloc(1, sizeof *p);

	p->a = tq_ring_new(param[0]);
	p->b = tq_ring_new(param[0]);
	return p;
}

static void
prs_step(void *node, const double *in, double *out)
{
	struct prs *p = node;
	double a = ratio(p->a, in[0]), b = ratio(p->b, in[1]);

	out[1] = tq_ind_finite((a - b) * 100);
	out[0] = isnan(out[1]) ? out[1] : tq_ind_finite(in[0] / in[1]);
}

static void
prs_state(void *node, struct tq_state *st)
{
	struct prs *p = node;

	tq_ring_state(p->a, st);
	tq_ring_state(p->b, st);
}

static void
prs_fini(void *node)
{
	struct prs *p = node;

	free(p->a);
	free(p->b);
	free(p);
}

/* roc, its exponential average, and bands of its root mean square. */
struct bands {
	struct tq_ring *past;
	struct tq_ema mean;
	struct tq_rolling_sum *squares;
};

static void *
roc_wb_make(const double *param)
{
	struct bands *b = tq_alloc(1, sizeof *b);

	b->past = tq_ring_new(param[0]);
	tq_ema_init(&b->mean, param[1], 2 / (param[1] + 1));
	b->squares = tq_rolling_sum_new(param[2]);
	return b;
}

static void
roc_wb_step(void *node, const double *in, double *out)
{
	struct bands *b = node;
	double roc;

	for (int i = 0; i < 4; i++)
		out[i] = (double)NAN;
	if (isnan(*in))
		return;
	roc = tq_ind_finite((ratio(b->past, *in) - 1) * 100);
	out[0] = roc;
	if (isnan(roc))
		return;
	out[1] = tq_ema_step(&b->mean, roc);
	out[2] = tq_ind_finite(sqrt(tq_rolling_mean_step(b->squares, tq_ind_finite(roc * roc))));
	out[3] = -out[2];
}

static void
roc_wb_state(void *node, struct tq_state *st)
{
	struct bands *b = node;

	tq_ring_state(b->past, st);
	tq_ema_state(&b->mean, st);
	tq_rolling_sum_state(b->squares, st);
}

static void
roc_wb_fini(void *node)
{
	struct bands *b = node;

	free(b->past);
	free(b->squares);
	free(b);
}

#define PAST(preset) {"n", (preset), 1, TQ_IND_LONGEST, true, "how many bars back"}

#define CHANGE \
	.recovery = TQ_IND_ENDS, \
	.n_inputs = 1, .inputs = {"x"}, \
	.n_params = 1, .params = {PAST(10)}, \
	.lookback = tq_ind_change_lookback, \
	.make = past_make, .state = past_state

static const struct tq_ind rows[] = {
	{
		.name = "mom",
		.aliases = {"momentum"},
		.meaning = "x less x of n bars before",
		.source = "TA-Lib MOM",
		CHANGE,
		.n_outputs = 1, .outputs = {"mom"},
		.step = mom_step,
	}, {
		.name = "roc",
		.meaning = "change from x of n bars before, in percent; null from 0",
		.source = "TA-Lib ROC",
		CHANGE,
		.n_outputs = 1, .outputs = {"roc"},
		.step = roc_step,
	}, {
		.name = "rocp",
		.meaning = "change from x of n bars before, as a fraction; null from 0",
		.source = "TA-Lib ROCP",
		CHANGE,
		.n_outputs = 1, .outputs = {"rocp"},
		.step = rocp_step,
	}, {
		.name = "rocr",
		.meaning = "x divided by x of n bars before; null for 0",
		.source = "TA-Lib ROCR",
		CHANGE,
		.n_outputs = 1, .outputs = {"rocr"},
		.step = rocr_step,
	}, {
		.name = "rocr100",
		.meaning = "x in percent of x of n bars before; null for 0",
		.source = "TA-Lib ROCR100",
		CHANGE,
		.n_outputs = 1, .outputs = {"rocr100"},
		.step = rocr100_step,
	}, {
		.name = "bias",
		.meaning = "distance of x from its simple average, in percent of that",
		.source = "definition (pandas-ta's is a fraction)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(26)},
		.n_outputs = 1, .outputs = {"bias"},
		.lookback = tq_ind_window_lookback,
		.make = bias_make, .step = bias_step, .state = bias_state,
	}, {
		.name = "prs",
		.meaning = "price relative strength: a / b, and by how many percentage points "
			   "a gained more than b in n bars",
		.source = "Skender PRS (its prsPercent as a fraction)",
		.recovery = TQ_IND_ENDS,
		.n_inputs = 2, .inputs = {"a", "b"},
		.n_params = 1, .params = {PAST(20)},
		.n_outputs = 2, .outputs = {"prs", "gain"},
		.lookback = tq_ind_change_lookback,
		.make = prs_make, .step = prs_step, .state = prs_state, .fini = prs_fini,
	}, {
		.name = "roc_wb",
		.meaning = "roc, its exponential average, and bands of its root mean square",
		.source = "Skender ROCWB",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 3, .params = {
			PAST(20),
			{"average", 5, 1, TQ_IND_LONGEST, true, "period of the average"},
			{"band", 5, 1, TQ_IND_LONGEST, true, "period of the bands"},
		},
		.n_outputs = 4, .outputs = {"roc", "average", "upper", "lower"},
		.lookback = tq_ind_change_lookback,
		.make = roc_wb_make, .step = roc_wb_step, .state = roc_wb_state,
		.fini = roc_wb_fini,
	},
};

const struct tq_ind_family tq_ind_momentum_change = {"momentum", rows, TQ_COUNT(rows)};
