/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_FOLLOW_H
#define TQ_FETCH_FOLLOW_H

/*
 * The end of the stream as it grows: each bar once, in order, when the venue
 * has closed it. A series sleeps until the venue's clock passes the close, is
 * then asked for every 100 ms and ever less often, at last every second, until
 * the bar is there. What has no interval is asked for once a second.
 *
 * What can be tried again is, for ever, with a pause that grows to a minute
 * and is said; what is refused ends the series. The end of all series is the
 * end, with their highest status.
 */
#include "fetch/errand.h"
#include "record/sink.h"

/* The errands are done with what there was; each goes on behind its last row. */
bool tq_follow(struct tq_session *session, struct tq_errand *errand, size_t n,
	       struct tq_out *out, struct tq_err *err);

#endif
