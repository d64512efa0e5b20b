/* SPDX-License-Identifier: ISC */
/* The cache: what is fresh, what may be kept, and that no damage is taken for an answer. */
#include "base/secret.h"
#include "net/cache.h"
#include "net/freshness.h"

#include "folder.h"
#include "t.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static const tq_time start = 1704067200 * TQ_SECOND;

static struct tq_cache *
new_cache(void)
{
	struct tq_err err = {0};
	struct tq_cache *cache = tq_cache_open(folder_path("cache"), &err);

	if (!cache)
		OK(false, "open: %s", err.text);
	return cache;
}

static struct tq_call
a_call(const char *header, const char *value, const char *body)
{
	struct tq_call call = {.method = "GET", .url = "https://x.example/a?b=1",
			       .version = "x/1"};

	call.reply = (struct tq_reply){.status = 200, .now = start, .date = TQ_TIME_NONE};
	if (header)
		tq_reply_add(&call.reply, tq_str(header), tq_str(value));
	tq_buf_puts(&call.reply.body, body);
	return call;
}

/* Keeps an answer with one header and says what is found `after` it came. */
static enum tq_cache_found
found_after(const char *header, const char *value, tq_time after, tq_time max_age)
{
	struct tq_cache *cache = new_cache();
	struct tq_call call = a_call(header, value, "[1]");
	struct tq_reply reply = {0};
	struct tq_err err = {0};
	enum tq_cache_found found = TQ_CACHE_MISS;
	char key[65];

	tq_cache_key(&call, key);
	tq_cache_keep(cache, key, &call, &err);
	tq_reply_fini(&call.reply);
	if (!tq_cache_find(cache, key, start + after, max_age, &found, &reply, &err))
		OK(false, "find: %s", err.text);
	if (found != TQ_CACHE_MISS && (reply.body.n != 3 || !reply.cached ||
				       (after > 0 && !header && reply.age != after)))
		OK(false, "the answer is another one");
	tq_reply_fini(&reply);
	tq_cache_free(cache);
	return found;
}

static void
test_fresh(void)
{
	static const enum tq_cache_found F = TQ_CACHE_FRESH, S = TQ_CACHE_STALE;
	const struct {
		const char *header, *value;
		tq_time after, max_age;
		enum tq_cache_found want;
	} table[] = {
		{NULL, NULL, 0, -1, S},
		{NULL, NULL, 10 * TQ_SECOND, 11 * TQ_SECOND, F},
		{NULL, NULL, 10 * TQ_SECOND, 10 * TQ_SECOND, S},
		{NULL, NULL, 0, 0, S},
		{NULL, NULL, -TQ_SECOND, TQ_HOUR, S},
		{"Cache-Control", "max-age=60", 59 * TQ_SECOND, -1, F},
		{"Cache-Control", "max-age=60", 60 * TQ_SECOND, -1, S},
		{"Cache-Control", "max-age=60", 59 * TQ_SECOND, 0, S},
		{"Cache-Control", "max-age=60", 61 * TQ_SECOND, TQ_HOUR, F},
		{"Cache-Control", "PUBLIC , Max-Age=\"60\"", 59 * TQ_SECOND, -1, F},
		{"Cache-Control", "public, MAX-AGE=60, immutable", 59 * TQ_SECOND, -1, F},
		{"Cache-Control", ",, max-age=60,", 59 * TQ_SECOND, -1, F},
		{"Cache-Control", "max-age=60, max-age=5", 6 * TQ_SECOND, -1, S},
		{"Cache-Control", "max-age=-1", 0, -1, S},
		{"Cache-Control", "max-age=6x", 0, -1, S},
		{"Cache-Control", "max-age=", 0, -1, S},
		{"Cache-Control", "max-age", 0, -1, S},
		{"Cache-Control", "max-age = 60", 0, -1, S},
		{"Cache-Control", "max-age=99999999999999999999", TQ_DAY, -1, F},
		{"Cache-Control", "no-cache, max-age=60", 0, -1, S},
		{"Cache-Control", "no-cache=\"x,y\", max-age=60", 0, -1, S},
		{"Cache-Control", "ext=\"a,no-cache\\\",b\", max-age=60", 0, -1, F},
		{"Cache-Control", "ext=\"a, max-age=60", 0, -1, S},
		{"Cache-Control", "s-maxage=60", 0, -1, S},
		{"Cache-Control", "no-cache", TQ_SECOND, TQ_MINUTE, F},
		{"Expires", "Mon, 01 Jan 2024 00:01:00 GMT", 59 * TQ_SECOND, -1, F},
		{"Expires", "Mon, 01 Jan 2024 00:01:00 GMT", 60 * TQ_SECOND, -1, S},
		{"Expires", "0", 0, -1, S},
		{"Expires", "Sun, 31 Dec 2023 00:01:00 GMT", 0, -1, S},
		{"Age", "100", 10 * TQ_SECOND, 111 * TQ_SECOND, F},
		{"Age", "100", 10 * TQ_SECOND, 110 * TQ_SECOND, S},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		OK(found_after(table[i].header, table[i].value, table[i].after,
			       table[i].max_age) == table[i].want,
		   "F2.15 %s: %s, after %llds, --max-age %llds",
		   table[i].header ? table[i].header : "nothing said",
		   table[i].value ? table[i].value : "", (long long)(table[i].after / TQ_SECOND),
		   (long long)(table[i].max_age / TQ_SECOND));
}

static void
test_dates(void)
{
	struct tq_call call = a_call("Cache-Control", "max-age=60", "");
	struct tq_freshness fresh;

	call.reply.date = start - 50 * TQ_SECOND;
	tq_reply_add(&call.reply, tq_str("Age"), tq_str("20"));
	tq_freshness(&call.reply, &fresh);
	OK(fresh.lifetime == TQ_MINUTE && fresh.age == 20 * TQ_SECOND &&
		   fresh.apparent == 50 * TQ_SECOND,
	   "an answer is as old as its Date or its Age says, whichever is more");
	call.reply.date = start + TQ_HOUR;
	tq_freshness(&call.reply, &fresh);
	OK(fresh.apparent == 20 * TQ_SECOND, "P9 a server's clock that is ahead makes none younger");
	tq_reply_fini(&call.reply);
}

static void
test_keep(void)
{
	static const struct {
		const char *method, *header, *value;
		int status;
		bool fresh, file, want;
		const char *what;
	} table[] = {
		{"GET", NULL, NULL, 200, false, false, true, "a 200"},
		{"GET", NULL, NULL, 404, false, false, false, "F3.8 no 404"},
		{"GET", NULL, NULL, 204, false, false, false, "F3.8 nor an answer of nothing"},
		{"GET", NULL, NULL, 301, false, false, false, "nor a redirect"},
		{"GET", NULL, NULL, 500, false, false, false, "nor a 500"},
		{"POST", NULL, NULL, 200, false, false, false, "nor a POST"},
		{"GET", NULL, NULL, 200, true, false, false, "nor what is to be fresh"},
		{"GET", NULL, NULL, 200, false, true, false, "nor a file"},
		{"GET", "Cache-Control", "private, No-Store", 200, false, false, false,
		 "nor what the server forbids"},
		{"GET", "Vary", "*", 200, false, false, false, "nor what varies with anything"},
		{"GET", "Vary", "accept", 200, false, false, true, "but with what is in the key"},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct tq_call call = a_call(table[i].header, table[i].value, "x");

		call.method = table[i].method;
		call.reply.status = table[i].status;
		call.fresh = table[i].fresh;
		call.to_file = table[i].file ? "/nowhere" : NULL;
		OK(tq_cache_may_keep(&call) == table[i].want, "kept: %s", table[i].what);
		tq_reply_fini(&call.reply);
	}
}

static void
test_key(void)
{
	struct tq_http_header ab[] = {{"a", "1"}, {"b", "{key}"}}, ba[] = {{"b", "{key}"}, {"a", "1"}};
	struct tq_http_header other[] = {{"a", "1b"}, {"", "{key}"}};
	struct tq_call call = {.method = "GET", .url = "https://x/", .headers = ab, .n_headers = 2,
			       .version = "x/1"};
	char key[65], again[65];

	tq_cache_key(&call, key);
	IS_INT(strlen(key), 64, "a key is a SHA-256");
	call.headers = ba;
	tq_cache_key(&call, again);
	IS_STR(again, key, "whatever the order of the headers");
	call.headers = other;
	tq_cache_key(&call, again);
	OK(strcmp(again, key) != 0, "their names and values do count");
	call.headers = ab;
	call.version = "x/2";
	tq_cache_key(&call, again);
	OK(strcmp(again, key) != 0, "F3.8 so does the provider's version");
	call.version = "x/1";
	call.body = "";
	tq_cache_key(&call, again);
	OK(strcmp(again, key) != 0, "and a body, even an empty one");
}

static void
test_renew(void)
{
	struct tq_cache *cache = new_cache();
	struct tq_call call = a_call("ETag", "\"v1\"", "[1]");
	struct tq_reply answer = {.status = 304, .now = start + TQ_HOUR, .date = TQ_TIME_NONE};
	struct tq_reply reply = {0};
	struct tq_err err = {0};
	enum tq_cache_found found;
	char key[65];

	tq_cache_key(&call, key);
	tq_reply_add(&call.reply, tq_str("Cache-Control"), tq_str("max-age=5"));
	tq_reply_add(&call.reply, tq_str("Date"), tq_str("Mon, 01 Jan 2024 00:00:00 GMT"));
	tq_reply_add(&call.reply, tq_str("Content-Type"), tq_str("text/x"));
	OK(tq_cache_keep(cache, key, &call, &err), "an answer with an ETag");
	tq_cache_find(cache, key, start + TQ_HOUR, -1, &found, &reply, &err);
	OK(found == TQ_CACHE_STALE, "is stale an hour later");
	IS_STR(tq_reply_header(&reply, "etag"), "\"v1\"", "and can be asked for");
	tq_reply_fini(&reply);
	tq_reply_add(&answer, tq_str("Cache-Control"), tq_str("max-age=90"));
	tq_reply_add(&answer, tq_str("Content-Type"), tq_str("text/y"));
	OK(tq_cache_renew(cache, key, &answer, &err), "a 304");
	tq_cache_find(cache, key, start + TQ_HOUR + TQ_MINUTE, -1, &found, &reply, &err);
	OK(found == TQ_CACHE_FRESH, "makes it fresh, for as long as the 304 says");
	IS_STR(tq_buf_text(&reply.body), "[1]", "the body is the old one");
	IS_STR(tq_reply_header(&reply, "content-type"), "text/x", "so is what tells of it");
	OK(reply.age == TQ_MINUTE, "F2.15 it carries its age");
	tq_reply_fini(&reply);
	tq_reply_add(&answer, tq_str("Cache-Control"), tq_str("no-store"));
	tq_cache_renew(cache, key, &answer, &err);
	tq_cache_find(cache, key, start + TQ_HOUR, TQ_DAY, &found, &reply, &err);
	OK(found == TQ_CACHE_MISS, "a 304 that forbids keeping removes it");
	tq_reply_fini(&answer);
	tq_reply_fini(&call.reply);
	tq_cache_free(cache);
}

/* How many lines a run of fn writes on standard error. */
static int
lines_said(void (*fn)(void))
{
	int saved = dup(2), lines = 0;
	FILE *file = tmpfile();
	int c;

	fflush(stdout);
	dup2(fileno(file), 2);
	fn();
	dup2(saved, 2);
	close(saved);
	rewind(file);
	while ((c = getc(file)) != EOF)
		lines += c == '\n';
	fclose(file);
	return lines;
}

static char the_key[65];

static void
find_it(void)
{
	struct tq_cache *cache = new_cache();
	struct tq_reply reply = {0};
	struct tq_err err = {0};
	enum tq_cache_found found;

	OK(tq_cache_find(cache, the_key, start, TQ_DAY, &found, &reply, &err) &&
		   found == TQ_CACHE_MISS,
	   "F3.8 a miss");
	tq_cache_free(cache);
}

static void
keep_twice(void)
{
	struct tq_cache *cache = new_cache();
	struct tq_call call = a_call(NULL, NULL, "[1,2,3]");
	struct tq_err err = {0};

	OK(tq_cache_keep(cache, the_key, &call, &err) && tq_cache_keep(cache, the_key, &call, &err),
	   "X.7 that it cannot be kept is no failure");
	tq_reply_fini(&call.reply);
	tq_cache_free(cache);
}

static void
test_damage(void)
{
	struct tq_call call = a_call(NULL, NULL, "[1]");
	struct tq_buf file;
	char name[128];

	found_after(NULL, NULL, 0, TQ_DAY);
	tq_cache_key(&call, the_key);
	snprintf(name, sizeof(name), "cache/http/%s", the_key);
	file = folder_read(name);
	folder_write(name, file.p, file.n - 1);
	IS_INT(lines_said(find_it), 1, "one that is cut off, with one warning");
	file.p[file.n / 2] ^= 1;
	folder_write(name, file.p, file.n);
	IS_INT(lines_said(find_it), 1, "one with a flipped bit");
	folder_write(name, "{}", 2);
	IS_INT(lines_said(find_it), 1, "something else");
	unlink(folder_path(name));
	IS_INT(lines_said(find_it), 0, "none at all is a miss without a word");
	mkdir(folder_path(name), 0700);
	IS_INT(lines_said(find_it), 1, "a folder in its place");
	IS_INT(lines_said(keep_twice), 1, "which cannot be written, said once");
	rmdir(folder_path(name));
	if (geteuid() != 0) {
		folder_write(name, file.p, file.n);
		chmod(folder_path(name), 0);
		IS_INT(lines_said(find_it), 1, "one that may not be read");
		unlink(folder_path(name));
	}
	tq_buf_fini(&file);
	tq_reply_fini(&call.reply);
}

static void
test_full(void)
{
	struct rlimit was, none = {16, RLIM_INFINITY};
	char name[256];
	int said;

	getrlimit(RLIMIT_FSIZE, &was);
	none.rlim_max = was.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	/* Standard error is a file here too: only what the test itself limits may fail. */
	setrlimit(RLIMIT_FSIZE, &none);
	{
		struct tq_cache *cache = new_cache();
		struct tq_call call = a_call(NULL, NULL, "[1,2,3]");
		struct tq_err err = {0};
		int null = open("/dev/null", O_WRONLY), saved = dup(2);

		dup2(null, 2);
		said = tq_cache_keep(cache, the_key, &call, &err);
		dup2(saved, 2);
		close(saved);
		close(null);
		tq_reply_fini(&call.reply);
		tq_cache_free(cache);
	}
	setrlimit(RLIMIT_FSIZE, &was);
	OK(said, "X.7 no room for an answer is no failure");
	find_it();
	snprintf(name, sizeof(name), "cache/http/%s.tmp", the_key);
	OK(access(folder_path(name), F_OK) != 0, "and nothing is left of it");
}

static void
test_secret(void)
{
	struct tq_call call = a_call(NULL, NULL, "{\"token\":\"CANARY-55aa66bb\"}");
	struct tq_cache *cache = new_cache();
	struct tq_secrets *secrets;
	struct tq_reply reply = {0};
	struct tq_err err = {0};
	enum tq_cache_found found;
	char key[65];

	folder_write("key", "key = CANARY-55aa66bb\n", 22);
	chmod(folder_path("key"), 0600);
	secrets = tq_secrets_read(folder_path("key"), &err);
	tq_cache_key(&call, key);
	OK(tq_cache_keep(cache, key, &call, &err), "an answer that holds a secret");
	tq_cache_find(cache, key, start, TQ_DAY, &found, &reply, &err);
	OK(found == TQ_CACHE_MISS, "P13 is not kept");
	tq_secrets_free(secrets);
	tq_reply_fini(&call.reply);
	tq_cache_free(cache);
}

/* Another process has the lock; it dies without giving it back. */
static void
test_lock(void)
{
	struct tq_cache *cache = new_cache();
	char key[65], other[65], byte = 0;
	struct tq_err err = {0};
	int said[2];
	bool held;
	pid_t child;

	memset(key, 'a', 64);
	memset(other, 'b', 64);
	key[64] = other[64] = '\0';
	if (pipe(said) != 0)
		return;
	child = fork();
	if (child == 0) {
		struct tq_cache *mine = new_cache();

		if (!tq_cache_lock(mine, key, &held, &err) || !held ||
		    write(said[1], "x", 1) != 1)
			_exit(1);
		pause();
	}
	OK(read(said[0], &byte, 1) == 1, "another process has a key");
	OK(tq_cache_lock(cache, key, &held, &err) && !held, "F2.21 which cannot be had twice");
	OK(tq_cache_lock(cache, other, &held, &err) && held, "while another key can");
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	OK(tq_cache_lock(cache, key, &held, &err) && held, "F2.21 and is free when its process dies");
	tq_cache_unlock(cache, key);
	tq_cache_unlock(cache, other);
	close(said[0]);
	close(said[1]);
	tq_cache_free(cache);
}

static void
test_folder(void)
{
	struct tq_err err = {0};

	mkdir(folder_path("open"), 0700);
	mkdir(folder_path("open/http"), 0700);
	chmod(folder_path("open/http"), 0777);
	OK(!tq_cache_open(folder_path("open"), &err) && err.status == TQ_IO,
	   "a folder that others may write into is no cache: %s", err.text);
	folder_write("file", "", 0);
	OK(!tq_cache_open(folder_path("file"), &err), "nor is a file: %s", err.text);
}

int
main(void)
{
	char command[64];

	folder_make();
	test_fresh();
	test_dates();
	test_keep();
	test_key();
	test_renew();
	test_damage();
	test_full();
	test_secret();
	test_lock();
	test_folder();
	snprintf(command, sizeof(command), "rm -rf %s", folder_name);
	if (system(command) != 0)
		return 1;
	return t_done();
}
