/* SPDX-License-Identifier: ISC */
/* Prices in the hundredth of their unit. */
#include "market/mend.h"

/* 1 when a is about a hundred times b, -1 when b is of a, else 0; exactly. */
static int
hundreds(struct tq_dec a, struct tq_dec b)
{
	const struct tq_dec low = tq_dec(80, 0), high = tq_dec(125, 0);

	if (tq_dec_ge(a, tq_dec_mul(b, low)) && tq_dec_le(a, tq_dec_mul(b, high)))
		return 1;
	if (tq_dec_ge(b, tq_dec_mul(a, low)) && tq_dec_le(b, tq_dec_mul(a, high)))
		return -1;
	return 0;
}

/* x * 100^n: the digits stay, the point moves. */
static struct tq_dec
moved(struct tq_dec x, int64_t n)
{
	for (; n > 0; n--)
		x = tq_dec_mul(x, tq_dec(100, 0));
	for (; n < 0; n++)
		x = tq_dec_mul(x, tq_dec(1, 2));
	return tq_dec_strip(x);
}

static void
move_field(struct tq_held *h, int field, int64_t n)
{
	if (tq_dec_ok(h->now[field]))
		tq_mend_set(h, (enum tq_mend_field)field, moved(h->now[field], n),
			    TQ_REPAIR_100X);
}

/* The whole bar, and its adjusted close where that is in the same unit. */
static void
move_bar(struct tq_held *h, int64_t good)
{
	int64_t n = good - h->level;
	int field;

	if (tq_dec_ok(h->now[TQ_MEND_ADJ]) &&
	    hundreds(h->now[TQ_MEND_ADJ], h->now[TQ_MEND_CLOSE]) == 0)
		move_field(h, TQ_MEND_ADJ, n);
	for (field = TQ_MEND_OPEN; field <= TQ_MEND_CLOSE; field++)
		move_field(h, field, n);
	h->level = good;
}

/*
 * Fields of one bar on two levels: those that are not on the level of the
 * close before are wrong, since a price does not move a hundredfold and back.
 */
static void
move_fields(struct tq_held *h, const int step[4])
{
	int field;

	for (field = TQ_MEND_OPEN; field <= TQ_MEND_CLOSE; field++)
		if (step[field] != 0)
			move_field(h, field, -step[field]);
}

static void
move_before(struct tq_repair *r, const struct tq_held *h, int64_t good, bool all)
{
	while (h->before >= 0) {
		struct tq_held *b = tq_mend_held(r, h->before);

		if (b->level == good && !all)
			return;
		if (b->level != good)
			move_bar(b, good);
		h = b;
	}
}

/* Which level is right, now that a bar has come to one. */
static void
judge(struct tq_repair *r, struct tq_mend_series *s, struct tq_held *h)
{
	bool trades = tq_dec_sign(h->now[TQ_MEND_VOLUME]) > 0;

	if (trades && !s->firm) {
		/* The first bar that traded: those before it are repeats and settings. */
		s->firm = true;
		s->good = h->level;
		move_before(r, h, s->good, true);
	} else if (h->level == s->good) {
		move_before(r, h, s->good, false);
	} else if (!trades && s->firm) {
		move_bar(h, s->good);
	}
}

void
tq_mend_unit(struct tq_repair *r, struct tq_mend_series *s, struct tq_held *h)
{
	const struct tq_dec *before = tq_mend_before(r, h);
	int step[4], field, same = 0;

	if (before == NULL) {
		judge(r, s, h);
		return;
	}
	for (field = TQ_MEND_OPEN; field <= TQ_MEND_CLOSE; field++) {
		step[field] = hundreds(h->now[field], before[TQ_MEND_CLOSE]);
		same += step[field] == step[TQ_MEND_OPEN];
	}
	h->level = tq_mend_level_before(r, h);
	if (same == 4)
		h->level += step[TQ_MEND_OPEN];
	else
		move_fields(h, step);
	judge(r, s, h);
	/* An adjusted close alone in another unit. */
	if (tq_dec_ok(h->now[TQ_MEND_ADJ]) && tq_dec_ok(before[TQ_MEND_ADJ]) &&
	    hundreds(before[TQ_MEND_ADJ], before[TQ_MEND_CLOSE]) == 0)
		move_field(h, TQ_MEND_ADJ, -hundreds(h->now[TQ_MEND_ADJ], h->now[TQ_MEND_CLOSE]));
}

/* A level that did not give way within the window is the price now. */
void
tq_mend_unit_gone(struct tq_mend_series *s, const struct tq_held *h)
{
	s->good = h->level;
}
