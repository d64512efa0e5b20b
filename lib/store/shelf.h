/* SPDX-License-Identifier: ISC */
#ifndef TQ_STORE_SHELF_H
#define TQ_STORE_SHELF_H

/*
 * The inside of a shelf, for this room only.
 *
 * What is put is gathered by month in pieces: small ones in memory, large ones,
 * and all when there are many, compressed in files NUMBER.part. A commit makes
 * of each month's old file and pieces one new file, in one pass over both, and
 * then writes the manifest. A piece on disk that is the whole month becomes the
 * month's file by its renaming.
 */
#include "base/file.h"
#include "store/manifest.h"
#include "store/pack.h"

#define TQ_MANIFEST "manifest.ndjson"

struct tq_piece_row {
	tq_time time;
	size_t at;               /* its line in text, up to the next row's */
};

struct tq_piece {
	tq_time to;              /* where what it covers ends */
	size_t n;
	struct tq_buf text;      /* in memory: lines with their newlines */
	struct tq_piece_row *row;
	size_t cap;
	int part;                /* on disk: its number; 0: in memory */
	struct tq_packed packed;
	struct tq_bar_runs runs; /* on disk, of a series with a grid */
};

/* What was put of a month: pieces, and which piece says what is when. */
struct tq_staged {
	int month;
	struct tq_piece *piece;
	size_t n, cap;
	struct tq_spans from;    /* label: the piece's index */
};

struct tq_shelf {
	char *folder;            /* of the series */
	int dir;                 /* the same, open; -1: there is none */
	bool write;
	bool broken;             /* an error in between: nothing more is written */
	bool changed;            /* something was put since the last commit */
	struct tq_lock lock;
	struct tq_manifest manifest;     /* what is committed, apart from its labels */
	struct tq_spans covered; /* with what was put */
	struct tq_staged *staged;        /* by month, ascending */
	size_t n, cap;
	size_t held;             /* bytes of text in memory */
	int parts;               /* how many parts were begun */
};

/* The folder of a series; *dir is -1 when it is not there and is not to be made. */
bool tq_folder_open(const char *root, const struct tq_series_name *name, bool make,
		    struct tq_buf *path, int *dir, struct tq_err *err);

/* Removes what a run left unfinished and what the manifest does not name, unless somebody reads. */
void tq_shelf_clean(struct tq_shelf *shelf);

/* The text of a manifest, with TQ_SCAN_PAD behind it; n is 0 when there is none. */
bool tq_manifest_load(int dir, const char *folder, struct tq_buf *text, struct tq_err *err);

void tq_piece_fini(struct tq_piece *piece);
void tq_staged_drop(struct tq_shelf *shelf);
void tq_part_name(int part, struct tq_buf *out);

/* Makes one piece on disk of all of a month's pieces, over its old file (NULL: none). */
bool tq_month_merge(struct tq_shelf *shelf, struct tq_staged *staged, const struct tq_month *old,
		    struct tq_piece *out, struct tq_err *err);

/* What the manifest says of a month's file. */
struct tq_packed tq_month_packed(const struct tq_month *month);

/* The rows of a piece that is to be on disk, as they come. */
struct tq_part {
	struct tq_pack *pack;    /* begun with the first row */
	struct tq_piece *piece;
};
bool tq_part_put(struct tq_shelf *shelf, struct tq_part *part, tq_time time, struct tq_str line,
		 struct tq_err *err);
bool tq_part_end(struct tq_part *part, bool ok, struct tq_err *err);

#endif
