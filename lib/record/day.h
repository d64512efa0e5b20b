/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_DAY_H
#define TQ_RECORD_DAY_H

/*
 * A day that times are mostly of: the first eleven bytes of an RFC 3339 time
 * in UTC ("2024-01-01T") and its instant. A time that begins with them needs
 * only its clock read.
 */
#include "record/form.h"

struct tq_day {
	uint64_t head, tail;     /* bytes 0 to 7 and 3 to 10 of the text */
	tq_time start;
};

/* A clock is xored with 00:00:00; then the limit reaches 0x80 behind 29:59:59. */
#define TQ_CLOCK_TEXT UINT64_C(0x30303a30303a3030)
#define TQ_CLOCK_LIMIT UINT64_C(0x767a7f767a7f767d)

enum { TQ_DAY_DATE = 11, TQ_DAY_TIME = 20 }; /* 2024-01-01T00:00:00Z */

/* No day: its two parts contradict each other, so that nothing begins so. */
static inline void
tq_day_init(struct tq_day *day)
{
	*day = (struct tq_day){.head = UINT64_MAX};
}

/* Reads the time of a string that was scanned, and keeps its day. */
void tq_day_learn(struct tq_day *day, struct tq_value *v);

/*
 * The byte behind what is at p if that is a string and a time of the day, with
 * *v filled, or NULL.
 */
static inline const char *
tq_day_scan(const struct tq_day *day, const char *p, struct tq_value *v)
{
	uint64_t y = tq_load8(p + 12) ^ TQ_CLOCK_TEXT;
	unsigned hour;

	if (*p != '"' || tq_load8(p + 1) != day->head || tq_load8(p + 4) != day->tail ||
	    (((y + TQ_CLOCK_LIMIT) | y) & TQ_BYTES(0x80)) != 0 || p[20] != 'Z' || p[21] != '"')
		return NULL;
	y = y * 10 + (y >> 8);
	hour = y & 0xff;
	if (hour > 23)
		return NULL;
	v->text = p + 1;
	v->head = (struct tq_value){.n = TQ_DAY_TIME, .kind = TQ_STRING, .scale = TQ_INSTANT}.head;
	v->m = day->start + (int64_t)((hour * 60 + (y >> 24 & 0xff)) * 60 + (y >> 48 & 0xff)) *
			    TQ_SECOND;
	return p + TQ_DAY_TIME + 2;
}

#endif
