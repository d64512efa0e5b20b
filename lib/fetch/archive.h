/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_ARCHIVE_H
#define TQ_FETCH_ARCHIVE_H

/*
 * A file of a venue's bulk archive, from its name to its rows: first the
 * checksum that the venue published, then the file, which is compared with it
 * before a byte is believed. A file that does not match is asked for once more
 * with its checksum, since both may have been replaced in between, and is then
 * kept aside as NAME.bad in the cache folder.
 *
 *	tq_archive_begin(&job, &ask, period, start, caller's cache folder ...)
 *	while ((call = tq_archive_call(&job)))
 *		... run it; found = tq_archive_answer(&job, &err)
 */
#include "base/file.h"
#include "import/bulk.h"
#include "net/provider.h"

enum tq_archive_found {
	TQ_ARCHIVE_MORE,         /* there is another call */
	TQ_ARCHIVE_HERE,         /* the file is there and whole */
	TQ_ARCHIVE_ABSENT,       /* the venue has no such file */
	TQ_ARCHIVE_BAD           /* err tells what is wrong */
};

struct tq_archive_job {
	const struct tq_ask *ask;
	struct tq_archive_file file;
	struct tq_call call;
	struct tq_buf path, bad; /* of the file, and where it goes when it is bad */
	struct tq_lock lock;     /* of path */
	char checksum[65];
	bool has_checksum;
	int tries;
	int64_t size;            /* of the file */
};

/* *there is false when the archive cannot have it. */
bool tq_archive_begin(struct tq_archive_job *job, const struct tq_ask *ask,
		      enum tq_archive_period period, tq_time start, bool *there,
		      struct tq_err *err);

/* The call to make now. */
struct tq_call *tq_archive_call(struct tq_archive_job *job);

/* That call is done. */
enum tq_archive_found tq_archive_answer(struct tq_archive_job *job, struct tq_err *err);

/* Rows of from..to, after TQ_ARCHIVE_HERE. */
bool tq_archive_read(struct tq_archive_job *job, tq_time from, tq_time to, const char *source,
		     struct tq_bulk *bulk, struct tq_err *err);

/* The file was no good inside: it is kept aside. */
void tq_archive_set_aside(struct tq_archive_job *job);

/* Removes the file and frees all. */
void tq_archive_end(struct tq_archive_job *job);

#endif
