/* SPDX-License-Identifier: ISC */
#include "import/json_rows.h"

#include "base/mem.h"
#include "import/json_text.h"
#include "record/reader.h"

#include <stdlib.h>

void
tq_json_rows_init(struct tq_json_rows *j, struct tq_tape *tape, const char *key)
{
	*j = (struct tq_json_rows){.tape = tape, .key = key, .first = true};
	tq_skip_init(&j->skip, TQ_MAX_DEPTH);
}

void
tq_json_rows_fini(struct tq_json_rows *j)
{
	tq_names_fini(&j->names);
	tq_skip_fini(&j->skip);
	tq_buf_fini(&j->text);
	tq_buf_fini(&j->decoded);
	free(j->row.cell);
	free(j->seen);
}

static bool
fault(struct tq_json_rows *j, const struct tq_fault *f, struct tq_err *err)
{
	return tq_fail(err, TQ_DATA, "byte %zu of the row: %s", (size_t)(f->at - j->text.p) + 1,
		       f->what);
}

static void
cell_room(struct tq_json_rows *j, size_t n)
{
	size_t had = j->cells_cap;

	if (n <= had)
		return;
	j->cells_cap = n < 8 ? 16 : 2 * n;
	j->row.cell = tq_realloc(j->row.cell, j->cells_cap, sizeof(*j->row.cell));
	j->seen = tq_realloc(j->seen, j->cells_cap, sizeof(*j->seen));
	memset(j->seen + had, 0, (j->cells_cap - had) * sizeof(*j->seen));
}

/* The text of a value; what has escapes goes to decoded, which has room for the row. */
static struct tq_str
text_of(struct tq_json_rows *j, const struct tq_value *v)
{
	size_t at = j->decoded.n;

	if (v->kind == TQ_NULL)
		return (struct tq_str){v->text, 0};
	if (v->kind != TQ_STRING || !v->escaped)
		return (struct tq_str){v->text, v->n};
	tq_value_decode(v, &j->decoded);
	return (struct tq_str){j->decoded.p + at, j->decoded.n - at};
}

/* Words carry no text of their own in a view; it is in the row. */
static const char *
read_value(struct tq_json_rows *j, const char *p, struct tq_str *cell, struct tq_fault *f)
{
	struct tq_value v = {0};
	const char *start = tq_scan_blanks(p);
	const char *end = tq_skip_value(&j->skip, start, 1, &v, f);

	if (!end)
		return NULL;
	if (v.kind == TQ_TRUE || v.kind == TQ_FALSE) {
		v.text = start;
		v.n = (uint32_t)(end - start);
	}
	*cell = text_of(j, &v);
	return tq_scan_blanks(end);
}

static const char *
read_name(struct tq_json_rows *j, const char *p, size_t *at, struct tq_fault *f)
{
	struct tq_value v = {0};
	const char *start = tq_scan_blanks(p);
	size_t known = j->names.n;

	if (*start != '"')
		return tq_scan_fault(f, start, "not a key");
	p = tq_scan_string(start, &v, f);
	if (!p)
		return NULL;
	*at = tq_names_id(&j->names, text_of(j, &v));
	cell_room(j, j->names.n);
	if (j->names.n > known)
		j->row.cell[*at] = tq_str("");
	if (j->seen[*at] == j->rows)
		return tq_scan_fault(f, start, "key stands twice");
	j->seen[*at] = j->rows;
	p = tq_scan_blanks(p);
	return *p == ':' ? p + 1 : tq_scan_fault(f, p, "no ':' behind a key");
}

static const char *
read_object(struct tq_json_rows *j, const char *p, struct tq_fault *f)
{
	cell_room(j, j->names.n);
	for (size_t i = 0; i < j->names.n; i++)
		j->row.cell[i] = tq_str("");
	p = tq_scan_blanks(p + 1);
	if (*p == '}')
		return p + 1;
	for (;;) {
		struct tq_str cell;
		size_t at;

		p = read_name(j, p, &at, f);
		if (p)
			p = read_value(j, p, &cell, f);
		if (!p)
			return NULL;
		j->row.cell[at] = cell;
		if (*p == '}')
			return p + 1;
		if (*p++ != ',')
			return tq_scan_fault(f, p - 1, "neither ',' nor '}'");
	}
}

static const char *
read_array(struct tq_json_rows *j, const char *p, struct tq_fault *f)
{
	j->row.n = 0;
	p = tq_scan_blanks(p + 1);
	if (*p == ']')
		return p + 1;
	for (;;) {
		cell_room(j, j->row.n + 1);
		p = read_value(j, p, &j->row.cell[j->row.n], f);
		if (!p)
			return NULL;
		j->row.n++;
		if (*p == ']')
			return p + 1;
		if (*p++ != ',')
			return tq_scan_fault(f, p - 1, "neither ',' nor ']'");
	}
}

/* Takes j->text apart. */
static bool
read_row(struct tq_json_rows *j, struct tq_err *err)
{
	const char *p = tq_scan_blanks(j->text.p), *end;
	bool object = *p == '{';
	struct tq_fault f = {p, "row is neither an array nor an object"};

	if (*p != '{' && *p != '[')
		return fault(j, &f, err);
	if (!j->first && object != j->objects)
		return tq_fail(err, TQ_DATA, "row is %s, those before are not",
			       object ? "an object" : "an array");
	j->first = false;
	j->objects = object;
	j->rows++;
	j->skip.n_keys = 0;
	tq_buf_clear(&j->decoded);
	tq_buf_room(&j->decoded, j->text.n + TQ_SCAN_PAD);
	end = object ? read_object(j, p, &f) : read_array(j, p, &f);
	if (!end)
		return fault(j, &f, err);
	end = tq_scan_blanks(end);
	f = (struct tq_fault){end, "something behind the row"};
	if (end != j->text.p + j->text.n)
		return fault(j, &f, err);
	if (object)
		j->row.n = j->names.n;
	if (j->row.n == 0)
		return tq_fail(err, TQ_DATA, "row is empty");
	return true;
}

/* A record of the stream has its type first. */
static bool
is_record(struct tq_json_rows *j)
{
	const char *p = tq_scan_blanks(j->text.p);

	return *p == '{' && strncmp(tq_scan_blanks(p + 1), "\"type\"", 6) == 0;
}

/* A line that is broken leaves the next one whole, so it is no end. */
static bool
next_line(struct tq_json_rows *j, struct tq_err *err)
{
	struct tq_err why = {0};

	j->row.fault = NULL;
	j->row.record = false;
	j->row.n = 0;
	if (!tq_json_skip_blanks(j->tape, err))
		return false;
	j->row.line = j->tape->line;
	j->row.offset = j->tape->offset;
	if (tq_tape_n(j->tape) == 0)
		return true;
	if (!tq_json_take_line(j->tape, &j->text, err))
		return false;
	j->row.raw = tq_buf_str(&j->text);
	if (read_row(j, &why)) {
		j->row.record = is_record(j);
		return true;
	}
	j->row.n = 1;
	tq_buf_clear(&j->decoded);
	tq_buf_puts(&j->decoded, why.text);
	j->row.fault = tq_buf_text(&j->decoded);
	return true;
}

/* Between rows: a comma, or the end of the array and of what is around it. */
static bool
next_in_array(struct tq_json_rows *j, bool *end, struct tq_err *err)
{
	char c = 0;

	if (!tq_json_peek(j->tape, &c, err))
		return false;
	*end = c == ']';
	if (*end) {
		tq_tape_skip(j->tape, 1);
		return tq_json_close(j->tape, j->closers, &j->text, err);
	}
	if (j->first)
		return true;
	if (c != ',')
		return tq_fail(err, TQ_DATA, "neither ',' nor ']' behind a row");
	tq_tape_skip(j->tape, 1);
	return true;
}

static bool
next_element(struct tq_json_rows *j, struct tq_err *err)
{
	char c = 0;

	j->row.n = 0;
	if (j->ended)
		return true;
	j->row.line = j->tape->line;
	j->row.offset = j->tape->offset;
	if (!next_in_array(j, &j->ended, err))
		return false;
	if (j->ended)
		return true;
	if (!tq_json_peek(j->tape, &c, err))
		return false;
	j->row.line = j->tape->line;
	j->row.offset = j->tape->offset;
	if (!tq_json_take(j->tape, &j->text, err))
		return false;
	j->row.raw = tq_buf_str(&j->text);
	return read_row(j, err);
}

bool
tq_json_rows_next(struct tq_json_rows *j, struct tq_err *err)
{
	if (!j->started) {
		j->row.line = 1;
		if (!tq_json_find_rows(j->tape, j->key, &j->text, &j->lines, &j->closers, err))
			return false;
		j->started = true;
	}
	return j->lines ? next_line(j, err) : next_element(j, err);
}
