/* SPDX-License-Identifier: ISC */
#include "account/internal.h"

void
tq_funding_want(struct tq_run *run)
{
	static const int fields[] = {TQ_F_time, TQ_F_symbol, TQ_F_venue, TQ_F_rate,
				     TQ_F_mark_price};

	for (size_t i = 0; i < TQ_COUNT(fields); i++)
		tq_want(run, fields[i]);
}

bool
tq_funding_read(const struct tq_rec *rec, struct tq_funding *funding, struct tq_err *err)
{
	memset(funding, 0, sizeof(*funding));
	if (!tq_rec_time(rec, TQ_F_time, &funding->time, err) ||
	    !tq_rec_str(rec, TQ_F_symbol, &funding->symbol, err) ||
	    (tq_rec_has(rec, TQ_F_venue) && !tq_rec_str(rec, TQ_F_venue, &funding->venue, err)) ||
	    !tq_rec_dec(rec, TQ_F_rate, &funding->rate, err))
		return false;
	if (!tq_rec_has(rec, TQ_F_mark_price))
		return true;
	if (!tq_rec_dec(rec, TQ_F_mark_price, &funding->mark, err))
		return false;
	if (!tq_dec_gt(funding->mark, tq_dec(0, 0)))
		return tq_fail(err, TQ_DATA, "'mark_price' is not above zero");
	return true;
}

bool
tq_engine_funding(struct tq_engine *e, const struct tq_funding *f, struct tq_err *err)
{
	size_t i = tq_book_find(e, f->venue, f->symbol);
	struct tq_instrument *in;
	struct tq_dec price, amount, cash;
	struct tq_payment *payment;

	tq_engine_begin(e);
	if (i == SIZE_MAX || e->items[i].bars == 0 || f->time <= e->items[i].funded)
		return true;
	in = &e->items[i];
	price = tq_dec_sign(f->mark) > 0 ? f->mark : in->mark;
	amount = tq_dec_neg(tq_dec_mul(tq_dec_mul(in->position.qty, price), f->rate));
	amount = tq_dec_round(amount, (int)e->params.fee_decimals, TQ_ROUND_FLOOR);
	cash = tq_dec_add(e->ledger.cash, amount);
	if (!tq_dec_ok(cash) || !tq_dec_ok(tq_dec_add(e->ledger.funding, amount)))
		return tq_fail(err, TQ_DATA, "the funding payment does not fit");
	in->funded = f->time;
	if (tq_dec_sign(in->position.qty) == 0)
		return true;
	e->ledger.cash = cash;
	e->ledger.funding = tq_dec_add(e->ledger.funding, amount);
	payment = &tq_engine_event(e, TQ_EVENT_FUNDING, f->time, in)->u.payment;
	*payment = (struct tq_payment){in->position.qty, price, f->rate, amount};
	return true;
}
