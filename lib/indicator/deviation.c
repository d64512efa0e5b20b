/* SPDX-License-Identifier: ISC */
#include "indicator/window.h"

#include "base/mem.h"
#include "indicator/family.h"
#include "state/state.h"

/*
 * Sums of distances from a center and of their squares, by two stacks. As long
 * as the center is near the window's mean, the variance follows from the sums
 * without loss of digits, and without a division. The center is the mean of the
 * block before; when prices have gone away from it, or a spike has left, it is
 * taken anew from the window, and so are the sums: once after each such move,
 * which is n steps of work for a move of several deviations.
 */
enum { SHORT = 10 };             /* up to here the whole window costs less than that */

struct spread {
	double sum, squares;
};

struct tq_deviation {
	struct tq_window w;
	double center;
	double part;             /* 1 / n */
	struct spread head;
	struct spread *suffix;   /* n of them, in the same block of memory */
	double value[];          /* the last n values, ring */
};

struct tq_deviation *
tq_deviation_new(double n)
{
	size_t count = (size_t)n;
	size_t size = sizeof(struct tq_deviation) +
		count * (sizeof(double) + sizeof(struct spread));
	struct tq_deviation *d = tq_alloc(1, size);

	tq_window_init(&d->w, n);
	d->part = 1 / n;
	d->suffix = (struct spread *)(void *)(d->value + count);
	return d;
}

static struct spread
spread_add(struct spread s, double distance)
{
	s.sum += distance;
	s.squares += distance * distance;
	return s;
}

/*
 * By distances from one of the values, so that values that differ in their last
 * digits have a mean to the last digit. These may overflow where values do not.
 */
static double
mean_of(const struct tq_deviation *d)
{
	double first = d->value[0], away = 0, mean = 0;

	for (int64_t i = 1; i < d->w.n; i++)
		away += d->value[i] - first;
	if (fabs(away) < HUGE_VAL)
		return first + away * d->part;
	for (int64_t i = 0; i < d->w.n; i++)
		mean += d->value[i] * d->part;
	return mean;
}

/* The sums again, from the values: behind at those of the block before. */
static void
deviation_center(struct tq_deviation *d, double center)
{
	struct spread s = {0};

	d->center = center;
	for (int64_t i = d->w.n - 1; i >= d->w.at; i--) {
		s = spread_add(s, d->value[i] - center);
		d->suffix[i] = s;
	}
	s = (struct spread){0};
	for (int64_t i = 0; i < d->w.at; i++)
		s = spread_add(s, d->value[i] - center);
	d->head = s;
}

/* n times the variance; loss is set when that has too few digits left. */
static double
deviation_squares(const struct tq_deviation *d, bool *loss)
{
	struct spread tail = d->suffix[d->w.at];
	double sum = d->head.sum + tail.sum;
	double all = d->head.squares + tail.squares;
	double squares = all - sum * sum * d->part;

	*loss = !(squares > all * 0x1p-4 && squares > 1e-280 && squares < 1e290);
	return squares;
}

/*
 * Squares of values beyond 1e150 or below 1e-150 leave the range of doubles:
 * then the window is taken as multiples of its largest distance from the mean.
 */
static double
deviation_scaled(const struct tq_deviation *d)
{
	struct spread s = {0};
	double scale = 0, mean = mean_of(d), rest;

	for (int64_t i = 0; i < d->w.n; i++)
		scale = fmax(scale, fabs(d->value[i] * 0.5 - mean * 0.5));
	if (!(scale > 0))
		return scale;
	for (int64_t i = 0; i < d->w.n; i++)
		s = spread_add(s, (d->value[i] * 0.5 - mean * 0.5) / scale);
	rest = s.squares - s.sum * s.sum * d->part;
	return tq_ind_finite(2 * scale * sqrt(fmax(rest, 0) * d->part));
}

/*
 * Of a short window, by distances from its newest value, which is so near to the
 * mean that no more than a factor n of the digits is lost. Two sums each, which
 * do not wait for each other.
 */
static double
deviation_short(const struct tq_deviation *d, double x)
{
	double sum[2] = {0}, squares[2] = {0}, all, rest;
	int64_t i = 0;

	for (; i + 2 <= d->w.n; i += 2) {
		for (int k = 0; k < 2; k++) {
			double far = d->value[i + k] - x;

			sum[k] += far;
			squares[k] += far * far;
		}
	}
	if (i < d->w.n) {
		sum[0] += d->value[i] - x;
		squares[0] += (d->value[i] - x) * (d->value[i] - x);
	}
	all = sum[0] + sum[1];
	rest = squares[0] + squares[1] - all * all * d->part;
	return rest > 1e-280 && rest < 1e290 ? sqrt(rest * d->part) : deviation_scaled(d);
}

/* Short windows have a short way; one value is a flat window. */
static void
short_stop(struct tq_deviation *d)
{
	tq_window_stop(&d->w, d->w.n <= SHORT && d->w.n > 1 ? d->w.n : 0);
}

static double
step_any(struct tq_deviation *d, double x)
{
	double squares;
	bool loss;

	x = tq_window_count(&d->w, x);
	d->value[d->w.at] = x;
	if (d->w.n <= SHORT) {
		if (++d->w.at == d->w.n)
			d->w.at = 0;
		short_stop(d);
		return !tq_window_full(&d->w) ? (double)NAN :
		       tq_window_flat(&d->w) ? 0 : deviation_short(d, x);
	}
	d->head = spread_add(d->head, x - d->center);
	if (++d->w.at == d->w.n) {
		d->w.at = 0;
		deviation_center(d, mean_of(d));
	}
	if (!tq_window_full(&d->w))
		return (double)NAN;
	if (tq_window_flat(&d->w))
		return 0;
	squares = deviation_squares(d, &loss);
	if (loss) {
		deviation_center(d, mean_of(d));
		squares = deviation_squares(d, &loss);
	}
	return loss ? deviation_scaled(d) : sqrt(squares * d->part);
}

double
tq_deviation_step(struct tq_deviation *d, double x)
{
	int64_t next = d->w.at + 1;

	if (!tq_window_common(&d->w, x))
		return step_any(d, x);
	d->value[d->w.at] = x;
	d->w.at = next == d->w.n ? 0 : next;
	d->w.run = 1;
	d->w.last = x;
	return deviation_short(d, x);
}

void
tq_deviation_state(struct tq_deviation *d, struct tq_state *st)
{
	tq_window_state(&d->w, st);
	tq_state_f64(st, "center", &d->center);
	tq_state_f64(st, "sum", &d->head.sum);
	tq_state_f64(st, "squares", &d->head.squares);
	tq_state_f64s(st, "suffix", &d->suffix[0].sum, 2 * (size_t)d->w.n);
	tq_state_f64s(st, "value", d->value, (size_t)d->w.n);
	short_stop(d);
}
