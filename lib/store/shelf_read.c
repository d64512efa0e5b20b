/* SPDX-License-Identifier: ISC */
#include "store/shelf.h"

#include "base/mem.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

struct tq_shelf_reader {
	int dir;                 /* held, so that the files stay */
	bool own_dir;            /* a shelf that is only read is held itself */
	char *folder;
	tq_time from, to;
	struct tq_month *month;  /* as they were when the reading began, without holes */
	size_t n, at;
	struct tq_unpacked *file;
};

static void
copy_months(struct tq_shelf_reader *reader, const struct tq_manifest *m)
{
	reader->month = tq_alloc(m->n, sizeof(*reader->month));
	for (size_t i = 0; i < m->n; i++) {
		int month = m->month[i].month;

		if (m->month[i].n == 0 || tq_month_start(month) >= reader->to ||
		    tq_month_start(month + 1) <= reader->from)
			continue;
		reader->month[reader->n] = m->month[i];
		reader->month[reader->n++].holes = (struct tq_holes){0};
	}
}

struct tq_shelf_reader *
tq_shelf_read(struct tq_shelf *shelf, tq_time from, tq_time to, struct tq_err *err)
{
	struct tq_shelf_reader *reader;

	if (shelf->broken) {
		tq_fail(err, TQ_BUG, "store: a read of a shelf whose writing failed");
		return NULL;
	}
	reader = tq_alloc(1, sizeof(*reader));
	reader->from = from;
	reader->to = to;
	reader->folder = tq_str_dup(tq_str(shelf->folder));
	copy_months(reader, &shelf->manifest);
	reader->own_dir = shelf->write;
	reader->dir = shelf->dir;
	if (!reader->own_dir)
		return reader;
	reader->dir = openat(shelf->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (reader->dir >= 0) {
		flock(reader->dir, LOCK_SH | LOCK_NB);
		return reader;
	}
	tq_fail_errno(err, TQ_IO, "cannot open folder '%s'", shelf->folder);
	tq_shelf_read_end(reader);
	return NULL;
}

static bool
open_month(struct tq_shelf_reader *reader, struct tq_err *err)
{
	const struct tq_month *month = &reader->month[reader->at];
	struct tq_packed was = tq_month_packed(month);
	struct tq_buf name = {0};

	tq_month_file(month, &name);
	reader->file = tq_unpacked_open(reader->dir, tq_buf_text(&name), &was, err);
	tq_buf_fini(&name);
	return reader->file || tq_fail_prefix(err, "'%s'", reader->folder);
}

/* The lines of from..to among lines of a month that is not wholly in it. */
static bool
trim(const struct tq_shelf_reader *reader, struct tq_str *lines, struct tq_err *err)
{
	const char *end = lines->p + lines->n, *first = NULL, *p = lines->p;

	while (p < end) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		tq_time time;

		if (!tq_line_time((struct tq_str){p, (size_t)(newline - p)}, &time))
			return tq_fail(err, TQ_DATA, "'%s': a line that is no record",
				       reader->folder);
		if (time >= reader->to)
			break;
		if (time >= reader->from && !first)
			first = p;
		p = newline + 1;
	}
	*lines = (struct tq_str){first, first ? (size_t)(p - first) : 0};
	return true;
}

bool
tq_shelf_next(struct tq_shelf_reader *reader, struct tq_str *lines, struct tq_err *err)
{
	*lines = (struct tq_str){NULL, 0};
	while (lines->n == 0 && reader->at < reader->n) {
		int month = reader->month[reader->at].month;

		if (!reader->file && !open_month(reader, err))
			return false;
		if (!tq_unpacked_next(reader->file, lines, err))
			return tq_fail_prefix(err, "'%s'", reader->folder);
		if (lines->n == 0) {
			tq_unpacked_close(reader->file);
			reader->file = NULL;
			reader->at++;
		} else if ((reader->from > tq_month_start(month) ||
			    reader->to < tq_month_start(month + 1)) &&
			   !trim(reader, lines, err)) {
			return false;
		}
	}
	return true;
}

void
tq_shelf_read_end(struct tq_shelf_reader *reader)
{
	if (!reader)
		return;
	tq_unpacked_close(reader->file);
	if (reader->own_dir && reader->dir >= 0)
		close(reader->dir);
	free(reader->month);
	free(reader->folder);
	free(reader);
}
