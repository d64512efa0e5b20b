/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_GRID_H
#define TQ_MARKET_GRID_H

/*
 * How time is divided into the bars of an interval: on the UTC grid, by the
 * days of a time zone that begin at an hour of their own, or by the sessions
 * of a calendar.
 *
 * - UTC: tq_interval_floor's grid.
 * - a zone, a day's start, a week's start: days, weeks and months of local
 *   dates; shorter bars are counted from the day's start, and the last one
 *   ends with the day. A day of a change of clocks has 23 or 25 hours.
 * - a calendar: a day is what the sessions of a trading date hold, from its
 *   first open to its last close, and weeks and months are those of their
 *   dates; shorter bars are counted from the session's open (or on the UTC
 *   grid, where the calendar says so) and end with it. What is outside of the
 *   sessions belongs to no bar.
 */
#include "time/calendar.h"
#include "time/zone.h"

struct tq_grid_options {
	struct tq_interval to;
	const char *calendar;    /* "24x7": none */
	const char *timezone;    /* NULL: UTC */
	int64_t day_start;       /* seconds from midnight */
	int week_start;          /* 0 Monday .. 6 Sunday */
};

struct tq_grid {
	struct tq_interval to;
	struct tq_calendar *calendar;
	struct tq_zone *zone;    /* NULL: the UTC grid or the calendar's */
	int64_t day_start;
	int week_start;
};

/* A bar's place: what it covers and which shorter bars it is made of. */
struct tq_bucket {
	tq_time open, close;
	tq_time last;            /* the slot of the last shorter bar; TQ_TIME_NONE for ticks */
	int64_t expected;        /* how many there are of them; 0 for ticks */
	bool dated;              /* made of days or longer of a calendar: open and close are
				    dates, the bars know their hours */
};

bool tq_grid_open(struct tq_grid *grid, const struct tq_grid_options *options,
		  struct tq_err *err);
void tq_grid_fini(struct tq_grid *grid);

/* Whether bars of from make whole bars of the grid; TQ_DATA with the reason if not. */
bool tq_grid_divides(const struct tq_grid *grid, struct tq_interval from, struct tq_err *err);

/*
 * The bucket that t lies in, for bars of from (n 0: ticks). TQ_GRID_NONE:
 * outside of the sessions; TQ_GRID_UNKNOWN: the calendar does not know the
 * date.
 */
enum tq_grid_answer { TQ_GRID_IN, TQ_GRID_NONE, TQ_GRID_UNKNOWN };

enum tq_grid_answer tq_grid_bucket(struct tq_grid *grid, tq_time t, struct tq_interval from,
				   struct tq_bucket *out);

/* The next bucket after one; false when the calendar ends. */
bool tq_grid_next(struct tq_grid *grid, const struct tq_bucket *bucket, struct tq_interval from,
		  struct tq_bucket *out);

/* Whether the bar that opens at t is the last one of its bucket. */
bool tq_grid_is_last(struct tq_grid *grid, const struct tq_bucket *bucket, tq_time t,
		     tq_time close, struct tq_interval from);

#endif
