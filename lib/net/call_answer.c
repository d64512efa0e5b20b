/* SPDX-License-Identifier: ISC */
/* What came back: judged, told to those who count, tried again or taken. */
#include "net/call_inner.h"

#include "base/log.h"
#include "net/clock.h"
#include "net/http_date.h"
#include "net/judge.h"

#include <stdio.h>

/* A ban without a time of its own. */
#define BAN_PRESET (2 * TQ_MINUTE)

static void
judge(struct tq_call *call, struct tq_judgement *judgement)
{
	tq_judge_http(&call->reply, judgement);
	if (call->judge)
		call->judge(call, judgement);
}

void
tq_call_given(struct tq_caller *caller, struct tq_call *call)
{
	struct tq_judgement judgement;

	judge(call, &judgement);
	if (judgement.class == TQ_CALL_OK)
		tq_call_good(caller, call);
	else
		tq_call_bad(caller, call, &judgement, "");
}

/* What the server has counted of each limit. */
static bool
tell_limiter(struct tq_caller *caller, struct tq_call *call, bool full)
{
	for (size_t i = 0; i < call->n_limits; i++) {
		const struct tq_limit *limit = &call->limits[i];
		const char *text = limit->header ? tq_reply_header(&call->reply, limit->header)
						 : NULL;
		int64_t used = 0;
		bool told = text && tq_header_int(text, &used);

		if (full && used < limit->max)
			used = limit->max;
		if ((told || full) &&
		    !tq_limiter_told(caller->limiter, call->inner->origin.name, limit, used,
				     tq_clock_wall(), &call->err))
			return false;
	}
	return true;
}

/* Bans, and waits that the server asked of everybody, are known to all processes at once. */
static bool
tell_all(struct tq_caller *caller, struct tq_call *call, struct tq_judgement *judgement)
{
	const char *host = call->inner->origin.name;
	tq_time now = tq_clock_wall();
	char why[64];

	if (judgement->class == TQ_CALL_BAN) {
		if (judgement->wait <= 0)
			judgement->wait = BAN_PRESET;
		snprintf(why, sizeof(why), call->reply.status >= 400 ? "%d" : "%d: %.50s",
			 call->reply.status, judgement->text);
		return tq_limiter_ban(caller->limiter, host, now + judgement->wait, why,
				      &call->err);
	}
	if (judgement->class != TQ_CALL_RATE)
		return true;
	if (judgement->wait > 0)
		return tq_limiter_ban(caller->limiter, host, now + judgement->wait, "429",
				      &call->err);
	return true;
}

/* A 304 for what we have: the answer is the cache's own, fresh again. */
static void
unchanged(struct tq_caller *caller, struct tq_call *call)
{
	struct tq_call_inner *inner = call->inner;
	struct tq_err err;

	if (!tq_cache_renew(caller->cache, inner->key, &call->reply, &err))
		tq_log(TQ_LOG_WARN, "cache: %s", err.text);
	inner->stale.date = call->reply.date;
	inner->stale.now = call->reply.now;
	inner->stale.age = 0;
	inner->stale.cached = true;
	tq_reply_fini(&call->reply);
	call->reply = inner->stale;
	inner->stale = (struct tq_reply){.date = TQ_TIME_NONE};
	inner->have_stale = false;
}

static void
take_reply(struct tq_caller *caller, struct tq_call *call)
{
	const char *date;

	call->reply = call->inner->transfer.reply;
	call->inner->transfer.reply = (struct tq_reply){.date = TQ_TIME_NONE};
	call->reply.now = tq_clock_wall();
	call->reply.date = TQ_TIME_NONE;
	date = tq_reply_header(&call->reply, "date");
	if (date)
		tq_http_date(date, &call->reply.date);
	tq_call_trace_in(caller, call, NULL);
}

static void
judge_transfer(struct tq_caller *caller, struct tq_call *call, struct tq_judgement *judgement)
{
	const struct tq_transfer *t = &call->inner->transfer;

	*judgement = (struct tq_judgement){.class = TQ_CALL_REFUSED};
	take_reply(caller, call);
	if (t->end == TQ_HTTP_ANSWER) {
		if (call->reply.status == 304 && call->inner->have_stale)
			unchanged(caller, call);
		judge(call, judgement);
		return;
	}
	if (t->end == TQ_HTTP_NONE)
		judgement->class = TQ_CALL_TRANSIENT;
	snprintf(judgement->text, sizeof(judgement->text), "%s", t->text);
}

void
tq_call_answered(struct tq_caller *caller, struct tq_call *call)
{
	struct tq_call_inner *inner = call->inner;
	struct tq_judgement judgement;

	caller->sending--;
	judge_transfer(caller, call, &judgement);
	inner->reconnect = inner->transfer.end == TQ_HTTP_NONE;
	inner->admitted = 0;
	if (!tq_breaker_tell(caller->breaker, inner->origin.name,
			     judgement.class != TQ_CALL_TRANSIENT, tq_clock_wall(), &call->err) ||
	    !tell_limiter(caller, call, judgement.class == TQ_CALL_RATE && judgement.wait <= 0) ||
	    !tell_all(caller, call, &judgement)) {
		tq_call_fail(caller, call);
		return;
	}
	if (inner->transfer.end == TQ_HTTP_LOCAL) {
		call->err = inner->transfer.err;
		call->class = TQ_CALL_REFUSED;
		tq_call_fail(caller, call);
	} else if (judgement.class == TQ_CALL_OK) {
		tq_call_good(caller, call);
	} else {
		tq_call_again(caller, call, &judgement);
	}
}

static bool
may_repeat(const struct tq_caller *caller, const struct tq_call *call, enum tq_call_class class)
{
	if (class == TQ_CALL_CLOCK)
		return !call->inner->clock_tried;
	return (class == TQ_CALL_TRANSIENT || class == TQ_CALL_RATE) &&
	       call->attempts <= (uint64_t)caller->options.retries;
}

static void
repeat(struct tq_caller *caller, struct tq_call *call, const struct tq_judgement *judgement,
       tq_time wait)
{
	struct tq_call_inner *inner = call->inner;

	tq_log(TQ_LOG_WARN, "%s: %s: try %u of %lld in %lld.%03llds", inner->origin.name,
	       judgement->text, call->attempts + 1, (long long)caller->options.retries + 1,
	       (long long)(wait / TQ_SECOND), (long long)(wait % TQ_SECOND / 1000000));
	snprintf(inner->last, sizeof(inner->last), "%s", judgement->text);
	inner->clock_tried |= judgement->class == TQ_CALL_CLOCK;
	inner->stage = TQ_STAGE_GATE;
	inner->due = tq_clock_steady() + wait;
	tq_reply_fini(&call->reply);
}

void
tq_call_again(struct tq_caller *caller, struct tq_call *call, const struct tq_judgement *judgement)
{
	const struct tq_caller_options *o = &caller->options;
	char when[TQ_TIME_TEXT], more[100] = "", limit[24];
	tq_time wait = 0;

	if (may_repeat(caller, call, judgement->class)) {
		wait = tq_backoff(o->delay, o->max_delay, call->attempts, &caller->rng);
		wait = judgement->wait > wait ? judgement->wait : wait;
		if (judgement->wait > o->max_wait) {
			tq_call_when(tq_clock_wall() + judgement->wait, when);
			tq_duration_text(o->max_wait, limit);
			snprintf(more, sizeof(more), ", told to wait until %s (max-wait %s)", when,
				 limit);
		} else if (tq_clock_steady() + wait > call->inner->deadline) {
			tq_duration_text(o->deadline, limit);
			snprintf(more, sizeof(more), ", no time for another (deadline %s)", limit);
		} else {
			repeat(caller, call, judgement, wait);
			return;
		}
	}
	tq_call_bad(caller, call, judgement, more);
}
