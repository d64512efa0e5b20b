/* SPDX-License-Identifier: ISC */
#ifndef TQ_STORE_MANIFEST_H
#define TQ_STORE_MANIFEST_H

/*
 * What a series has, as its manifest says it: NDJSON whose last line holds the
 * SHA-256 of all lines before. There is one way to write a manifest, and only
 * what is written in that way is read: what differs in any byte is damaged
 * (TQ_MISMATCH), never taken for less than it was.
 */
#include "base/names.h"
#include "base/sha256.h"
#include "store/holes.h"

struct tq_month {
	int month;               /* since year 0 */
	int64_t n;               /* records; 0: there is no file */
	int64_t bytes;           /* of the file */
	bool gzip;               /* else zstd */
	char sha256[TQ_SHA256_SIZE];     /* of the file */
	struct tq_holes holes;   /* the first TQ_HOLES_KEPT; missing is of all */
};

/* A venue that has most minutes without a trade would make the manifest the larger file. */
enum { TQ_HOLES_KEPT = 256 };

struct tq_manifest {
	char *venue, *kind, *symbol, *interval;  /* interval NULL: none */
	struct tq_interval iv;   /* unit 0: none */
	bool grid;               /* bars on a grid of time: one each, and gaps are known */
	struct tq_spans covered;
	struct tq_names labels;  /* of covered: source, newline, checksum */
	struct tq_month *month;  /* ascending; all that covered reaches into */
	size_t n, cap;
};

/* TQ_USAGE for a name that is no name: empty, no UTF-8, an interval that is none. */
bool tq_manifest_init(struct tq_manifest *m, const struct tq_series_name *name,
		      struct tq_err *err);
void tq_manifest_fini(struct tq_manifest *m);

size_t tq_manifest_label(struct tq_manifest *m, const char *source, const char *checksum);

/* The month's entry, a new one if it is not there. */
struct tq_month *tq_manifest_month(struct tq_manifest *m, int month);

void tq_manifest_write(const struct tq_manifest *m, struct tq_buf *out);

/*
 * text (with TQ_SCAN_PAD readable bytes behind it) into m, which has its names
 * and nothing else; those in the text must be the same.
 */
bool tq_manifest_read(struct tq_manifest *m, struct tq_str text, struct tq_err *err);

/* Only the names, for a folder whose own name is cut off; *m is filled anew. */
bool tq_manifest_read_name(struct tq_manifest *m, struct tq_str text, struct tq_err *err);

/* Months: the one that holds t, and where one begins (13 behind 12: the next year's). */
int tq_month_of(tq_time t);
tq_time tq_month_start(int month);

/* "2024-01.0123456789abcdef.ndjson.zst" behind what is in *out. */
void tq_month_file(const struct tq_month *month, struct tq_buf *out);

#endif
