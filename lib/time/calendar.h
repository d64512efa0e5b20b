/* SPDX-License-Identifier: ISC */
#ifndef TQ_TIME_CALENDAR_H
#define TQ_TIME_CALENDAR_H

/*
 * Trading calendars: which bars of an interval are expected. "24x7" is built
 * in; the others are files (share/calendars/NAME.cal, or any path with a
 * slash) that name a time zone, the sessions of each weekday, closed days and
 * early closes. Their format is described in share/calendars/README.
 *
 * An expected bar is named by its slot, the open that the calendar gives it:
 *
 * - shorter than a day: the session's open and each interval behind it up to
 *   its close (anchor = session), or each bar of the UTC grid that overlaps a
 *   session (anchor = utc);
 * - days, weeks, months: midnight UTC of the first day of a period of
 *   tq_interval_floor's grid that has a trading day in it.
 *
 * A bar's own time may differ from its slot by a constant (daily bars stamped
 * at midnight in New York, weeks that begin on Sunday). A bar that begins at
 * midnight UTC belongs to that date; any other time belongs to the session
 * that it lies in, else to the date in the calendar's zone.
 *
 * Information bars (time/interval.h) have no slots: none is ever expected.
 *
 * A calendar remembers the session it was asked for last, so that it belongs
 * to one thread.
 */
#include "time/interval.h"

struct tq_calendar;

/* NULL with err filled: TQ_USAGE for a name there is none of or a wrong file. */
struct tq_calendar *tq_calendar_open(const char *name, struct tq_err *err);
void tq_calendar_free(struct tq_calendar *cal);

const char *tq_calendar_name(const struct tq_calendar *cal);

/* True for 24x7: every interval of the grid is expected. */
bool tq_calendar_always(const struct tq_calendar *cal);

/* Whether the calendar says anything of the date of t (its from and until). */
bool tq_calendar_knows(const struct tq_calendar *cal, tq_time t);

/* The slot of the bar that opens at t; TQ_TIME_NONE when none is expected there. */
tq_time tq_calendar_slot(struct tq_calendar *cal, tq_time t, struct tq_interval iv);

/* The first slot after t; TQ_TIME_NONE when the calendar ends before it. */
tq_time tq_calendar_next(struct tq_calendar *cal, tq_time t, struct tq_interval iv);

/* The last slot before t; TQ_TIME_NONE when the calendar begins after it. */
tq_time tq_calendar_before(struct tq_calendar *cal, tq_time t, struct tq_interval iv);

/*
 * The session that holds t; false when none does. The hours of the trading
 * dates from <= midnight UTC of the date < to: the first session's open and
 * the last one's close; false when none of them is a trading day. Not for
 * 24x7, which has no sessions.
 */
bool tq_calendar_session(struct tq_calendar *cal, tq_time t, tq_time *open, tq_time *close);
bool tq_calendar_hours(struct tq_calendar *cal, tq_time from, tq_time to, tq_time *open,
		       tq_time *close);

/* Whether short bars lie on the UTC grid, not behind their session's open. */
bool tq_calendar_utc_grid(const struct tq_calendar *cal);

/* How many slots there are in from <= slot < to. */
int64_t tq_calendar_count(struct tq_calendar *cal, tq_time from, tq_time to,
			  struct tq_interval iv);

#endif
