/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_ROWS_H
#define TQ_IMPORT_ROWS_H

/*
 * The rows of a file whose form is seen from its first byte: '[' or '{' is
 * JSON, anything else is delimited text.
 */
#include "import/csv.h"
#include "import/json_rows.h"

struct tq_rows {
	struct tq_tape tape;
	bool json;
	struct tq_csv csv;
	struct tq_json_rows json_rows;
	const struct tq_row *row;
};

/* delimiter 0: found. key: where a JSON document has its rows, or NULL. */
bool tq_rows_open(struct tq_rows *rows, struct tq_supply supply, char delimiter, const char *key,
		  struct tq_err *err);
void tq_rows_close(struct tq_rows *rows);

/* The next row is rows->row; its n is 0 at the end. */
bool tq_rows_next(struct tq_rows *rows, struct tq_err *err);

/* The names of the cells of JSON objects; NULL for other rows. */
const struct tq_names *tq_rows_names(const struct tq_rows *rows);

#endif
