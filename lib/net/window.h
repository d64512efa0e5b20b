/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_WINDOW_H
#define TQ_NET_WINDOW_H

/*
 * How much was used in a sliding window, in buckets of a 32nd of it. What is in
 * a bucket counts until the whole bucket is a window ago, and then for SLACK
 * longer (an eighth of the window, at most half a second): requests do not
 * take the same time on their way, so that two which left a window apart may
 * arrive within one. So the count is never less than what the server can have
 * seen in any window, as long as one way is not slower than another by more.
 *
 * The price: the full rate of a long window is met to 1/32 and half a second,
 * that of a short one to a seventh.
 *
 * The struct is what lies in the limiter's file.
 */
#include "time/instant.h"

enum { TQ_WINDOW_BUCKETS = 32, TQ_WINDOW_RING = 40, TQ_WINDOW_NAME = 32 };
#define TQ_WINDOW_SLACK (TQ_SECOND / 2)

struct tq_window {
	char name[TQ_WINDOW_NAME];
	int64_t length;          /* ns */
	int64_t max;             /* as it was told last, for who lists it */
	int64_t last;            /* number of the newest bucket: time / width */
	int64_t used[TQ_WINDOW_RING];    /* by number modulo the ring */
};

/* Times go on to now; a clock that went back makes what is ahead of it count as of now. */
void tq_window_move(struct tq_window *window, tq_time now);

/* What counts at now. */
int64_t tq_window_used(const struct tq_window *window, tq_time now);

/* Adds to what is used at now, which the window was moved to. */
void tq_window_add(struct tq_window *window, int64_t amount);

/* The earliest time at which at most `most` of what is used now still counts. */
tq_time tq_window_when(const struct tq_window *window, int64_t most, tq_time now);

/* Whether the numbers are such as the functions above make: bytes of a file may be any. */
bool tq_window_sane(const struct tq_window *window);

#endif
