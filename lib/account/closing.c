/* SPDX-License-Identifier: ISC */
#include "account/internal.h"

#include <stdio.h>

/* No order of the stream closes here: the end of the input or of the money does. */
static void
make_id(char id[TQ_ID_SIZE], const struct tq_instrument *in, const char *reason)
{
	char bar[24];

	snprintf(bar, sizeof(bar), "%lld", (long long)in->bars);
	tq_id(id, "order", reason, in->venue.n ? in->venue.p : "", in->symbol.p, bar, (char *)NULL);
}

/* All of a position, at a price that a taker pays. */
void
tq_close_pessimistic(struct tq_engine *e, struct tq_instrument *in, const char *reason,
		     struct tq_dec price, tq_time time)
{
	struct tq_dec qty = tq_dec_abs(in->position.qty);
	int side = -tq_dec_sign(in->position.qty);
	char id[TQ_ID_SIZE];

	if (side == 0)
		return;
	price = tq_taker_price(&e->params, price, e->params.slippage, side);
	make_id(id, in, reason);
	if (!tq_engine_fill(e, in, &(struct tq_execution){
		    .order = id, .tag = "", .reason = reason, .side = side, .qty = qty,
		    .price = price, .fee = tq_fee(&e->params, qty, price, false),
		    .time = time, .bar = in->bars, .within = true,
		    .outside = !tq_dec_le(price, in->high) || !tq_dec_ge(price, in->low)}))
		e->overflow = true;
	tq_book_remove_orphans(e, in, NULL);
}

void
tq_close_backtesting(struct tq_engine *e, struct tq_instrument *in, const char *reason,
		     struct tq_dec price, tq_time time, int64_t bar)
{
	char id[TQ_ID_SIZE];
	struct tq_execution x = {
		.order = id, .tag = "", .reason = reason,
		.side = -tq_dec_sign(in->position.qty), .qty = tq_dec_abs(in->position.qty),
		.price = price, .time = time, .bar = bar,
	};

	if (x.side == 0)
		return;
	make_id(id, in, reason);
	tq_close_lots(e, in, &x);
	tq_book_remove_orphans(e, in, NULL);
}

/* The worse end of its last bar for what is held. */
static struct tq_dec
adverse_extreme(const struct tq_instrument *in)
{
	return tq_dec_sign(in->position.qty) > 0 ? in->low : in->high;
}

bool
tq_engine_ruined(const struct tq_engine *e, const struct tq_instrument *in)
{
	struct tq_dec there = tq_dec_mul(in->position.qty, adverse_extreme(in));
	struct tq_dec others = tq_dec_sub(tq_ledger_equity(&e->ledger), in->worth);

	return tq_dec_sign(tq_dec_add(others, there)) <= 0;
}

/* Negative equity is nobody's to pay there: the account stands at zero. */
static void
write_off(struct tq_engine *e)
{
	struct tq_dec cash = e->ledger.cash;

	if (tq_dec_sign(cash) == 0)
		return;
	tq_engine_event(e, TQ_EVENT_FEE, e->time, NULL)->u.fee = cash;
	e->ledger.fees = tq_dec_add(e->ledger.fees, cash);
	e->ledger.cash = tq_dec(0, 0);
}

/* Others than the one whose bar it was are closed at their marks, and not before it. */
static void
liquidate_one(struct tq_engine *e, struct tq_instrument *in, const struct tq_instrument *worked)
{
	tq_time time = worked && worked->time > in->close_time ? worked->time : in->close_time;

	if (e->params.fill_model == TQ_FILL_BACKTESTING)
		tq_close_backtesting(e, in, "liquidation", in->close, in->close_time, in->bars);
	else if (in == worked)
		tq_close_pessimistic(e, in, "liquidation", adverse_extreme(in), in->time);
	else
		tq_close_pessimistic(e, in, "liquidation", in->close, time);
}

void
tq_engine_liquidate(struct tq_engine *e, const struct tq_instrument *worked)
{
	for (size_t i = 0; i < e->n_items; i++) {
		struct tq_instrument *in = &e->items[i];

		liquidate_one(e, in, worked);
		for (struct tq_pending *p = in->first; p; p = p->next) {
			if (!p->gone)
				tq_engine_refuse(e, in, p, e->time, "halted",
						 "the account was liquidated");
		}
	}
	e->halted = true;
	if (e->params.fill_model == TQ_FILL_BACKTESTING)
		write_off(e);
}
