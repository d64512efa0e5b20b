/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_FETCH_H
#define TQ_FETCH_FETCH_H

/*
 * A fetch: the provider, the symbols made into asks, the range, the errands
 * over the caller, what came written in the order of time, what is missing
 * said, and the status of it all. With a store its series are filled first and
 * then read; without one rows are written as they come.
 *
 * Everything that can be wrong with what is asked is refused before a request.
 *
 * Status: TQ_OK when all is there; TQ_NO when nothing failed and there is no
 * record; else the highest of what the series failed with, each missing range
 * on a line of its own. With allow_partial what is missing changes no status
 * as long as there is some record.
 */
#include "fetch/options.h"

/* What the options ask for: a list, a snapshot, a store's tool, or a fetch. */
bool tq_fetch_run(const struct tq_fetch_options *options, struct tq_run *run, struct tq_err *err);

#endif
