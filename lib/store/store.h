/* SPDX-License-Identifier: ISC */
#ifndef TQ_STORE_STORE_H
#define TQ_STORE_STORE_H

/*
 * A local store of records (tq-store(5)): a folder a series, VENUE/KIND/SYMBOL/
 * INTERVAL ("-" where there is none), in it a file a month, YYYY-MM.HASH.ndjson.zst,
 * and manifest.ndjson, which says what is covered, by what source, how many
 * records each file has, its SHA-256, its bytes, and where the venue had
 * nothing (gaps inside what is covered). Names are percent-encoded, so that no
 * symbol leaves the folder (CWE-22). A manifest that is damaged is TQ_MISMATCH,
 * never an empty one.
 *
 * The manifest is the truth: files are named by their content, written first,
 * synced, and become part of the store when the manifest is renamed over the
 * old one; files that it does not name are what a killed run left and are
 * removed by the next writer. So a store is whole at any moment, and the same
 * records covered in any order of calls, by any number of interrupted runs,
 * are the same bytes in the end. Nothing in it tells when it was written.
 *
 * One writer a series (a lock; the second gets TQ_LOCKED), any number of readers,
 * who wait for nobody. What a reader may still open is removed by the first
 * writer that comes when it is done.
 */
#include "base/buf.h"
#include "base/error.h"
#include "record/out.h"
#include "time/interval.h"

struct tq_series_name {
	const char *venue, *kind, *symbol;
	const char *interval;    /* NULL: none */
};

/* from <= t < to */
struct tq_range {
	tq_time from, to;
};
struct tq_ranges {
	struct tq_range *item;   /* ascending, apart from each other */
	size_t n, cap;
};
void tq_ranges_add(struct tq_ranges *ranges, tq_time from, tq_time to);
void tq_ranges_remove(struct tq_ranges *ranges, tq_time from, tq_time to);
void tq_ranges_fini(struct tq_ranges *ranges);

struct tq_shelf;

/*
 * write: takes the lock, makes the folder, removes what a killed run left.
 * Without write, a series that is not there is one of which nothing is covered.
 */
struct tq_shelf *tq_shelf_open(const char *folder, const struct tq_series_name *name, bool write,
			       struct tq_err *err);
void tq_shelf_close(struct tq_shelf *shelf);

/* What of from..to is not covered yet, also by what was put; added to *out. */
void tq_shelf_missing(const struct tq_shelf *shelf, tq_time from, tq_time to,
		      struct tq_ranges *out);

/* A record and its time, as a line without its newline. */
struct tq_shelf_row {
	tq_time time;
	struct tq_str line;
};

/* The time of a line as rows have it: {"type":"...","time":"..." ; false for another one. */
bool tq_line_time(struct tq_str line, tq_time *out);

/*
 * from..to is covered by these rows, ascending, all inside of it, and the venue
 * has no others there. Rows of the same range that were there before are
 * replaced. The rows are the caller's again at once; commit makes them last.
 * Each begins with its type and its time; only where there is no interval of
 * time may two have the same. Rows that are otherwise are TQ_BUG.
 * checksum: what the publisher of an archive said, or NULL.
 *
 * Behind an error of put or commit the shelf can only be closed: the store is
 * then what it was, or what it was to be.
 */
bool tq_shelf_put(struct tq_shelf *shelf, tq_time from, tq_time to, const char *source,
		  const char *checksum, const struct tq_shelf_row *row, size_t n,
		  struct tq_err *err);
bool tq_shelf_commit(struct tq_shelf *shelf, struct tq_err *err);

/*
 * The records of from..to in order as they were committed when the reading
 * began, whatever is committed meanwhile; a block of whole lines at a time, n == 0
 * at the end. A file is compared with its hash before its first line is given;
 * TQ_DATA when it is another. The shelf must stay open until read_end.
 */
struct tq_shelf_reader;
struct tq_shelf_reader *tq_shelf_read(struct tq_shelf *shelf, tq_time from, tq_time to,
				      struct tq_err *err);
bool tq_shelf_next(struct tq_shelf_reader *reader, struct tq_str *lines, struct tq_err *err);
void tq_shelf_read_end(struct tq_shelf_reader *reader);

/* All series of a store, sorted. */
struct tq_store_list {
	struct tq_series_name *item;
	size_t n;
	struct tq_buf text;
};
bool tq_store_list(const char *folder, struct tq_store_list *list, struct tq_err *err);
void tq_store_list_fini(struct tq_store_list *list);

/*
 * Records (of type event and metric) about series: --list a metric each with
 * n, from, to, bytes; --gaps an event for each hole, code "gap" (the venue has
 * nothing) or "missing" (not fetched between from and to of what is there);
 * --verify an event for each fault, and TQ_NO when there was one.
 */
bool tq_shelf_list(struct tq_shelf *shelf, struct tq_out *out, struct tq_err *err);
bool tq_shelf_gaps(struct tq_shelf *shelf, struct tq_out *out, struct tq_err *err);
bool tq_shelf_verify(struct tq_shelf *shelf, struct tq_out *out, bool *whole, struct tq_err *err);

#endif
