/* SPDX-License-Identifier: ISC */
/* Options from flags, environment and files: values, precedence, all faults at once. */
#include "base/common.h"

#include "t.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

struct tool {
	int64_t period;
	const char *name;
	bool strict;
	int color;
	struct tq_opt_texts sets;
	int64_t size;
};

static const char *const colors[] = {"red", "blue", NULL};

static const struct tq_opt rows[] = {
	{.name = "period", .letter = 'p', .arg = "N", .preset = "20", .parse = tq_opt_int,
	 .at = offsetof(struct tool, period), .min = 1, .max = 1000, .help = "bars"},
	{.name = "name", .letter = 'n', .arg = "TEXT", .parse = tq_opt_text,
	 .at = offsetof(struct tool, name), .help = "a name"},
	{.name = "strict", .letter = 's', .parse = tq_opt_flag,
	 .at = offsetof(struct tool, strict), .help = "be strict"},
	{.name = "color", .arg = "COLOR", .preset = "red", .parse = tq_opt_choice,
	 .choices = colors, .at = offsetof(struct tool, color), .help = "paint"},
	{.name = "set", .arg = "K=V", .parse = tq_opt_list, .repeats = true,
	 .at = offsetof(struct tool, sets), .help = "set"},
	{.name = "size", .arg = "BYTES", .preset = "64K", .parse = tq_opt_bytes,
	 .at = offsetof(struct tool, size), .help = "size"},
};
static const struct tq_opt_group group = {"tool", rows, TQ_COUNT(rows), 0, NULL};

static char path[] = "/tmp/tq-settings-test-XXXXXX";

/* What a run would have: values and faults of flags, environment and one file. */
struct result {
	struct tool tool;
	struct tq_settings s;
	char faults[2000];
};

static struct result r;

static void
read_all(char **argv, char *const *environment, const char *file)
{
	int argc = 0;
	size_t at = 0;

	tq_settings_fini(&r.s);
	memset(&r, 0, sizeof(r));
	r.s.tool = "tq-test";
	while (argv[argc])
		argc++;
	tq_settings_add(&r.s, &group, 1, &r.tool, false);
	tq_settings_flags(&r.s, argc, argv);
	tq_settings_environment(&r.s, environment);
	if (file) {
		FILE *f = fopen(path, "w");

		fputs(file, f);
		fclose(f);
		tq_settings_file(&r.s, path, TQ_FROM_NAMED, true);
	}
	tq_settings_apply(&r.s);
	for (size_t i = 0; i < r.s.n_faults; i++)
		at += (size_t)snprintf(r.faults + at, sizeof(r.faults) - at, "%s\n", r.s.faults[i]);
}

#define ARGV(...) (char *[]){(char[]){"tq-test"}, __VA_ARGS__, NULL}
#define W(text) (char[]){text}

static void
flags(char **argv)
{
	read_all(argv, NULL, NULL);
}

static void
test_flags(void)
{
	flags(ARGV(NULL));
	OK(r.tool.period == 20 && r.tool.size == 65536 && r.tool.color == 0 && !r.tool.name,
	   "presets");
	flags(ARGV(W("--period=7"), W("--name"), W("--odd"), W("a"), W("-"), W("--"), W("--x")));
	OK(r.tool.period == 7 && strcmp(r.tool.name, "--odd") == 0, "--opt=value and --opt value");
	OK(r.s.n_operands == 3 && strcmp(r.s.operands[1], "-") == 0 &&
	   strcmp(r.s.operands[2], "--x") == 0, "operands: -, and all behind --");
	flags(ARGV(W("-sp"), W("3"), W("-nx=y")));
	OK(r.tool.strict && r.tool.period == 3 && strcmp(r.tool.name, "x=y") == 0,
	   "letters grouped, a value behind or inside");
	flags(ARGV(W("--strict"), W("--no-strict")));
	OK(!r.tool.strict && !*r.faults, "a flag is switched off again");
	flags(ARGV(W("--set"), W("a=1"), W("--set=b=2")));
	OK(r.tool.sets.n == 2 && strcmp(r.tool.sets.items[0], "a=1") == 0 &&
	   strcmp(r.tool.sets.items[1], "b=2") == 0, "a list keeps its order");
	flags(ARGV(W("--name="), W("--period"), W("-5")));
	OK(r.tool.name && !*r.tool.name, "an empty value is a value");
	IS_STR(r.faults, "--period: -5 is not in 1..1000\n", "a value may begin with '-'");
}

static const struct {
	const char *word, *value, *fault;
} bad[] = {
	{"--perid", NULL, "unknown option '--perid' (did you mean --period?)\n"},
	{"--colour=blue", NULL, "unknown option '--colour=blue' (did you mean --color?)\n"},
	{"--zzz", NULL, "unknown option '--zzz' (see tq-test --help)\n"},
	{"--per", NULL, "unknown option '--per' (see tq-test --help)\n"},
	{"-x", NULL, "unknown option '-x' (see tq-test --help)\n"},
	{"--no-period", NULL, "unknown option '--no-period' (did you mean --period?)\n"},
	{"--strict=yes", NULL, "--strict takes no value\n"},
	{"--period", NULL, "--period needs a value: N\n"},
	{"-p", NULL, "--period needs a value: N\n"},
	{"--period", "x", "--period: not a whole number: 'x'\n"},
	{"--period", "1.5", "--period: not a whole number: '1.5'\n"},
	{"--period", " 1", "--period: not a whole number: ' 1'\n"},
	{"--period", "+1", "--period: not a whole number: '+1'\n"},
	{"--period", "", "--period: not a whole number: ''\n"},
	{"--period", "99999999999999999999", "--period: not a whole number: '99999999999999999999'\n"},
	{"--period", "0", "--period: 0 is not in 1..1000\n"},
	{"--color", "pink", "--color: not one of red, blue: 'pink'\n"},
	{"--size", "1X", "--size: not a size such as 64K or 1M: '1X'\n"},
	{"--size", "9223372036854775807K", "--size: not a size such as 64K or 1M: '9223372036854775807K'\n"},
	{"--size", "-1", "--size: not a size such as 64K or 1M: '-1'\n"},
};

static void
test_faults(void)
{
	for (size_t i = 0; i < TQ_COUNT(bad); i++) {
		char word[80], value[80], name[200];

		snprintf(word, sizeof(word), "%s", bad[i].word);
		snprintf(value, sizeof(value), "%s", bad[i].value ? bad[i].value : "");
		snprintf(name, sizeof(name), "F4.10 %s %s", word, value);
		flags((char *[]){W("tq-test"), word, bad[i].value ? value : NULL, NULL});
		IS_STR(r.faults, bad[i].fault, name);
	}
	flags(ARGV(W("--perid"), W("--color"), W("pink"), W("--period=0"), W("-x")));
	IS_INT(r.s.n_faults, 4, "F0.3 X.3 four faults are four lines");
	flags(ARGV(W("--period=1"), W("--period=2")));
	IS_STR(r.faults, "--period is given twice\n", "K2 a value given twice is no guess");
}

static void
test_environment(void)
{
	read_all(ARGV(NULL), (char *[]){W("TQ_TEST_PERIOD=9"), W("TQ_DATA_DIR=/x"), W("TQ_BIN=y"),
					W("TQ_TEST_STRICT=yes"), NULL}, NULL);
	OK(r.tool.period == 9 && r.tool.strict && !*r.faults, "values of the environment");
	read_all(ARGV(NULL), (char *[]){W("TQ_TEST_PERIOS=9"), W("TQ_TEST_COLOR=x"), W("TQ_TEST_=1"),
					NULL}, NULL);
	IS_STR(r.faults, "TQ_TEST_PERIOS: no such option (nearest: period)\n"
	       "TQ_TEST_: no such option\nTQ_TEST_COLOR: not one of red, blue: 'x'\n",
	       "F1.20 unknown names and bad values of the environment");
}

static void
test_nearest(void)
{
	static const char *const names[] = {"sma", "rsi", NULL, "bbands"};

	IS_STR(tq_nearest(tq_str("SMA"), names, 4), "sma", "a name in capitals is near");
	IS_STR(tq_nearest(tq_str("BBnads"), names, 4), "bbands", "and a swap in it");
	OK(!tq_nearest(tq_str("MAFI"), names, 4), "others are not");
	OK(!tq_nearest(tq_str("n"), (const char *[]){"a"}, 1), "no letter is like another");
}

static void
test_file(void)
{
	char want[1000];

	read_all(ARGV(NULL), NULL, "# comment\r\n[tq-test]\r\nperiod = 5 ; why\n\n  name: a b  \n"
		 "set = x=1\nset = y=2\n[tq-risk]\nanything = 1\n");
	OK(r.tool.period == 5 && r.tool.sets.n == 2 && !*r.faults, "values of a file");
	IS_STR(r.tool.name, "a b", "an indented key is a key of its own");
	read_all(ARGV(NULL), NULL, "stray = 1\n[tq-test]\nperiode = 5\nnonsense\n[tq-tset]\nx = 1\n"
		 "[tq]\nperiod = 3\n[open\n[tq-test]\nconfig = x\nperiod = y\n");
	snprintf(want, sizeof(want), "%s:1: 'stray' is before the first [section]\n"
		 "%s:3: no option 'periode' for [tq-test] (nearest: period)\n"
		 "%s:4: neither [section] nor key = value\n%s:6: no tool 'tq-tset'\n"
		 "%s:8: no option 'period' for [tq] (nearest: period)\n"
		 "%s:9: neither [section] nor key = value\n"
		 "%s:11: no option 'config' for [tq-test]\n%s:12: period: not a whole number: 'y'\n",
		 path, path, path, path, path, path, path, path);
	IS_STR(r.faults, want, "F1.20 X.3 every fault of a file with its line");
	read_all(ARGV(NULL), NULL, "[tq-test]\nname = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n");
	OK(r.s.n_faults == 1 && strstr(r.faults, ":2: longer than"), "a line that is cut is a fault");
	read_all(ARGV(NULL), NULL, "\xef\xbb\xbf[tq-test]\nperiod = 6");
	OK(r.tool.period == 6, "a byte order mark and a missing newline are accepted");
	tq_settings_file(&r.s, "/nonexistent/tq.conf", TQ_FROM_NAMED, true);
	IS_INT(r.s.n_faults, 1, "F1.20 a configuration that is asked for and missing is a fault");
	tq_settings_file(&r.s, "/nonexistent/tq.conf", TQ_FROM_USER, false);
	IS_INT(r.s.n_faults, 1, "a usual one that is missing is none");
}

static void
test_precedence(void)
{
	struct tq_buf text = {0};

	read_all(ARGV(W("--period=3")), (char *[]){W("TQ_TEST_PERIOD=2"), W("TQ_TEST_COLOR=blue"),
		 W("TQ_TEST_SET=e=1"), NULL}, "[tq-test]\nperiod = 1\ncolor = red\nname = f\nset = a=1\n"
		 "set = b=2\n");
	OK(r.tool.period == 3 && r.tool.color == 1 && strcmp(r.tool.name, "f") == 0,
	   "flags over environment over files");
	OK(r.tool.sets.n == 1 && strcmp(r.tool.sets.items[0], "e=1") == 0,
	   "a list is all of the strongest source");
	tq_settings_show(&r.s, &text);
	OK(strstr(tq_buf_text(&text), "period = 3 ; flag\n") &&
	   strstr(text.p, "color = blue ; environment TQ_TEST_COLOR\n") &&
	   strstr(text.p, "set = e=1 ; environment TQ_TEST_SET\n") &&
	   strstr(text.p, "strict = false ; default\n") && strstr(text.p, ":4\n"),
	   "--show-config tells values and origins");
	read_all(ARGV(NULL), NULL, tq_buf_text(&text));
	OK(r.tool.period == 3 && r.tool.color == 1 && r.tool.sets.n == 1 && !*r.faults,
	   "what --show-config prints is a configuration of the same values");
	tq_buf_fini(&text);
	read_all(ARGV(W("--period=3")), (char *[]){W("TQ_TEST_PERIOD=x"), NULL}, NULL);
	IS_STR(r.faults, "TQ_TEST_PERIOD: not a whole number: 'x'\n",
	       "X.3 a bad value is a fault even where a stronger source hides it");
}

static void
test_hash(void)
{
	uint64_t plain, same, other, lists;

	flags(ARGV(NULL));
	plain = tq_settings_hash(&r.s);
	flags(ARGV(W("--period=20")));
	same = tq_settings_hash(&r.s);
	flags(ARGV(W("--period=21")));
	other = tq_settings_hash(&r.s);
	OK(plain == same && plain != other, "the options hash is of values, not of how they came");
	flags(ARGV(W("--set=a"), W("--set=b")));
	lists = tq_settings_hash(&r.s);
	flags(ARGV(W("--set=ab")));
	OK(lists != tq_settings_hash(&r.s), "and tells lists apart");
}

static void
test_help(void)
{
	static const struct tq_usage usage = {
		.tool = "tq-test", .summary = "tests", .synopsis = "[file ...]",
		.examples = "  tq-test x\n",
	};
	struct tq_buf text = {0};
	const char *help;

	flags(ARGV(NULL));
	tq_help(&usage, &r.s, &text);
	help = tq_buf_text(&text);
	OK(strncmp(help, "tq-test: tests\n\n  tq-test x\n", 28) == 0, "help starts with examples");
	for (size_t i = 0; i < TQ_COUNT(rows); i++)
		OK(strstr(help, rows[i].name), "help lists --%s", rows[i].name);
	OK(strstr(help, "--[no-]strict") && strstr(help, "paint: red, blue (default red)"),
	   "help lists choices, defaults and how to switch off");
	tq_buf_clear(&text);
	tq_spec(&usage, &r.s, &text);
	OK(strstr(tq_buf_text(&text), "\nO\tperiod\tp\tN\t20\t\tbars\t\n") &&
	   strstr(text.p, "\nO\t[no-]strict\ts\t\t\t\tbe strict\t\n") &&
	   strstr(text.p, "\nO\tset\t\tK=V\t\t\tset\t*\n"), "the spec has a row an option");
	tq_buf_fini(&text);
}

int
main(void)
{
	int fd = mkstemp(path);

	if (fd < 0)
		return 1;
	close(fd);
	test_flags();
	test_faults();
	test_environment();
	test_nearest();
	test_file();
	test_precedence();
	test_hash();
	test_help();
	tq_settings_fini(&r.s);
	unlink(path);
	return t_done();
}
