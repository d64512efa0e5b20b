/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_CALL_INNER_H
#define TQ_NET_CALL_INNER_H

/*
 * What the files of the caller share. A call goes through its stages in one
 * thread:
 *
 *	BEGIN    replay, cache                               call_begin.c
 *	LOCK     until no other process asks for the same    call_begin.c
 *	GATE     ban, breaker, limiter, a free connection    call_gate.c
 *	SENDING  the transfer is under way                   call_gate.c
 *	         its answer is judged: back to GATE, or      call_answer.c
 *	DONE                                                 call_end.c
 *
 * due says when the next step makes sense, by the steady clock.
 */
#include "base/rng.h"
#include "net/breaker.h"
#include "net/cache.h"
#include "net/call.h"
#include "net/http.h"
#include "net/replay.h"

/* What this process knows of a host. */
struct tq_call_host {
	char *name;
	tq_time not_before;      /* steady; no call but an urgent one goes before */
	bool met;                /* it was asked, or given up, in this run */
	bool warned;             /* that it is left alone was said */
};

struct tq_caller {
	struct tq_caller_options options;
	struct tq_http *http;            /* NULL: nobody is asked */
	struct tq_limiter *limiter;
	struct tq_breaker *breaker;
	struct tq_cache *cache;          /* or NULL */
	struct tq_replay *replay, *record;       /* or NULL */
	struct tq_rng rng;
	struct tq_call **calls;          /* under way, in the order of their starts */
	size_t n, cap;
	struct tq_call **done;           /* in the order of their ends */
	size_t n_done, cap_done;
	size_t sending;
	struct tq_call_host *hosts;
	size_t n_hosts;
};

enum tq_call_stage { TQ_STAGE_BEGIN, TQ_STAGE_LOCK, TQ_STAGE_GATE, TQ_STAGE_SENDING,
		     TQ_STAGE_DONE };

struct tq_call_inner {
	enum tq_call_stage stage;
	tq_time due;
	tq_time deadline;        /* steady; 0 before the first attempt */
	struct tq_origin origin;
	size_t host;             /* number in the caller's hosts */
	struct tq_transfer transfer;
	bool cachable, locked;
	tq_time begun;           /* by the wall's clock */
	tq_time lock_until;      /* steady; then another process is not waited for */
	char key[65];
	bool have_stale;
	struct tq_reply stale;   /* what the cache has and must ask about */
	tq_time admitted;        /* by the breaker, as its probe, until then (steady) */
	bool clock_tried, reconnect;
	char last[240];          /* what was wrong the last time */
};

struct tq_call_host *tq_call_host(struct tq_caller *caller, const struct tq_call *call);

/* The steps of the stages. */
void tq_call_begin(struct tq_caller *caller, struct tq_call *call);
void tq_call_lock(struct tq_caller *caller, struct tq_call *call);
void tq_call_gate(struct tq_caller *caller, struct tq_call *call);
void tq_call_answered(struct tq_caller *caller, struct tq_call *call);

/* An answer that did not come from the host: it is judged and that is all. */
void tq_call_given(struct tq_caller *caller, struct tq_call *call);

/* Tries again as judged, or ends the call. */
void tq_call_again(struct tq_caller *caller, struct tq_call *call,
		   const struct tq_judgement *judgement);

/* The ends: good; as judged (with further words, or ""); as call->err says. */
void tq_call_good(struct tq_caller *caller, struct tq_call *call);
void tq_call_bad(struct tq_caller *caller, struct tq_call *call,
		 const struct tq_judgement *judgement, const char *more);
void tq_call_fail(struct tq_caller *caller, struct tq_call *call);

/* Lets go of all that the call holds but its result. */
void tq_call_release(struct tq_caller *caller, struct tq_call *call);

/* --trace */
void tq_call_trace_out(const struct tq_caller *caller, const struct tq_call *call);
void tq_call_trace_in(const struct tq_caller *caller, const struct tq_call *call,
		      const char *from);

/* An instant as messages have it, to the second, rounded up. */
void tq_call_when(tq_time t, char out[TQ_TIME_TEXT]);

#endif
