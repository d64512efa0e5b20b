/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_FEED_H
#define TQ_IMPORT_FEED_H

/*
 * The bytes of one file for libarchive: as they are, or inflated when they
 * are gzip (all members of it, each with its checksum and length checked).
 */
#include "base/error.h"
#include "base/str.h"

#include <stdint.h>

struct tq_feed;

/* "-" is standard input. NULL with TQ_IO when it cannot be opened or read. */
struct tq_feed *tq_feed_open(const char *path, struct tq_err *err);
void tq_feed_close(struct tq_feed *feed);

/* The next bytes, none at the end. TQ_IO, or TQ_DATA for damaged gzip. */
bool tq_feed_read(struct tq_feed *feed, struct tq_str *bytes, struct tq_err *err);

/* As lseek; -1 when the bytes cannot be sought (a pipe, gzip). */
int64_t tq_feed_seek(struct tq_feed *feed, int64_t offset, int whence);

#endif
