/* SPDX-License-Identifier: ISC */
#include "indicator/window.h"

#include "base/mem.h"
#include "indicator/family.h"
#include "state/state.h"

/*
 * Windows are joined from (count, mean, sum of squared deviations) by the
 * formula of Chan, Golub and LeVeque (1979); one value more is Welford's
 * (1962). A flat window has deviation 0 exactly.
 */
struct moments {
	double mean, squares;
};

struct tq_deviation {
	struct tq_window w;
	struct moments head;
	struct moments *suffix;  /* n of them, in the same block of memory */
	double value[];          /* the last n values, ring */
};

struct tq_deviation *
tq_deviation_new(double n)
{
	size_t count = (size_t)n;
	size_t size = sizeof(struct tq_deviation) +
		count * (sizeof(double) + sizeof(struct moments));
	struct tq_deviation *d = tq_alloc(1, size);

	tq_window_init(&d->w, n);
	d->suffix = (struct moments *)(void *)(d->value + count);
	return d;
}

static struct moments
moments_add(struct moments a, double count, double x)
{
	double delta = x - a.mean;

	a.mean += delta / (count + 1);
	a.squares += delta * (x - a.mean);
	return a;
}

static void
deviation_turn(struct tq_deviation *d)
{
	struct moments m = {0};

	for (int64_t i = d->w.n - 1; i >= 0; i--) {
		m = moments_add(m, (double)(d->w.n - 1 - i), d->value[i]);
		d->suffix[i] = m;
	}
	d->head = (struct moments){0};
	d->w.at = 0;
}

/*
 * Squares of values beyond 1e150 or below 1e-150 leave the range of doubles:
 * then the window is taken again, as multiples of its largest value.
 */
static double
deviation_scaled(const struct tq_deviation *d)
{
	struct moments m = {0};
	double scale = 0;

	for (int64_t i = 0; i < d->w.n; i++)
		scale = fmax(scale, fabs(d->value[i]));
	for (int64_t i = 0; i < d->w.n; i++)
		m = moments_add(m, (double)i, d->value[i] / scale);
	return tq_ind_finite(scale * sqrt(m.squares / (double)d->w.n));
}

double
tq_deviation_step(struct tq_deviation *d, double x)
{
	double heads, tails, delta, squares;
	struct moments tail;

	x = tq_window_count(&d->w, x);
	d->head = moments_add(d->head, (double)d->w.at, x);
	d->value[d->w.at] = x;
	if (++d->w.at == d->w.n)
		deviation_turn(d);
	if (!tq_window_full(&d->w))
		return (double)NAN;
	if (tq_window_flat(&d->w))
		return 0;
	tail = d->suffix[d->w.at];
	heads = (double)d->w.at;
	tails = (double)(d->w.n - d->w.at);
	delta = d->head.mean - tail.mean;
	squares = d->head.squares + tail.squares;
	if (heads > 0)
		squares += delta * delta * heads * tails / (heads + tails);
	if (!(squares > 1e-280 && squares < 1e290))
		return deviation_scaled(d);
	return sqrt(squares / (double)d->w.n);
}

void
tq_deviation_state(struct tq_deviation *d, struct tq_state *st)
{
	tq_window_state(&d->w, st);
	tq_state_f64(st, "mean", &d->head.mean);
	tq_state_f64(st, "squares", &d->head.squares);
	tq_state_f64s(st, "suffix", &d->suffix[0].mean, 2 * (size_t)d->w.n);
	tq_state_f64s(st, "value", d->value, (size_t)d->w.n);
}
