/* SPDX-License-Identifier: ISC */
#include "account/internal.h"

enum { PRICE_SCALE = 12 };   /* of fills when no tick size is given */

/*
 * A price that is paid by who takes: half the spread and the slippage against
 * the trader, then rounded to the tick against the trader.
 */
struct tq_dec
tq_taker_price(const struct tq_params *params, struct tq_dec price, struct tq_dec slippage,
	       int side)
{
	struct tq_dec rate = tq_dec_add(slippage, tq_dec_mul(params->spread, tq_dec(5, 1)));
	enum tq_round against = side > 0 ? TQ_ROUND_CEILING : TQ_ROUND_FLOOR;

	rate = side > 0 ? rate : tq_dec_neg(rate);
	if (tq_dec_sign(rate) != 0)
		price = tq_dec_mul(price, tq_dec_add(tq_dec(1, 0), rate));
	if (tq_dec_sign(params->tick_size) > 0)
		return tq_dec_to_step(price, params->tick_size, against);
	return tq_dec_strip(tq_dec_round(price, PRICE_SCALE, against));
}

/* A limit that is no multiple of the tick becomes the next better one. */
struct tq_dec
tq_limit_price(const struct tq_params *params, const struct tq_order *order)
{
	if (tq_dec_sign(params->tick_size) <= 0)
		return order->limit;
	return tq_dec_to_step(order->limit, params->tick_size,
			      order->side > 0 ? TQ_ROUND_FLOOR : TQ_ROUND_CEILING);
}

/* Rounded up to the digits of the currency; a rebate is rounded towards zero. */
struct tq_dec
tq_fee(const struct tq_params *params, struct tq_dec qty, struct tq_dec price, bool maker)
{
	struct tq_dec rate = maker ? params->maker : params->commission;
	struct tq_dec fee = tq_dec_mul(tq_dec_mul(qty, price), rate);

	return tq_dec_round(tq_dec_add(fee, params->commission_fixed), (int)params->fee_decimals,
			    TQ_ROUND_CEILING);
}

/* What a bar offers: its volume times the cap; without a volume, if it fills at all, anything. */
void
tq_volume_open(const struct tq_params *params, struct tq_instrument *in)
{
	in->unlimited = tq_dec_sign(in->volume) <= 0;
	in->volume_left = tq_dec_mul(in->volume, params->volume_cap);
}
