/* SPDX-License-Identifier: ISC */
#include "t.h"

#include "base/rng.h"
#include "market/canonical.h"
#include "market/levels.h"
#include "market/repair.h"
#include "market/rules.h"
#include "record/reader.h"

#include <stdlib.h>

static struct tq_reader *reader;
static struct tq_err err;

static struct tq_rec *
read_line(const char *line)
{
	static char text[4096 + TQ_SCAN_PAD];
	size_t n;

	snprintf(text, 4096, "%s\n", line);
	return tq_reader_line(reader, text, text + strlen(text), &n, &err);
}

static void
begin(struct tq_checker *ck)
{
	size_t rule;

	*ck = (struct tq_checker){0};
	tq_checker_init(ck, tq_dec(5, 1));
	ck->calendar = tq_calendar_open("24x7", &err);
	ck->max_stuck = 2;
	ck->split_tolerance = tq_dec(3, 2);
	ck->max_rate = tq_dec(3, 2);
	for (rule = 0; rule < TQ_RULES; rule++)
		ck->action[rule] = TQ_ACTION_FLAG;
}

#define BAR(day, open, rest) \
	"{\"type\":\"bar\",\"time\":\"2024-01-0" day "T00:00:00Z\",\"symbol\":\"X\"," \
	"\"interval\":\"1d\",\"open\":" open ",\"high\":120,\"low\":60,\"close\":100," \
	"\"volume\":5" rest "}"
#define FLAT(day) \
	"{\"type\":\"bar\",\"time\":\"2024-01-0" day "T00:00:00Z\",\"symbol\":\"X\"," \
	"\"interval\":\"1d\",\"open\":9,\"high\":9,\"low\":9,\"close\":9,\"volume\":5}"
#define OF(type, minute, rest) \
	"{\"type\":\"" type "\",\"time\":\"2024-01-01T00:" minute ":00Z\",\"symbol\":\"X\"," rest "}"
#define PAYMENT(hour) \
	"{\"type\":\"funding\",\"time\":\"2024-01-01T" hour ":00:00Z\",\"symbol\":\"X\",\"rate\":0}"

/* The last line of each row fails the rule and only it; those before pass. */
static const struct {
	enum tq_rule rule;
	const char *line[5];
} rows[] = {
	{TQ_RULE_STUCK, {FLAT("1"), FLAT("2")}},
	{TQ_RULE_SPLIT_LIKE, {BAR("1", "100", ""), BAR("2", "67", "")}},
	{TQ_RULE_DIVIDEND_LIKE, {BAR("1", "100", ""), BAR("2", "95", ",\"dividend\":4")}},
	{TQ_RULE_BOOK_ORDER, {OF("book", "01", "\"bids\":[[1,1],[2,1]],\"asks\":[[3,1]]")}},
	{TQ_RULE_CROSSED, {OF("quote", "01", "\"bid\":2,\"ask\":1.99")}},
	{TQ_RULE_CROSSED, {OF("book", "01", "\"bids\":[[2,1]],\"asks\":[[2.0,1]]")}},
	{TQ_RULE_ONE_SIDED, {OF("quote", "01", "\"bid\":2")}},
	{TQ_RULE_SEQUENCE, {OF("book", "01", "\"bids\":[[1,1]],\"asks\":[[2,1]],\"sequence\":7"),
			    OF("book", "02", "\"bids\":[[1,1]],\"asks\":[[2,1]],\"sequence\":7")}},
	{TQ_RULE_SEQUENCE_GAP, {OF("book", "01", "\"bids\":[[1,1]],\"asks\":[[2,1]],\"sequence\":7"),
				OF("book", "02", "\"bids\":[[1,1]],\"asks\":[[2,1]],\"sequence\":9")}},
	{TQ_RULE_SCHEDULE, {OF("funding", "30", "\"rate\":0.01")}},
	{TQ_RULE_FUNDING_RATE, {OF("funding", "00", "\"rate\":-0.0301")}},
	{TQ_RULE_GAP, {PAYMENT("00"), PAYMENT("01"), PAYMENT("02"), PAYMENT("07")}},
	{TQ_RULE_GAP, {PAYMENT("00"), PAYMENT("01"), PAYMENT("03"), PAYMENT("04")}},
	{TQ_RULE_DUPLICATE, {PAYMENT("00"), PAYMENT("00")}},
	{TQ_RULE_DUPLICATE, {OF("tick", "01", "\"price\":1,\"qty\":1,\"id\":5"),
			     OF("tick", "02", "\"price\":1,\"qty\":1,\"id\":5")}},
	{TQ_RULE_TIME_ORDER, {OF("price", "02", "\"price\":1"), OF("price", "01", "\"price\":1")}},
	{TQ_RULE_POSITIVE, {OF("price", "02", "\"price\":0")}},
	{TQ_RULE_FINITE, {OF("tick", "01", "\"price\":\"NaN\",\"qty\":1")}},
	{TQ_RULE_ZERO_VOLUME, {OF("liquidation", "01", "\"side\":\"buy\",\"price\":1,\"qty\":0")}},
};

static void
test_rows(void)
{
	size_t i, k;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tq_check_result result = {0};
		struct tq_checker ck;
		unsigned before = 0;

		begin(&ck);
		for (k = 0; k < 5 && rows[i].line[k] != NULL; k++) {
			before |= result.flags;
			OK(tq_check(&ck, read_line(rows[i].line[k]), &result, &err),
			   "row %zu line %zu is read", i, k);
		}
		OK(before == 0, "row %zu: the lines before pass", i);
		OK(result.flags == 1u << rows[i].rule, "C1.54 row %zu: %s fails, and only that: %s", i,
		       tq_rules[rows[i].rule].name, result.finding.text);
		tq_checker_fini(&ck);
	}
}

/* Each rule is asked of the types in its row and of no other. */
static void
test_types(void)
{
	struct tq_checker ck;
	size_t rule, type;
	unsigned wrong = 0;

	begin(&ck);
	for (rule = 0; rule < TQ_RULES; rule++)
		for (type = 0; type <= TQ_TYPE_OTHER; type++)
			wrong += (ck.asks[type] >> rule & 1) != (tq_rules[rule].types >> type & 1);
	IS_INT(wrong, 0, "F0.8 types are asked what the table says");
	tq_checker_fini(&ck);
}

static void
test_forms(void)
{
	static const char *const forms[][2] = {
		{"BTC/USDT", "BTC/USDT"}, {"BTCUSDT", "BTC/USDT"}, {"btc-usdt", "BTC/USDT"},
		{"BTC_USDT", "BTC/USDT"}, {"XBT/USDT", "BTC/USDT"}, {"BTC-USDT-SWAP", "BTC/USDT"},
		{"BTC/USDT:USDT", "BTC/USDT"}, {"XXBTZUSD", "BTC/USD"}, {"XETHXXBT", "ETH/BTC"},
		{"ETHBTC", "ETH/BTC"}, {"HYPE/USDC:USDC", "HYPE/USDC"}, {"AAPL", "AAPL"},
		{"XDG-EUR", "DOGE/EUR"}, {"BTC/USDT:USDT-240329", "BTC/USDT:USDT-240329"},
		{"BTC-USD-20240329", "BTC-USD-20240329"}, {"USDT", "USDT"}, {":", ""},
		{"BTC-PERPETUAL", "BTC"}, {"1000PEPEUSDT", "1000PEPE/USDT"}};
	struct tq_canonical *c = tq_canonical_open("builtin", &err);
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct tq_str form = tq_canonical_form(c, tq_str(forms[i][0]));

		OK(tq_str_is(form, forms[i][1]), "F3.13 %s is %.*s", forms[i][0],
		   TQ_STR_ARG(form));
	}
	OK(!tq_canonical_alias(c, tq_str("BTC/USDT")) && !tq_canonical_alias(c, tq_str("ETHUSDT")) &&
	   tq_canonical_alias(c, tq_str("BTCUSDT")) && !tq_canonical_alias(c, tq_str("BTC/USDT")),
	   "F3.13 the second name is the alias, the first never");
	OK(tq_str_is(tq_canonical_first(c, tq_str("XBTUSDT")), "BTC/USDT"), "and the first is known");
	tq_canonical_free(c);
}

static int
put_level(char *p, size_t size, uint64_t form, int price, int qty)
{
	switch (form) {
	case 0: return snprintf(p, size, "[%d,%d]", price, qty);
	case 1: return snprintf(p, size, "[ %d , %d ]", price, qty);
	case 2: return snprintf(p, size, "[\"%d\",\"%d\"]", price, qty);
	default: return snprintf(p, size, "[%d.0,%de0,\"]\",{\"a\":[1,\"\\\"\"]}]", price, qty);
	}
}

/* Levels of any spelling: as many as were written, with their numbers. */
static void
test_levels(void)
{
	struct tq_rng rng = {9};
	unsigned bad = 0, low = 0;
	int round;

	for (round = 0; round < 500; round++) {
		char line[4096];
		int n = (int)tq_rng_below(&rng, 20), i, at;
		struct tq_book_view view;

		at = snprintf(line, sizeof(line), "{\"type\":\"book\",\"time\":\"2024-01-01T00:00:00Z\","
			      "\"symbol\":\"X\",\"bids\":[");
		for (i = 0; i < n; i++) {
			at += snprintf(line + at, sizeof(line) - (size_t)at, i > 0 ? " ," : "");
			at += put_level(line + at, sizeof(line) - (size_t)at,
					tq_rng_below(&rng, 4), 100 - i, i + 1);
		}
		snprintf(line + at, sizeof(line) - (size_t)at, "],\"asks\":[[200,0]]}");
		tq_book_look(read_line(line), &view);
		bad += view.n[TQ_BIDS] != (size_t)n || view.bad || view.disorder ||
		       view.n[TQ_ASKS] != 1 || (n > 0 && !tq_dec_eq(view.best[TQ_BIDS].price,
								     tq_dec(100, 0)));
		low += view.low && view.low_side == TQ_ASKS && view.low_qty;
	}
	OK(bad == 0 && low == 500, "C1.54 500 books are read as they were written (%u not)", bad);
}

/* The oldest goes when too many are held, and nothing is lost. */
static void
test_cap(void)
{
	struct tq_repair *r = tq_repair_new(TQ_REPAIR_100X, 1000000);
	struct tq_rec *rec = read_line(BAR("1", "100", ""));
	struct tq_repaired line;
	long out = 0, i;

	for (i = 0; i < TQ_REPAIR_HELD + 10; i++) {
		tq_repair_put(r, rec, "f");
		while (tq_repair_next(r, false, &line))
			out++;
	}
	IS_INT(out, 10, "L8 what is over the cap is let go");
	IS_INT(tq_repair_counts(r)->forced, 10, "and counted");
	while (tq_repair_next(r, true, &line))
		out++;
	IS_INT(out, TQ_REPAIR_HELD + 10, "L8 all come out");
	tq_repair_free(r);
}

int
main(void)
{
	struct tq_run run = {0};

	setenv("TQ_DATA_DIR", "share", 1);
	reader = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE);
	run.reader = reader;
	tq_checker_want(&run);
	tq_repair_want(&run);
	test_rows();
	test_types();
	test_forms();
	test_levels();
	test_cap();
	tq_reader_free(reader);
	return t_done();
}
