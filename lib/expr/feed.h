/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_FEED_H
#define TQ_EXPR_FEED_H

/*
 * Bar records to a program: reads of each bar what the program needs and says
 * which rule fires.
 *
 *	feed = tq_feed_new(program, every_bar, run);        in a filter's open
 *	tq_feed_bar(feed, rec, &rule, err);                 for each bar
 *
 * Every bar is held to what tq_bar_read wants of it. One that is of the same
 * series as the bar before and whose prices are plain numbers, as nearly all
 * are, is only read as far as the program asks.
 */
#include "expr/watch.h"
#include "market/bar.h"

struct tq_feed;

/* Asks the run for the fields that will be read. program is kept, not copied. */
struct tq_feed *tq_feed_new(const struct tq_program *program, bool every_bar,
			    struct tq_run *run);
void tq_feed_free(struct tq_feed *feed);

/*
 * *rule is the one that fires, or NULL. A bar that is not closed is looked at
 * and not counted. False with TQ_DATA for a bar that is faulty or comes late.
 */
bool tq_feed_bar(struct tq_feed *feed, const struct tq_rec *rec, const struct tq_rule **rule,
		 struct tq_err *err);

/* The series of the last bar: venue, symbol and interval, a NUL behind each. */
const char *tq_feed_series(struct tq_feed *feed);

/* Warns of fields that were in no bar: a misspelt one is null for ever. */
void tq_feed_warn(const struct tq_feed *feed);

void tq_feed_state(struct tq_feed *feed, struct tq_state *st);

#endif
