/* SPDX-License-Identifier: ISC */
#include "market/resample.h"

#include "base/mem.h"
#include "state/state.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_SERIES = 1 << 24 };

static struct tq_str
key_of(struct tq_buf *key, struct tq_str venue, struct tq_str symbol, struct tq_interval from)
{
	char text[16];

	tq_buf_clear(key);
	tq_buf_put(key, venue.p, venue.n);
	tq_buf_put(key, "", 1);
	tq_buf_put(key, symbol.p, symbol.n);
	tq_buf_put(key, "", 1);
	if (from.n > 0)
		tq_buf_put(key, text, tq_interval_format(from, text));
	return tq_buf_str(key);
}

/* The part of a key that names what is made: venue and symbol. */
static struct tq_str
target_of(struct tq_str key, struct tq_str venue, struct tq_str symbol)
{
	return (struct tq_str){key.p, venue.n + 1 + symbol.n};
}

/* Two series that make bars of one name would contradict each other. */
static bool
check_source(const struct tq_resample *r, struct tq_str key, struct tq_str venue,
	     struct tq_str symbol, struct tq_err *err)
{
	size_t target = tq_names_find(&r->targets, target_of(key, venue, symbol));
	char had[16] = "trades", has[16] = "trades";
	const struct tq_resample_series *s;

	if (target == SIZE_MAX)
		return true;
	s = &r->series[r->source[target]];
	if (s->from.n > 0)
		had[tq_interval_format(s->from, had)] = '\0';
	if (key.n > venue.n + symbol.n + 2)
		snprintf(has, sizeof(has), "%.*s", (int)(key.n - venue.n - symbol.n - 2),
			 key.p + venue.n + symbol.n + 2);
	return tq_fail(err, TQ_DATA, "%s bars of %.*s are made of %s already, not of %s (--from)",
		       r->to_text, (int)(symbol.n < 60 ? symbol.n : 60), symbol.p, had, has);
}

static struct tq_resample_series *
add(struct tq_resample *r, struct tq_str key, struct tq_str venue, struct tq_str symbol,
    struct tq_interval from)
{
	size_t id = tq_names_id(&r->names, key);
	size_t target = tq_names_id(&r->targets, target_of(key, venue, symbol));
	struct tq_resample_series *s;
	const char *name = r->names.name[id].p;

	if (r->names.n > r->cap) {
		r->cap = r->cap > 0 ? 2 * r->cap : 8;
		r->series = tq_realloc(r->series, r->cap, sizeof(*r->series));
	}
	if (r->targets.n > r->cap_targets) {
		r->cap_targets = r->cap_targets > 0 ? 2 * r->cap_targets : 8;
		r->source = tq_realloc(r->source, r->cap_targets, sizeof(*r->source));
	}
	r->source[target] = id;
	s = &r->series[id];
	*s = (struct tq_resample_series){
		.venue = {name, venue.n}, .symbol = {name + venue.n + 1, symbol.n}, .from = from,
		.time = TQ_TIME_NONE, .close = TQ_TIME_NONE, .done = TQ_TIME_NONE,
		.made = TQ_TIME_NONE
	};
	if (from.n > 0) {
		s->length = tq_interval_ns(from);
		s->from_text[tq_interval_format(from, s->from_text)] = '\0';
	}
	tq_imbalance_start(&r->options, &s->imbalance);
	return s;
}

static bool
is_series(const struct tq_resample_series *s, struct tq_str venue, struct tq_str symbol,
	  struct tq_interval from)
{
	return tq_interval_eq(s->from, from) && tq_str_eq(s->symbol, symbol) &&
	       tq_str_eq(s->venue, venue);
}

struct tq_resample_series *
tq_resample_series(struct tq_resample *r, struct tq_str venue, struct tq_str symbol,
		   struct tq_interval from, struct tq_err *err)
{
	struct tq_str key;
	size_t id;

	/* Records of one series come in a row. */
	if (r->names.n > 0 && is_series(&r->series[r->names.last], venue, symbol, from))
		return &r->series[r->names.last];
	key = key_of(&r->key, venue, symbol, from);
	id = tq_names_find(&r->names, key);
	if (id != SIZE_MAX) {
		r->names.last = id;
		return &r->series[id];
	}
	if ((from.n > 0 && !tq_grid_divides(&r->grid, from, err)) ||
	    !check_source(r, key, venue, symbol, err))
		return NULL;
	return add(r, key, venue, symbol, from);
}

static void
state_bucket(struct tq_bucket *b, struct tq_state *st)
{
	tq_state_i64(st, "open", &b->open);
	tq_state_i64(st, "close", &b->close);
	tq_state_i64(st, "last", &b->last);
	tq_state_i64(st, "expected", &b->expected);
	tq_state_bool(st, "dated", &b->dated);
}

static void
state_series(struct tq_resample_series *s, struct tq_state *st)
{
	tq_state_i64(st, "time", &s->time);
	tq_state_i64(st, "close", &s->close);
	tq_state_i64(st, "done", &s->done);
	tq_state_i64(st, "made", &s->made);
	tq_state_bool(st, "late_start", &s->late_start);
	state_bucket(&s->bucket, st);
	tq_candle_state(&s->candle, st);
	tq_candle_state(&s->before, st);
	tq_state_text(st, "id", &s->id);
	tq_imbalance_state(&s->imbalance, st);
}

/* A key that was saved, taken apart again. */
static struct tq_resample_series *
load_key(struct tq_resample *r, struct tq_state *st)
{
	struct tq_buf saved = {0};
	struct tq_str venue, symbol, interval;
	struct tq_interval from = {0};
	struct tq_resample_series *s = NULL;

	tq_state_text(st, "key", &saved);
	venue = tq_str(tq_buf_text(&saved));
	if (venue.n + 1 <= saved.n) {
		symbol = tq_str(venue.p + venue.n + 1);
		if (venue.n + symbol.n + 2 <= saved.n) {
			interval = tq_str(symbol.p + symbol.n + 1);
			if (interval.n == 0 || tq_interval_parse(interval, &from))
				s = add(r, tq_buf_str(&saved), venue, symbol, from);
		}
	}
	if (s == NULL)
		tq_state_refuse(st, "a key is none of a series");
	tq_buf_fini(&saved);
	return s;
}

void
tq_resample_state(struct tq_resample *r, struct tq_state *st)
{
	size_t n = r->names.n;

	tq_state_i64(st, "left_partial", &r->left_partial);
	tq_state_i64(st, "left_bars", &r->left_bars);
	tq_state_i64(st, "left_outside", &r->left_outside);
	tq_state_i64(st, "left_growing", &r->left_growing);
	tq_state_i64(st, "ticks_seen", &r->ticks_seen);
	tq_state_i64(st, "bars_seen", &r->bars_seen);
	tq_state_count(st, "series", &n, MAX_SERIES);
	for (size_t i = 0; i < n && tq_state_ok(st); i++) {
		struct tq_resample_series *s;

		if (tq_state_loading(st)) {
			s = load_key(r, st);
		} else {
			s = &r->series[i];
			tq_buf_clear(&r->key);
			tq_buf_put(&r->key, r->names.name[i].p, r->names.name[i].n);
			tq_state_text(st, "key", &r->key);
		}
		if (s != NULL)
			state_series(s, st);
	}
	r->soonest = TQ_TIME_NONE;
}

void
tq_resample_fini(struct tq_resample *r)
{
	for (size_t i = 0; i < r->names.n; i++)
		tq_buf_fini(&r->series[i].id);
	free(r->series);
	free(r->source);
	tq_names_fini(&r->names);
	tq_names_fini(&r->targets);
	tq_buf_fini(&r->key);
	tq_grid_fini(&r->grid);
}
