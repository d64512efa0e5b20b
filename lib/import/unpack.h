/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_UNPACK_H
#define TQ_IMPORT_UNPACK_H

/*
 * The bytes of a local file, whatever it is wrapped in: plain, gzip, xz,
 * lzma, bzip2, zstd, lz4 or compress, and zip and tar (compressed or not) with
 * their members in name order. Directories and the litter of file managers
 * (__MACOSX, ._*, .DS_Store, Thumbs.db) are left out.
 *
 *	while (tq_unpack_member(u, &found, &err) && found)
 *		while (tq_unpack_block(u, &bytes, &err) && bytes.n > 0)
 *			...
 *
 * gzip is inflated by zlib before libarchive sees it, because libarchive
 * checks neither its checksum nor what stands behind its end.
 *
 * Errors: TQ_IO when the file cannot be opened or read, TQ_DATA when it is
 * damaged or cut off: never a short read that looks like the end.
 */
#include "base/error.h"
#include "base/str.h"

struct tq_unpack;

/* path "-" is standard input. NULL when it cannot be opened or unpacked at all. */
struct tq_unpack *tq_unpack_open(const char *path, struct tq_err *err);
void tq_unpack_close(struct tq_unpack *u);

/* Goes to the next member; found is false when there is none. */
bool tq_unpack_member(struct tq_unpack *u, bool *found, struct tq_err *err);

/* What messages call the member: the path, or path(member). */
const char *tq_unpack_place(const struct tq_unpack *u);

/* Whether a read may have to wait for somebody who writes. */
bool tq_unpack_live(const struct tq_unpack *u);

/* The next bytes of the member, valid until the next call; none at its end. */
bool tq_unpack_block(struct tq_unpack *u, struct tq_str *bytes, struct tq_err *err);

#endif
