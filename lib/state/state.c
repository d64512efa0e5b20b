/* SPDX-License-Identifier: ISC */
#include "state/state.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "state/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { STATE_MAX = 1 << 30, HEAD = 160, FOOT = 96 };

struct tq_state {
	bool loading;
	bool ok;
	char why[200];           /* what is wrong, when not ok */
	struct tq_buf text;
	size_t at;               /* loading: where the next line begins */
	size_t end;              /* loading: where the last line begins */
	uint64_t lines;
};

bool
tq_state_loading(const struct tq_state *st)
{
	return st->loading;
}

bool
tq_state_ok(const struct tq_state *st)
{
	return st->ok;
}

void
tq_state_refuse(struct tq_state *st, const char *why)
{
	if (!st->ok)
		return;
	st->ok = false;
	snprintf(st->why, sizeof(st->why), "%s", why);
}

/* {"NAME": of the line that is being written. */
static void
begin(struct tq_state *st, const char *name)
{
	tq_buf_printf(&st->text, "{\"%s\":", name);
}

static void
end(struct tq_state *st)
{
	tq_buf_puts(&st->text, "}\n");
	st->lines++;
}

static void
refuse_field(struct tq_state *st, const char *name, const char *what)
{
	char why[200];

	snprintf(why, sizeof(why), "field '%s': %s", name, what);
	tq_state_refuse(st, why);
}

/* The value of the next line, if the line is the field's; n is 0 if it is not. */
static struct tq_str
next(struct tq_state *st, const char *name)
{
	struct tq_str none = {"", 0};
	const char *line = st->text.p + st->at;
	const char *newline = memchr(line, '\n', st->end - st->at);
	size_t n = strlen(name);

	if (!newline) {
		refuse_field(st, name, "the file ends before it");
		return none;
	}
	st->at += (size_t)(newline + 1 - line);
	st->lines++;
	if ((size_t)(newline - line) < n + 5 || memcmp(line, "{\"", 2) != 0 ||
	    memcmp(line + 2, name, n) != 0 || memcmp(line + 2 + n, "\":", 2) != 0 ||
	    newline[-1] != '}') {
		refuse_field(st, name, "another one is in its place");
		return none;
	}
	return (struct tq_str){line + n + 4, (size_t)(newline - 1 - (line + n + 4))};
}

/* What a parser said of a value. */
static void
taken(struct tq_state *st, const char *name, bool understood)
{
	if (st->ok && !understood)
		refuse_field(st, name, "has no value of its kind");
}

void
tq_state_i64(struct tq_state *st, const char *name, int64_t *x)
{
	if (!st->ok)
		return;
	if (st->loading) {
		taken(st, name, tq_state_parse_i64(next(st, name), x));
		return;
	}
	begin(st, name);
	tq_buf_printf(&st->text, "%" PRId64, *x);
	end(st);
}

void
tq_state_bool(struct tq_state *st, const char *name, bool *x)
{
	struct tq_str value;

	if (!st->ok)
		return;
	if (!st->loading) {
		begin(st, name);
		tq_buf_puts(&st->text, *x ? "true" : "false");
		end(st);
		return;
	}
	value = next(st, name);
	*x = tq_str_is(value, "true");
	taken(st, name, *x || tq_str_is(value, "false"));
}

void
tq_state_f64(struct tq_state *st, const char *name, double *x)
{
	if (!st->ok)
		return;
	if (st->loading) {
		taken(st, name, tq_state_parse_f64(next(st, name), x));
		return;
	}
	begin(st, name);
	tq_state_put_f64(&st->text, *x);
	end(st);
}

static bool
parse_f64s(struct tq_str list, double *x, size_t n)
{
	if (list.n < 2 || list.p[0] != '[' || list.p[list.n - 1] != ']')
		return false;
	list = (struct tq_str){list.p + 1, list.n - 2};
	for (size_t i = 0; i < n; i++) {
		const char *comma = list.n > 0 ? memchr(list.p, ',', list.n) : NULL;
		size_t len = comma ? (size_t)(comma - list.p) : list.n;

		if ((comma != NULL) != (i + 1 < n) ||
		    !tq_state_parse_f64((struct tq_str){list.p, len}, &x[i]))
			return false;
		list.p += len + (comma != NULL);
		list.n -= len + (comma != NULL);
	}
	return list.n == 0;
}

void
tq_state_f64s(struct tq_state *st, const char *name, double *x, size_t n)
{
	if (!st->ok)
		return;
	if (st->loading) {
		taken(st, name, parse_f64s(next(st, name), x, n));
		return;
	}
	begin(st, name);
	tq_buf_puts(&st->text, "[");
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			tq_buf_puts(&st->text, ",");
		tq_state_put_f64(&st->text, x[i]);
	}
	tq_buf_puts(&st->text, "]");
	end(st);
}

void
tq_state_dec(struct tq_state *st, const char *name, struct tq_dec *x)
{
	if (!st->ok)
		return;
	if (st->loading) {
		taken(st, name, tq_state_parse_dec(next(st, name), x));
		return;
	}
	begin(st, name);
	tq_state_put_dec(&st->text, *x);
	end(st);
}

void
tq_state_text(struct tq_state *st, const char *name, struct tq_buf *x)
{
	if (!st->ok)
		return;
	if (st->loading) {
		tq_buf_clear(x);
		taken(st, name, tq_state_parse_text(next(st, name), x));
		return;
	}
	begin(st, name);
	tq_state_put_text(&st->text, tq_buf_str(x));
	end(st);
}

void
tq_state_count(struct tq_state *st, const char *name, size_t *n, size_t max)
{
	int64_t count = (int64_t)*n;

	tq_state_i64(st, name, &count);
	if (!st->ok || !st->loading)
		return;
	if (count < 0 || (uint64_t)count > max) {
		refuse_field(st, name, "more than there can be");
		count = 0;
	}
	*n = (size_t)count;
}

static void
head(char out[HEAD], const char *tool, int version, uint64_t options_hash)
{
	snprintf(out, HEAD, "{\"state\":\"%s\",\"version\":%d,\"options\":\"%016" PRIx64 "\"}\n",
		 tool, version, options_hash);
}

static void
foot(char out[FOOT], const struct tq_state *st, size_t n)
{
	snprintf(out, FOOT, "{\"lines\":%" PRIu64 ",\"checksum\":\"%016" PRIx64 "\"}\n", st->lines,
		 tq_hash(st->text.p, n));
}

struct tq_state *
tq_state_new_save(const char *tool, int version, uint64_t options_hash)
{
	struct tq_state *st = tq_alloc(1, sizeof(*st));
	char line[HEAD];

	st->ok = true;
	head(line, tool, version, options_hash);
	tq_buf_puts(&st->text, line);
	st->lines = 1;
	return st;
}

bool
tq_state_commit(struct tq_state *st, const char *path, struct tq_err *err)
{
	struct tq_hold hold;
	char line[FOOT];

	if (!st->ok)
		return tq_fail(err, TQ_MISMATCH, "cannot save state '%s': %s", path, st->why);
	foot(line, st, st->text.n);
	if (!tq_hold_open(&hold, path, false, err))
		return tq_fail_prefix(err, "state");
	if (tq_write_all(hold.fd, st->text.p, st->text.n, err) &&
	    tq_write_all(hold.fd, line, strlen(line), err))
		return tq_hold_commit(&hold, err) || tq_fail_prefix(err, "state");
	tq_hold_drop(&hold);
	return tq_fail_prefix(err, "state '%s'", path);
}

/* Where the last line begins; the text's length if the file does not end in a newline. */
static size_t
last_line(const struct tq_buf *text)
{
	size_t at = text->n;

	if (at == 0 || text->p[at - 1] != '\n')
		return text->n;
	for (at--; at > 0 && text->p[at - 1] != '\n'; at--)
		continue;
	return at;
}

/* The checksum comes first: nothing of a damaged file is believed. */
static bool
check(struct tq_state *st, const char *tool, int version, uint64_t options_hash)
{
	char want[HEAD], ours[FOOT];
	const char *options;
	uint64_t lines = 0;

	st->end = last_line(&st->text);
	for (size_t i = 0; i < st->end; i++)
		lines += st->text.p[i] == '\n';
	st->lines = lines;
	foot(ours, st, st->end);
	if (st->end == 0 || !tq_str_is((struct tq_str){st->text.p + st->end,
						      st->text.n - st->end}, ours)) {
		tq_state_refuse(st, "it is damaged or not whole");
		return false;
	}
	head(want, tool, version, options_hash);
	options = strstr(want, "\"options\":");
	if (st->end >= strlen(want) && memcmp(st->text.p, want, strlen(want)) == 0) {
		st->at = strlen(want);
		st->lines = 1;
		return true;
	}
	if (st->end > (size_t)(options - want) &&
	    memcmp(st->text.p, want, (size_t)(options - want)) == 0)
		tq_state_refuse(st, "it was made with other options");
	else
		tq_state_refuse(st, "it is of another tool or version");
	return false;
}

struct tq_state *
tq_state_open(const char *path, const char *tool, int version, uint64_t options_hash,
	      bool *found, struct tq_err *err)
{
	struct tq_state *st = tq_alloc(1, sizeof(*st));

	st->loading = true;
	st->ok = true;
	*found = false;
	errno = 0;
	if (!tq_read_file(path, STATE_MAX, &st->text, err)) {
		if (errno == ENOENT)
			return st;
		tq_fail_prefix(err, "state");
	} else if (!check(st, tool, version, options_hash)) {
		tq_fail(err, TQ_MISMATCH, "state '%s': %s", path, st->why);
	} else {
		*found = true;
		return st;
	}
	tq_state_free(st);
	return NULL;
}

bool
tq_state_close(struct tq_state *st, struct tq_err *err)
{
	if (st->ok && st->at < st->end)
		tq_state_refuse(st, "it holds more than the tool knows");
	if (!st->ok)
		return tq_fail(err, TQ_MISMATCH, "state: %s", st->why);
	return true;
}

void
tq_state_free(struct tq_state *st)
{
	if (!st)
		return;
	tq_buf_fini(&st->text);
	free(st);
}
