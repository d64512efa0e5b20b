/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_JSON_ROWS_H
#define TQ_IMPORT_JSON_ROWS_H

/*
 * Rows of JSON: an array of rows, alone or inside an object, or one row a
 * line (NDJSON). A row is an array, whose cells have places, or an object,
 * whose cells have names; all rows are of one kind. A document of any size is
 * read a row at a time.
 *
 * Where the array is inside an object is given as keys with points between
 * ("result.list"), or it is the first array under one of the usual keys (data,
 * rows, candles, ...) at the top.
 *
 * A string is its text, a number and anything nested as it is written, null
 * an empty cell. A line of NDJSON that cannot be read is a row with a fault;
 * any fault in a document ends it (TQ_DATA).
 */
#include "base/names.h"
#include "import/tape.h"
#include "record/skip.h"

struct tq_json_rows {
	struct tq_tape *tape;
	const char *key;         /* where the array is, or NULL */
	struct tq_row row;
	bool objects;            /* rows have names */
	struct tq_names names;   /* of all rows so far, by place in row.cell */

	bool started;
	bool lines;              /* NDJSON */
	bool ended;              /* behind the array */
	bool first;              /* no row was read yet */
	size_t closers;          /* objects around the array */
	struct tq_buf text;      /* the value that was taken last, on one line */
	struct tq_buf decoded;   /* cells that were written with escapes */
	uint64_t *seen;          /* by name: the last row that had it */
	uint64_t rows;
	size_t cells_cap;
	struct tq_skip skip;
};

void tq_json_rows_init(struct tq_json_rows *j, struct tq_tape *tape, const char *key);
void tq_json_rows_fini(struct tq_json_rows *j);

/* The next row is j->row; its n is 0 at the end. */
bool tq_json_rows_next(struct tq_json_rows *j, struct tq_err *err);

#endif
