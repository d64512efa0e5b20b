/* SPDX-License-Identifier: ISC */
#include "record/kway.h"

#include "base/mem.h"
#include "record/stream.h"
#include "record/watermark.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	BLOCKS = 2 * 1024 * 1024, /* shared by the inputs ... */
	LEAST = 32 * 1024,        /* ... of which each gets at least this */
	MOST = 512 * 1024,
	LONG_LINE_SHOWN = 256     /* bytes of a line over --max-line in its reject */
};

struct input {
	const char *name;
	int fd;
	struct tq_reader *reader;
	char *block;             /* TQ_SCAN_PAD readable bytes behind cap */
	size_t cap, start, end;
	const char *limit;       /* behind the last newline there is; NULL: none */
	uint64_t line_no, offset;
	bool ended;              /* nothing more will be read */
	bool in_long_line;       /* which was refused already */
	struct tq_rec *rec;      /* the next record; NULL: there is none any more */
	struct tq_kway_key key;
};

struct merge {
	const struct tq_kway *kway;
	struct tq_run *run;
	struct input *inputs;
	size_t n;
	size_t *heap;            /* inputs that have a record, the first one on top */
	size_t n_heap;
	size_t max_line;
	struct tq_watermarks *marks;     /* NULL: no state */
};

/* What waits in the output lies in the block that is going to change. */
static bool
before_read(struct merge *m, const struct input *in, struct tq_err *err)
{
	struct pollfd poll_fd = {.fd = in->fd, .events = POLLIN};

	tq_out_raw(m->run->out, (struct tq_str){"", 0});
	return tq_stream_write(m->run->stream, poll(&poll_fd, 1, 0) == 0, err);
}

static void
make_room(struct input *in)
{
	if (in->start > 0) {
		memmove(in->block, in->block + in->start, in->end - in->start);
		in->end -= in->start;
		in->start = 0;
	}
	if (in->cap - in->end < in->cap / 4) {
		in->cap *= 2;
		in->block = tq_realloc(in->block, in->cap + TQ_SCAN_PAD, 1);
	}
}

/* The rest of a line that was refused for its length goes unseen. */
static void
drop_long_line(struct input *in)
{
	const char *newline = memchr(in->block + in->start, '\n', in->end - in->start);
	size_t next = newline != NULL ? (size_t)(newline - in->block) + 1 : in->end;

	in->offset += next - in->start;
	in->start = next;
	in->in_long_line = newline == NULL;
}

/* Reads once; at the end of the input a last line gets its newline. */
static bool
read_more(struct merge *m, struct input *in, struct tq_err *err)
{
	ssize_t got;

	if (!before_read(m, in, err))
		return false;
	make_room(in);
	do
		got = read(in->fd, in->block + in->end, in->cap - in->end);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return tq_fail_errno(err, TQ_IO, "cannot read '%s'", in->name);
	tq_stream_count(m->run->stream, 0, (uint64_t)got);
	in->ended = got == 0;
	in->end += (size_t)got;
	if (in->in_long_line)
		drop_long_line(in);
	if (in->ended && in->start < in->end)
		in->block[in->end++] = '\n';
	in->limit = NULL;
	for (size_t at = in->end; at > in->start && in->limit == NULL; at--)
		if (in->block[at - 1] == '\n')
			in->limit = in->block + at;
	return true;
}

static bool
refuse(struct merge *m, const struct input *in, size_t n, struct tq_err *err)
{
	return tq_stream_refuse(m->run->stream, in->name, in->line_no, in->offset,
				(struct tq_str){in->block + in->start, n}, err);
}

static bool
refuse_long_line(struct merge *m, struct input *in, struct tq_err *err)
{
	size_t there = in->end - in->start;

	in->line_no++;
	tq_stream_count(m->run->stream, 1, 0);
	tq_fail(err, TQ_DATA, "line is longer than %zu bytes (--max-line)", m->max_line);
	if (!refuse(m, in, there < LONG_LINE_SHOWN ? there : LONG_LINE_SHOWN, err))
		return false;
	in->in_long_line = true;
	drop_long_line(in);
	return true;
}

/* The place of a record that was read; *seen: it was counted before the resume. */
static bool
place(struct merge *m, struct input *in, struct tq_rec *rec, bool *seen, struct tq_err *err)
{
	struct tq_kway_key key = {.time = TQ_TIME_NONE};

	*seen = m->marks != NULL && tq_watermarks_seen(m->marks, rec);
	if (*seen)
		return true;
	if (!m->kway->key(m->kway->self, rec, (size_t)(in - m->inputs), &key, err))
		return false;
	if (key.time == TQ_TIME_NONE)
		return true;
	if (key.time < in->key.time)
		return tq_fail(err, TQ_DATA, "time %s < %s before it (time-order)",
			       tq_show_time(key.time).text, tq_show_time(in->key.time).text);
	in->key = key;
	return true;
}

/* Steps over the line that was the input's next one. */
static void
step(struct input *in, size_t n)
{
	in->start += n + 1;
	in->offset += n + 1;
}

/* The input's next record into in->rec; NULL at its end. */
static bool
next(struct merge *m, struct input *in, struct tq_err *err)
{
	in->rec = NULL;
	for (;;) {
		const char *line = in->block + in->start;
		struct tq_rec *rec;
		bool seen = false;
		size_t n;

		if (in->limit == NULL || line >= in->limit) {
			if (in->end - in->start > m->max_line && !in->in_long_line &&
			    !refuse_long_line(m, in, err))
				return false;
			if (in->ended)
				return true;
			if (!read_more(m, in, err))
				return false;
			continue;
		}
		rec = tq_reader_line(in->reader, line, in->limit, &n, err);
		in->line_no++;
		tq_stream_count(m->run->stream, 1, 0);
		if (rec != NULL && place(m, in, rec, &seen, err) && !seen) {
			rec->line_no = in->line_no;
			rec->offset = in->offset;
			in->rec = rec;
			return true;
		}
		if (!seen && !refuse(m, in, n, err))
			return false;
		step(in, n);
	}
}

static bool
is_before(const struct merge *m, size_t a, size_t b)
{
	const struct tq_kway_key *x = &m->inputs[a].key, *y = &m->inputs[b].key;

	if (x->time != y->time)
		return x->time < y->time;
	return x->rank != y->rank ? x->rank < y->rank : a < b;
}

static void
sift_down(struct merge *m, size_t at)
{
	for (;;) {
		size_t least = 2 * at + 1, moved;

		if (least >= m->n_heap)
			return;
		if (least + 1 < m->n_heap && is_before(m, m->heap[least + 1], m->heap[least]))
			least++;
		if (!is_before(m, m->heap[least], m->heap[at]))
			return;
		moved = m->heap[at];
		m->heap[at] = m->heap[least];
		m->heap[least] = moved;
		at = least;
	}
}

/* Takes the first record of all; *done when there is none. */
static bool
take_first(struct merge *m, struct tq_err *err)
{
	struct input *in = &m->inputs[m->heap[0]];
	size_t n = in->rec->n;

	if (m->kway->take(m->kway->self, in->rec, m->heap[0], in->key.time, m->run->out, err)) {
		if (m->marks != NULL && tq_watermarks_seen(m->marks, in->rec) == false)
			tq_watermarks_count(m->marks);
	} else if (!refuse(m, in, n, err)) {
		return false;
	}
	if (!tq_stream_write(m->run->stream, false, err))
		return false;
	step(in, n);
	if (!next(m, in, err))
		return false;
	if (in->rec == NULL)
		m->heap[0] = m->heap[--m->n_heap];
	sift_down(m, 0);
	return true;
}

static bool
open_input(struct merge *m, struct input *in, const char *operand, struct tq_err *err)
{
	in->key.time = m->kway->from;
	in->reader = tq_reader_twin(m->run->reader);
	in->cap = BLOCKS / m->n < LEAST ? LEAST : BLOCKS / m->n > MOST ? MOST : BLOCKS / m->n;
	in->block = tq_alloc(in->cap + TQ_SCAN_PAD, 1);
	if (operand == NULL || strcmp(operand, "-") == 0) {
		in->name = "stdin";
		in->fd = STDIN_FILENO;
		return true;
	}
	in->name = operand;
	in->fd = open(operand, O_RDONLY | O_CLOEXEC);
	if (in->fd < 0)
		return tq_fail_errno(err, TQ_IO, "cannot open '%s'", operand);
	tq_grow_pipe(in->fd);
	return true;
}

static bool
run_inputs(struct merge *m, struct tq_err *err)
{
	for (size_t i = 0; i < m->n; i++)
		if (!open_input(m, &m->inputs[i], m->run->n_operands > 0 ? m->run->operands[i]
									  : NULL, err))
			return false;
	for (size_t i = 0; i < m->n; i++) {
		if (!next(m, &m->inputs[i], err))
			return false;
		if (m->inputs[i].rec != NULL)
			m->heap[m->n_heap++] = i;
	}
	for (size_t at = m->n_heap / 2; at-- > 0;)
		sift_down(m, at);
	while (m->n_heap > 0)
		if (!take_first(m, err))
			return false;
	return true;
}

static void
close_inputs(struct merge *m)
{
	for (size_t i = 0; i < m->n; i++) {
		if (m->inputs[i].fd > STDIN_FILENO)
			close(m->inputs[i].fd);
		tq_reader_free(m->inputs[i].reader);
		free(m->inputs[i].block);
	}
	free(m->inputs);
	free(m->heap);
}

bool
tq_kway_run(const struct tq_kway *kway, struct tq_run *run, struct tq_err *err)
{
	const struct tq_stream_options *options = tq_stream_options(run->stream);
	struct merge m = {.kway = kway, .run = run, .max_line = options->max_line};
	bool ok;

	m.n = run->n_operands > 0 ? run->n_operands : 1;
	m.inputs = tq_alloc(m.n, sizeof(*m.inputs));
	m.heap = tq_alloc(m.n, sizeof(*m.heap));
	m.marks = options->watermarks ? tq_stream_watermarks(run->stream) : NULL;
	ok = run_inputs(&m, err);
	tq_out_raw(run->out, (struct tq_str){"", 0}); /* the blocks go */
	close_inputs(&m);
	return ok;
}
