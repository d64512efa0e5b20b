/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_BAR_H
#define TQ_MARKET_BAR_H

/*
 * A bar read from its record, with exact prices. time is the bar's open;
 * close_time is the event's time, when the bar is known: the record's own
 * close_time, else time plus interval. A bar without a length of time
 * (tq_interval_timed) must say when it closed.
 */
#include "record/filter.h"
#include "time/interval.h"

struct tq_bar {
	tq_time time;
	tq_time close_time;
	struct tq_str symbol;
	struct tq_str venue;     /* empty when there is none */
	struct tq_str interval_text;
	struct tq_interval interval;
	struct tq_dec open, high, low, close;
	struct tq_dec volume;
	bool closed;             /* default true */
	bool synthetic;          /* default false */
};

/* In a filter's open: everything that tq_bar_read reads. */
void tq_bar_want(struct tq_run *run);

/*
 * False with TQ_DATA when a required field is missing or malformed. That the
 * prices make sense (high over low, positive) is not asked here: that is
 * tq-validate's work.
 */
bool tq_bar_read(const struct tq_rec *rec, struct tq_bar *bar,
		 struct tq_err *err);

/*
 * The same for a tool that reads many bars: what is fixed in records that are
 * alike (record/rec.h) is kept. The zero value is a start.
 */
struct tq_bar_kept {
	uint64_t alike;
	struct tq_interval interval;
	tq_time length;
	bool has_venue, synthetic;
};
bool tq_bar_read_next(struct tq_bar_kept *kept, const struct tq_rec *rec, struct tq_bar *bar,
		      struct tq_err *err);

/* When a bar is known, see above; TQ_F_close_time is wanted. */
bool tq_bar_close_time(const struct tq_rec *rec, tq_time time, struct tq_interval interval,
		       tq_time *out, struct tq_err *err);

/*
 * The key of the series a bar belongs to: venue, symbol and interval, joined
 * by NUL bytes in buf (cleared first). Good for tq_names_id.
 */
struct tq_buf;
struct tq_str tq_bar_key(const struct tq_bar *bar, struct tq_buf *buf);

#endif
