/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_AGAINST_H
#define TQ_MARKET_AGAINST_H

/*
 * Another venue's records, to compare with: a file of records in the order of
 * event time, plain or gzip (import/feed.h), read in step with the stream.
 * Kept of it is the last price of each symbol, so memory does not grow with
 * the file, and what is said of a record depends on the file up to the
 * record's own event time only (L1). Where the stream goes back in time there
 * is nothing left to compare with.
 *
 * Bars are compared with bars of the same interval by their closes, price
 * records with price records.
 */
#include "market/bar.h"
#include "market/canonical.h"

struct tq_against;

/* canonical, or NULL: how symbols of the two are told to be the same. */
struct tq_against *tq_against_open(const char *path, struct tq_canonical *canonical,
				   struct tq_err *err);
void tq_against_free(struct tq_against *a);

/*
 * The price of the counterpart: same symbol, same event time. False when there
 * is none, and when the file cannot be read on, which tq_against_ok tells.
 */
bool tq_against_price(struct tq_against *a, const struct tq_rec *rec, const struct tq_bar *bar,
		      struct tq_dec *price);

/* False with TQ_IO, or TQ_USAGE for a line that is no record or goes back in time. */
bool tq_against_ok(const struct tq_against *a, struct tq_err *err);

/* What was compared, for the summary and the state. */
struct tq_compared {
	int64_t n;
	struct tq_dec largest;   /* |own / other - 1|, six digits, rounded up */
	tq_time at;              /* of the largest */
};

struct tq_compared *tq_against_compared(struct tq_against *a);
void tq_against_count(struct tq_against *a, tq_time at, struct tq_dec own, struct tq_dec other);

#endif
