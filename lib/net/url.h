/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_URL_H
#define TQ_NET_URL_H

/* Parts of an address, percent-encoded (RFC 3986). */
#include "base/buf.h"

/* All but letters, digits and - . _ ~ is encoded: a segment, a name or value of a query. */
void tq_url_part(struct tq_str text, struct tq_buf *out);

/*
 * A path as it was written: what a path may have and %XX stay, other bytes are
 * encoded. False for one that does not begin with a slash, or goes up ("..").
 */
bool tq_url_path(struct tq_str path, struct tq_buf *out);

#endif
