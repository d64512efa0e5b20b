/* SPDX-License-Identifier: ISC */
/* How calls end, and what is said of it. */
#include "net/call_inner.h"

#include "base/log.h"
#include "net/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void
tq_call_when(tq_time t, char out[TQ_TIME_TEXT])
{
	if (t % TQ_SECOND != 0 && t < INT64_MAX - TQ_SECOND)
		t += TQ_SECOND - t % TQ_SECOND;
	out[tq_time_format(t, out)] = '\0';
}

/*
 * A recording has every answer that decided a call, but for those that hold a
 * secret (TQ_NO): they are never written.
 */
static bool
record(struct tq_caller *caller, struct tq_call *call)
{
	struct tq_err err;

	if (!caller->record || call->reply.status == 0 ||
	    tq_replay_keep(caller->record, call, &err))
		return true;
	if (err.status != TQ_NO) {
		call->err = err;
		return false;
	}
	tq_log(TQ_LOG_WARN, "%s: not recorded: %s", call->inner->origin.name, err.text);
	return true;
}

static void
keep(struct tq_caller *caller, struct tq_call *call)
{
	struct tq_err err;

	if (call->inner->cachable && !call->reply.cached && tq_cache_may_keep(call) &&
	    !tq_cache_keep(caller->cache, call->inner->key, call, &err) && err.status != TQ_NO)
		tq_log(TQ_LOG_WARN, "cache: %s", err.text);
}

/* Half a file, or another attempt's, is none. */
static void
remove_file(const struct tq_call *call)
{
	if (call->to_file && call->reply.sha256[0])
		unlink(call->to_file);
}

void
tq_call_fail(struct tq_caller *caller, struct tq_call *call)
{
	(void)caller;
	if (call->class == TQ_CALL_OK)
		call->class = TQ_CALL_REFUSED;
	remove_file(call);
	call->inner->stage = TQ_STAGE_DONE;
}

void
tq_call_good(struct tq_caller *caller, struct tq_call *call)
{
	keep(caller, call);
	if (!record(caller, call)) {
		tq_call_fail(caller, call);
		return;
	}
	call->err = (struct tq_err){TQ_OK, ""};
	call->class = TQ_CALL_OK;
	call->inner->stage = TQ_STAGE_DONE;
}

static void
say_ban(struct tq_call *call, const struct tq_judgement *judgement)
{
	char when[TQ_TIME_TEXT];

	tq_call_when(call->reply.now + judgement->wait, when);
	if (call->reply.status >= 400)
		tq_fail(&call->err, TQ_RETRY, "%s: banned until %s (%d)", call->inner->origin.name,
			when, call->reply.status);
	else
		tq_fail(&call->err, TQ_RETRY, "%s: banned until %s (%s)", call->inner->origin.name,
			when, judgement->text);
}

static void
say_refused(struct tq_call *call, const struct tq_judgement *judgement)
{
	const struct tq_origin *at = &call->inner->origin;

	if (call->reply.status == 410)
		tq_fail(&call->err, TQ_REFUSED, "%s: endpoint gone (410): %s %s%s%s%s", at->name,
			call->method, at->path, call->version ? " (provider " : "",
			call->version ? call->version : "", call->version ? ")" : "");
	else
		tq_fail(&call->err, TQ_REFUSED, "%s: %s (%s %s)", at->name, judgement->text,
			call->method, at->path);
}

/* An answer of a recording took none. */
static void
say_tries(struct tq_call *call, const struct tq_judgement *judgement, const char *more)
{
	tq_fail(&call->err, TQ_RETRY, "%s: %s", call->inner->origin.name, judgement->text);
	if (call->attempts > 0) {
		size_t n = strlen(call->err.text);

		snprintf(call->err.text + n, sizeof(call->err.text) - n, " after %u %s%s",
			 call->attempts, call->attempts == 1 ? "try" : "tries", more);
	}
}

void
tq_call_bad(struct tq_caller *caller, struct tq_call *call, const struct tq_judgement *judgement,
	    const char *more)
{
	const struct tq_origin *at = &call->inner->origin;

	switch (judgement->class) {
	case TQ_CALL_BAN:
		say_ban(call, judgement);
		break;
	case TQ_CALL_AUTH:
		tq_fail(&call->err, TQ_LOGIN, "%s: %s (%s %s)", at->name, judgement->text,
			call->method, at->path);
		break;
	case TQ_CALL_GEO:
		tq_fail(&call->err, TQ_REFUSED, "%s: not available from here: %s", at->name,
			judgement->text);
		break;
	case TQ_CALL_REFUSED:
		say_refused(call, judgement);
		break;
	case TQ_CALL_OK:
	case TQ_CALL_TRANSIENT:
	case TQ_CALL_RATE:
	case TQ_CALL_CLOCK:
		say_tries(call, judgement, more);
	}
	call->class = judgement->class;
	/* That it cannot be recorded weighs more: the next replay would lack it. */
	record(caller, call);
	tq_call_fail(caller, call);
}

void
tq_call_release(struct tq_caller *caller, struct tq_call *call)
{
	struct tq_call_inner *inner = call->inner;

	if (inner->locked)
		tq_cache_unlock(caller->cache, inner->key);
	if (inner->stage == TQ_STAGE_SENDING)
		tq_http_stop(caller->http, &inner->transfer);
	tq_reply_fini(&inner->stale);
	free(inner);
	call->inner = NULL;
}

void
tq_call_trace_out(const struct tq_caller *caller, const struct tq_call *call)
{
	if (caller->options.trace)
		tq_say("> %s %s", call->method, call->url);
}

void
tq_call_trace_in(const struct tq_caller *caller, const struct tq_call *call, const char *from)
{
	const struct tq_transfer *t = &call->inner->transfer;
	const struct tq_reply *reply = &call->reply;

	if (!caller->options.trace)
		return;
	if (from)
		tq_say("< %d %zu bytes from the %s: %s %s", reply->status, reply->body.n, from,
		       call->method, call->url);
	else if (t->end == TQ_HTTP_ANSWER)
		tq_say("< %d %lld bytes %lldms", reply->status, (long long)t->wire,
		       (long long)(t->took / 1000000));
	else
		tq_say("< %s %lldms", t->text, (long long)(t->took / 1000000));
}
