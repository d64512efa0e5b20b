/* SPDX-License-Identifier: ISC */
#include "expr/feed.h"

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

struct tq_feed {
	const struct tq_plan *plan;
	struct tq_watch *watch;
	double *value;           /* of the plan's fields on this bar */
	bool *seen;              /* fields that some bar had */
	bool any_bar;
	struct tq_buf key;       /* of the last bar's series */
	struct tq_str venue, symbol, interval;   /* in key; symbol.p NULL: no bar yet */
};

struct tq_feed *
tq_feed_new(const struct tq_program *program, bool every_bar, struct tq_run *run)
{
	struct tq_feed *feed = tq_alloc(1, sizeof *feed);

	feed->plan = program->plan;
	feed->watch = tq_watch_new(program, every_bar);
	feed->value = tq_alloc(feed->plan->n_fields + 1, sizeof feed->value[0]);
	feed->seen = tq_alloc(feed->plan->n_fields + 1, sizeof feed->seen[0]);
	tq_bar_want(run);
	for (size_t i = 0; i < feed->plan->n_fields; i++)
		tq_want(run, feed->plan->fields[i]);
	return feed;
}

void
tq_feed_free(struct tq_feed *feed)
{
	if (!feed)
		return;
	tq_watch_free(feed->watch);
	tq_buf_fini(&feed->key);
	free(feed->value);
	free(feed->seen);
	free(feed);
}

static inline bool
is_plain(const struct tq_rec *rec, int field)
{
	return tq_rec_has(rec, field) && rec->value[field].kind == TQ_NUMBER &&
	       rec->value[field].scale >= 0;
}

static inline bool
is_text(const struct tq_rec *rec, int field, struct tq_str text)
{
	const struct tq_value *v = &rec->value[field];

	return tq_rec_has(rec, field) && v->kind == TQ_STRING && v->n == text.n &&
	       memcmp(v->text, text.p, text.n) == 0;
}

/* A closed bar of the last bar's series that tq_bar_read would take if its time is one. */
static bool
is_next(const struct tq_feed *feed, const struct tq_rec *rec)
{
	return feed->symbol.p && is_text(rec, TQ_F_symbol, feed->symbol) &&
	       is_text(rec, TQ_F_interval, feed->interval) &&
	       (tq_rec_has(rec, TQ_F_venue) ? is_text(rec, TQ_F_venue, feed->venue) :
					      feed->venue.n == 0) &&
	       is_plain(rec, TQ_F_open) && is_plain(rec, TQ_F_high) && is_plain(rec, TQ_F_low) &&
	       is_plain(rec, TQ_F_close) && is_plain(rec, TQ_F_volume) &&
	       !tq_rec_has(rec, TQ_F_closed) && !tq_rec_has(rec, TQ_F_synthetic);
}

static bool
read_bar(struct tq_feed *feed, const struct tq_rec *rec, struct tq_bar *bar, struct tq_err *err)
{
	if (is_next(feed, rec)) {
		bar->closed = true;
		return tq_rec_time(rec, TQ_F_time, &bar->time, err);
	}
	if (!tq_bar_read(rec, bar, err))
		return false;
	tq_bar_key(bar, &feed->key);
	feed->venue = (struct tq_str){tq_buf_text(&feed->key), bar->venue.n};
	feed->symbol = (struct tq_str){feed->venue.p + bar->venue.n + 1, bar->symbol.n};
	feed->interval = (struct tq_str){feed->symbol.p + bar->symbol.n + 1,
					 bar->interval_text.n};
	return true;
}

/* A field that is not there is null. */
static bool
read_values(struct tq_feed *feed, const struct tq_rec *rec, struct tq_err *err)
{
	for (size_t i = 0; i < feed->plan->n_fields; i++) {
		feed->value[i] = (double)NAN;
		if (!tq_rec_has(rec, feed->plan->fields[i]))
			continue;
		feed->seen[i] = true;
		if (!tq_rec_f64(rec, feed->plan->fields[i], &feed->value[i], err))
			return false;
	}
	return true;
}

bool
tq_feed_bar(struct tq_feed *feed, const struct tq_rec *rec, const struct tq_rule **rule,
	    struct tq_err *err)
{
	struct tq_bar bar;

	*rule = NULL;
	if (!read_bar(feed, rec, &bar, err))
		return false;
	if (!bar.closed)
		return true;
	feed->any_bar = true;
	return read_values(feed, rec, err) &&
	       tq_watch_bar(feed->watch, tq_buf_str(&feed->key), bar.time, feed->value, rule, err);
}

const char *
tq_feed_series(struct tq_feed *feed)
{
	return tq_buf_text(&feed->key);
}

void
tq_feed_warn(const struct tq_feed *feed)
{
	for (size_t i = 0; i < feed->plan->n_fields && feed->any_bar; i++) {
		struct tq_str name = tq_field_name(feed->plan->fields[i]);

		if (!feed->seen[i])
			tq_log(TQ_LOG_WARN, "field '%.*s' of the strategy was in no bar",
			       TQ_STR_ARG(name));
	}
}

void
tq_feed_state(struct tq_feed *feed, struct tq_state *st)
{
	tq_watch_state(feed->watch, st);
}
