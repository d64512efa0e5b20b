/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_TIMEFORM_H
#define TQ_IMPORT_TIMEFORM_H

/*
 * Times as tables write them. A form is a pattern as strptime(3) has it, in
 * which
 *
 *	%Y %y          year of four, of two digits (69..99 are 1969..1999)
 *	%m %d %H %M %S two digits; %-m %-d %-H one or two
 *	%I %-I %p      hour of twelve and AM or PM
 *	%b             month by its English name, whole or three letters
 *	%f             nothing, or a point and one to nine digits
 *	%L             three digits of milliseconds
 *	%z             Z, UTC, GMT, +hh:mm, +hhmm or +hh
 *
 * stand for what they say and anything else for itself. Without %z a time is
 * in UTC, or in the zone that the caller names; a local time that the zone's
 * clocks show twice or never, when they are changed, is refused.
 *
 * A form that is not given is found: of all known forms those stay that read
 * every row of the first block. Only one may be left; 01/02/2017 is never
 * taken for one of two things because it usually is. Numbers since 1970 are
 * never found, because their unit cannot be seen: it has to be given.
 */
#include "base/error.h"
#include "time/zone.h"

enum { TQ_TIMEFORM_TEXT = 48 };

struct tq_timeform {
	char pattern[TQ_TIMEFORM_TEXT];  /* empty: numbers of unit */
	enum tq_time_unit unit;
	const struct tq_zone *zone;      /* of times without %z; NULL: UTC */
};

/* False with TQ_USAGE when the pattern has an unknown %, or no year, month and day. */
bool tq_timeform_set(struct tq_timeform *form, const char *pattern, struct tq_err *err);

/* False with TQ_DATA when text is no time of this form. */
bool tq_timeform_read(const struct tq_timeform *form, struct tq_str text, tq_time *out,
		      struct tq_err *err);

/* What is left of the known forms. */
struct tq_timeguess {
	uint64_t alive[8];
	bool seen;               /* a row was read */
	char example[40];        /* the first row's text */
};

/* A row of the first block; one that no remaining form reads changes nothing. */
void tq_timeguess_row(struct tq_timeguess *guess, struct tq_str text);

/* The one form that is left; TQ_DATA says what to pass when there is none or several. */
bool tq_timeguess_form(const struct tq_timeguess *guess, struct tq_timeform *form,
		       struct tq_err *err);

#endif
