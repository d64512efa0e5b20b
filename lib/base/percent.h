/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_PERCENT_H
#define TQ_BASE_PERCENT_H

/*
 * Percent-encoding (RFC 3986 section 2.1) of one byte: "%2F", in capitals. Who
 * encodes says which bytes stand for themselves.
 */
#include "base/buf.h"

void tq_percent_put(struct tq_buf *out, char byte);

/* The byte that "%2F" at p stands for; false where p begins with no such thing. */
bool tq_percent_get(const char *p, size_t n, char *byte);

#endif
