/* SPDX-License-Identifier: ISC */
/*
 * Dividends against the step of the adjusted close. adj_close / close changes
 * on the day without dividend by the factor 1 - dividend / close before; so
 * the two closes tell which dividend the adjustment was made with.
 */
#include "market/mend.h"

#include <math.h>

struct case_of {
	struct tq_held *h;
	const struct tq_dec *before;
	double close;            /* before */
	double dividend;         /* as stated */
	double used;             /* by the adjustment */
	double fell;             /* the price, from that close to the open */
	double unrest;           /* what it moves on other days, as a price */
	bool trades;
};

static bool
near(const struct case_of *c, double a, double b)
{
	/* Adjusted closes are often single precision: seven digits of the close. */
	return fabs(a - b) <= 0.02 * fabs(b) + 2e-6 * c->close;
}

/* A dividend of 0.1 to 30 % of the price. */
static bool
plausible(const struct case_of *c, double dividend)
{
	return dividend >= 0.001 * c->close && dividend <= 0.3 * c->close;
}

/* Too large a part of the price to go unseen on the day, and it did not show. */
static bool
unseen(const struct case_of *c, double dividend)
{
	return c->trades && dividend > 0.05 * c->close && dividend > 5 * c->unrest &&
	       c->fell < dividend / 4;
}

static struct tq_dec
hundredth(struct tq_dec x)
{
	return tq_dec_strip(tq_dec_mul(x, tq_dec(1, 2)));
}

/*
 * What every adjusted close before the day is to be multiplied by, so that its
 * step is that of the dividend: (close - dividend) / close of the day, times
 * adj_close of the day / adj_close before. Fifteen digits, half to even.
 */
static struct tq_dec
correction(const struct case_of *c, struct tq_dec dividend)
{
	const struct tq_dec *day = c->h->now;
	struct tq_dec a = tq_dec_div(tq_dec_sub(c->before[TQ_MEND_CLOSE], dividend),
				     day[TQ_MEND_CLOSE], 15, TQ_ROUND_HALF_EVEN);
	struct tq_dec b = tq_dec_div(day[TQ_MEND_ADJ], c->before[TQ_MEND_ADJ], 15,
				     TQ_ROUND_HALF_EVEN);

	return tq_dec_round(tq_dec_mul(a, b), 15, TQ_ROUND_HALF_EVEN);
}

/* All adjusted closes before the day, or none when the first of them are gone. */
static bool
correct_adjusted(struct tq_repair *r, struct tq_mend_series *s, const struct case_of *c,
		 struct tq_dec dividend)
{
	struct tq_dec factor = correction(c, dividend);
	int64_t number;

	if (s->out || !tq_dec_ok(factor) || tq_dec_sign(factor) <= 0) {
		r->counts.too_late++;
		return false;
	}
	for (number = c->h->before; number >= 0; number = tq_mend_held(r, number)->before) {
		struct tq_held *h = tq_mend_held(r, number);
		struct tq_dec adj = tq_dec_round(h->now[TQ_MEND_ADJ], 14, TQ_ROUND_HALF_EVEN);

		tq_mend_set(h, TQ_MEND_ADJ,
			    tq_dec_strip(tq_dec_round(tq_dec_mul(adj, factor), 12,
						      TQ_ROUND_HALF_EVEN)),
			    TQ_REPAIR_DIVIDEND);
	}
	return true;
}

static bool
set_case(const struct tq_repair *r, struct tq_held *h, struct case_of *c)
{
	double adjusted, adjusted_before, close;

	*c = (struct case_of){.h = h, .before = tq_mend_before(r, h)};
	if (c->before == NULL || tq_dec_sign(h->now[TQ_MEND_DIVIDEND]) <= 0 ||
	    tq_dec_sign(h->now[TQ_MEND_ADJ]) <= 0 || tq_dec_sign(c->before[TQ_MEND_ADJ]) <= 0)
		return false;
	close = tq_dec_f64(h->now[TQ_MEND_CLOSE]);
	c->close = tq_dec_f64(c->before[TQ_MEND_CLOSE]);
	/* Across a change of the unit nothing can be said. */
	if (close > 3 * c->close || c->close > 3 * close)
		return false;
	adjusted = tq_dec_f64(h->now[TQ_MEND_ADJ]) / close;
	adjusted_before = tq_dec_f64(c->before[TQ_MEND_ADJ]) / c->close;
	c->dividend = tq_dec_f64(h->now[TQ_MEND_DIVIDEND]);
	c->used = c->close * (1 - adjusted_before / adjusted);
	c->fell = c->close - tq_dec_f64(h->now[TQ_MEND_OPEN]);
	c->unrest = c->close * tq_mend_unrest(r, h, HUGE_VAL);
	c->trades = tq_dec_sign(h->now[TQ_MEND_VOLUME]) > 0;
	return c->dividend < c->close;
}

/* The stated dividend and the one that was used differ by 100; which one is right? */
static void
of_two_units(struct tq_repair *r, struct tq_mend_series *s, const struct case_of *c)
{
	struct tq_dec stated = c->h->now[TQ_MEND_DIVIDEND];

	if (near(c, 100 * c->used, c->dividend)) {
		if (unseen(c, c->dividend))
			tq_mend_set(c->h, TQ_MEND_DIVIDEND, hundredth(stated),
				    TQ_REPAIR_DIVIDEND);
		else if (plausible(c, c->dividend) &&
			 (!plausible(c, c->used) || c->fell > c->dividend / 4))
			correct_adjusted(r, s, c, stated);
	} else if (near(c, c->used, 100 * c->dividend) && unseen(c, c->used)) {
		correct_adjusted(r, s, c, stated);
	}
}

void
tq_mend_dividend(struct tq_repair *r, struct tq_mend_series *s, struct tq_held *h)
{
	struct case_of c;
	struct tq_dec stated = h->now[TQ_MEND_DIVIDEND];
	double gains = tq_dec_ok(h->gains) ? tq_dec_f64(h->gains) : 0;

	if (!set_case(r, h, &c))
		return;
	if (near(&c, c.used, c.dividend)) {
		/* They agree; does the price? */
		if (unseen(&c, c.dividend) && correct_adjusted(r, s, &c, hundredth(stated)))
			tq_mend_set(h, TQ_MEND_DIVIDEND, hundredth(stated), TQ_REPAIR_DIVIDEND);
	} else if (tq_dec_ok(h->split) &&
		   near(&c, c.used * tq_dec_f64(h->split), c.dividend)) {
		/* Stated for a share from before the split of the same day. */
		tq_mend_set(h, TQ_MEND_DIVIDEND, tq_mend_quotient(stated, h->split),
			    TQ_REPAIR_DIVIDEND);
	} else if (gains > 0 && near(&c, c.used, c.dividend + gains)) {
		/* The dividend has the gains in it already, if the price fell by that. */
		if (fabs(c.fell - c.dividend) < fabs(c.fell - c.dividend - gains))
			correct_adjusted(r, s, &c, stated);
	} else {
		of_two_units(r, s, &c);
	}
}
