/* SPDX-License-Identifier: ISC */
#include "risk/sizing.h"

enum { QTY_SCALE = 8 };      /* without a lot size, rounded down */

const struct tq_opt tq_sizing_rows[TQ_SIZING_ROWS] = {
	{.name = "size", .arg = "RATE", .fallback = "95%",
	 .help = "of the equity in each entry, without --qty, --notional, --risk",
	 .parse = tq_opt_maybe_ratio, .at = offsetof(struct tq_sizing, size)},
	{.name = "qty", .arg = "N", .help = "units in each entry",
	 .parse = tq_opt_maybe_amount, .at = offsetof(struct tq_sizing, qty)},
	{.name = "notional", .arg = "AMOUNT", .help = "currency in each entry",
	 .parse = tq_opt_maybe_amount, .at = offsetof(struct tq_sizing, notional)},
	{.name = "risk", .arg = "RATE", .help = "of the equity that a stop-loss may cost",
	 .parse = tq_opt_maybe_share, .at = offsetof(struct tq_sizing, risk)},
	{.name = "min-qty", .arg = "N", .help = "an entry of less is refused, never raised",
	 .parse = tq_opt_maybe_amount, .at = offsetof(struct tq_sizing, min_qty)},
};

bool
tq_sizing_check(struct tq_sizing *s, const struct tq_params *params, struct tq_err *err)
{
	int given = s->size.given + s->qty.given + s->notional.given + s->risk.given;

	if (given > 1)
		return tq_fail(err, TQ_USAGE, "more than one of --size, --qty, --notional, --risk");
	if (given == 0)
		s->size = (struct tq_maybe){true, true, tq_dec(95, 2)};
	if (params->fill_model == TQ_FILL_BACKTESTING && s->size.given &&
	    !tq_dec_le(s->size.value, tq_dec(1, 0)))
		return tq_fail(err, TQ_USAGE,
			       "--size over 100%% with --fill-model backtesting-py: it takes "
			       "a share of equity times leverage");
	return true;
}

/* Down to the lot, so a budget is never passed. */
static struct tq_dec
floor_to_lot(struct tq_dec money, struct tq_dec price, struct tq_dec lot)
{
	bool free = tq_dec_sign(lot) <= 0;
	struct tq_dec qty = tq_dec_div(money, price, free ? QTY_SCALE : lot.scale, TQ_ROUND_DOWN);

	return tq_dec_strip(free ? qty : tq_dec_to_step(qty, lot, TQ_ROUND_DOWN));
}

static struct tq_dec
lot_of(const struct tq_params *params)
{
	bool whole = params->fill_model == TQ_FILL_BACKTESTING &&
		     tq_dec_sign(params->lot_size) <= 0;

	return whole ? tq_dec(1, 0) : params->lot_size;
}

struct tq_dec
tq_sizing_units(const struct tq_params *params, struct tq_dec money, struct tq_dec price)
{
	return floor_to_lot(money, price, lot_of(params));
}

/* What may be lost, over what one unit loses between entry and stop. */
static bool
risk_qty(const struct tq_sizing *s, const struct tq_sizing_wish *wish, struct tq_dec lot,
	 struct tq_dec *qty, struct tq_breach *breach)
{
	struct tq_dec loss = tq_dec_abs(tq_dec_sub(wish->price, wish->stop));

	if (tq_dec_sign(wish->stop) <= 0 || tq_dec_sign(loss) == 0)
		return tq_breach(breach, "no_stop",
				 "--risk needs a stop-loss: the signal has none that differs");
	*qty = floor_to_lot(tq_dec_mul(wish->equity, s->risk.value), loss, lot);
	return true;
}

static bool
accept(const struct tq_sizing *s, struct tq_dec qty, struct tq_dec lot, struct tq_breach *breach)
{
	if (!tq_dec_ok(qty))
		return tq_breach(breach, "size", "the quantity does not fit or is no number");
	if (tq_dec_sign(qty) <= 0)
		return tq_breach_of(breach, "lot", "qty", qty, "<", lot);
	if (s->min_qty.given && !tq_dec_ge(qty, s->min_qty.value))
		return tq_breach_of(breach, "min-qty", "qty", qty, "<", s->min_qty.value);
	return true;
}

bool
tq_sizing_qty(const struct tq_sizing *s, const struct tq_params *params,
	      const struct tq_sizing_wish *wish, struct tq_dec *qty, struct tq_dec *fraction,
	      struct tq_breach *breach)
{
	struct tq_dec lot = lot_of(params);
	struct tq_dec share = tq_dec_sign(wish->size) > 0 ? wish->size : s->size.value;
	bool relative = tq_dec_sign(wish->size) > 0 || s->size.given;

	*fraction = tq_dec(0, 0);
	if (tq_dec_sign(wish->qty) > 0) {
		*qty = floor_to_lot(wish->qty, tq_dec(1, 0), lot);
	} else if (relative) {
		struct tq_dec money = tq_dec_mul(wish->equity, share);

		if (params->fill_model == TQ_FILL_BACKTESTING) {
			if (!tq_dec_le(share, tq_dec(1, 0)))
				return tq_breach_of(breach, "size", "size", share, ">",
						    tq_dec(1, 0));
			money = tq_dec_mul(money, params->leverage);
			*fraction = share;
		}
		*qty = floor_to_lot(money, wish->price, lot);
	} else if (s->risk.given) {
		if (!risk_qty(s, wish, lot, qty, breach))
			return false;
	} else if (s->notional.given) {
		*qty = floor_to_lot(s->notional.value, wish->price, lot);
	} else {
		*qty = floor_to_lot(s->qty.value, tq_dec(1, 0), lot);
	}
	return accept(s, *qty, lot, breach);
}
