/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_DIR_H
#define TQ_BASE_DIR_H

/* Folders. */
#include "base/buf.h"
#include "base/error.h"

/* Makes a folder and those above it where they are not there, with mode 0700. */
bool tq_dir_make(const char *path, struct tq_err *err);

/*
 * A descriptor of a folder that only we write into, made if need be; close()
 * it. -1 with TQ_IO when it is somebody else's or others may write into it.
 */
int tq_dir_own(const char *path, struct tq_err *err);

/*
 * Of the names in a folder that end so, that without the end which is nearest
 * to a word, behind what is in *out. False (nothing is said) when none is near,
 * or the folder cannot be read.
 */
bool tq_dir_nearest(const char *path, const char *end, struct tq_str word, struct tq_buf *out);

#endif
