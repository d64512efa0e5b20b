/* SPDX-License-Identifier: ISC */
#include "market/checker.h"

#include "base/mem.h"
#include "state/state.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_SERIES = 1 << 24 };

static const struct tq_series nothing = {
	.order = TQ_TIME_NONE, .last = TQ_TIME_NONE, .fresh = TQ_TIME_NONE,
	.slot = TQ_TIME_NONE, .first_slot = TQ_TIME_NONE, .close = {0, TQ_DEC_BAD}
};

void
tq_checker_init(struct tq_checker *ck, struct tq_dec max_jump)
{
	size_t rule;
	int i;

	for (rule = 0; rule < TQ_RULES; rule++)
		ck->action[rule] = tq_rules[rule].preset;
	ck->max_jump = max_jump;
	/* Products with a price of 64 bits then fit 128. */
	ck->jump_unit = max_jump.scale <= 9 && tq_dec_small(max_jump);
	for (i = 0; i < max_jump.scale; i++)
		ck->jump_unit *= 10;
	ck->now = ck->from = ck->to = TQ_TIME_NONE;
	ck->other = nothing;
}

void
tq_checker_fini(struct tq_checker *ck)
{
	tq_calendar_free(ck->calendar);
	tq_names_fini(&ck->names);
	tq_buf_fini(&ck->key);
	free(ck->series);
}

static struct tq_series *
series_of_key(struct tq_checker *ck, struct tq_str key)
{
	size_t before = ck->names.n;
	size_t id = tq_names_id(&ck->names, key);

	if (ck->names.n > ck->cap) {
		ck->cap = ck->cap > 0 ? 2 * ck->cap : 8;
		ck->series = tq_realloc(ck->series, ck->cap, sizeof(*ck->series));
	}
	if (ck->names.n > before)
		ck->series[id] = nothing;
	return &ck->series[id];
}

static bool
same_part(const char **p, const char *end, struct tq_str part)
{
	if ((size_t)(end - *p) < part.n || (part.n > 0 && memcmp(*p, part.p, part.n) != 0))
		return false;
	*p += part.n;
	return true;
}

/* Bars of one series come in a row, so that the key need not be put together. */
static bool
is_key_of(struct tq_str key, const struct tq_bar *bar)
{
	const char *p = key.p;
	const char *end = key.p + key.n;

	return key.n == bar->venue.n + bar->symbol.n + bar->interval_text.n + 2 &&
	       same_part(&p, end, bar->venue) && *p++ == '\0' &&
	       same_part(&p, end, bar->symbol) && *p++ == '\0' &&
	       same_part(&p, end, bar->interval_text);
}

struct tq_series *
tq_checker_series(struct tq_checker *ck, const struct tq_bar *bar)
{
	size_t last = ck->names.last;

	if (ck->names.n > 0 && is_key_of(ck->names.name[last], bar))
		return &ck->series[last];
	return series_of_key(ck, tq_bar_key(bar, &ck->key));
}

int64_t
tq_series_expected(const struct tq_checker *ck, const struct tq_series *series)
{
	tq_time from = ck->from != TQ_TIME_NONE ? ck->from : series->first_slot;
	tq_time to = ck->to != TQ_TIME_NONE ? ck->to :
		     series->slot != TQ_TIME_NONE ? series->slot + 1 : from;

	if (series->interval.n > 0 && !tq_interval_timed(series->interval))
		return -1;
	if (from == TQ_TIME_NONE || series->interval.n == 0)
		return ck->from != TQ_TIME_NONE ? -1 : 0;
	if (!tq_calendar_knows(ck->calendar, from) ||
	    (to > from && !tq_calendar_knows(ck->calendar, to - 1)))
		return -1;
	return tq_calendar_count(ck->calendar, from, to, series->interval);
}

static void
state_counts(struct tq_series *s, struct tq_state *st)
{
	char name[48];
	size_t rule;

	tq_state_i64(st, "bars", &s->bars);
	for (rule = 0; rule < TQ_RULES; rule++) {
		snprintf(name, sizeof(name), "failed %s", tq_rules[rule].name);
		tq_state_i64(st, name, &s->failed[rule]);
		snprintf(name, sizeof(name), "unchecked %s", tq_rules[rule].name);
		tq_state_i64(st, name, &s->unchecked[rule]);
	}
}

static void
state_series(struct tq_series *s, struct tq_state *st)
{
	int64_t n = s->interval.n;
	int64_t unit = s->interval.unit;
	int64_t scale = s->interval.scale;

	state_counts(s, st);
	tq_state_i64(st, "order", &s->order);
	tq_state_i64(st, "last", &s->last);
	tq_state_i64(st, "fresh", &s->fresh);
	tq_state_i64(st, "slot", &s->slot);
	tq_state_i64(st, "first slot", &s->first_slot);
	tq_state_i64(st, "interval", &n);
	tq_state_i64(st, "unit", &unit);
	tq_state_i64(st, "scale", &scale);
	tq_state_bool(st, "growing", &s->growing);
	tq_state_dec(st, "close", &s->close);
	tq_state_i64(st, "passed", &s->passed);
	tq_state_i64(st, "seen", &s->seen);
	s->interval = (struct tq_interval){(int32_t)n, (char)unit, (int8_t)scale};
}

void
tq_checker_state(struct tq_checker *ck, struct tq_state *st)
{
	size_t n = ck->names.n;
	size_t i;

	state_counts(&ck->other, st);
	tq_state_count(st, "series", &n, MAX_SERIES);
	for (i = 0; i < n && tq_state_ok(st); i++) {
		struct tq_series *s;

		tq_buf_clear(&ck->key);
		if (!tq_state_loading(st))
			tq_buf_put(&ck->key, ck->names.name[i].p, ck->names.name[i].n);
		tq_state_text(st, "key", &ck->key);
		s = tq_state_loading(st) ? series_of_key(ck, tq_buf_str(&ck->key)) :
		    &ck->series[i];
		state_series(s, st);
	}
}
