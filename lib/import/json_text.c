/* SPDX-License-Identifier: ISC */
#include "import/json_text.h"

#include "record/reader.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool
tq_json_skip_blanks(struct tq_tape *tape, struct tq_err *err)
{
	for (;;) {
		const char *p = tq_tape_p(tape);
		size_t n = tq_tape_n(tape), i = 0;

		while (i < n && is_blank(p[i]))
			i++;
		if (i > 0)
			tq_tape_skip(tape, i);
		if (i < n || tape->end)
			return true;
		if (!tq_tape_more(tape, err))
			return false;
	}
}

bool
tq_json_peek(struct tq_tape *tape, char *c, struct tq_err *err)
{
	if (!tq_json_skip_blanks(tape, err))
		return false;
	if (tq_tape_n(tape) == 0)
		return tq_fail(err, TQ_DATA, "JSON is cut off");
	*c = *tq_tape_p(tape);
	return true;
}

/* How far a value has been followed. */
struct follow {
	size_t n;                /* bytes of it so far */
	size_t depth;
	bool string;
	bool escape;
	bool whole;
};

static bool
ends_scalar(char c)
{
	return is_blank(c) || c == ',' || c == ']' || c == '}' || c == ':';
}

/* One byte of a value; whole is set on its last byte, or behind it for a word. */
static void
follow_byte(struct follow *f, char c)
{
	if (f->string) {
		f->string = f->escape || c != '"';
		f->escape = !f->escape && c == '\\';
		f->whole = !f->string && f->depth == 0;
	} else if (c == '"') {
		f->string = true;
	} else if (c == '{' || c == '[') {
		f->depth++;
	} else if (f->depth > 0) {
		f->depth -= c == '}' || c == ']';
		f->whole = f->depth == 0;
	} else if (ends_scalar(c)) {
		f->whole = true;
		return;
	}
	f->n++;
}

static void
put_on_one_line(struct tq_buf *text, const char *p, size_t n)
{
	bool string = false;
	char *to;

	tq_buf_clear(text);
	to = tq_buf_room(text, n + 1 + TQ_SCAN_PAD);
	for (size_t i = 0; i < n; i++) {
		to[i] = !string && p[i] == '\n' ? ' ' : p[i];
		if (p[i] == '"')
			string = !string;
		else if (string && p[i] == '\\' && i + 1 < n) {
			i++;
			to[i] = p[i];
		}
	}
	memset(to + n, '\n', 1 + TQ_SCAN_PAD);
	text->n = n;
}

bool
tq_json_take(struct tq_tape *tape, struct tq_buf *text, struct tq_err *err)
{
	struct follow f = {0};

	for (;;) {
		const char *p = tq_tape_p(tape);
		size_t n = tq_tape_n(tape);

		for (size_t i = f.n; i < n && !f.whole; i++)
			follow_byte(&f, p[i]);
		if (f.whole)
			break;
		if (tape->end && f.depth == 0 && !f.string)
			break;
		if (tape->end)
			return tq_fail(err, TQ_DATA, "JSON is cut off");
		if (!tq_tape_more(tape, err))
			return false;
	}
	if (f.n == 0)
		return tq_fail(err, TQ_DATA, "no value before '%c'", *tq_tape_p(tape));
	put_on_one_line(text, tq_tape_p(tape), f.n);
	tq_tape_skip(tape, f.n);
	return true;
}

bool
tq_json_take_line(struct tq_tape *tape, struct tq_buf *text, struct tq_err *err)
{
	size_t looked = 0, n;

	for (;;) {
		const char *p = tq_tape_p(tape);
		const char *newline = NULL;

		n = tq_tape_n(tape);
		if (n > looked)
			newline = memchr(p + looked, '\n', n - looked);
		if (newline)
			n = (size_t)(newline - p);
		if (newline || tape->end)
			break;
		looked = n;
		if (!tq_tape_more(tape, err))
			return false;
	}
	put_on_one_line(text, tq_tape_p(tape), n);
	tq_tape_skip(tape, n < tq_tape_n(tape) ? n + 1 : n);
	return true;
}

static bool
take_checked(struct tq_tape *tape, struct tq_buf *text, struct tq_err *err)
{
	char c = 0;

	return tq_json_peek(tape, &c, err) && tq_json_take(tape, text, err) &&
	       tq_json_check(text->p, text->n, TQ_MAX_DEPTH, err);
}

/* Over `"key" :`; key is the text without its quotes. */
static bool
take_key(struct tq_tape *tape, struct tq_buf *text, struct tq_str *key, struct tq_err *err)
{
	char c = 0;

	if (!tq_json_peek(tape, &c, err))
		return false;
	if (c != '"')
		return tq_fail(err, TQ_DATA, "no key before '%c'", c);
	if (!take_checked(tape, text, err) || !tq_json_peek(tape, &c, err))
		return false;
	*key = (struct tq_str){text->p + 1, text->n - 2};
	if (c != ':')
		return tq_fail(err, TQ_DATA, "no ':' behind key '%.*s'", TQ_STR_ARG(*key));
	tq_tape_skip(tape, 1);
	return tq_json_peek(tape, &c, err);
}

/* Behind a member: the next one, or the end of the object. */
static bool
next_member(struct tq_tape *tape, bool *end, struct tq_err *err)
{
	char c = 0;

	if (!tq_json_peek(tape, &c, err))
		return false;
	if (c != ',' && c != '}')
		return tq_fail(err, TQ_DATA, "neither ',' nor '}' behind a value");
	*end = c == '}';
	tq_tape_skip(tape, 1);
	return true;
}

static bool
is_usual(struct tq_str key)
{
	static const char *const usual[] = {"data",  "rows",  "candles", "results", "result",
					    "bars",  "values", "prices", "history", "klines",
					    "quotes", "trades"};

	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (tq_str_is(key, usual[i]))
			return true;
	return false;
}

/* Whether a member leads to the rows: into an object on the way, or into their array. */
static bool
leads(struct tq_str key, char c, const char *path)
{
	size_t n = path ? strcspn(path, ".") : 0;

	if (!path)
		return is_usual(key) && c == '[';
	return tq_str_eq(key, (struct tq_str){path, n}) && c == (path[n] ? '{' : '[');
}

static bool
no_rows(const char *key, struct tq_err *err)
{
	if (key)
		return tq_fail(err, TQ_DATA, "no array under '%s' (--rows)", key);
	return tq_fail(err, TQ_DATA, "no array of rows found: name its key with --rows");
}

/* Inside an object: on to the array of rows. */
static bool
find_in_object(struct tq_tape *tape, const char *key, struct tq_buf *text, size_t *closers,
	       struct tq_err *err)
{
	const char *path = key;
	bool end = false;
	char c = 0;

	while (!end) {
		struct tq_str name;

		if (!tq_json_peek(tape, &c, err))
			return false;
		if (c == '}')
			break;
		if (!take_key(tape, text, &name, err))
			return false;
		c = *tq_tape_p(tape);
		if (leads(name, c, path)) {
			tq_tape_skip(tape, 1);
			if (c == '[')
				return true;
			(*closers)++;
			path += strcspn(path, ".") + 1;
			continue;
		}
		if (!take_checked(tape, text, err) || !next_member(tape, &end, err))
			return false;
	}
	return no_rows(key, err);
}

static size_t
first_line(const struct tq_tape *tape)
{
	const char *p = tq_tape_p(tape), *newline = memchr(p, '\n', tq_tape_n(tape));

	return newline ? (size_t)(newline - p) : tq_tape_n(tape);
}

/* Whether more than blanks stand behind the first n bytes; reads on to know it. */
static bool
something_behind(struct tq_tape *tape, size_t n, bool *found, struct tq_err *err)
{
	for (;;) {
		for (; n < tq_tape_n(tape); n++)
			if (!is_blank(tq_tape_p(tape)[n])) {
				*found = true;
				return true;
			}
		*found = false;
		if (tape->end)
			return true;
		if (!tq_tape_more(tape, err))
			return false;
	}
}

static bool
has_rows_inside(const char *p, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (p[i] == '[' && (p[i + 1] == '[' || p[i + 1] == '{'))
			return true;
	return false;
}

/*
 * An object at the start is NDJSON when it is a record (type comes first), or
 * whole on its line with other lines behind it, or alone without rows in it.
 */
static bool
is_lines(struct tq_tape *tape, bool *lines, struct tq_err *err)
{
	struct tq_err why;
	size_t n;

	while (!tape->end && tq_tape_n(tape) < TQ_MAX_LINE && first_line(tape) == tq_tape_n(tape))
		if (!tq_tape_more(tape, err))
			return false;
	n = first_line(tape);
	*lines = n > 7 && strncmp(tq_tape_p(tape), "{\"type\"", 7) == 0;
	if (*lines || !tq_json_check(tq_tape_p(tape), n, TQ_MAX_DEPTH, &why))
		return true;
	if (!something_behind(tape, n, lines, err))
		return false;
	*lines = *lines || !has_rows_inside(tq_tape_p(tape), n);
	return true;
}

bool
tq_json_find_rows(struct tq_tape *tape, const char *key, struct tq_buf *text, bool *lines,
		  size_t *closers, struct tq_err *err)
{
	char c = 0;

	*lines = false;
	*closers = 0;
	if (!tq_json_peek(tape, &c, err))
		return false;
	if (c != '[' && c != '{')
		return tq_fail(err, TQ_DATA, "neither an array nor an object");
	if (c == '{' && !key && !is_lines(tape, lines, err))
		return false;
	if (*lines)
		return true;
	tq_tape_skip(tape, 1);
	*closers = c == '{';
	return c == '[' || find_in_object(tape, key, text, closers, err);
}

bool
tq_json_close(struct tq_tape *tape, size_t closers, struct tq_buf *text, struct tq_err *err)
{
	while (closers > 0) {
		struct tq_str name;
		bool end;

		if (!next_member(tape, &end, err))
			return false;
		closers -= end;
		if (!end && (!take_key(tape, text, &name, err) || !take_checked(tape, text, err)))
			return false;
	}
	if (!tq_json_skip_blanks(tape, err))
		return false;
	if (tq_tape_n(tape) > 0)
		return tq_fail(err, TQ_DATA, "something behind the end of the JSON");
	return true;
}
