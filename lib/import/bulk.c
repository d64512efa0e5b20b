/* SPDX-License-Identifier: ISC */
#include "import/bulk.h"

#include "base/mem.h"
#include "import/bulk_row.h"
#include "import/unpack.h"
#include "record/reader.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* More text than any archive's file has: a zip bomb ends here. */
static const size_t text_max = (size_t)8 << 30;

struct reading {
	struct tq_bulk_plan plan;
	struct tq_bulk *out;
	struct tq_buf in;        /* the lines that came, the last one perhaps in part */
	size_t line;
	tq_time from, to, before;
};

static bool
keep_row(struct reading *r, size_t at, tq_time time, struct tq_err *err)
{
	struct tq_bulk *out = r->out;
	bool bars = r->plan.form->made == TQ_MADE_BAR;

	if (time < r->before || (time == r->before && bars))
		return tq_fail(err, TQ_DATA, "its time is not behind that of the row before");
	r->before = time;
	if (time < r->from || time >= r->to) {
		out->text.n = at;
		return true;
	}
	if (out->n == out->cap) {
		out->cap = out->cap ? 2 * out->cap : 1024;
		out->row = tq_realloc(out->row, out->cap, sizeof(*out->row));
	}
	out->row[out->n++] = (struct tq_bulk_row){time, at, out->text.n - 1 - at};
	return true;
}

static bool
read_line(struct reading *r, struct tq_str line, struct tq_err *err)
{
	size_t at = r->out->text.n;
	tq_time time;

	r->line++;
	if (r->line == 1 && r->plan.form->header_maybe &&
	    (line.n == 0 || line.p[0] < '0' || line.p[0] > '9'))
		return true;
	return (tq_bulk_row_make(&r->plan, line, &r->out->text, &time, err) &&
		keep_row(r, at, time, err)) ||
	       tq_fail_prefix(err, "line %zu", r->line);
}

/* All whole lines of in; what is left of it is the beginning of one. */
static bool
read_lines(struct reading *r, struct tq_err *err)
{
	const char *p = r->in.p, *end = p + r->in.n, *newline;

	while ((newline = memchr(p, '\n', (size_t)(end - p)))) {
		if (!read_line(r, (struct tq_str){p, (size_t)(newline - p)}, err))
			return false;
		p = newline + 1;
	}
	r->in.n = (size_t)(end - p);
	memmove(r->in.p, p, r->in.n);
	return true;
}

static bool
take(struct reading *r, struct tq_str bytes, struct tq_err *err)
{
	tq_buf_put(&r->in, bytes.p, bytes.n);
	tq_buf_room(&r->in, TQ_BULK_PAD);
	if (r->out->text.n > text_max)
		return tq_fail(err, TQ_DATA, "it unpacks to more than %zu bytes", text_max);
	if (!read_lines(r, err))
		return false;
	return r->in.n <= TQ_MAX_LINE ||
	       tq_fail(err, TQ_DATA, "line %zu: longer than %d bytes", r->line + 1, TQ_MAX_LINE);
}

static bool
read_member(struct reading *r, struct tq_unpack *u, struct tq_err *err)
{
	struct tq_str bytes;

	do {
		if (!tq_unpack_block(u, &bytes, err))
			return false;
		if (bytes.n > 0 && !take(r, bytes, err))
			return tq_fail_prefix(err, "%s", tq_unpack_place(u));
	} while (bytes.n > 0);
	/* The last line need not end. */
	if (r->in.n > 0 && !take(r, (struct tq_str){"\n", 1}, err))
		return tq_fail_prefix(err, "%s", tq_unpack_place(u));
	return r->before != TQ_TIME_NONE ||
	       tq_fail(err, TQ_DATA, "%s: no row in it", tq_unpack_place(u));
}

static uint32_t
little(const char *p, size_t n)
{
	uint32_t x = 0;

	while (n-- > 0)
		x = x << 8 | (unsigned char)p[n];
	return x;
}

/*
 * Whether the end record of a zip (APPNOTE 4.3.16) is the last thing in it, and
 * the directory ends where it begins: libarchive reads what there is of a zip
 * that is cut off behind its last file.
 */
static bool
has_end(const char *tail, size_t n, uint64_t size)
{
	enum { END = 22 };
	static const uint32_t elsewhere = UINT32_MAX;    /* in the record of zip64 */

	for (size_t i = n >= END ? n - END + 1 : 0; i-- > 0;) {
		const char *end = tail + i;
		uint64_t directory = little(end + 16, 4);

		if (memcmp(end, "PK\5\6", 4) != 0 || little(end + 20, 2) != n - i - END)
			continue;
		return directory == elsewhere || directory + little(end + 12, 4) == size - n + i;
	}
	return false;
}

/* What does not begin as a zip may be an error page under a zip's name. */
static bool
check_ends(int fd, const char *path, struct tq_err *err)
{
	enum { TAIL = 65535 + 22 };
	char *tail = tq_alloc(TAIL, 1);
	char head[4] = "";
	off_t size = lseek(fd, 0, SEEK_END);
	off_t from = size > TAIL ? size - TAIL : 0;
	ssize_t n = pread(fd, head, sizeof(head), 0);
	bool ok = size >= 0 && n >= 0;

	if (!ok)
		tq_fail_errno(err, TQ_IO, "cannot read '%s'", path);
	else if (n < 4 || memcmp(head, "PK\3\4", 4) != 0)
		ok = tq_fail(err, TQ_DATA, "%s: no zip with a file in it", path);
	else if (pread(fd, tail, TAIL, from) != size - from ||
		 !has_end(tail, (size_t)(size - from), (uint64_t)size))
		ok = tq_fail(err, TQ_DATA, "%s: damaged or cut-off archive: its end is missing",
			     path);
	free(tail);
	return ok;
}

static bool
is_zip(const char *path, struct tq_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return tq_fail_errno(err, TQ_IO, "cannot open '%s'", path);
	ok = check_ends(fd, path, err);
	close(fd);
	return ok;
}

static bool
read_zip(struct reading *r, const char *path, struct tq_err *err)
{
	struct tq_unpack *u = tq_unpack_open(path, err);
	size_t n = strlen(path);
	bool found, ok;

	if (!u)
		return false;
	ok = tq_unpack_member(u, &found, err);
	if (ok && !found)
		ok = tq_fail(err, TQ_DATA, "%s: no file in it", path);
	/* The place is path(member). */
	if (ok && strchr(tq_unpack_place(u) + n, '/'))
		ok = tq_fail(err, TQ_DATA, "%s: a file with a folder is none of an archive",
			     tq_unpack_place(u));
	ok = ok && read_member(r, u, err) && tq_unpack_member(u, &found, err);
	if (ok && found)
		ok = tq_fail(err, TQ_DATA, "%s: more than one file in it", path);
	tq_unpack_close(u);
	return ok;
}

bool
tq_bulk_read(const char *path, const struct tq_bulk_form *form, tq_time from, tq_time to,
	     struct tq_bulk *out, struct tq_err *err)
{
	struct reading r = {.out = out, .from = from, .to = to, .before = TQ_TIME_NONE};
	bool ok;

	*out = (struct tq_bulk){0};
	ok = tq_bulk_plan(&r.plan, form, err) && is_zip(path, err) && read_zip(&r, path, err);
	tq_bulk_plan_fini(&r.plan);
	tq_buf_fini(&r.in);
	if (!ok)
		tq_bulk_fini(out);
	return ok;
}

void
tq_bulk_fini(struct tq_bulk *bulk)
{
	tq_buf_fini(&bulk->text);
	free(bulk->row);
	*bulk = (struct tq_bulk){0};
}
