/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_PLACE_H
#define TQ_FETCH_PLACE_H

/* The user's folder in which a fetch keeps what it can fetch again. */
#include "base/buf.h"
#include "base/error.h"

/* The folder of that name in the cache's (net/folders.h), made for the user alone. */
bool tq_place_cache(const char *name, struct tq_buf *path, struct tq_err *err);

#endif
