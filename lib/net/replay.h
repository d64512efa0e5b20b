/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_REPLAY_H
#define TQ_NET_REPLAY_H

/*
 * Real answers kept in a folder (--record) and given again (--replay), so that
 * research repeats byte for byte without a network. A file an answer, in the
 * form of net/entry.h, named HOST-METHOD-KEY-N: HOST with its port, in lower
 * case, bytes other than letters, digits, '.', '-' and '_' percent-encoded; KEY the
 * first 16 digits of the SHA-256 of "METHOD\nURL\nBODY"; N from 1 counting
 * answers to the same request, so that a poll replays its answers in order (the
 * last one stays). No tool or provider version is in the key: a recording
 * outlives them. Secrets are hidden before the key is made.
 *
 * By hand (the man page of tq-fetch shows it, REPLAY FILES):
 *
 *	url=https://api.example.com/v1/time
 *	key=$(printf 'GET\n%s\n' "$url" | sha256sum | cut -c1-16)
 *	{
 *		printf '{"entry":1,"time":"2024-01-01T00:00:00Z","method":"GET",'
 *		printf '"url":"%s","status":200}\n' "$url"
 *		cat body
 *	} >"dir/api.example.com-GET-$key-1"
 *
 * Recording into a folder that has recordings adds to them, by any number of
 * processes at once; nothing is ever replaced.
 *
 * Times are recorded too: in a replay the clock is that of the answers.
 */
#include "net/call.h"

struct tq_replay;

/* Makes the folder when recording; to replay, one without recordings is TQ_USAGE. */
struct tq_replay *tq_replay_open(const char *folder, bool recording, struct tq_err *err);
void tq_replay_free(struct tq_replay *replay);

/*
 * TQ_REFUSED when there is no answer: "not in the recording: GET https://...",
 * TQ_DATA when it is damaged. A body goes to call->to_file if that is set and
 * the status is 200 (else into reply->body).
 */
bool tq_replay_find(struct tq_replay *replay, const struct tq_call *call, struct tq_reply *reply,
		    struct tq_err *err);

/*
 * Keeps call->reply. One whose body holds a secret is not kept: TQ_NO; it would
 * not be the same without. A body that went to call->to_file (reply.sha256 is
 * set) is read from there, and no secret is looked for in it.
 */
bool tq_replay_keep(struct tq_replay *replay, const struct tq_call *call, struct tq_err *err);

/*
 * The clock of a replay: when the latest of the answers given so far came; before
 * the first, when the earliest of the recording did.
 */
tq_time tq_replay_now(struct tq_replay *replay);

#endif
