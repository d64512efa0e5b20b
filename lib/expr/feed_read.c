/* SPDX-License-Identifier: ISC */
#include "expr/feed_parts.h"

#include "market/event_time.h"
#include "market/levels.h"

#include <math.h>

static struct tq_feed_series *
series_of_key(const struct tq_feed *feed)
{
	size_t i = tq_names_find(&feed->keys, tq_buf_str(&feed->key));

	return i == SIZE_MAX ? NULL : feed->series[i];
}

static bool
read_bar(struct tq_feed *feed, const struct tq_rec *rec, struct tq_err *err)
{
	struct tq_bar bar;

	if (!tq_bar_read(rec, &bar, err))
		return false;
	tq_bar_key(&bar, &feed->key);
	feed->now = (struct tq_feed_reading){
		.own = bar.closed, .record = -1, .series = series_of_key(feed),
		.venue_n = bar.venue.n, .symbol_n = bar.symbol.n,
		.time = bar.time, .event = bar.close_time, .close = bar.close,
	};
	return true;
}

static bool
read_text(const struct tq_rec *rec, int field, struct tq_str *out, struct tq_err *err)
{
	*out = tq_str("");
	return !tq_rec_has(rec, field) || tq_rec_str(rec, field, out, err);
}

/* Time, symbol and venue of a record that is no bar; feed->key is of them. */
static bool
read_other(struct tq_feed *feed, const struct tq_rec *rec, struct tq_err *err)
{
	struct tq_str venue, symbol;

	if (!tq_rec_time(rec, TQ_F_time, &feed->now.time, err) ||
	    !read_text(rec, TQ_F_symbol, &symbol, err) ||
	    !read_text(rec, TQ_F_venue, &venue, err))
		return false;
	tq_feed_start_key(&feed->key, venue, symbol);
	feed->now.venue_n = venue.n;
	feed->now.symbol_n = symbol.n;
	feed->now.event = feed->now.time;
	return true;
}

/* A trade's side counts as a number. */
static bool
read_side(const struct tq_rec *rec, double *out, struct tq_err *err)
{
	struct tq_str side;

	if (rec->value[TQ_F_side].kind != TQ_STRING)
		return tq_rec_f64(rec, TQ_F_side, out, err);
	if (!tq_rec_str(rec, TQ_F_side, &side, err))
		return false;
	if (tq_str_is(side, "buy"))
		*out = 1;
	else if (tq_str_is(side, "sell"))
		*out = -1;
	return true;
}

/* A side of a book as a ladder's half: how many, then price and quantity of each. */
static bool
read_levels(const struct tq_rec *rec, int field, double *n, double *out, struct tq_err *err)
{
	struct tq_levels levels;
	struct tq_level level;
	int i = 0;

	*n = 0;
	if (!tq_rec_has(rec, field) || rec->value[field].kind != TQ_ARRAY)
		return tq_fail(err, TQ_DATA, "field \"%.*s\" is no array",
			       TQ_STR_ARG(tq_field_name(field)));
	tq_levels_begin(&levels, &rec->value[field]);
	while (i < TQ_LADDER_LEVELS && tq_levels_next(&levels, &level)) {
		out[2 * i] = tq_dec_f64(level.price);
		out[2 * i + 1] = tq_dec_f64(level.qty);
		i++;
	}
	*n = i;
	return !levels.bad || tq_fail(err, TQ_DATA, "level %zu of \"%.*s\" is no [price, qty]",
				      levels.at, TQ_STR_ARG(tq_field_name(field)));
}

static bool
read_book(const struct tq_rec *rec, double *out, struct tq_err *err)
{
	for (int i = 0; i < TQ_LADDER; i++)
		out[i] = 0;
	return read_levels(rec, TQ_F_bids, &out[0], out + TQ_LADDER_BIDS, err) &&
	       read_levels(rec, TQ_F_asks, &out[1], out + TQ_LADDER_ASKS, err);
}

/* What a root's operations read of the record. A field that is not there is null. */
static bool
read_values(struct tq_feed *feed, const struct tq_rec *rec, int root, struct tq_err *err)
{
	const struct tq_clock *clock = &feed->plan->clocks[root];
	double *value = feed->value[root];

	for (size_t i = 0; i < clock->n_fields; i++) {
		int field = clock->fields[i].field;

		value[i] = (double)NAN;
		if (tq_rec_has(rec, field) &&
		    !(field == TQ_F_side ? read_side(rec, &value[i], err) :
		      tq_rec_f64(rec, field, &value[i], err)))
			return false;
	}
	return clock->book < 0 || read_book(rec, value + clock->n_fields, err);
}

static bool
check_late(const struct tq_feed *feed, struct tq_err *err)
{
	const struct tq_feed_reading *now = &feed->now;
	const struct tq_feed_series *s = now->series;
	const char *type = tq_type_name(feed->options.kind);
	bool bar = feed->options.kind == TQ_TYPE_BAR;

	if (feed->options.by_time && feed->event != TQ_TIME_NONE && now->event < feed->event)
		return tq_fail(err, TQ_DATA, "%s of %s comes when %s is over", type,
			       tq_show_time(now->time).text, tq_show_time(now->event).text);
	if (!s || s->last == TQ_TIME_NONE || now->time > s->last ||
	    (!bar && now->time == s->last))
		return true;
	return tq_fail(err, TQ_DATA, "%s of %s is %s its series' last, %s", type,
		       tq_show_time(now->time).text, bar ? "not after" : "before",
		       tq_show_time(s->last).text);
}

/* The same record as one of other series that the plan names. */
static bool
read_as_other(struct tq_feed *feed, const struct tq_rec *rec, struct tq_err *err)
{
	const struct tq_feed_reading *now = &feed->now;
	struct tq_str venue, symbol;

	venue = now->series ? now->series->venue : (struct tq_str){feed->key.p, now->venue_n};
	symbol = now->series ? now->series->symbol :
		(struct tq_str){feed->key.p + now->venue_n + 1, now->symbol_n};
	for (int i = 0; i < feed->n_others; i++) {
		if (tq_feed_is_other(feed, i, venue, symbol) &&
		    !read_values(feed, rec, feed->others[i], err))
			return false;
	}
	return true;
}

static bool
read_own(struct tq_feed *feed, const struct tq_rec *rec, struct tq_err *err)
{
	struct tq_feed_reading *now = &feed->now;

	if (feed->options.kind == TQ_TYPE_BAR) {
		if (!read_bar(feed, rec, err))
			return false;
	} else {
		if (!read_other(feed, rec, err))
			return false;
		now->own = true;
		now->series = series_of_key(feed);
	}
	if (!now->own)
		return true;
	return check_late(feed, err) && read_values(feed, rec, 0, err) &&
	       (feed->n_others == 0 || read_as_other(feed, rec, err));
}

/* A record of a type that the plan looks at. */
static bool
read_record(struct tq_feed *feed, const struct tq_rec *rec, int place, struct tq_err *err)
{
	struct tq_str key;
	size_t i;

	if (!read_other(feed, rec, err))
		return false;
	tq_buf_puts(&feed->key, tq_type_name(rec->type));
	key = tq_buf_str(&feed->key);
	i = tq_names_find(&feed->source_keys, key);
	if (i != SIZE_MAX && feed->now.time < feed->sources[i]->last)
		return tq_fail(err, TQ_DATA, "%s of %s is before its series' last, %s",
			       tq_type_name(rec->type), tq_show_time(feed->now.time).text,
			       tq_show_time(feed->sources[i]->last).text);
	feed->now.record = place;
	return read_values(feed, rec, feed->records[place], err);
}

bool
tq_feed_look(struct tq_feed *feed, const struct tq_rec *rec, struct tq_err *err)
{
	struct tq_err ignored;

	feed->now.own = feed->now.plain = false;
	feed->now.record = -1;
	feed->now.event = TQ_TIME_NONE;
	if (rec->type == feed->options.kind)
		return read_own(feed, rec, err);
	for (int i = 0; i < feed->n_records; i++) {
		if (feed->plan->clocks[feed->records[i]].type == rec->type)
			return read_record(feed, rec, i, err);
	}
	if (feed->waits && !tq_event_time(rec, &feed->now.event, &ignored))
		feed->now.event = TQ_TIME_NONE;
	return true;
}
