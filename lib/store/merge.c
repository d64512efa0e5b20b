/* SPDX-License-Identifier: ISC */
#include "store/shelf.h"

#include "base/mem.h"

#include <stdlib.h>

/* Rows one after another, from a piece in memory or a file. */
struct cursor {
	const struct tq_piece *piece;    /* NULL: old */
	const struct tq_month *old;
	struct tq_unpacked *file;
	struct tq_str lines;     /* of the file, from the row at hand on */
	size_t at;               /* in the piece */
	bool open, end;
	tq_time time;
	struct tq_str line;      /* without its newline */
};

bool
tq_line_time(struct tq_str line, tq_time *out)
{
	static const char head[] = "{\"type\":\"", middle[] = "\",\"time\":\"";
	enum { HEAD = sizeof(head) - 1, MIDDLE = sizeof(middle) - 1 };
	const char *end = line.p + line.n, *p, *quote;

	if (line.n < HEAD + MIDDLE || memcmp(line.p, head, HEAD) != 0)
		return false;
	p = memchr(line.p + HEAD, '"', line.n - HEAD);
	if (!p || end - p < MIDDLE || memcmp(p, middle, MIDDLE) != 0)
		return false;
	p += MIDDLE;
	quote = memchr(p, '"', (size_t)(end - p));
	return quote && tq_time_parse((struct tq_str){p, (size_t)(quote - p)}, out);
}

void
tq_part_name(int part, struct tq_buf *out)
{
	tq_buf_clear(out);
	tq_buf_printf(out, "%d.part", part);
	tq_buf_text(out);
}

bool
tq_part_put(struct tq_shelf *shelf, struct tq_part *part, tq_time time, struct tq_str line,
	    struct tq_err *err)
{
	struct tq_piece *piece = part->piece;

	if (!part->pack) {
		struct tq_buf name = {0};

		piece->part = ++shelf->parts;
		tq_part_name(piece->part, &name);
		part->pack = tq_pack_open(shelf->dir, name.p, err);
		tq_buf_fini(&name);
		if (!part->pack)
			return tq_fail_prefix(err, "'%s'", shelf->folder);
	}
	piece->n++;
	if (shelf->manifest.grid)
		tq_bar_runs_add(&piece->runs, time, shelf->manifest.iv);
	return (tq_pack_put(part->pack, line.p, line.n, err) &&
		tq_pack_put(part->pack, "\n", 1, err)) ||
	       tq_fail_prefix(err, "'%s'", shelf->folder);
}

bool
tq_part_end(struct tq_part *part, bool ok, struct tq_err *err)
{
	if (part->pack && !tq_pack_close(part->pack, ok ? &part->piece->packed : NULL, err))
		ok = false;
	part->pack = NULL;
	return ok;
}

struct tq_packed
tq_month_packed(const struct tq_month *month)
{
	struct tq_packed was = {.bytes = month->bytes, .gzip = month->gzip};

	memcpy(was.sha256, month->sha256, sizeof(was.sha256));
	return was;
}

static bool
cursor_open(struct tq_shelf *shelf, struct cursor *c, struct tq_err *err)
{
	struct tq_buf name = {0};
	struct tq_packed was;

	c->open = true;
	if (c->piece && c->piece->part == 0)
		return true;
	if (c->piece) {
		tq_part_name(c->piece->part, &name);
		c->file = tq_unpacked_open(shelf->dir, name.p, NULL, err);
	} else if (c->old && c->old->n > 0) {
		was = tq_month_packed(c->old);
		tq_month_file(c->old, &name);
		c->file = tq_unpacked_open(shelf->dir, tq_buf_text(&name), &was, err);
	} else {
		c->end = true;
	}
	tq_buf_fini(&name);
	return c->end || c->file != NULL || tq_fail_prefix(err, "'%s'", shelf->folder);
}

static void
next_in_memory(struct cursor *c)
{
	const struct tq_piece *piece = c->piece;
	size_t start, end;

	c->end = c->at == piece->n;
	if (c->end)
		return;
	start = piece->row[c->at].at;
	c->time = piece->row[c->at].time;
	end = ++c->at < piece->n ? piece->row[c->at].at : piece->text.n;
	c->line = (struct tq_str){piece->text.p + start, end - 1 - start};
}

static bool
next_in_file(struct cursor *c, struct tq_err *err)
{
	const char *newline;

	if (c->lines.n == 0 && !tq_unpacked_next(c->file, &c->lines, err))
		return false;
	c->end = c->lines.n == 0;
	if (c->end)
		return true;
	newline = memchr(c->lines.p, '\n', c->lines.n);
	c->line = (struct tq_str){c->lines.p, (size_t)(newline - c->lines.p)};
	c->lines.p += c->line.n + 1;
	c->lines.n -= c->line.n + 1;
	return tq_line_time(c->line, &c->time) ||
	       tq_fail(err, TQ_DATA, "a line that is no record");
}

static bool
cursor_next(struct tq_shelf *shelf, struct cursor *c, struct tq_err *err)
{
	if (c->end || !c->file) {
		if (!c->end)
			next_in_memory(c);
		return true;
	}
	return next_in_file(c, err) || tq_fail_prefix(err, "'%s'", shelf->folder);
}

/* The rows of one source that lie in a span. */
static bool
take_span(struct tq_shelf *shelf, struct cursor *c, struct tq_span span, struct tq_part *part,
	  struct tq_err *err)
{
	if (!c->open && (!cursor_open(shelf, c, err) || !cursor_next(shelf, c, err)))
		return false;
	while (!c->end && c->time < span.to) {
		if (c->time >= span.from && !tq_part_put(shelf, part, c->time, c->line, err))
			return false;
		if (!cursor_next(shelf, c, err))
			return false;
	}
	return true;
}

bool
tq_month_merge(struct tq_shelf *shelf, struct tq_staged *staged, const struct tq_month *old,
	       struct tq_piece *out, struct tq_err *err)
{
	struct cursor *cursor = tq_alloc(staged->n + 1, sizeof(*cursor));
	struct tq_part part = {.piece = out};
	struct tq_spans from = {0};
	bool ok = true;

	for (size_t i = 0; i < staged->n; i++)
		cursor[i].piece = &staged->piece[i];
	cursor[staged->n].old = old;
	if (old)
		tq_spans_put(&from, tq_month_start(staged->month),
			     tq_month_start(staged->month + 1), staged->n);
	for (size_t i = 0; i < staged->from.n; i++)
		tq_spans_put(&from, staged->from.item[i].from, staged->from.item[i].to,
			     staged->from.item[i].label);
	for (size_t i = 0; ok && i < from.n; i++)
		ok = take_span(shelf, &cursor[from.item[i].label], from.item[i], &part, err);
	ok = tq_part_end(&part, ok, err);
	for (size_t i = 0; i <= staged->n; i++)
		tq_unpacked_close(cursor[i].file);
	free(cursor);
	tq_spans_fini(&from);
	return ok;
}
