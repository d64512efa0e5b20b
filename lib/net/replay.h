/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_REPLAY_H
#define TQ_NET_REPLAY_H

/*
 * Real answers kept in a folder (--record) and given again (--replay), so that
 * research repeats byte for byte without a network. A file an answer, in the
 * form of a cache entry, named HOST-METHOD-KEY-N: KEY the first 16 digits of
 * the SHA-256 of method, URL and body, N from 1 counting answers to the same
 * request, so that a poll replays its answers in order (the last one stays).
 * No tool or provider version is in the key: a recording outlives them.
 *
 * Times are recorded too: in a replay the clock is that of the answers.
 */
#include "net/call.h"

struct tq_replay;

/* Makes the folder when recording. */
struct tq_replay *tq_replay_open(const char *folder, bool recording, struct tq_err *err);
void tq_replay_free(struct tq_replay *replay);

/* TQ_REFUSED when there is no answer: "not in the recording: GET https://..." */
bool tq_replay_find(struct tq_replay *replay, const struct tq_call *call, struct tq_reply *reply,
		    struct tq_err *err);

bool tq_replay_keep(struct tq_replay *replay, const struct tq_call *call, struct tq_err *err);

#endif
