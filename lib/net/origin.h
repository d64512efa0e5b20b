/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_ORIGIN_H
#define TQ_NET_ORIGIN_H

/*
 * Where a URL leads: the scheme, host and port that a connection is made to
 * (RFC 6454). Only https is taken, and http to this machine's own loopback
 * when that is allowed; a URL with a user or a password in it is refused.
 */
#include "base/error.h"

struct tq_origin {
	bool tls;
	char host[256];          /* lower case, as the connection needs it */
	char port[6];
	char name[264];          /* host, and :port if it is not the scheme's: for people, files */
	char path[200];          /* for messages, without the query; cut to fit */
};

/* TQ_USAGE when it is no URL, or one that may not be asked. */
bool tq_origin_of(const char *url, bool insecure_http, struct tq_origin *origin,
		  struct tq_err *err);

bool tq_origin_same(const struct tq_origin *a, const struct tq_origin *b);

#endif
