/* SPDX-License-Identifier: ISC */
/* F1.23: parameters of strategies that are texts: where they stand, how they are set, what is refused. */
#include "t.h"

#include "expr/library.h"
#include "expr/strategy.h"

#include <stdlib.h>

static struct tq_program *
compile(struct tq_strategy *s, const char *text, const char *set, struct tq_faults *faults)
{
	tq_strategy_add_file(s, "s", tq_str(text), faults);
	if (set && strncmp(set, "preset ", 7) == 0)
		tq_strategy_preset(s, tq_str(set + 7), faults);
	else if (set)
		tq_strategy_set(s, set, faults);
	return tq_strategy_compile(s, faults);
}

static bool
same_clocks(const struct tq_plan *a, const struct tq_plan *b)
{
	bool same = a->n_clocks == b->n_clocks;

	for (int i = 0; i < a->n_clocks && same; i++)
		same = tq_clock_same(&a->clocks[i], &b->clocks[i]);
	return same;
}

/* A text with a parameter is the text with the parameter's value in its place. */
static void
equal(const char *text, const char *set, const char *plain)
{
	struct tq_strategy *s = tq_strategy_new(), *t = tq_strategy_new();
	struct tq_faults faults = {0};
	struct tq_program *p = compile(s, text, set, &faults);
	struct tq_program *q = compile(t, plain, NULL, &faults);

	IS_STR(tq_buf_text(&faults.text), "", text);
	if (p && q) {
		OK(same_clocks(p->plan, q->plan), "the same clocks as of: %s", plain);
		OK(p->n_rules == q->n_rules && p->lookback == q->lookback, "rules and lookback");
		OK(p->n_symbols == q->n_symbols, "as many symbols");
		for (size_t i = 0; i < p->n_symbols; i++)
			OK(tq_str_eq(p->symbols[i].symbol, q->symbols[i].symbol) &&
			   tq_str_eq(p->symbols[i].venue, q->symbols[i].venue), "symbol %zu", i);
		OK(p->n_rules == 0 || (tq_str_eq(p->rules[0].tag, q->rules[0].tag) &&
		   tq_str_eq(p->rules[0].tif, q->rules[0].tif)), "tag and tif");
		OK(tq_interval_eq(p->rank.every, q->rank.every), "the same rebalancing");
	}
	tq_program_free(p);
	tq_program_free(q);
	tq_faults_fini(&faults);
	tq_strategy_free(s);
	tq_strategy_free(t);
}

static void
test_places(void)
{
	equal("param a = \"B/C\" \"the other leg\"\nlong when close > close@a", NULL,
	      "long when close > close@\"B/C\"");
	equal("param a = \"B/C\"\nlong when close > sma(close, 3)@a[1] + macd(close)@a.hist", "a=X@v",
	      "long when close > sma(close, 3)@\"X@v\"[1] + macd(close)@\"X@v\".hist");
	equal("param t = \"4h\" in \"1h\", \"4h\", \"1d\"\nlong when on(t, close > open)", NULL,
	      "long when on(\"4h\", close > open)");
	equal("param t = \"4h\" in \"1h\",\n  \"4h\", \"1d\" \"of the trend\"\n"
	      "long when on(t, close > open)", "t=1d", "long when on(\"1d\", close > open)");
	equal("param t = \"funding\"\nlong when on(t, rate) > 0 and age(t) < 9", NULL,
	      "long when on(\"funding\", rate) > 0 and age(\"funding\") < 9");
	equal("param z = \"UTC\"\nparam f = \"09:30\"\nlong when session(f, \"16:00\", z) and "
	      "hour(z) > 9 and new_day(z)", "z=America/New_York",
	      "long when session(\"09:30\", \"16:00\", \"America/New_York\") and "
	      "hour(\"America/New_York\") > 9 and new_day(\"America/New_York\")");
	equal("param c = \"us-equities\"\nlong when open_hours(c) and on(\"1d\", close, c) > 1", NULL,
	      "long when open_hours(\"us-equities\") and on(\"1d\", close, \"us-equities\") > 1");
	equal("param a = \"A\"\nparam b = \"B@v\"\nuniverse a, b, \"C\"\nlong when close > 1",
	      "a=Z", "universe \"Z\", \"B@v\", \"C\"\nlong when close > 1");
	equal("param w = \"x\"\nlong when close > 1 tag w", "w=a b", "long when close > 1 tag \"a b\"");
	equal("param w = \"gtc\"\nlong when close > 1 tif w", "w=ioc", "long when close > 1 tif ioc");
	equal("param e = \"7d\"\nrank by close top 1 every e weighted score", "e=1M",
	      "rank by close top 1 every 1M weighted score");
	equal("param f = \"5m\"\ntimeframes f 1, \"1h\" 2\ncomponent c weight 1 = rsi(close)\n"
	      "long when confluence > 60", "f=15m",
	      "timeframes \"15m\" 1, \"1h\" 2\ncomponent c weight 1 = rsi(close)\n"
	      "long when confluence > 60");
	equal("param a = \"B\"\npreset other a = \"D/E\"\nlong when close > close@a", "preset other",
	      "long when close > close@\"D/E\"");
	equal("param a = \"B\"\nlet x = close@a\nlong when on(\"4h\", x) > 1", NULL,
	      "let x = close@\"B\"\nlong when on(\"4h\", x) > 1");
}

static const struct {
	const char *text, *set, *fault;
} wrong[] = {
	{"param t = \"4h\" in \"1h\", \"1d\"\nlong when on(t, close) > 1", NULL,
	 "s:1:7: parameter 't' is \"4h\", not one of \"1h\", \"1d\""},
	{"param t = \"4h\" in \"1h\", \"4h\"\nlong when on(t, close) > 1", "t=2h",
	 "parameter 't' is \"2h\", not one of \"1h\", \"4h\""},
	{"param t = \"4h\" in\nlong when close > 1", NULL,
	 "s:1:18: expected a text in '\"', found the end of the line"},
	{"param t = \"4h\" in 1..2\nlong when close > 1", NULL,
	 "s:1:19: expected a text in '\"', found '1'"},
	{"param t = \"4x\"\nlong when on(t, close) > 1", NULL,
	 "s:1:7: on: \"4x\" is no interval like \"4h\" and no type of record like \"funding\""},
	{"param t = \"4h\"\nlong when on(t, close) > 1", "t=fundng",
	 "s:1:7: on: \"fundng\" is no interval like \"4h\" and no type of record (did you mean "
	 "\"funding\"?)"},
	{"param f = \"9:15\"\nlong when session(f, \"15:30\")", NULL,
	 "s:1:7: \"9:15\" is no time of day like \"09:15\""},
	{"param a = \"B\"\nlong when close > close@a", "a=",
	 "s:1:7: \"\" is no series like \"ETH/USDT\", \"ETH/USDT@kraken\" or \"@kraken\""},
	{"param a = \"B\"\nlong when close > a", NULL,
	 "s:2:19: 'a' is a text: it goes where a function wants one, like on(\"4h\", x)"},
	{"param n = 3 in 1..9\nlong when close > close@n", NULL,
	 "s:2:25: 'n' is no text: a series is \"ETH/USDT\", or a parameter like "
	 "param other = \"ETH/USDT\""},
	{"param n = 3 in 1..9\nlong when on(n, close) > 1", NULL,
	 "s:2:14: argument 1 of on must be a text like \"4h\" or \"funding\""},
	{"param n = 3 in 1..9\nlong when close > 1 tag n", NULL,
	 "s:2:25: parameter 'n' is a number, not a text"},
	{"param label = \"x\"\nlong when close > 1 tag lable", NULL,
	 "s:2:25: no parameter 'lable' that is a text (did you mean label?)"},
	{"param a = \"@v\"\nuniverse a\nlong when close > 1", NULL,
	 "s:1:7: no symbol: '@v' (\"BTC/USDT\" or \"BTC/USDT@binance\")"},
	{"param e = \"7x\"\nrank by close top 1 every e", NULL,
	 "s:1:7: no interval: '7x' (7d, 4h, 1M)"},
	{"param f = \"x\"\ntimeframes f 1\ncomponent c weight 1 = 5\nlong when confluence > 6", NULL,
	 "s:1:7: no interval: 'x'"},
	{"param w = \"x\"\nlong when close > 1 tif w", NULL,
	 "s:1:7: unknown tif 'x': gtc, day, ioc or fok"},
	{"param a = \"B\"\npreset p a = 5\nlong when close > close@a", NULL,
	 "s:2:10: parameter 'a' is a text"},
	{"param n = 3 in 1..9\npreset p n = \"x\"\nlong when close > n", NULL,
	 "s:2:10: parameter 'n' is a number"},
	{"param a = \"B\" in \"B\", \"C\"\npreset p a = \"D\"\nlong when close > close@a", NULL,
	 "s:2:10: parameter 'a' is \"D\", not one of \"B\", \"C\""},
	{"param a = \"B\"\nlong when close > close@a", "a=x\"y",
	 "--set: the text of 'a' has a quote or a newline in it"},
	{"param a = \"B\"\nparam n = 3 in 1..9\nrequire n > 5\nlong when close > close@a", NULL,
	 "s:3:1: the requirement does not hold with a = \"B\", n = 3"},
	{"param a = \"B\" step 2\nlong when close > close@a", NULL,
	 "s:1:15: expected the end of the line, found 'step'"},
};

static void
test_wrong(void)
{
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct tq_strategy *s = tq_strategy_new();
		struct tq_faults faults = {0};
		struct tq_program *program = compile(s, wrong[i].text, wrong[i].set, &faults);
		char first[300] = "";

		sscanf(tq_buf_text(&faults.text), "%299[^\n]", first);
		IS_STR(first, wrong[i].fault, "F0.7 the words");
		OK(!program, "F0.7 nothing runs");
		tq_program_free(program);
		tq_faults_fini(&faults);
		tq_strategy_free(s);
	}
}

/* A second program of other values leaves the first as it was. */
static void
test_again(void)
{
	struct tq_strategy *s = tq_strategy_new();
	struct tq_faults faults = {0};
	struct tq_program *first = compile(s, "param a = \"A\"\nparam b = \"B\"\nuniverse a, b\n"
					   "long when close > close@a", "a=X", &faults);
	struct tq_program *second;
	struct tq_buf text = {0};

	tq_strategy_set(s, "b=Y", &faults);
	second = tq_strategy_compile(s, &faults);
	OK(first && second && faults.n == 0, "F1.23 compiled twice");
	if (first && second) {
		OK(tq_str_is(first->symbols[1].symbol, "B"), "the first has its own symbols");
		OK(tq_str_is(second->symbols[1].symbol, "Y"), "the second the new ones");
		tq_library_describe(s, second, tq_str("s"), &text);
		OK(strstr(tq_buf_text(&text), "param a = \"X\"\nparam b = \"Y\"\n"), "described");
	}
	tq_buf_fini(&text);
	tq_program_free(first);
	tq_program_free(second);
	tq_faults_fini(&faults);
	tq_strategy_free(s);
}

static void
test_reads(void)
{
	struct tq_strategy *s = tq_strategy_new();
	struct tq_faults faults = {0};
	struct tq_program *p = compile(s, "let unused = on(\"2h\", close)\n"
		"long when on(\"4h\", rsi(close, 14))@\"X@v\" > 3 and on(\"funding\", sma(rate, 3)) "
		"> 1 and on(\"1d\", atr(14), \"us-equities\") > 1 and age(\"quote\") < 5", NULL,
		&faults);
	struct tq_buf text = {0};

	if (p)
		tq_library_describe(s, p, tq_str("s"), &text);
	OK(strstr(tq_buf_text(&text), "\nreads: X@v, 4h bars of X@v (lookback 14), funding (lookback "
		  "2), 1d bars by us-equities (lookback 14), quote\n"), "what it reads");
	tq_buf_fini(&text);
	tq_program_free(p);
	tq_faults_fini(&faults);
	tq_strategy_free(s);
}

static void
lookback(const char *text, int64_t want)
{
	struct tq_strategy *s = tq_strategy_new();
	struct tq_faults faults = {0};
	struct tq_program *p = compile(s, text, NULL, &faults);

	OK(p && p->lookback == want, "X.10 lookback of: %s", text);
	tq_program_free(p);
	tq_faults_fini(&faults);
	tq_strategy_free(s);
}

static void
test_lookback(void)
{
	lookback("long when close > sma(close, 30)", 29);
	lookback("long when on(\"4h\", close > sma(close, 30))", 0);
	lookback("long when close > 1 stop close - atr(14) score sma(close, 50)", 14);
	lookback("long when new_week() add qty sma(close, 50)", 49);
	lookback("filter close > sma(close, 200)\nrank by roc(close, 5) top 1 every 1d", 199);
}

/* A value, and a rule's text for the checks, that are longer than a block of the arena. */
static void
test_long(void)
{
	struct tq_strategy *s = tq_strategy_new();
	struct tq_faults faults = {0};
	struct tq_buf set = {0}, text = {0};
	struct tq_program *p;

	tq_buf_puts(&set, "a=");
	for (int i = 0; i < 100000; i++)
		tq_buf_puts(&set, "X");
	tq_buf_puts(&text, "param a = \"B\"\nlong when close@a > 1");
	p = compile(s, tq_buf_text(&text), tq_buf_text(&set), &faults);
	OK(p && p->plan->clocks[1].symbol.n == 100000, "X.10 a text of 100000 bytes");
	tq_program_free(p);
	tq_faults_fini(&faults);
	tq_strategy_free(s);
	s = tq_strategy_new();
	tq_buf_clear(&text);
	tq_buf_puts(&text, "long when close@\"");
	for (int i = 0; i < 60000; i++)
		tq_buf_puts(&text, "Y");
	tq_buf_puts(&text, "\" > open");
	p = compile(s, tq_buf_text(&text), NULL, &faults);
	OK(p != NULL, "X.10 a rule of %zu bytes", text.n);
	tq_program_free(p);
	tq_faults_fini(&faults);
	tq_strategy_free(s);
	tq_buf_fini(&set);
	tq_buf_fini(&text);
}

int
main(void)
{
	test_places();
	test_wrong();
	test_again();
	test_reads();
	test_lookback();
	test_long();
	return t_done();
}
