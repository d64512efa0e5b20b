/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_LEVELS_H
#define TQ_MARKET_LEVELS_H

/*
 * The levels of an order book as a record has them: [[price, qty], ...], best
 * first, numbers or strings that hold numbers. What stands behind the two in
 * a level (counts, times) is not looked at.
 */
#include "record/rec.h"

struct tq_level {
	struct tq_dec price, qty;
};

struct tq_levels {
	const char *p;           /* what is left of the array's text */
	size_t at;               /* number of the next level, from 0 */
	bool bad;                /* that level is no [price, qty] */
};

/* value is an array of a record that was read, so that it is JSON. */
void tq_levels_begin(struct tq_levels *levels, const struct tq_value *value);

/* False behind the last level and at one that is bad. */
bool tq_levels_next(struct tq_levels *levels, struct tq_level *level);

enum tq_book_side { TQ_BIDS, TQ_ASKS };

/* What a walk over both sides finds; levels are numbered from 0. */
struct tq_book_view {
	size_t n[2];
	struct tq_level best[2];
	bool bad;                /* a level is no [price, qty]: */
	enum tq_book_side bad_side;
	size_t bad_at;
	bool disorder;           /* a level is not worse than the one before it: */
	enum tq_book_side disorder_side;
	struct tq_dec before, after;
	bool low;                /* a price or quantity is not over 0: */
	enum tq_book_side low_side;
	bool low_qty;
	struct tq_dec lowest;
};

/* rec is a book whose bids and asks are arrays; others have no levels. */
void tq_book_look(const struct tq_rec *rec, struct tq_book_view *view);

#endif
