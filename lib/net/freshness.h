/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_FRESHNESS_H
#define TQ_NET_FRESHNESS_H

/*
 * What an answer says of its own keeping (RFC 9111), for a cache of one user:
 * Cache-Control's max-age, no-cache and no-store, else Expires. Nothing is
 * guessed for an answer that says nothing, and what is malformed makes it
 * stale.
 */
#include "net/reply.h"

struct tq_freshness {
	bool no_store;
	tq_time lifetime;        /* from when it was made; 0: it has to be asked for again */
	tq_time age;             /* that it had when it came, by its Age header */
	tq_time apparent;        /* and by its Date, if that is more */
};

void tq_freshness(const struct tq_reply *reply, struct tq_freshness *fresh);

#endif
