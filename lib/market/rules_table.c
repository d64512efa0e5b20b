/* SPDX-License-Identifier: ISC */
#include "market/rules.h"

#include "market/sight.h"

#define BIT(type) (1u << TQ_TYPE_##type)

/* Records that tell of a market at a time. */
enum {
	BARS = BIT(BAR),
	TICKS = BIT(TICK) | BIT(LIQUIDATION),
	MARKET = BARS | TICKS | BIT(QUOTE) | BIT(BOOK) | BIT(FUNDING) | BIT(OPEN_INTEREST) |
		 BIT(LONG_SHORT) | BIT(PRICE),
	ALL = (BIT(OTHER) << 1) - 1
};

const struct tq_rule_row tq_rules[TQ_RULES] = {
	[TQ_RULE_SCHEMA] = {"schema", TQ_ACTION_STOP,
		"a required field is missing or a known field is of the wrong kind",
		tq_rule_schema, ALL},
	[TQ_RULE_FINITE] = {"finite", TQ_ACTION_STOP,
		"a price or another number is null, NaN, infinite or over 38 digits",
		tq_rule_finite, MARKET},
	[TQ_RULE_TIME_ORDER] = {"time-order", TQ_ACTION_STOP,
		"a record is older than one of its series that came earlier", tq_rule_time_order,
		MARKET},
	[TQ_RULE_DUPLICATE] = {"duplicate", TQ_ACTION_STOP,
		"a bar or funding has the time, a tick the id of one before in its series",
		tq_rule_duplicate, BARS | TICKS | BIT(FUNDING)},
	[TQ_RULE_OVERLAP] = {"overlap", TQ_ACTION_FLAG,
		"a bar opens within the one before of its series", tq_rule_overlap, BARS},
	[TQ_RULE_FUTURE] = {"future", TQ_ACTION_STOP,
		"a record is of later than now (--now, --max-skew)", tq_rule_future, MARKET},
	[TQ_RULE_SESSION] = {"session", TQ_ACTION_FLAG,
		"a bar opens when the calendar expects none", tq_rule_session, BARS},
	[TQ_RULE_GAP] = {"gap", TQ_ACTION_FLAG,
		"bars that the calendar expects, or payments of funding, are missing before it",
		tq_rule_gap, BARS | BIT(FUNDING)},
	[TQ_RULE_OHLC] = {"ohlc", TQ_ACTION_STOP,
		"high or low does not bracket open and close", tq_rule_ohlc, BARS},
	[TQ_RULE_POSITIVE] = {"positive", TQ_ACTION_STOP,
		"a price or a level's quantity is not over 0, or another quantity is under 0",
		tq_rule_positive, MARKET & ~(BIT(FUNDING) | BIT(LONG_SHORT))},
	[TQ_RULE_ZERO_VOLUME] = {"zero-volume", TQ_ACTION_FLAG,
		"the volume, or a tick's quantity, is 0", tq_rule_zero_volume, BARS | TICKS},
	[TQ_RULE_OUTLIER] = {"outlier", TQ_ACTION_FLAG,
		"a price is further from the close before than --max-jump", tq_rule_outlier, BARS},
	[TQ_RULE_STUCK] = {"stuck", TQ_ACTION_FLAG,
		"so many bars in a row have one price and one volume (--max-stuck)",
		tq_rule_stuck, BARS},
	[TQ_RULE_SPLIT_LIKE] = {"split-like", TQ_ACTION_FLAG,
		"the open is a split's ratio (2:1, 3:2, ...) away from the close before",
		tq_rule_split_like, BARS},
	[TQ_RULE_DIVIDEND_LIKE] = {"dividend-like", TQ_ACTION_FLAG,
		"the open is about the bar's own dividend under the close before",
		tq_rule_dividend_like, BARS},
	[TQ_RULE_BOOK_ORDER] = {"book-order", TQ_ACTION_STOP,
		"levels of a book are not best first, stand twice or are no [price, qty]",
		tq_rule_book_order, BIT(BOOK)},
	[TQ_RULE_CROSSED] = {"crossed", TQ_ACTION_FLAG,
		"the bid is over the ask or, in a book, equal to it (locked)", tq_rule_crossed,
		BIT(QUOTE) | BIT(BOOK)},
	[TQ_RULE_ONE_SIDED] = {"one-sided", TQ_ACTION_PASS,
		"a quote or book has no bid or no ask", tq_rule_one_sided,
		BIT(QUOTE) | BIT(BOOK)},
	[TQ_RULE_SEQUENCE] = {"sequence", TQ_ACTION_FLAG,
		"a book's sequence is not over the one before", tq_rule_sequence, BIT(BOOK)},
	[TQ_RULE_SEQUENCE_GAP] = {"sequence-gap", TQ_ACTION_PASS,
		"a book's sequence is over the one before by more than 1", tq_rule_sequence_gap,
		BIT(BOOK)},
	[TQ_RULE_SCHEDULE] = {"schedule", TQ_ACTION_FLAG,
		"a time of funding is not on the grid of its interval", tq_rule_schedule,
		BIT(FUNDING)},
	[TQ_RULE_FUNDING_RATE] = {"funding-rate", TQ_ACTION_FLAG,
		"a rate of funding is further from 0 than --max-rate", tq_rule_funding_rate,
		BIT(FUNDING)},
	[TQ_RULE_ALIAS] = {"alias", TQ_ACTION_FLAG,
		"the symbol is another name of one that came earlier (--canonical)",
		tq_rule_alias, MARKET},
	[TQ_RULE_CROSS_VENUE] = {"cross-venue", TQ_ACTION_FLAG,
		"the close or price differs by more than --max-diff from that in --against",
		tq_rule_cross_venue, BARS | BIT(PRICE)},
	[TQ_RULE_STALE] = {"stale", TQ_ACTION_FLAG,
		"another series stopped --max-stale before this record (said by an event)",
		tq_rule_stale, MARKET}
};

const char *const tq_actions[] = {"pass", "flag", "drop", "reject", "stop", NULL};
