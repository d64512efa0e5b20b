/* SPDX-License-Identifier: ISC */
/*
 * What processes share, driven by tests/net/shared.t:
 *
 *	limit FOLDER WINDOW_MS MAX LOG SECONDS  takes 1 as often as it may; a line a take
 *	take FOLDER MAX LOG                     takes 1 of a day's window, or says when
 *	fetch FOLDER LOG                        asks the cache; a line for each download
 *	keep FOLDER SECONDS                     keeps answers of many sizes
 *	find FOLDER                             whether what is kept is one of them
 *	bench FOLDER N                          microseconds of ask, take, tell
 */
#include "base/file.h"
#include "base/log.h"
#include "net/breaker.h"
#include "net/cache.h"
#include "net/limiter.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const char host[] = "api.example.com";

static int
fail(const struct tq_err *err)
{
	tq_log(TQ_LOG_ERROR, "%s", err->text);
	return err->status;
}

static tq_time
clock_of(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (tq_time)now.tv_sec * TQ_SECOND + now.tv_nsec;
}

static void
rest(tq_time t)
{
	struct timespec wait = {(time_t)(t / TQ_SECOND), (long)(t % TQ_SECOND)};

	nanosleep(&wait, NULL);
}

/* One write of one line: lines of many processes do not mix. */
static void
add_line(const char *path, tq_time x)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	char line[64];
	struct tq_err err;
	int n = snprintf(line, sizeof(line), "%lld\n", (long long)x);

	if (fd >= 0) {
		tq_write_all(fd, line, (size_t)n, &err);
		close(fd);
	}
}

static int
run_limit(char **args)
{
	struct tq_limit limit = {"requests", atoll(args[1]) * 1000000, atoll(args[2]), NULL};
	tq_time end = clock_of(CLOCK_MONOTONIC) + atoll(args[4]) * TQ_SECOND;
	struct tq_err err = {0};
	struct tq_limiter *limiter = tq_limiter_open(args[0], &err);

	if (!limiter)
		return fail(&err);
	while (clock_of(CLOCK_MONOTONIC) < end) {
		tq_time now = clock_of(CLOCK_REALTIME), when;

		if (!tq_limiter_take(limiter, host, &limit, 1, 1, false, now, &when, &err))
			return fail(&err);
		if (when == 0)
			add_line(args[3], now);
		else
			rest(when - now < TQ_SECOND / 20 ? when - now : TQ_SECOND / 20);
	}
	tq_limiter_free(limiter);
	return 0;
}

static int
run_take(char **args)
{
	struct tq_limit limit = {"requests", TQ_DAY, atoll(args[1]), NULL};
	tq_time now = clock_of(CLOCK_REALTIME), when = 0;
	struct tq_err err = {0};
	struct tq_limiter *limiter = tq_limiter_open(args[0], &err);

	if (!limiter || !tq_limiter_take(limiter, host, &limit, 1, 1, true, now, &when, &err))
		return fail(&err);
	if (when == 0)
		add_line(args[2], now);
	tq_limiter_free(limiter);
	return when == 0 ? 0 : TQ_RETRY;
}

static struct tq_call
a_call(void)
{
	struct tq_call call = {.method = "GET", .url = "https://api.example.com/v1/x",
			       .version = "x/1"};

	call.reply = (struct tq_reply){.status = 200, .now = clock_of(CLOCK_REALTIME),
				       .date = TQ_TIME_NONE};
	return call;
}

/* Bodies that tell on themselves: a number and as many letters. */
static void
fill(struct tq_buf *body, size_t n)
{
	tq_buf_printf(body, "%zu ", n);
	for (size_t i = 0; i < n; i++)
		tq_buf_put(body, &"abcdefghijklmnopqrstuvwxyz"[(n + i) % 26], 1);
}

static bool
is_filled(const struct tq_buf *body)
{
	struct tq_buf same = {0};
	bool ok;

	if (body->n == 0)
		return false;
	fill(&same, (size_t)strtoul(body->p, NULL, 10));
	ok = tq_str_eq(tq_buf_str(&same), tq_buf_str(body));
	tq_buf_fini(&same);
	return ok;
}

static enum tq_cache_found
find(struct tq_cache *cache, const char *key, struct tq_reply *reply)
{
	enum tq_cache_found found = TQ_CACHE_MISS;
	struct tq_err err;

	tq_reply_fini(reply);
	tq_cache_find(cache, key, clock_of(CLOCK_REALTIME), TQ_HOUR, &found, reply, &err);
	return found;
}

static void
download(struct tq_cache *cache, const char *key, const char *log)
{
	struct tq_call call = a_call();
	struct tq_err err;

	add_line(log, getpid());
	rest(TQ_SECOND / 5);
	fill(&call.reply.body, 200000);
	tq_cache_keep(cache, key, &call, &err);
	tq_reply_fini(&call.reply);
}

static int
run_fetch(char **args)
{
	struct tq_err err = {0};
	struct tq_cache *cache = tq_cache_open(args[0], &err);
	struct tq_call call = a_call();
	struct tq_reply reply = {0};
	char key[65];
	bool held;

	if (!cache)
		return fail(&err);
	tq_cache_key(&call, key);
	while (find(cache, key, &reply) != TQ_CACHE_FRESH) {
		if (!tq_cache_lock(cache, key, &held, &err))
			return fail(&err);
		if (!held)
			rest(TQ_SECOND / 100);
		else if (find(cache, key, &reply) != TQ_CACHE_FRESH)
			download(cache, key, args[1]);
		if (held)
			tq_cache_unlock(cache, key);
	}
	held = is_filled(&reply.body);
	tq_reply_fini(&reply);
	tq_cache_free(cache);
	return held ? 0 : TQ_BUG;
}

static int
run_keep(char **args)
{
	tq_time end = clock_of(CLOCK_MONOTONIC) + atoll(args[1]) * TQ_SECOND;
	struct tq_err err = {0};
	struct tq_cache *cache = tq_cache_open(args[0], &err);
	struct tq_call call = a_call();
	char key[65];

	if (!cache)
		return fail(&err);
	tq_cache_key(&call, key);
	for (size_t n = (size_t)getpid() % 1000;; n = (n * 31 + 7) % 300000) {
		tq_buf_clear(&call.reply.body);
		fill(&call.reply.body, n);
		tq_cache_keep(cache, key, &call, &err);
		if (clock_of(CLOCK_MONOTONIC) >= end)
			break;
	}
	tq_reply_fini(&call.reply);
	tq_cache_free(cache);
	return 0;
}

static int
run_find(char **args)
{
	struct tq_err err = {0};
	struct tq_cache *cache = tq_cache_open(args[0], &err);
	struct tq_call call = a_call();
	struct tq_reply reply = {0};
	char key[65];
	bool there, good;

	if (!cache)
		return fail(&err);
	tq_cache_key(&call, key);
	there = find(cache, key, &reply) != TQ_CACHE_MISS;
	good = there && is_filled(&reply.body);
	tq_reply_fini(&reply);
	tq_cache_free(cache);
	return good ? 0 : there ? TQ_BUG : TQ_NO;
}

static int
run_bench(char **args)
{
	struct tq_limit limits[2] = {{"weight", TQ_MINUTE, INT64_MAX / 8, NULL},
				     {"requests", TQ_SECOND, INT64_MAX / 8, NULL}};
	struct tq_err err = {0};
	struct tq_limiter *limiter = tq_limiter_open(args[0], &err);
	struct tq_breaker *breaker = limiter ? tq_breaker_open(args[0], &err) : NULL;
	enum tq_breaker_answer answer;
	long n = atol(args[1]);
	tq_time start, when;

	if (!breaker)
		return fail(&err);
	start = clock_of(CLOCK_MONOTONIC);
	for (long i = 0; i < n; i++) {
		tq_time now = clock_of(CLOCK_REALTIME);

		if (!tq_breaker_ask(breaker, host, now, TQ_SECOND, &answer, &when, &err) ||
		    !tq_limiter_take(limiter, host, limits, 2, 1, false, now, &when, &err) ||
		    !tq_breaker_tell(breaker, host, true, now, &err))
			return fail(&err);
	}
	printf("%.2f\n", (double)(clock_of(CLOCK_MONOTONIC) - start) / (double)n / 1000);
	tq_breaker_free(breaker);
	tq_limiter_free(limiter);
	return 0;
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int n;
		int (*run)(char **args);
	} commands[] = {{"limit", 5, run_limit}, {"take", 3, run_take}, {"fetch", 2, run_fetch},
			{"keep", 2, run_keep},   {"find", 1, run_find}, {"bench", 2, run_bench}};

	tq_log_init("shared_run", TQ_LOG_WARN, false);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (argc == commands[i].n + 2 && strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argv + 2);
	return TQ_USAGE;
}
