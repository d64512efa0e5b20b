/* SPDX-License-Identifier: ISC */
/* F0.7: wrong statements of strategy files, with the place and the words that are said of each. */
#include "t.h"

#include "expr/strategy.h"

#include <stdlib.h>

#define RULE "\nlong when close > 1\n"

static const struct {
	const char *text, *fault;        /* the first line that is said, without the name */
} wrong[] = {
	{"description 5" RULE, "1:13: expected a text in '\"', found '5'"},
	{"description \"a\"\ndescription \"b\"" RULE, "2:1: a second description"},
	{"source \"a\"\nsource \"b\"" RULE, "2:1: a second source"},
	{"source \"a" RULE, "1:8: the text is not closed with '\"'"},
	{"sorce \"a\"" RULE, "1:1: unknown statement 'sorce' (did you mean source?)"},
	{"stop close" RULE, "1:1: 'stop' has to stand behind a rule"},
	{"param n = 3 in 1..9 \"days\" 4" RULE, "1:28: expected the end of the line, found '4'"},
	{"param filter = 3 in 1..9" RULE, "1:7: 'filter' is a word of the language"},
	{"param n = 3 in 1..9\npreset a m = 4" RULE, "2:10: no parameter 'm'"},
	{"param n = 3 in 1..9\npreset a n = 12" RULE,
	 "2:10: parameter 'n' is 12, not in 1..9"},
	{"param n = 3 in 1..9\npreset a n = 2.5" RULE,
	 "2:10: parameter 'n' takes whole numbers, not 2.5"},
	{"param n = 3 in 1..9\npreset a n = 2\npreset a n = 3" RULE, "3:8: a second preset 'a'"},
	{"param n = 3 in 1..9\npreset a" RULE, "2:9: expected a name, found the end of the line"},
	{"each cat" RULE, "1:6: a strategy cannot judge 'cat': bar, tick, quote, book, funding, "
	 "open_interest, long_short, liquidation or price"},
	{"each bar\neach bar" RULE, "2:1: a second 'each'"},
	{"each quote\nlong when bid > 1", "2:1: a rule that does not judge bars has to say its "
	 "price ('price ask')"},
	{"filter close" RULE, "1:8: a filter must be a condition, not a number"},
	{"quality close > 1" RULE, "1:15: the quality must be a number, not a condition"},
	{"quality close\nquality open" RULE, "2:1: a second 'quality'"},
	{"confirm 0" RULE, "1:9: 'confirm' is 0, not a whole number from 1 on"},
	{"confirm 2.5" RULE, "1:9: 'confirm' is 2.5, not a whole number from 1 on"},
	{"confirm close" RULE, "1:9: 'confirm' must be a constant"},
	{"emit x = close > 1" RULE, "1:16: what is emitted must be a number, not a condition"},
	{"emit x = close\nemit x = open" RULE, "2:6: a second value 'x' for why"},
	{"emit = close" RULE, "1:6: expected a name, found '='"},
	{"neutral 5" RULE, "1:1: 'neutral' stands behind the components"},
	{"component a = close" RULE, "1:13: expected 'weight', found '='"},
	{"component a weight 1" RULE, "1:21: expected '=', found the end of the line"},
	{"component a weight close = 5" RULE, "1:20: a weight must be a constant"},
	{"component a weight 0-1 = 5" RULE, "1:21: a weight is -1, not 0 or above"},
	{"component a weight 1 by 2 = close" RULE,
	 "1:11: weights of time frames, but no 'timeframes'"},
	{"timeframes 5" RULE, "1:12: expected a text in '\"', found '5'"},
	{"timeframes \"5x\" 1" RULE, "1:12: no interval: '5x'"},
	{"timeframes \"100t\" 1" RULE, "1:12: no interval: '100t'"},
	{"timeframes \"5m\" 1\ntimeframes \"5m\" 1" RULE, "2:1: a second 'timeframes'"},
	{"universe" RULE, "1:9: expected a text in '\"', found the end of the line"},
	{"universe \"@x\"" RULE,
	 "1:10: no symbol: '@x' (\"BTC/USDT\" or \"BTC/USDT@binance\")"},
	{"universe all\nuniverse all" RULE, "2:1: a second 'universe'"},
	{"rank by close top 3 every 7d" RULE, "2:1: a strategy that ranks has no rules"},
	{"rank close", "1:6: expected 'by', found 'close'"},
	{"rank by close every 7d", "1:15: expected 'top' or 'bottom', found 'every'"},
	{"rank by close top 0 every 7d", "1:19: 'top' is 0, not a whole number from 1 on"},
	{"rank by close top 2.5 every 7d", "1:19: 'top' is 2.5, not a whole number from 1 on"},
	{"rank by close top 2", "1:20: expected 'every', found the end"},
	{"rank by close top 2 every", "1:26: expected an interval (7d, 4h, 1M), found the end"},
	{"rank by close top 2 every 7", "1:27: no interval: '7' (7d, 4h, 1M)"},
	{"rank by close top 2 every 7x", "1:27: no interval: '7x' (7d, 4h, 1M)"},
	{"rank by close top 2 every 7d weighted by", "1:39: expected equal, score or inverse, "
	 "found 'by'"},
	{"rank by close > 1 top 2 every 7d", "1:15: what is ranked must be a number, not a "
	 "condition"},
	{"long when close > 1 stop close > 2", "1:32: 'stop' must be a number, not a condition"},
	{"long when close > 1 stop", "1:25: expected a value, found the end"},
	{"long when close > 1\n  stop low\n  stop open", "3:3: a second 'stop' of this rule"},
	{"long when close > 1 size 1 qty 2", "1:28: 'size' and 'qty': one of size, qty, target, "
	 "weight"},
	{"long when close > 1 weight 1 target 2", "1:30: 'weight' and 'target': one of size, qty, "
	 "target, weight"},
	{"flat when close > 1 stop low", "1:21: 'stop' says nothing of a rule that goes flat"},
	{"flat when close > 1 only_when_open", "1:21: 'only_when_open' says nothing of a rule that goes flat"},
	{"long when close > 1 only_when_open", "1:1: a rule that is for what is open has to say its ratchet"},
	{"long when close > 1 only_when_open stop low ratchet low",
	 "1:36: 'stop' says nothing of a rule that is only for what is open"},
	{"long when close > 1 size 0.5 ratchet low only_when_open",
	 "1:42: 'size' says nothing of a rule that is only for what is open"},
	{"flat when close > 1 add", "1:21: 'add' says nothing of a rule that goes flat"},
	{"long when close > 1 tif never", "1:25: unknown tif 'never': gtc, day, ioc or fok"},
	{"long when close > 1 tif 5", "1:25: expected gtc, day, ioc or fok, found '5'"},
	{"long when close > 1 tag up", "1:25: expected a text in '\"', or a parameter that is one, found 'up'"},
	{"long when close > 1 max_hold 0", "1:30: 'max_hold' is 0, not a whole number from 1 on"},
	{"long when close > 1 max_hold close", "1:30: 'max_hold' must be a constant"},
	{"long when close > 1 stopp low", "1:21: expected the end of the line, found 'stopp' "
	 "(did you mean stop?)"},
	{"long when close > 1 add add", "1:25: a second 'add' of this rule"},
	{"# nothing", NULL},
};

static void
first_line(char *out, size_t size, const char *text)
{
	size_t n = strcspn(text, "\n");

	snprintf(out, size, "%.*s", n > 2 ? (int)n - 2 : 0, text + 2);
}

static void
test_faults(void)
{
	for (size_t i = 0; wrong[i].fault; i++) {
		struct tq_strategy *s = tq_strategy_new();
		struct tq_faults faults = {0};
		struct tq_program *program;
		char got[300];

		tq_strategy_add_file(s, "s", tq_str(wrong[i].text), &faults);
		program = tq_strategy_compile(s, &faults);
		first_line(got, sizeof got, tq_buf_text(&faults.text));
		OK(!program && faults.n > 0, "F0.7 faulty statement %zu is refused", i);
		IS_STR(got, wrong[i].fault, "F0.7 with these words");
		tq_program_free(program);
		tq_faults_fini(&faults);
		tq_strategy_free(s);
	}
}

/* What is legal and looks as if it were not. */
static const char *const right[] = {
	"let score = close\nlong when score > 1 score score stop score / 2",
	"let add = close\nlong when add > 1 add",
	"let weight = 1\nlong when close > 1 weight weight",
	"long when close > 1\n\n  # of both\n\n  stop low # here\n\n  take high\n\nflat when close < 1",
	"long when close > 1 and\n  open > 2\n  stop low",
	"long when close > 1 tif \"ioc\" tag \"a b\"",
	"param n = 3 in 1..9 step 2 \"days\"\npreset a n = 5,\n  n = 7\nlong when close > n",
	"confirm 2 + 1\nlong when close > 1",
	"filter volume > 0\nfilter close > 1\nlong when close > 2",
	"long when rank(close,\n  20) > 1",
	"universe \"A\", \"B@v\",\n  \"C\"\nlong when close > 1",
	"universe all\nrank by roc(close, 5) top 3 bottom 2 every 7d weighted inverse stddev(close, 5)",
	"rank by close bottom 2 every \"1M\" weighted score # monthly",
	"rank by close top 2 every 4h",
	"rank by close bottom 2 top 3 every 4h",
	"param n = 2 in 1..9\nrank by close top n bottom 2 * n every 4h",
	"each quote\nlong when bid > 1 price ask\nflat when ask < 1",
};

static void
test_right(void)
{
	for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
		struct tq_strategy *s = tq_strategy_new();
		struct tq_faults faults = {0};
		struct tq_program *program;

		tq_strategy_add_file(s, "s", tq_str(right[i]), &faults);
		program = tq_strategy_compile(s, &faults);
		OK(program != NULL, "statement %zu is taken", i);
		if (faults.n > 0)
			printf("# %s", tq_buf_text(&faults.text));
		tq_program_free(program);
		tq_faults_fini(&faults);
		tq_strategy_free(s);
	}
}

int
main(void)
{
	test_faults();
	test_right();
	return t_done();
}
