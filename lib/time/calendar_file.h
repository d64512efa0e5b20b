/* SPDX-License-Identifier: ISC */
#ifndef TQ_TIME_CALENDAR_FILE_H
#define TQ_TIME_CALENDAR_FILE_H

/*
 * The text of a calendar file (share/calendars/README) as the table of its
 * days. False with TQ_USAGE and the line for what is wrong or missing; what
 * days holds by then is freed by tq_days_fini either way.
 */
#include "time/calendar_days.h"

bool tq_calendar_parse(const char *text, struct tq_days *days, bool *utc_grid,
		       struct tq_err *err);

#endif
