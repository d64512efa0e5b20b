/* SPDX-License-Identifier: ISC */
#include "record/schema.h"

#include "base/str.h"
#include "time/interval.h"

#define F(name, kind, required) {TQ_F_##name, TQ_KIND_##kind, required, NULL}
#define CHOICE(name, choices, required) {TQ_F_##name, TQ_KIND_CHOICE, required, choices}
#define MUST true
#define MAY false

static const struct tq_schema_field bar[] = {
	F(time, TIME, MUST), F(symbol, TEXT, MUST), F(interval, INTERVAL, MUST),
	F(open, DECIMAL, MUST), F(high, DECIMAL, MUST), F(low, DECIMAL, MUST),
	F(close, DECIMAL, MUST), F(volume, DECIMAL, MUST), F(venue, TEXT, MAY),
	F(closed, BOOL, MAY), F(synthetic, BOOL, MAY), F(close_time, TIME, MAY),
	/* What follows is not read by tq_bar_read. */
	F(quote_volume, DECIMAL, MAY), F(trades, WHOLE, MAY), F(taker_buy_volume, DECIMAL, MAY),
	F(source, TEXT, MAY), F(partial, BOOL, MAY), F(missing, WHOLE, MAY),
	F(flags, ARRAY, MAY), F(repaired, ARRAY, MAY), F(adj_close, DECIMAL, MAY),
	F(dividend, DECIMAL, MAY), F(split, DECIMAL, MAY), F(capital_gains, DECIMAL, MAY)
};
enum { BAR_REST = 12 };

static const struct tq_schema_field tick[] = {
	F(time, TIME, MUST), F(symbol, TEXT, MUST), F(price, DECIMAL, MUST),
	F(qty, DECIMAL, MUST), F(venue, TEXT, MAY), F(side, TEXT, MAY), F(id, ANY, MAY),
	F(source, TEXT, MAY), F(flags, ARRAY, MAY)
};
static const struct tq_schema_field quote[] = {
	F(time, TIME, MUST), F(symbol, TEXT, MUST), F(bid, DECIMAL, MAY),
	F(ask, DECIMAL, MAY), F(bid_qty, DECIMAL, MAY), F(ask_qty, DECIMAL, MAY),
	F(venue, TEXT, MAY), F(source, TEXT, MAY), F(flags, ARRAY, MAY)
};
static const struct tq_schema_field book[] = {
	F(time, TIME, MUST), F(symbol, TEXT, MUST), F(bids, ARRAY, MUST),
	F(asks, ARRAY, MUST), F(venue, TEXT, MAY), F(sequence, ANY, MAY),
	F(source, TEXT, MAY), F(flags, ARRAY, MAY)
};
static const struct tq_schema_field funding[] = {
	F(time, TIME, MUST), F(symbol, TEXT, MUST), F(rate, DECIMAL, MUST),
	F(venue, TEXT, MAY), F(mark_price, DECIMAL, MAY), F(interval, INTERVAL, MAY),
	F(source, TEXT, MAY), F(flags, ARRAY, MAY)
};
static const struct tq_schema_field open_interest[] = {
	F(time, TIME, MUST), F(symbol, TEXT, MUST), F(qty, DECIMAL, MUST),
	F(venue, TEXT, MAY), F(notional, DECIMAL, MAY), F(source, TEXT, MAY), F(flags, ARRAY, MAY)
};
static const struct tq_schema_field long_short[] = {
	F(time, TIME, MUST), F(symbol, TEXT, MUST), F(ratio, DECIMAL, MUST),
	F(venue, TEXT, MAY), F(long, DECIMAL, MAY), F(short, DECIMAL, MAY),
	F(source, TEXT, MAY), F(flags, ARRAY, MAY)
};
static const struct tq_schema_field liquidation[] = {
	F(time, TIME, MUST), F(symbol, TEXT, MUST), CHOICE(side, "buy|sell", MUST),
	F(price, DECIMAL, MUST), F(qty, DECIMAL, MUST), F(venue, TEXT, MAY), F(id, ANY, MAY),
	F(source, TEXT, MAY), F(flags, ARRAY, MAY)
};
static const struct tq_schema_field price[] = {
	F(time, TIME, MUST), F(symbol, TEXT, MUST), F(price, DECIMAL, MUST),
	F(venue, TEXT, MAY), F(n, WHOLE, MAY), F(spread, DECIMAL, MAY), F(method, TEXT, MAY),
	F(venues, ARRAY, MAY), F(outliers, ARRAY, MAY),
	F(source, TEXT, MAY), F(flags, ARRAY, MAY)
};
static const struct tq_schema_field instrument[] = {
	F(symbol, TEXT, MUST), F(venue, TEXT, MAY), F(tick_size, DECIMAL, MAY),
	F(lot_size, DECIMAL, MAY), F(min_qty, DECIMAL, MAY), F(min_notional, DECIMAL, MAY),
	F(contract_size, DECIMAL, MAY), F(maker_fee, DECIMAL, MAY),
	F(taker_fee, DECIMAL, MAY), F(expiry, TIME, MAY), F(source, TEXT, MAY)
};
static const struct tq_schema_field account[] = {
	F(id, TEXT, MUST), F(currency, TEXT, MUST), F(cash, DECIMAL, MUST),
	CHOICE(fill_model, "pessimistic-v1|backtesting-py", MAY), F(commission, DECIMAL, MAY),
	F(commission_fixed, DECIMAL, MAY), F(maker, DECIMAL, MAY), F(spread, DECIMAL, MAY),
	F(slippage, DECIMAL, MAY), F(leverage, DECIMAL, MAY), F(lot_size, DECIMAL, MAY),
	F(tick_size, DECIMAL, MAY), F(min_notional, DECIMAL, MAY), F(fee_decimals, WHOLE, MAY),
	F(volume_cap, DECIMAL, MAY), F(trade_on_close, BOOL, MAY), F(close_at_end, BOOL, MAY),
	F(limit_touch, BOOL, MAY), F(synthetic_fills, BOOL, MAY),
	F(zero_volume_fills, BOOL, MAY)
};
static const struct tq_schema_field signal[] = {
	F(id, TEXT, MUST), F(time, TIME, MUST), F(symbol, TEXT, MUST),
	F(strategy, TEXT, MUST), CHOICE(side, "long|short|flat", MUST),
	F(strength, DECIMAL, MAY), F(price, DECIMAL, MAY), F(limit, DECIMAL, MAY),
	F(stop_entry, DECIMAL, MAY), F(stop, DECIMAL, MAY), F(take, DECIMAL, MAY),
	F(trail, DECIMAL, MAY), F(max_hold, WHOLE, MAY), F(tif, TEXT, MAY),
	F(expiry, TIME, MAY), F(size, DECIMAL, MAY), F(qty, DECIMAL, MAY), F(target, DECIMAL, MAY),
	F(weight, DECIMAL, MAY), F(ratchet, DECIMAL, MAY), F(add, BOOL, MAY),
	F(only_when_flat, BOOL, MAY), F(only_when_open, BOOL, MAY), F(score, DECIMAL, MAY),
	F(quality, DECIMAL, MAY), F(venue, TEXT, MAY), F(interval, INTERVAL, MAY),
	F(tag, TEXT, MAY), F(why, ANY, MAY)
};
static const struct tq_schema_field order[] = {
	F(id, TEXT, MUST), F(time, TIME, MUST), F(symbol, TEXT, MUST),
	CHOICE(side, "buy|sell", MUST), F(qty, DECIMAL, MUST),
	CHOICE(order_type, "market|limit|stop|stop_limit|cancel", MUST),
	F(venue, TEXT, MAY), F(limit, DECIMAL, MAY), F(stop, DECIMAL, MAY),
	CHOICE(tif, "gtc|day|ioc|fok|gtd", MAY), F(expiry, TIME, MAY),
	F(reduce_only, BOOL, MAY), F(parent, TEXT, MAY),
	F(replaces, TEXT, MAY), F(size, DECIMAL, MAY), F(signal, TEXT, MAY),
	F(equity, DECIMAL, MAY), F(trail, DECIMAL, MAY), F(max_hold, WHOLE, MAY),
	F(tag, TEXT, MAY)
};
static const struct tq_schema_field reject[] = {
	F(time, TIME_OR_NULL, MUST), F(stage, TEXT, MUST), F(code, TEXT, MUST),
	F(reason, TEXT, MUST), F(symbol, TEXT, MAY), F(venue, TEXT, MAY), F(rule, TEXT, MAY),
	F(value, DECIMAL, MAY), F(limit, DECIMAL, MAY), F(source, TEXT, MAY),
	F(line, WHOLE, MAY), F(offset, WHOLE, MAY), F(signal, TEXT, MAY), F(order, TEXT, MAY),
	F(input, ANY, MAY)
};
static const struct tq_schema_field fill[] = {
	F(id, TEXT, MUST), F(time, TIME, MUST), F(symbol, TEXT, MUST),
	CHOICE(side, "buy|sell", MUST), F(qty, DECIMAL, MUST), F(price, DECIMAL, MUST),
	F(fee, DECIMAL, MUST), F(venue, TEXT, MAY), F(order, TEXT, MAY),
	CHOICE(liquidity, "maker|taker", MAY), F(ambiguous, BOOL, MAY),
	F(alternative, TEXT, MAY), F(flags, ARRAY, MAY), F(tag, TEXT, MAY)
};
static const struct tq_schema_field funding_payment[] = {
	F(time, TIME, MUST), F(symbol, TEXT, MUST), F(amount, DECIMAL, MUST),
	F(venue, TEXT, MAY), F(qty, DECIMAL, MAY), F(price, DECIMAL, MAY), F(rate, DECIMAL, MAY)
};
static const struct tq_schema_field fee[] = {
	F(time, TIME, MUST), F(amount, DECIMAL, MUST), F(symbol, TEXT, MAY),
	F(venue, TEXT, MAY), F(reason, TEXT, MAY)
};
static const struct tq_schema_field cash_flow[] = {
	F(time, TIME, MAY), F(symbol, TEXT, MAY), F(venue, TEXT, MAY)
};
static const struct tq_schema_field position[] = {
	F(time, TIME, MUST), F(symbol, TEXT, MUST), F(qty, DECIMAL, MUST),
	F(avg_price, DECIMAL, MUST), F(venue, TEXT, MAY), F(realized, DECIMAL, MAY),
	F(unrealized, DECIMAL, MAY)
};
static const struct tq_schema_field equity[] = {
	F(time, TIME, MUST), F(cash, DECIMAL, MUST), F(equity, DECIMAL, MUST),
	F(exposure, DECIMAL, MAY), F(gross, DECIMAL, MAY), F(leverage, DECIMAL, MAY),
	F(drawdown, DECIMAL, MAY), F(fees, DECIMAL, MAY), F(funding, DECIMAL, MAY)
};
static const struct tq_schema_field roundtrip[] = {
	F(id, TEXT, MUST), F(symbol, TEXT, MUST), CHOICE(side, "long|short", MUST),
	F(qty, DECIMAL, MUST), F(entry_time, TIME, MUST), F(entry_price, DECIMAL, MUST),
	F(exit_time, TIME, MUST), F(exit_price, DECIMAL, MUST), F(pnl, DECIMAL, MUST),
	F(return, DECIMAL, MUST), F(fees, DECIMAL, MUST), F(time, TIME, MAY),
	F(venue, TEXT, MAY), F(bars, WHOLE, MAY), F(mae, DECIMAL, MAY), F(mfe, DECIMAL, MAY),
	F(exit_reason, TEXT, MAY), F(tag, TEXT, MAY)
};
/* Down to recovery what tq-report says, then what tq-validate says of a series. */
static const struct tq_schema_field metric[] = {
	F(name, TEXT, MUST), F(value, ANY, MUST), F(time, TIME, MAY), F(unit, TEXT, MAY),
	F(family, TEXT, MAY), F(n, WHOLE, MAY), F(skipped, WHOLE, MAY), F(reason, TEXT, MAY),
	F(rule, TEXT, MAY), F(from, TIME, MAY), F(valley, TIME, MAY), F(recovery, TIME, MAY),
	F(symbol, TEXT, MAY), F(venue, TEXT, MAY), F(interval, INTERVAL, MAY),
	F(calendar, TEXT, MAY), F(expected, WHOLE, MAY), F(missing, WHOLE, MAY),
	F(seen, WHOLE, MAY), F(to, TIME, MAY), F(bars, WHOLE, MAY), F(passed, WHOLE, MAY),
	F(failed, ANY, MAY), F(unchecked, ANY, MAY)
};
static const struct tq_schema_field event[] = {
	F(time, TIME, MAY), F(stage, TEXT, MAY), F(code, TEXT, MAY), F(symbol, TEXT, MAY),
	F(venue, TEXT, MAY), F(interval, INTERVAL, MAY), F(missing, WHOLE, MAY),
	F(from, TIME, MAY), F(to, TIME, MAY), F(value, DECIMAL, MAY), F(limit, DECIMAL, MAY),
	F(n, WHOLE, MAY), F(venues, ARRAY, MAY), F(reason, TEXT, MAY)
};
static const struct tq_schema_field loose[] = {
	F(time, TIME, MAY)
};

static const struct {
	const struct tq_schema_field *fields;
	size_t n;
} schemas[TQ_TYPE_OTHER + 1] = {
	[TQ_TYPE_BAR] = {bar, TQ_COUNT(bar)},
	[TQ_TYPE_TICK] = {tick, TQ_COUNT(tick)},
	[TQ_TYPE_QUOTE] = {quote, TQ_COUNT(quote)},
	[TQ_TYPE_BOOK] = {book, TQ_COUNT(book)},
	[TQ_TYPE_FUNDING] = {funding, TQ_COUNT(funding)},
	[TQ_TYPE_OPEN_INTEREST] = {open_interest, TQ_COUNT(open_interest)},
	[TQ_TYPE_LONG_SHORT] = {long_short, TQ_COUNT(long_short)},
	[TQ_TYPE_LIQUIDATION] = {liquidation, TQ_COUNT(liquidation)},
	[TQ_TYPE_PRICE] = {price, TQ_COUNT(price)},
	[TQ_TYPE_INSTRUMENT] = {instrument, TQ_COUNT(instrument)},
	[TQ_TYPE_ACCOUNT] = {account, TQ_COUNT(account)},
	[TQ_TYPE_SIGNAL] = {signal, TQ_COUNT(signal)},
	[TQ_TYPE_ORDER] = {order, TQ_COUNT(order)},
	[TQ_TYPE_REJECT] = {reject, TQ_COUNT(reject)},
	[TQ_TYPE_FILL] = {fill, TQ_COUNT(fill)},
	[TQ_TYPE_FUNDING_PAYMENT] = {funding_payment, TQ_COUNT(funding_payment)},
	[TQ_TYPE_FEE] = {fee, TQ_COUNT(fee)},
	[TQ_TYPE_DIVIDEND] = {cash_flow, TQ_COUNT(cash_flow)},
	[TQ_TYPE_SPLIT] = {cash_flow, TQ_COUNT(cash_flow)},
	[TQ_TYPE_POSITION] = {position, TQ_COUNT(position)},
	[TQ_TYPE_EQUITY] = {equity, TQ_COUNT(equity)},
	[TQ_TYPE_ROUNDTRIP] = {roundtrip, TQ_COUNT(roundtrip)},
	[TQ_TYPE_METRIC] = {metric, TQ_COUNT(metric)},
	[TQ_TYPE_TRIAL] = {loose, TQ_COUNT(loose)},
	[TQ_TYPE_ALERT] = {loose, TQ_COUNT(loose)},
	[TQ_TYPE_EVENT] = {event, TQ_COUNT(event)}
};

const struct tq_schema_field *
tq_schema_of(enum tq_type type, size_t *n)
{
	*n = schemas[type].n;
	return schemas[type].fields;
}

void
tq_schema_want(struct tq_run *run)
{
	size_t type, i;

	for (type = 0; type < TQ_TYPE_OTHER; type++)
		for (i = 0; i < schemas[type].n; i++)
			tq_want(run, schemas[type].fields[i].field);
}

bool
tq_value_not_finite(const struct tq_value *value)
{
	static const char *const words[] = {
		"NaN", "nan", "NAN", "Infinity", "-Infinity", "+Infinity", "inf", "-inf", "+inf",
		"Inf", "-Inf", "+Inf"
	};
	struct tq_str text = {value->text, value->n};
	struct tq_dec ignored;
	size_t i;

	if (value->kind == TQ_NULL)
		return true;
	if (value->kind == TQ_NUMBER)
		return value->scale < 0 && !tq_dec_parse(text, &ignored);
	if (value->kind != TQ_STRING)
		return false;
	for (i = 0; i < TQ_COUNT(words); i++)
		if (tq_str_is(text, words[i]))
			return true;
	return false;
}

/* Whether text is one of "buy|sell". */
static bool
chosen(struct tq_str text, const char *choices)
{
	while (*choices != '\0') {
		size_t n = strcspn(choices, "|");

		if (tq_str_eq(text, (struct tq_str){choices, n}))
			return true;
		choices += n + (choices[n] == '|');
	}
	return false;
}

static bool
kind_ok(const struct tq_rec *rec, const struct tq_schema_field *f, struct tq_err *err)
{
	struct tq_str name = tq_field_name(f->field);
	struct tq_interval interval;
	struct tq_str text;
	struct tq_dec dec;
	int64_t whole;
	tq_time t;
	bool flag;

	switch (f->kind) {
	case TQ_KIND_TEXT: return tq_rec_str(rec, f->field, &text, err);
	case TQ_KIND_DECIMAL: return tq_rec_dec(rec, f->field, &dec, err);
	case TQ_KIND_WHOLE: return tq_rec_int(rec, f->field, &whole, err);
	case TQ_KIND_TIME:
	case TQ_KIND_TIME_OR_NULL: return tq_rec_time(rec, f->field, &t, err);
	case TQ_KIND_BOOL: return tq_rec_bool(rec, f->field, &flag, err);
	case TQ_KIND_INTERVAL:
		if (!tq_rec_str(rec, f->field, &text, err))
			return false;
		return tq_interval_parse(text, &interval) ||
		       tq_fail(err, TQ_DATA, "field \"%.*s\" is not an interval like 1m: %.*s",
			       TQ_STR_ARG(name), (int)(text.n < 40 ? text.n : 40), text.p);
	case TQ_KIND_CHOICE:
		if (!tq_rec_str(rec, f->field, &text, err))
			return false;
		return chosen(text, f->choices) ||
		       tq_fail(err, TQ_DATA, "field \"%.*s\" is not one of %s: %.*s",
			       TQ_STR_ARG(name), f->choices, (int)(text.n < 40 ? text.n : 40),
			       text.p);
	case TQ_KIND_ARRAY:
		return rec->value[f->field].kind == TQ_ARRAY ||
		       tq_fail(err, TQ_DATA, "field \"%.*s\" is not an array", TQ_STR_ARG(name));
	case TQ_KIND_ANY:
	default: return true;
	}
}

static bool
field_ok(const struct tq_rec *rec, const struct tq_schema_field *f, struct tq_err *err)
{
	const struct tq_value *value = tq_rec_value(rec, f->field);
	struct tq_str name = tq_field_name(f->field);

	if (value == NULL)
		return !f->required ||
		       tq_fail(err, TQ_DATA, "missing field \"%.*s\"", TQ_STR_ARG(name));
	if (value->kind == TQ_NULL &&
	    (!f->required || f->kind == TQ_KIND_TIME_OR_NULL || f->kind == TQ_KIND_DECIMAL))
		return true;
	if (f->kind == TQ_KIND_DECIMAL && tq_value_not_finite(value))
		return true;
	return kind_ok(rec, f, err);
}

static enum tq_verdict
check(const struct tq_rec *rec, const struct tq_schema_field *fields, size_t n,
      struct tq_err *err)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!field_ok(rec, &fields[i], err))
			return TQ_FAILED;
	return TQ_PASSED;
}

enum tq_verdict
tq_schema_check(const struct tq_rec *rec, struct tq_err *err)
{
	if (rec->type == TQ_TYPE_OTHER) {
		tq_fail(err, TQ_DATA, "unknown record type");
		return TQ_UNCHECKED;
	}
	return check(rec, schemas[rec->type].fields, schemas[rec->type].n, err);
}

enum tq_verdict
tq_schema_check_bar_rest(const struct tq_rec *rec, struct tq_err *err)
{
	return check(rec, bar + BAR_REST, TQ_COUNT(bar) - BAR_REST, err);
}
