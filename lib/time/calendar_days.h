/* SPDX-License-Identifier: ISC */
#ifndef TQ_TIME_CALENDAR_DAYS_H
#define TQ_TIME_CALENDAR_DAYS_H

/*
 * The trading days of a calendar: a byte a day that says whether it is closed,
 * open as its weekday is, or open with an early close; and the dates that
 * rules such as "01-mon#3 since=1998" name. calendar_file.c fills it.
 */
#include "time/zone.h"

enum {
	TQ_SEGMENTS = 4,         /* sessions a day: a lunch break makes two */
	TQ_EARLY_TIMES = 16,     /* different early closes */
	TQ_DAY_CLOSED = 0,
	TQ_DAY_OPEN = 1,
	TQ_DAY_EARLY = 2         /* and above: early[kind - TQ_DAY_EARLY] */
};

/* Seconds from the trading date's midnight; an open under 0 is the evening before. */
struct tq_segment {
	int32_t open, close;
};

struct tq_span {
	tq_time open, close;
};

struct tq_days {
	struct tq_zone *zone;
	int64_t first, last;     /* days since 1970 that are known */
	uint8_t *kind;           /* by day - first */
	struct tq_segment week[7][TQ_SEGMENTS];
	size_t n_week[7];
	int32_t early[TQ_EARLY_TIMES];
	size_t n_early;
};

/* After zone, first, last and week are set: every day as its weekday is. */
void tq_days_begin(struct tq_days *days);
void tq_days_fini(struct tq_days *days);

/*
 * Closes the days that a rule names (at < 0), or ends them at a time of the
 * day in seconds. False when the rule is none or there are too many times.
 */
bool tq_days_apply(struct tq_days *days, struct tq_str rule, int32_t at);

bool tq_days_open(const struct tq_days *days, int64_t day);

/* The sessions of a trading date as instants; returns how many. */
size_t tq_days_spans(const struct tq_days *days, int64_t day,
		     struct tq_span out[TQ_SEGMENTS]);

/* 0 Monday .. 6 Sunday of "mon"; -1 when it is none. */
int tq_weekday_of(struct tq_str name);

/* "mon", "mon-thu" or "mon,wed,fri" as a set of bits; false when it is none. */
bool tq_weekday_set(struct tq_str text, unsigned *bits);

#endif
