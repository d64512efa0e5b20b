/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_FILL_H
#define TQ_FETCH_FILL_H

/*
 * Rows on their way into a series of the store. They last from a commit on,
 * and a commit writes the month anew: so it happens at the end of a month,
 * after twenty pages, or after five seconds, and a kill loses no more than that.
 */
#include "store/store.h"

struct tq_fill {
	struct tq_shelf *shelf;
	uint64_t pages;          /* since the last commit */
	tq_time committed;       /* when that was, by time since boot */
};

/* Of the shelf's rows, from..to; an empty range is nothing. */
bool tq_fill_put(struct tq_fill *fill, struct tq_range range, const char *source,
		 const char *checksum, const struct tq_shelf_row *row, size_t n,
		 struct tq_err *err);

/* All that was put lasts. */
bool tq_fill_commit(struct tq_fill *fill, struct tq_err *err);

#endif
