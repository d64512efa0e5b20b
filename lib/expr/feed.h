/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_FEED_H
#define TQ_EXPR_FEED_H

/*
 * Records to a plan: reads of each what the plan asks for, keeps a flow a
 * series (law L3), and says when all that is asked for at a record is known.
 *
 *	feed = tq_feed_new(plan, &options, run, err);   in a filter's open
 *	for each record:
 *		tq_feed_settle(feed, rec, out, err);    moments that rec shows to be over
 *		tq_out_pass(out, rec);
 *		tq_feed_take(feed, rec, out, err);      its own moment, if nothing is awaited
 *	tq_feed_finish(feed, out, err);                 in its close: what is still awaited
 *
 * A moment is a record of the kind that the plan is for (a closed bar, unless
 * the options say otherwise) together with the values of the plan at it. It
 * is reported by options->ready, in the order of the records. When the plan
 * names other series (close@"ETH/USDT"), a moment waits until each of them has
 * shown its record of the same event time, or a record of a later event time
 * has come; with by_time every moment waits for the latter, and slot_end is
 * called when all moments of an event time have been reported. Otherwise it is
 * reported by the tq_feed_take of its own record.
 *
 * Another series counts only with a record of the same event time: where it has
 * none, or where it comes too late, its values are null, never stale ones. So
 * records of several series must come in the order of their event times, as
 * tq-merge gives them.
 *
 * Records of other kinds and series are read as far as the plan names them
 * (on("funding", rate)); all others are left alone. What of them stood in front
 * of a record counts for its moment, however long that waits. Every bar is
 * held to what tq_bar_read wants of it; a record that comes late in its series
 * is refused with TQ_DATA, and with by_time one whose event time is over.
 */
#include "expr/flow.h"
#include "market/bar.h"

struct tq_feed;

/* Texts are the feed's, last until the function returns and have a NUL behind them. */
struct tq_moment {
	size_t series;           /* 0, 1, ... in the order in which they are first seen */
	struct tq_str venue, symbol, interval;   /* empty where the record has none */
	tq_time time;            /* of the record */
	tq_time event;           /* a bar's close; of others: time */
	struct tq_dec close;     /* of a bar, exact; else 0 */
	const struct tq_flow *flow;
};

struct tq_feed_options {
	enum tq_type kind;       /* of the records that the plan is for */
	bool by_time;
	void *self;              /* handed to both */
	bool (*ready)(void *self, const struct tq_moment *m, struct tq_out *out,
		      struct tq_err *err);
	bool (*slot_end)(void *self, tq_time event, struct tq_out *out, struct tq_err *err);
};

/*
 * Asks the run for the fields that will be read. The plan is kept, not copied;
 * it is for records of options->kind (plan->clocks[0].type), else TQ_BUG.
 */
struct tq_feed *tq_feed_new(const struct tq_plan *plan, const struct tq_feed_options *options,
			    struct tq_run *run, struct tq_err *err);
void tq_feed_free(struct tq_feed *feed);

bool tq_feed_settle(struct tq_feed *feed, const struct tq_rec *rec, struct tq_out *out,
		    struct tq_err *err);
bool tq_feed_take(struct tq_feed *feed, const struct tq_rec *rec, struct tq_out *out,
		  struct tq_err *err);
bool tq_feed_finish(struct tq_feed *feed, struct tq_out *out, struct tq_err *err);

/* Whether moments may have to wait: a program that adds to records has to hold them. */
bool tq_feed_waits(const struct tq_feed *feed);

/* How many series there are so far; their moments' numbers are below it. */
size_t tq_feed_n_series(const struct tq_feed *feed);

/* Warns of a stream out of order and of what never came: a misspelt field is null for ever. */
void tq_feed_warn(const struct tq_feed *feed);

/* All series. Refuses a state that another plan has made. */
void tq_feed_state(struct tq_feed *feed, struct tq_state *st);

#endif
