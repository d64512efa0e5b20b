/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_BREAKER_H
#define TQ_NET_BREAKER_H

/*
 * A host that fails again and again is left alone for a while, by all
 * processes of the user (F3.7, C2.36): after FAILURES in WINDOW the breaker
 * opens for PAUSE; then exactly one call in all processes is let through to
 * probe (a lease, so that a probe whose process dies does not shut the host
 * for ever); SUCCESSES in a row close it, a failure opens it again.
 *
 * Failures are those of transient class; a refusal is an answer.
 */
#include "base/error.h"
#include "time/instant.h"

enum { TQ_BREAKER_FAILURES = 5, TQ_BREAKER_SUCCESSES = 3 };
#define TQ_BREAKER_WINDOW (60 * TQ_SECOND)
#define TQ_BREAKER_PAUSE (30 * TQ_SECOND)

enum tq_breaker_answer {
	TQ_BREAKER_CLOSED,       /* go on */
	TQ_BREAKER_PROBE,        /* go on, you are the probe */
	TQ_BREAKER_OPEN          /* make no connection before *until */
};

struct tq_breaker;

/* The folder may be the limiter's. After a fork the child opens its own. */
struct tq_breaker *tq_breaker_open(const char *folder, struct tq_err *err);
void tq_breaker_free(struct tq_breaker *breaker);

/*
 * lease: how long a probe may take. While one is under way the others are told
 * to come again in a second, or when its lease ends. A damaged file is a closed
 * breaker, said once.
 */
bool tq_breaker_ask(struct tq_breaker *breaker, const char *host, tq_time now, tq_time lease,
		    enum tq_breaker_answer *answer, tq_time *until, struct tq_err *err);

/*
 * How a call that was let through ended. What was let through before the
 * breaker opened and ends later changes nothing any more, nor does a probe
 * whose lease has ended. In a process that has a probe under way the next end
 * is taken for the probe's: what is older is over by then, as a rule.
 */
bool tq_breaker_tell(struct tq_breaker *breaker, const char *host, bool good, tq_time now,
		     struct tq_err *err);

#endif
