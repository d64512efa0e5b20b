/* SPDX-License-Identifier: ISC */
#include "indicator/rolling_ends.h"

#include "base/mem.h"
#include "state/state.h"

static const struct tq_ends nowhere = {-HUGE_VAL, HUGE_VAL};

struct tq_rolling_ends *
tq_rolling_ends_new(double n)
{
	size_t room = n > TQ_ROLLING_FEW ? (size_t)n : TQ_ROLLING_FEW;
	struct tq_rolling_ends *e = tq_alloc(1, sizeof *e + room * sizeof e->suffix[0]);

	tq_window_init(&e->w, n);
	e->head = nowhere;
	for (size_t i = 0; i < TQ_ROLLING_FEW; i++)
		e->suffix[i] = nowhere;
	return e;
}

static void
turn(struct tq_rolling_ends *e)
{
	struct tq_ends most = nowhere;

	for (int64_t i = e->w.n - 1; i >= 0; i--) {
		most = tq_ends_join(most, e->suffix[i]);
		e->suffix[i] = most;
	}
	e->head = nowhere;
	e->w.at = 0;
}

static struct tq_ends
step_few(struct tq_rolling_ends *e, struct tq_ends bar)
{
	e->suffix[e->w.at] = bar;
	e->w.at = e->w.at + 1 == e->w.n ? 0 : e->w.at + 1;
	return tq_rolling_ends_of_few(e->suffix);
}

static struct tq_ends
step_many(struct tq_rolling_ends *e, struct tq_ends bar)
{
	e->head = tq_ends_join(e->head, bar);
	e->suffix[e->w.at] = bar;
	if (++e->w.at == e->w.n)
		turn(e);
	return tq_ends_join(e->head, e->suffix[e->w.at]);
}

/* Few values have no block that ends. */
static void
stop(struct tq_rolling_ends *e)
{
	tq_window_stop(&e->w, e->w.n <= TQ_ROLLING_FEW ? e->w.n : e->w.n - 1);
}

struct tq_ends
tq_rolling_ends_step_any(struct tq_rolling_ends *e, struct tq_ends bar)
{
	double both = bar.high + bar.low;
	struct tq_ends all;

	tq_window_count(&e->w, both);
	if (isnan(both))
		bar = (struct tq_ends){0, 0};    /* nothing is said while it is inside */
	all = e->w.n <= TQ_ROLLING_FEW ? step_few(e, bar) : step_many(e, bar);
	stop(e);
	return tq_window_full(&e->w) ? all : (struct tq_ends){(double)NAN, (double)NAN};
}

void
tq_rolling_ends_state(struct tq_rolling_ends *e, struct tq_state *st)
{
	tq_window_state(&e->w, st);
	tq_state_f64s(st, "head", &e->head.high, 2);
	tq_state_f64s(st, "suffix", &e->suffix[0].high, 2 * (size_t)e->w.n);
	stop(e);
}
