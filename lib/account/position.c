/* SPDX-License-Identifier: ISC */
#include "account/position.h"

#include "num/big.h"

enum { SHARE_SCALE = 18, AVERAGE_SCALE = 12 };

static const struct tq_dec bad = {0, TQ_DEC_BAD};

/* n * 10^up * part / whole, half-even. */
static bool
share_of(tq_u128 n, int up, tq_u128 part, tq_u128 whole, tq_u128 *out)
{
	struct tq_big x, y, q;
	int half;

	tq_big_set(&x, n);
	tq_big_mul(&x, part);
	tq_big_set(&y, whole);
	tq_big_mul_pow10(up < 0 ? &y : &x, up < 0 ? -up : up);
	tq_big_div(&x, &y, &q);
	tq_big_shl(&x, 1);
	half = tq_big_cmp(&x, &y);
	if (half > 0 || (half == 0 && q.n > 0 && (q.w[0] & 1)))
		tq_big_mul_add(&q, 1, 1);
	return tq_big_get(&q, out) && *out < tq_pow10[TQ_DEC_MAX_SCALE];
}

struct tq_dec
tq_share(struct tq_dec amount, struct tq_dec part, struct tq_dec whole)
{
	int scale = amount.scale > SHARE_SCALE ? amount.scale : SHARE_SCALE;
	int up = scale - amount.scale + whole.scale - part.scale;
	tq_u128 out;

	if (!tq_dec_ok(amount) || part.m < 0 || part.scale < 0 || whole.m <= 0 || whole.scale < 0)
		return bad;
	if (!share_of((tq_u128)tq_dec_abs(amount).m, up, (tq_u128)part.m, (tq_u128)whole.m, &out))
		return bad;
	return tq_dec_strip((struct tq_dec){amount.m < 0 ? -(tq_i128)out : (tq_i128)out, scale});
}

/* All or part of the position is closed by qty, which is of the other sign. */
static void
reduce(struct tq_position *p, struct tq_dec qty, struct tq_dec price, struct tq_dec *realized)
{
	struct tq_dec left = tq_dec_add(p->qty, qty);
	struct tq_dec cost = tq_dec_sign(left) == 0
				     ? tq_dec_add(tq_dec(0, 0), tq_dec_mul(left, price))
				     : tq_share(p->cost, tq_dec_abs(left), tq_dec_abs(p->qty));

	*realized = tq_dec_sub(tq_dec_neg(tq_dec_mul(qty, price)), tq_dec_sub(p->cost, cost));
	p->qty = tq_dec_strip(left);
	p->cost = tq_dec_strip(cost);
}

void
tq_position_trade(struct tq_position *p, struct tq_dec qty, struct tq_dec price,
		  struct tq_dec *realized)
{
	struct tq_dec rest;

	*realized = tq_dec(0, 0);
	if (tq_dec_sign(p->qty) * tq_dec_sign(qty) >= 0) {
		p->qty = tq_dec_add(p->qty, qty);
		p->cost = tq_dec_add(p->cost, tq_dec_mul(qty, price));
		return;
	}
	if (tq_dec_le(tq_dec_abs(qty), tq_dec_abs(p->qty))) {
		reduce(p, qty, price, realized);
		return;
	}
	rest = tq_dec_add(qty, p->qty);
	reduce(p, tq_dec_neg(p->qty), price, realized);
	p->qty = rest;
	p->cost = tq_dec_mul(rest, price);
}

struct tq_dec
tq_position_average(const struct tq_position *p)
{
	if (tq_dec_sign(p->qty) == 0)
		return tq_dec(0, 0);
	return tq_dec_div(p->cost, p->qty, AVERAGE_SCALE, TQ_ROUND_HALF_EVEN);
}
