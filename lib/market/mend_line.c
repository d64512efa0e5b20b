/* SPDX-License-Identifier: ISC */
/* A held bar as a line of output, and in a state. */
#include "market/mend.h"

#include "base/mem.h"
#include "state/state.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const names[TQ_MEND_FIELDS] = {
	"open", "high", "low", "close", "adj_close", "volume", "dividend"
};

static const char *
code_name(unsigned code)
{
	return code == TQ_REPAIR_100X ? "100x" : code == TQ_REPAIR_SPLIT ? "split" : "dividend";
}

/* The changed field that stands next in the line, from a place on; or none. */
static int
next_field(const struct tq_held *h, size_t from)
{
	int field, next = TQ_MEND_FIELDS;

	for (field = 0; field < TQ_MEND_FIELDS; field++)
		if (h->code[field] != 0 && h->at[field] >= from &&
		    (next == TQ_MEND_FIELDS || h->at[field] < h->at[next]))
			next = field;
	return next;
}

void
tq_mend_write(const struct tq_held *h, struct tq_buf *out)
{
	const char *end = h->line + h->n;
	struct tq_buf list = {0};
	size_t from = 0;
	int field;

	for (field = next_field(h, 0); field < TQ_MEND_FIELDS; field = next_field(h, from)) {
		char now[TQ_DEC_TEXT];
		int n = (int)tq_dec_format(h->now[field], now);

		tq_buf_put(out, h->line + from, h->at[field] - from);
		tq_buf_put(out, now, (size_t)n);
		from = h->at[field] + h->length[field];
		tq_buf_printf(&list, "%s{\"field\":\"%s\",\"before\":%.*s,\"after\":%.*s,"
			      "\"code\":\"%s\"}", list.n > 0 ? "," : "", names[field],
			      (int)h->length[field], h->line + h->at[field], n, now,
			      code_name(h->code[field]));
	}
	while (end[-1] != '}')
		end--;
	tq_buf_put(out, h->line + from, (size_t)(end - 1 - h->line) - from);
	tq_buf_puts(out, ",\"repaired\":[");
	tq_buf_put(out, list.p, list.n);
	tq_buf_puts(out, "]");
	tq_buf_put(out, end - 1, h->n - (size_t)(end - 1 - h->line));
	tq_buf_fini(&list);
}

static void
state_number(struct tq_state *st, const char *name, uint64_t *x)
{
	int64_t y = (int64_t)*x;

	tq_state_i64(st, name, &y);
	*x = (uint64_t)y;
}

/* Prices have at most 38 digits: 19 powers of 100. */
static bool
is_level(int64_t level)
{
	return level >= -40 && level <= 40;
}

static void
state_field(struct tq_held *h, int field, struct tq_state *st)
{
	uint64_t at = h->at[field], length = h->length[field], code = h->code[field];

	tq_state_dec(st, names[field], &h->now[field]);
	state_number(st, "at", &at);
	state_number(st, "length", &length);
	state_number(st, "code", &code);
	if (at > h->n || length > h->n - at || code > TQ_REPAIR_DIVIDEND)
		tq_state_refuse(st, "a field is not in its line");
	h->at[field] = (uint32_t)at;
	h->length[field] = (uint32_t)length;
	h->code[field] = (uint8_t)code;
}

static void
state_held(struct tq_repair *r, struct tq_held *h, struct tq_state *st)
{
	int field;

	tq_buf_clear(&r->text);
	if (!tq_state_loading(st))
		tq_buf_put(&r->text, h->line, h->n);
	tq_state_text(st, "line", &r->text);
	if (tq_state_loading(st)) {
		h->n = r->text.n;
		h->line = tq_alloc(h->n + 1, 1);
		if (h->n > 0)
			memcpy(h->line, r->text.p, h->n);
		h->file = NULL;
		if (memchr(h->line, '}', h->n) == NULL)
			tq_state_refuse(st, "a held line is no record");
	}
	state_number(st, "line number", &h->line_no);
	state_number(st, "offset", &h->offset);
	tq_state_i64(st, "series", &h->series);
	tq_state_i64(st, "until", &h->until);
	tq_state_i64(st, "before", &h->before);
	tq_state_i64(st, "after", &h->after);
	tq_state_i64(st, "index", &h->index);
	tq_state_i64(st, "level", &h->level);
	tq_state_dec(st, "split", &h->split);
	tq_state_dec(st, "gains", &h->gains);
	for (field = 0; field < TQ_MEND_FIELDS; field++)
		state_field(h, field, st);
	if (!is_level(h->level))
		tq_state_refuse(st, "a level is none");
	if (h->series < -1 || h->series >= (int64_t)r->names.n || h->before >= r->tail ||
	    h->after >= r->tail || (h->before >= 0 && h->before < r->head) ||
	    (h->after >= 0 && h->after < r->head))
		tq_state_refuse(st, "a held bar is of no series");
}

static void
state_series(struct tq_repair *r, struct tq_mend_series *s, struct tq_state *st)
{
	int field;

	tq_state_i64(st, "first", &s->first);
	tq_state_i64(st, "last", &s->last);
	tq_state_i64(st, "bars", &s->bars);
	tq_state_bool(st, "out", &s->out);
	for (field = 0; field < TQ_MEND_FIELDS; field++)
		tq_state_dec(st, names[field], &s->gone[field]);
	tq_state_i64(st, "gone level", &s->gone_level);
	tq_state_i64(st, "good", &s->good);
	tq_state_bool(st, "firm", &s->firm);
	tq_state_dec(st, "split", &s->split);
	tq_state_i64(st, "split index", &s->split_index);
	if (!is_level(s->gone_level) || !is_level(s->good))
		tq_state_refuse(st, "a level is none");
	if (s->first >= r->tail || s->last >= r->tail || (s->first >= 0 && s->first < r->head) ||
	    (s->last >= 0 && s->last < r->head))
		tq_state_refuse(st, "a series holds what is not there");
}

static void
state_ring(struct tq_repair *r, struct tq_state *st)
{
	size_t n = (size_t)(r->tail - r->head);

	tq_state_i64(st, "head", &r->head);
	tq_state_count(st, "held", &n, TQ_REPAIR_HELD);
	if (!tq_state_loading(st) || !tq_state_ok(st))
		return;
	if (r->head < 0 || r->head > INT64_MAX / 2) {
		tq_state_refuse(st, "a number of records is none");
		return;
	}
	while (r->cap < n)
		r->cap *= 2;
	free(r->ring);
	r->ring = tq_alloc(r->cap, sizeof(*r->ring));
	r->tail = r->head + (int64_t)n;
}

void
tq_repair_state(struct tq_repair *r, struct tq_state *st)
{
	size_t n = r->names.n, i;
	int64_t number;

	tq_state_i64(st, "repair now", &r->now);
	tq_state_i64(st, "by unit", &r->counts.by_unit);
	tq_state_i64(st, "by split", &r->counts.by_split);
	tq_state_i64(st, "by dividend", &r->counts.by_dividend);
	tq_state_i64(st, "too late", &r->counts.too_late);
	tq_state_i64(st, "forced", &r->counts.forced);
	state_ring(r, st);
	tq_state_count(st, "repaired series", &n, 1 << 24);
	for (i = 0; i < n && tq_state_ok(st); i++) {
		tq_buf_clear(&r->key);
		if (!tq_state_loading(st))
			tq_buf_put(&r->key, r->names.name[i].p, r->names.name[i].n);
		tq_state_text(st, "key", &r->key);
		if (tq_state_loading(st)) {
			tq_names_id(&r->names, tq_buf_str(&r->key));
			r->series_cap = n;
			if (i == 0)
				r->series = tq_alloc(n, sizeof(*r->series));
		}
		state_series(r, &r->series[i], st);
	}
	for (number = r->head; number < r->tail && tq_state_ok(st); number++)
		state_held(r, tq_mend_held(r, number), st);
}
