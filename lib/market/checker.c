/* SPDX-License-Identifier: ISC */
#include "market/checker.h"

#include "base/mem.h"
#include "market/against.h"
#include "market/canonical.h"
#include "state/state.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_SERIES = 1 << 24 };

static const struct tq_series nothing = {
	.order = TQ_TIME_NONE, .last = TQ_TIME_NONE, .fresh = TQ_TIME_NONE,
	.slot = TQ_TIME_NONE, .first_slot = TQ_TIME_NONE, .close = {0, TQ_DEC_BAD},
	.volume = {0, TQ_DEC_BAD}, .type = TQ_TYPE_BAR
};

void
tq_checker_init(struct tq_checker *ck, struct tq_dec max_jump)
{
	size_t rule, type;
	int i;

	for (rule = 0; rule < TQ_RULES; rule++) {
		ck->action[rule] = tq_rules[rule].preset;
		for (type = 0; type <= TQ_TYPE_OTHER; type++)
			ck->asks[type] |= (tq_rules[rule].types >> type & 1) << rule;
	}
	ck->stale_at = TQ_TIME_NONE;
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
	size_t i;

	tq_calendar_free(ck->calendar);
	tq_canonical_free(ck->canonical);
	tq_against_free(ck->against);
	for (i = 0; i < ck->names.n; i++)
		free(ck->series[i].ids);
	tq_names_fini(&ck->names);
	tq_buf_fini(&ck->key);
	free(ck->series);
	tq_names_fini(&ck->strategies);
	free(ck->weights);
}

/* A key is venue, symbol and interval with NUL bytes between. */
static struct tq_str
symbol_of(struct tq_str key)
{
	const char *from = memchr(key.p, '\0', key.n);
	const char *end = key.p + key.n;

	if (from == NULL)
		return (struct tq_str){0};
	from++;
	return (struct tq_str){from, strnlen(from, (size_t)(end - from))};
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
	if (ck->names.n > before) {
		ck->series[id] = nothing;
		ck->series[id].alias = ck->canonical != NULL &&
				       tq_canonical_alias(ck->canonical, symbol_of(key));
	}
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

size_t
tq_checker_strategy(struct tq_checker *ck, struct tq_str name)
{
	size_t before = ck->strategies.n;
	size_t id = tq_names_id(&ck->strategies, name);

	if (ck->strategies.n > ck->weights_cap) {
		ck->weights_cap = 2 * ck->strategies.n + 8;
		ck->weights = tq_realloc(ck->weights, ck->weights_cap, sizeof(*ck->weights));
	}
	if (ck->strategies.n > before)
		ck->weights[id] = (struct tq_weights){TQ_TIME_NONE, tq_dec(0, 0)};
	return id;
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
state_of_rules(struct tq_series *s, struct tq_state *st)
{
	int64_t type = (int64_t)s->type;
	size_t n = s->n_ids < TQ_SERIES_IDS ? (size_t)s->n_ids : TQ_SERIES_IDS;
	size_t i;

	tq_state_i64(st, "type", &type);
	s->type = type >= 0 && type <= TQ_TYPE_OTHER ? (enum tq_type)type : TQ_TYPE_OTHER;
	tq_state_i64(st, "flat", &s->flat);
	tq_state_dec(st, "volume", &s->volume);
	tq_state_bool(st, "stale", &s->stale);
	tq_state_bool(st, "has sequence", &s->has_sequence);
	tq_state_i64(st, "sequence", &s->sequence);
	tq_state_i64(st, "step", &s->step);
	tq_state_i64(st, "maybe step", &s->maybe_step);
	tq_state_i64(st, "n ids", &s->n_ids);
	tq_state_count(st, "ids", &n, TQ_SERIES_IDS);
	if (n > 0 && s->ids == NULL)
		s->ids = tq_alloc(TQ_SERIES_IDS, sizeof(*s->ids));
	for (i = 0; i < n && tq_state_ok(st); i++) {
		int64_t id = (int64_t)s->ids[i];

		tq_state_i64(st, "id", &id);
		s->ids[i] = (uint64_t)id;
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
	state_of_rules(s, st);
	s->interval = (struct tq_interval){(int32_t)n, (char)unit, (int8_t)scale};
}

/* The file is read again up to the stream's time: only the counts are kept. */
static void
state_compared(struct tq_checker *ck, struct tq_state *st)
{
	struct tq_compared none = {.largest = {0, TQ_DEC_BAD}, .at = TQ_TIME_NONE};
	struct tq_compared *c = ck->against != NULL ? tq_against_compared(ck->against) : &none;

	tq_state_i64(st, "compared", &c->n);
	tq_state_dec(st, "largest difference", &c->largest);
	tq_state_i64(st, "of", &c->at);
}

static void
state_weights(struct tq_checker *ck, struct tq_state *st)
{
	size_t n = ck->strategies.n;

	tq_state_count(st, "strategies", &n, MAX_SERIES);
	for (size_t i = 0; i < n && tq_state_ok(st); i++) {
		size_t id = i;

		tq_buf_clear(&ck->key);
		if (!tq_state_loading(st))
			tq_buf_put(&ck->key, ck->strategies.name[i].p, ck->strategies.name[i].n);
		tq_state_text(st, "strategy", &ck->key);
		if (tq_state_loading(st))
			id = tq_checker_strategy(ck, tq_buf_str(&ck->key));
		tq_state_i64(st, "weights of", &ck->weights[id].time);
		tq_state_dec(st, "weights", &ck->weights[id].sum);
	}
}

void
tq_checker_state(struct tq_checker *ck, struct tq_state *st)
{
	size_t n = ck->names.n;
	size_t i;

	state_counts(&ck->other, st);
	state_compared(ck, st);
	state_weights(ck, st);
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
