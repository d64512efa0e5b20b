/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_STATS_H
#define TQ_RECORD_STATS_H

/* --stats: one line on standard error about a run. */
#include "record/sink.h"
#include "record/stream.h"

/* Monotonic nanoseconds, for start. */
int64_t tq_stats_clock(void);

void tq_stats_say(const struct tq_stream_stats *in, const struct tq_out *out, int64_t start);

#endif
