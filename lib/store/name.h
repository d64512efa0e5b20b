/* SPDX-License-Identifier: ISC */
#ifndef TQ_STORE_NAME_H
#define TQ_STORE_NAME_H

/*
 * Names of venues, kinds, symbols and intervals as names of folders. Letters,
 * digits, '_', '-' and points inside stand for themselves, every other byte is
 * percent-encoded, so that no name is hidden, climbs ("..") or has a slash. A
 * name that would be longer than TQ_FOLDER_MAX bytes is cut off, with "~" and
 * the beginning of its SHA-256 behind it; '~' is in no other name. "-" stands
 * for no interval; a name that is "-" is encoded.
 */
#include "base/buf.h"

enum { TQ_FOLDER_MAX = 200 };

/* name NULL: "-". */
void tq_folder_put(struct tq_buf *out, const char *name);

/* The name of a folder; false for one that tq_folder_put does not make, or a cut-off one. */
bool tq_folder_name(const char *folder, struct tq_buf *out);

#endif
