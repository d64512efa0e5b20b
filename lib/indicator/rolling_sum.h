/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_ROLLING_SUM_H
#define TQ_INDICATOR_ROLLING_SUM_H

/*
 * The sum of the last n values. What leaves the window is taken away again, and
 * nothing of it stays: every value is cut into a coarse and a fine part, multiples
 * of two units so large that the sums of either are exact (Rump, Ogita and Oishi
 * 2008 cut so to add exactly). The sum depends on the window's values alone, good
 * to twice the digits of a double less those of n squared.
 *
 * The units follow the largest values of the window. A value that is too large for
 * them changes them; so does the bar on which the last value leaves that is large
 * for them: what comes behind a spike is added as if the spike had never been.
 *
 * One block of memory: free it with free(). A step gives NaN until n values have
 * come and as long as a NaN is among them, or a value whose sums may overflow.
 */
#include "indicator/window.h"

struct tq_rolling_part {
	double coarse, fine;     /* their sum is the value; fine is not rounded yet */
};

struct tq_rolling_sum {
	struct tq_window w;      /* its last and run: only of what is stepped as a mean */
	double open;             /* what the short way takes; below 0: nothing */
	double large;            /* for the units: they are right while such a value is there */
	int64_t left;            /* bars that it surely is; then the units are judged again */
	double coarse;           /* the sum of the coarse parts; apart from the fine one, */
	double to_coarse;        /* since two stores that are joined in one cost more time */
	double fine;
	double to_fine;          /* adding this and taking it away rounds to the unit */
	double n;
	double limit;            /* a power of two that no value exceeds */
	double beyond;           /* from here on sums may overflow */
	int64_t exponent;        /* of the limit */
	int64_t wide;            /* two to this power is twice n or more */
	struct tq_rolling_part value[];
};

struct tq_rolling_sum *tq_rolling_sum_new(double n);
void tq_rolling_sum_state(struct tq_rolling_sum *s, struct tq_state *st);
double tq_rolling_sum_step_any(struct tq_rolling_sum *s, double x);

/* Puts a value within the limit into the place of the oldest. */
static inline void
tq_rolling_sum_put(struct tq_rolling_sum *s, double x)
{
	struct tq_rolling_part *old = &s->value[s->w.at];
	double coarse = (x + s->to_coarse) - s->to_coarse, fine = x - coarse;
	double rounded = (fine + s->to_fine) - s->to_fine;
	double leaves = (old->fine + s->to_fine) - s->to_fine;
	int64_t next = s->w.at + 1;

	s->coarse += coarse - old->coarse;
	s->fine += rounded - leaves;
	old->coarse = coarse;
	old->fine = fine;
	s->w.at = next == s->w.n ? 0 : next;
}

/* Nearly every value: to a full window, no larger than the units allow. */
static inline bool
tq_rolling_sum_common(const struct tq_rolling_sum *s, double x)
{
	return fabs(x) <= s->open && s->left > 0;
}

static inline double
tq_rolling_sum_pass(struct tq_rolling_sum *s, double x)
{
	int64_t from = fabs(x) > s->large ? s->w.n : s->left;   /* chosen without a branch */

	s->left = from - 1;
	tq_rolling_sum_put(s, x);
	return s->coarse + s->fine;
}

static inline double
tq_rolling_sum_step(struct tq_rolling_sum *s, double x)
{
	return tq_rolling_sum_common(s, x) ? tq_rolling_sum_pass(s, x) :
					     tq_rolling_sum_step_any(s, x);
}

/* The mean: of a flat window its value, exactly. w tells of a flat window. */
double tq_rolling_mean_step_any(struct tq_rolling_sum *s, double x);

static inline bool
tq_rolling_mean_common(const struct tq_rolling_sum *s, double x)
{
	return tq_rolling_sum_common(s, x) && islessgreater(x, s->w.last);
}

static inline double
tq_rolling_mean_pass(struct tq_rolling_sum *s, double x)
{
	s->w.run = 1;
	s->w.last = x;
	return tq_rolling_sum_pass(s, x) / s->n;
}

static inline double
tq_rolling_mean_step(struct tq_rolling_sum *s, double x)
{
	return tq_rolling_mean_common(s, x) ? tq_rolling_mean_pass(s, x) :
					      tq_rolling_mean_step_any(s, x);
}

#endif
