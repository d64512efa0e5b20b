/* SPDX-License-Identifier: ISC */
#include "net/entry_head.h"

#include "base/mem.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "net/http_date.h"
#include "record/reader.h"
#include "record/skip.h"
#include "state/text.h"

#include <inttypes.h>
#include <stdlib.h>

enum { HEAD_DEPTH = 4, STATUS_MAX = 999 };

bool
tq_entry_keeps(const char *name)
{
	/* RFC 9110, 7.6.1 and 8: of one connection, or of the form in which the body came. */
	static const char *const transfer[] = {
		"connection", "keep-alive", "proxy-connection", "te", "trailer",
		"transfer-encoding", "upgrade", "content-encoding", "content-length"};
	static const char *const secret[] = {"cookie", "auth", "token", "secret", "api-key",
					     "apikey", "signature", "session", "password"};

	for (size_t i = 0; i < sizeof(transfer) / sizeof(transfer[0]); i++)
		if (strcmp(name, transfer[i]) == 0)
			return false;
	for (size_t i = 0; i < sizeof(secret) / sizeof(secret[0]); i++)
		if (strstr(name, secret[i]))
			return false;
	return true;
}

/* A text as a JSON string, without secrets. Bytes that are no UTF-8 count as Latin-1. */
static void
put_text(struct tq_buf *out, const char *text)
{
	struct tq_buf hidden = {0}, latin = {0};
	struct tq_err no;
	size_t start = out->n;

	tq_buf_puts(&hidden, text);
	tq_secret_hide(&hidden);
	tq_state_put_text(out, tq_buf_str(&hidden));
	if (!tq_json_check(out->p + start, out->n - start, 1, &no)) {
		for (size_t i = start; i < out->n; i++) {
			unsigned char c = (unsigned char)out->p[i];

			if (c < 0x80)
				tq_buf_put(&latin, &out->p[i], 1);
			else
				tq_buf_printf(&latin, "\\u%04x", c);
		}
		out->n = start;
		tq_buf_put(out, latin.p, latin.n);
	}
	tq_buf_fini(&hidden);
	tq_buf_fini(&latin);
}

static void
put_headers(struct tq_buf *out, const struct tq_reply *reply)
{
	bool first = true;

	tq_buf_puts(out, ",\"headers\":[");
	for (size_t i = 0; i < reply->n_headers; i++) {
		if (!tq_entry_keeps(reply->headers[i].name))
			continue;
		tq_buf_puts(out, first ? "[" : ",[");
		put_text(out, reply->headers[i].name);
		tq_buf_puts(out, ",");
		put_text(out, reply->headers[i].value);
		tq_buf_puts(out, "]");
		first = false;
	}
	tq_buf_puts(out, "]");
}

void
tq_entry_put_head(struct tq_buf *out, const struct tq_entry_source *source, int64_t length,
		  const char *sha256)
{
	char time[TQ_TIME_TEXT], check[TQ_SHA256_SIZE];
	size_t start = out->n;
	int n = (int)tq_time_format(source->reply->now, time);

	tq_buf_printf(out, "{\"entry\":1,\"time\":\"%.*s\",\"method\":", n, time);
	put_text(out, source->method);
	tq_buf_puts(out, ",\"url\":");
	put_text(out, source->url);
	tq_buf_printf(out, ",\"status\":%d", source->reply->status);
	put_headers(out, source->reply);
	tq_buf_printf(out, ",\"length\":%" PRId64 ",\"sha256\":\"%s\"", length, sha256);
	tq_sha256(out->p + start, out->n - start, check);
	tq_buf_printf(out, ",\"check\":\"%.*s\"}\n", TQ_ENTRY_CHECK, check);
}

void
tq_entry_fini(struct tq_entry *entry)
{
	free(entry->method);
	free(entry->url);
	tq_reply_fini(&entry->reply);
	*entry = (struct tq_entry){.length = -1};
}

/* What is read of a head so far. */
struct reading {
	const char *line;        /* its first byte */
	struct tq_skip skip;
	struct tq_entry *entry;
	const char *fault;       /* the first one, or NULL */
	bool version, timed;
};

static bool
bad(struct reading *r, const char *fault)
{
	if (!r->fault)
		r->fault = fault;
	return false;
}

static bool
take_text(struct reading *r, const struct tq_value *value, struct tq_buf *out)
{
	tq_buf_clear(out);
	if (value->kind != TQ_STRING)
		return bad(r, "a value is no string");
	tq_value_decode(value, out);
	for (size_t i = 0; i < out->n; i++)
		if (out->p[i] == '\0' || out->p[i] == '\n' || out->p[i] == '\r')
			return bad(r, "a string with a line break in it");
	tq_buf_text(out);
	return true;
}

static bool
take_copy(struct reading *r, const struct tq_value *value, char **copy)
{
	struct tq_buf text = {0};
	bool ok = take_text(r, value, &text);

	if (ok && text.n == 0)
		ok = bad(r, "a text is empty");
	if (ok)
		*copy = tq_str_dup(tq_buf_str(&text));
	tq_buf_fini(&text);
	return ok;
}

static bool
take_int(struct reading *r, const struct tq_value *value, int64_t max, int64_t *out)
{
	if (value->kind != TQ_NUMBER || value->scale != 0 || value->m < 0 || value->m > max)
		return bad(r, "a number out of its range");
	*out = value->m;
	return true;
}

static bool
is_hex(const struct tq_value *value, size_t n)
{
	if (value->kind != TQ_STRING || value->n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!((value->text[i] >= '0' && value->text[i] <= '9') ||
		      (value->text[i] >= 'a' && value->text[i] <= 'f')))
			return false;
	return true;
}

/* Behind '[' or ',' of an array: the next item, or NULL behind its end at *p. */
static const char *
next_item(struct reading *r, const char **p, bool first, struct tq_value *item)
{
	struct tq_fault fault;
	const char *at = tq_scan_blanks(*p);

	if (*at == ']') {
		*p = at + 1;
		return NULL;
	}
	at = first ? at : tq_scan_blanks(at + 1);
	at = tq_skip_value(&r->skip, at, 1, item, &fault);
	*p = at;
	return at;
}

static bool
take_header(struct reading *r, const struct tq_value *pair)
{
	struct tq_buf name = {0}, value = {0};
	struct tq_value text[3];
	const char *p = pair->text + 1;
	size_t n = 0;
	bool ok = false;

	if (pair->kind != TQ_ARRAY)
		return bad(r, "a header is no array");
	while (n < 3 && next_item(r, &p, n == 0, &text[n]))
		n++;
	if (n != 2)
		return bad(r, "a header is no [name, value]");
	if (take_text(r, &text[0], &name) && take_text(r, &text[1], &value)) {
		ok = name.n > 0 || bad(r, "a header without a name");
		if (ok)
			tq_reply_add(&r->entry->reply, tq_buf_str(&name), tq_buf_str(&value));
	}
	tq_buf_fini(&name);
	tq_buf_fini(&value);
	return ok;
}

static bool
take_headers(struct reading *r, const struct tq_value *list)
{
	struct tq_value pair;
	const char *p = list->text + 1;

	if (list->kind != TQ_ARRAY)
		return bad(r, "headers are no array");
	for (bool first = true; next_item(r, &p, first, &pair); first = false)
		if (!take_header(r, &pair))
			return false;
	return true;
}

/* before: the comma or brace that the member stands behind. */
static bool
take_check(struct reading *r, const struct tq_value *value, const char *before, bool last)
{
	char sum[TQ_SHA256_SIZE];

	tq_sha256(r->line, (size_t)(before - r->line), sum);
	if (!last || !is_hex(value, TQ_ENTRY_CHECK) ||
	    memcmp(value->text, sum, TQ_ENTRY_CHECK) != 0)
		return bad(r, "its check does not fit");
	r->entry->checked = true;
	return true;
}

static bool
take_time(struct reading *r, const struct tq_value *value)
{
	r->timed = value->kind == TQ_STRING && !value->escaped &&
		   tq_time_parse((struct tq_str){value->text, value->n}, &r->entry->reply.now);
	return r->timed || bad(r, "no time");
}

static bool
take_member(struct reading *r, struct tq_str name, const struct tq_value *value)
{
	struct tq_entry *entry = r->entry;
	int64_t n = 0;

	if (tq_str_is(name, "entry"))
		return r->version = take_int(r, value, 1, &n) && n == 1;
	if (tq_str_is(name, "time"))
		return take_time(r, value);
	if (tq_str_is(name, "method"))
		return take_copy(r, value, &entry->method);
	if (tq_str_is(name, "url"))
		return take_copy(r, value, &entry->url);
	if (tq_str_is(name, "status")) {
		if (!take_int(r, value, STATUS_MAX, &n))
			return false;
		entry->reply.status = (int)n;
		return true;
	}
	if (tq_str_is(name, "headers"))
		return take_headers(r, value);
	if (tq_str_is(name, "length"))
		return take_int(r, value, INT64_MAX, &entry->length);
	if (tq_str_is(name, "sha256")) {
		if (!is_hex(value, sizeof(entry->sha256) - 1))
			return bad(r, "no SHA-256");
		memcpy(entry->sha256, value->text, value->n);
		return true;
	}
	return bad(r, "a member that no head has");
}

static bool
take_members(struct reading *r)
{
	const char *before = r->line, *p = tq_scan_blanks(before + 1);
	struct tq_fault fault;

	while (*p != '}') {
		struct tq_value key, value;
		struct tq_str name;

		p = tq_scan_string(p, &key, &fault);
		p = p ? tq_scan_blanks(p) + 1 : NULL;
		p = p ? tq_skip_value(&r->skip, tq_scan_blanks(p), 1, &value, &fault) : NULL;
		if (!p)
			return bad(r, fault.what);
		p = tq_scan_blanks(p);
		name = (struct tq_str){key.text, key.n};
		if (tq_str_is(name, "check") ? !take_check(r, &value, before, *p == '}')
					     : !take_member(r, name, &value))
			return false;
		before = p;
		if (*p == ',')
			p = tq_scan_blanks(p + 1);
	}
	return true;
}

static bool
take_head(struct reading *r, size_t n)
{
	struct tq_fault fault;
	struct tq_value v;
	struct tq_entry *entry = r->entry;
	const char *end = *r->line == '{' ? tq_skip_value(&r->skip, r->line, 0, &v, &fault) : NULL;
	const char *date;

	if (!end || end != r->line + n)
		return bad(r, "its head is no JSON object on a line");
	if (!take_members(r))
		return false;
	if (!r->version || !r->timed || !entry->method || !entry->url || entry->reply.status == 0)
		return bad(r, "its head lacks entry, time, method, url or status");
	date = tq_reply_header(&entry->reply, "date");
	entry->reply.date = TQ_TIME_NONE;
	if (date)
		(void)tq_http_date(date, &entry->reply.date);
	return true;
}

bool
tq_entry_head(struct tq_str line, struct tq_entry *entry, struct tq_err *err)
{
	struct reading r = {.entry = entry};
	char *copy = tq_alloc(line.n + 1 + TQ_SCAN_PAD, 1);
	bool ok;

	*entry = (struct tq_entry){.length = -1};
	if (line.n > 0)
		memcpy(copy, line.p, line.n);
	/* The scanner's end of a text; a newline in the line would be one too early. */
	copy[line.n] = '\n';
	r.line = copy;
	tq_skip_init(&r.skip, HEAD_DEPTH);
	ok = take_head(&r, line.n);
	tq_skip_fini(&r.skip);
	free(copy);
	if (ok)
		return true;
	tq_entry_fini(entry);
	return tq_fail(err, TQ_DATA, "%s", r.fault ? r.fault : "its version is not known");
}
