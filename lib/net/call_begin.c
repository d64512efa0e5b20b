/* SPDX-License-Identifier: ISC */
/* What can be had without asking the host: a recording, a fresh answer of the cache. */
#include "net/call_inner.h"

#include "base/log.h"
#include "base/mem.h"
#include "net/clock.h"

/* How often it is looked whether another process has the answer by now. */
#define LOCK_POLL (TQ_SECOND / 20)

static size_t
host_number(struct tq_caller *caller, const char *name)
{
	for (size_t i = 0; i < caller->n_hosts; i++)
		if (strcmp(caller->hosts[i].name, name) == 0)
			return i;
	caller->hosts = tq_realloc(caller->hosts, caller->n_hosts + 1, sizeof(*caller->hosts));
	caller->hosts[caller->n_hosts] = (struct tq_call_host){.name = tq_str_dup(tq_str(name))};
	return caller->n_hosts++;
}

struct tq_call_host *
tq_call_host(struct tq_caller *caller, const struct tq_call *call)
{
	return &caller->hosts[call->inner->host];
}

static void
from_recording(struct tq_caller *caller, struct tq_call *call)
{
	if (!tq_replay_find(caller->replay, call, &call->reply, &call->err)) {
		tq_call_fail(caller, call);
		return;
	}
	call->reply.replayed = true;
	tq_call_trace_in(caller, call, "recording");
	tq_call_given(caller, call);
}

/*
 * What nobody can be asked about is as good as it is, unless an age was named.
 * What another process was told since this call began is what it would be told.
 */
static bool
serves(const struct tq_caller *caller, const struct tq_call *call, const struct tq_reply *reply)
{
	const struct tq_caller_options *o = &caller->options;

	if (o->offline)
		return !o->max_age.given;
	return reply->now >= call->inner->begun && !(o->max_age.given && o->max_age.age == 0);
}

/* The cache's answer: true when the call is done with it. */
static bool
from_cache(struct tq_caller *caller, struct tq_call *call)
{
	struct tq_call_inner *inner = call->inner;
	const struct tq_caller_options *o = &caller->options;
	enum tq_cache_found found = TQ_CACHE_MISS;
	struct tq_reply reply = {.date = TQ_TIME_NONE};
	struct tq_err err;

	if (!tq_cache_find(caller->cache, inner->key, tq_clock_wall(),
			   o->max_age.given ? o->max_age.age : -1, &found, &reply, &err)) {
		tq_log(TQ_LOG_WARN, "cache: %s", err.text);
		found = TQ_CACHE_MISS;
	}
	if (found == TQ_CACHE_STALE && serves(caller, call, &reply))
		found = TQ_CACHE_FRESH;
	if (found == TQ_CACHE_FRESH) {
		call->reply = reply;
		call->reply.cached = true;
		tq_call_trace_in(caller, call, "cache");
		tq_call_given(caller, call);
		return true;
	}
	tq_reply_fini(&inner->stale);
	inner->have_stale = found == TQ_CACHE_STALE;
	inner->stale = reply;
	return false;
}

void
tq_call_begin(struct tq_caller *caller, struct tq_call *call)
{
	struct tq_call_inner *inner = call->inner;
	const struct tq_caller_options *o = &caller->options;

	if (!tq_origin_of(call->url, o->insecure_http || caller->replay, &inner->origin,
			  &call->err)) {
		call->class = TQ_CALL_REFUSED;
		tq_call_fail(caller, call);
		return;
	}
	inner->host = host_number(caller, inner->origin.name);
	if (caller->replay) {
		from_recording(caller, call);
		return;
	}
	/* A recording shall have what the host says, not what is remembered of it. */
	inner->cachable = caller->cache && !call->fresh && !call->to_file && !caller->record &&
			  strcmp(call->method, "GET") == 0;
	if (inner->cachable) {
		tq_cache_key(call, inner->key);
		inner->begun = tq_clock_wall();
		if (from_cache(caller, call))
			return;
	}
	if (o->offline) {
		tq_fail(&call->err, TQ_RETRY, "%s: offline, and not in the cache: %s %s",
			inner->origin.name, call->method, inner->origin.path);
		call->class = TQ_CALL_TRANSIENT;
		tq_call_fail(caller, call);
		return;
	}
	inner->stage = inner->cachable ? TQ_STAGE_LOCK : TQ_STAGE_GATE;
}

/* A lock of the file system does not part two calls of one process. */
static bool
taken_here(const struct tq_caller *caller, const struct tq_call *call)
{
	for (size_t i = 0; i < caller->n; i++) {
		const struct tq_call *other = caller->calls[i];

		if (other != call && other->inner->locked &&
		    strcmp(other->inner->key, call->inner->key) == 0)
			return true;
	}
	return false;
}

void
tq_call_lock(struct tq_caller *caller, struct tq_call *call)
{
	struct tq_call_inner *inner = call->inner;
	tq_time now = tq_clock_steady();
	bool waited = inner->lock_until != 0, held = false;

	if (!waited)
		inner->lock_until = now + caller->options.deadline;
	/* It may be there since. */
	else if (from_cache(caller, call))
		return;
	if (!taken_here(caller, call) &&
	    !tq_cache_lock(caller->cache, inner->key, &held, &call->err)) {
		tq_log(TQ_LOG_WARN, "cache: %s", call->err.text);
		inner->lock_until = now;
	}
	inner->locked = held;
	if (!held && now < inner->lock_until) {
		inner->due = now + LOCK_POLL;
		return;
	}
	/* Who had the lock may have answered between our look and our lock. */
	if (held && waited && from_cache(caller, call))
		return;
	inner->stage = TQ_STAGE_GATE;
}
