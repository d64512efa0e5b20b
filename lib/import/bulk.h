/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_BULK_H
#define TQ_IMPORT_BULK_H

/*
 * A file of a venue's bulk archive, a zip with one CSV in it, as records in
 * memory. The columns are known (not guessed), times are in one unit or by
 * magnitude, the first line may be a header. It is read in one pass at the
 * speed of the unpacking; every row must make a record, else the file is
 * refused whole with its line (TQ_DATA), and so is a zip that is cut off.
 */
#include "base/buf.h"
#include "base/error.h"
#include "import/columns.h"
#include "time/instant.h"

struct tq_bulk_form {
	const char *columns;     /* as --columns by position: time,open,-,... */
	enum tq_time_unit unit;
	bool unit_by_magnitude;  /* values of 10^14 and more are us, else ms */
	bool header_maybe;
	enum tq_made made;
	const char *symbol, *venue, *interval;   /* venue, interval may be NULL */
	const char *source;      /* of the field source, or NULL */
	bool synthetic;          /* each bar is marked so */
};

struct tq_bulk_row {
	tq_time time;
	size_t at, n;            /* of the line in text, a newline behind it */
};

struct tq_bulk {
	struct tq_buf text;
	struct tq_bulk_row *row;
	size_t n, cap;
};

/* Rows outside from <= time < to are left out. Ascending, else TQ_DATA. */
bool tq_bulk_read(const char *path, const struct tq_bulk_form *form, tq_time from, tq_time to,
		  struct tq_bulk *out, struct tq_err *err);
void tq_bulk_fini(struct tq_bulk *bulk);

#endif
