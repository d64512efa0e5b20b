/* SPDX-License-Identifier: ISC */
/* Records into the tally. Everything is read before anything is taken in. */
#include "report/tally.h"

#include "record/rec.h"

static bool
take_equity(struct tq_tally *t, const struct tq_rec *rec, struct tq_err *err)
{
	tq_time time;
	struct tq_dec equity;

	return tq_rec_time(rec, TQ_F_time, &time, err) &&
	       tq_rec_dec(rec, TQ_F_equity, &equity, err) &&
	       tq_tally_equity(t, time, equity, err);
}

/* A series is named by what it has of venue, symbol and interval. */
static struct tq_str
series_name(const struct tq_rec *rec, struct tq_buf *name)
{
	static const int parts[] = {TQ_F_venue, TQ_F_symbol, TQ_F_interval};

	tq_buf_clear(name);
	for (size_t i = 0; i < TQ_COUNT(parts); i++) {
		if (tq_rec_has(rec, parts[i]))
			tq_buf_put(name, rec->value[parts[i]].text, rec->value[parts[i]].n);
		tq_buf_put(name, " ", 1);
	}
	return tq_buf_str(name);
}

/* What a bar that is still open has for a close will change. */
static bool
take_bar(struct tq_tally *t, const struct tq_rec *rec, struct tq_err *err)
{
	double close;
	bool closed = true;

	if (!tq_rec_f64(rec, TQ_F_close, &close, err) ||
	    (tq_rec_has(rec, TQ_F_closed) && !tq_rec_bool(rec, TQ_F_closed, &closed, err)))
		return false;
	if (closed)
		tq_tally_bar(t, series_name(rec, &t->key), close);
	return true;
}

static bool
take_fill(struct tq_tally *t, const struct tq_rec *rec, struct tq_err *err)
{
	tq_time time;
	struct tq_dec qty, price, fee = tq_dec(0, 0);

	if (!tq_rec_time(rec, TQ_F_time, &time, err) ||
	    !tq_rec_dec(rec, TQ_F_qty, &qty, err) ||
	    !tq_rec_dec(rec, TQ_F_price, &price, err) ||
	    (tq_rec_has(rec, TQ_F_fee) && !tq_rec_dec(rec, TQ_F_fee, &fee, err)))
		return false;
	tq_tally_fill(t, time, fee, tq_dec_abs(tq_dec_mul(qty, price)));
	return true;
}

static bool
take_trip(struct tq_tally *t, const struct tq_rec *rec, struct tq_err *err)
{
	struct tq_trip trip = {.fees = tq_dec(0, 0)};

	if (!tq_rec_time(rec, TQ_F_entry_time, &trip.entry_time, err) ||
	    !tq_rec_time(rec, TQ_F_exit_time, &trip.exit_time, err) ||
	    !tq_rec_dec(rec, TQ_F_pnl, &trip.pnl, err) ||
	    !tq_rec_f64(rec, TQ_F_return, &trip.ret, err) ||
	    (tq_rec_has(rec, TQ_F_fees) && !tq_rec_dec(rec, TQ_F_fees, &trip.fees, err)))
		return false;
	if (trip.exit_time < trip.entry_time)
		return tq_fail(err, TQ_DATA, "exit_time is before entry_time");
	tq_tally_trip(t, &trip);
	return true;
}

static bool
take_account(struct tq_tally *t, const struct tq_rec *rec, struct tq_err *err)
{
	struct tq_dec cash;
	struct tq_str currency = {"", 0};

	if (!tq_rec_dec(rec, TQ_F_cash, &cash, err) ||
	    (tq_rec_has(rec, TQ_F_currency) &&
	     !tq_rec_str(rec, TQ_F_currency, &currency, err)))
		return false;
	tq_tally_account(t, cash, currency);
	return true;
}

/* By the rule that refused it; where none is named, by the code. */
static bool
take_reject(struct tq_tally *t, const struct tq_rec *rec, struct tq_err *err)
{
	int field = tq_rec_has(rec, TQ_F_rule) ? TQ_F_rule : TQ_F_code;
	struct tq_str rule = tq_str("other");

	if (tq_rec_has(rec, field) && !tq_rec_str(rec, field, &rule, err))
		return false;
	tq_tally_rule(t, rule, 1);
	return true;
}

bool
tq_tally_record(struct tq_tally *t, const struct tq_rec *rec, struct tq_err *err)
{
	if (rec->type == TQ_TYPE_EQUITY)
		return take_equity(t, rec, err);
	if (rec->type == TQ_TYPE_BAR)
		return take_bar(t, rec, err);
	if (rec->type == TQ_TYPE_FILL)
		return take_fill(t, rec, err);
	if (rec->type == TQ_TYPE_ROUNDTRIP)
		return take_trip(t, rec, err);
	if (rec->type == TQ_TYPE_REJECT)
		return take_reject(t, rec, err);
	if (rec->type == TQ_TYPE_ACCOUNT)
		return take_account(t, rec, err);
	return true;
}
