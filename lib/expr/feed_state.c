/* SPDX-License-Identifier: ISC */
#include "expr/feed_parts.h"

#include "state/state.h"

/* A key as it was saved; its parts have a NUL between them. False: it is none. */
static bool
split_key(struct tq_feed *feed, struct tq_state *st, size_t *venue_n, size_t *symbol_n)
{
	const char *end = tq_buf_text(&feed->key) + feed->key.n;
	const char *symbol;

	*venue_n = strlen(feed->key.p);
	symbol = feed->key.p + *venue_n + 1;
	*symbol_n = symbol < end ? strlen(symbol) : 0;
	if (symbol < end && symbol + *symbol_n < end)
		return true;
	tq_state_refuse(st, "a series has no key");
	return false;
}

static bool
key_state(struct tq_feed *feed, struct tq_state *st, struct tq_str key, size_t *venue_n,
	  size_t *symbol_n)
{
	tq_buf_clear(&feed->key);
	if (!tq_state_loading(st))
		tq_buf_put(&feed->key, key.p, key.n);
	tq_state_text(st, "key", &feed->key);
	return tq_state_ok(st) && split_key(feed, st, venue_n, symbol_n);
}

static void
series_state(struct tq_feed *feed, size_t i, struct tq_state *st)
{
	struct tq_feed_series *s;
	size_t venue_n, symbol_n;
	struct tq_err err;

	if (!key_state(feed, st, i < feed->n ? feed->keys.name[i] : tq_str(""), &venue_n,
		       &symbol_n))
		return;
	s = tq_feed_make_series(feed, venue_n, symbol_n, &err);
	if (!s) {
		tq_state_refuse(st, err.text);
		return;
	}
	tq_state_i64(st, "last", &s->last);
	tq_state_i64(st, "event", &s->event);
	tq_flow_state(s->flow, st);
	for (int k = 0; k < feed->n_others; k++) {
		if (s->as_other[k])
			tq_flow_state(s->as_other[k], st);
	}
}

/* Its clock is that of the type at the end of its key. */
static void
source_state(struct tq_feed *feed, size_t i, struct tq_state *st)
{
	struct tq_feed_source *source = NULL;
	size_t venue_n, symbol_n;
	struct tq_str type;

	if (!key_state(feed, st, i < feed->n_sources ? feed->source_keys.name[i] : tq_str(""),
		       &venue_n, &symbol_n))
		return;
	type.p = feed->key.p + venue_n + symbol_n + 2;
	type.n = feed->key.n - venue_n - symbol_n - 2;
	for (int k = 0; k < feed->n_records; k++) {
		int clock = feed->records[k];

		if (tq_str_is(type, tq_type_name(feed->plan->clocks[clock].type)))
			source = tq_feed_source_at(feed, clock, tq_buf_str(&feed->key));
	}
	if (!source) {
		tq_state_refuse(st, "records of an unknown type");
		return;
	}
	tq_state_i64(st, "last", &source->last);
	tq_flow_state(source->flow, st);
}

static void
waiting_state(struct tq_feed *feed, size_t i, struct tq_state *st)
{
	size_t taps = feed->plan->clocks[0].n_taps;
	struct tq_feed_waiting *w;
	int64_t number;

	if (tq_state_loading(st))
		tq_feed_waiting_room(feed);
	w = &feed->waiting[i];
	number = tq_state_loading(st) ? 0 : (int64_t)w->series->number;
	tq_state_i64(st, "series", &number);
	if (number < 0 || (size_t)number >= feed->n) {
		tq_state_refuse(st, "a moment of no series");
		return;
	}
	w->series = feed->series[number];
	tq_state_i64(st, "time", &w->time);
	tq_state_i64(st, "event", &w->event);
	tq_state_dec(st, "close", &w->close);
	tq_state_f64s(st, "values", feed->waiting_values + i * feed->stride, feed->stride);
	for (size_t k = 0; k < taps; k++)
		tq_state_i64(st, "stamp", &feed->waiting_stamps[i * taps + k]);
	if (tq_state_loading(st) && tq_state_ok(st))
		feed->n_waiting++;
}

void
tq_feed_state(struct tq_feed *feed, struct tq_state *st)
{
	int64_t own = (int64_t)tq_plan_hash(feed->plan), plan = own;
	size_t n = feed->n, n_sources = feed->n_sources, first = feed->first;
	size_t n_waiting = feed->n_waiting - first;

	tq_state_i64(st, "plan", &plan);
	if (tq_state_loading(st) && plan != own)
		tq_state_refuse(st, "it was made with other rules or parameters");
	tq_state_i64(st, "now", &feed->event);
	tq_state_count(st, "sources", &n_sources, TQ_FEED_MOST);
	for (size_t i = 0; i < n_sources && tq_state_ok(st); i++)
		source_state(feed, i, st);
	tq_state_count(st, "series", &n, TQ_FEED_MOST);
	for (size_t i = 0; i < n && tq_state_ok(st); i++)
		series_state(feed, i, st);
	tq_state_count(st, "waiting", &n_waiting, TQ_FEED_MOST);
	for (size_t i = 0; i < n_waiting && tq_state_ok(st); i++)
		waiting_state(feed, first + i, st);
}
