/* SPDX-License-Identifier: ISC */
#include "net/judge.h"

#include "net/http_date.h"

#include <stdio.h>

const char *const tq_call_classes[] = {"ok",   "transient", "rate",    "ban", "auth",
				       "clock", "refused",  "geo",     NULL};

const char *
tq_status_name(int status)
{
	static const struct {
		int status;
		const char *name;
	} names[] = {
		{200, "OK"}, {304, "Not Modified"}, {400, "Bad Request"}, {401, "Unauthorized"},
		{403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"},
		{407, "Proxy Authentication Required"}, {408, "Request Timeout"}, {410, "Gone"},
		{413, "Content Too Large"}, {414, "URI Too Long"}, {418, "Banned"},
		{422, "Unprocessable Content"}, {429, "Too Many Requests"},
		{451, "Unavailable For Legal Reasons"}, {500, "Internal Server Error"},
		{501, "Not Implemented"}, {502, "Bad Gateway"}, {503, "Service Unavailable"},
		{504, "Gateway Timeout"}, {520, "Web Server Returned an Unknown Error"},
		{521, "Web Server Is Down"}, {522, "Connection Timed Out"},
		{523, "Origin Is Unreachable"}, {524, "A Timeout Occurred"},
	};

	for (size_t i = 0; i < TQ_COUNT(names); i++)
		if (names[i].status == status)
			return names[i].name;
	return "";
}

bool
tq_header_int(const char *text, int64_t *out)
{
	int64_t sum = 0;
	const char *from;

	text += strspn(text, " \t");
	for (from = text; *text >= '0' && *text <= '9'; text++)
		if (__builtin_mul_overflow(sum, 10, &sum) ||
		    __builtin_add_overflow(sum, *text - '0', &sum))
			return false;
	if (text == from || text[strspn(text, " \t")] != '\0')
		return false;
	*out = sum;
	return true;
}

/* value * unit - from, as long as it can be said in nanoseconds. */
static tq_time
after(int64_t value, tq_time unit, tq_time from)
{
	tq_time wait;

	if (__builtin_mul_overflow(value, unit, &wait) || __builtin_sub_overflow(wait, from, &wait))
		return INT64_MAX / 2;
	return wait > 0 ? wait : 0;
}

static tq_time
longer(tq_time a, tq_time b)
{
	return a > b ? a : b;
}

tq_time
tq_server_wait(const struct tq_reply *reply)
{
	tq_time from = reply->date != TQ_TIME_NONE ? reply->date : reply->now, wait = 0, until;
	const char *retry = tq_reply_header(reply, "retry-after");
	const char *ms = tq_reply_header(reply, "x-retry-after-ms");
	const char *reset = tq_reply_header(reply, "x-ratelimit-reset");
	const char *reset_ms = tq_reply_header(reply, "x-bapi-limit-reset-timestamp");
	int64_t n;

	if (retry && tq_header_int(retry, &n))
		wait = longer(wait, after(n, TQ_SECOND, 0));
	else if (retry && tq_http_date(retry, &until))
		wait = longer(wait, after(until, 1, from));
	if (ms && tq_header_int(ms, &n))
		wait = longer(wait, after(n, 1000000, 0));
	/* Sent with every answer: they count only where a limit was met. */
	if (reply->status != 429 && reply->status != 418)
		return wait;
	if (reset && tq_header_int(reset, &n))
		wait = longer(wait, after(n, TQ_SECOND, from));
	if (reset_ms && tq_header_int(reset_ms, &n))
		wait = longer(wait, after(n, 1000000, from));
	return wait;
}

static enum tq_call_class
class_of(int status)
{
	switch (status) {
	case 401:
	case 407:
		return TQ_CALL_AUTH;
	case 418:
		return TQ_CALL_BAN;
	case 429:
		return TQ_CALL_RATE;
	case 451:
		return TQ_CALL_GEO;
	case 0:
	case 408:
	case 425:
		return TQ_CALL_TRANSIENT;
	case 501:
	case 505:
		return TQ_CALL_REFUSED;
	default:
		if (status >= 200 && status < 300)
			return TQ_CALL_OK;
		return status >= 500 ? TQ_CALL_TRANSIENT : TQ_CALL_REFUSED;
	}
}

/* The beginning of what an answer complains of, if it is no page of HTML. */
static void
quote(const struct tq_buf *body, char *to, size_t size)
{
	size_t at = 0, i = 0;

	while (i < body->n && (unsigned char)body->p[i] <= ' ')
		i++;
	if (i == body->n || body->p[i] == '<')
		return;
	at = (size_t)snprintf(to, size, ": ");
	for (; i < body->n && at + 4 < size; i++) {
		unsigned char c = (unsigned char)body->p[i];

		if (c <= ' ' && to[at - 1] == ' ')
			continue;
		to[at++] = c <= ' ' ? ' ' : (char)c;
	}
	/* A sequence of UTF-8 is not cut in two. */
	while (i < body->n && at > 2 && ((unsigned char)to[at - 1] & 0xc0) == 0x80)
		at--;
	if (i < body->n && at > 2 && ((unsigned char)to[at - 1] & 0xc0) == 0xc0)
		at--;
	snprintf(to + at, size - at, "%s", i < body->n ? "..." : "");
}

void
tq_judge_http(const struct tq_reply *reply, struct tq_judgement *judgement)
{
	char complaint[140] = "";

	*judgement = (struct tq_judgement){.class = class_of(reply->status)};
	if (judgement->class == TQ_CALL_OK)
		return;
	judgement->wait = tq_server_wait(reply);
	if (reply->status == 0) {
		snprintf(judgement->text, sizeof(judgement->text), "no answer");
		return;
	}
	if (reply->status < 500)
		quote(&reply->body, complaint, sizeof(complaint));
	snprintf(judgement->text, sizeof(judgement->text), "%d%s%s%s", reply->status,
		 *tq_status_name(reply->status) ? " " : "", tq_status_name(reply->status),
		 complaint);
}

tq_time
tq_backoff(tq_time delay, tq_time max_delay, unsigned attempt, struct tq_rng *rng)
{
	tq_time most = delay < max_delay ? delay : max_delay;

	for (unsigned i = 1; i < attempt && most < max_delay; i++)
		most = most > max_delay / 2 ? max_delay : 2 * most;
	return most > 0 ? (tq_time)tq_rng_below(rng, (uint64_t)most + 1) : 0;
}
