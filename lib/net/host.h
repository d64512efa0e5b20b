/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_HOST_H
#define TQ_NET_HOST_H

/* Hosts with their ports, as URLs name them, and as names of files. */
#include "base/buf.h"

/* HOST or HOST:PORT of a URL in lower case, without a user; empty when it has none. */
void tq_host_of(const char *url, struct tq_buf *out);

/*
 * The name of a file for a host: lower case; bytes other than letters, digits,
 * '-', '_' and inner points as %XX, so that no host leaves a folder. And back;
 * false when it is no such name.
 */
void tq_host_put(struct tq_buf *out, const char *host);
bool tq_host_get(struct tq_str name, struct tq_buf *out);

#endif
