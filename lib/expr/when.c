/* SPDX-License-Identifier: ISC */
#include "expr/when.h"

#include <math.h>

enum { DAY_SECONDS = 86400, MONDAY = 4 };       /* 1970-01-05 was a Monday */

static int64_t
floor_by(int64_t x, int64_t by)
{
	return x / by - (x % by < 0);
}

/* What the zone's clocks show, in ns since their 1970. */
static tq_time
local_of(const struct tq_zone *zone, tq_time t)
{
	return zone ? t + tq_zone_offset(zone, t) * TQ_SECOND : t;
}

static bool
in_session(const struct tq_when *when, const struct tq_instant *at)
{
	tq_time open = local_of(when->zone, at->open);
	tq_time length = ((when->to - when->from + DAY_SECONDS) % DAY_SECONDS) * TQ_SECOND;
	tq_time past = open - floor_by(open, TQ_DAY) * TQ_DAY - when->from * TQ_SECOND;

	if (past < 0)
		past += TQ_DAY;
	if (length == 0)
		length = TQ_DAY;
	return past < length && past + local_of(when->zone, at->close) - open <= length;
}

static bool
in_hours(const struct tq_when *when, const struct tq_instant *at)
{
	tq_time open, close;

	return tq_calendar_always(when->calendar) ||
	       (tq_calendar_session(when->calendar, at->open, &open, &close) &&
		at->close <= close);
}

/* A bar that ends behind its session leaves nothing of it. */
static double
minutes_left(const struct tq_when *when, const struct tq_instant *at)
{
	tq_time open, close;

	if (tq_calendar_always(when->calendar) ||
	    !tq_calendar_session(when->calendar, at->open, &open, &close))
		return (double)NAN;
	return close > at->close ? (double)(close - at->close) / (60 * 1e9) : 0;
}

static double
days_left(int64_t day)
{
	int year, month, date;

	tq_civil_from_days(day, &year, &month, &date);
	return (double)(tq_days_from_civil(year + month / 12, month % 12 + 1, 1) - day - 1);
}

static double
civil_part(enum tq_when_code code, tq_time local)
{
	int64_t day = floor_by(local, TQ_DAY);
	int64_t second = (local - day * TQ_DAY) / TQ_SECOND;
	int year, month, date;

	if (code == TQ_WHEN_HOUR)
		return (double)(second / 3600);
	if (code == TQ_WHEN_MINUTE)
		return (double)(second / 60 % 60);
	if (code == TQ_WHEN_WEEKDAY)
		return (double)(day - MONDAY - 7 * floor_by(day - MONDAY, 7) + 1);
	if (code == TQ_WHEN_DAYS_LEFT)
		return days_left(day);
	tq_civil_from_days(day, &year, &month, &date);
	return code == TQ_WHEN_DAY ? date : code == TQ_WHEN_MONTH ? month : year;
}

/* The number of the day, week or month. */
static int64_t
period(enum tq_when_code code, tq_time local)
{
	int64_t day = floor_by(local, TQ_DAY);

	if (code == TQ_WHEN_NEW_DAY)
		return day;
	if (code == TQ_WHEN_NEW_WEEK)
		return floor_by(day - MONDAY, 7);
	return (int64_t)civil_part(TQ_WHEN_YEAR, local) * 12 +
	       (int64_t)civil_part(TQ_WHEN_MONTH, local);
}

double
tq_when_value(const struct tq_when *when, const struct tq_instant *at, int64_t *before)
{
	int64_t now, then = *before;

	if (when->code == TQ_WHEN_TIME)
		return (double)at->open / 1e9;
	if (when->code == TQ_WHEN_BAR_INDEX)
		return (double)at->index;
	if (when->code == TQ_WHEN_SESSION)
		return in_session(when, at);
	if (when->code == TQ_WHEN_OPEN_HOURS)
		return in_hours(when, at);
	if (when->code == TQ_WHEN_MINUTES_LEFT)
		return minutes_left(when, at);
	if (!tq_when_remembers(when->code))
		return civil_part(when->code, local_of(when->zone, at->open));
	now = *before = period(when->code, local_of(when->zone, at->open));
	return then != INT64_MIN && now != then;
}

