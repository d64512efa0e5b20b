/* SPDX-License-Identifier: ISC */
#ifndef TQ_STORE_TELL_H
#define TQ_STORE_TELL_H

/* What a shelf tells of itself, and the counting of what is really in it. */
#include "store/shelf.h"

/* The fields that say which series it is. */
void tq_tell_series(const struct tq_manifest *m, struct tq_out *out);

/* A month's records counted again, from its file. */
struct tq_tally {
	int64_t n;
	struct tq_bar_runs runs; /* of a series with a grid */
};

/*
 * TQ_DATA with what is wrong: a file that is not the manifest's, a line that is no record, times
 * that are out of order or not in a covered range of the month.
 */
bool tq_tally_month(struct tq_shelf *shelf, const struct tq_month *month, struct tq_tally *tally,
		    struct tq_err *err);

#endif
