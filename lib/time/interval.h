/* SPDX-License-Identifier: ISC */
#ifndef TQ_TIME_INTERVAL_H
#define TQ_TIME_INTERVAL_H

/*
 * Bar intervals: 1s to 1M, as exchanges write them ("1m" a minute, "1M" a
 * month). Seconds to weeks have a fixed length; months follow the calendar.
 *
 * Bars that end by what was traded (information bars) have no length; their
 * interval names the rule: "100t" ticks, "2.5v" volume, "1000000q" notional
 * (price times quantity), and with an i behind it, "100ti" "100vi" "100qi",
 * the imbalance of these, of about 100 ticks a bar. n counts units of
 * 10^-scale. A number is written one way: without zeros behind its last
 * decimal, so that equal intervals have equal texts.
 */
#include "time/instant.h"

struct tq_interval {
	int32_t n;
	char unit;               /* 's' 'm' 'h' 'd' 'w' 'M', or 't' 'v' 'q', of an
				    imbalance 'T' 'V' 'Q'; 0: none */
	int8_t scale;            /* digits behind the point; < 0: zeros before it */
};

bool tq_interval_parse(struct tq_str text, struct tq_interval *out);

/* Text without NUL, at most 15 bytes; returns the length. */
size_t tq_interval_format(struct tq_interval iv, char out[16]);

/* Whether bars of it lie on a grid of time; information bars do not. */
static inline bool
tq_interval_timed(struct tq_interval iv)
{
	return iv.unit == 's' || iv.unit == 'm' || iv.unit == 'h' || iv.unit == 'd' ||
	       iv.unit == 'w' || iv.unit == 'M';
}

/* Length in ns, 0 for months and information bars. */
tq_time tq_interval_ns(struct tq_interval iv);

/*
 * The open of the k-th bar after (k < 0: before) the one that opens at t. Of
 * information bars none is known: t.
 */
tq_time tq_interval_add(tq_time t, struct tq_interval iv, int64_t k);

/*
 * The open of the bar that holds t on the UTC grid: days at midnight, weeks on
 * Monday, months on the 1st. Information bars have no grid: t.
 */
tq_time tq_interval_floor(tq_time t, struct tq_interval iv);

static inline bool
tq_interval_eq(struct tq_interval a, struct tq_interval b)
{
	return a.n == b.n && a.unit == b.unit && a.scale == b.scale;
}

#endif
