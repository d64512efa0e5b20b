/* SPDX-License-Identifier: ISC */
#ifndef TQ_TIME_INTERVAL_H
#define TQ_TIME_INTERVAL_H

/*
 * Bar intervals: 1s to 1M, as exchanges write them ("1m" a minute, "1M" a
 * month). Seconds to weeks have a fixed length; months follow the calendar.
 */
#include "time/instant.h"

struct tq_interval {
	int32_t n;
	char unit;               /* 's' 'm' 'h' 'd' 'w' 'M'; 0: none */
};

bool tq_interval_parse(struct tq_str text, struct tq_interval *out);

/* Text without NUL, at most 12 bytes; returns the length. */
size_t tq_interval_format(struct tq_interval iv, char out[16]);

/* Length in ns, 0 for months. */
tq_time tq_interval_ns(struct tq_interval iv);

/* The open of the k-th bar after (k < 0: before) the one that opens at t. */
tq_time tq_interval_add(tq_time t, struct tq_interval iv, int64_t k);

/*
 * The open of the bar that holds t on the UTC grid: days at midnight, weeks on
 * Monday, months on the 1st.
 */
tq_time tq_interval_floor(tq_time t, struct tq_interval iv);

static inline bool
tq_interval_eq(struct tq_interval a, struct tq_interval b)
{
	return a.n == b.n && a.unit == b.unit;
}

#endif
