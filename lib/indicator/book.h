/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_BOOK_H
#define TQ_INDICATOR_BOOK_H

/* A ladder (indicator/indicator.h) as its two sides, for the families of books. */
#include "indicator/indicator.h"

#include <math.h>
#include <stdbool.h>

struct tq_book_side {
	const double *level;     /* price, qty; the best first */
	int n;
};

struct tq_book {
	struct tq_book_side bid, ask;
	double mid;
};

static inline double
tq_book_price(struct tq_book_side side, int level)
{
	return side.level[2 * level];
}

static inline double
tq_book_qty(struct tq_book_side side, int level)
{
	return side.level[2 * level + 1];
}

/* False for a book that is undefined or has an empty side. */
static inline bool
tq_book_read(const double *ladder, struct tq_book *book)
{
	if (!(ladder[0] >= 1 && ladder[1] >= 1))
		return false;
	book->bid = (struct tq_book_side){ladder + TQ_LADDER_BIDS, (int)ladder[0]};
	book->ask = (struct tq_book_side){ladder + TQ_LADDER_ASKS, (int)ladder[1]};
	book->mid = book->bid.level[0] + (book->ask.level[0] - book->bid.level[0]) / 2;
	return true;
}

/* The quantity of the first so many levels that are there. */
static inline double
tq_book_depth(struct tq_book_side side, int levels)
{
	double sum = 0;

	for (int i = 0; i < levels && i < side.n; i++)
		sum += tq_book_qty(side, i);
	return sum;
}

/* (a - b) / (a + b); NaN when both are 0. */
static inline double
tq_book_balance(double a, double b)
{
	double part = (a - b) / (a + b);

	return part - part == 0 ? part : (double)NAN;
}

#define TQ_BOOK_LEVELS(preset) \
	{"levels", (preset), 1, TQ_LADDER_LEVELS, true, "levels of each side that count"}
#define TQ_BOOK .of_book = true, .n_inputs = 1, .inputs = {"book"}

#endif
