/* SPDX-License-Identifier: ISC */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* F_OFD_SETLK */
#endif
#include "net/cache.h"

#include "base/dir.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "net/entry.h"
#include "net/freshness.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct tq_cache {
	char *folder;
	int locks;               /* of all keys: a byte each */
	bool warned;             /* that it cannot be written */
};

struct tq_cache *
tq_cache_open(const char *folder, struct tq_err *err)
{
	struct tq_cache *cache = tq_alloc(1, sizeof(*cache));
	struct tq_buf path = {0};
	int dir;

	tq_buf_printf(&path, "%s/http", folder);
	tq_buf_text(&path);
	cache->folder = path.p;
	cache->locks = -1;
	dir = tq_dir_own(cache->folder, err);
	if (dir < 0) {
		tq_cache_free(cache);
		return NULL;
	}
	cache->locks = openat(dir, "locks", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	close(dir);
	return cache;
}

void
tq_cache_free(struct tq_cache *cache)
{
	if (!cache)
		return;
	if (cache->locks >= 0)
		close(cache->locks);
	free(cache->folder);
	free(cache);
}

/* Each part with its length, so that no two calls give the same bytes. */
static void
add_part(struct tq_sha256 *sum, const char *text)
{
	uint64_t n = text ? strlen(text) : UINT64_MAX;
	unsigned char length[8];

	for (int i = 0; i < 8; i++)
		length[i] = (unsigned char)(n >> 8 * i);
	tq_sha256_add(sum, length, sizeof(length));
	if (text)
		tq_sha256_add(sum, text, strlen(text));
}

static int
by_name(const void *left, const void *right)
{
	const struct tq_http_header *a = left, *b = right;
	int order = strcmp(a->name, b->name);

	return order != 0 ? order : strcmp(a->value, b->value);
}

void
tq_cache_key(const struct tq_call *call, char key[65])
{
	struct tq_sha256 *sum = tq_sha256_new();
	struct tq_http_header *header = tq_alloc(call->n_headers + 1, sizeof(*header));

	add_part(sum, "tq " TQ_VERSION);
	add_part(sum, call->version);
	add_part(sum, call->method);
	add_part(sum, call->url);
	add_part(sum, call->body);
	if (call->n_headers > 0)
		memcpy(header, call->headers, call->n_headers * sizeof(*header));
	qsort(header, call->n_headers, sizeof(*header), by_name);
	for (size_t i = 0; i < call->n_headers; i++) {
		add_part(sum, header[i].name);
		add_part(sum, header[i].value);
	}
	free(header);
	tq_sha256_end(sum, key);
}

static char *
path_of(const struct tq_cache *cache, const char *key)
{
	struct tq_buf path = {0};

	tq_buf_printf(&path, "%s/%s", cache->folder, key);
	tq_buf_text(&path);
	return path.p;
}

/* Reads an entry; what is damaged, or cannot be read, is said and not there. */
static bool
read_entry(const struct tq_cache *cache, const char *key, struct tq_entry *entry)
{
	char *path = path_of(cache, key);
	struct tq_err err = {0};
	bool there = false, ok = tq_entry_read(path, true, NULL, &there, entry, &err);

	if (!ok)
		tq_log(TQ_LOG_WARN, "cache: %s", err.text);
	free(path);
	return ok && there;
}

/*
 * What the user allows is held against the time since the host made the answer,
 * as far as it said so; what the host allows also against its Date, since its
 * clock is the one that counts then.
 */
static bool
is_fresh(struct tq_reply *reply, tq_time now, tq_time max_age)
{
	struct tq_freshness fresh;
	tq_time here = now - reply->now;

	tq_freshness(reply, &fresh);
	reply->age = here > 0 ? here + fresh.age : fresh.age;
	/* From the future: a clock went back, and nobody knows how old it is. */
	if (here < 0)
		return false;
	return max_age >= 0 ? reply->age < max_age : here + fresh.apparent < fresh.lifetime;
}

bool
tq_cache_find(struct tq_cache *cache, const char key[65], tq_time now, tq_time max_age,
	      enum tq_cache_found *found, struct tq_reply *reply, struct tq_err *err)
{
	struct tq_entry entry;

	(void)err;
	*found = TQ_CACHE_MISS;
	if (!read_entry(cache, key, &entry))
		return true;
	*reply = entry.reply;
	entry.reply = (struct tq_reply){0};
	tq_entry_fini(&entry);
	*found = is_fresh(reply, now, max_age) ? TQ_CACHE_FRESH : TQ_CACHE_STALE;
	reply->cached = true;
	return true;
}

bool
tq_cache_may_keep(const struct tq_call *call)
{
	const struct tq_reply *reply = &call->reply;
	const char *vary = tq_reply_header(reply, "vary");
	struct tq_freshness fresh;

	if (reply->status != 200 || strcmp(call->method, "GET") != 0 || call->fresh ||
	    call->to_file || reply->cached || reply->replayed)
		return false;
	tq_freshness(reply, &fresh);
	return !fresh.no_store && !(vary && strchr(vary, '*'));
}

/* A cache that cannot be written is a pity, not a failure. */
static void
write_entry(struct tq_cache *cache, const char *key, const struct tq_entry_source *source)
{
	char *path = path_of(cache, key);
	struct tq_err err = {0};

	if (!tq_entry_write(path, source, &err)) {
		/* Another process writes the same answer, or it holds a secret. */
		bool usual = err.status == TQ_LOCKED || err.status == TQ_NO;

		if (!usual && !cache->warned)
			tq_log(TQ_LOG_WARN, "cache: not kept: %s", err.text);
		cache->warned = cache->warned || !usual;
	}
	free(path);
}

bool
tq_cache_keep(struct tq_cache *cache, const char key[65], const struct tq_call *call,
	      struct tq_err *err)
{
	const struct tq_entry_source source = {.method = call->method, .url = call->url,
					       .reply = &call->reply, .exact = true};

	(void)err;
	write_entry(cache, key, &source);
	return true;
}

/* RFC 9111, 3.2: of the body and its form, the 304 says nothing. */
static bool
is_updated(const struct tq_http_header *header)
{
	return strncmp(header->name, "content-", 8) != 0 && tq_entry_keeps(header->name);
}

static void
update(struct tq_reply *reply, const struct tq_reply *answer)
{
	reply->now = answer->now;
	/* When the old one was made says nothing of the new confirmation. */
	tq_reply_remove(reply, "date");
	tq_reply_remove(reply, "age");
	for (size_t i = 0; i < answer->n_headers; i++)
		if (is_updated(&answer->headers[i]))
			tq_reply_remove(reply, answer->headers[i].name);
	for (size_t i = 0; i < answer->n_headers; i++)
		if (is_updated(&answer->headers[i]))
			tq_reply_add(reply, tq_str(answer->headers[i].name),
				     tq_str(answer->headers[i].value));
}

bool
tq_cache_renew(struct tq_cache *cache, const char key[65], const struct tq_reply *answer,
	       struct tq_err *err)
{
	struct tq_freshness fresh;
	struct tq_entry entry;

	(void)err;
	if (!read_entry(cache, key, &entry))
		return true;
	update(&entry.reply, answer);
	tq_freshness(answer, &fresh);
	if (fresh.no_store) {
		char *path = path_of(cache, key);

		unlink(path);
		free(path);
	} else {
		write_entry(cache, key,
			    &(struct tq_entry_source){.method = entry.method, .url = entry.url,
						      .reply = &entry.reply, .exact = true});
	}
	tq_entry_fini(&entry);
	return true;
}

/* The byte of a key in the file of locks: the first 60 bits of it. */
static bool
lock_byte(const struct tq_cache *cache, const char *key, short type)
{
	char digits[16];
	struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_len = 1};

	memcpy(digits, key, 15);
	digits[15] = '\0';
	lock.l_start = (off_t)strtoull(digits, NULL, 16);
	return fcntl(cache->locks, F_OFD_SETLK, &lock) == 0;
}

bool
tq_cache_lock(struct tq_cache *cache, const char key[65], bool *held, struct tq_err *err)
{
	(void)err;
	/* Where nothing can be locked, each one asks for itself. */
	*held = cache->locks < 0 || lock_byte(cache, key, F_WRLCK) ||
		(errno != EAGAIN && errno != EACCES);
	return true;
}

void
tq_cache_unlock(struct tq_cache *cache, const char key[65])
{
	if (cache->locks >= 0)
		lock_byte(cache, key, F_UNLCK);
}
