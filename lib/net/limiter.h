/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_LIMITER_H
#define TQ_NET_LIMITER_H

/*
 * How much a host has been asked lately, by all processes of the user: a file
 * a host in a folder (mode 0700), under a lock while it is read and written,
 * so that N processes and their restarts together stay under the limit (P10,
 * F1.18). Times are of the system's clock. One that went back by less than
 * TQ_LIMITER_BACK stands still until it is there again; one that went back
 * further makes entries of the future count as of now.
 *
 * A limit is a window and what may be used up in it: 6000 of weight a minute.
 * Ordinary calls stop short of it, at GUARD per cent; the rest is a reserve
 * for urgent ones (a cancel, C1.55). A call that is over GUARD by itself goes
 * out when nothing else counts. What the server itself says it has counted
 * replaces our count when it is higher. How windows are counted: net/window.h.
 *
 * Limits are told apart by name and window: two of one name and different
 * windows are both kept.
 */
#include "base/error.h"
#include "time/instant.h"

struct tq_limit {
	const char *name;        /* "weight", "requests": a limit of its own in the host's file */
	tq_time window;
	int64_t max;
	const char *header;      /* response header with what the server counted, or NULL */
};

enum { TQ_LIMITER_GUARD = 95 };
#define TQ_LIMITER_BACK (5 * TQ_SECOND)

struct tq_limiter;

/*
 * NULL with TQ_IO when the folder cannot be made or others may write into it.
 * After a fork the child opens its own.
 */
struct tq_limiter *tq_limiter_open(const char *folder, struct tq_err *err);
void tq_limiter_free(struct tq_limiter *limiter);

/*
 * Takes weight of all limits at once, or of none: *when is 0 when it is taken,
 * else the earliest time at which asking again makes sense. Nothing is taken
 * while the host is banned. A weight that is over a limit's max alone is
 * TQ_USAGE. A damaged file counts as full for one window and is said once. A
 * file that cannot be read or written is TQ_IO: then nothing may be asked.
 */
bool tq_limiter_take(struct tq_limiter *limiter, const char *host, const struct tq_limit *limits,
		     size_t n, int64_t weight, bool urgent, tq_time now, tq_time *when,
		     struct tq_err *err);

/* What the server says is used of a limit in its current window. */
bool tq_limiter_told(struct tq_limiter *limiter, const char *host, const struct tq_limit *limit,
		     int64_t used, tq_time now, struct tq_err *err);

/*
 * Nobody asks the host before until; the longest ban counts. why is one line, of
 * which TQ_LIMITER_WHY - 1 bytes are kept. It is on the disk when this returns.
 */
enum { TQ_LIMITER_WHY = 200 };
bool tq_limiter_ban(struct tq_limiter *limiter, const char *host, tq_time until, const char *why,
		    struct tq_err *err);

/* *until is 0 when there is no ban; why gets up to size bytes with NUL. */
bool tq_limiter_banned(struct tq_limiter *limiter, const char *host, tq_time now, tq_time *until,
		       char *why, size_t size, struct tq_err *err);

#endif
