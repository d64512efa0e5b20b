/* SPDX-License-Identifier: ISC */
#include "t.h"

#include "time/instant.h"

static const char *
text_of(tq_time t)
{
	static char out[TQ_TIME_TEXT + 1];

	out[tq_time_format(t, out)] = '\0';
	return out;
}

static tq_time
instant(const char *text)
{
	tq_time t;

	return tq_time_parse(tq_str(text), &t) ? t : TQ_TIME_NONE;
}

/* The next date, by the rule every schoolchild knows. */
static void
next_day(int *y, int *m, int *d)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (*y % 4 == 0 && *y % 100 != 0) || *y % 400 == 0;

	if (++*d <= days[*m - 1] + (*m == 2 && leap))
		return;
	*d = 1;
	if (++*m <= 12)
		return;
	*m = 1;
	++*y;
}

/* Every day of the range, at a second of the day that walks through all of them. */
static void
test_each_day(void)
{
	int y = 1677, m = 9, d = 22, y2, m2, d2, ns = 0;
	int64_t days, from = tq_days_from_civil(1677, 9, 22);
	int64_t to = tq_days_from_civil(2262, 4, 10);
	unsigned bad = 0;

	for (days = from; days <= to; days++, next_day(&y, &m, &d)) {
		int s = (int)((days - from) * 7919 % 86400);
		tq_time t = (days * 86400 + s) * TQ_SECOND + ns;
		char want[64];
		struct tq_civil c = tq_time_civil(t);
		tq_time back;

		snprintf(want, sizeof(want), "%04d-%02d-%02dT%02d:%02d:%02dZ",
			 y, m, d, s / 3600, s / 60 % 60, s % 60);
		tq_civil_from_days(days, &y2, &m2, &d2);
		bad += y2 != y || m2 != m || d2 != d;
		bad += tq_days_from_civil(y, m, d) != days;
		bad += tq_weekday(days) != (int)((days % 7 + 10) % 7);
		bad += strcmp(text_of(t), want) != 0 || instant(want) != t;
		bad += c.year != y || c.month != m || c.day != d || c.ns != ns;
		bad += !tq_time_from_civil(&c, &back) || back != t;
	}
	OK(bad == 0, "F2.1 each day 1677 to 2262: date, text and instant agree (%u bad)", bad);
	IS_INT(days - from, 2 * 106751, "all days were walked");
}

static void
test_round_trip_ns(void)
{
	uint64_t x = 1;
	unsigned bad = 0;
	int i;

	for (i = 0; i < 200000; i++) {
		tq_time t = (tq_time)(x = x * UINT64_C(6364136223846793005) + 1442695040888963407);
		int cut = i % 4;

		t -= cut == 0 ? t % TQ_SECOND : cut == 1 ? t % 1000000 : cut == 2 ? t % 1000 : 0;
		bad += t != TQ_TIME_NONE && instant(text_of(t)) != t;
	}
	OK(bad == 0, "any instant is its text's instant (%u bad)", bad);
}

static void
test_range(void)
{
	IS_STR(text_of(INT64_MAX), "2262-04-11T23:47:16.854775807Z", "the last instant");
	IS_STR(text_of(INT64_MIN + 1), "1677-09-21T00:12:43.145224193Z", "the first instant");
	OK(instant("2262-04-11T23:47:16.854775807Z") == INT64_MAX, "the last instant is read");
	OK(instant("1677-09-21T00:12:43.145224193Z") == INT64_MIN + 1, "the first instant is read");
	IS_STR(text_of(-1), "1969-12-31T23:59:59.999999999Z", "just before 1970");
	IS_STR(text_of(0), "1970-01-01T00:00:00Z", "the epoch");
	IS_STR(text_of(120 * 1000000), "1970-01-01T00:00:00.120Z", "three digits of fraction");
	IS_STR(text_of(1000), "1970-01-01T00:00:00.000001Z", "six digits of fraction");
}

static void
test_written_forms(void)
{
	static const struct {
		const char *a, *b;
	} same[] = {
		{"2024-02-29T23:59:59Z", "2024-02-29t23:59:59z"},
		{"2024-02-29T23:59:59Z", "2024-03-01T05:29:59+05:30"},
		{"2024-02-29T23:59:59Z", "2024-02-29T18:59:59-05:00"},
		{"2024-01-01T00:00:00Z", "2024-01-01T00:00:00-00:00"},
		{"2024-01-01T00:00:00Z", "2024-01-01T00:00:00.0Z"},
		{"2024-01-01T00:00:00.5Z", "2024-01-01T00:00:00.500000000Z"},
		{"2024-01-01T00:00:00.25Z", "2024-01-01T01:00:00.25+01:00"},
		{"1700-03-01T00:00:00Z", "1700-02-28T23:00:00-01:00"},
		{"2262-04-11T23:00:00Z", "2262-04-12T00:00:00+01:00"}
	};
	size_t i;

	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		OK(instant(same[i].a) != TQ_TIME_NONE && instant(same[i].a) == instant(same[i].b),
		   "%s = %s", same[i].a, same[i].b);
}

static void
test_malformed(void)
{
	static const char *const bad[] = {
		"", "2024", "2024-01-01", "2024-01-01T00:00", "2024-01-01T00:00Z",
		"2024-01-01T00:00:00", "2024-01-01 00:00:00Z", "2024-01-01T00:00:00 Z",
		"2024-1-01T00:00:00Z", "2024-01-1T00:00:00Z", "24-01-01T00:00:00Z",
		"2024-00-01T00:00:00Z", "2024-13-01T00:00:00Z", "2024-01-00T00:00:00Z",
		"2024-01-32T00:00:00Z", "2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z",
		"1900-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2024-04-31T00:00:00Z",
		"2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z",
		"2016-12-31T23:59:60Z", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00,5Z",
		"2024-01-01T00:00:00.1234567890Z", "2024-01-01T00:00:00+0530",
		"2024-01-01T00:00:00+5:30", "2024-01-01T00:00:00+24:00",
		"2024-01-01T00:00:00+01:60", "2024-01-01T00:00:00+01", "2024-01-01T00:00:00ZZ",
		"2024-01-01T00:00:00Z ", " 2024-01-01T00:00:00Z", "2024/01/01T00:00:00Z",
		"2024-01-01T00.00.00Z", "2024-01-01X00:00:00Z", "2o24-01-01T00:00:00Z",
		"2024-01-01T00:00:0:Z", "202:-01-01T00:00:00Z", "2024-01-01T00:00:00\xb5",
		"2024-0/-01T00:00:00Z", "20\xb2\xb4-01-01T00:00:00Z", "1704067200",
		"1704067200000", "1677-09-21T00:12:43.145224192Z", "1677-09-21T00:12:43Z",
		"2262-04-11T23:47:16.854775808Z", "2262-04-11T23:47:17Z", "0000-01-01T00:00:00Z",
		"9999-12-31T23:59:59Z", "+024-01-01T00:00:00Z", "-024-01-01T00:00:00Z",
		"20240101T000000Z", "2024-W01-1T00:00:00Z", "2024-001T00:00:00Z", "now", "null"
	};
	size_t i;
	tq_time t;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		OK(!tq_time_parse(tq_str(bad[i]), &t), "F2.1 no time: '%s'", bad[i]);
}

/* No byte of the 20 may be anything but what it is. */
static void
test_each_byte(void)
{
	static const char good[] = "2024-11-11T11:11:11Z";
	unsigned accepted = 0, i;
	int ch;

	for (i = 0; i < 20; i++)
		for (ch = 0; ch < 256; ch++) {
			char text[21];
			tq_time t;

			memcpy(text, good, 21);
			text[i] = (char)ch;
			if (tq_time_parse((struct tq_str){text, 20}, &t))
				accepted += strcmp(text_of(t), text) != 0 && ch != 't' && ch != 'z';
		}
	OK(accepted == 0, "a changed byte is refused or is another time (%u not)", accepted);
}

static void
test_units(void)
{
	static const struct {
		const char *text;
		enum tq_time_unit unit;
		const char *want;        /* NULL: refused */
	} rows[] = {
		{"1704067200", TQ_UNIT_S, "2024-01-01T00:00:00Z"},
		{"1704067200.5", TQ_UNIT_S, "2024-01-01T00:00:00.500Z"},
		{"1704067200.123456789", TQ_UNIT_S, "2024-01-01T00:00:00.123456789Z"},
		{"1704067200.1234567890", TQ_UNIT_S, "2024-01-01T00:00:00.123456789Z"},
		{"1704067200.1234567891", TQ_UNIT_S, NULL},
		{"1704067200000", TQ_UNIT_MS, "2024-01-01T00:00:00Z"},
		{"1704067200000000", TQ_UNIT_US, "2024-01-01T00:00:00Z"},
		{"1704067200000000001", TQ_UNIT_NS, "2024-01-01T00:00:00.000000001Z"},
		{"1.5", TQ_UNIT_NS, NULL},
		{"-1", TQ_UNIT_S, "1969-12-31T23:59:59Z"},
		{"-0.5", TQ_UNIT_MS, "1969-12-31T23:59:59.999500Z"},
		{"0", TQ_UNIT_S, "1970-01-01T00:00:00Z"},
		{"1704067200000", TQ_UNIT_S, NULL},      /* milliseconds are no seconds */
		{"9223372036854775808", TQ_UNIT_NS, NULL},
		{"9223372036854775807", TQ_UNIT_NS, "2262-04-11T23:47:16.854775807Z"},
		{"99999999999999999999", TQ_UNIT_S, NULL},
		{"1e9", TQ_UNIT_S, NULL}, {"", TQ_UNIT_S, NULL}, {"-", TQ_UNIT_S, NULL},
		{"1.", TQ_UNIT_S, NULL}, {".5", TQ_UNIT_S, NULL}, {"+1", TQ_UNIT_S, NULL},
		{"2024-01-01", TQ_UNIT_S, NULL}, {" 1", TQ_UNIT_S, NULL}, {"1,0", TQ_UNIT_S, NULL}
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		tq_time t;
		bool ok = tq_time_from_unit(tq_str(rows[i].text), rows[i].unit, &t);

		OK(rows[i].want ? ok && strcmp(text_of(t), rows[i].want) == 0 : !ok,
		   "F2.1 '%s' of unit %d is %s", rows[i].text, (int)rows[i].unit,
		   rows[i].want ? rows[i].want : "refused");
	}
}

static void
test_civil_bounds(void)
{
	static const struct tq_civil bad[] = {
		{2023, 2, 29, 0, 0, 0, 0}, {2024, 0, 1, 0, 0, 0, 0}, {2024, 13, 1, 0, 0, 0, 0},
		{2024, 1, 0, 0, 0, 0, 0}, {2024, 1, 1, 24, 0, 0, 0}, {2024, 1, 1, 0, 60, 0, 0},
		{2024, 1, 1, 0, 0, 60, 0}, {2024, 1, 1, 0, 0, 0, 1000000000},
		{2024, 1, 1, -1, 0, 0, 0}, {1500, 1, 1, 0, 0, 0, 0}, {2263, 1, 1, 0, 0, 0, 0}
	};
	size_t i;
	tq_time t;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		OK(!tq_time_from_civil(&bad[i], &t), "civil time %zu is refused", i);
}

static void
test_options(void)
{
	struct tq_err err;
	tq_time t = 0;

	OK(tq_opt_time(NULL, "2024-01-01", &t, &err) && t == instant("2024-01-01T00:00:00Z"),
	   "a date is its midnight");
	OK(tq_opt_time(NULL, "2024-01-01T01:00:00+01:00", &t, &err) &&
	   t == instant("2024-01-01T00:00:00Z"), "an option with an offset");
	OK(!tq_opt_time(NULL, "2024-01-32", &t, &err) && err.status == TQ_USAGE, "no such date");
	OK(!tq_opt_time(NULL, "1704067200", &t, &err), "F2.1 a bare number is no time");
	OK(tq_opt_duration(NULL, "90s", &t, &err) && t == 90 * TQ_SECOND, "90s");
	OK(tq_opt_duration(NULL, "1.5h", &t, &err) && t == 90 * TQ_MINUTE, "1.5h");
	OK(tq_opt_duration(NULL, "7d", &t, &err) && t == 7 * TQ_DAY, "7d");
	OK(tq_opt_duration(NULL, "250ms", &t, &err) && t == TQ_SECOND / 4, "250ms");
	OK(!tq_opt_duration(NULL, "90", &t, &err), "F2.1 a duration names its unit");
	OK(!tq_opt_duration(NULL, "-5m", &t, &err), "a duration is not negative");
	OK(!tq_opt_duration(NULL, "1.2.3h", &t, &err), "two points");
	OK(!tq_opt_duration(NULL, "9999999999999d", &t, &err), "too long");
	OK(!tq_opt_duration(NULL, "1M", &t, &err), "a month has no fixed length");
}

int
main(void)
{
	test_each_day();
	test_round_trip_ns();
	test_range();
	test_written_forms();
	test_malformed();
	test_each_byte();
	test_units();
	test_civil_bounds();
	test_options();
	return t_done();
}
