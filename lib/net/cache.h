/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_CACHE_H
#define TQ_NET_CACHE_H

/*
 * Answers on disk: a file an entry (net/entry.h) in the folder http, named by the
 * SHA-256 of method, URL, body, the request's headers (with {name} in place of
 * secrets), the provider's version and tq's. Written whole or not at all, mode
 * 0600, but not synced: an entry that is damaged in any way, or cannot be read,
 * is a miss with a warning. A cache that cannot be written is a warning too, the
 * first time. So no function here fails after the cache is open. An answer with
 * a secret in its body is not kept.
 *
 * One fetch a key: who finds nothing fresh holds the key's lock while it
 * asks; another one comes again and then finds the answer (F2.21). Locks are
 * bytes of one file and end with their process.
 *
 * An answer is fresh while it is younger than the max-age the user gave (0:
 * never), else for what Cache-Control (max-age, no-store, no-cache) or Expires
 * said (net/freshness.h); one that is not and has an ETag or Last-Modified is
 * asked for with If-None-Match / If-Modified-Since. Only status 200 is kept, so
 * that an error or an answer of nothing is never taken for what was asked (F3.8).
 */
#include "net/call.h"

struct tq_cache;

enum tq_cache_found { TQ_CACHE_MISS, TQ_CACHE_FRESH, TQ_CACHE_STALE };

struct tq_cache *tq_cache_open(const char *folder, struct tq_err *err);
void tq_cache_free(struct tq_cache *cache);

void tq_cache_key(const struct tq_call *call, char key[65]);

/*
 * max_age negative: what the answer itself said. reply is filled unless it is a
 * miss, with its age; an entry that is ahead of the clock is stale.
 */
bool tq_cache_find(struct tq_cache *cache, const char key[65], tq_time now, tq_time max_age,
		   enum tq_cache_found *found, struct tq_reply *reply, struct tq_err *err);

/* Whether an answer may be kept at all: status 200, no no-store, GET, not into a file. */
bool tq_cache_may_keep(const struct tq_call *call);

bool tq_cache_keep(struct tq_cache *cache, const char key[65], const struct tq_call *call,
		   struct tq_err *err);

/* A 304 came: the entry is fresh again; its headers take what the answer says anew. */
bool tq_cache_renew(struct tq_cache *cache, const char key[65], const struct tq_reply *answer,
		    struct tq_err *err);

/* The key's lock, not waited for: *held false when another process has it now. */
bool tq_cache_lock(struct tq_cache *cache, const char key[65], bool *held, struct tq_err *err);
void tq_cache_unlock(struct tq_cache *cache, const char key[65]);

#endif
