/* SPDX-License-Identifier: ISC */
#include "base/mem.h"
#include "expr/feed_parts.h"

#include <stdlib.h>

bool
tq_feed_is_other(const struct tq_feed *feed, int place, struct tq_str venue, struct tq_str symbol)
{
	const struct tq_clock *clock = &feed->plan->clocks[feed->others[place]];

	return (clock->symbol.n == 0 || tq_str_eq(clock->symbol, symbol)) &&
	       (clock->venue.n == 0 || tq_str_eq(clock->venue, venue));
}

struct tq_feed_source *
tq_feed_source_at(struct tq_feed *feed, int clock, struct tq_str key)
{
	size_t i = tq_names_id(&feed->source_keys, key);
	struct tq_feed_source *source;

	if (i < feed->n_sources)
		return feed->sources[i];
	feed->sources = tq_realloc(feed->sources, feed->n_sources + 1, sizeof feed->sources[0]);
	source = feed->sources[feed->n_sources++] = tq_alloc(1, sizeof *source);
	source->clock = clock;
	source->last = TQ_TIME_NONE;
	source->flow = tq_flow_new(feed->plan, clock, (struct tq_interval){0}, NULL);
	return source;
}

void
tq_feed_start_key(struct tq_buf *key, struct tq_str venue, struct tq_str symbol)
{
	tq_buf_clear(key);
	tq_buf_put(key, venue.p, venue.n);
	tq_buf_put(key, "", 1);
	tq_buf_put(key, symbol.p, symbol.n);
	tq_buf_put(key, "", 1);
}

struct tq_feed_source *
tq_feed_make_source(struct tq_feed *feed, int place, struct tq_str venue, struct tq_str symbol)
{
	int clock = feed->records[place];
	struct tq_feed_source *source;
	struct tq_buf key = {0};

	tq_feed_start_key(&key, venue, symbol);
	tq_buf_puts(&key, tq_type_name(feed->plan->clocks[clock].type));
	source = tq_feed_source_at(feed, clock, tq_buf_str(&key));
	tq_buf_fini(&key);
	return source;
}

static void
free_one(const struct tq_feed *feed, struct tq_feed_series *s)
{
	tq_flow_free(s->flow);
	for (int i = 0; s->as_other && i < feed->n_others; i++)
		tq_flow_free(s->as_other[i]);
	free(s->as_other);
	free(s->other);
	free(s->sources);
	free(s);
}

void
tq_feed_free_series(struct tq_feed *feed)
{
	for (size_t i = 0; i < feed->n; i++)
		free_one(feed, feed->series[i]);
	for (size_t i = 0; i < feed->n_sources; i++) {
		tq_flow_free(feed->sources[i]->flow);
		free(feed->sources[i]);
	}
	free(feed->series);
	free(feed->sources);
	tq_names_fini(&feed->keys);
	tq_names_fini(&feed->source_keys);
}

/* Its flows: as the series at hand, and as another one's other. */
static bool
make_flows(struct tq_feed *feed, struct tq_feed_series *s, struct tq_err *err)
{
	s->flow = tq_flow_new(feed->plan, 0, s->iv, err);
	s->as_other = tq_alloc((size_t)feed->n_others + 1, sizeof s->as_other[0]);
	s->other = tq_alloc((size_t)feed->n_others + 1, sizeof s->other[0]);
	for (int i = 0; s->flow && i < feed->n_others; i++) {
		if (!tq_feed_is_other(feed, i, s->venue, s->symbol))
			continue;
		s->as_other[i] = tq_flow_new(feed->plan, feed->others[i], s->iv, err);
		if (!s->as_other[i])
			return false;
	}
	return s->flow != NULL;
}

static void
name_parts(struct tq_feed_series *s, struct tq_str key, size_t venue_n, size_t symbol_n)
{
	s->venue = (struct tq_str){key.p, venue_n};
	s->symbol = (struct tq_str){key.p + venue_n + 1, symbol_n};
	s->interval.p = s->symbol.p + symbol_n + 1;
	s->interval.n = key.n - venue_n - symbol_n - 2;
}

/* What a record says for it. */
static struct tq_feed_name
name_of(struct tq_str text)
{
	struct tq_feed_name name = {0};
	size_t n = text.n < TQ_FEED_BRIEF ? text.n + 1 : TQ_FEED_BRIEF;

	memcpy(name.said, text.p, text.n < n ? text.n : n);
	if (text.n < n)
		((char *)name.said)[text.n] = '"';
	memset(name.mask, 0xff, n);
	return name;
}

/* When its key is where it stays. */
static void
settle_names(struct tq_feed_series *s)
{
	s->name[0] = name_of(s->symbol);
	s->name[1] = name_of(s->interval);
	if (s->venue.n > 0)
		s->name[2] = name_of(s->venue);
	s->brief = s->symbol.n < TQ_FEED_BRIEF && s->interval.n < TQ_FEED_BRIEF &&
		   s->venue.n < TQ_FEED_BRIEF;
	s->moment = (struct tq_moment){
		.series = s->number, .venue = s->venue, .symbol = s->symbol,
		.interval = s->interval, .flow = s->flow,
	};
}

struct tq_feed_series *
tq_feed_make_series(struct tq_feed *feed, size_t venue_n, size_t symbol_n, struct tq_err *err)
{
	size_t i = tq_names_find(&feed->keys, tq_buf_str(&feed->key));
	struct tq_feed_series *s;

	if (i != SIZE_MAX)
		return feed->series[i];
	s = tq_alloc(1, sizeof *s);
	name_parts(s, tq_buf_str(&feed->key), venue_n, symbol_n);
	if (tq_interval_parse(s->interval, &s->iv))
		s->length = tq_interval_ns(s->iv);
	s->last = s->event = TQ_TIME_NONE;
	if (!make_flows(feed, s, err)) {
		free_one(feed, s);
		return NULL;
	}
	s->number = tq_names_id(&feed->keys, tq_buf_str(&feed->key));
	name_parts(s, feed->keys.name[s->number], venue_n, symbol_n);
	settle_names(s);
	s->next = s;
	s->sources = tq_alloc((size_t)feed->n_records + 1, sizeof s->sources[0]);
	for (int k = 0; k < feed->n_records; k++)
		s->sources[k] = tq_feed_make_source(feed, k, s->venue, s->symbol);
	if (feed->n == feed->cap) {
		feed->cap = feed->cap ? 2 * feed->cap : 4;
		feed->series = tq_realloc(feed->series, feed->cap, sizeof feed->series[0]);
	}
	return feed->series[feed->n++] = s;
}

static struct tq_feed_series *
find_other(struct tq_feed *feed, const struct tq_feed_series *s, const struct tq_clock *clock)
{
	struct tq_str venue = clock->venue.n ? clock->venue : s->venue;
	struct tq_str symbol = clock->symbol.n ? clock->symbol : s->symbol;
	size_t i;

	tq_feed_start_key(&feed->other_key, venue, symbol);
	tq_buf_put(&feed->other_key, s->interval.p, s->interval.n);
	i = tq_names_find(&feed->keys, tq_buf_str(&feed->other_key));
	return i == SIZE_MAX ? NULL : feed->series[i];
}

void
tq_feed_link(struct tq_feed *feed, struct tq_feed_series *s)
{
	if (s->linked == feed->n)
		return;
	s->linked = feed->n;
	for (int i = 0; i < feed->n_others; i++) {
		if (!s->other[i])
			s->other[i] = find_other(feed, s, &feed->plan->clocks[feed->others[i]]);
	}
}

static int
place_of(const int *clocks, int n, int clock)
{
	int i = 0;

	while (i < n && clocks[i] != clock)
		i++;
	return i;
}

void
tq_feed_give_records(struct tq_feed *feed, struct tq_feed_series *s, struct tq_flow *flow,
		     int root)
{
	const struct tq_clock *clock = &feed->plan->clocks[root];

	for (size_t i = 0; i < clock->n_taps; i++) {
		const struct tq_tap *tap = &clock->taps[i];
		const struct tq_feed_source *source;

		if (feed->plan->clocks[tap->from].kind != TQ_CLOCK_RECORDS)
			continue;
		source = s->sources[place_of(feed->records, feed->n_records, tap->from)];
		tq_flow_give(flow, i, tq_flow_values(source->flow, tap->source), source->last);
	}
}

static void
see(struct tq_feed *feed, const struct tq_rec *rec, int root)
{
	const struct tq_clock *clock = &feed->plan->clocks[root];
	bool *seen = feed->seen[root], all = true;

	if (feed->complete[root])
		return;
	for (size_t i = 0; i < clock->n_fields; i++)
		all &= seen[i] |= tq_rec_has(rec, clock->fields[i].field);
	feed->came[root] = true;
	feed->complete[root] = all;
}

void
tq_feed_step_record(struct tq_feed *feed, const struct tq_rec *rec)
{
	const struct tq_feed_reading *now = &feed->now;
	struct tq_feed_source *source;

	if (now->own)
		see(feed, rec, 0);
	if (now->record < 0)
		return;
	see(feed, rec, feed->records[now->record]);
	source = tq_feed_source_at(feed, feed->records[now->record], tq_buf_str(&feed->key));
	source->last = now->time;
	tq_flow_step(source->flow, now->time, now->time, feed->value[source->clock]);
}

void
tq_feed_step_others(struct tq_feed *feed, struct tq_feed_series *s)
{
	for (int i = 0; i < feed->n_others; i++) {
		int clock = feed->others[i];

		if (!s->as_other[i])
			continue;
		feed->came[clock] = true;
		tq_feed_give_records(feed, s, s->as_other[i], clock);
		tq_flow_step(s->as_other[i], feed->now.time, feed->now.event, feed->value[clock]);
	}
}
