/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_IMPORT_H
#define TQ_IMPORT_IMPORT_H

/*
 * Local files to records: each file (each member of an archive) is a table of
 * its own, whose header, time form and order are found anew. Rows that are
 * refused go the way of --on-error through the stream; what is left out on
 * request is counted and said.
 *
 * Rows in time order are written as they come; a file that runs newest first
 * is held in memory until its end, with --order sort all files are.
 */
#include "import/table.h"
#include "record/stream.h"

struct tq_import;

struct tq_import *tq_import_new(const struct tq_table_options *options, struct tq_run *run,
				struct tq_err *err);
void tq_import_free(struct tq_import *im);

/* One file, "-" for standard input. A file without a row is TQ_DATA. */
bool tq_import_file(struct tq_import *im, const char *path, struct tq_err *err);

/* Behind the last file: what was held for --order sort. */
bool tq_import_end(struct tq_import *im, struct tq_err *err);

#endif
