/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_CLOCK_H
#define TQ_EXPR_CLOCK_H

/*
 * When the operations of a plan take place. An operation belongs to a clock:
 *
 * - OWN, clock 0: the records that the plan is for, series by series;
 * - LONGER: bars of a longer interval made of its parent's bars, on("4h", ...).
 *   Only whole bars count: such a bar is there from the bar on that closes it,
 *   or from the first later one when that is missing;
 * - RECORDS: records of another type of the symbol and venue of the series at
 *   hand, on("funding", ...);
 * - OTHER: the records of another series, close@"ETH/USDT".
 *
 * A root is a clock that is stepped from outside (all but LONGER ones); each
 * root's clocks run in flows of their own, one a series. What one flow takes
 * from another's is a tap. The value of another series counts at a record of
 * the same close time only: there is null where it has none, never a stale
 * price.
 */
#include "expr/when.h"
#include "market/grid.h"
#include "record/field.h"

enum tq_clock_kind { TQ_CLOCK_OWN, TQ_CLOCK_LONGER, TQ_CLOCK_RECORDS, TQ_CLOCK_OTHER };

/* A field that a clock's operations read, and the register that it goes to. */
struct tq_clock_field {
	int field;               /* enum tq_field */
	int reg;
	int from;                /* LONGER: the parent's register of the same field */
};

/* What an operation of this root takes from the flow of another root. */
struct tq_tap {
	int clock;               /* of the operation */
	int from;                /* the clock that is looked at */
	int source;              /* its first register */
	int n;                   /* registers; 0: only how old it is */
	int at;                  /* place of the first among all that this root is given */
};

struct tq_clock {
	enum tq_clock_kind kind;
	int parent;              /* LONGER: of whose bars; else -1 */
	int root;                /* the root that it runs under, of a root itself */
	enum tq_type type;       /* of the root's records */
	struct tq_str symbol, venue;     /* OTHER: empty are the series' own; NUL behind */
	struct tq_str place;     /* LONGER: calendar or zone, empty: none; NUL behind */
	struct tq_interval interval;     /* LONGER */
	struct tq_grid grid;

	/* When the plan is finished: */
	struct tq_clock_field *fields;
	size_t n_fields;
	int book;                /* register of the ladder, or -1 */
	struct tq_tap *taps;     /* of a root */
	size_t n_taps;
	int n_given;             /* registers that they fill together */
	bool used;               /* something of it is wanted */
};

/* How many numbers a record of a root comes as: its fields, then its book. */
size_t tq_clock_width(const struct tq_clock *clock);

void tq_clock_fini(struct tq_clock *clock);

/* The same for equal clocks. */
uint64_t tq_clock_hash(const struct tq_clock *clock);

/* Whether both are the same clock; neither need be finished. */
bool tq_clock_same(const struct tq_clock *a, const struct tq_clock *b);

#endif
