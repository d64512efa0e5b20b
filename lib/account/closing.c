/* SPDX-License-Identifier: ISC */
#include "account/internal.h"

#include <stdio.h>

/* No order of the stream closes here: the end of the input or of the money does. */
static void
make_id(char id[TQ_ID_SIZE], const struct tq_instrument *in, const char *reason)
{
	char bar[24];

	snprintf(bar, sizeof(bar), "%lld", (long long)in->bars);
	tq_id(id, "order", reason, in->venue.n ? in->venue.p : "", in->symbol.p, bar, NULL);
}

/* All of a position at the last close. */
void
tq_close_pessimistic(struct tq_engine *e, struct tq_instrument *in, const char *reason)
{
	struct tq_dec qty = tq_dec_abs(in->position.qty);
	int side = -tq_dec_sign(in->position.qty);
	struct tq_dec price = tq_taker_price(&e->params, in->close, e->params.slippage, side);
	char id[TQ_ID_SIZE];

	if (side == 0)
		return;
	make_id(id, in, reason);
	if (!tq_engine_fill(e, in, &(struct tq_execution){
		    .order = id, .tag = "", .reason = reason, .side = side, .qty = qty,
		    .price = price, .fee = tq_fee(&e->params, qty, price, false),
		    .time = in->close_time, .bar = in->bars, .within = true}))
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
