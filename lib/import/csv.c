/* SPDX-License-Identifier: ISC */
#include "import/csv.h"

#include "base/mem.h"

#include <stdlib.h>

/* A row being taken apart; p runs to end. */
struct scan {
	const char *p;
	const char *end;
	bool last;               /* nothing comes behind end */
	size_t doubled;          /* bytes of cells that held doubled quotes */
};

/* What stands behind a cell. */
enum next {
	NEXT_CELL,
	NEXT_ROW,                /* the row is whole */
	NEXT_UNKNOWN,            /* more bytes are needed to say */
	NEXT_BAD                 /* err says why */
};

void
tq_csv_init(struct tq_csv *csv, struct tq_tape *tape, char delimiter)
{
	*csv = (struct tq_csv){.tape = tape, .delimiter = delimiter};
}

void
tq_csv_fini(struct tq_csv *csv)
{
	free(csv->row.cell);
	tq_buf_fini(&csv->unquoted);
}

static void
add_cell(struct tq_csv *csv, const char *p, size_t n)
{
	struct tq_row *row = &csv->row;

	if (row->n == csv->cells_cap) {
		csv->cells_cap = csv->cells_cap ? 2 * csv->cells_cap : 16;
		row->cell = tq_realloc(row->cell, csv->cells_cap, sizeof(*row->cell));
	}
	row->cell[row->n++] = (struct tq_str){p, n};
}

static enum next
bad(struct tq_err *err, const char *what, size_t cell)
{
	tq_fail(err, TQ_DATA, "%s cell %zu", what, cell);
	return NEXT_BAD;
}

static enum next
end_cell(struct tq_csv *csv, struct scan *s, struct tq_err *err)
{
	size_t left = (size_t)(s->end - s->p);

	if (left > 0 && *s->p == '\r') {
		if (left == 1 && !s->last)
			return NEXT_UNKNOWN;
		if (left == 1 || s->p[1] == '\n') {
			s->p++;
			left--;
		}
	}
	if (left == 0)
		return s->last ? NEXT_ROW : NEXT_UNKNOWN;
	if (*s->p == '\n') {
		s->p++;
		return NEXT_ROW;
	}
	if (*s->p != csv->delimiter)
		return bad(err, "text behind the closing quote of", csv->row.n);
	s->p++;
	return NEXT_CELL;
}

/* The cell keeps its doubled quotes for now: the row may have to be read again. */
static enum next
quoted_cell(struct tq_csv *csv, struct scan *s, struct tq_err *err)
{
	const char *start = ++s->p;
	bool doubled = false;

	for (;;) {
		const char *quote = memchr(s->p, '"', (size_t)(s->end - s->p));

		if (!quote && s->last)
			return bad(err, "no closing quote of", csv->row.n + 1);
		if (!quote || (quote + 1 == s->end && !s->last))
			return NEXT_UNKNOWN;
		s->p = quote + 1;
		if (s->p == s->end || *s->p != '"')
			break;
		s->p++;
		doubled = true;
	}
	add_cell(csv, start, (size_t)(s->p - 1 - start));
	if (doubled)
		s->doubled += csv->row.cell[csv->row.n - 1].n;
	return end_cell(csv, s, err);
}

static enum next
bare_cell(struct tq_csv *csv, struct scan *s, struct tq_err *err)
{
	const char *start = s->p, *p = s->p;

	while (p < s->end && !csv->stops[(unsigned char)*p])
		p++;
	if (p == s->end && !s->last)
		return NEXT_UNKNOWN;
	if (p < s->end && *p == '"')
		return bad(err, "a quote inside", csv->row.n + 1);
	if (p < s->end && *p == '\0')
		return bad(err, "a NUL byte in", csv->row.n + 1);
	if (p > start && p[-1] == '\r' && (p == s->end || *p == '\n'))
		p--;
	s->p = p;
	add_cell(csv, start, (size_t)(p - start));
	return end_cell(csv, s, err);
}

static enum next
scan_row(struct tq_csv *csv, struct scan *s, struct tq_err *err)
{
	enum next next = NEXT_CELL;

	csv->row.n = 0;
	while (next == NEXT_CELL) {
		if (csv->row.n == TQ_ROW_CELLS) {
			tq_fail(err, TQ_DATA, "more than %d cells", TQ_ROW_CELLS);
			return NEXT_BAD;
		}
		if (s->p < s->end && *s->p == '"')
			next = quoted_cell(csv, s, err);
		else
			next = bare_cell(csv, s, err);
	}
	return next;
}

/* Cells with doubled quotes are copied with single ones. */
static void
undouble(struct tq_csv *csv, size_t room)
{
	tq_buf_clear(&csv->unquoted);
	tq_buf_room(&csv->unquoted, room);
	for (size_t i = 0; i < csv->row.n; i++) {
		struct tq_str *cell = &csv->row.cell[i];
		char *to = csv->unquoted.p + csv->unquoted.n;
		size_t n = 0;

		if (cell->p == csv->tape->buf.p || cell->n == 0 || cell->p[-1] != '"' ||
		    !memchr(cell->p, '"', cell->n))
			continue;
		for (size_t k = 0; k < cell->n; k++) {
			to[n++] = cell->p[k];
			if (cell->p[k] == '"')
				k++;
		}
		csv->unquoted.n += n;
		*cell = (struct tq_str){to, n};
	}
}

/*
 * The candidate that stands in the most lines the same number of times: a
 * comma that is a decimal point does not win over the semicolon beside it,
 * because ties go to the rarer character.
 */
static char
find_delimiter(const char *p, size_t n)
{
	static const char candidates[] = "\t;|,";
	char best = ',';
	size_t best_lines = 0;

	for (const char *c = candidates; *c; c++) {
		size_t line = 0, same = 0, count = 0, first = 0;
		bool quoted = false;

		for (size_t i = 0; i < n && line < 20; i++) {
			if (p[i] == '"')
				quoted = !quoted;
			else if (!quoted && p[i] == *c)
				count++;
			if (quoted || (p[i] != '\n' && i + 1 < n))
				continue;
			if (count > 0 && (count == first || first == 0))
				same++;
			if (first == 0)
				first = count;
			count = 0;
			line++;
		}
		if (same > best_lines) {
			best = *c;
			best_lines = same;
		}
	}
	return best;
}

static bool
start(struct tq_csv *csv, struct tq_err *err)
{
	struct tq_tape *tape = csv->tape;

	while (!tape->end && tq_tape_n(tape) < 4096)
		if (!tq_tape_more(tape, err))
			return false;
	if (tq_tape_n(tape) >= 3 && memcmp(tq_tape_p(tape), "\xef\xbb\xbf", 3) == 0)
		tq_tape_skip(tape, 3);
	if (!csv->delimiter)
		csv->delimiter = find_delimiter(tq_tape_p(tape), tq_tape_n(tape));
	csv->stops[(unsigned char)csv->delimiter] = true;
	csv->stops['\n'] = csv->stops['"'] = csv->stops['\0'] = true;
	csv->started = true;
	return true;
}

static void
skip_empty_lines(struct tq_tape *tape)
{
	for (;;) {
		const char *p = tq_tape_p(tape);
		size_t n = tq_tape_n(tape);

		if (n > 0 && p[0] == '\n')
			tq_tape_skip(tape, 1);
		else if (n > 1 && p[0] == '\r' && p[1] == '\n')
			tq_tape_skip(tape, 2);
		else
			return;
	}
}

static struct tq_str
without_end(const char *p, size_t n)
{
	n -= n > 0 && p[n - 1] == '\n';
	n -= n > 0 && p[n - 1] == '\r';
	return (struct tq_str){p, n};
}

bool
tq_csv_next(struct tq_csv *csv, struct tq_err *err)
{
	struct tq_tape *tape = csv->tape;

	if (!csv->started && !start(csv, err))
		return false;
	tq_tape_skip(tape, csv->taken);
	csv->taken = 0;
	for (;;) {
		struct scan s;
		enum next next;

		skip_empty_lines(tape);
		s = (struct scan){.p = tq_tape_p(tape), .last = tape->end};
		s.end = s.p + tq_tape_n(tape);
		csv->row.n = 0;
		csv->row.line = tape->line;
		csv->row.offset = tape->offset;
		if (s.p == s.end && s.last)
			return true;
		next = s.p < s.end ? scan_row(csv, &s, err) : NEXT_UNKNOWN;
		if (next == NEXT_ROW) {
			csv->taken = (size_t)(s.p - tq_tape_p(tape));
			csv->row.raw = without_end(tq_tape_p(tape), csv->taken);
			if (s.doubled > 0)
				undouble(csv, s.doubled);
			return true;
		}
		if (next == NEXT_BAD || !tq_tape_more(tape, err))
			return false;
	}
}
