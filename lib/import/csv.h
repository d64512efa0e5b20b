/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_CSV_H
#define TQ_IMPORT_CSV_H

/*
 * Rows of comma-separated text, RFC 4180: cells in quotes may hold the
 * delimiter, line ends and doubled quotes; lines end in LF or CRLF, the last
 * one needs none; a UTF-8 byte order mark is passed over; empty lines hold
 * no row. Stricter than many: a quote inside a bare cell, text behind a closing
 * quote, an open quote at the end and a NUL byte are errors (TQ_DATA) that
 * end the file, since no later row can be trusted to start where it seems to.
 */
#include "import/tape.h"

struct tq_csv {
	struct tq_tape *tape;
	char delimiter;
	bool started;
	bool stops[256];         /* bytes that end a run of a bare cell */
	struct tq_row row;
	size_t taken;            /* bytes of the row and its line end */
	size_t cells_cap;
	struct tq_buf unquoted;  /* cells that held doubled quotes */
};

/*
 * The tape is the caller's and stays it. delimiter 0: found among tab ; |
 * and , when the first row is read.
 */
void tq_csv_init(struct tq_csv *csv, struct tq_tape *tape, char delimiter);
void tq_csv_fini(struct tq_csv *csv);

/* The next row is csv->row; its n is 0 at the end. */
bool tq_csv_next(struct tq_csv *csv, struct tq_err *err);

#endif
