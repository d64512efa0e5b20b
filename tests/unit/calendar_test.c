/* SPDX-License-Identifier: ISC */
#include "t.h"

#include "time/calendar.h"
#include "time/calendar_file.h"

#include <stdlib.h>

static tq_time
at(const char *text)
{
	struct tq_err err;
	tq_time t = TQ_TIME_NONE;

	tq_opt_time(NULL, text, &t, &err);
	return t;
}

static struct tq_interval
iv(const char *text)
{
	struct tq_interval out = {0};

	tq_interval_parse(tq_str(text), &out);
	return out;
}

static const char *
shown(tq_time t)
{
	static char out[TQ_TIME_TEXT + 1];

	if (t == TQ_TIME_NONE)
		return "none";
	out[tq_time_format(t, out)] = '\0';
	return out;
}

static struct tq_calendar *
open_calendar(const char *name)
{
	struct tq_err err;
	struct tq_calendar *cal = tq_calendar_open(name, &err);

	OK(cal != NULL, "calendar %s is there", name);
	if (cal == NULL) {
		printf("Bail out! %s\n", err.text);
		exit(1);
	}
	return cal;
}

/*
 * next, slot and count say the same: walking next from the start names each
 * slot, every slot is its own slot, and there are count of them.
 */
static void
test_agreement(const char *name, const char *interval, const char *from, const char *to)
{
	struct tq_calendar *cal = open_calendar(name);
	struct tq_interval v = iv(interval);
	tq_time end = at(to), t = tq_calendar_next(cal, at(from) - 1, v);
	int64_t n = 0;
	unsigned bad = 0;

	for (; t != TQ_TIME_NONE && t < end; t = tq_calendar_next(cal, t, v)) {
		bad += tq_calendar_slot(cal, t, v) != t;
		bad += tq_calendar_count(cal, t, t + 1, v) != 1;
		bad += tq_calendar_count(cal, at(from), t, v) != n;
		n++;
	}
	OK(bad == 0 && n > 3 && tq_calendar_count(cal, at(from), end, v) == n,
	   "F0.10 %s %s: next, slot and count agree on %lld bars (%u bad)", name, interval,
	   (long long)n, bad);
	tq_calendar_free(cal);
}

static void
test_us_days(void)
{
	static const struct {
		const char *year;
		int days;
	} years[] = {
		{"1998", 252}, {"2001", 248}, {"2004", 252}, {"2007", 251}, {"2011", 252},
		{"2012", 250}, {"2018", 251}, {"2019", 252}, {"2020", 253}, {"2021", 252},
		{"2022", 251}, {"2023", 250}, {"2024", 252}, {"2025", 250}
	};
	static const char *const closed[] = {
		"2001-09-11", "2001-09-14", "2004-06-11", "2007-01-02", "2012-10-29",
		"2018-12-05", "2022-06-20", "2021-12-24", "2023-01-02", "2024-03-29",
		"2020-07-03", "2010-12-24", "2025-01-09", "2022-04-15", "2000-04-21"
	};
	static const char *const open[] = {
		"2001-09-17", "2021-06-18", "2021-12-31", "2010-12-31", "1997-01-20",
		"2023-11-24", "2024-07-03", "2005-03-28"
	};
	struct tq_calendar *cal = open_calendar("us-equities");
	char from[32], to[32];
	size_t i;

	for (i = 0; i < sizeof(years) / sizeof(years[0]); i++) {
		snprintf(from, sizeof(from), "%s-01-01", years[i].year);
		snprintf(to, sizeof(to), "%d-01-01", atoi(years[i].year) + 1);
		IS_INT(tq_calendar_count(cal, at(from), at(to), iv("1d")), years[i].days, from);
	}
	for (i = 0; i < sizeof(closed) / sizeof(closed[0]); i++)
		OK(tq_calendar_slot(cal, at(closed[i]), iv("1d")) == TQ_TIME_NONE, "closed %s",
		   closed[i]);
	for (i = 0; i < sizeof(open) / sizeof(open[0]); i++)
		OK(tq_calendar_slot(cal, at(open[i]), iv("1d")) == at(open[i]), "open %s", open[i]);
	OK(!tq_calendar_knows(cal, at("1989-12-31")) && tq_calendar_knows(cal, at("1990-01-01")),
	   "F1.29 outside its range a calendar knows nothing");
	tq_calendar_free(cal);
}

static void
test_us_sessions(void)
{
	struct tq_calendar *cal = open_calendar("us-equities");
	struct tq_interval hour = iv("1h"), minute = iv("1m");

	IS_INT(tq_calendar_count(cal, at("2024-07-01"), at("2024-07-02"), minute), 390,
	       "minutes of a day");
	IS_INT(tq_calendar_count(cal, at("2024-07-03"), at("2024-07-04"), minute), 210,
	       "minutes of a day with an early close");
	IS_INT(tq_calendar_count(cal, at("2024-07-04"), at("2024-07-05"), minute), 0, "a holiday");
	IS_STR(shown(tq_calendar_next(cal, at("2024-07-03T16:59:00Z"), minute)),
	       "2024-07-05T13:30:00Z", "F4.26 the next minute after an early close");
	IS_STR(shown(tq_calendar_next(cal, at("2024-03-08T20:59:00Z"), minute)),
	       "2024-03-11T13:30:00Z", "F4.26 over the weekend of the clocks' change");
	IS_STR(shown(tq_calendar_next(cal, at("2024-03-08T14:00:00Z"), minute)),
	       "2024-03-08T14:30:00Z", "F4.26 the open in winter");
	IS_INT(tq_calendar_count(cal, at("2024-07-01"), at("2024-07-02"), hour), 7,
	       "hours of a day");
	IS_STR(shown(tq_calendar_slot(cal, at("2024-07-01T19:45:00Z"), hour)),
	       "2024-07-01T19:30:00Z", "an hour is counted from the open");
	OK(tq_calendar_slot(cal, at("2024-07-01T13:29:59Z"), minute) == TQ_TIME_NONE,
	   "F4.26 just before the open");
	OK(tq_calendar_slot(cal, at("2024-07-01T20:00:00Z"), minute) == TQ_TIME_NONE,
	   "F4.26 the close is outside");
	IS_STR(shown(tq_calendar_slot(cal, at("2024-07-01T04:00:00Z"), iv("1d"))),
	       "2024-07-01T00:00:00Z", "a day stamped at midnight in New York");
	IS_STR(shown(tq_calendar_slot(cal, at("2024-07-01T20:00:00Z"), iv("1d"))),
	       "2024-07-01T00:00:00Z", "a day stamped at its close");
	IS_STR(shown(tq_calendar_slot(cal, at("2024-07-04T00:00:00Z"), iv("1w"))),
	       "2024-07-01T00:00:00Z", "a week has its Monday's name");
	tq_calendar_free(cal);
}

static void
test_forex_and_nse(void)
{
	struct tq_calendar *fx = open_calendar("forex");
	struct tq_calendar *nse = open_calendar("nse");

	IS_INT(tq_calendar_count(fx, at("2024-06-09"), at("2024-06-16"), iv("1h")), 120,
	       "hours of a week of foreign exchange");
	IS_INT(tq_calendar_count(fx, at("2024-06-09"), at("2024-06-16"), iv("1d")), 5, "and days");
	IS_INT(tq_calendar_count(fx, at("2024-06-09"), at("2024-06-16"), iv("4h")), 31,
	       "bars of the UTC grid that hold a piece of it");
	IS_STR(shown(tq_calendar_next(fx, at("2024-03-08T21:59:00Z"), iv("1m"))),
	       "2024-03-10T21:00:00Z", "F4.26 Sunday's open in summer time");
	IS_STR(shown(tq_calendar_next(fx, at("2024-03-01T21:59:00Z"), iv("1m"))),
	       "2024-03-03T22:00:00Z", "F4.26 Sunday's open in winter");
	IS_STR(shown(tq_calendar_slot(fx, at("2024-06-09T21:00:00Z"), iv("1d"))),
	       "2024-06-10T00:00:00Z", "Sunday evening is Monday's date");
	IS_INT(tq_calendar_count(nse, at("2024-06-03"), at("2024-06-04"), iv("1m")), 375,
	       "minutes of a day in Mumbai");
	IS_STR(shown(tq_calendar_next(nse, at("2024-06-03T09:59:00Z"), iv("1m"))),
	       "2024-06-04T03:45:00Z", "F4.26 09:15 in Mumbai");
	IS_INT(tq_calendar_count(nse, at("2023-01-01"), at("2024-01-01"), iv("1d")), 245, "2023");
	OK(!tq_calendar_knows(nse, at("2026-01-01")), "F1.29 lunar holidays end with the list");
	tq_calendar_free(fx);
	tq_calendar_free(nse);
}

static void
test_always(void)
{
	struct tq_calendar *cal = open_calendar("24x7");

	IS_INT(tq_calendar_count(cal, at("2024-01-01"), at("2025-01-01"), iv("1d")), 366, "days");
	IS_INT(tq_calendar_count(cal, at("2024-01-01"), at("2025-01-01"), iv("1M")), 12, "months");
	IS_INT(tq_calendar_count(cal, at("2024-01-01"), at("2024-01-29"), iv("1w")), 4, "weeks");
	IS_INT(tq_calendar_count(cal, at("2024-01-02"), at("2024-01-08"), iv("1w")), 0,
	       "no week begins between Tuesday and Sunday");
	IS_INT(tq_calendar_count(cal, at("2024-01-02"), at("2024-01-01"), iv("1m")), 0,
	       "backwards");
	OK(tq_calendar_count(cal, INT64_MIN + 1, INT64_MAX, iv("1w")) > 30000, "the whole range");
	tq_calendar_free(cal);
}

static void
test_bad_files(void)
{
	static const char *const bad[] = {
		"",
		"[calendar]\n",
		"[calendar]\ntimezone = Nowhere/Town\n",
		"[calendar]\ntimezone = UTC\nanchor = moon\n",
		"[calendar]\ntimezone = UTC\nx = 1\n",
		"[calendar]\ntimezone = UTC\n[holidays]\na = 12-25\n",
		"[calendar]\ntimezone = UTC\n[sessions]\nmon-fri = 9:30-16:00\n",
		"[calendar]\ntimezone = UTC\n[sessions]\nfri-mon = 09:30-16:00\n",
		"[calendar]\ntimezone = UTC\n[sessions]\nmon = 09:30-25:00\n",
		"[calendar]\ntimezone = UTC\n[sessions]\nmon = 10:00-12:00 11:00-13:00\n",
		"[calendar]\ntimezone = UTC\n[closed]\nx = 13-01\n",
		"[calendar]\ntimezone = UTC\n[closed]\nx = 01-mon#6\n",
		"[calendar]\ntimezone = UTC\n[closed]\nx = 01-01 since=soon\n",
		"[calendar]\ntimezone = UTC\n[closed]\nx = 2024-02-30\n",
		"[calendar]\ntimezone = UTC\n[closed]\nx = easter friday\n",
		"[calendar]\ntimezone = UTC\n[early]\nx = 12-24\n",
		"[calendar]\ntimezone = UTC\nfrom = 2024-01-01\nuntil = 2023-01-01\n",
		"nonsense\n"};
	struct tq_err err;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct tq_days days = {0};
		bool grid;

		OK(!tq_calendar_parse(bad[i], &days, &grid, &err) && err.status == TQ_USAGE,
		   "file %zu is refused: %s", i, err.text);
		tq_days_fini(&days);
	}
	OK(tq_calendar_open("no-such-calendar", &err) == NULL && err.status == TQ_USAGE,
	   "an unknown name: %s", err.text);
}

int
main(void)
{
	setenv("TQ_DATA_DIR", "share", 1);
	test_agreement("24x7", "1M", "1999-12-01", "2004-02-01");
	test_agreement("24x7", "7h", "2024-02-25", "2024-03-08");
	test_agreement("weekdays", "1d", "1995-02-01", "1999-03-01");
	test_agreement("weekdays", "4h", "2024-02-01", "2024-03-15");
	test_agreement("us-equities", "1h", "2023-11-01", "2024-04-01");
	test_agreement("us-equities", "1d", "1998-01-01", "2003-01-01");
	test_agreement("us-equities", "1w", "2001-01-01", "2004-01-01");
	test_agreement("us-equities", "1M", "2001-01-01", "2004-01-01");
	test_agreement("forex", "1h", "2024-03-01", "2024-04-01");
	test_agreement("forex", "4h", "2024-10-20", "2024-11-20");
	test_agreement("forex", "1d", "2024-01-01", "2024-12-01");
	test_agreement("nse", "15m", "2024-03-20", "2024-04-20");
	test_us_days();
	test_us_sessions();
	test_forex_and_nse();
	test_always();
	test_bad_files();
	return t_done();
}
