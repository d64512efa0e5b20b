/* SPDX-License-Identifier: ISC */
#include "record/stream.h"

#include "base/log.h"
#include "base/mem.h"
#include "record/reject.h"
#include "record/watermark.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	BLOCK = 256 * 1024,
	LONG_LINE_SHOWN = 256    /* bytes of a line over --max-line in its reject */
};

struct tq_stream {
	struct tq_stream_options options;
	struct tq_stream_stats stats;
	struct tq_reader *reader;
	struct tq_rejects *rejects;
	struct tq_watermarks marks;

	/* the file that is being read */
	const char *name;
	int fd;
	char *block;             /* TQ_SCAN_PAD readable bytes behind cap */
	size_t cap;
	size_t start, end;       /* of what is not yet processed */
	uint64_t line_no;
	uint64_t offset;         /* in the file, of block[start] */
	bool in_long_line;       /* which was refused already */
	bool told;               /* why the run stops */

	/* who gets the records */
	const struct tq_filter *filter;
	void *self;
	struct tq_run *run;
};

struct tq_stream *
tq_stream_new(const struct tq_stream_options *options)
{
	struct tq_stream *s = tq_alloc(1, sizeof(*s));

	s->options = *options;
	if (s->options.max_line == 0)
		s->options.max_line = TQ_MAX_LINE;
	if (s->options.max_depth == 0)
		s->options.max_depth = TQ_MAX_DEPTH;
	s->reader = tq_reader_new(s->options.max_depth, s->options.max_line);
	s->cap = BLOCK * 2;
	s->block = tq_alloc(s->cap + TQ_SCAN_PAD, 1);
	tq_watermarks_init(&s->marks);
	if (s->options.watermarks) {
		tq_reader_want(s->reader, TQ_F_time);
		tq_reader_want(s->reader, TQ_F_symbol);
		tq_reader_want(s->reader, TQ_F_venue);
		tq_reader_want(s->reader, TQ_F_interval);
		tq_reader_want(s->reader, TQ_F_closed);
	}
	return s;
}

void
tq_stream_free(struct tq_stream *s)
{
	if (s == NULL)
		return;
	tq_reader_free(s->reader);
	tq_rejects_free(s->rejects);
	tq_watermarks_fini(&s->marks);
	free(s->block);
	free(s);
}

struct tq_reader *
tq_stream_reader(struct tq_stream *s)
{
	return s->reader;
}

const struct tq_stream_options *
tq_stream_options(const struct tq_stream *s)
{
	return &s->options;
}

const struct tq_stream_stats *
tq_stream_stats(const struct tq_stream *s)
{
	return &s->stats;
}

struct tq_watermarks *
tq_stream_watermarks(struct tq_stream *s)
{
	return &s->marks;
}

void
tq_want(struct tq_run *run, int field)
{
	tq_reader_want(run->reader, field);
}

/* A line that will not become a record: stop, skip it, or put it aside. */
static bool
refuse_line(struct tq_stream *s, const char *line, size_t n, struct tq_err *err)
{
	if (err->status != TQ_DATA || s->told)
		return false;
	if (s->options.on_error == TQ_ON_ERROR_STOP)
		return tq_fail_prefix(err, "%s:%llu", s->name, (unsigned long long)s->line_no);
	s->stats.refused++;
	if (s->options.on_error == TQ_ON_ERROR_SKIP) {
		tq_log(TQ_LOG_WARN, "%s:%llu: skipped: %s", s->name, (unsigned long long)s->line_no,
		       err->text);
		return true;
	}
	if (s->rejects == NULL) {
		s->rejects = tq_rejects_open(s->options.rejects, s->run->out, err);
		if (s->rejects == NULL)
			return false;
	}
	return tq_rejects_put(s->rejects,
			      &(struct tq_refused){s->run->tool, s->name, s->line_no, s->offset,
						   {line, n}, err->text},
			      err);
}

static bool
process_line(struct tq_stream *s, const char *line, const char *limit, size_t *n,
	     struct tq_err *err)
{
	struct tq_rec *rec = tq_reader_line(s->reader, line, limit, n, err);

	s->stats.lines++;
	s->line_no++;
	if (rec == NULL)
		return refuse_line(s, line, *n, err);
	rec->line_no = s->line_no;
	rec->offset = s->offset;
	if (s->options.watermarks && tq_watermarks_seen(&s->marks, rec)) {
		s->stats.dropped++;
		return true;
	}
	if (!s->filter->record(s->self, rec, s->run->out, err))
		return refuse_line(s, line, *n, err);
	if (s->options.watermarks)
		tq_watermarks_count(&s->marks);
	return true;
}

/* All lines that end before limit. */
static bool
process_lines(struct tq_stream *s, const char *limit, struct tq_err *err)
{
	while (s->block + s->start < limit) {
		size_t n;

		if (!process_line(s, s->block + s->start, limit, &n, err))
			return false;
		if (!tq_out_some(s->run->out)) {
			*err = s->run->out->err;
			return false;
		}
		s->start += n + 1;
		s->offset += n + 1;
	}
	return true;
}

static bool
flush(struct tq_stream *s, struct tq_err *err)
{
	if (tq_out_flush(s->run->out))
		return true;
	*err = s->run->out->err;
	return false;
}

/* Room for another read: what is processed goes, a long line gets more. */
static bool
make_room(struct tq_stream *s, struct tq_err *err)
{
	if (s->cap - s->end >= BLOCK / 4)
		return true;
	if (!flush(s, err)) /* lines passed on lie in the block */
		return false;
	memmove(s->block, s->block + s->start, s->end - s->start);
	s->end -= s->start;
	s->start = 0;
	if (s->cap - s->end < BLOCK / 4) {
		s->cap *= 2;
		s->block = tq_realloc(s->block, s->cap + TQ_SCAN_PAD, 1);
	}
	return true;
}

/*
 * A line that is longer than allowed and not yet at its end: refused by its
 * beginning, and what follows up to its newline is thrown away unseen.
 */
static bool
refuse_long_line(struct tq_stream *s, struct tq_err *err)
{
	size_t there = s->end - s->start;

	s->line_no++;
	s->stats.lines++;
	tq_fail(err, TQ_DATA, "line is longer than %zu bytes (--max-line)", s->options.max_line);
	if (there > LONG_LINE_SHOWN)
		there = LONG_LINE_SHOWN;
	if (!refuse_line(s, s->block + s->start, there, err) || !flush(s, err))
		return false;
	s->in_long_line = true;
	return true;
}

/* Within a long line: drops what is there of it. */
static void
drop_long_line(struct tq_stream *s)
{
	const char *newline = memchr(s->block + s->start, '\n', s->end - s->start);
	size_t next = newline != NULL ? (size_t)(newline - s->block) + 1 : s->end;

	s->offset += next - s->start;
	s->start = next;
	s->in_long_line = newline == NULL;
}

static bool
would_block(int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};

	return poll(&poll_fd, 1, 0) == 0;
}

/* One read behind end; *got 0 at the end of the file. */
static bool
read_more(struct tq_stream *s, size_t *got, struct tq_err *err)
{
	ssize_t n;

	if (!make_room(s, err))
		return false;
	if (would_block(s->fd) && !flush(s, err))
		return false;
	do
		n = read(s->fd, s->block + s->end, s->cap - s->end);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return tq_fail_errno(err, TQ_IO, "cannot read '%s'", s->name);
	*got = (size_t)n;
	s->stats.bytes += (uint64_t)n;
	return true;
}

/* Behind the last newline of the bytes from `from` on, or NULL. */
static const char *
lines_end(const struct tq_stream *s, size_t from)
{
	for (size_t at = s->end; at > from; at--)
		if (s->block[at - 1] == '\n')
			return s->block + at;
	return NULL;
}

static bool
run_file(struct tq_stream *s, struct tq_err *err)
{
	size_t got = 0;

	do {
		const char *limit;

		if (!read_more(s, &got, err))
			return false;
		s->end += got;
		if (s->in_long_line)
			drop_long_line(s);
		if (got == 0 && s->start < s->end) {
			s->block[s->end++] = '\n'; /* the last line has no newline */
			got = 1;
		}
		limit = lines_end(s, s->end - got > s->start ? s->end - got : s->start);
		if (limit != NULL && !process_lines(s, limit, err))
			return false;
		if (s->end - s->start > s->options.max_line && !refuse_long_line(s, err))
			return false;
	} while (got > 0);
	return flush(s, err);
}

static bool
run_operand(struct tq_stream *s, const char *operand, struct tq_err *err)
{
	bool ok;

	s->start = s->end = 0;
	s->line_no = s->offset = 0;
	s->in_long_line = false;
	if (operand == NULL || strcmp(operand, "-") == 0) {
		s->name = "stdin";
		s->fd = STDIN_FILENO;
		return run_file(s, err);
	}
	s->name = operand;
	s->fd = open(operand, O_RDONLY | O_CLOEXEC);
	if (s->fd < 0)
		return tq_fail_errno(err, TQ_IO, "cannot open '%s'", operand);
	ok = run_file(s, err);
	close(s->fd);
	return ok;
}

bool
tq_stream_refuse(struct tq_stream *s, const char *file, uint64_t line_no, uint64_t offset,
		 struct tq_str row, struct tq_err *err)
{
	s->name = file;
	s->line_no = line_no;
	s->offset = offset;
	return refuse_line(s, row.p, row.n, err);
}

bool
tq_stream_refuse_held(struct tq_stream *s, const char *file, uint64_t line_no, uint64_t offset,
		      struct tq_str line, struct tq_err *err)
{
	struct tq_stream here = *s;

	s->told = !tq_stream_refuse(s, file, line_no, offset, line, err);
	s->name = here.name;
	s->line_no = here.line_no;
	s->offset = here.offset;
	return !s->told;
}

const char *
tq_stream_name(const struct tq_stream *s)
{
	return s->name;
}

void
tq_stream_count(struct tq_stream *s, uint64_t lines, uint64_t bytes)
{
	s->stats.lines += lines;
	s->stats.bytes += bytes;
}

bool
tq_stream_write(struct tq_stream *s, bool all, struct tq_err *err)
{
	if (all ? tq_out_flush(s->run->out) : tq_out_some(s->run->out))
		return true;
	*err = s->run->out->err;
	return false;
}

static bool
run_operands(struct tq_stream *s, struct tq_err *err)
{
	if (s->run->n_operands == 0)
		return run_operand(s, NULL, err);
	for (size_t i = 0; i < s->run->n_operands; i++)
		if (!run_operand(s, s->run->operands[i], err))
			return false;
	return true;
}

bool
tq_stream_run(struct tq_stream *s, const struct tq_filter *filter, void *self, struct tq_run *run,
	      struct tq_err *err)
{
	s->filter = filter;
	s->self = self;
	s->run = run;
	tq_grow_pipe(STDIN_FILENO);
	tq_grow_pipe(run->out->fd);
	run->stream = s;
	if (filter->source ? !filter->source(self, run, err) : !run_operands(s, err))
		return false;
	if (s->rejects != NULL && !tq_rejects_close(s->rejects, err))
		return false;
	if (s->options.on_error == TQ_ON_ERROR_SKIP && s->stats.refused > 0)
		return tq_fail(err, TQ_DATA, "%llu of %llu lines skipped",
			       (unsigned long long)s->stats.refused,
			       (unsigned long long)s->stats.lines);
	return true;
}
