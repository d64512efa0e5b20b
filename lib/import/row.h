/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_ROW_H
#define TQ_IMPORT_ROW_H

/*
 * A row of a table as the readers of CSV and JSON give it: cells as text,
 * borrowed until the next row is asked for. n is 0 behind the last row.
 */
#include "base/error.h"
#include "base/str.h"

#include <stdint.h>

struct tq_row {
	struct tq_str *cell;     /* an empty cell, or null, has n == 0 */
	size_t n;
	struct tq_str raw;       /* the row on one line as it stood in the file, for rejects */
	uint64_t line;           /* of the row's first byte, from 1 */
	uint64_t offset;         /* of the row's first byte in the (unpacked) file */
	const char *fault;       /* why the row cannot be read though others can, or NULL */
	bool record;             /* raw is a record of the stream already */
};

/* Where a reader gets its bytes: the next ones, none at the end. */
struct tq_supply {
	bool (*block)(void *from, struct tq_str *bytes, struct tq_err *err);
	void *from;
};

enum {
	TQ_ROW_MAX = 16 * 1024 * 1024,   /* bytes of a row */
	TQ_ROW_CELLS = 65536             /* cells of a row */
};

#endif
