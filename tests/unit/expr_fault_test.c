/* SPDX-License-Identifier: ISC */
/* Wrong expressions and strategies, with the exact words that are said of each. */
#include "wrong.h"

static const struct wrong wrong[] = {
	{"close >",
	 "1:8: expected a value, found the end"},
	{"close",
	 "1:1: a rule must be a condition, not a number"},
	{"1",
	 "1:1: a rule must be a condition, not a number"},
	{"> close",
	 "1:1: expected a value, found '>'"},
	{"close > 2 and",
	 "1:14: expected a value, found the end"},
	{"close > 2 and 3",
	 "1:11: 'and' needs conditions, but its right side is a number"},
	{"not close",
	 "1:1: 'not' needs conditions, but what follows is a number"},
	{"-true",
	 "1:1: '-' needs numbers, but what follows is a condition"},
	{"true + 1",
	 "1:6: '+' needs numbers, but its left side is a condition"},
	{"close > true",
	 "1:7: '>' needs numbers, but its right side is a condition"},
	{"true == true",
	 "1:6: '==' needs numbers, but its left side is a condition"},
	{"a < b < c",
	 "1:7: a comparison cannot be compared again: write 'a < b and b < c'"},
	{"close < open < high",
	 "1:14: a comparison cannot be compared again: write 'a < b and b < c'"},
	{"close = 2",
	 "1:7: '=' compares nothing (did you mean ==?)"},
	{"(close > 2",
	 "1:1: '(' is not closed"},
	{"close > 2)",
	 "1:10: expected the end, found ')'"},
	{"sma(close, 20 > 2",
	 "1:4: '(' is not closed"},
	{"sma(close, 20)) > 2",
	 "1:15: expected the end, found ')'"},
	{"sma(close 20) > 2",
	 "1:11: expected an operator, ',' or ')', found '20'"},
	{"sma(close,, 20) > 2",
	 "1:11: expected a value, found ','"},
	{"sma(close, ) > 2",
	 "1:12: expected a value, found ')'"},
	{"sma() > 2",
	 "1:1: argument 'x' is missing: sma(x, n = 30)"},
	{"smaa(close, 20) > 2",
	 "1:1: unknown function 'smaa' (did you mean sma?)"},
	{"foo(close) > 2",
	 "1:1: unknown function 'foo'"},
	{"sma > 2",
	 "1:1: 'sma' is a function: sma(...)"},
	{"sma(close, n) > 2",
	 "1:12: 'n' of sma must be a constant"},
	{"sma(close, 0) > 2",
	 "1:12: 'n' of sma is 0, not a whole number in 1..100000"},
	{"sma(close, 2.5) > 2",
	 "1:12: 'n' of sma is 2.5, not a whole number in 1..100000"},
	{"sma(close, 1e9) > 2",
	 "1:12: 'n' of sma is 1e+09, not a whole number in 1..100000"},
	{"sma(close, -3) > 2",
	 "1:12: 'n' of sma is -3, not a whole number in 1..100000"},
	{"sma(close, close) > 2",
	 "1:12: 'n' of sma must be a constant"},
	{"sma(close, 20, 30) > 2",
	 "1:16: too many arguments: sma(x, n = 30)"},
	{"sma(close, n = 20, n = 30) > 2",
	 "1:20: argument 'n' is given twice: sma(x, n = 30)"},
	{"sma(close, 20, n = 30) > 2",
	 "1:16: argument 'n' is given twice: sma(x, n = 30)"},
	{"sma(close, m = 20) > 2",
	 "1:12: argument 'm' is unknown: sma(x, n = 30)"},
	{"sma(n = 20, close) > 2",
	 "1:13: an argument without a name behind a named one: sma(x, n = 30)"},
	{"sma(20) > 2",
	 "1:1: argument 'x' is a constant, not a series: sma(x, n = 30)"},
	{"sma(true, 20) > 2",
	 "1:5: argument 1 of sma must be a number, not a condition"},
	{"sma(close > 2, 20) > 2",
	 "1:5: argument 1 of sma must be a number, not a condition"},
	{"macd(close) > 0",
	 "1:1: macd has 3 outputs: name one of .macd, .signal, .hist"},
	{"macd(close).hits > 0",
	 "1:13: macd has no output 'hits' (did you mean .hist?)"},
	{"macd(close).zzz > 0",
	 "1:13: macd has 3 outputs: name one of .macd, .signal, .hist"},
	{"macd(close)[1].hist > 0",
	 "1:12: macd has 3 outputs: name one of .macd, .signal, .hist"},
	{"rsi(close).hist > 0",
	 "1:12: '.hist': a number has no outputs to choose from"},
	{"(close > 2).hist > 0",
	 "1:13: '.hist': a condition has no outputs to choose from"},
	{"close.hist > 0",
	 "1:7: '.hist': a number has no outputs to choose from"},
	{"bar.symbol > 2",
	 "1:5: 'symbol' is no number"},
	{"symbol > 2",
	 "1:1: 'symbol' is no number"},
	{"close[-1] > 2",
	 "1:7: the future cannot be named"},
	{"close[1.5] > 2",
	 "1:7: [1.5] is no whole number in 0..100000"},
	{"close[open] > 2",
	 "1:7: the number in [...] must be a constant"},
	{"close[true] > 2",
	 "1:7: the number in [...] must be a number, not a condition"},
	{"close[1 > 2",
	 "1:6: '[' is not closed"},
	{"close[1e7] > 2",
	 "1:7: [1e+07] is no whole number in 0..100000"},
	{"lag(close, -1) > 2",
	 "1:12: the future cannot be named"},
	{"lag(close, 0.5) > 2",
	 "1:12: 'n' of lag is 0.5, not a whole number in 0..100000"},
	{"clsoe > 2",
	 "1:1: unknown name 'clsoe' (did you mean close?)"},
	{"hgih > low",
	 "1:1: unknown name 'hgih' (did you mean high?)"},
	{"if(close, 1, 2) > 2",
	 "1:4: argument 1 of if must be a condition, not a number"},
	{"if(close > 2, 1, true) > 2",
	 "1:18: argument 3 of if must be a number, not a condition"},
	{"if(close > 2, 1) > 2",
	 "1:1: if takes 3 arguments, not 2"},
	{"abs(close, 2) > 2",
	 "1:1: abs takes 1 argument, not 2"},
	{"abs(true) > 2",
	 "1:5: argument 1 of abs must be a number, not a condition"},
	{"min(close) > 2",
	 "1:1: min takes 2 arguments or more, not 1"},
	{"max(close, true) > 2",
	 "1:12: argument 2 of max must be a number, not a condition"},
	{"min(a = close, b = 2) > 2",
	 "1:5: arguments of min have no names"},
	{"1 / 0 > close",
	 "1:3: this constant is undefined"},
	{"sqrt(-1) > close",
	 "1:1: this constant is undefined"},
	{"log(0) > close",
	 "1:1: this constant is undefined"},
	{"close $ 2",
	 "1:7: unexpected '$'"},
	{"close & 2",
	 "1:7: unexpected '&' (write: a and b)"},
	{"close > 01",
	 "1:9: not a number: '01'"},
	{"close > 1.2.3",
	 "1:13: expected the name of an output, found '3'"},
	{"close > 2x",
	 "1:9: not a number: '2x'"},
	{"close > \"2\"",
	 "1:9: a text is no value: it goes where a function wants one, like on(\"4h\", x)"},
	{"close > 2 open",
	 "1:11: expected the end, found 'open'"},
	{"close not open > 2",
	 "1:7: expected the end, found 'not'"},
	{"close + not true > 2",
	 "1:9: expected a value (put 'not ...' in brackets), found 'not'"},
	{"and close > 2",
	 "1:1: expected a value, found 'and'"},
	{"crosses_above(close)",
	 "1:1: argument 'b' is missing: crosses_above(a, b)"},
	{"crosses_above(close, open, high)",
	 "1:28: too many arguments: crosses_above(a, b)"},
	{"crosses_above(1, 2)",
	 "1:1: argument 'a' is a constant, not a series: crosses_above(a, b)"},
	{"atr(high, low) > 2",
	 "1:1: argument 'close' is missing: atr(high, low, close, n = 14)"},
	{"atr(high) > 2",
	 "1:1: argument 'low' is missing: atr(high, low, close, n = 14)"},
	{"atr(14, 15) > 2",
	 "1:9: too many arguments: atr(high, low, close, n = 14)"},
	{"stddev(close, 5, true) > 2",
	 "1:18: argument 3 of stddev must be a number, not a condition"},
	{"bbands(close, ma = 9).upper > 2",
	 "1:15: 'ma' of bbands is 9, not a whole number in 0..8"},
	{"close > 1e999",
	 "1:9: not a number: '1e999'"},
};

/* The whole text of the faults of a file, with what was set. */
static void
file(const char *text, const char *set, const char *want, const char *what)
{
	struct tq_strategy *s = tq_strategy_new();
	struct tq_faults faults = {0};
	struct tq_program *program;

	tq_strategy_add_file(s, "s.tq", tq_str(text), &faults);
	if (set)
		tq_strategy_set(s, set, &faults);
	program = tq_strategy_compile(s, &faults);
	IS_STR(tq_buf_text(&faults.text), want, what);
	OK((program != NULL) == (*want == '\0'), "F0.7 it runs only without faults");
	tq_program_free(program);
	tq_faults_fini(&faults);
	tq_strategy_free(s);
}

#define PARAMS "param n = 5 in 1..9\nparam w = 0.5 in 0..1 step 0.1\n"
#define RULE "long when close > sma(close, n) * w\n"

static void
test_files(void)
{
	file(PARAMS RULE, NULL, "", "a strategy");
	file(PARAMS RULE, "n=9", "", "F1.23 a parameter is set");
	file("# nothing\n", NULL,
	     "s.tq: no rule ('long when ...', 'short when ...', 'flat when ...') and no "
	     "'rank by ...'\n", "no rule");
	file("let f = smaa(close, 2)\n\tlong when f > cloze\nshort wen 1\n", NULL,
	     "s.tq:3:7: expected 'when', found 'wen'\nshort wen 1\n      ^\n"
	     "s.tq:1:9: unknown function 'smaa' (did you mean sma?)\n"
	     "let f = smaa(close, 2)\n        ^\n"
	     "s.tq:2:16: unknown name 'cloze' (did you mean close?)\n"
	     " long when f > cloze\n               ^\n",
	     "F0.7 all faults at once, each with its place; a faulty let is not told again");
	file("lett f = 1\nlong when true\n", NULL,
	     "s.tq:1:1: unknown statement 'lett' (did you mean let?)\nlett f = 1\n^\n",
	     "an unknown statement");
	file("let é = 1\nlong when true\n", NULL,
	     "s.tq:1:5: unexpected byte 0xc3\nlet é = 1\n    ^\n", "a letter outside of ASCII");
	file("# é\nlet a = \"é\" 1\nlong when true\n", NULL,
	     "s.tq:2:13: expected the end of the line, found '1'\nlet a = \"é\" 1\n            ^\n"
	     "s.tq:2:9: a text is no value: it goes where a function wants one, like "
	     "on(\"4h\", x)\nlet a = \"é\" 1\n        ^\n",
	     "columns count characters");
	file("let a = sma(close,\n\n3\nlong when true\n", NULL,
	     "s.tq:1:12: '(' is not closed\nlet a = sma(close,\n           ^\n",
	     "a bracket that was forgotten ends before the next statement");
	file("let a = b\nlet b = 1\nlong when true\n", NULL,
	     "s.tq:1:9: 'b' is used before it is defined\nlet a = b\n        ^\n", "order");
	file("let a = 1\nlet a = 2\nlong when true\n", NULL,
	     "s.tq:2:5: 'a' is defined already\nlet a = 2\n    ^\n", "twice");
	file("let close = 1\nlong when true\n", NULL,
	     "s.tq:1:5: 'close' is a name of the bar's\nlet close = 1\n    ^\n", "a bar's name");
	file("let long = 1\nlong when true\n", NULL,
	     "s.tq:1:5: 'long' is a word of the language\nlet long = 1\n    ^\n", "a word");
	file("param n = 10 in 1..9\nlong when close > n\n", NULL,
	     "s.tq:1:7: parameter 'n' is 10, not in 1..9\nparam n = 10 in 1..9\n      ^\n", "range");
	file("param n = 1 in 9..1\nlong when true\n", NULL,
	     "s.tq:1:7: parameter 'n' has no values: 9..1\nparam n = 1 in 9..1\n      ^\n",
	     "bounds");
	file("param n = close in 1..9\nlong when true\n", NULL,
	     "s.tq:1:11: expected a number, found 'close'\nparam n = close in 1..9\n          ^\n",
	     "a parameter is a number");
	file("require close > 1\nlong when true\n", NULL,
	     "s.tq:1:1: a requirement is on parameters alone\nrequire close > 1\n^\n", "require");
	file("long when true long\n", NULL,
	     "s.tq:1:16: expected the end of the line, found 'long'\nlong when true long\n"
	     "               ^\n", "rest of a line");
	file("description \"a\nlong when true\n", NULL,
	     "s.tq:1:13: the text is not closed with '\"'\ndescription \"a\n            ^\n",
	     "an open text");
	file(PARAMS "require n > 5\n" RULE, NULL,
	     "s.tq:3:1: the requirement does not hold with n = 5, w = 0.5\nrequire n > 5\n^\n",
	     "a requirement that does not hold");
}

static void
test_set(void)
{
	file(PARAMS RULE, "n=10", "parameter 'n' is 10, not in 1..9\n", "set out of range");
	file(PARAMS RULE, "n=2.5", "parameter 'n' takes whole numbers, not 2.5\n", "set to no integer");
	file(PARAMS RULE, "w=0.55", "", "w takes fractions");
	file(PARAMS RULE, "n=x", "--set: 'n' is no number: 'x'\n", "set to a word");
	file(PARAMS RULE, "n=nan", "--set: 'n' is no number: 'nan'\n", "X.10 set to NaN");
	file(PARAMS RULE, "m=1", "--set: no parameter 'm' (there are: n, w)\n", "an unknown name");
	file(PARAMS RULE, "n", "--set: 'n' is no name=value\n", "no value");
	file("long when true\n", "n=1", "--set: no parameter 'n': there are none\n", "F0.7 no parameters");
}

/* Texts that nest or grow without end are refused in bounded time and stack. */
static void
bounded(const char *open, size_t n, const char *want)
{
	struct tq_strategy *s = tq_strategy_new();
	struct tq_faults faults = {0};
	struct tq_buf text = {0};

	while (text.n < n)
		tq_buf_puts(&text, open);
	tq_strategy_add_rule(s, TQ_RULE_LONG, "t", tq_buf_str(&text), &faults);
	tq_program_free(tq_strategy_compile(s, &faults));
	OK(strstr(tq_buf_text(&faults.text), want), "X.10 much of '%s': %s", open, want);
	tq_buf_fini(&text);
	tq_faults_fini(&faults);
	tq_strategy_free(s);
}

static void
test_large(void)
{
	struct tq_strategy *s = tq_strategy_new();
	struct tq_faults faults = {0};
	struct tq_buf text = {0};

	bounded("(", 60000, "nested deeper than 200");
	bounded("-", 60000, "nested deeper than 200");
	bounded("not ", 60000, "nested deeper than 200");
	bounded("sma(", 60000, "nested deeper than 200");
	bounded("close[", 60000, "nested deeper than 200");
	bounded("1+", 60000, "nested deeper than 200");
	bounded("close>1 and ", 60000, "nested deeper than 200");
	bounded(" ", 70000, "longer than 65536 bytes");
	for (int i = 0; i < 3000; i++)
		tq_buf_printf(&text, "let a%d=close+%d\n", i, i);
	tq_strategy_add_file(s, "t", tq_buf_str(&text), &faults);
	tq_program_free(tq_strategy_compile(s, &faults));
	OK(strstr(tq_buf_text(&faults.text), "too large"), "a plan has a bound");
	tq_buf_fini(&text);
	tq_faults_fini(&faults);
	tq_strategy_free(s);
}

int
main(void)
{
	test_wrong(wrong, sizeof wrong / sizeof wrong[0]);
	test_files();
	test_set();
	test_large();
	return t_done();
}
