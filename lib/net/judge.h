/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_JUDGE_H
#define TQ_NET_JUDGE_H

/* What HTTP says of an answer, and how long to wait for another one. */
#include "base/rng.h"
#include "net/call.h"

/* "Service Unavailable"; "" for a status without a name. */
const char *tq_status_name(int status);

/*
 * The wait that the server asks for, from what follows, the longest of those
 * that can be read: Retry-After in seconds or as a date, X-Retry-After-Ms,
 * and, of a limit that is used up, X-RateLimit-Reset (s since 1970) and
 * X-Bapi-Limit-Reset-Timestamp (ms). Dates are held against the answer's own
 * Date. 0 when it asks for none.
 */
tq_time tq_server_wait(const struct tq_reply *reply);

/* Whole number of a header, blanks around it; false when it is none. */
bool tq_header_int(const char *text, int64_t *out);

/*
 * The backoff before try attempt + 1: uniform in 0 .. min(max_delay, delay *
 * 2^(attempt - 1)), attempt from 1 (full jitter: M. Brooker, "Exponential
 * Backoff And Jitter", 2015).
 */
tq_time tq_backoff(tq_time delay, tq_time max_delay, unsigned attempt, struct tq_rng *rng);

#endif
