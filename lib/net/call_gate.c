/* SPDX-License-Identifier: ISC */
/* Whether the host may be asked now: bans, the breaker, the limiter; then it is. */
#include "net/call_inner.h"

#include "base/log.h"
#include "base/mem.h"
#include "net/clock.h"

#include <stdio.h>

/* Shared waits are looked at anew at least so often: other processes and clocks move. */
#define LOOK_AGAIN TQ_SECOND

/* A probe may take its attempt's time and then some at the limiter. */
#define LEASE_SLACK (10 * TQ_SECOND)

static tq_time
clamp(tq_time wait)
{
	tq_time least = TQ_SECOND / 1000;

	return wait < least ? least : wait > LOOK_AGAIN ? LOOK_AGAIN : wait;
}

/* Whether the call can still wait so long; a first attempt has no deadline yet. */
static bool
fits(const struct tq_caller *caller, const struct tq_call *call, tq_time wait)
{
	const struct tq_call_inner *inner = call->inner;

	return wait <= caller->options.max_wait &&
	       (inner->deadline == 0 || tq_clock_steady() + wait <= inner->deadline);
}

/* Ends a call that may not go on before until. */
static void
give_up(struct tq_caller *caller, struct tq_call *call, const char *what, tq_time until,
	const char *why)
{
	char when[TQ_TIME_TEXT];

	tq_call_when(until, when);
	tq_fail(&call->err, TQ_RETRY, "%s: %s until %s (%s)", call->inner->origin.name, what, when,
		*call->inner->last ? call->inner->last : why);
	tq_call_fail(caller, call);
}

/*
 * A ban ends the call; a server that only asked to be left alone for a while
 * (429 with Retry-After) is waited for.
 */
static bool
pass_ban(struct tq_caller *caller, struct tq_call *call)
{
	tq_time until = 0, wall = tq_clock_wall();
	char why[200] = "";

	if (!tq_limiter_banned(caller->limiter, call->inner->origin.name, wall, &until, why,
			       sizeof(why), &call->err)) {
		tq_call_fail(caller, call);
		return false;
	}
	if (until == 0)
		return true;
	if (strncmp(why, "429", 3) != 0) {
		call->class = TQ_CALL_BAN;
		*call->inner->last = '\0';
		give_up(caller, call, "banned", until, why);
	} else if (!fits(caller, call, until - wall)) {
		call->class = TQ_CALL_RATE;
		give_up(caller, call, "told to wait", until, why);
	} else {
		call->inner->due = tq_clock_steady() + clamp(until - wall);
	}
	return false;
}

/*
 * A run that finds the breaker open makes no connection and ends. One that
 * saw it open waits, if it was allowed to try again at all.
 */
static bool
pass_breaker(struct tq_caller *caller, struct tq_call *call)
{
	struct tq_call_inner *inner = call->inner;
	struct tq_call_host *host = tq_call_host(caller, call);
	tq_time now = tq_clock_steady(), wall = tq_clock_wall(), until = 0;
	tq_time lease = caller->options.timeout + LEASE_SLACK;
	enum tq_breaker_answer answer;

	if (now < inner->admitted)
		return true;
	if (!tq_breaker_ask(caller->breaker, inner->origin.name, wall, lease, &answer, &until,
			    &call->err)) {
		tq_call_fail(caller, call);
		return false;
	}
	if (answer != TQ_BREAKER_OPEN) {
		inner->admitted = answer == TQ_BREAKER_PROBE ? now + lease : 0;
		/* The other calls of this run wait for what its probe finds. */
		host->met |= answer == TQ_BREAKER_PROBE;
		host->warned = false;
		return true;
	}
	if (!host->met || caller->options.retries == 0 || !fits(caller, call, until - wall)) {
		call->class = TQ_CALL_TRANSIENT;
		give_up(caller, call, "failed too often, left alone", until, "breaker");
		return false;
	}
	if (!host->warned)
		tq_log(TQ_LOG_WARN, "%s: failed too often, left alone for %llds",
		       inner->origin.name, (long long)((until - wall) / TQ_SECOND + 1));
	host->warned = true;
	inner->due = now + clamp(until - wall);
	return false;
}

static bool
pass_limiter(struct tq_caller *caller, struct tq_call *call)
{
	struct tq_call_inner *inner = call->inner;
	tq_time wall = tq_clock_wall(), when = 0;

	if (call->n_limits == 0)
		return true;
	if (!tq_limiter_take(caller->limiter, inner->origin.name, call->limits, call->n_limits,
			     call->weight, call->urgent, wall, &when, &call->err)) {
		tq_call_fail(caller, call);
		return false;
	}
	if (when == 0)
		return true;
	inner->due = tq_clock_steady() + clamp(when - wall);
	if (!call->urgent)
		tq_call_host(caller, call)->not_before = inner->due;
	return false;
}

/* The request's headers, with their secrets; what could begin another header is refused. */
static bool
add_headers(struct tq_call *call)
{
	struct tq_call_inner *inner = call->inner;
	struct tq_buf line = {0};
	bool ok = true;

	for (size_t i = 0; i < call->n_headers && ok; i++) {
		tq_buf_clear(&line);
		tq_buf_printf(&line, "%s: ", call->headers[i].name);
		ok = tq_secrets_fill(call->secrets, call->headers[i].value, &line, &call->err);
		if (ok && (strpbrk(tq_buf_text(&line), "\r\n") || strlen(line.p) != line.n))
			ok = tq_fail(&call->err, TQ_USAGE, "header '%s' has a line end in it",
				     call->headers[i].name);
		if (ok)
			tq_http_header(&inner->transfer, tq_buf_text(&line));
	}
	if (line.p)
		explicit_bzero(line.p, line.cap);
	tq_buf_fini(&line);
	return ok;
}

static void
add_condition(struct tq_call *call, const char *name, const char *have)
{
	const char *value = tq_reply_header(&call->inner->stale, have);
	struct tq_buf line = {0};

	if (!value)
		return;
	tq_buf_printf(&line, "%s: %s", name, value);
	tq_http_header(&call->inner->transfer, tq_buf_text(&line));
	tq_buf_fini(&line);
}

static void
send_call(struct tq_caller *caller, struct tq_call *call)
{
	const struct tq_caller_options *o = &caller->options;
	struct tq_call_inner *inner = call->inner;
	struct tq_transfer *t = &inner->transfer;
	tq_time now = tq_clock_steady(), left;

	if (inner->deadline == 0)
		inner->deadline = now + o->deadline;
	left = inner->deadline > now ? inner->deadline - now : 1;
	*t = (struct tq_transfer){
		.method = call->method, .url = call->url, .origin = inner->origin,
		.body = call->body, .to_file = call->to_file,
		.max_body = call->max_body > 0 ? call->max_body : o->max_body,
		.timeout = o->timeout < left ? o->timeout : left, .total = left,
		.connect_timeout = o->connect_timeout < left ? o->connect_timeout : left,
		.reconnect = inner->reconnect, .owner = call,
	};
	if (!add_headers(call)) {
		tq_http_stop(caller->http, t);
		call->class = call->err.status == TQ_LOGIN ? TQ_CALL_AUTH : TQ_CALL_REFUSED;
		tq_call_fail(caller, call);
		return;
	}
	if (inner->have_stale) {
		add_condition(call, "If-None-Match", "etag");
		add_condition(call, "If-Modified-Since", "last-modified");
	}
	call->attempts++;
	call->sent = tq_clock_wall();
	tq_call_trace_out(caller, call);
	inner->stage = TQ_STAGE_SENDING;
	caller->sending++;
	tq_call_host(caller, call)->met = true;
	tq_http_start(caller->http, t);
}

void
tq_call_gate(struct tq_caller *caller, struct tq_call *call)
{
	tq_time now = tq_clock_steady(), earliest = tq_call_host(caller, call)->not_before;

	if (caller->sending >= (size_t)caller->options.connections)
		return;
	if (!call->urgent && now < earliest) {
		call->inner->due = earliest;
		return;
	}
	if (pass_ban(caller, call) && pass_breaker(caller, call) && pass_limiter(caller, call))
		send_call(caller, call);
}
