/* SPDX-License-Identifier: ISC */
#include "risk/signal.h"

void
tq_signal_want(struct tq_run *run)
{
	static const int fields[] = {
		TQ_F_time, TQ_F_id, TQ_F_symbol, TQ_F_venue, TQ_F_side, TQ_F_strategy, TQ_F_price,
		TQ_F_limit, TQ_F_stop_entry, TQ_F_stop, TQ_F_take, TQ_F_size, TQ_F_tag,
		TQ_F_trail, TQ_F_ratchet, TQ_F_max_hold, TQ_F_tif, TQ_F_expiry, TQ_F_qty,
		TQ_F_target, TQ_F_weight, TQ_F_add, TQ_F_only_when_flat, TQ_F_only_when_open,
	};

	for (size_t i = 0; i < TQ_COUNT(fields); i++)
		tq_want(run, fields[i]);
}

static bool
read_side(const struct tq_rec *rec, int *side, struct tq_err *err)
{
	static const char *const names[] = {"short", "flat", "long"};
	struct tq_str text;

	if (!tq_rec_str(rec, TQ_F_side, &text, err))
		return false;
	for (*side = -1; *side <= 1; ++*side) {
		if (tq_str_is(text, names[*side + 1]))
			return true;
	}
	return tq_fail(err, TQ_DATA, "unknown 'side': %.*s", TQ_STR_ARG(text));
}

/*
 * At most one of the four; a target and a weight may be 0 and below. One of
 * these that is null is no number, and no reason to take the policy's size.
 */
static bool
read_amount(const struct tq_rec *rec, struct tq_signal *s, struct tq_err *err)
{
	static const int fields[] = {
		[TQ_AMOUNT_SIZE] = TQ_F_size, [TQ_AMOUNT_QTY] = TQ_F_qty,
		[TQ_AMOUNT_TARGET] = TQ_F_target, [TQ_AMOUNT_WEIGHT] = TQ_F_weight,
	};

	for (enum tq_amount kind = TQ_AMOUNT_SIZE; kind <= TQ_AMOUNT_WEIGHT; kind++) {
		if (!tq_rec_value(rec, fields[kind]) ||
		    (kind < TQ_AMOUNT_TARGET && !tq_rec_has(rec, fields[kind])))
			continue;
		if (s->kind != TQ_AMOUNT_NONE)
			return tq_fail(err, TQ_DATA,
				       "more than one of size, qty, target, weight: %.*s and %.*s",
				       TQ_STR_ARG(tq_field_name(fields[s->kind])),
				       TQ_STR_ARG(tq_field_name(fields[kind])));
		s->kind = kind;
		if (kind < TQ_AMOUNT_TARGET
			    ? !tq_rec_above_zero(rec, fields[kind], &s->amount, err)
			    : !tq_rec_dec(rec, fields[kind], &s->amount, err))
			return false;
	}
	if (s->add && tq_signal_is_target(s))
		return tq_fail(err, TQ_DATA, "'add' with %s: what is to be held is no addition",
			       s->kind == TQ_AMOUNT_TARGET ? "target" : "weight");
	return true;
}

static bool
read_flag(const struct tq_rec *rec, int field, bool *out, struct tq_err *err)
{
	return !tq_rec_has(rec, field) || tq_rec_bool(rec, field, out, err);
}

static bool
read_flags(const struct tq_rec *rec, struct tq_signal *s, struct tq_err *err)
{
	return read_flag(rec, TQ_F_add, &s->add, err) &&
	       read_flag(rec, TQ_F_only_when_flat, &s->only_when_flat, err) &&
	       read_flag(rec, TQ_F_only_when_open, &s->only_when_open, err);
}

/* What manages and enters nothing says nothing of an entry. */
static bool
check_managing(const struct tq_rec *rec, struct tq_err *err)
{
	static const int entry[] = {
		TQ_F_limit, TQ_F_stop_entry, TQ_F_stop, TQ_F_take, TQ_F_trail, TQ_F_max_hold,
		TQ_F_size, TQ_F_qty, TQ_F_target, TQ_F_weight,
	};

	for (size_t i = 0; i < TQ_COUNT(entry); i++) {
		if (tq_rec_has(rec, entry[i]))
			return tq_fail(err, TQ_DATA,
				       "'only_when_open' enters nothing: it has 'ratchet', not "
				       "'%.*s'", TQ_STR_ARG(tq_field_name(entry[i])));
	}
	return true;
}

static bool
read_prices(const struct tq_rec *rec, struct tq_signal *s, struct tq_err *err)
{
	return tq_rec_maybe(rec, TQ_F_price, &s->price, err) &&
	       tq_rec_maybe(rec, TQ_F_limit, &s->limit, err) &&
	       tq_rec_maybe(rec, TQ_F_stop_entry, &s->stop_entry, err) &&
	       tq_rec_maybe(rec, TQ_F_stop, &s->stop, err) &&
	       tq_rec_maybe(rec, TQ_F_take, &s->take, err) &&
	       tq_rec_maybe(rec, TQ_F_trail, &s->trail, err) &&
	       tq_rec_maybe(rec, TQ_F_ratchet, &s->ratchet, err);
}

static bool
read_names(const struct tq_rec *rec, struct tq_signal *s, struct tq_err *err)
{
	struct tq_str text;
	int tag = tq_rec_has(rec, TQ_F_tag) ? TQ_F_tag : TQ_F_strategy;

	if (!tq_rec_str(rec, TQ_F_id, &text, err) || !tq_key_set(s->id, text, tq_str("id"), err) ||
	    !tq_rec_str(rec, TQ_F_symbol, &s->symbol, err) ||
	    (tq_rec_has(rec, TQ_F_venue) && !tq_rec_str(rec, TQ_F_venue, &s->venue, err)))
		return false;
	return !tq_rec_has(rec, tag) || (tq_rec_str(rec, tag, &text, err) &&
					 tq_key_set(s->tag, text, tq_field_name(tag), err));
}

bool
tq_signal_read(const struct tq_rec *rec, struct tq_signal *s, struct tq_err *err)
{
	memset(s, 0, sizeof(*s));
	if (!tq_rec_time(rec, TQ_F_time, &s->time, err) || !read_names(rec, s, err) ||
	    !read_side(rec, &s->side, err))
		return false;
	if (s->side == 0)
		return true;
	if (!read_prices(rec, s, err) || !read_flags(rec, s, err) ||
	    !read_amount(rec, s, err) || !tq_max_hold_read(rec, &s->max_hold, err) ||
	    !tq_tif_read(rec, &s->tif, &s->expiry, err))
		return false;
	if (s->only_when_open)
		return check_managing(rec, err);
	if (tq_dec_sign(s->price) == 0)
		return tq_fail(err, TQ_DATA, "missing field \"price\"");
	return true;
}
