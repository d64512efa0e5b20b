/* SPDX-License-Identifier: ISC */
/*
 * Runs of bars that a split's adjustment missed or met twice. In adjusted
 * prices nothing steps at a split. A run that was missed is off by the ratio:
 * with shares 5 for 1 it stands 5 times too high, so that prices go up 5
 * times where it begins and fall to a fifth where it ends.
 */
#include "market/mend.h"

#include <math.h>

/* Steps are looked for so many bars around the split. */
enum { REACH = 10 };

struct search {
	struct tq_repair *r;
	struct tq_mend_series *s;
	double ratio;            /* ln of the split's */
	double tolerance;
};

static double
step_of(const struct tq_dec *before, const struct tq_held *h, enum tq_mend_field field)
{
	return log(tq_dec_f64(h->now[field]) / tq_dec_f64(before[TQ_MEND_CLOSE]));
}

/* 1: up by the ratio, -1: down by it, 0: neither. Open and close must agree. */
static int
step_kind(const struct search *x, const struct tq_held *h)
{
	const struct tq_dec *before = tq_mend_before(x->r, h);
	int sign;

	if (before == NULL)
		return 0;
	for (sign = 1; sign >= -1; sign -= 2)
		if (fabs(step_of(before, h, TQ_MEND_OPEN) - sign * x->ratio) < x->tolerance &&
		    fabs(step_of(before, h, TQ_MEND_CLOSE) - sign * x->ratio) < x->tolerance)
			return sign;
	return 0;
}

static bool
near_split(const struct search *x, const struct tq_held *h)
{
	int64_t far = h->index - x->s->split_index;

	return far >= -REACH && far <= REACH;
}

/* From the bar numbered from up to the one before end. */
static void
mend_run(const struct search *x, int64_t from, const struct tq_held *end, bool twice)
{
	struct tq_dec split = x->s->split;

	while (from >= 0 && tq_mend_held(x->r, from) != end) {
		struct tq_held *h = tq_mend_held(x->r, from);
		int field;

		for (field = TQ_MEND_OPEN; field <= TQ_MEND_VOLUME; field++) {
			struct tq_dec v = h->now[field];
			bool up = (field == TQ_MEND_VOLUME) != twice;

			if (tq_dec_ok(v))
				tq_mend_set(h, (enum tq_mend_field)field,
					    up ? tq_dec_strip(tq_dec_mul(v, split)) :
						 tq_mend_quotient(v, split),
					    TQ_REPAIR_SPLIT);
		}
		from = h->after;
	}
}

/*
 * Goes along the held bars. A step up opens a run that was missed, a step down
 * one that was met twice; the opposite step ends it. A step down that ends
 * nothing ends a run that began with the series.
 */
static void
search_runs(const struct search *x)
{
	int64_t number, open = -1;
	int opened = 0;

	for (number = x->s->first; number >= 0; number = tq_mend_held(x->r, number)->after) {
		struct tq_held *h = tq_mend_held(x->r, number);
		int kind = step_kind(x, h);

		if (kind == 0)
			continue;
		if (opened == -kind &&
		    (near_split(x, h) || near_split(x, tq_mend_held(x->r, open)))) {
			mend_run(x, open, h, opened < 0);
			opened = 0;
		} else if (opened == 0 && kind < 0 && !x->s->out && near_split(x, h) &&
			   h->index != x->s->split_index) {
			mend_run(x, x->s->first, h, false);
		} else {
			opened = kind;
			open = number;
		}
	}
}

void
tq_mend_split(struct tq_repair *r, struct tq_mend_series *s, struct tq_held *h)
{
	struct search x = {r, s, 0, 0};

	if (tq_dec_ok(h->split)) {
		s->split = h->split;
		s->split_index = h->index;
	}
	if (!tq_dec_ok(s->split) || h->index - s->split_index > REACH)
		return;
	x.ratio = log(tq_dec_f64(s->split));
	x.tolerance = 0.1 + 4 * tq_mend_unrest(r, h, fabs(x.ratio) / 2);
	if (x.tolerance > fabs(x.ratio) / 2)
		x.tolerance = fabs(x.ratio) / 2;
	/* A ratio below 1 turns what is up and down. */
	search_runs(&x);
}
