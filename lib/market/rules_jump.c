/* SPDX-License-Identifier: ISC */
/* Prices that stand still, and jumps that corporate actions make. */
#include "market/sight.h"

/* This bar at the one price and volume of the bars in a row before it. */
static bool
still(const struct tq_sight *s)
{
	const struct tq_series *series = s->series;

	return series->flat > 0 && tq_dec_eq(s->bar->close, series->close) &&
	       tq_dec_eq(s->bar->volume, series->volume);
}

enum tq_verdict
tq_rule_stuck(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	const struct tq_bar *b = s->bar;
	int64_t n;

	if (ck->max_stuck <= 0)
		return TQ_PASSED;
	if (!s->priced)
		return tq_finding_say(f, TQ_UNCHECKED, "prices are not readable");
	n = tq_dec_eq(b->high, b->low) && still(s) ? s->series->flat + 1 : 1;
	/* A bar that is told again is the same bar. */
	if (n < ck->max_stuck || b->time == s->series->last)
		return TQ_PASSED;
	tq_finding_compare(f, "price", b->close, "in a row of bars with volume", "", b->volume);
	f->value = tq_dec(n, 0);
	f->limit = tq_dec(ck->max_stuck, 0);
	return TQ_FAILED;
}

void
tq_sight_keep_jump(struct tq_sight *s)
{
	struct tq_series *series = s->series;
	const struct tq_bar *b = s->bar;

	if (!s->priced) {
		series->flat = 0;
		return;
	}
	if (!tq_dec_eq(b->high, b->low)) {
		series->flat = 0;
	} else if (!still(s)) {
		series->flat = 1;
		series->volume = b->volume;
	} else if (b->time != series->last) {
		series->flat++;
	}
	series->close = b->close;
}

/*
 * Ratios that shares are split and joined in: n new for m old, n > m. Those
 * between 1 and 3:2 cannot be told from a bad night.
 */
static const struct {
	int n, m;
} ratios[] = {
	{3, 2}, {5, 3}, {2, 1}, {5, 2}, {3, 1}, {7, 2}, {4, 1}, {5, 1}, {6, 1}, {7, 1}, {8, 1},
	{10, 1}, {12, 1}, {15, 1}, {20, 1}, {25, 1}, {30, 1}, {40, 1}, {50, 1}, {100, 1},
	{1000, 1}
};

/* |high * m - low * n| <= tolerance * low * n, exactly */
static bool
is_ratio(struct tq_dec high, struct tq_dec low, int n, int m, struct tq_dec tolerance)
{
	struct tq_dec a = tq_dec_mul(high, tq_dec(m, 0));
	struct tq_dec b = tq_dec_mul(low, tq_dec(n, 0));

	return tq_dec_le(tq_dec_abs(tq_dec_sub(a, b)), tq_dec_mul(b, tolerance));
}

enum tq_verdict
tq_rule_split_like(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	struct tq_dec before, open, high, low;
	bool down;
	size_t i;

	if (tq_dec_sign(ck->split_tolerance) <= 0)
		return TQ_PASSED;
	if (!s->priced)
		return tq_finding_say(f, TQ_UNCHECKED, "prices are not readable");
	if (s->series->passed == 0)
		return TQ_PASSED;
	before = s->series->close;
	open = s->bar->open;
	if (tq_dec_sign(before) <= 0 || tq_dec_sign(open) <= 0)
		return tq_finding_say(f, TQ_UNCHECKED, "no positive close before, or no open");
	down = tq_dec_lt(open, before);
	high = down ? before : open;
	low = down ? open : before;
	for (i = 0; i < TQ_COUNT(ratios); i++) {
		char a[TQ_DEC_TEXT], b[TQ_DEC_TEXT];

		if (!is_ratio(high, low, ratios[i].n, ratios[i].m, ck->split_tolerance))
			continue;
		tq_finding_say(f, TQ_FAILED, "open %.*s after close %.*s: like a split %d:%d",
			       (int)tq_dec_format(open, a), a, (int)tq_dec_format(before, b), b,
			       down ? ratios[i].n : ratios[i].m, down ? ratios[i].m : ratios[i].n);
		f->value = tq_dec_div(before, open, 6, TQ_ROUND_HALF_EVEN);
		f->limit = tq_dec_div(tq_dec(down ? ratios[i].n : ratios[i].m, 0),
				      tq_dec(down ? ratios[i].m : ratios[i].n, 0), 6,
				      TQ_ROUND_HALF_EVEN);
		return TQ_FAILED;
	}
	return TQ_PASSED;
}

/* A drop from half to one and a half of the dividend: more cannot be told from one night. */
enum tq_verdict
tq_rule_dividend_like(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	struct tq_dec dividend, drop;
	struct tq_err ignored;

	(void)ck;
	if (!tq_rec_has(s->rec, TQ_F_dividend) ||
	    !tq_rec_dec(s->rec, TQ_F_dividend, &dividend, &ignored) || tq_dec_sign(dividend) <= 0)
		return TQ_PASSED;
	if (!s->priced)
		return tq_finding_say(f, TQ_UNCHECKED, "prices are not readable");
	if (s->series->passed == 0 || !tq_dec_ok(s->series->close))
		return tq_finding_say(f, TQ_UNCHECKED, "no close before");
	drop = tq_dec_sub(s->series->close, s->bar->open);
	if (!tq_dec_ge(tq_dec_mul(drop, tq_dec(2, 0)), dividend) ||
	    !tq_dec_le(tq_dec_mul(drop, tq_dec(2, 0)), tq_dec_mul(dividend, tq_dec(3, 0))))
		return TQ_PASSED;
	return tq_finding_compare(f, "open fell by", drop, "like the", "dividend", dividend);
}
