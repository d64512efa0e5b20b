/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_DIR_H
#define TQ_BASE_DIR_H

/* Folders. */
#include "base/error.h"

/* Makes a folder and those above it where they are not there, with mode 0700. */
bool tq_dir_make(const char *path, struct tq_err *err);

/*
 * A descriptor of a folder that only we write into, made if need be; close()
 * it. -1 with TQ_IO when it is somebody else's or others may write into it.
 */
int tq_dir_own(const char *path, struct tq_err *err);

/*
 * There is no file of that path, which a thing of a kind ("calendar") and a
 * name would be in: TQ_USAGE, and the name nearest to it of the files beside,
 * without their end.
 */
void tq_dir_no_such(const char *kind, const char *path, const char *name, const char *end,
		    struct tq_err *err);

#endif
