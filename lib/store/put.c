/* SPDX-License-Identifier: ISC */
#include "store/shelf.h"

#include "base/mem.h"

#include <stdlib.h>

enum {
	PIECE_ON_DISK = 4 << 20, /* so much text of a month at once is compressed at once */
	HELD_MAX = 32 << 20
};

void
tq_piece_fini(struct tq_piece *piece)
{
	tq_buf_fini(&piece->text);
	free(piece->row);
	tq_bar_runs_fini(&piece->runs);
	*piece = (struct tq_piece){0};
}

static void
drop_pieces(struct tq_staged *staged)
{
	for (size_t i = 0; i < staged->n; i++)
		tq_piece_fini(&staged->piece[i]);
	free(staged->piece);
	tq_spans_fini(&staged->from);
	*staged = (struct tq_staged){.month = staged->month};
}

void
tq_staged_drop(struct tq_shelf *shelf)
{
	for (size_t i = 0; i < shelf->n; i++)
		drop_pieces(&shelf->staged[i]);
	shelf->n = 0;
	shelf->held = 0;
}

static struct tq_staged *
staged_month(struct tq_shelf *shelf, int month)
{
	size_t at = shelf->n;

	while (at > 0 && shelf->staged[at - 1].month >= month)
		at--;
	if (at < shelf->n && shelf->staged[at].month == month)
		return &shelf->staged[at];
	if (shelf->n == shelf->cap) {
		shelf->cap = 2 * shelf->cap + 8;
		shelf->staged = tq_realloc(shelf->staged, shelf->cap, sizeof(*shelf->staged));
	}
	memmove(shelf->staged + at + 1, shelf->staged + at,
		(shelf->n - at) * sizeof(*shelf->staged));
	shelf->staged[at] = (struct tq_staged){.month = month};
	shelf->n++;
	return &shelf->staged[at];
}

/* A page that goes on where the last one ended goes on in its piece. */
static struct tq_piece *
piece_for(struct tq_staged *staged, tq_time from, bool on_disk)
{
	struct tq_piece *last = staged->n > 0 ? &staged->piece[staged->n - 1] : NULL;

	if (last && last->to == from && last->part == 0 && !on_disk)
		return last;
	if (staged->n == staged->cap) {
		staged->cap = 2 * staged->cap + 4;
		staged->piece = tq_realloc(staged->piece, staged->cap, sizeof(*staged->piece));
	}
	staged->piece[staged->n] = (struct tq_piece){0};
	return &staged->piece[staged->n++];
}

static void
keep_in_memory(struct tq_shelf *shelf, struct tq_piece *piece, const struct tq_shelf_row *row,
	       size_t n)
{
	size_t before = piece->text.n;

	if (piece->n + n > piece->cap) {
		piece->cap = piece->cap + piece->cap / 2 + n;
		piece->row = tq_realloc(piece->row, piece->cap, sizeof(*piece->row));
	}
	for (size_t i = 0; i < n; i++) {
		piece->row[piece->n++] = (struct tq_piece_row){row[i].time, piece->text.n};
		tq_buf_put(&piece->text, row[i].line.p, row[i].line.n);
		tq_buf_put(&piece->text, "\n", 1);
	}
	shelf->held += piece->text.n - before;
}

static bool
keep_on_disk(struct tq_shelf *shelf, struct tq_piece *piece, const struct tq_shelf_row *row,
	     size_t n, struct tq_err *err)
{
	struct tq_part part = {.piece = piece};
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++)
		ok = tq_part_put(shelf, &part, row[i].time, row[i].line, err);
	return tq_part_end(&part, ok, err);
}

/* The rows of one month. */
static bool
stage(struct tq_shelf *shelf, int month, struct tq_range range, const struct tq_shelf_row *row,
      size_t n, struct tq_err *err)
{
	struct tq_staged *staged = staged_month(shelf, month);
	struct tq_piece *piece;
	size_t bytes = 0;

	for (size_t i = 0; i < n && bytes < PIECE_ON_DISK; i++)
		bytes += row[i].line.n + 1;
	piece = piece_for(staged, range.from, bytes >= PIECE_ON_DISK);
	piece->to = range.to;
	tq_spans_put(&staged->from, range.from, range.to, staged->n - 1);
	if (bytes >= PIECE_ON_DISK)
		return keep_on_disk(shelf, piece, row, n, err);
	keep_in_memory(shelf, piece, row, n);
	return true;
}

static bool
month_to_disk(struct tq_shelf *shelf, struct tq_staged *staged, struct tq_err *err)
{
	struct tq_piece one = {0};
	struct tq_spans from = {0};

	if (!tq_month_merge(shelf, staged, NULL, &one, err)) {
		tq_piece_fini(&one);
		return false;
	}
	for (size_t i = 0; i < staged->from.n; i++)
		tq_spans_put(&from, staged->from.item[i].from, staged->from.item[i].to, 0);
	drop_pieces(staged);
	staged->from = from;
	one.to = from.item[from.n - 1].to;
	*piece_for(staged, TQ_TIME_NONE, true) = one;
	return true;
}

/* Many small pieces in memory become one on disk for each month. */
static bool
make_room(struct tq_shelf *shelf, struct tq_err *err)
{
	for (size_t i = 0; i < shelf->n; i++) {
		struct tq_staged *staged = &shelf->staged[i];
		size_t held = 0;

		for (size_t k = 0; k < staged->n; k++)
			held += staged->piece[k].text.n;
		if (held > 0 && !month_to_disk(shelf, staged, err))
			return false;
	}
	shelf->held = 0;
	return true;
}

static bool
bad_row(size_t i, const char *what, struct tq_err *err)
{
	return tq_fail(err, TQ_BUG, "store: row %zu that is put %s", i + 1, what);
}

static bool
check_rows(const struct tq_shelf *shelf, struct tq_range range, const struct tq_shelf_row *row,
	   size_t n, struct tq_err *err)
{
	bool twice = !shelf->manifest.grid;
	tq_time before = range.from - 1, time;

	for (size_t i = 0; i < n; i++) {
		if (!tq_line_time(row[i].line, &time) || time != row[i].time)
			return bad_row(i, "does not begin with its type and time", err);
		if (memchr(row[i].line.p, '\n', row[i].line.n))
			return bad_row(i, "has a newline", err);
		if (time < range.from || time >= range.to)
			return bad_row(i, "is outside of what it covers", err);
		if (time < before || (time == before && !twice))
			return bad_row(i, "is not behind the one before", err);
		before = time;
	}
	return true;
}

static bool
check_put(const struct tq_shelf *shelf, struct tq_range range, const char *source,
	  const char *checksum, struct tq_err *err)
{
	if (!shelf->write || shelf->broken)
		return tq_fail(err, TQ_BUG, "store: a put into a shelf that is not to be written");
	if (range.from >= range.to || range.from < tq_month_start(1678 * 12) ||
	    range.to > tq_month_start(2262 * 12))
		return tq_fail(err, TQ_USAGE, "no range from 1678 to 2261 that can be stored");
	if (*source == '\0' || strchr(source, '\n') || (checksum && strchr(checksum, '\n')))
		return tq_fail(err, TQ_BUG, "store: bad name of a source");
	return true;
}

bool
tq_shelf_put(struct tq_shelf *shelf, tq_time from, tq_time to, const char *source,
	     const char *checksum, const struct tq_shelf_row *row, size_t n, struct tq_err *err)
{
	struct tq_range range = {from, to};
	size_t at = 0;

	if (!check_put(shelf, range, source, checksum, err) ||
	    !check_rows(shelf, range, row, n, err))
		return false;
	shelf->changed = true;
	for (int month = tq_month_of(from); tq_month_start(month) < to; month++) {
		tq_time start = tq_month_start(month), end = tq_month_start(month + 1);
		size_t next = at;

		range.from = start > from ? start : from;
		range.to = end < to ? end : to;
		while (next < n && row[next].time < range.to)
			next++;
		if (!stage(shelf, month, range, row + at, next - at, err)) {
			shelf->broken = true;
			return false;
		}
		at = next;
	}
	tq_spans_put(&shelf->covered, from, to,
		     tq_manifest_label(&shelf->manifest, source, checksum));
	if (shelf->held > HELD_MAX && !make_room(shelf, err))
		shelf->broken = true;
	return !shelf->broken;
}
