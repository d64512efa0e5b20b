/* SPDX-License-Identifier: ISC */
#include "market/candle.h"

#include "state/state.h"

enum { COPIED = 32 };            /* readable behind any value: TQ_SCAN_PAD */

void
tq_sample_want(struct tq_run *run)
{
	static const int fields[] = {
		TQ_F_quote_volume, TQ_F_trades, TQ_F_taker_buy_volume, TQ_F_price, TQ_F_qty,
		TQ_F_side, TQ_F_id
	};

	tq_bar_want(run);
	for (size_t i = 0; i < TQ_COUNT(fields); i++)
		tq_want(run, fields[i]);
}

static bool
read_quantity(const struct tq_rec *rec, int field, bool *has, struct tq_dec *out,
	      struct tq_err *err)
{
	*has = tq_rec_has(rec, field);
	return !*has || tq_rec_dec(rec, field, out, err);
}

static bool
not_negative(struct tq_dec x, const char *name, struct tq_err *err)
{
	return tq_dec_sign(x) >= 0 || tq_fail(err, TQ_DATA, "'%s' is negative", name);
}

bool
tq_sample_bar(const struct tq_rec *rec, const struct tq_bar *bar, struct tq_sample *out,
	      struct tq_err *err)
{
	out->time = bar->time;
	out->close = bar->close_time;
	out->open = bar->open;
	out->high = bar->high;
	out->low = bar->low;
	out->close_price = bar->close;
	out->open_value = &rec->value[TQ_F_open];
	out->high_value = &rec->value[TQ_F_high];
	out->low_value = &rec->value[TQ_F_low];
	out->close_value = &rec->value[TQ_F_close];
	out->volume = bar->volume;
	out->synthetic = bar->synthetic;
	out->has_trades = tq_rec_has(rec, TQ_F_trades);
	return not_negative(bar->volume, "volume", err) &&
	       read_quantity(rec, TQ_F_quote_volume, &out->has_quote, &out->quote_volume, err) &&
	       read_quantity(rec, TQ_F_taker_buy_volume, &out->has_taker, &out->taker_buy, err) &&
	       (!out->has_trades || tq_rec_int(rec, TQ_F_trades, &out->trades, err));
}

static inline bool
plain(const struct tq_rec *rec, int field, const struct tq_value **v, struct tq_dec *out)
{
	*v = &rec->value[field];
	*out = tq_dec((*v)->m, (*v)->scale);
	return tq_rec_has(rec, field) && (*v)->kind == TQ_NUMBER && (*v)->scale >= 0;
}

bool
tq_sample_plain(const struct tq_rec *rec, tq_time length, struct tq_sample *out)
{
	const struct tq_value *time = &rec->value[TQ_F_time], *volume;

	if (!tq_rec_has(rec, TQ_F_time) || time->kind != TQ_STRING || time->scale != TQ_INSTANT ||
	    tq_rec_has(rec, TQ_F_closed) || tq_rec_has(rec, TQ_F_close_time) ||
	    tq_rec_has(rec, TQ_F_quote_volume) || tq_rec_has(rec, TQ_F_trades) ||
	    tq_rec_has(rec, TQ_F_taker_buy_volume) ||
	    __builtin_add_overflow(time->m, length, &out->close))
		return false;
	out->time = time->m;
	out->has_quote = out->has_trades = out->has_taker = false;
	out->synthetic = false;
	if (tq_rec_has(rec, TQ_F_synthetic)) {
		out->synthetic = rec->value[TQ_F_synthetic].kind == TQ_TRUE;
		if (!out->synthetic)
			return false;
	}
	return plain(rec, TQ_F_open, &out->open_value, &out->open) &&
	       plain(rec, TQ_F_high, &out->high_value, &out->high) &&
	       plain(rec, TQ_F_low, &out->low_value, &out->low) &&
	       plain(rec, TQ_F_close, &out->close_value, &out->close_price) &&
	       plain(rec, TQ_F_volume, &volume, &out->volume) && volume->m >= 0;
}

/* Whose order took the other: only "buy" and "sell" say it. */
static void
read_taker(const struct tq_rec *rec, struct tq_sample *out)
{
	const struct tq_value *side = tq_rec_value(rec, TQ_F_side);
	struct tq_str text = {"", 0};

	if (side != NULL && side->kind == TQ_STRING)
		text = (struct tq_str){side->text, side->n};
	out->has_taker = tq_str_is(text, "buy") || tq_str_is(text, "sell");
	out->taker_buy = tq_str_is(text, "buy") ? out->volume : tq_dec(0, 0);
}

bool
tq_sample_tick(const struct tq_rec *rec, struct tq_sample *out, struct tq_err *err)
{
	if (!tq_rec_time(rec, TQ_F_time, &out->time, err) ||
	    !tq_rec_dec(rec, TQ_F_price, &out->open, err) ||
	    !tq_rec_dec(rec, TQ_F_qty, &out->volume, err) ||
	    !not_negative(out->volume, "qty", err))
		return false;
	out->close = out->time;
	out->high = out->low = out->close_price = out->open;
	out->open_value = out->high_value = out->low_value = out->close_value =
		&rec->value[TQ_F_price];
	out->quote_volume = tq_dec_mul(out->open, out->volume);
	out->has_quote = out->has_trades = true;
	out->trades = 1;
	out->synthetic = false;
	read_taker(rec, out);
	return tq_dec_ok(out->quote_volume) ||
	       tq_fail(err, TQ_DATA, "price times qty does not fit 38 digits");
}

/* An exponent is never passed on, and a text in quotes is a number here. */
static void
keep_price(struct tq_price *price, struct tq_dec x, const struct tq_value *v)
{
	price->x = x;
	price->n = 0;
	if (v == NULL || v->n > COPIED)
		return;
	if (v->scale < 0 && (v->kind != TQ_NUMBER || memchr(v->text, 'e', v->n) != NULL ||
			     memchr(v->text, 'E', v->n) != NULL))
		return;
	memcpy(price->text, v->text, COPIED);
	price->n = (uint8_t)v->n;
}

void
tq_candle_begin(struct tq_candle *candle, const struct tq_sample *s)
{
	candle->n = 1;
	candle->first = s->time;
	candle->last = s->close;
	keep_price(&candle->open, s->open, s->open_value);
	keep_price(&candle->high, s->high, s->high_value);
	keep_price(&candle->low, s->low, s->low_value);
	keep_price(&candle->close, s->close_price, s->close_value);
	candle->volume = s->volume;
	candle->has_quote = s->has_quote;
	candle->quote_volume = s->has_quote ? s->quote_volume : tq_dec(0, 0);
	candle->has_taker = s->has_taker;
	candle->taker_buy = s->has_taker ? s->taker_buy : tq_dec(0, 0);
	candle->has_trades = s->has_trades;
	candle->trades = s->has_trades ? s->trades : 0;
	candle->synthetic = s->synthetic;
}

bool
tq_candle_add(struct tq_candle *candle, const struct tq_sample *s, struct tq_err *err)
{
	struct tq_dec volume = tq_dec_add(candle->volume, s->volume);
	struct tq_dec quote = candle->quote_volume, taker = candle->taker_buy;
	int64_t trades = candle->trades;
	bool has_quote = candle->has_quote && s->has_quote;
	bool has_taker = candle->has_taker && s->has_taker;
	bool has_trades = candle->has_trades && s->has_trades;

	if (has_quote)
		quote = tq_dec_add(quote, s->quote_volume);
	if (has_taker)
		taker = tq_dec_add(taker, s->taker_buy);
	if (!tq_dec_ok(volume) || !tq_dec_ok(quote) || !tq_dec_ok(taker) ||
	    (has_trades && __builtin_add_overflow(trades, s->trades, &trades)))
		return tq_fail(err, TQ_DATA, "the sum of the volumes does not fit 38 digits");
	candle->has_quote = has_quote;
	candle->has_taker = has_taker;
	candle->has_trades = has_trades;
	candle->volume = volume;
	candle->quote_volume = quote;
	candle->taker_buy = taker;
	candle->trades = trades;
	if (tq_dec_gt(s->high, candle->high.x))
		keep_price(&candle->high, s->high, s->high_value);
	if (tq_dec_lt(s->low, candle->low.x))
		keep_price(&candle->low, s->low, s->low_value);
	keep_price(&candle->close, s->close_price, s->close_value);
	candle->synthetic = candle->synthetic || s->synthetic;
	candle->last = s->close;
	candle->n++;
	return true;
}

void
tq_candle_flat(struct tq_candle *candle, const struct tq_candle *before, tq_time open,
	       tq_time close)
{
	*candle = (struct tq_candle){
		.first = open, .last = close, .open = before->close, .high = before->close,
		.low = before->close, .close = before->close, .volume = tq_dec(0, 0),
		.quote_volume = tq_dec(0, 0), .taker_buy = tq_dec(0, 0),
		.has_quote = before->has_quote, .has_taker = before->has_taker,
		.has_trades = before->has_trades, .synthetic = true
	};
}

static void
write_price(const struct tq_price *price, int field, struct tq_out *out)
{
	if (price->n > 0)
		tq_out_json(out, field, (struct tq_str){price->text, price->n});
	else
		tq_out_dec(out, field, price->x);
}

void
tq_candle_write(const struct tq_candle *candle, struct tq_out *out)
{
	write_price(&candle->open, TQ_F_open, out);
	write_price(&candle->high, TQ_F_high, out);
	write_price(&candle->low, TQ_F_low, out);
	write_price(&candle->close, TQ_F_close, out);
	tq_out_dec(out, TQ_F_volume, candle->volume);
	if (candle->has_quote)
		tq_out_dec(out, TQ_F_quote_volume, candle->quote_volume);
	if (candle->has_trades)
		tq_out_int(out, TQ_F_trades, candle->trades);
	if (candle->has_taker)
		tq_out_dec(out, TQ_F_taker_buy_volume, candle->taker_buy);
}

static void
state_price(struct tq_price *price, const char *name, struct tq_state *st)
{
	struct tq_buf text = {0};

	tq_state_dec(st, name, &price->x);
	tq_buf_put(&text, price->text, price->n);
	tq_state_text(st, "as written", &text);
	if (tq_state_loading(st) && text.n > COPIED)
		tq_state_refuse(st, "a price is too long");
	else if (tq_state_loading(st)) {
		price->n = (uint8_t)text.n;
		if (text.n > 0)
			memcpy(price->text, text.p, text.n);
	}
	tq_buf_fini(&text);
}

void
tq_candle_state(struct tq_candle *c, struct tq_state *st)
{
	tq_state_i64(st, "n", &c->n);
	tq_state_i64(st, "first", &c->first);
	tq_state_i64(st, "last", &c->last);
	state_price(&c->open, "open", st);
	state_price(&c->high, "high", st);
	state_price(&c->low, "low", st);
	state_price(&c->close, "close", st);
	tq_state_dec(st, "volume", &c->volume);
	tq_state_dec(st, "quote_volume", &c->quote_volume);
	tq_state_dec(st, "taker_buy", &c->taker_buy);
	tq_state_i64(st, "trades", &c->trades);
	tq_state_bool(st, "has_quote", &c->has_quote);
	tq_state_bool(st, "has_trades", &c->has_trades);
	tq_state_bool(st, "has_taker", &c->has_taker);
	tq_state_bool(st, "synthetic", &c->synthetic);
}
