/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_BULK_ROW_H
#define TQ_IMPORT_BULK_ROW_H

/*
 * A line of a bulk archive's CSV as a record. What all records have in common
 * is put together once; a row costs the search for its commas, a check of each
 * number and the copying. There are no quotes in these files: one is refused.
 */
#include "import/bulk.h"

enum { TQ_BULK_PAD = 16 };       /* bytes behind a line that are read, whatever they are */

struct tq_bulk_field {
	size_t at;               /* its column */
	enum tq_col col;
	char form;               /* as in tq_col_info; 'm' and 'd' become a side */
	size_t key, key_n;       /* in keys: ,"open": */
};

struct tq_bulk_plan {
	const struct tq_bulk_form *form;
	size_t width;            /* columns of a row */
	size_t time_at;
	struct tq_bulk_field field[TQ_COLS];
	size_t n;
	struct tq_buf keys;
	struct tq_buf head;      /* up to the time's opening quote */
	struct tq_buf middle;    /* from its closing quote to the first field */
	struct tq_buf tail;      /* behind the last field, with the newline */
	int64_t day;             /* that date is the text of */
	char date[TQ_TIME_TEXT];
};

/* TQ_USAGE for a form with unknown, missing or unsuitable columns. form is kept. */
bool tq_bulk_plan(struct tq_bulk_plan *plan, const struct tq_bulk_form *form,
		  struct tq_err *err);
void tq_bulk_plan_fini(struct tq_bulk_plan *plan);

/* The record and a newline behind what is in *out. A newline stands at line.p[line.n]. */
bool tq_bulk_row_make(struct tq_bulk_plan *plan, struct tq_str line, struct tq_buf *out,
		      tq_time *time, struct tq_err *err);

#endif
