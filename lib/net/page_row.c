/* SPDX-License-Identifier: ISC */
/* A row that parse gave as the line of a record, each field checked. */
#include "net/page_line.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

/* Null, and nothing where something else than text belongs: the venue does not tell. */
static bool
is_absent(const struct tq_schema_field *field, const jv *value)
{
	if (jv_get_kind(*value) == JV_KIND_NULL)
		return true;
	return field->kind != TQ_KIND_TEXT && jv_get_kind(*value) == JV_KIND_STRING &&
	       jv_string_length_bytes(jv_copy(*value)) == 0;
}

/* Fields that stand first, or that only tq writes. */
static bool
is_own(int field)
{
	return field == TQ_F_time || field == TQ_F_symbol || field == TQ_F_venue ||
	       field == TQ_F_source || field == TQ_F_closed || field == TQ_F_flags;
}

/* What the rows of bars that nobody traded in need not say. */
static const char *
untraded(const struct tq_page_line *line, int field)
{
	if (!line->form->ask->kind->synthetic)
		return NULL;
	return field == TQ_F_volume ? "0" : field == TQ_F_synthetic ? "true" : NULL;
}

static bool
put_field(struct tq_page_line *line, const struct tq_schema_field *field)
{
	struct tq_str name = tq_field_name(field->field);
	char text[64];
	const char *preset = untraded(line, field->field);
	jv value;
	bool absent;

	snprintf(text, sizeof(text), "%.*s", TQ_STR_ARG(name));
	value = tq_jq_get(line->row, text);
	absent = is_absent(field, &value);
	if (absent)
		jv_free(value);
	if (absent && !preset)
		return !field->required ||
		       tq_fail(line->err, TQ_REFUSED, "%s is missing", text);
	tq_buf_put(line->out, tq_field_key(field->field).p, tq_field_key(field->field).n);
	if (!absent)
		return tq_page_put_value(line, field, text, value);
	tq_buf_puts(line->out, preset);
	return true;
}

static bool
put_fields(struct tq_page_line *line, bool interval_told)
{
	size_t n;
	const struct tq_schema_field *field = tq_schema_of(line->form->ask->kind->type, &n);

	for (size_t i = 0; i < n; i++) {
		if (field[i].field == TQ_F_source && line->form->source.n > 0) {
			tq_buf_puts(line->out, ",\"source\":");
			tq_buf_put(line->out, line->form->source.p, line->form->source.n);
		}
		if (is_own(field[i].field) || (field[i].field == TQ_F_interval && interval_told))
			continue;
		if (!put_field(line, &field[i]))
			return false;
	}
	return true;
}

/* Everything in a quote is optional but that there is a price. */
static bool
says_something(struct tq_page_line *line)
{
	jv bid = tq_jq_get(line->row, "bid"), ask = tq_jq_get(line->row, "ask");
	bool none = jv_get_kind(bid) == JV_KIND_NULL && jv_get_kind(ask) == JV_KIND_NULL;

	jv_free(bid);
	jv_free(ask);
	return line->form->ask->kind->type != TQ_TYPE_QUOTE || !none ||
	       tq_fail(line->err, TQ_REFUSED, "bid and ask are missing");
}

static bool
in_schema(enum tq_type type, const char *name)
{
	size_t n;
	const struct tq_schema_field *field = tq_schema_of(type, &n);
	int id = tq_field_find(tq_str(name));

	for (size_t i = 0; i < n; i++)
		if (field[i].field == id)
			return true;
	return strcmp(name, "type") == 0 || strcmp(name, "symbol") == 0 ||
	       strcmp(name, "time") == 0 || strcmp(name, "interval") == 0;
}

static bool
put_further(struct tq_page_line *line, const char *name, jv value)
{
	jv_kind kind = jv_get_kind(value);

	if (kind == JV_KIND_NULL) {
		jv_free(value);
		return true;
	}
	if (tq_provider_lists(line->form->numbers, name) && kind == JV_KIND_STRING &&
	    jv_string_length_bytes(jv_copy(value)) == 0) {
		jv_free(value);
		return true;
	}
	tq_buf_puts(line->out, ",");
	tq_jq_dump(jv_string(name), line->out);
	tq_buf_puts(line->out, ":");
	if (tq_provider_lists(line->form->numbers, name))
		return tq_page_put_decimal(line, name, false, value);
	if (kind == JV_KIND_TRUE || kind == JV_KIND_FALSE || kind == JV_KIND_STRING) {
		tq_jq_dump(value, line->out);
		return true;
	}
	if (kind == JV_KIND_NUMBER)
		return tq_page_put_decimal(line, name, false, value);
	return tq_page_no(line, name, "text, number or truth value", value);
}

/* What the schema does not know, by name. */
static bool
put_rest(struct tq_page_line *line)
{
	jv names = jv_keys(jv_copy(*line->row));
	int n = jv_array_length(jv_copy(names));
	bool ok = true;

	for (int i = 0; i < n && ok; i++) {
		char *name = tq_jq_text(jv_array_get(jv_copy(names), i));

		if (!name)
			ok = tq_fail(line->err, TQ_REFUSED, "a field's name has a NUL in it");
		else if (!in_schema(line->form->ask->kind->type, name))
			ok = put_further(line, name, tq_jq_get(line->row, name));
		free(name);
	}
	jv_free(names);
	return ok;
}

/* The row's time, or that of its arrival where only the newest is asked for. */
static bool
row_time(struct tq_page_line *line, tq_time *out)
{
	const struct tq_provider_kind *kind = line->form->ask->kind;
	jv value = tq_jq_get(line->row, "time");
	size_t n;
	const struct tq_schema_field *field = tq_schema_of(kind->type, &n);
	bool latest = kind->paging == TQ_PAGING_LATEST || kind->paging == TQ_PAGING_LIST;

	*out = TQ_TIME_NONE;
	if (n == 0 || field[0].field != TQ_F_time) {
		jv_free(value);
		return true;
	}
	if (jv_get_kind(value) == JV_KIND_NULL) {
		jv_free(value);
		*out = line->form->received;
		return latest || tq_fail(line->err, TQ_REFUSED, "time is missing");
	}
	if (!tq_page_time(jv_copy(value), &line->form->unit, out))
		return tq_page_no(line, "time", "time of its unit", value);
	jv_free(value);
	return true;
}

/* A list has symbols of its own; elsewhere only the ask's can be meant. */
static bool
put_symbol(struct tq_page_line *line)
{
	const struct tq_ask *ask = line->form->ask;
	char *own = tq_jq_text(tq_jq_get(line->row, "symbol"));
	bool list = ask->kind->paging == TQ_PAGING_LIST, ok = true;

	if (!own && !ask->symbol)
		ok = tq_fail(line->err, TQ_REFUSED, "symbol is missing");
	else if (own && !list && strcmp(own, ask->symbol) != 0)
		ok = tq_fail(line->err, TQ_REFUSED, "symbol is %.60s, not %.60s", own,
			     ask->symbol);
	if (ok) {
		tq_buf_puts(line->out, ",\"symbol\":");
		tq_jq_dump(jv_string(own ? own : ask->symbol), line->out);
	}
	free(own);
	return ok;
}

static bool
put_head(struct tq_page_line *line, tq_time time, bool *interval_told)
{
	const struct tq_ask *ask = line->form->ask;
	struct tq_str head = tq_type_head(ask->kind->type);

	tq_buf_put(line->out, head.p, head.n);
	if (time != TQ_TIME_NONE) {
		tq_buf_puts(line->out, ",\"time\":");
		tq_page_put_time(line->out, time);
	}
	if (!put_symbol(line))
		return false;
	tq_buf_puts(line->out, ",\"venue\":");
	tq_buf_put(line->out, line->form->venue.p, line->form->venue.n);
	*interval_told = *ask->interval_text != '\0';
	if (*interval_told)
		tq_buf_printf(line->out, ",\"interval\":\"%s\"", ask->interval_text);
	return true;
}

static void
take_closed(const jv *row, struct tq_page_row *out)
{
	jv closed = tq_jq_get(row, "closed");

	out->closed_told = jv_get_kind(closed) == JV_KIND_TRUE ||
			   jv_get_kind(closed) == JV_KIND_FALSE;
	out->closed = jv_get_kind(closed) == JV_KIND_TRUE;
	jv_free(closed);
}

bool
tq_page_row(const struct tq_page_form *form, jv row, struct tq_page *page, struct tq_err *err)
{
	struct tq_page_line line = {form, &row, &page->text, err};
	struct tq_page_row place = {.at = page->text.n};
	bool told = false, ok;

	if (jv_get_kind(row) != JV_KIND_OBJECT)
		return tq_page_no(&line, "it", "object", row);
	ok = says_something(&line) && row_time(&line, &place.time) &&
	     put_head(&line, place.time, &told) &&
	     put_fields(&line, told) && put_rest(&line);
	take_closed(&row, &place);
	jv_free(row);
	if (!ok) {
		page->text.n = place.at;
		return false;
	}
	tq_buf_puts(&page->text, "}\n");
	place.n = page->text.n - 1 - place.at;
	if (page->n == page->cap) {
		page->cap = page->cap ? 2 * page->cap : 1024;
		page->row = tq_realloc(page->row, page->cap, sizeof(*page->row));
	}
	page->row[page->n++] = place;
	return true;
}
