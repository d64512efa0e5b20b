/* SPDX-License-Identifier: ISC */
#include "account/ledger.h"

#include "base/rng.h"
#include "t.h"

static struct tq_dec
dec(const char *text)
{
	struct tq_dec x;

	if (!tq_dec_parse(tq_str(text), &x))
		x.scale = TQ_DEC_BAD;
	return x;
}

static void
is_dec(struct tq_dec got, const char *want, const char *what)
{
	char text[TQ_DEC_TEXT + 1];

	text[tq_dec_format(got, text)] = '\0';
	IS_STR(text, want, what);
}

static struct tq_dec
trade(struct tq_position *p, const char *qty, const char *price)
{
	struct tq_dec realized;

	tq_position_trade(p, dec(qty), dec(price), &realized);
	return realized;
}

static void
test_examples(void)
{
	struct tq_position p = {0};

	trade(&p, "10", "100");
	is_dec(trade(&p, "-5", "110"), "50", "F1.25 a reduction realizes 5 * (110 - 100)");
	is_dec(tq_position_average(&p), "100", "F1.25 a reduction keeps the average");
	is_dec(trade(&p, "-10", "110"), "50", "F1.25 a flip realizes what it closes");
	is_dec(p.qty, "-5", "F1.25 and opens the rest");
	is_dec(tq_position_average(&p), "110", "F1.25 at the price of the fill");
	is_dec(trade(&p, "5", "110"), "0", "a close at the average realizes nothing");
	is_dec(p.qty, "0", "flat");
	is_dec(p.cost, "0", "a flat position has no cost");
	is_dec(tq_position_average(&p), "0", "nor an average");
}

static void
test_share(void)
{
	is_dec(tq_share(dec("1000"), dec("5"), dec("10")), "500", "half of it");
	is_dec(tq_share(dec("1"), dec("1"), dec("3")), "0.333333333333333333", "18 digits");
	is_dec(tq_share(dec("-2"), dec("1"), dec("3")), "-0.666666666666666667", "half-even, signed");
	is_dec(tq_share(dec("0.000000000000000001"), dec("1"), dec("2")), "0", "a tie goes to even");
	is_dec(tq_share(dec("0.000000000000000003"), dec("1"), dec("2")), "0.000000000000000002",
	       "and up where up is even");
	is_dec(tq_share(dec("123456789012345.678901234567890123"), dec("12.345678901234567891"),
			dec("12.345678901234567891")),
	       "123456789012345.678901234567890123", "P6 all of it is all of it, 19-digit sizes");
	OK(!tq_dec_ok(tq_share(dec("1"), dec("1"), dec("0"))), "of nothing there is no share");
}

/* A price or quantity with up to eight decimals. */
static struct tq_dec
random_dec(struct tq_rng *rng, uint64_t below)
{
	return tq_dec((int64_t)tq_rng_below(rng, below) + 1, (int)tq_rng_below(rng, 9));
}

/*
 * The naive account: worth is the sum of all flows plus the quantity at the
 * mark. Nothing of averages or costs is in it.
 */
static void
test_random(void)
{
	struct tq_rng rng = {7};
	int wrong = 0, broken = 0, moved = 0;

	for (int run = 0; run < 300; run++) {
		struct tq_ledger l;
		struct tq_position p = {0};
		struct tq_dec flow = tq_dec(0, 0), qty = tq_dec(0, 0), worth = tq_dec(0, 0);

		tq_ledger_open(&l, tq_dec(1000000, 0));
		for (int i = 0; i < 60; i++) {
			struct tq_dec q = random_dec(&rng, 1000000), price = random_dec(&rng, 9999999);
			struct tq_dec fee = random_dec(&rng, 1000), realized, average, now;
			bool reduces;

			if (i % 7 == 6 && tq_dec_sign(p.qty) != 0)
				q = tq_dec_abs(p.qty);          /* to zero */
			if (tq_rng_below(&rng, 2))
				q = tq_dec_neg(q);
			reduces = tq_dec_sign(p.qty) * tq_dec_sign(q) < 0 &&
				  tq_dec_lt(tq_dec_abs(q), tq_dec_abs(p.qty));
			average = tq_position_average(&p);
			tq_ledger_fill(&l, &p, q, price, fee, &realized);
			now = tq_dec_mul(p.qty, price);
			tq_ledger_mark(&l, worth, now);
			worth = now;
			flow = tq_dec_sub(tq_dec_sub(flow, tq_dec_mul(q, price)), fee);
			qty = tq_dec_add(qty, q);
			wrong += !tq_dec_eq(p.qty, qty) ||
				 !tq_dec_eq(tq_dec_sub(tq_ledger_equity(&l), l.start),
					    tq_dec_add(flow, tq_dec_mul(qty, price)));
			broken += !tq_ledger_balanced(&l) || !tq_ledger_ok(&l);
			moved += reduces && tq_dec_gt(tq_dec_abs(tq_dec_sub(tq_position_average(&p),
									    average)),
						      tq_dec(2, 12));
		}
	}
	IS_INT(wrong, 0, "F1.25 realized + unrealized - fees is the sum of all flows, 18000 fills");
	IS_INT(broken, 0, "L5 the books balance after each");
	IS_INT(moved, 0, "F1.25 no reduction moves the average");
}

int
main(void)
{
	test_examples();
	test_share();
	test_random();
	return t_done();
}
