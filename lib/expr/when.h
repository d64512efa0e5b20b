/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_WHEN_H
#define TQ_EXPR_WHEN_H

/*
 * What an expression can ask of a record's time: of a bar's open, in UTC or in
 * a time zone.
 */
#include "time/calendar.h"
#include "time/zone.h"

enum tq_when_code {
	TQ_WHEN_TIME,            /* seconds since 1970 */
	TQ_WHEN_BAR_INDEX,       /* records of the clock before this one */
	TQ_WHEN_HOUR, TQ_WHEN_MINUTE,
	TQ_WHEN_WEEKDAY,         /* 1 Monday .. 7 Sunday */
	TQ_WHEN_DAY, TQ_WHEN_MONTH, TQ_WHEN_YEAR,
	TQ_WHEN_DAYS_LEFT,       /* in the month, after this day */
	TQ_WHEN_SESSION,         /* opens at or after from, closes at or before to */
	TQ_WHEN_OPEN_HOURS,      /* within a session of the calendar */
	TQ_WHEN_MINUTES_LEFT,    /* of the session that it opens in, after its close */
	TQ_WHEN_NEW_DAY, TQ_WHEN_NEW_WEEK, TQ_WHEN_NEW_MONTH     /* the first record of it */
};

struct tq_when {
	enum tq_when_code code;
	int32_t from, to;        /* TQ_WHEN_SESSION: seconds from midnight */
	const struct tq_zone *zone;      /* NULL: UTC */
	struct tq_calendar *calendar;    /* TQ_WHEN_OPEN_HOURS, MINUTES_LEFT */
	uint64_t place;          /* hash of the zone's or calendar's name */
};

/* A record of a clock. */
struct tq_instant {
	tq_time open, close;
	int64_t index;           /* records of the clock before it */
};

/* Whether the code has a memory: the number of the day, week or month before. */
static inline bool
tq_when_remembers(enum tq_when_code code)
{
	return code >= TQ_WHEN_NEW_DAY;
}

/* *before is that memory, INT64_MIN at first; the first record is never a new day. */
double tq_when_value(const struct tq_when *when, const struct tq_instant *at, int64_t *before);

#endif
