/* SPDX-License-Identifier: ISC */
#include "record/sink.h"

#include "base/file.h"
#include "base/mem.h"
#include "num/f64.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
	SPAN_WORTH_A_WRITE = 16 * 1024,
	HOUR_TEXT = 15,          /* "2024-01-01T00: */
	FIELD_ROOM = 64          /* any number or time with its quotes */
};

struct tq_out *
tq_out_new(int fd)
{
	struct tq_out *out = tq_alloc(1, sizeof(*out));

	out->fd = fd;
	out->hour = TQ_TIME_NONE;
	tq_buf_room(&out->made, (size_t)256 * 1024);
	return out;
}

void
tq_out_free(struct tq_out *out)
{
	if (out == NULL)
		return;
	tq_buf_fini(&out->made);
	free(out);
}

/* Both parts in one system call where the kernel takes them whole. */
static bool
write_parts(struct tq_out *out)
{
	struct iovec part[2] = {{out->made.p, out->made.n},
				{(void *)(uintptr_t)out->span, out->span_n}};
	ssize_t wrote;

	do
		wrote = writev(out->fd, part, 2);
	while (wrote < 0 && errno == EINTR);
	if (wrote < 0)
		return tq_fail_errno(&out->err, TQ_IO, "cannot write");
	for (int i = 0; i < 2; i++) {
		size_t done = (size_t)wrote < part[i].iov_len ? (size_t)wrote : part[i].iov_len;

		wrote -= (ssize_t)done;
		if (done < part[i].iov_len &&
		    !tq_write_all(out->fd, (char *)part[i].iov_base + done, part[i].iov_len - done,
				  &out->err))
			return false;
	}
	return true;
}

bool
tq_out_flush(struct tq_out *out)
{
	if (out->err.status == TQ_OK && out->made.n + out->span_n > 0) {
		out->bytes += out->made.n + out->span_n;
		write_parts(out);
	}
	out->made.n = 0;
	out->span = NULL;
	out->span_n = 0;
	return out->err.status == TQ_OK;
}

static __attribute__((noinline)) void
write_span(struct tq_out *out)
{
	if (out->span_n >= SPAN_WORTH_A_WRITE) {
		tq_out_flush(out);
		return;
	}
	tq_buf_put(&out->made, out->span, out->span_n);
	out->span = NULL;
	out->span_n = 0;
}

/* Before bytes are made: what was passed on comes first. */
static inline void
settle_span(struct tq_out *out)
{
	if (out->span_n > 0)
		write_span(out);
}

void
tq_out_pass(struct tq_out *out, const struct tq_rec *rec)
{
	out->records++;
	if (out->span_n == 0 || out->span + out->span_n != rec->line) {
		settle_span(out);
		out->span = rec->line;
	}
	out->span_n += rec->n + 1;
}

void
tq_out_kept(struct tq_out *out, struct tq_str line)
{
	out->records++;
	settle_span(out);
	tq_buf_put(&out->made, line.p, line.n);
	tq_buf_put(&out->made, "\n", 1);
}

void
tq_out_extend(struct tq_out *out, const struct tq_rec *rec)
{
	size_t n = rec->n;
	size_t head;

	settle_span(out);
	while (rec->line[n - 1] != '}')
		n--;
	out->tail = (struct tq_str){rec->line + n - 1, rec->n - (n - 1)};
	for (head = n - 1; rec->line[head - 1] == ' ' || rec->line[head - 1] == '\t';)
		head--;
	tq_buf_put(&out->made, rec->line, head);
	out->first = rec->line[head - 1] == '{';
}

void
tq_out_open(struct tq_out *out, enum tq_type type)
{
	struct tq_str head = tq_type_head(type);

	settle_span(out);
	tq_buf_put(&out->made, head.p, head.n);
	out->tail = (struct tq_str){"}", 1};
	out->first = false;
}

void
tq_out_close(struct tq_out *out)
{
	char *p = tq_buf_room(&out->made, out->tail.n + 1);

	/* Nearly every line ends with nothing behind its '}'. */
	*p++ = '}';
	if (out->tail.n > 1) {
		memcpy(p, out->tail.p + 1, out->tail.n - 1);
		p += out->tail.n - 1;
	}
	*p++ = '\n';
	out->made.n = (size_t)(p - out->made.p);
	out->records++;
}

/* Writes ,"name": and returns where a value of up to 48 bytes may be put. */
static inline char *
field_start(struct tq_out *out, int field)
{
	struct tq_str key = tq_field_key(field);
	char *p = tq_buf_room(&out->made, key.n + FIELD_ROOM);
	size_t comma = out->first;

	out->first = false;
	memcpy(p, key.p + comma, key.n - comma);
	return p + key.n - comma;
}

static inline void
field_end(struct tq_out *out, const char *end)
{
	out->made.n = (size_t)(end - out->made.p);
}

static inline char *
put_two(char *p, unsigned x)
{
	p[0] = (char)('0' + x / 10);
	p[1] = (char)('0' + x % 10);
	return p + 2;
}

/* Times mostly come in order: the next one is of the same hour. */
static void
put_time(struct tq_out *out, int field, tq_time t)
{
	char *p = field_start(out, field), *end = p;
	tq_time into = t % TQ_HOUR;

	*end++ = '"';
	end += tq_time_format(t, end);
	*end++ = '"';
	field_end(out, end);
	if (t < INT64_MIN + TQ_HOUR)
		return;
	out->hour = into < 0 ? t - into - TQ_HOUR : t - into;
	memcpy(out->hour_text, p, HOUR_TEXT);
}

void
tq_out_time(struct tq_out *out, int field, tq_time t)
{
	uint64_t into = (uint64_t)t - (uint64_t)out->hour;
	unsigned seconds;
	char *p;

	if (out->hour == TQ_TIME_NONE || into >= (uint64_t)TQ_HOUR ||
	    into % (uint64_t)TQ_SECOND != 0) {
		put_time(out, field, t);
		return;
	}
	seconds = (unsigned)(into / (uint64_t)TQ_SECOND);
	p = field_start(out, field);
	memcpy(p, out->hour_text, sizeof(out->hour_text));
	p = put_two(p + HOUR_TEXT, seconds / 60);
	*p++ = ':';
	p = put_two(p, seconds % 60);
	*p++ = 'Z';
	*p++ = '"';
	field_end(out, p);
}

void
tq_out_dec(struct tq_out *out, int field, struct tq_dec x)
{
	char *p = field_start(out, field);

	field_end(out, p + tq_dec_format(x, p));
}

void
tq_out_f64(struct tq_out *out, int field, double x)
{
	char *p = field_start(out, field);

	field_end(out, p + tq_f64_format(x, p));
}

void
tq_out_int(struct tq_out *out, int field, int64_t x)
{
	tq_out_dec(out, field, tq_dec(x, 0));
}

void
tq_out_bool(struct tq_out *out, int field, bool x)
{
	tq_out_json(out, field, tq_str(x ? "true" : "false"));
}

void
tq_out_null(struct tq_out *out, int field)
{
	tq_out_json(out, field, tq_str("null"));
}

/* A field whose value is text between two bytes, if they are any. */
static inline void
put_between(struct tq_out *out, int field, struct tq_str text, const char *pair)
{
	struct tq_str key = tq_field_key(field);
	size_t comma = out->first;
	char *p = tq_buf_room(&out->made, key.n + text.n + 2);

	out->first = false;
	memcpy(p, key.p + comma, key.n - comma);
	p += key.n - comma;
	if (pair)
		*p++ = pair[0];
	if (text.n > 0)
		memcpy(p, text.p, text.n);
	p += text.n;
	if (pair)
		*p++ = pair[1];
	field_end(out, p);
}

void
tq_out_json(struct tq_out *out, int field, struct tq_str json)
{
	put_between(out, field, json, NULL);
}

void
tq_out_str(struct tq_out *out, int field, struct tq_str written)
{
	put_between(out, field, written, "\"\"");
}

void
tq_out_object(struct tq_out *out, int field, struct tq_str members)
{
	put_between(out, field, members, "{}");
}

void
tq_out_cstr(struct tq_out *out, int field, const char *text)
{
	tq_out_text(out, field, tq_str(text));
}

static inline bool
is_escaped(unsigned char c)
{
	return c < 0x20 || c == '"' || c == '\\' || c == 0x7f;
}

/* Quotes, backslashes and control characters as escapes, the rest as it is. */
static void
put_escaped(struct tq_buf *buf, struct tq_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (!is_escaped(c))
			tq_buf_put(buf, &text.p[i], 1);
		else if (c < 0x20 || c == 0x7f)
			tq_buf_printf(buf, "\\u%04x", c);
		else
			tq_buf_printf(buf, "\\%c", c);
	}
}

void
tq_out_text(struct tq_out *out, int field, struct tq_str text)
{
	size_t plain = 0;

	while (plain < text.n && !is_escaped((unsigned char)text.p[plain]))
		plain++;
	if (plain == text.n) {
		tq_out_str(out, field, text);
		return;
	}
	field_end(out, field_start(out, field));
	tq_buf_put(&out->made, "\"", 1);
	put_escaped(&out->made, text);
	tq_buf_put(&out->made, "\"", 1);
}

char *
tq_out_room(struct tq_out *out, size_t n)
{
	return tq_buf_room(&out->made, n);
}

void
tq_out_wrote(struct tq_out *out, const char *end)
{
	char *start = out->made.p + out->made.n;

	out->made.n = (size_t)(end - out->made.p);
	if (!out->first || end == start)
		return;
	memmove(start, start + 1, (size_t)(end - start) - 1);
	out->made.n--;
	out->first = false;
}

void
tq_out_raw(struct tq_out *out, struct tq_str bytes)
{
	settle_span(out);
	tq_buf_put(&out->made, bytes.p, bytes.n);
}
