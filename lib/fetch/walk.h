/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_WALK_H
#define TQ_FETCH_WALK_H

/*
 * The way through one range of one series by REST: which window and cursor to
 * ask for next, and what of the answers is sure. It knows nothing of HTTP.
 *
 *	tq_walk_init(&walk, &ask, from, to);
 *	while (!walk.done) {
 *		... ask walk.ask with tq_walk_cursor(&walk), parse to page
 *		if (!tq_walk_page(&walk, &page, clock, &err)) ...
 *		... take the first walk.ready of walk.rows: all there is
 *		    before walk.reached
 *		tq_walk_taken(&walk);
 *	}
 *
 * A page may come in any order, overlap the one before and go over the range.
 * Rows are put in the order of time (those of one time as they came), a row
 * that came twice is dropped, two that differ where only one can be are an
 * error, and so is a cursor that does not move. The rows of the last time of a
 * page wait for the next one, which may have more of that time.
 *
 * A bar is finished when the venue says so, else when it ends at or before the
 * venue's clock; one that is not is dropped, or kept with "closed":false.
 */
#include "fetch/lines.h"
#include "net/provider.h"

struct tq_walk {
	struct tq_ask ask;       /* of the window; its texts are borrowed */
	tq_time from, to;        /* the whole range */
	bool include_open;
	bool clip;               /* rows outside from..to are left out */
	tq_time window_to;       /* ask.from .. window_to is asked for now */

	struct tq_buf cursor;    /* n == 0: none */
	uint64_t pages;

	struct tq_lines rows;    /* sorted and without duplicates */
	struct tq_lines before;  /* those of the page before that were taken */
	size_t ready;            /* so many of rows are sure */
	size_t open;             /* so many at the end of rows are bars not finished */
	tq_time reached;         /* all that is before is known */
	tq_time first_open;      /* of the bars that are not finished; TQ_TIME_NONE */
	tq_time last_seen;       /* the last finished row; TQ_TIME_NONE */
	bool done;
};

void tq_walk_init(struct tq_walk *walk, const struct tq_ask *ask, tq_time from, tq_time to,
		  bool include_open);
void tq_walk_fini(struct tq_walk *walk);

/* The cursor to ask with, or NULL. */
const char *tq_walk_cursor(struct tq_walk *walk);

/* clock: the venue's at the time of the answer. TQ_REFUSED when the answer cannot be right. */
bool tq_walk_page(struct tq_walk *walk, const struct tq_page *page, tq_time clock,
		  struct tq_err *err);
void tq_walk_taken(struct tq_walk *walk);

/* How many rows a walk keeps at once: a window that has more is refused. */
enum { TQ_WALK_ROWS = 5000000 };

/*
 * How far behind its clock a venue may be with publishing: that nothing came
 * from so lately does not mean that there is nothing.
 */
#define TQ_WALK_SETTLE (2 * TQ_MINUTE)

#endif
