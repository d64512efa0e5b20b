/* SPDX-License-Identifier: ISC */
#include "net/page_line.h"

#include "base/mem.h"
#include "num/dec.h"
#include "num/plain.h"

#include <stdio.h>
#include <stdlib.h>

bool
tq_page_unit(const char *unit, struct tq_page_unit *out)
{
	static const char *const units[] = {"s", "ms", "us", "ns"};

	*out = (struct tq_page_unit){.unit = TQ_UNIT_MS};
	if (!unit)
		return true;
	out->rfc3339 = strcmp(unit, "rfc3339") == 0;
	for (int i = 0; i < (int)TQ_COUNT(units); i++)
		if (strcmp(unit, units[i]) == 0) {
			out->unit = (enum tq_time_unit)i;
			return true;
		}
	return out->rfc3339;
}

bool
tq_page_time(jv value, const struct tq_page_unit *unit, tq_time *out)
{
	char digits[24];
	bool number = jv_get_kind(value) == JV_KIND_NUMBER;
	char *text = number ? NULL : tq_jq_text(jv_copy(value));
	struct tq_str s = tq_str(text ? text : digits);
	int64_t whole;
	bool ok;

	if (number && tq_jq_whole(jv_copy(value), &whole)) {
		snprintf(digits, sizeof(digits), "%lld", (long long)whole);
		s = tq_str(digits);
		ok = !unit->rfc3339;
	} else {
		ok = text != NULL;
	}
	jv_free(value);
	if (ok && unit->rfc3339)
		ok = tq_time_parse(s, out);
	else if (ok)
		ok = tq_time_from_unit(s, unit->unit, out);
	free(text);
	return ok;
}

bool
tq_page_no(struct tq_page_line *line, const char *name, const char *what, jv value)
{
	struct tq_buf text = {0};

	tq_jq_dump(value, &text);
	tq_fail(line->err, TQ_REFUSED, "%s is no %s: %.60s", name, what, tq_buf_text(&text));
	tq_buf_fini(&text);
	return false;
}

static bool
put_decimal_text(struct tq_str text, bool whole, struct tq_buf *out)
{
	struct tq_dec value;

	if (!tq_dec_parse(text, &value) || (whole && tq_dec_strip(value).scale != 0))
		return false;
	if (tq_num_plain(text) && !whole) {
		tq_buf_put(out, text.p, text.n);
	} else {
		char room[TQ_DEC_TEXT];

		tq_buf_put(out, room, tq_dec_format(value, room));
	}
	return true;
}

bool
tq_page_put_decimal(struct tq_page_line *line, const char *name, bool whole, jv value)
{
	int64_t number;
	bool ok = false;

	if (jv_get_kind(value) == JV_KIND_STRING) {
		struct tq_str text = {jv_string_value(value),
				      (size_t)jv_string_length_bytes(jv_copy(value))};

		ok = put_decimal_text(text, whole, line->out);
	} else if (jv_get_kind(value) == JV_KIND_NUMBER) {
		ok = tq_jq_whole(jv_copy(value), &number);
		if (ok)
			tq_buf_printf(line->out, "%lld", (long long)number);
	}
	if (!ok)
		return tq_page_no(line, name, whole ? "whole number" : "decimal", value);
	jv_free(value);
	return true;
}

void
tq_page_put_time(struct tq_buf *out, tq_time t)
{
	char text[TQ_TIME_TEXT];
	size_t n = tq_time_format(t, text);

	tq_buf_puts(out, "\"");
	tq_buf_put(out, text, n);
	tq_buf_puts(out, "\"");
}

static bool
put_moment(struct tq_page_line *line, const char *name, jv value)
{
	tq_time t;

	if (!tq_page_time(jv_copy(value), &line->form->unit, &t))
		return tq_page_no(line, name, "time of its unit", value);
	jv_free(value);
	tq_page_put_time(line->out, t);
	return true;
}

static bool
among(const char *text, const char *choices)
{
	size_t n = strlen(text);

	for (const char *p = choices; *p; p += strcspn(p, "|"), p += *p == '|')
		if (strcspn(p, "|") == n && memcmp(p, text, n) == 0)
			return true;
	return false;
}

/* choices NULL: any text. */
static bool
put_text(struct tq_page_line *line, const char *name, const char *choices, jv value)
{
	char *text = tq_jq_text(jv_copy(value));
	bool ok = text && (!choices || among(text, choices));

	free(text);
	if (!ok)
		return tq_page_no(line, name, choices ? choices : "text", value);
	tq_jq_dump(value, line->out);
	return true;
}

static bool
put_interval(struct tq_page_line *line, const char *name, jv value)
{
	char *text = tq_jq_text(jv_copy(value));
	struct tq_interval interval;
	bool ok = text && tq_interval_parse(tq_str(text), &interval);

	free(text);
	if (!ok)
		return tq_page_no(line, name, "interval like 8h", value);
	tq_jq_dump(value, line->out);
	return true;
}

/* A level of a book, and which of the list it is. */
struct level {
	struct tq_dec price;
	int at;
};

static int
by_price(const void *left, const void *right)
{
	const struct level *a = left, *b = right;
	int order = tq_dec_cmp(a->price, b->price);

	return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static int
by_price_down(const void *left, const void *right)
{
	const struct level *a = left, *b = right;
	int order = tq_dec_cmp(b->price, a->price);

	return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static bool
read_level(const jv *levels, int i, struct level *out)
{
	jv level = jv_array_get(jv_copy(*levels), i);
	bool two = jv_get_kind(level) == JV_KIND_ARRAY && jv_array_length(jv_copy(level)) == 2;
	char *text = two ? tq_jq_text(jv_array_get(level, 0)) : (jv_free(level), NULL);
	bool ok = text && tq_dec_parse(tq_str(text), &out->price);

	out->at = i;
	free(text);
	return ok;
}

static bool
put_level(struct tq_page_line *line, const char *name, const jv *levels, int at)
{
	jv level = jv_array_get(jv_copy(*levels), at);
	bool ok;

	tq_buf_puts(line->out, "[");
	ok = tq_page_put_decimal(line, name, false, jv_array_get(jv_copy(level), 0));
	tq_buf_puts(line->out, ",");
	ok = ok && tq_page_put_decimal(line, name, false, jv_array_get(jv_copy(level), 1));
	tq_buf_puts(line->out, "]");
	jv_free(level);
	return ok;
}

/* [[price, qty], ...], the best first whatever the venue's order. */
static bool
put_levels(struct tq_page_line *line, const char *name, bool bids, jv levels)
{
	bool is_array = jv_get_kind(levels) == JV_KIND_ARRAY;
	int n = is_array ? jv_array_length(jv_copy(levels)) : 0;
	struct level *level = tq_alloc((size_t)n + 1, sizeof(*level));
	bool ok = is_array;

	for (int i = 0; i < n && ok; i++)
		ok = read_level(&levels, i, &level[i]);
	if (!ok) {
		free(level);
		return tq_page_no(line, name, "list of [price, quantity]", levels);
	}
	qsort(level, (size_t)n, sizeof(*level), bids ? by_price_down : by_price);
	tq_buf_puts(line->out, "[");
	for (int i = 0; i < n && ok; i++) {
		if (i > 0)
			tq_buf_puts(line->out, ",");
		ok = put_level(line, name, &levels, level[i].at);
	}
	tq_buf_puts(line->out, "]");
	free(level);
	jv_free(levels);
	return ok;
}

static bool
put_flag(struct tq_page_line *line, const char *name, jv value)
{
	jv_kind kind = jv_get_kind(value);

	if (kind != JV_KIND_TRUE && kind != JV_KIND_FALSE)
		return tq_page_no(line, name, "truth value", value);
	jv_free(value);
	tq_buf_puts(line->out, kind == JV_KIND_TRUE ? "true" : "false");
	return true;
}

/* Ids stay text; what else may be anything is a number where it is whole. */
static bool
put_any(struct tq_page_line *line, int field, const char *name, jv value)
{
	size_t start = line->out->n;

	if (field == TQ_F_id) {
		int64_t whole;

		if (tq_jq_whole(jv_copy(value), &whole) && jv_get_kind(value) == JV_KIND_NUMBER) {
			jv_free(value);
			tq_buf_printf(line->out, "\"%lld\"", (long long)whole);
			return true;
		}
		return put_text(line, name, NULL, value);
	}
	if (tq_page_put_decimal(line, name, true, jv_copy(value))) {
		jv_free(value);
		return true;
	}
	line->out->n = start;
	return put_text(line, name, NULL, value);
}

bool
tq_page_put_value(struct tq_page_line *line, const struct tq_schema_field *field,
		  const char *name, jv value)
{
	switch (field->kind) {
	case TQ_KIND_DECIMAL: return tq_page_put_decimal(line, name, false, value);
	case TQ_KIND_WHOLE: return tq_page_put_decimal(line, name, true, value);
	case TQ_KIND_TIME:
	case TQ_KIND_TIME_OR_NULL: return put_moment(line, name, value);
	case TQ_KIND_BOOL: return put_flag(line, name, value);
	case TQ_KIND_INTERVAL: return put_interval(line, name, value);
	case TQ_KIND_CHOICE: return put_text(line, name, field->choices, value);
	case TQ_KIND_ARRAY: return put_levels(line, name, field->field == TQ_F_bids, value);
	case TQ_KIND_ANY: return put_any(line, field->field, name, value);
	case TQ_KIND_TEXT:
	default:
		return put_text(line, name, field->field == TQ_F_side ? "buy|sell" : NULL, value);
	}
}
