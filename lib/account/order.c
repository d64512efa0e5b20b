/* SPDX-License-Identifier: ISC */
#include "account/order.h"

static const char *const types[] = {"market", "limit", "stop", "stop_limit", "cancel", NULL};
static const char *const tifs[] = {"gtc", "day", "ioc", "fok", "gtd", NULL};

const char *
tq_side_name(int side)
{
	return side > 0 ? "buy" : "sell";
}

const char *
tq_tif_name(int tif)
{
	return tifs[tif];
}

bool
tq_key_set(char key[TQ_KEY], struct tq_str text, struct tq_str what, struct tq_err *err)
{
	if (text.n >= TQ_KEY)
		return tq_fail(err, TQ_DATA, "'%.*s' has %zu bytes, more than %d",
			       TQ_STR_ARG(what), text.n, TQ_KEY - 1);
	memcpy(key, text.p, text.n);
	key[text.n] = '\0';
	return true;
}

void
tq_order_want(struct tq_run *run)
{
	static const int fields[] = {
		TQ_F_time, TQ_F_id, TQ_F_symbol, TQ_F_venue, TQ_F_side, TQ_F_qty,
		TQ_F_order_type, TQ_F_limit, TQ_F_stop, TQ_F_tif, TQ_F_reduce_only,
		TQ_F_parent, TQ_F_replaces, TQ_F_size, TQ_F_signal, TQ_F_equity, TQ_F_tag,
		TQ_F_expiry, TQ_F_trail, TQ_F_max_hold,
	};

	for (size_t i = 0; i < TQ_COUNT(fields); i++)
		tq_want(run, fields[i]);
}

static bool
read_key(const struct tq_rec *rec, int field, char key[TQ_KEY], struct tq_err *err)
{
	struct tq_str text;

	key[0] = '\0';
	if (!tq_rec_has(rec, field))
		return true;
	return tq_rec_str(rec, field, &text, err) &&
	       tq_key_set(key, text, tq_field_name(field), err);
}

/* The index of the word in the list; the first one when the field is not there. */
static bool
read_word(const struct tq_rec *rec, int field, const char *const *words, int *out,
	  struct tq_err *err)
{
	struct tq_str text;

	*out = 0;
	if (!tq_rec_has(rec, field))
		return true;
	if (!tq_rec_str(rec, field, &text, err))
		return false;
	for (int i = 0; words[i]; i++) {
		if (tq_str_is(text, words[i])) {
			*out = i;
			return true;
		}
	}
	return tq_fail(err, TQ_DATA, "unknown '%.*s': %.*s", TQ_STR_ARG(tq_field_name(field)),
		       TQ_STR_ARG(text));
}

bool
tq_tif_read(const struct tq_rec *rec, int *tif, tq_time *expiry, struct tq_err *err)
{
	*expiry = 0;
	return read_word(rec, TQ_F_tif, tifs, tif, err) &&
	       (*tif != TQ_TIF_GTD || tq_rec_time(rec, TQ_F_expiry, expiry, err));
}

bool
tq_rec_maybe(const struct tq_rec *rec, int field, struct tq_dec *out, struct tq_err *err)
{
	*out = tq_dec(0, 0);
	return !tq_rec_has(rec, field) || tq_rec_above_zero(rec, field, out, err);
}

bool
tq_max_hold_read(const struct tq_rec *rec, int64_t *bars, struct tq_err *err)
{
	*bars = 0;
	if (!tq_rec_has(rec, TQ_F_max_hold))
		return true;
	return tq_rec_int(rec, TQ_F_max_hold, bars, err) &&
	       (*bars > 0 || tq_fail(err, TQ_DATA, "'max_hold' is not above zero"));
}

static bool
read_side(const struct tq_rec *rec, int *side, struct tq_err *err)
{
	struct tq_str text;

	if (!tq_rec_str(rec, TQ_F_side, &text, err))
		return false;
	*side = tq_str_is(text, "buy") ? TQ_BUY : TQ_SELL;
	if (*side == TQ_SELL && !tq_str_is(text, "sell"))
		return tq_fail(err, TQ_DATA, "unknown 'side': %.*s", TQ_STR_ARG(text));
	return true;
}

static bool
read_keys(const struct tq_rec *rec, struct tq_order *order, struct tq_err *err)
{
	struct tq_str id;

	return tq_rec_str(rec, TQ_F_id, &id, err) &&
	       read_key(rec, TQ_F_id, order->id, err) &&
	       read_key(rec, TQ_F_parent, order->parent, err) &&
	       read_key(rec, TQ_F_replaces, order->replaces, err) &&
	       read_key(rec, TQ_F_signal, order->signal, err) &&
	       read_key(rec, TQ_F_tag, order->tag, err);
}

static bool
read_numbers(const struct tq_rec *rec, struct tq_order *order, struct tq_err *err)
{
	order->has_size = tq_rec_has(rec, TQ_F_size);
	order->has_equity = tq_rec_has(rec, TQ_F_equity);
	if (!tq_rec_above_zero(rec, TQ_F_qty, &order->qty, err))
		return false;
	if (order->has_size) {
		if (!tq_rec_above_zero(rec, TQ_F_size, &order->size, err))
			return false;
		if (!tq_dec_le(order->size, tq_dec(1, 0)))
			return tq_fail(err, TQ_DATA, "'size' is a fraction, not over 1");
	}
	if (order->has_equity && !tq_rec_dec(rec, TQ_F_equity, &order->equity, err))
		return false;
	if (!tq_rec_maybe(rec, TQ_F_trail, &order->trail, err) ||
	    !tq_max_hold_read(rec, &order->max_hold, err))
		return false;
	if (tq_order_has_limit(order) && !tq_rec_above_zero(rec, TQ_F_limit, &order->limit, err))
		return false;
	return !tq_order_has_stop(order) || tq_rec_above_zero(rec, TQ_F_stop, &order->stop, err);
}

bool
tq_order_read(const struct tq_rec *rec, struct tq_order *order, struct tq_err *err)
{
	struct tq_str type;

	memset(order, 0, sizeof(*order));
	if (!tq_rec_time(rec, TQ_F_time, &order->time, err) || !read_keys(rec, order, err) ||
	    !tq_rec_str(rec, TQ_F_symbol, &order->symbol, err) ||
	    (tq_rec_has(rec, TQ_F_venue) && !tq_rec_str(rec, TQ_F_venue, &order->venue, err)) ||
	    !tq_rec_str(rec, TQ_F_order_type, &type, err) ||
	    !read_word(rec, TQ_F_order_type, types, &order->type, err) ||
	    !tq_tif_read(rec, &order->tif, &order->expiry, err))
		return false;
	if (tq_rec_has(rec, TQ_F_reduce_only) &&
	    !tq_rec_bool(rec, TQ_F_reduce_only, &order->reduce_only, err))
		return false;
	return read_side(rec, &order->side, err) && read_numbers(rec, order, err);
}

static void
write_key(struct tq_out *out, int field, const char *key)
{
	if (key[0])
		tq_out_str(out, field, tq_str(key));
}

void
tq_order_write(struct tq_out *out, const struct tq_order *order)
{
	tq_out_open(out, TQ_TYPE_ORDER);
	tq_out_time(out, TQ_F_time, order->time);
	write_key(out, TQ_F_id, order->id);
	tq_out_str(out, TQ_F_symbol, order->symbol);
	if (order->venue.n)
		tq_out_str(out, TQ_F_venue, order->venue);
	tq_out_cstr(out, TQ_F_side, tq_side_name(order->side));
	tq_out_dec(out, TQ_F_qty, order->qty);
	tq_out_cstr(out, TQ_F_order_type, types[order->type]);
	if (tq_order_has_limit(order))
		tq_out_dec(out, TQ_F_limit, order->limit);
	if (tq_order_has_stop(order))
		tq_out_dec(out, TQ_F_stop, order->stop);
	if (order->type != TQ_ORDER_CANCEL)
		tq_out_cstr(out, TQ_F_tif, tifs[order->tif]);
	if (order->tif == TQ_TIF_GTD)
		tq_out_time(out, TQ_F_expiry, order->expiry);
	if (order->reduce_only)
		tq_out_bool(out, TQ_F_reduce_only, true);
	write_key(out, TQ_F_parent, order->parent);
	write_key(out, TQ_F_replaces, order->replaces);
	if (order->has_size)
		tq_out_dec(out, TQ_F_size, order->size);
	if (tq_dec_sign(order->trail) > 0)
		tq_out_dec(out, TQ_F_trail, order->trail);
	if (order->max_hold > 0)
		tq_out_int(out, TQ_F_max_hold, order->max_hold);
	write_key(out, TQ_F_signal, order->signal);
	if (order->has_equity)
		tq_out_dec(out, TQ_F_equity, order->equity);
	write_key(out, TQ_F_tag, order->tag);
	tq_out_close(out);
}
