/* SPDX-License-Identifier: ISC */
/* Calls under way: each step of each as it falls due, then what the network brings. */
#include "net/call_inner.h"

#include "base/mem.h"
#include "net/clock.h"

#include <stdlib.h>

void
tq_caller_start(struct tq_caller *caller, struct tq_call *call)
{
	call->err = (struct tq_err){TQ_OK, ""};
	call->class = TQ_CALL_OK;
	call->reply = (struct tq_reply){.date = TQ_TIME_NONE};
	call->attempts = 0;
	call->sent = 0;
	call->inner = tq_alloc(1, sizeof(*call->inner));
	if (caller->n == caller->cap) {
		caller->cap = caller->cap > 0 ? 2 * caller->cap : 16;
		caller->calls = tq_realloc(caller->calls, caller->cap, sizeof(*caller->calls));
	}
	caller->calls[caller->n++] = call;
}

size_t
tq_caller_pending(const struct tq_caller *caller)
{
	return caller->n + caller->n_done;
}

static void
step(struct tq_caller *caller, struct tq_call *call)
{
	struct tq_call_inner *inner = call->inner;

	if (inner->stage == TQ_STAGE_BEGIN)
		tq_call_begin(caller, call);
	if (inner->stage == TQ_STAGE_LOCK)
		tq_call_lock(caller, call);
	if (inner->stage == TQ_STAGE_GATE)
		tq_call_gate(caller, call);
}

/* Whether a call can do something at this time by itself. */
static bool
is_due(const struct tq_caller *caller, const struct tq_call *call, tq_time now)
{
	const struct tq_call_inner *inner = call->inner;

	if (inner->stage == TQ_STAGE_SENDING || inner->stage == TQ_STAGE_DONE)
		return false;
	if (inner->stage == TQ_STAGE_GATE &&
	    caller->sending >= (size_t)caller->options.connections)
		return false;
	return inner->due <= now;
}

/* Moves what is done behind the others that are. */
static void
collect(struct tq_caller *caller)
{
	size_t kept = 0;

	for (size_t i = 0; i < caller->n; i++) {
		struct tq_call *call = caller->calls[i];

		if (call->inner->stage != TQ_STAGE_DONE) {
			caller->calls[kept++] = call;
			continue;
		}
		tq_call_release(caller, call);
		if (caller->n_done == caller->cap_done) {
			caller->cap_done = caller->cap_done > 0 ? 2 * caller->cap_done : 16;
			caller->done = tq_realloc(caller->done, caller->cap_done,
						  sizeof(*caller->done));
		}
		caller->done[caller->n_done++] = call;
	}
	caller->n = kept;
}

/* What can be done now is done. */
static void
pass(struct tq_caller *caller)
{
	struct tq_transfer *t;

	while (caller->http && (t = tq_http_next(caller->http)))
		tq_call_answered(caller, t->owner);
	for (size_t i = 0; i < caller->n; i++)
		if (is_due(caller, caller->calls[i], tq_clock_steady()))
			step(caller, caller->calls[i]);
	collect(caller);
}

/* Sleeps until a call falls due or something comes, until at the latest. */
static void
rest(struct tq_caller *caller, tq_time until)
{
	tq_time now = tq_clock_steady(), wait;

	for (size_t i = 0; i < caller->n; i++) {
		const struct tq_call_inner *inner = caller->calls[i]->inner;

		if (inner->stage == TQ_STAGE_SENDING ||
		    (inner->stage == TQ_STAGE_GATE &&
		     caller->sending >= (size_t)caller->options.connections))
			continue;
		if (inner->due < until)
			until = inner->due;
	}
	wait = until - now;
	if (caller->http && wait > 0)
		tq_http_sleep(caller->http, wait);
}

static struct tq_call *
take_done(struct tq_caller *caller, size_t i)
{
	struct tq_call *call = caller->done[i];

	memmove(&caller->done[i], &caller->done[i + 1],
		(--caller->n_done - i) * sizeof(*caller->done));
	return call;
}

struct tq_call *
tq_caller_wait(struct tq_caller *caller, tq_time timeout)
{
	tq_time start = tq_clock_steady();
	tq_time until = timeout < 0 || timeout > INT64_MAX - start ? INT64_MAX : start + timeout;

	for (;;) {
		if (caller->n_done == 0)
			pass(caller);
		if (caller->n_done > 0)
			return take_done(caller, 0);
		if (caller->n == 0 || tq_clock_steady() >= until)
			return NULL;
		rest(caller, until);
	}
}

bool
tq_caller_run(struct tq_caller *caller, struct tq_call *call, struct tq_err *err)
{
	tq_caller_start(caller, call);
	for (;;) {
		pass(caller);
		for (size_t i = 0; i < caller->n_done; i++) {
			if (caller->done[i] != call)
				continue;
			take_done(caller, i);
			*err = call->err;
			return call->err.status == TQ_OK;
		}
		rest(caller, INT64_MAX);
	}
}

void
tq_call_fini(struct tq_call *call)
{
	tq_reply_fini(&call->reply);
}
