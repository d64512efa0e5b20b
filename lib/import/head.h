/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_HEAD_H
#define TQ_IMPORT_HEAD_H

/*
 * Rows that are kept: the first block of a table, which is looked at before
 * any of it is read, so that header, time form, order and interval are found
 * from many rows and not from one.
 */
#include "base/buf.h"
#include "import/row.h"

enum { TQ_HEAD_ROWS = 1000 };

struct tq_head_row {
	size_t first, n;         /* its cells */
	size_t raw, raw_n;       /* its own text */
	uint64_t line, offset;
	size_t fault;            /* its fault's text + 1, or 0 */
	bool record;
};

struct tq_head_cell {
	size_t at, n;
};

struct tq_head {
	struct tq_head_row *row;
	size_t n, cap;
	struct tq_head_cell *cell;
	size_t cells, cells_cap;
	struct tq_buf text;
	struct tq_str *view;     /* the cells of the row that was asked for last */
	size_t view_cap;
};

/* Keeps a copy of a row. */
void tq_head_add(struct tq_head *head, const struct tq_row *row);

/* Row i, valid until the next call. */
struct tq_row tq_head_row(struct tq_head *head, size_t i);

/* Empties it and keeps its memory; or frees all. */
void tq_head_clear(struct tq_head *head);
void tq_head_fini(struct tq_head *head);

#endif
