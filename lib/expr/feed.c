/* SPDX-License-Identifier: ISC */
#include "expr/feed.h"

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/names.h"
#include "state/state.h"

#include <math.h>
#include <stdlib.h>

enum { SERIES = 1 << 24 };       /* a state file has no more */

struct series {
	size_t number;
	struct tq_str venue, symbol, interval;   /* in its key; a NUL behind each */
	struct tq_interval iv;
	tq_time length;          /* of its interval; 0: it has none */
	tq_time last;            /* time of its last record */
	struct tq_flow *flow;
};

/* What settle has read of a record, for take. */
struct reading {
	bool counts;             /* it is of the kind, and closed */
	struct series *series;   /* NULL: a new one, named by feed->key */
	size_t venue_n, symbol_n;/* of a new one */
	tq_time time, event;
	struct tq_dec close;
};

struct tq_feed {
	const struct tq_plan *plan;
	struct tq_feed_options options;
	struct tq_names keys;
	struct series **series;  /* by number of its key */
	size_t n, cap;
	struct series *last;     /* of the last record; NULL: none yet */
	double *value;           /* of the plan's fields in this record */
	bool *seen;              /* fields that some record had */
	struct tq_buf key;
	struct reading now;
};

struct tq_feed *
tq_feed_new(const struct tq_plan *plan, const struct tq_feed_options *options,
	    struct tq_run *run, struct tq_err *err)
{
	struct tq_feed *feed = tq_alloc(1, sizeof *feed);

	(void)err;
	feed->plan = plan;
	feed->options = *options;
	feed->value = tq_alloc(plan->n_fields + 1, sizeof feed->value[0]);
	feed->seen = tq_alloc(plan->n_fields + 1, sizeof feed->seen[0]);
	tq_bar_want(run);
	for (size_t i = 0; i < plan->n_fields; i++)
		tq_want(run, plan->fields[i]);
	return feed;
}

void
tq_feed_free(struct tq_feed *feed)
{
	if (!feed)
		return;
	for (size_t i = 0; i < feed->n; i++) {
		tq_flow_free(feed->series[i]->flow);
		free(feed->series[i]);
	}
	free(feed->series);
	tq_names_fini(&feed->keys);
	tq_buf_fini(&feed->key);
	free(feed->value);
	free(feed->seen);
	free(feed);
}

/* The series of feed->key, whose venue and symbol are so long; made if need be. */
static struct series *
make_series(struct tq_feed *feed, size_t venue_n, size_t symbol_n)
{
	size_t i = tq_names_id(&feed->keys, tq_buf_str(&feed->key));
	struct tq_str key = feed->keys.name[i];
	struct series *s;

	if (i < feed->n)
		return feed->series[i];
	if (feed->n == feed->cap) {
		feed->cap = feed->cap ? 2 * feed->cap : 4;
		feed->series = tq_realloc(feed->series, feed->cap, sizeof feed->series[0]);
	}
	s = feed->series[feed->n++] = tq_alloc(1, sizeof *s);
	s->number = i;
	s->venue = (struct tq_str){key.p, venue_n};
	s->symbol = (struct tq_str){key.p + venue_n + 1, symbol_n};
	s->interval.p = s->symbol.p + symbol_n + 1;
	s->interval.n = key.n - venue_n - symbol_n - 2;
	if (tq_interval_parse(s->interval, &s->iv))
		s->length = tq_interval_ns(s->iv);
	s->last = TQ_TIME_NONE;
	s->flow = tq_flow_new(feed->plan);
	return s;
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

static bool
is_of(const struct tq_rec *rec, const struct series *s)
{
	return is_text(rec, TQ_F_symbol, s->symbol) && is_text(rec, TQ_F_interval, s->interval) &&
	       (tq_rec_has(rec, TQ_F_venue) ? is_text(rec, TQ_F_venue, s->venue) :
					      s->venue.n == 0);
}

/* A closed bar of the last bar's series that tq_bar_read would take if its times are. */
static bool
is_next(const struct tq_feed *feed, const struct tq_rec *rec)
{
	return feed->last && is_of(rec, feed->last) &&
	       is_plain(rec, TQ_F_open) && is_plain(rec, TQ_F_high) && is_plain(rec, TQ_F_low) &&
	       is_plain(rec, TQ_F_close) && is_plain(rec, TQ_F_volume) &&
	       !tq_rec_has(rec, TQ_F_closed) && !tq_rec_has(rec, TQ_F_synthetic) &&
	       !tq_rec_has(rec, TQ_F_close_time);
}

/* Nearly every bar is of the same series as the bar before it. */
static bool
read_next(struct tq_feed *feed, const struct tq_rec *rec, struct tq_err *err)
{
	struct reading *now = &feed->now;
	struct series *s = feed->last;

	now->counts = true;
	now->series = s;
	now->close = tq_dec(rec->value[TQ_F_close].m, rec->value[TQ_F_close].scale);
	if (!tq_rec_time(rec, TQ_F_time, &now->time, err))
		return false;
	now->event = now->time + s->length;
	return s->length > 0 || tq_bar_close_time(rec, now->time, s->iv, &now->event, err);
}

static bool
read_bar(struct tq_feed *feed, const struct tq_rec *rec, struct tq_err *err)
{
	struct reading *now = &feed->now;
	struct tq_bar bar;
	size_t i;

	if (is_next(feed, rec))
		return read_next(feed, rec, err);
	if (!tq_bar_read(rec, &bar, err))
		return false;
	i = tq_names_find(&feed->keys, tq_bar_key(&bar, &feed->key));
	*now = (struct reading){
		.counts = bar.closed,
		.series = i == SIZE_MAX ? NULL : feed->series[i],
		.venue_n = bar.venue.n, .symbol_n = bar.symbol.n,
		.time = bar.time, .event = bar.close_time, .close = bar.close,
	};
	return true;
}

/* A field that is not there is null. */
static bool
read_values(struct tq_feed *feed, const struct tq_rec *rec, struct tq_err *err)
{
	for (size_t i = 0; i < feed->plan->n_fields; i++) {
		feed->value[i] = (double)NAN;
		if (tq_rec_has(rec, feed->plan->fields[i]) &&
		    !tq_rec_f64(rec, feed->plan->fields[i], &feed->value[i], err))
			return false;
	}
	return true;
}

static bool
check_late(const struct reading *now, struct tq_err *err)
{
	if (!now->series || now->time > now->series->last)
		return true;
	return tq_fail(err, TQ_DATA, "bar of %s is not after its series' last, %s",
		       tq_show_time(now->time).text, tq_show_time(now->series->last).text);
}

bool
tq_feed_settle(struct tq_feed *feed, const struct tq_rec *rec, struct tq_out *out,
	       struct tq_err *err)
{
	(void)out;
	feed->now.counts = false;
	if (rec->type != feed->options.kind)
		return true;
	return read_bar(feed, rec, err) &&
	       (!feed->now.counts ||
		(check_late(&feed->now, err) && read_values(feed, rec, err)));
}

bool
tq_feed_take(struct tq_feed *feed, const struct tq_rec *rec, struct tq_out *out,
	     struct tq_err *err)
{
	const struct reading *now = &feed->now;
	struct tq_moment m = {.time = now->time, .event = now->event, .close = now->close};
	struct series *s = now->series;

	if (!now->counts)
		return true;
	for (size_t i = 0; i < feed->plan->n_fields; i++)
		feed->seen[i] |= tq_rec_has(rec, feed->plan->fields[i]);
	if (!s)
		s = make_series(feed, now->venue_n, now->symbol_n);
	feed->last = s;
	s->last = now->time;
	tq_flow_step(s->flow, feed->value);
	m.series = s->number;
	m.venue = s->venue;
	m.symbol = s->symbol;
	m.interval = s->interval;
	m.flow = s->flow;
	return feed->options.ready(feed->options.self, &m, out, err);
}

bool
tq_feed_finish(struct tq_feed *feed, struct tq_out *out, struct tq_err *err)
{
	(void)feed, (void)out, (void)err;
	return true;
}

bool
tq_feed_waits(const struct tq_feed *feed)
{
	(void)feed;
	return false;
}

size_t
tq_feed_n_series(const struct tq_feed *feed)
{
	return feed->n;
}

void
tq_feed_warn(const struct tq_feed *feed)
{
	for (size_t i = 0; i < feed->plan->n_fields && feed->n > 0; i++) {
		struct tq_str name = tq_field_name(feed->plan->fields[i]);

		if (!feed->seen[i])
			tq_log(TQ_LOG_WARN, "field '%.*s' of the strategy was in no bar",
			       TQ_STR_ARG(name));
	}
}

/* A series' key as it was saved; its parts have a NUL between them. */
static struct series *
key_series(struct tq_feed *feed, struct tq_state *st)
{
	const char *end = tq_buf_text(&feed->key) + feed->key.n;
	size_t venue_n = strlen(feed->key.p);
	const char *symbol = feed->key.p + venue_n + 1;

	if (symbol >= end || symbol + strlen(symbol) >= end) {
		tq_state_refuse(st, "a series has no key");
		return NULL;
	}
	return make_series(feed, venue_n, strlen(symbol));
}

void
tq_feed_state(struct tq_feed *feed, struct tq_state *st)
{
	int64_t own = (int64_t)tq_plan_hash(feed->plan);
	int64_t plan = own;
	size_t n = feed->n;

	tq_state_i64(st, "plan", &plan);
	if (tq_state_loading(st) && plan != own)
		tq_state_refuse(st, "it was made with other rules or parameters");
	tq_state_count(st, "series", &n, SERIES);
	for (size_t i = 0; i < n && tq_state_ok(st); i++) {
		struct series *s = NULL;

		tq_buf_clear(&feed->key);
		if (!tq_state_loading(st))
			tq_buf_put(&feed->key, feed->keys.name[i].p, feed->keys.name[i].n);
		tq_state_text(st, "key", &feed->key);
		if (tq_state_ok(st))
			s = key_series(feed, st);
		if (!s)
			return;
		tq_state_i64(st, "last", &s->last);
		tq_flow_state(s->flow, st);
	}
}
