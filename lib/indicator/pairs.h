/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_PAIRS_H
#define TQ_INDICATOR_PAIRS_H

/*
 * Means, squares and products of the last n pairs of values, by two stacks
 * (indicator/window.h): what covariance, correlation and least squares are
 * made of. Parts are joined as Chan, Golub and LeVeque (1979) join variances,
 * so a large mean takes no digits from a small spread.
 */
#include "indicator/window.h"

struct tq_pairs {
	double n;
	double x, y;             /* means */
	double xx, yy, xy;       /* sums of products of the distances from the means */
};

static inline struct tq_pairs
tq_pairs_add(struct tq_pairs a, double x, double y)
{
	double part, dx = x - a.x, dy = y - a.y, rest;

	a.n += 1;
	part = 1 / a.n;
	a.x += dx * part;
	a.y += dy * part;
	rest = y - a.y;
	a.xx += dx * (x - a.x);
	a.yy += dy * rest;
	a.xy += dx * rest;
	return a;
}

/* b holds at least one pair. */
static inline struct tq_pairs
tq_pairs_join(struct tq_pairs a, struct tq_pairs b)
{
	double n = a.n + b.n, part = b.n / n, weight = a.n * part;
	double dx = b.x - a.x, dy = b.y - a.y;

	return (struct tq_pairs){
		.n = n,
		.x = a.x + dx * part, .y = a.y + dy * part,
		.xx = a.xx + b.xx + dx * dx * weight,
		.yy = a.yy + b.yy + dy * dy * weight,
		.xy = a.xy + b.xy + dx * dy * weight,
	};
}

/* Pearson's, -1 to 1; NaN when either series is flat. */
double tq_pairs_correlation(const struct tq_pairs *p);

/* One block of memory: free() it. */
struct tq_rolling_pairs {
	struct tq_window w;
	double shift;            /* what x of the block before is lowered by */
	struct tq_pairs head;
	struct tq_pairs suffix[];/* before w.at: the block's pairs in x and y */
};

struct tq_rolling_pairs *tq_rolling_pairs_new(double n);
void tq_rolling_pairs_state(struct tq_rolling_pairs *p, struct tq_state *st);
void tq_rolling_pairs_turn(struct tq_rolling_pairs *p);

/* False, and *all is as it was, while there are no n pairs or a NaN is among them. */
static inline bool
tq_rolling_pairs_step(struct tq_rolling_pairs *p, double x, double y, struct tq_pairs *all)
{
	bool known = (x - x) + (y - y) == 0;
	int64_t at = p->w.at;

	tq_window_count(&p->w, known ? y : (double)NAN);
	if (!known)
		x = y = 0;
	p->head = tq_pairs_add(p->head, x, y);
	p->suffix[at].x = x;
	p->suffix[at].y = y;
	if (++p->w.at == p->w.n)
		tq_rolling_pairs_turn(p);
	if (!tq_window_full(&p->w))
		return false;
	*all = p->w.at == 0 ? p->suffix[0] : tq_pairs_join(p->head, p->suffix[p->w.at]);
	return true;
}

/*
 * The series y against the number of the bar: x is the place in the block, and
 * n lower in the block before, so that it always rises by 1. The last bar's x
 * is w.at - 1.
 */
struct tq_rolling_pairs *tq_rolling_trend_new(double n);

static inline bool
tq_rolling_trend_step(struct tq_rolling_pairs *p, double y, struct tq_pairs *all)
{
	return tq_rolling_pairs_step(p, (double)p->w.at, y, all);
}

#endif
