/* SPDX-License-Identifier: ISC */
/*
 * The common case of feed_read.c: a plain bar of the series that the guess
 * says, later than its last one. Whatever else it may be, feed_read.c reads.
 */
#include "expr/feed_parts.h"

#include "num/f64.h"

#include <math.h>

#define BIT(name) (UINT64_C(1) << TQ_F_##name)

/* Of a bar's fields those that are in each, and those that make a difference. */
#define NEEDED (BIT(time) | BIT(symbol) | BIT(interval) | BIT(open) | BIT(high) | BIT(low) | \
		BIT(close) | BIT(volume))
#define ASKED (NEEDED | BIT(venue))
#define FLAGS (BIT(closed) | BIT(synthetic))

_Static_assert(TQ_F_volume < 64 && TQ_F_synthetic < 64, "they are in a record's first word");
_Static_assert(TQ_F_volume - TQ_F_open == 4, "the prices and the volume stand together");

static inline bool
is_plain(const struct tq_value *v)
{
	return v->kind == TQ_NUMBER && v->scale >= 0;
}

static inline uint64_t
word_at(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof word);
	return word;
}

/* Behind a record's last byte many are readable: record/reader.h. */
static inline bool
begins_as(const struct tq_value *v, const struct tq_feed_name *name)
{
	uint64_t head = (word_at(v->text) ^ name->said[0]) & name->mask[0];
	uint64_t tail = (word_at(v->text + 8) ^ name->said[1]) & name->mask[1];

	return v->kind == TQ_STRING && (head | tail) == 0;
}

static bool
is_text(const struct tq_value *v, struct tq_str text)
{
	return text.n == 0 || (v->n == text.n && memcmp(v->text, text.p, text.n) == 0);
}

/* Its symbol, interval and venue, if it has one, are there. */
static inline bool
is_of(const struct tq_value *v, const struct tq_feed_series *s)
{
	return begins_as(&v[TQ_F_symbol], &s->name[0]) &&
	       begins_as(&v[TQ_F_interval], &s->name[1]) &&
	       (s->venue.n == 0 || begins_as(&v[TQ_F_venue], &s->name[2])) &&
	       (s->brief || (is_text(&v[TQ_F_symbol], s->symbol) &&
			     is_text(&v[TQ_F_interval], s->interval) &&
			     is_text(&v[TQ_F_venue], s->venue)));
}

/* Whether the flags that it has are true or false, and it is closed. */
static inline bool
has_good_flags(const struct tq_rec *rec)
{
	const struct tq_value *closed = tq_rec_value(rec, TQ_F_closed);
	const struct tq_value *synthetic = tq_rec_value(rec, TQ_F_synthetic);

	return (!closed || closed->kind == TQ_TRUE) &&
	       (!synthetic || synthetic->kind == TQ_TRUE || synthetic->kind == TQ_FALSE);
}

/* Whether it has a bar's fields, is closed, and of the series. */
static __attribute__((noinline)) bool
is_own(const struct tq_rec *rec, struct tq_feed_series *s)
{
	uint64_t wanted = s->venue.n > 0 ? NEEDED | BIT(venue) : NEEDED;
	uint64_t asked = rec->has[0] & (BIT(symbol) | BIT(interval) | BIT(venue) | FLAGS);

	if ((rec->has[0] & ASKED) != wanted || tq_rec_value(rec, TQ_F_close_time) ||
	    !has_good_flags(rec) || !is_of(rec->value, s))
		return false;
	s->alike = (rec->fixed & asked) == asked ? rec->alike : 0;
	return true;
}

/* A closed bar of the series that tq_bar_read would take. */
static inline bool
is_bar_of(const struct tq_rec *rec, struct tq_feed_series *s)
{
	const struct tq_value *v = rec->value;

	return ((rec->alike == s->alike && s->alike != 0) || is_own(rec, s)) &&
	       v[TQ_F_time].kind == TQ_STRING && v[TQ_F_time].scale == TQ_INSTANT &&
	       is_plain(&v[TQ_F_open]) && is_plain(&v[TQ_F_high]) && is_plain(&v[TQ_F_low]) &&
	       is_plain(&v[TQ_F_close]) && is_plain(&v[TQ_F_volume]);
}

/* What is_bar_of has seen to be plain. */
static inline bool
is_price(int field)
{
	return field >= TQ_F_open && field <= TQ_F_volume;
}

/* Without a call, so that the loop keeps what it needs in registers. */
static inline bool
read_values(const struct tq_clock *clock, const struct tq_rec *rec, double *value)
{
	const struct tq_clock_field *end = clock->fields + clock->n_fields;

	for (const struct tq_clock_field *f = clock->fields; f < end; f++, value++) {
		const struct tq_value *v = &rec->value[f->field];

		if (!is_price(f->field) && !tq_rec_value(rec, f->field)) {
			*value = (double)NAN;
			continue;
		}
		if ((!is_price(f->field) && !is_plain(v)) || !tq_f64_is_quick(v->m, v->scale))
			return false;
		*value = tq_f64_quick(v->m, v->scale);
	}
	return true;
}

bool
tq_feed_look_next(struct tq_feed *feed, const struct tq_rec *rec)
{
	struct tq_feed_reading *now = &feed->now;
	struct tq_feed_series *s = feed->last->next;
	const struct tq_value *close = &rec->value[TQ_F_close];

	if (rec->type != TQ_TYPE_BAR || !is_bar_of(rec, s) || s->length == 0 ||
	    rec->value[TQ_F_time].m <= s->last ||
	    __builtin_add_overflow(rec->value[TQ_F_time].m, s->length, &now->event) ||
	    !read_values(&feed->plan->clocks[0], rec, feed->value[0]))
		return false;
	now->own = now->plain = true;
	now->record = -1;
	now->series = s;
	now->time = rec->value[TQ_F_time].m;
	now->close = tq_dec(close->m, close->scale);
	return true;
}
