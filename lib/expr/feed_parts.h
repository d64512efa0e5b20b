/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_FEED_PARTS_H
#define TQ_EXPR_FEED_PARTS_H

/* The inside of a feed; private to feed*.c. */
#include "base/buf.h"
#include "base/names.h"
#include "expr/feed.h"

enum { TQ_FEED_MOST = 1 << 24 };         /* series, moments: a state file has no more */

/* Records of a type, of one symbol and venue: on("funding", ...). */
struct tq_feed_source {
	int clock;
	tq_time last;            /* TQ_TIME_NONE: none came yet */
	struct tq_flow *flow;
};

/* A name as it stands in a record, its end quote behind it: its first 16 bytes. */
enum { TQ_FEED_BRIEF = 16 };
struct tq_feed_name {
	uint64_t said[2], mask[2];
};

struct tq_feed_series {
	size_t number;
	struct tq_str venue, symbol, interval;   /* in its key; a NUL behind each */
	struct tq_interval iv;
	tq_time length;          /* of its interval; 0: it has none */
	tq_time last;            /* time of its last record */
	tq_time event;           /* of it */
	struct tq_flow *flow;
	struct tq_feed_name name[3];             /* symbol, interval, venue */
	bool brief;              /* none of the three is longer */
	struct tq_feed_series *next;             /* whose record came behind its last one */
	uint64_t alike;          /* records that are so are bars of it; 0: none known */
	struct tq_moment moment;                 /* what is the same for all of its moments */
	struct tq_feed_source **sources;         /* by place in feed->records */
	struct tq_flow **as_other;               /* by place in feed->others: NULL, not it */
	struct tq_feed_series **other;           /* by the same: NULL, not there yet */
	size_t linked;           /* series that there were when it was looked for */
};

/* A moment that waits; its numbers are in the feed's waiting_values. */
struct tq_feed_waiting {
	struct tq_feed_series *series;
	tq_time time, event;
	struct tq_dec close;
};

/* What settle has read of a record, for take. */
struct tq_feed_reading {
	bool own;                /* it is of the kind, and closed */
	bool plain;              /* own, and read by tq_feed_look_next */
	int record;              /* place in feed->records, or -1 */
	struct tq_feed_series *series;           /* of own; NULL: a new one, of feed->key */
	size_t venue_n, symbol_n;/* of a new one */
	tq_time time, event;
	struct tq_dec close;
};

struct tq_feed {
	const struct tq_plan *plan;
	struct tq_feed_options options;
	int *records, n_records; /* RECORDS clocks that are used */
	int *others, n_others;   /* OTHER clocks that are used */
	bool waits;
	bool plain;              /* bars, and nothing of them but numbers of their own */

	struct tq_names keys;
	struct tq_feed_series **series;          /* by number of its key */
	size_t n, cap;
	struct tq_feed_series *last;             /* of the last record; NULL: none yet */

	struct tq_names source_keys;
	struct tq_feed_source **sources;         /* by number of its key */
	size_t n_sources;

	double **value;          /* by root clock: of its fields in this record */
	bool **seen;             /* by root clock: fields that some record had */
	bool *came;              /* by root clock: a record did, */
	bool *complete;          /* and each of its fields was in some record */
	struct tq_buf key, other_key;
	struct tq_feed_reading now;

	tq_time event;           /* the latest that has come; TQ_TIME_NONE: none */
	uint64_t behind;         /* moments of an earlier one than that, of this run */
	struct tq_feed_waiting *waiting;         /* from first on */
	double *waiting_values;  /* stride numbers each: its own, then what its taps see */
	tq_time *waiting_stamps; /* by tap */
	size_t first, n_waiting, cap_waiting, stride;
};

/* feed_read.c: into feed->now and feed->value; nothing else is changed. */
bool tq_feed_look(struct tq_feed *feed, const struct tq_rec *rec, struct tq_err *err);

/*
 * feed_next.c: the same of the record that nearly always comes, once there was
 * one and if feed->plain; false: it is another, which tq_feed_look reads.
 */
bool tq_feed_look_next(struct tq_feed *feed, const struct tq_rec *rec);

/* feed_series.c: "venue\0symbol\0" in place of what is in key, which its last part follows. */
void tq_feed_start_key(struct tq_buf *key, struct tq_str venue, struct tq_str symbol);

/* feed_series.c: the series of feed->key, made if need be. NULL with TQ_DATA, see flow.h. */
struct tq_feed_series *tq_feed_make_series(struct tq_feed *feed, size_t venue_n,
					   size_t symbol_n, struct tq_err *err);
void tq_feed_free_series(struct tq_feed *feed);
bool tq_feed_is_other(const struct tq_feed *feed, int place, struct tq_str venue,
		      struct tq_str symbol);
struct tq_feed_source *tq_feed_make_source(struct tq_feed *feed, int place, struct tq_str venue,
					   struct tq_str symbol);
struct tq_feed_source *tq_feed_source_at(struct tq_feed *feed, int clock, struct tq_str key);

/* The record that was read: the flows of its type, of it as another series. */
void tq_feed_step_record(struct tq_feed *feed, const struct tq_rec *rec);
void tq_feed_step_others(struct tq_feed *feed, struct tq_feed_series *s);

/* What the taps of a root see of other records at a series. */
void tq_feed_give_records(struct tq_feed *feed, struct tq_feed_series *s, struct tq_flow *flow,
			  int root);

/* The named series, looked for when others have come since. */
void tq_feed_link(struct tq_feed *feed, struct tq_feed_series *s);

/* feed_wait.c: keeps the moment that was read; says those that need not wait any more. */
void tq_feed_keep(struct tq_feed *feed, struct tq_feed_series *s);
bool tq_feed_say(struct tq_feed *feed, bool all, struct tq_out *out, struct tq_err *err);
bool tq_feed_slot(struct tq_feed *feed, struct tq_out *out, struct tq_err *err);
void tq_feed_waiting_room(struct tq_feed *feed);

/* Reports a moment. */
static inline bool
tq_feed_ready(struct tq_feed *feed, struct tq_feed_series *s, tq_time time, tq_time event,
	      struct tq_dec close, struct tq_out *out, struct tq_err *err)
{
	s->moment.time = time;
	s->moment.event = event;
	s->moment.close = close;
	return feed->options.ready(feed->options.self, &s->moment, out, err);
}

#endif
