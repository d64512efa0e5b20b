/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_QUOTE_H
#define TQ_NET_QUOTE_H

/*
 * JSON with each of its numbers as a string of the same spelling, so that a
 * reader that knows doubles only (libjq 1.6) takes none of it away.
 */
#include "base/buf.h"

/* json is one whole JSON text, checked by tq_json_check; the result goes behind *out. */
void tq_json_quote(struct tq_str json, struct tq_buf *out);

#endif
