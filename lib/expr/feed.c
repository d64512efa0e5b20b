/* SPDX-License-Identifier: ISC */
#include "expr/feed.h"

#include "base/log.h"
#include "base/mem.h"
#include "expr/feed_parts.h"
#include "market/event_time.h"

#include <stdlib.h>

/* The used roots of a kind. */
static int *
roots_of(const struct tq_plan *plan, enum tq_clock_kind kind, int *n)
{
	int *list = tq_alloc((size_t)plan->n_clocks, sizeof list[0]);

	*n = 0;
	for (int i = 0; i < plan->n_clocks; i++) {
		if (plan->clocks[i].kind == kind && plan->clocks[i].used)
			list[(*n)++] = i;
	}
	return list;
}

static void
want_fields(struct tq_feed *feed, struct tq_run *run)
{
	const struct tq_plan *plan = feed->plan;

	tq_bar_want(run);
	if (feed->waits)
		tq_event_time_want(run);
	for (int i = 0; i < plan->n_clocks; i++) {
		const struct tq_clock *clock = &plan->clocks[i];

		feed->value[i] = tq_alloc(tq_clock_width(clock) + 1, sizeof(double));
		feed->seen[i] = tq_alloc(clock->n_fields + 1, sizeof(bool));
		for (size_t k = 0; k < clock->n_fields; k++)
			tq_want(run, clock->fields[k].field);
		if (clock->book >= 0) {
			tq_want(run, TQ_F_bids);
			tq_want(run, TQ_F_asks);
		}
	}
}

struct tq_feed *
tq_feed_new(const struct tq_plan *plan, const struct tq_feed_options *options,
	    struct tq_run *run, struct tq_err *err)
{
	struct tq_feed *feed;
	size_t n = (size_t)plan->n_clocks;

	if (plan->clocks[0].type != options->kind) {
		tq_fail(err, TQ_BUG, "a plan for %s records is fed with %s records",
			tq_type_name(plan->clocks[0].type), tq_type_name(options->kind));
		return NULL;
	}
	feed = tq_alloc(1, sizeof *feed);
	feed->plan = plan;
	feed->options = *options;
	feed->records = roots_of(plan, TQ_CLOCK_RECORDS, &feed->n_records);
	feed->others = roots_of(plan, TQ_CLOCK_OTHER, &feed->n_others);
	feed->waits = options->by_time || feed->n_others > 0;
	feed->plain = options->kind == TQ_TYPE_BAR && !feed->waits &&
		      plan->clocks[0].book < 0;
	feed->event = TQ_TIME_NONE;
	feed->stride = tq_clock_width(&plan->clocks[0]) + (size_t)plan->clocks[0].n_given;
	feed->value = tq_alloc(n, sizeof feed->value[0]);
	feed->seen = tq_alloc(n, sizeof feed->seen[0]);
	feed->came = tq_alloc(n, sizeof feed->came[0]);
	feed->complete = tq_alloc(n, sizeof feed->complete[0]);
	want_fields(feed, run);
	return feed;
}

void
tq_feed_free(struct tq_feed *feed)
{
	if (!feed)
		return;
	tq_feed_free_series(feed);
	for (int i = 0; i < feed->plan->n_clocks; i++) {
		free(feed->value[i]);
		free(feed->seen[i]);
	}
	free(feed->value);
	free(feed->seen);
	free(feed->came);
	free(feed->complete);
	free(feed->records);
	free(feed->others);
	free(feed->waiting);
	free(feed->waiting_values);
	free(feed->waiting_stamps);
	tq_buf_fini(&feed->key);
	tq_buf_fini(&feed->other_key);
	free(feed);
}

/* A later event time ends all moments before it. */
static bool
pass_time(struct tq_feed *feed, struct tq_out *out, struct tq_err *err)
{
	tq_time event = feed->now.event;

	if (event == TQ_TIME_NONE || event <= feed->event)
		return true;
	if (!tq_feed_slot(feed, out, err))
		return false;
	feed->event = event;
	return true;
}

static __attribute__((noinline)) bool
settle_any(struct tq_feed *feed, const struct tq_rec *rec, struct tq_out *out,
	   struct tq_err *err)
{
	struct tq_feed_reading *now = &feed->now;

	if (!tq_feed_look(feed, rec, err))
		return false;
	if (now->own && !now->series) {
		now->series = tq_feed_make_series(feed, now->venue_n, now->symbol_n, err);
		if (!now->series)
			return false;
	}
	return !feed->waits || pass_time(feed, out, err);
}

bool
tq_feed_settle(struct tq_feed *feed, const struct tq_rec *rec, struct tq_out *out,
	       struct tq_err *err)
{
	return (feed->plain && feed->last && tq_feed_look_next(feed, rec)) ||
	       settle_any(feed, rec, out, err);
}

/* The record is of a series: a guess at whose the next one will be. */
static inline void
follow(struct tq_feed *feed, struct tq_feed_series *s)
{
	if (feed->last)
		feed->last->next = s;
	feed->last = s;
	s->last = feed->now.time;
	s->event = feed->now.event;
}

static inline bool
take_now(struct tq_feed *feed, struct tq_feed_series *s, struct tq_out *out, struct tq_err *err)
{
	const struct tq_feed_reading *now = &feed->now;

	if (feed->n_records > 0)
		tq_feed_give_records(feed, s, s->flow, 0);
	tq_flow_step(s->flow, now->time, now->event, feed->value[0]);
	return tq_feed_ready(feed, s, now->time, now->event, now->close, out, err);
}

static __attribute__((noinline)) bool
take_any(struct tq_feed *feed, const struct tq_rec *rec, struct tq_out *out,
	 struct tq_err *err)
{
	const struct tq_feed_reading *now = &feed->now;
	struct tq_feed_series *s = now->series;

	tq_feed_step_record(feed, rec);
	if (!now->own)
		return true;
	follow(feed, s);
	tq_feed_step_others(feed, s);
	if (!feed->waits)
		return take_now(feed, s, out, err);
	feed->behind += now->event < feed->event;
	tq_feed_keep(feed, s);
	return tq_feed_say(feed, false, out, err);
}

bool
tq_feed_take(struct tq_feed *feed, const struct tq_rec *rec, struct tq_out *out,
	     struct tq_err *err)
{
	if (!feed->now.plain || !feed->complete[0])
		return take_any(feed, rec, out, err);
	follow(feed, feed->now.series);
	return take_now(feed, feed->now.series, out, err);
}

bool
tq_feed_finish(struct tq_feed *feed, struct tq_out *out, struct tq_err *err)
{
	return !feed->waits || tq_feed_slot(feed, out, err);
}

bool
tq_feed_waits(const struct tq_feed *feed)
{
	return feed->waits;
}

size_t
tq_feed_n_series(const struct tq_feed *feed)
{
	return feed->n;
}

static void
warn_root(const struct tq_feed *feed, int root)
{
	const struct tq_clock *clock = &feed->plan->clocks[root];
	const char *type = tq_type_name(clock->type);

	if (!feed->came[root] && clock->kind == TQ_CLOCK_OTHER)
		tq_log(TQ_LOG_WARN, "no %s of '%s%s%s' came", type, clock->symbol.p,
		       clock->venue.n ? "@" : "", clock->venue.p);
	else if (!feed->came[root])
		tq_log(TQ_LOG_WARN, "no %s record came", type);
	for (size_t i = 0; feed->came[root] && i < clock->n_fields; i++) {
		struct tq_str name = tq_field_name(clock->fields[i].field);

		if (!feed->seen[root][i] && clock->kind != TQ_CLOCK_OTHER)
			tq_log(TQ_LOG_WARN, "field '%.*s' of the strategy was in no %s",
			       TQ_STR_ARG(name), type);
	}
}

void
tq_feed_warn(const struct tq_feed *feed)
{
	if (feed->n == 0)
		return;
	warn_root(feed, 0);
	for (int i = 0; i < feed->n_records; i++)
		warn_root(feed, feed->records[i]);
	for (int i = 0; i < feed->n_others; i++)
		warn_root(feed, feed->others[i]);
	if (feed->behind > 0)
		tq_log(TQ_LOG_WARN, "%llu %s%s came behind later records: what is asked there of "
		       "other series is null (tq-merge brings a stream in the order of closes)",
		       (unsigned long long)feed->behind,
		       tq_type_name(feed->plan->clocks[0].type), feed->behind == 1 ? "" : "s");
}
