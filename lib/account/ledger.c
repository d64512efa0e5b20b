/* SPDX-License-Identifier: ISC */
#include "account/ledger.h"

void
tq_ledger_open(struct tq_ledger *ledger, struct tq_dec cash)
{
	*ledger = (struct tq_ledger){.start = cash, .cash = cash};
}

void
tq_ledger_fill(struct tq_ledger *l, struct tq_position *position, struct tq_dec qty,
	       struct tq_dec price, struct tq_dec fee, struct tq_dec *realized)
{
	l->cost = tq_dec_sub(l->cost, position->cost);
	tq_position_trade(position, qty, price, realized);
	l->cost = tq_dec_add(l->cost, position->cost);
	l->realized = tq_dec_add(l->realized, *realized);
	l->fees = tq_dec_add(l->fees, fee);
	l->cash = tq_dec_sub(tq_dec_sub(l->cash, tq_dec_mul(qty, price)), fee);
}

void
tq_ledger_mark(struct tq_ledger *l, struct tq_dec old, struct tq_dec now)
{
	l->net = tq_dec_add(l->net, tq_dec_sub(now, old));
	l->gross = tq_dec_add(l->gross, tq_dec_sub(tq_dec_abs(now), tq_dec_abs(old)));
}

bool
tq_ledger_ok(const struct tq_ledger *l)
{
	return tq_dec_ok(l->cash) && tq_dec_ok(l->cost) && tq_dec_ok(l->realized) &&
	       tq_dec_ok(l->fees) && tq_dec_ok(l->funding) && tq_dec_ok(l->net) &&
	       tq_dec_ok(l->gross);
}

bool
tq_ledger_balanced(const struct tq_ledger *l)
{
	struct tq_dec left = tq_dec_add(l->cash, l->cost);
	struct tq_dec right = tq_dec_add(tq_dec_add(l->start, l->realized),
					 tq_dec_sub(l->funding, l->fees));

	return tq_dec_eq(left, right);
}
