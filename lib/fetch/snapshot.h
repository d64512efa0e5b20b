/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_SNAPSHOT_H
#define TQ_FETCH_SNAPSHOT_H

/*
 * What a venue says of a symbol now: book, quote, funding, open interest and
 * last trades, as far as it has them in the market, all asked for at once.
 *
 * Each record gets t0 and t1, when its part was asked for and there, by the
 * local clock, and age_ms: from t0 to the end of the snapshot, so no record
 * shows what was longer ago when it was made.
 *
 * Status: TQ_STALE when the parts took longer together than the window; that of
 * a part that failed, which an event record names, unless allow_partial.
 */
#include "fetch/options.h"

bool tq_snapshot(const struct tq_fetch_options *options, struct tq_run *run, struct tq_err *err);

#endif
