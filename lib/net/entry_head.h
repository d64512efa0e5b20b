/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_ENTRY_HEAD_H
#define TQ_NET_ENTRY_HEAD_H

/* The writing side of an entry's head, for entry.c. */
#include "net/entry.h"

/* The head with its newline behind what is in *out. */
void tq_entry_put_head(struct tq_buf *out, const struct tq_entry_source *source, int64_t length,
		       const char *sha256);

#endif
