/* SPDX-License-Identifier: ISC */
#include "risk/sizing.h"

#include "base/rng.h"
#include "t.h"

static struct tq_maybe
of(struct tq_dec x)
{
	return (struct tq_maybe){true, true, x};
}

static struct tq_dec
random_dec(struct tq_rng *rng, uint64_t below, int scales)
{
	return tq_dec((int64_t)tq_rng_below(rng, below) + 1,
		      (int)tq_rng_below(rng, (uint64_t)scales));
}

struct tally {
	int sized, refused, over, off, low;
};

/* One wish, sized, and what must hold of it. */
static void
size(struct tally *tally, const struct tq_sizing *s, const struct tq_params *params,
     const struct tq_sizing_wish *wish, struct tq_dec budget, struct tq_dec unit)
{
	struct tq_dec qty, fraction;
	struct tq_breach breach;

	if (!tq_sizing_qty(s, params, wish, &qty, &fraction, &breach)) {
		tally->refused++;
		return;
	}
	tally->sized++;
	tally->over += !tq_dec_le(tq_dec_mul(qty, unit), budget);
	tally->low += s->min_qty.given && !tq_dec_ge(qty, s->min_qty.value);
	if (tq_dec_sign(params->lot_size) > 0)
		tally->off += !tq_dec_eq(qty, tq_dec_to_step(qty, params->lot_size, TQ_ROUND_DOWN));
}

int
main(void)
{
	static const struct tq_account_options none;
	struct tally risk = {0}, share = {0};
	struct tq_rng rng = {11};
	struct tq_params params;
	struct tq_err err;

	if (!tq_params_from_options(&none, &params, &err))
		return 1;
	for (int i = 0; i < 20000; i++) {
		struct tq_dec rate = tq_dec((int64_t)tq_rng_below(&rng, 1000) + 1, 4);
		struct tq_sizing_wish wish = {
			.equity = random_dec(&rng, 100000000, 9),
			.price = random_dec(&rng, 100000000, 9),
			.stop = random_dec(&rng, 100000000, 9),
		};
		struct tq_sizing by_risk = {.risk = of(rate)}, by_share = {.size = of(rate)};
		struct tq_dec budget = tq_dec_mul(wish.equity, rate);

		params.lot_size = i % 3 ? random_dec(&rng, 1000, 7) : tq_dec(0, 0);
		if (i % 2)
			by_risk.min_qty = by_share.min_qty = of(random_dec(&rng, 1000, 5));
		size(&risk, &by_risk, &params, &wish, budget,
		     tq_dec_abs(tq_dec_sub(wish.price, wish.stop)));
		size(&share, &by_share, &params, &wish, budget, wish.price);
	}
	OK(risk.sized > 5000 && risk.refused > 1000, "%d sized by risk, %d refused", risk.sized,
	   risk.refused);
	IS_INT(risk.over, 0, "F0.13 quantity times distance to the stop is within the budget");
	IS_INT(risk.low, 0, "F0.13 no quantity is below the minimum, none is raised to it");
	IS_INT(risk.off, 0, "F0.14 each quantity is a multiple of the lot");
	IS_INT(share.over, 0, "F3.11 quantity times price is within the share of the equity");
	IS_INT(share.low + share.off, 0, "F0.13 F0.14 the same by share");
	return t_done();
}
