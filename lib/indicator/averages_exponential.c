/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/window.h"
#include "state/state.h"

/*
 * Exponential averages of exponential averages: each starts from the mean of
 * the first n values of the one before it.
 */
struct cascade {
	int64_t stages;
	struct tq_ema e[6];
	double a, b, c;          /* t3: weights of what stages 4, 5, 6 add to stage 3 */
};

static struct cascade *
cascade_new(int64_t stages, double n)
{
	struct cascade *c = tq_alloc(1, sizeof *c);

	c->stages = stages;
	for (int64_t i = 0; i < stages; i++)
		tq_ema_init(&c->e[i], n, 2 / (n + 1));
	return c;
}

/* Each stage's value in y; false as long as the last has none. */
static bool
cascade_step_any(struct cascade *c, double x, double y[6])
{
	for (int64_t i = 0; i < c->stages; i++)
		y[i] = x = tq_ema_step(&c->e[i], x);
	return !isnan(x);
}

/* When the last stage has begun, all have; what is no number in one is none in the last. */
static inline bool
cascade_step(struct cascade *c, int64_t stages, double x, double y[6])
{
	const struct tq_ema *last = &c->e[stages - 1];
	double k = last->k, value = x;

	for (int64_t i = 0; i < stages; i++)
		y[i] = value = c->e[i].y + k * (value - c->e[i].y);
	if (last->count != last->n || value - value != 0)
		return cascade_step_any(c, x, y);
	for (int64_t i = 0; i < stages; i++)
		c->e[i].y = y[i];
	return true;
}

static void
cascade_state(void *node, struct tq_state *st)
{
	struct cascade *c = node;

	for (int64_t i = 0; i < c->stages; i++)
		tq_ema_state(&c->e[i], st);
}

static void *
dema_make(const double *param)
{
	return cascade_new(2, param[0]);
}

static void
dema_step(void *node, const double *in, double *out)
{
	double y[6];

	*out = (double)NAN;
	if (cascade_step(node, 2, *in, y))
		*out = tq_ind_finite(y[0] + (y[0] - y[1]));
}

static int64_t
dema_lookback(const double *param)
{
	return 2 * tq_ind_window_lookback(param);
}

static void *
tema_make(const double *param)
{
	return cascade_new(3, param[0]);
}

static void
tema_step(void *node, const double *in, double *out)
{
	double y[6];

	*out = (double)NAN;
	if (cascade_step(node, 3, *in, y))
		*out = tq_ind_finite(3 * (y[0] - y[1]) + y[2]);
}

static int64_t
tema_lookback(const double *param)
{
	return 3 * tq_ind_window_lookback(param);
}

/*
 * Tillson's average: dema with the volume factor v in place of 1, three times.
 * Multiplied out, stages 3 to 6 have weights that add up to 1; as additions to
 * stage 3 they leave a flat line as it is.
 */
static void *
t3_make(const double *param)
{
	struct cascade *c = cascade_new(6, param[0]);
	double v = param[1], squared = v * v, cubed = squared * v;

	c->a = -6 * squared - 3 * (v + cubed);
	c->b = 3 * (squared + cubed);
	c->c = -cubed;
	return c;
}

static void
t3_step(void *node, const double *in, double *out)
{
	const struct cascade *c = node;
	double y[6];

	*out = (double)NAN;
	if (cascade_step(node, 6, *in, y))
		*out = tq_ind_finite(y[2] + c->a * (y[3] - y[2]) + c->b * (y[4] - y[2]) +
				     c->c * (y[5] - y[2]));
}

static int64_t
t3_lookback(const double *param)
{
	return 6 * tq_ind_window_lookback(param);
}

static const struct tq_ind rows[] = {
	{
		.name = "dema",
		.meaning = "double exponential average: twice the average less its average",
		.source = "TA-Lib DEMA (Mulloy)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"dema"},
		.lookback = dema_lookback,
		.make = dema_make, .step = dema_step, .state = cascade_state,
	}, {
		.name = "tema",
		.meaning = "triple exponential average: 3 ema - 3 ema of ema + the third",
		.source = "TA-Lib TEMA (Mulloy)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(30)},
		.n_outputs = 1, .outputs = {"tema"},
		.lookback = tema_lookback,
		.make = tema_make, .step = tema_step, .state = cascade_state,
	}, {
		.name = "t3",
		.meaning = "six exponential averages in a row, weighted by a volume factor",
		.source = "TA-Lib T3 (Tillson)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {
			TQ_IND_PERIOD(5),
			{"v", 0.7, 0, 1, false, "volume factor: 0 a triple average, 1 no lag"},
		},
		.n_outputs = 1, .outputs = {"t3"},
		.lookback = t3_lookback,
		.make = t3_make, .step = t3_step, .state = cascade_state,
	},
};

const struct tq_ind_family tq_ind_averages_exponential = {"averages", rows, TQ_COUNT(rows)};
