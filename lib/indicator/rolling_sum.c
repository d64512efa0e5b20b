/* SPDX-License-Identifier: ISC */
#include "indicator/rolling_sum.h"

#include "base/mem.h"
#include "indicator/family.h"
#include "state/state.h"

/*
 * Exponents of two. The limit is 2^ROOM or more above the largest value when it is
 * set, and stays as long as a value above a 2^8th of it is in the window: so much
 * of the digits is given away that prices may double without new units.
 */
enum { ROOM = 4, LOWEST = -1000, HIGHEST = 1022, DIGITS = 52 };

static const double large_part = 0x1p-8;

static double
part_value(struct tq_rolling_part part)
{
	return part.coarse + part.fine;
}

/*
 * The coarse unit is 2^-DIGITS of n limits, so that sums of it have digits enough;
 * what it leaves over is at most half of it, of which the fine unit is as small a
 * part. 1.5 times 2^DIGITS units is a number whose last digit is the unit.
 */
static void
set_units(struct tq_rolling_sum *s)
{
	int wide = (int)s->wide, unit = (int)s->exponent + wide - DIGITS;

	s->limit = ldexp(1, (int)s->exponent);
	s->large = s->limit * large_part;
	s->to_coarse = ldexp(1.5, unit + DIGITS);
	s->to_fine = ldexp(1.5, unit - 1 + wide);
}

/* All sums again, by the units. */
static void
add_up(struct tq_rolling_sum *s)
{
	set_units(s);
	s->coarse = s->fine = 0;
	for (int64_t i = 0; i < s->w.n; i++) {
		struct tq_rolling_part *part = &s->value[i];
		double x = part_value(*part);

		part->coarse = (x + s->to_coarse) - s->to_coarse;
		part->fine = x - part->coarse;
		s->coarse += part->coarse;
		s->fine += (part->fine + s->to_fine) - s->to_fine;
	}
}

/* Whether a value is there that is large for the units; until it leaves they are right. */
static bool
has_large(struct tq_rolling_sum *s)
{
	int64_t i = s->w.at;

	for (int64_t age = 0; age < s->w.n; age++) {
		i = (i > 0 ? i : s->w.n) - 1;
		if (fabs(part_value(s->value[i])) > s->large) {
			s->left = s->w.n - 1 - age;
			return true;
		}
	}
	return false;
}

/* Units for the window as it is now. */
static void
find_units(struct tq_rolling_sum *s)
{
	int most = LOWEST - ROOM, highest = HIGHEST - (int)s->wide;
	double largest = 0;

	for (int64_t i = 0; i < s->w.n; i++)
		largest = fmax(largest, fabs(part_value(s->value[i])));
	if (largest > 0)
		frexp(largest, &most);
	s->exponent = most + ROOM < LOWEST ? LOWEST : most + ROOM > highest ? highest : most + ROOM;
	add_up(s);
	if (!has_large(s))
		s->left = s->w.n - 1;    /* zeros, or next to it */
}

struct tq_rolling_sum *
tq_rolling_sum_new(double n)
{
	struct tq_rolling_sum *s = tq_alloc(1, sizeof *s + (size_t)n * sizeof s->value[0]);

	tq_window_init(&s->w, n);
	s->n = n;
	for (s->wide = 1; ldexp(1, (int)s->wide) < 2 * n;)
		s->wide++;
	s->beyond = ldexp(1, HIGHEST - (int)s->wide);
	s->open = -1;
	s->exponent = LOWEST;
	set_units(s);
	return s;
}

/* What its sums may have no room for counts as a NaN does, and stands there as 0. */
static double
count(struct tq_rolling_sum *s, double x)
{
	double value = tq_window_count(&s->w, x);

	if (fabs(value) < s->beyond)
		return value;
	s->w.clean = 0;
	return 0;
}

double
tq_rolling_sum_step_any(struct tq_rolling_sum *s, double x)
{
	double value = count(s, x);
	bool fits = fabs(value) <= s->limit;

	if (!fits) {
		s->value[s->w.at] = (struct tq_rolling_part){value, 0};
		s->w.at = s->w.at + 1 == s->w.n ? 0 : s->w.at + 1;
		find_units(s);
	} else {
		tq_rolling_sum_put(s, value);
		if (s->left > 0)
			s->left--;
		else if (!has_large(s))
			find_units(s);
	}
	s->open = tq_window_full(&s->w) ? s->limit : -1;
	return tq_window_full(&s->w) ? s->coarse + s->fine : (double)NAN;
}

double
tq_rolling_mean_step_any(struct tq_rolling_sum *s, double x)
{
	double sum = tq_rolling_sum_step_any(s, x);

	return tq_window_flat(&s->w) ? tq_ind_finite(x) : sum / s->n;
}

void
tq_rolling_sum_state(struct tq_rolling_sum *s, struct tq_state *st)
{
	tq_window_state(&s->w, st);
	tq_ind_state_int(st, "left", &s->left, 0, s->w.n - 1);
	tq_ind_state_int(st, "exponent", &s->exponent, LOWEST, HIGHEST - s->wide);
	tq_state_f64s(st, "value", &s->value[0].coarse, 2 * (size_t)s->w.n);
	add_up(s);
	s->open = tq_window_full(&s->w) ? s->limit : -1;
}
