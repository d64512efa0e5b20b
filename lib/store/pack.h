/* SPDX-License-Identifier: ISC */
#ifndef TQ_STORE_PACK_H
#define TQ_STORE_PACK_H

/*
 * Lines in a compressed file: zstd where libarchive has it, else gzip. The
 * same lines are the same bytes, in whatever pieces they are put.
 */
#include "base/buf.h"
#include "base/error.h"
#include "base/sha256.h"

#include <stdint.h>

/* What came out: the file's bytes and their SHA-256. */
struct tq_packed {
	int64_t bytes;
	bool gzip;
	char sha256[TQ_SHA256_SIZE];
};

struct tq_pack;

/* A new file of a folder, which is written anew if it is there. Not synced. */
struct tq_pack *tq_pack_open(int dir, const char *name, struct tq_err *err);
bool tq_pack_put(struct tq_pack *pack, const char *lines, size_t n, struct tq_err *err);

/* Frees pack in any case; without out what was written is worth nothing. */
bool tq_pack_close(struct tq_pack *pack, struct tq_packed *out, struct tq_err *err);

struct tq_unpacked;

/*
 * With was, the file must have these bytes and this hash, which is found out
 * before the first line is given (TQ_DATA).
 */
struct tq_unpacked *tq_unpacked_open(int dir, const char *name, const struct tq_packed *was,
				     struct tq_err *err);

/* The next lines, whole, with their newlines, TQ_SCAN_PAD bytes behind them; none at the end. */
bool tq_unpacked_next(struct tq_unpacked *u, struct tq_str *lines, struct tq_err *err);
void tq_unpacked_close(struct tq_unpacked *u);

#endif
