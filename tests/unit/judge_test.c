/* SPDX-License-Identifier: ISC */
/* What HTTP says of an answer; how long it asks to wait; the backoff (F3.6, F1.16, C3.5). */
#include "net/judge.h"
#include "net/origin.h"

#include "t.h"

static const tq_time now = 1704067200 * TQ_SECOND;       /* Mon, 01 Jan 2024 00:00:00 GMT */

static tq_time
wait_of(int status, const char *name, const char *value, tq_time date)
{
	struct tq_reply reply = {.status = status, .now = now, .date = date};
	tq_time wait;

	tq_reply_add(&reply, tq_str(name), tq_str(value));
	wait = tq_server_wait(&reply);
	tq_reply_fini(&reply);
	return wait;
}

static void
test_waits(void)
{
	static const struct {
		int status;
		const char *name, *value;
		tq_time wait;
	} rows[] = {
		{429, "Retry-After", "7", 7 * TQ_SECOND},
		{503, "Retry-After", " 0 ", 0},
		{429, "Retry-After", "Mon, 01 Jan 2024 00:01:00 GMT", 60 * TQ_SECOND},
		{429, "Retry-After", "Sunday, 31-Dec-23 23:59:00 GMT", 0},
		{429, "Retry-After", "-1", 0},
		{429, "Retry-After", "1.5", 0},
		{429, "Retry-After", "soon", 0},
		{429, "Retry-After", "", 0},
		{429, "Retry-After", "99999999999999999999", 0},
		{429, "Retry-After", "9223372036854775807", INT64_MAX / 2},
		{429, "X-Retry-After-Ms", "1500", 1500000000},
		{429, "X-RateLimit-Reset", "1704067230", 30 * TQ_SECOND},
		{200, "X-RateLimit-Reset", "1704067230", 0},
		{503, "X-RateLimit-Reset", "1704067230", 0},
		{429, "X-Bapi-Limit-Reset-Timestamp", "1704067200250", 250000000},
		{429, "X-Bapi-Limit-Reset-Timestamp", "1", 0},
	};

	for (size_t i = 0; i < TQ_COUNT(rows); i++)
		OK(wait_of(rows[i].status, rows[i].name, rows[i].value, TQ_TIME_NONE) ==
		   rows[i].wait, "F3.6 %d %s: %s", rows[i].status, rows[i].name, rows[i].value);
	OK(wait_of(429, "retry-after", "Mon, 01 Jan 2024 01:00:10 GMT", now + TQ_HOUR) ==
	   10 * TQ_SECOND, "F3.6 a date is held against the server's own clock");
	OK(wait_of(429, "x-ratelimit-reset", "1704070810", now + TQ_HOUR) == 10 * TQ_SECOND,
	   "F3.6 so is a reset");
}

static void
test_classes(void)
{
	static const struct {
		int status;
		enum tq_call_class class;
	} rows[] = {
		{0, TQ_CALL_TRANSIENT}, {200, TQ_CALL_OK}, {204, TQ_CALL_OK},
		{302, TQ_CALL_REFUSED}, {304, TQ_CALL_REFUSED}, {400, TQ_CALL_REFUSED},
		{401, TQ_CALL_AUTH}, {403, TQ_CALL_REFUSED}, {404, TQ_CALL_REFUSED},
		{408, TQ_CALL_TRANSIENT}, {410, TQ_CALL_REFUSED}, {418, TQ_CALL_BAN},
		{429, TQ_CALL_RATE}, {451, TQ_CALL_GEO}, {500, TQ_CALL_TRANSIENT},
		{501, TQ_CALL_REFUSED}, {502, TQ_CALL_TRANSIENT}, {503, TQ_CALL_TRANSIENT},
		{504, TQ_CALL_TRANSIENT}, {520, TQ_CALL_TRANSIENT}, {524, TQ_CALL_TRANSIENT},
		{599, TQ_CALL_TRANSIENT},
	};
	struct tq_judgement judgement;

	for (size_t i = 0; i < TQ_COUNT(rows); i++) {
		struct tq_reply reply = {.status = rows[i].status, .now = now,
					 .date = TQ_TIME_NONE};

		tq_judge_http(&reply, &judgement);
		OK(judgement.class == rows[i].class, "F3.2 %d is %s", rows[i].status,
		   tq_call_classes[rows[i].class]);
	}
}

static const char *
text_of(int status, const char *body)
{
	static struct tq_judgement judgement;
	struct tq_reply reply = {.status = status, .now = now, .date = TQ_TIME_NONE};

	tq_buf_puts(&reply.body, body);
	tq_judge_http(&reply, &judgement);
	tq_reply_fini(&reply);
	return judgement.text;
}

static void
test_texts(void)
{
	char longer[4000];

	IS_STR(text_of(503, "<html>sorry"), "503 Service Unavailable", "a page says nothing");
	IS_STR(text_of(404, "\n <!doctype html>"), "404 Not Found", "nor does this one");
	IS_STR(text_of(400, ""), "400 Bad Request", "an empty body hides nothing");
	IS_STR(text_of(400, "{\"msg\":\n\t\"no\"}"), "400 Bad Request: {\"msg\": \"no\"}",
	       "what is said is on one line");
	IS_STR(text_of(499, ""), "499", "a status without a name");
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	OK(strlen(text_of(400, longer)) < 170 && strstr(text_of(400, longer), "x..."),
	   "what is long is cut");
	for (size_t i = 0; i + 3 < sizeof(longer); i += 3)
		memcpy(longer + i, "\xe2\x82\xac", 3);
	OK(strstr(text_of(400, longer), "\xe2\x82\xac..."), "between characters, not in one");
}

/* Attempts and gaps follow the formula: bounds, spread and mean over many draws. */
static void
test_backoff(void)
{
	struct tq_rng rng = {42};
	static const tq_time most[] = {100, 200, 400, 800, 1000, 1000, 1000};

	for (unsigned attempt = 1; attempt <= TQ_COUNT(most); attempt++) {
		tq_time sum = 0, low = INT64_MAX, high = -1, limit = most[attempt - 1];
		int n = 20000;

		for (int i = 0; i < n; i++) {
			tq_time wait = tq_backoff(100, 1000, attempt, &rng);

			sum += wait;
			low = wait < low ? wait : low;
			high = wait > high ? wait : high;
		}
		OK(low == 0 && high == limit, "F1.16 wait %u is in 0 .. %lld, both ends reached",
		   attempt, (long long)limit);
		OK(sum / n > limit * 48 / 100 && sum / n < limit * 52 / 100,
		   "F1.16 and is uniform: mean %lld", (long long)(sum / n));
	}
	IS_INT(tq_backoff(0, TQ_SECOND, 5, &rng), 0, "no delay, no wait");
	OK(tq_backoff(TQ_DAY * 90000, INT64_MAX, 1000000, &rng) >= 0, "no number of tries overflows");
	IS_INT(tq_backoff(TQ_SECOND, 0, 3, &rng), 0, "the cap holds from the first");
}

static void
test_origins(void)
{
	static const struct {
		const char *url;
		bool http, ok;
	} rows[] = {
		{"https://api.example.com/v1?x=1", false, true},
		{"http://127.0.0.1:8080/x", true, true}, {"http://localhost/x", true, true},
		{"http://[::1]:9/x", true, true}, {"http://127.9.9.9/x", true, true},
		{"http://2130706433/", true, true},
		{"http://127.0.0.1:8080/x", false, false}, {"http://example.com/", true, false},
		{"http://127.0.0.1.example.com/", true, false}, {"http://128.0.0.1/", true, false},
		{"http://localhost.example.com/", true, false}, {"http://10.0.0.1/", true, false},
		{"http://[::2]/", true, false}, {"ftp://127.0.0.1/", true, false},
		{"file:///etc/passwd", true, false}, {"https://user:pass@example.com/", true, false},
		{"https://", true, false}, {"//example.com/", true, false}, {"", true, false},
		{"https://exa mple.com/", true, false},
	};
	struct tq_origin a, b;
	struct tq_err err;

	for (size_t i = 0; i < TQ_COUNT(rows); i++)
		OK(tq_origin_of(rows[i].url, rows[i].http, &a, &err) == rows[i].ok,
		   "%s: %s%s", rows[i].ok ? "asked" : "refused", rows[i].url,
		   rows[i].http ? " (insecure-http)" : "");
	tq_origin_of("https://API.Example.com/v1/x?key=1", false, &a, &err);
	IS_STR(a.name, "api.example.com", "a host is in lower case, its usual port not said");
	IS_STR(a.path, "/v1/x", "a path is without its query");
	tq_origin_of("https://api.example.com:443/", false, &b, &err);
	OK(tq_origin_same(&a, &b), "the usual port is the same place");
	tq_origin_of("https://api.example.com:444/", false, &b, &err);
	OK(!tq_origin_same(&a, &b), "another port is not");
	IS_STR(b.name, "api.example.com:444", "and is said");
	tq_origin_of("https://www.example.com/", false, &b, &err);
	OK(!tq_origin_same(&a, &b), "nor is another name");
}

int
main(void)
{
	test_waits();
	test_classes();
	test_texts();
	test_backoff();
	test_origins();
	return t_done();
}
