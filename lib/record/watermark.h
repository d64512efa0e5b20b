/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_WATERMARK_H
#define TQ_RECORD_WATERMARK_H

/*
 * The time of the last bar of each series (venue, symbol, interval). A filter
 * that goes on from a saved state may be fed bars again that it has counted,
 * by a cron job that fetches the last hundred, say: those at or before the
 * saved time are dropped. What comes late within one run is not dropped here.
 */
#include "base/names.h"
#include "record/rec.h"

struct tq_watermarks {
	struct tq_names series;
	tq_time *last;           /* by series: of all bars so far */
	tq_time *saved;          /* by series: when the state was loaded */
	size_t cap;
	struct tq_buf *key;
	size_t asked;            /* series of the record asked for last */
	tq_time asked_time;      /* TQ_TIME_NONE: not to be counted */
};

void tq_watermarks_init(struct tq_watermarks *marks);
void tq_watermarks_fini(struct tq_watermarks *marks);

/* The number of a series, with room for it in last and saved. */
size_t tq_watermarks_series(struct tq_watermarks *marks, struct tq_str key);

/* True when the record is a bar that was counted before the resume. */
bool tq_watermarks_seen(struct tq_watermarks *marks, const struct tq_rec *rec);

/* The record asked for last was taken; one that was refused is not counted. */
void tq_watermarks_count(struct tq_watermarks *marks);

#endif
