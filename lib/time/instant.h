/* SPDX-License-Identifier: ISC */
#ifndef TQ_TIME_INSTANT_H
#define TQ_TIME_INSTANT_H

/*
 * Instants: nanoseconds since 1970-01-01T00:00:00Z in 64 bits, 1677 to 2262,
 * in the proleptic Gregorian calendar without leap seconds. Nothing here reads
 * TZ, the locale or a clock.
 */
#include "base/option.h"
#include "base/str.h"

typedef int64_t tq_time;

#define TQ_SECOND ((tq_time)1000000000)
#define TQ_MINUTE (60 * TQ_SECOND)
#define TQ_HOUR (60 * TQ_MINUTE)
#define TQ_DAY (24 * TQ_HOUR)
#define TQ_TIME_NONE INT64_MIN   /* no instant */

enum { TQ_TIME_TEXT = 40 };

struct tq_civil {
	int year, month, day;    /* month 1..12, day 1..31 */
	int hour, minute, second;
	int ns;
};

/*
 * RFC 3339: "2024-01-01T00:00:00Z", an offset instead of Z, 0 to 9 digits of
 * fraction, 'T' or 't'. Strict: month, day, hour, minute, second in range, 60
 * seconds refused; an instant outside 64 bits refused.
 */
bool tq_time_parse(struct tq_str text, tq_time *out);

/* RFC 3339 in UTC without NUL; fraction only if there is one (3, 6 or 9 digits). */
size_t tq_time_format(tq_time t, char out[TQ_TIME_TEXT]);

/* The same as a string, for messages: tq_show_time(t).text. */
struct tq_shown {
	char text[TQ_TIME_TEXT];
};
struct tq_shown tq_show_time(tq_time t);

/* Days since 1970-01-01 of a date, and back. Valid for any int year used here. */
int64_t tq_days_from_civil(int year, int month, int day);
void tq_civil_from_days(int64_t days, int *year, int *month, int *day);

struct tq_civil tq_time_civil(tq_time t);
bool tq_time_from_civil(const struct tq_civil *c, tq_time *out);

/* 0 Monday .. 6 Sunday */
int tq_weekday(int64_t days);

/* Integers (and decimals) of a declared unit: "s", "ms", "us", "ns". */
enum tq_time_unit { TQ_UNIT_S, TQ_UNIT_MS, TQ_UNIT_US, TQ_UNIT_NS };
bool tq_time_from_unit(struct tq_str text, enum tq_time_unit unit, tq_time *out);

/* Options: an RFC 3339 instant or a date ("2024-01-01" is midnight UTC). */
bool tq_opt_time(const struct tq_opt *, const char *, void *, struct tq_err *);     /* tq_time */
/* The same into a struct tq_bound: 1970 is an instant like any other, not "none given". */
struct tq_bound {
	tq_time t;
	bool given;
};
bool tq_opt_bound(const struct tq_opt *, const char *, void *, struct tq_err *);
/* Options: "90s", "15m", "24h", "7d", "1.5h" as nanoseconds. */
bool tq_opt_duration(const struct tq_opt *, const char *, void *, struct tq_err *); /* tq_time */

#endif
