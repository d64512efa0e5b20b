/* SPDX-License-Identifier: ISC */
/* Where in a wave the line is: turning points made sharp. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/* Ehlers (2002): the place in the window, smoothed, and stretched near its ends. */
struct fisher {
	struct tq_rolling_extreme *high, *low;
	double place, fish;
};

static void *
fisher_make(const double *param)
{
	struct fisher *f = tq_alloc(1, sizeof *f);

	f->high = tq_rolling_extreme_new(param[0], 1);
	f->low = tq_rolling_extreme_new(param[0], -1);
	return f;
}

static void
fisher_step(void *node, const double *in, double *out)
{
	struct fisher *f = node;
	double median = 0.5 * in[0] + 0.5 * in[1];
	double high, low, place;

	out[0] = out[1] = (double)NAN;
	if (isnan(median))
		return;
	high = tq_rolling_extreme_step(f->high, median);
	low = tq_rolling_extreme_step(f->low, median);
	place = tq_ind_finite((median - low) / (high - low));
	if (isnan(place))
		return;
	f->place = 0.66 * (place - 0.5) + 0.67 * f->place;
	if (fabs(f->place) > 0.99)
		f->place = copysign(0.999, f->place);
	out[1] = f->fish;
	f->fish = 0.5 * log((1 + f->place) / (1 - f->place)) + 0.5 * f->fish;
	out[0] = f->fish;
}

static void
fisher_state(void *node, struct tq_state *st)
{
	struct fisher *f = node;

	tq_rolling_extreme_state(f->high, st);
	tq_rolling_extreme_state(f->low, st);
	tq_state_f64(st, "place", &f->place);
	tq_state_f64(st, "fish", &f->fish);
}

static void
fisher_fini(void *node)
{
	struct fisher *f = node;

	free(f->high);
	free(f->low);
	free(f);
}

/*
 * The phase of the wave of n bars: one term of the window's Fourier transform,
 * Z = sum of x[j bars ago] root^j with root^n = 1. By two stacks
 * (indicator/window.h): the head turns by root with each bar, a suffix of the
 * block before is turned by so many bars as have come since.
 */
struct wave {
	double cos, sin;
};

struct msw {
	struct tq_window w;
	struct wave head;
	struct wave *root;       /* n of them, in the same block of memory */
	struct wave suffix[];    /* before w.at: the block's values in cos */
};

static struct wave
turned(struct wave a, struct wave b)
{
	return (struct wave){a.cos * b.cos - a.sin * b.sin, a.cos * b.sin + a.sin * b.cos};
}

static void *
msw_make(const double *param)
{
	size_t n = (size_t)param[0];
	struct msw *m = tq_alloc(1, sizeof *m + 2 * n * sizeof m->suffix[0]);

	tq_window_init(&m->w, param[0]);
	m->root = m->suffix + n;
	for (size_t i = 0; i < n; i++) {
		double angle = 2 * 3.14159265358979323846 * (double)i / (double)n;

		m->root[i] = (struct wave){cos(angle), sin(angle)};
	}
	return m;
}

static void
msw_turn(struct msw *m)
{
	struct wave sum = {0};

	for (int64_t i = m->w.n - 1; i >= 0; i--) {
		double x = m->suffix[i].cos;
		struct wave root = m->root[m->w.n - 1 - i];

		sum = (struct wave){sum.cos + x * root.cos, sum.sin + x * root.sin};
		m->suffix[i] = sum;
	}
	m->head = (struct wave){0};
	m->w.at = 0;
}

static void
msw_step(void *node, const double *in, double *out)
{
	struct msw *m = node;
	double x = tq_window_count(&m->w, *in), size;
	struct wave far;

	m->head = turned(m->head, m->root[1]);
	m->head.cos += x;
	m->suffix[m->w.at].cos = x;
	if (++m->w.at == m->w.n)
		msw_turn(m);
	out[0] = out[1] = (double)NAN;
	if (!tq_window_full(&m->w) || tq_window_flat(&m->w))
		return;
	far = turned(m->suffix[m->w.at], m->root[m->w.at]);
	far = (struct wave){far.cos + m->head.cos, far.sin + m->head.sin};
	size = hypot(far.cos, far.sin);
	out[0] = tq_ind_finite(far.cos / size);
	out[1] = tq_ind_finite((far.cos / size - far.sin / size) * sqrt(0.5));
}

static void
msw_state(void *node, struct tq_state *st)
{
	struct msw *m = node;

	tq_window_state(&m->w, st);
	tq_state_f64s(st, "head", &m->head.cos, 2);
	tq_state_f64s(st, "suffix", &m->suffix[0].cos, 2 * (size_t)m->w.n);
}

/* Ehlers (2004): what a filter against trends leaves of the smoothed line. */
struct cyber {
	int64_t count;           /* values seen, at most FIRST_CYCLE */
	double a, b, c;          /* the filter's factors */
	double x[3], smooth[2], cycle[2];        /* the newest first */
};

enum { FIRST_CYCLE = 7 };

static void *
cyber_make(const double *param)
{
	struct cyber *c = tq_alloc(1, sizeof *c);
	double alpha = param[0];

	c->a = (1 - 0.5 * alpha) * (1 - 0.5 * alpha);
	c->b = 2 * (1 - alpha);
	c->c = -(1 - alpha) * (1 - alpha);
	return c;
}

static void
cyber_step(void *node, const double *in, double *out)
{
	struct cyber *c = node;
	double x = *in, smooth, cycle;

	out[0] = out[1] = (double)NAN;
	if (isnan(x))
		return;
	if (c->count == 0)
		c->x[0] = c->x[1] = c->x[2] = c->smooth[0] = c->smooth[1] = x;
	c->count += c->count < FIRST_CYCLE;
	smooth = (x + 2 * c->x[0] + 2 * c->x[1] + c->x[2]) / 6;
	cycle = c->a * (smooth - 2 * c->smooth[0] + c->smooth[1]) + c->b * c->cycle[0] +
		c->c * c->cycle[1];
	if (c->count < FIRST_CYCLE)
		cycle = (x - 2 * c->x[0] + c->x[1]) / 4;
	if (!isfinite(smooth + cycle))
		return;
	if (c->count == FIRST_CYCLE) {
		out[0] = cycle;
		out[1] = c->cycle[0];
	}
	c->x[2] = c->x[1];
	c->x[1] = c->x[0];
	c->x[0] = x;
	c->smooth[1] = c->smooth[0];
	c->smooth[0] = smooth;
	c->cycle[1] = c->cycle[0];
	c->cycle[0] = cycle;
}

static int64_t
cyber_lookback(const double *param)
{
	(void)param;
	return FIRST_CYCLE - 1;
}

static void
cyber_state(void *node, struct tq_state *st)
{
	struct cyber *c = node;

	tq_ind_state_int(st, "count", &c->count, 0, FIRST_CYCLE);
	tq_state_f64s(st, "x", c->x, 3);
	tq_state_f64s(st, "smooth", c->smooth, 2);
	tq_state_f64s(st, "cycle", c->cycle, 2);
}

static const struct tq_ind rows[] = {
	{
		.name = "fisher",
		.meaning = "Fisher transform of the median price's place, and the one before it",
		.source = "Tulip Fisher (Ehlers 2002); begins with a full window",
		.recovery = TQ_IND_SKIP, .of_bar = true,
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_params = 1, .params = {{"n", 9, 2, TQ_IND_LONGEST, true, "period in bars"}},
		.n_outputs = 2, .outputs = {"fisher", "signal"},
		.lookback = tq_ind_window_lookback,
		.make = fisher_make, .step = fisher_step, .state = fisher_state,
		.fini = fisher_fini,
	}, {
		.name = "msw",
		.aliases = {"sinewave"},
		.meaning = "Mesa sine wave of a period, and the same an eighth of it ahead",
		.source = "Tulip MSW (Ehlers)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {{"n", 14, 2, TQ_IND_LONGEST, true, "period in bars"}},
		.n_outputs = 2, .outputs = {"sine", "lead"},
		.lookback = tq_ind_window_lookback,
		.make = msw_make, .step = msw_step, .state = msw_state,
	}, {
		.name = "cyber_cycle",
		.meaning = "cyber cycle and, as trigger, the one before it",
		.source = "Ehlers, Cybernetic Analysis (2004)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {{"alpha", 0.07, 0.001, 1, false, "weight of the newest"}},
		.n_outputs = 2, .outputs = {"cycle", "trigger"},
		.lookback = cyber_lookback,
		.make = cyber_make, .step = cyber_step, .state = cyber_state,
	},
};

const struct tq_ind_family tq_ind_momentum_cycle = {"momentum", rows, TQ_COUNT(rows)};
