/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_HOSTS_H
#define TQ_NET_HOSTS_H

/*
 * What the limiter and the breaker know of all hosts, for tools that show it
 * (C3.11). Nothing is changed by looking. A file that is damaged is shown as
 * one that says nothing.
 */
#include "net/breaker.h"
#include "net/limiter.h"
#include "net/window.h"

/* How the files of a host in the folder end. */
#define TQ_HOSTS_LIMITS ".limits"
#define TQ_HOSTS_BREAKER ".breaker"

struct tq_host_limit {
	char name[TQ_WINDOW_NAME];
	tq_time window;
	int64_t used, max;       /* max as it was given last */
};

struct tq_host {
	char *name;              /* HOST or HOST:PORT */
	struct tq_host_limit *limits;
	size_t n_limits;
	tq_time banned;          /* until; 0: it is not */
	char why[TQ_LIMITER_WHY];
	enum tq_breaker_answer breaker;  /* CLOSED; PROBE: half open; OPEN */
	tq_time open_until;      /* of an open breaker; 0 */
	int failures;            /* in the breaker's window */
};

struct tq_hosts {
	struct tq_host *item;    /* by name */
	size_t n;
};

/* A folder that is not there is one without hosts. */
bool tq_hosts_list(const char *folder, tq_time now, struct tq_hosts *hosts, struct tq_err *err);
void tq_hosts_fini(struct tq_hosts *hosts);

/* Their parts, for the list. */
bool tq_limiter_peek(struct tq_limiter *limiter, const char *host, tq_time now,
		     struct tq_host *out, struct tq_err *err);
bool tq_breaker_peek(struct tq_breaker *breaker, const char *host, tq_time now,
		     struct tq_host *out, struct tq_err *err);

#endif
