/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_FIELD_H
#define TQ_RECORD_FIELD_H

/*
 * The names of record types and fields (tq-records(5)) as small integers, so
 * that the reader resolves a name once per line shape and tools index arrays.
 * Names that are not in the list get an id when a tool asks for them before
 * the first record (tq_field_id): an indicator's field in an expression, say.
 */
#include "base/str.h"

#define TQ_TYPES(X) \
	X(BAR, "bar") X(TICK, "tick") X(QUOTE, "quote") X(BOOK, "book") \
	X(FUNDING, "funding") X(OPEN_INTEREST, "open_interest") \
	X(LONG_SHORT, "long_short") X(LIQUIDATION, "liquidation") X(PRICE, "price") \
	X(INSTRUMENT, "instrument") X(ACCOUNT, "account") X(SIGNAL, "signal") X(ORDER, "order") \
	X(REJECT, "reject") X(FILL, "fill") \
	X(FUNDING_PAYMENT, "funding_payment") X(FEE, "fee") \
	X(DIVIDEND, "dividend") X(SPLIT, "split") X(POSITION, "position") \
	X(EQUITY, "equity") X(ROUNDTRIP, "roundtrip") X(METRIC, "metric") \
	X(TRIAL, "trial") X(ALERT, "alert") X(EVENT, "event")

enum tq_type {
#define TQ_X(id, name) TQ_TYPE_##id,
	TQ_TYPES(TQ_X)
#undef TQ_X
	TQ_TYPE_OTHER            /* a type that tq does not know, or none */
};

#define TQ_FIELDS(X) \
	X(type) X(time) X(symbol) X(venue) X(interval) X(open) X(high) X(low) \
	X(close) X(volume) X(quote_volume) X(trades) X(closed) X(synthetic) \
	X(source) X(price) X(qty) X(side) X(id) X(bid) X(ask) X(bid_qty) \
	X(ask_qty) X(bids) X(asks) X(sequence) X(rate) X(mark_price) X(n) \
	X(spread) X(tick_size) X(lot_size) X(min_qty) X(min_notional) \
	X(contract_size) X(maker_fee) X(taker_fee) X(expiry) X(currency) \
	X(cash) X(strategy) X(strength) X(limit) X(stop_entry) X(stop) \
	X(take) X(trail) X(max_hold) X(tif) X(size) X(tag) X(why) \
	X(order_type) X(reduce_only) X(parent) X(signal) X(equity) X(stage) \
	X(code) X(reason) X(rule) X(value) X(line) X(offset) X(input) X(fee) \
	X(order) X(liquidity) X(ambiguous) X(alternative) X(avg_price) \
	X(realized) X(unrealized) X(exposure) X(gross) X(leverage) \
	X(drawdown) X(fees) X(funding) X(entry_time) X(entry_price) \
	X(exit_time) X(exit_price) X(pnl) X(return) X(bars) X(mae) X(mfe) \
	X(exit_reason) X(flags) X(name) X(family) X(fill_model) \
	X(commission) X(commission_fixed) X(maker) X(slippage) \
	X(trade_on_close) X(close_at_end) X(fee_decimals) X(volume_cap) \
	X(limit_touch) X(synthetic_fills) X(zero_volume_fills) X(data) \
	X(replaces) X(amount) X(from) X(to) X(missing) X(expected) X(seen) \
	X(passed) X(failed) X(unchecked) X(calendar) X(unit) X(skipped) \
	X(valley) X(recovery) X(notional) X(ratio) X(long) X(short) X(close_time) \
	X(taker_buy_volume) X(repaired) \
	X(kind) X(file) X(month) X(bytes) X(sha256) X(checksum) X(version) \
	X(adj_close) X(dividend) X(split) X(capital_gains) X(canonical) X(partial) X(venues) \
	X(outliers) X(method) \
	X(score) X(quality) X(ratchet) X(target) X(weight) X(only_when_flat) \
	X(only_when_open) X(add)

enum tq_field {
#define TQ_X(name) TQ_F_##name,
	TQ_FIELDS(TQ_X)
#undef TQ_X
	TQ_F_KNOWN,              /* how many have an id from the start */
	TQ_F_MAX = 256           /* and how many there can be */
};

/* The type of a name; TQ_TYPE_OTHER when tq does not know it. */
enum tq_type tq_type_of(struct tq_str name);
const char *tq_type_name(enum tq_type type);

/* The beginning of a record of a known type: {"type":"bar" */
struct tq_str tq_type_head(enum tq_type type);

/* The id of a name, or -1. */
int tq_field_find(struct tq_str name);

/*
 * The id of a name (as written in JSON, without quotes), a new one if need be;
 * -1 when all TQ_F_MAX are taken. Called before the first record only.
 */
int tq_field_id(struct tq_str name);

struct tq_str tq_field_name(int field);

/* The name as it stands in a record behind another field: ,"name": */
struct tq_str tq_field_key(int field);

#endif
