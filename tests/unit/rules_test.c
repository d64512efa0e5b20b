/* SPDX-License-Identifier: ISC */
#include "t.h"

#include "market/verdict_out.h"
#include "record/reader.h"
#include "record/sink.h"
#include "base/rng.h"

#include <stdlib.h>

static struct tq_reader *reader;
static struct tq_err err;

static tq_time
at(const char *text)
{
	tq_time t = TQ_TIME_NONE;

	tq_opt_time(NULL, text, &t, &err);
	return t;
}

static void
begin(struct tq_checker *ck, const char *calendar)
{
	*ck = (struct tq_checker){0};
	tq_checker_init(ck, tq_dec(5, 1));
	ck->max_stuck = 3;
	ck->split_tolerance = tq_dec(3, 2);
	ck->max_rate = tq_dec(3, 2);
	ck->calendar = tq_calendar_open(calendar, &err);
	if (ck->calendar == NULL) {
		printf("Bail out! %s\n", err.text);
		exit(1);
	}
}

/* Checks a line; the result's views live until the next call. */
static bool
check(struct tq_checker *ck, const char *line, struct tq_check_result *result)
{
	static char text[1024 + TQ_SCAN_PAD];
	struct tq_rec *rec;
	size_t n;

	snprintf(text, 1024, "%s\n", line);
	rec = tq_reader_line(reader, text, text + strlen(text), &n, &err);
	return rec != NULL && tq_check(ck, rec, result, &err);
}

static void
put_bar(char *line, size_t size, tq_time t, const char *symbol, const char *interval)
{
	char time[TQ_TIME_TEXT + 1];

	time[tq_time_format(t, time)] = '\0';
	snprintf(line, size,
		 "{\"type\":\"bar\",\"time\":\"%s\",\"symbol\":\"%s\",\"interval\":\"%s\","
		 "\"open\":10,\"high\":12,\"low\":9,\"close\":11,\"volume\":5}",
		 time, symbol, interval);
}

/* Bars first .. first + n - 1 of the calendar without the one at `without`. */
static int
missing_of(const char *calendar, const char *interval, int n, int without, bool with_range)
{
	struct tq_checker ck;
	struct tq_check_result result;
	struct tq_interval iv;
	tq_time t, last = 0;
	int64_t found = 0, gap;
	char line[300];
	int i;

	begin(&ck, calendar);
	tq_interval_parse(tq_str(interval), &iv);
	t = tq_calendar_next(ck.calendar, at("2024-01-25"), iv);
	if (with_range)
		ck.from = t;
	for (i = 0; i < n; i++, t = tq_calendar_next(ck.calendar, t, iv)) {
		last = t;
		if (i == without)
			continue;
		put_bar(line, sizeof(line), t, "X", interval);
		if (!check(&ck, line, &result))
			return -1;
		gap = result.gap.missing;
		found += gap;
		if ((gap > 0) != (result.flags >> TQ_RULE_GAP & 1))
			return -2;
	}
	if (with_range)
		ck.to = last + 1;
	gap = tq_series_expected(&ck, ck.series) - ck.series[0].seen;
	tq_checker_fini(&ck);
	/* A gap at either end is known to the range only. */
	if (with_range && (without == 0 || without == n - 1) && found != 0)
		return -3;
	return with_range ? (int)gap : (int)found;
}

/*
 * F0.10, F0.19: drop each single bar at each position: it is found, and
 * nothing else is; with the range given, also at both ends.
 */
static void
test_each_missing_bar(void)
{
	static const struct {
		const char *calendar, *interval;
		int n;
	} rows[] = {
		{"24x7", "1m", 120},       {"24x7", "5m", 100},        {"24x7", "1h", 72},
		{"24x7", "4h", 60},        {"24x7", "1d", 60},         {"24x7", "1w", 60},
		{"24x7", "1s", 90},        {"24x7", "3m", 60},         {"24x7", "15m", 100},
		{"24x7", "30m", 60},       {"24x7", "2h", 40},         {"24x7", "6h", 30},
		{"24x7", "8h", 30},        {"24x7", "12h", 30},
		{"24x7", "1M", 40},        {"24x7", "3d", 40},         {"weekdays", "1h", 130},
		{"weekdays", "1d", 60},    {"us-equities", "1m", 800}, {"us-equities", "1h", 60},
		{"us-equities", "1d", 80}, {"us-equities", "1w", 60},  {"us-equities", "1M", 30},
		{"forex", "4h", 90},       {"forex", "1d", 40},        {"nse", "5m", 160},
		{"nse", "1d", 60}};
	size_t r;

	for (r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
		unsigned bad = 0;
		int i;

		for (i = 0; i < rows[r].n; i++) {
			int want = i > 0 && i < rows[r].n - 1;

			bad += missing_of(rows[r].calendar, rows[r].interval, rows[r].n, i,
					  false) != want;
			bad += missing_of(rows[r].calendar, rows[r].interval, rows[r].n, i, true) !=
			       1;
		}
		bad += missing_of(rows[r].calendar, rows[r].interval, rows[r].n, -1, true) != 0;
		OK(bad == 0, "F0.19 %s %s: each of %d dropped bars is found, and no other (%u bad)",
		   rows[r].calendar, rows[r].interval, rows[r].n, bad);
	}
}

/* A bar that is sound or has one of many faults. */
static void
random_bar(struct tq_rng *rng, char *line, size_t size, tq_time *t)
{
	static const char *const close[] = {"11", "11.0", "8", "13", "0", "-1", "\"NaN\"", "1100"};
	static const char *const high[] = {"12", "12.00", "7", "\"12\"", "null", "1200"};
	static const char *const volume[] = {"5", "0", "-1", "5.5", "\"x\""};
	static const char *const rest[] = {"",
					   ",\"trades\":3",
					   ",\"trades\":3.5",
					   ",\"source\":\"s\"",
					   ",\"source\":1",
					   ",\"quote_volume\":1.5",
					   ",\"dividend\":1",
					   ",\"dividend\":\"x\"",
					   ",\"adj_close\":9",
					   ",\"repaired\":1",
					   ",\"split\":null"};
	static const char *const open[] = {"10", "10.0", "7", "5.5", "5.51", "22", "33.1", "1100"};
	char time[TQ_TIME_TEXT + 1];
	unsigned fault = (unsigned)tq_rng_below(rng, 16);
	bool flat = fault == 12 || fault == 13;

	*t += fault == 1 ? 2 * TQ_HOUR : fault == 2 ? 0 : fault == 3 ? -TQ_HOUR :
	      fault == 4 ? TQ_MINUTE : TQ_HOUR;
	time[tq_time_format(*t, time)] = '\0';
	snprintf(line, size,
		 "{\"type\":\"bar\",\"time\":\"%s\",\"symbol\":\"X\",\"interval\":\"1h\","
		 "\"open\":%s,\"high\":%s,\"low\":%s,\"close\":%s,\"volume\":%s%s}",
		 time, flat ? "11" : open[fault == 10 ? tq_rng_below(rng, 8) : 0],
		 flat ? "11.0" : high[fault == 5 ? tq_rng_below(rng, 6) : 0],
		 flat ? "11" : fault == 6 ? "10.5" : "9",
		 close[fault == 7 ? tq_rng_below(rng, 8) : 0],
		 volume[fault == 8 ? tq_rng_below(rng, 5) : 0],
		 rest[fault == 9 ? tq_rng_below(rng, 11) : 0]);
}

static bool
same_series(const struct tq_series *a, const struct tq_series *b)
{
	return a->order == b->order && a->last == b->last && a->fresh == b->fresh &&
	       a->slot == b->slot && a->first_slot == b->first_slot && a->growing == b->growing &&
	       a->close.m == b->close.m && a->close.scale == b->close.scale && a->flat == b->flat &&
	       a->stale == b->stale && a->bars == b->bars && a->passed == b->passed &&
	       a->seen == b->seen && a->interval.n == b->interval.n &&
	       memcmp(a->failed, b->failed, sizeof(a->failed)) == 0 &&
	       memcmp(a->unchecked, b->unchecked, sizeof(a->unchecked)) == 0;
}

/* A bar of the series whose prices go up and down by about a step, in any form. */
static void
walking_bar(struct tq_rng *rng, char *line, size_t size, tq_time *t, int64_t *price, int64_t step)
{
	int64_t p[4], low = INT64_MAX, high = 0;
	int digits = (int)tq_rng_below(rng, 5);
	char time[TQ_TIME_TEXT + 1], text[4][TQ_DEC_TEXT + 1];

	*t += tq_rng_below(rng, 200) == 0 ? 2 * TQ_HOUR : TQ_HOUR;
	time[tq_time_format(*t, time)] = '\0';
	for (int i = 0; i < 4; i++) {
		p[i] = *price + (int64_t)tq_rng_below(rng, (uint64_t)(2 * step + 1)) - step;
		low = p[i] < low ? p[i] : low;
		high = p[i] > high ? p[i] : high;
	}
	p[1] = tq_rng_below(rng, 50) == 0 ? p[1] : high;
	p[2] = tq_rng_below(rng, 50) == 0 ? p[2] : low;
	for (int i = 0; i < 4; i++) {
		struct tq_dec x = tq_dec(p[i] * 10000, 8);

		if ((int)tq_rng_below(rng, 5) <= digits)
			x = tq_dec_strip(x);
		text[i][tq_dec_format(x, text[i])] = '\0';
	}
	*price = p[3] > 3 * step ? p[3] : 100 * step;
	snprintf(line, size,
		 "{\"type\":\"bar\",\"time\":\"%s\",\"symbol\":\"X\",\"interval\":\"1h\","
		 "\"open\":%s,\"high\":%s,\"low\":%s,\"close\":%s,\"volume\":%s}",
		 time, text[0], text[1], text[2], text[3],
		 tq_rng_below(rng, 100) == 0 ? "0" : "1.5");
}

/* Bars as usual and such as are just not so. */
static void
test_usual(int64_t step, struct tq_dec max_jump)
{
	struct tq_checker a, b;
	struct tq_rng rng = {(uint64_t)step};
	tq_time t = at("2024-03-01");
	int64_t price = 100 * step;
	unsigned differ = 0, failed = 0;

	a = b = (struct tq_checker){0};
	tq_checker_init(&a, max_jump);
	tq_checker_init(&b, max_jump);
	a.calendar = tq_calendar_open("24x7", &err);
	b.calendar = tq_calendar_open("24x7", &err);
	a.split_tolerance = b.split_tolerance = tq_dec(3, 2);
	b.by_table = true;
	a.now = b.now = at("2025-06-01");
	a.from = b.from = at("2024-03-05");
	for (size_t rule = 0; rule < TQ_RULES; rule++)
		a.action[rule] = b.action[rule] = TQ_ACTION_FLAG;
	for (int i = 0; i < 12000; i++) {
		struct tq_check_result ra, rb;
		char line[400];

		walking_bar(&rng, line, sizeof(line), &t, &price, step);
		differ += !check(&a, line, &ra) || !check(&b, line, &rb);
		differ += ra.action != rb.action || ra.flags != rb.flags ||
			  ra.gap.missing != rb.gap.missing || !same_series(a.series, b.series);
		failed += ra.flags != 0;
	}
	OK(differ == 0 && failed > 200 && failed < 11900,
	   "L6 bars as usual in steps of %lld: as by every rule, %u of 12000 bad (%u differ)",
	   (long long)step, failed, differ);
	tq_checker_fini(&a);
	tq_checker_fini(&b);
}

/* A day's bar as usual but for its volume. */
static bool
check_day(struct tq_checker *ck, int day, int volume, struct tq_check_result *result)
{
	char line[300];

	snprintf(line, sizeof(line),
		 "{\"type\":\"bar\",\"time\":\"2024-01-%02dT00:00:00Z\",\"symbol\":\"X\","
		 "\"interval\":\"1d\",\"open\":100,\"high\":101,\"low\":99,\"close\":100,"
		 "\"volume\":%d}", day, volume);
	return check(ck, line, result);
}

/* A dropped bar holds its place: what is older than it is late, though it follows the last. */
static void
test_usual_order(void)
{
	struct tq_checker ck;
	struct tq_check_result result;

	begin(&ck, "24x7");
	ck.now = at("2024-06-01");
	ck.action[TQ_RULE_ZERO_VOLUME] = TQ_ACTION_DROP;
	ck.action[TQ_RULE_TIME_ORDER] = TQ_ACTION_FLAG;
	for (int day = 1; day <= 6; day++)
		OK(check_day(&ck, day, 5, &result) && result.flags == 0, "F2.14 bar %d is sound", day);
	OK(check_day(&ck, 8, 0, &result) && result.action == TQ_ACTION_DROP, "F2.14 one is dropped");
	OK(check_day(&ck, 7, 5, &result) && result.flags == 1u << TQ_RULE_TIME_ORDER,
	   "F2.14 the one before it is late, though it follows the last");
	tq_checker_fini(&ck);
}

/* The short way to "sound" and the rules' own functions say the same of every bar. */
static void
test_short_way(const char *calendar)
{
	struct tq_checker a, b;
	struct tq_rng rng = {7};
	tq_time t = at("2024-03-01");
	unsigned differ = 0, failed = 0;
	int i;
	size_t rule;

	begin(&a, calendar);
	begin(&b, calendar);
	b.by_table = true;
	a.now = b.now = at("2024-09-01");
	for (rule = 0; rule < TQ_RULES; rule++)
		a.action[rule] = b.action[rule] = TQ_ACTION_FLAG;
	for (i = 0; i < 20000; i++) {
		struct tq_check_result ra, rb;
		char line[400];

		random_bar(&rng, line, sizeof(line), &t);
		differ += !check(&a, line, &ra) || !check(&b, line, &rb);
		differ += ra.action != rb.action || ra.flags != rb.flags ||
			  ra.gap.missing != rb.gap.missing;
		failed += ra.flags != 0;
	}
	OK(differ == 0 && failed > 1000 && same_series(a.series, b.series),
	   "%s: both ways through the rules agree on 20000 bars, %u of them bad (%u differ)",
	   calendar, failed, differ);
	tq_checker_fini(&a);
	tq_checker_fini(&b);
}

/* What a dropped bar leaves behind. */
static void
test_dropped(void)
{
	struct tq_checker ck;
	struct tq_check_result result;
	char line[300];

	begin(&ck, "24x7");
	ck.now = at("2024-06-01");
	ck.action[TQ_RULE_FUTURE] = ck.action[TQ_RULE_TIME_ORDER] = TQ_ACTION_DROP;
	put_bar(line, sizeof(line), at("2024-01-01"), "X", "1d");
	check(&ck, line, &result);
	put_bar(line, sizeof(line), at("2200-01-01"), "X", "1d");
	OK(check(&ck, line, &result) && result.action == TQ_ACTION_DROP &&
	   result.rule == TQ_RULE_FUTURE, "F3.5 a bar of the year 2200 is dropped");
	put_bar(line, sizeof(line), at("2024-01-02"), "X", "1d");
	OK(check(&ck, line, &result) && result.flags == 0,
	   "F3.5 and does not make the next one late or leave a gap");
	put_bar(line, sizeof(line), at("2024-01-01"), "X", "1d");
	OK(check(&ck, line, &result) && result.rule == TQ_RULE_TIME_ORDER, "F2.14 a late bar");
	ck.action[TQ_RULE_OHLC] = TQ_ACTION_REJECT;
	OK(check(&ck,
		 "{\"type\":\"bar\",\"time\":\"2024-01-03T00:00:00Z\",\"symbol\":\"X\","
		 "\"interval\":\"1d\",\"open\":10,\"high\":1,\"low\":9,\"close\":11,\"volume\":5}",
		 &result) &&
		   result.action == TQ_ACTION_REJECT,
	   "a bar is rejected");
	put_bar(line, sizeof(line), at("2024-01-04"), "X", "1d");
	OK(check(&ck, line, &result) && result.gap.missing == 1,
	   "F0.10 what was rejected is missing for the next one");
	IS_INT(ck.series->seen, 3, "F0.10 and does not count as seen");
	tq_checker_fini(&ck);
}

static void
test_unchecked(void)
{
	struct tq_checker ck;
	struct tq_check_result result;
	char line[300];

	begin(&ck, "nse");
	put_bar(line, sizeof(line), at("2030-01-01"), "X", "1d");
	OK(check(&ck, line, &result) && ck.series->unchecked[TQ_RULE_GAP] == 1 && result.flags == 0,
	   "F1.29 a date that the calendar does not know is not checked, not passed");
	ck.strict = true;
	put_bar(line, sizeof(line), at("2030-01-02"), "X", "1d");
	OK(!check(&ck, line, &result), "F1.29 strict: what cannot be checked stops: %s", err.text);
	OK(ck.series->bars == 1, "and the checker is as it was");
	OK(!check(&ck, "{\"type\":\"zebra\"}", &result), "F1.29 an unknown type too: %s", err.text);
	tq_checker_fini(&ck);
}

/* L3: what is said of X does not depend on the bars of Y among it. */
static void
test_interleaved(void)
{
	struct tq_checker alone, mixed;
	struct tq_rng rng = {3}, rng2 = {3};
	tq_time t = at("2024-03-01"), t2 = t;
	unsigned differ = 0;
	int i;
	size_t rule;

	begin(&alone, "us-equities");
	begin(&mixed, "us-equities");
	for (rule = 0; rule < TQ_RULES; rule++)
		alone.action[rule] = mixed.action[rule] = TQ_ACTION_FLAG;
	for (i = 0; i < 2000; i++) {
		struct tq_check_result a, b, other;
		char line[400];

		random_bar(&rng, line, sizeof(line), &t);
		check(&alone, line, &a);
		put_bar(line, sizeof(line), at("2020-01-01") + i * 17 * TQ_HOUR, "Y", "1h");
		check(&mixed, line, &other);
		random_bar(&rng2, line, sizeof(line), &t2);
		check(&mixed, line, &b);
		differ += a.flags != b.flags || a.gap.missing != b.gap.missing;
	}
	OK(differ == 0, "L3 bars of another symbol change nothing (%u differ)", differ);
	tq_checker_fini(&alone);
	tq_checker_fini(&mixed);
}

static void
test_table(void)
{
	OK(strcmp(tq_actions[TQ_ACTION_STOP], "stop") == 0 &&
		   tq_actions[TQ_ACTION_STOP + 1] == NULL,
	   "the names of actions");
	for (size_t rule = 0; rule < TQ_RULES; rule++)
		OK(tq_rules[rule].name && tq_rules[rule].what && tq_rules[rule].check,
		   "F0.8 rule %zu is whole", rule);
}

int
main(void)
{
	struct tq_run run = {0};

	setenv("TQ_DATA_DIR", "share", 1);
	reader = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE);
	run.reader = reader;
	tq_checker_want(&run);
	test_table();
	test_each_missing_bar();
	test_short_way("24x7");
	test_usual_order();
	test_usual(25, tq_dec(5, 1));
	test_usual(100, tq_dec(13, 3));
	test_usual(10007, tq_dec(1, 2));
	test_usual(1000003, tq_dec(2, 0));
	test_short_way("us-equities");
	test_short_way("forex");
	test_dropped();
	test_unchecked();
	test_interleaved();
	tq_reader_free(reader);
	return t_done();
}
