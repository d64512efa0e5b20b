/* SPDX-License-Identifier: ISC */
/* Recordings: answers in the order they came, whatever asks; a missing one is refused. */
#include "base/secret.h"
#include "base/sha256.h"
#include "net/entry.h"
#include "net/replay.h"

#include "folder.h"
#include "t.h"

#include <sys/wait.h>

static const tq_time start = 1704067200 * TQ_SECOND;

static struct tq_call
a_call(const char *url, const char *body, int second)
{
	struct tq_call call = {.method = "GET", .url = url};

	call.reply = (struct tq_reply){.status = 200, .now = start + second * TQ_SECOND,
				       .date = TQ_TIME_NONE};
	tq_buf_puts(&call.reply.body, body);
	return call;
}

static void
keep(struct tq_replay *replay, const char *url, const char *body, int second)
{
	struct tq_call call = a_call(url, body, second);
	struct tq_err err = {0};

	if (!tq_replay_keep(replay, &call, &err))
		OK(false, "kept: %s", err.text);
	tq_reply_fini(&call.reply);
}

/* The answer to a URL is body, and the clock what it was. */
static void
gives(struct tq_replay *replay, const char *url, const char *body, int second)
{
	struct tq_call call = {.method = "GET", .url = url};
	struct tq_reply reply = {0};
	struct tq_err err = {0};
	bool ok = tq_replay_find(replay, &call, &reply, &err);

	OK(ok, "%s is there: %s", url, err.text);
	IS_STR(ok ? tq_buf_text(&reply.body) : NULL, body, "its body");
	OK(reply.replayed && reply.status == 200, "it says it is replayed");
	OK(reply.now == start + second * TQ_SECOND, "it came when it came");
	tq_reply_fini(&reply);
}

static void
test_order(void)
{
	struct tq_err err = {0};
	struct tq_replay *replay = tq_replay_open(folder_path("rec/deep"), true, &err);
	struct tq_call missing = {.method = "GET", .url = "https://x.example/c"};
	struct tq_call post = {.method = "POST", .url = "https://x.example/a", .body = "q"};
	struct tq_reply reply = {0};

	OK(replay != NULL, "recording makes its folder: %s", err.text);
	keep(replay, "https://x.example/b", "B", 5);
	keep(replay, "https://x.example/a", "A1", 10);
	keep(replay, "https://x.example/a", "A2", 20);
	tq_replay_free(replay);
	replay = tq_replay_open(folder_path("rec/deep"), true, &err);
	keep(replay, "https://x.example/a", "A3", 30);
	tq_replay_free(replay);

	replay = tq_replay_open(folder_path("rec/deep"), false, &err);
	OK(tq_replay_now(replay) == start + 5 * TQ_SECOND,
	   "before the first answer the clock is that of the earliest");
	gives(replay, "https://x.example/a", "A1", 10);
	OK(tq_replay_now(replay) == start + 10 * TQ_SECOND, "then of the answer given");
	gives(replay, "https://x.example/a", "A2", 20);
	gives(replay, "https://x.example/b", "B", 5);
	OK(tq_replay_now(replay) == start + 20 * TQ_SECOND, "and it never goes back");
	gives(replay, "https://x.example/a", "A3", 30);
	gives(replay, "https://x.example/a", "A3", 30);
	OK(!tq_replay_find(replay, &missing, &reply, &err), "what was never asked is refused");
	IS_INT(err.status, TQ_REFUSED, "for good");
	IS_STR(err.text, "not in the recording: GET https://x.example/c", "by its name");
	OK(!tq_replay_find(replay, &post, &reply, &err), "method and body are part of it: %s",
	   err.text);
	tq_replay_free(replay);
}

static void
test_names(void)
{
	char sum[TQ_SHA256_SIZE], want[128];

	tq_sha256("GET\nhttps://x.example/a\n", 24, sum);
	snprintf(want, sizeof(want), "rec/deep/x.example-GET-%.16s-3", sum);
	OK(access(folder_path(want), R_OK) == 0, "a name says host, method, key, number: %s", want);
}

/* A head as the header's comment shows it: no length, no checksums, no headers. */
static void
test_by_hand(void)
{
	static const char text[] = "{\"entry\":1,\"time\":\"2024-01-01T00:00:07Z\",\"method\":\"GET\","
				   "\"url\":\"https://x.example/a\",\"status\":200}\nby hand\n";
	char sum[TQ_SHA256_SIZE], name[128];
	struct tq_err err = {0};
	struct tq_replay *replay;

	mkdir(folder_path("hand"), 0755);
	OK(!tq_replay_open(folder_path("hand"), false, &err) && err.status == TQ_USAGE,
	   "nothing to replay: %s", err.text);
	OK(!tq_replay_open(folder_path("nowhere"), false, &err) && err.status == TQ_USAGE,
	   "no folder to replay: %s", err.text);
	tq_sha256("GET\nhttps://x.example/a\n", 24, sum);
	snprintf(name, sizeof(name), "hand/x.example-GET-%.16s-1", sum);
	folder_write(name, text, strlen(text));
	replay = tq_replay_open(folder_path("hand"), false, &err);
	OK(replay != NULL, "a recording by hand: %s", err.text);
	gives(replay, "https://x.example/a", "by hand\n", 7);
	tq_replay_free(replay);
	replay = tq_replay_open(folder_path("hand"), false, &err);
	folder_write(name, text, strlen(text) - 30);
	{
		struct tq_call call = {.method = "GET", .url = "https://x.example/a"};
		struct tq_reply reply = {0};

		OK(!tq_replay_find(replay, &call, &reply, &err) && err.status == TQ_DATA,
		   "a damaged recording is an error, not a miss: %s", err.text);
		OK(tq_replay_now(replay) == 0, "and it has no time");
	}
	tq_replay_free(replay);
	unlink(folder_path(name));
}

static void
test_files(void)
{
	struct tq_err err = {0};
	struct tq_replay *replay = tq_replay_open(folder_path("files"), true, &err);
	struct tq_call call = a_call("https://x.example/a.zip", "", 1);
	struct tq_reply reply = {0};
	struct tq_buf back;

	folder_write("a.zip", "PK\3\4", 4);
	call.to_file = folder_path("a.zip");
	tq_sha256("PK\3\4", 4, call.reply.sha256);
	OK(tq_replay_keep(replay, &call, &err), "a body in a file is kept: %s", err.text);
	call.url = "https://x.example/b.zip";
	call.reply.status = 404;
	call.reply.sha256[0] = '\0';
	tq_buf_puts(&call.reply.body, "no");
	OK(tq_replay_keep(replay, &call, &err), "and a refusal: %s", err.text);
	tq_replay_free(replay);
	tq_reply_fini(&call.reply);

	replay = tq_replay_open(folder_path("files"), false, &err);
	call.to_file = folder_path("b.zip");
	OK(tq_replay_find(replay, &call, &reply, &err) && reply.status == 404 && reply.body.n == 2 &&
		   access(call.to_file, F_OK) != 0,
	   "a refusal goes into no file");
	tq_reply_fini(&reply);
	call.url = "https://x.example/a.zip";
	OK(tq_replay_find(replay, &call, &reply, &err), "the file again: %s", err.text);
	back = folder_read("b.zip");
	OK(back.n == 4 && memcmp(back.p, "PK\3\4", 4) == 0, "byte for byte");
	OK(reply.body.n == 0 && strlen(reply.sha256) == 64, "with its checksum");
	tq_buf_fini(&back);
	tq_reply_fini(&reply);
	tq_replay_free(replay);
}

/* The key is made of what is shown: it is the same with the secret and without. */
static void
test_secrets(void)
{
	struct tq_secrets *secrets;
	struct tq_err err = {0};
	struct tq_replay *replay = tq_replay_open(folder_path("secret"), true, &err);
	struct tq_call call = {.method = "GET", .url = "https://x.example/none?k=CANARY-77aa88bb"};
	struct tq_reply reply = {0};

	folder_write("key", "key = CANARY-77aa88bb\n", 22);
	chmod(folder_path("key"), 0600);
	secrets = tq_secrets_read(folder_path("key"), &err);
	OK(secrets != NULL, "secrets: %s", err.text);
	keep(replay, "https://x.example/?k=CANARY-77aa88bb", "{}", 1);
	{
		struct tq_call echo = a_call("https://x.example/echo", "CANARY-77aa88bb", 1);

		OK(!tq_replay_keep(replay, &echo, &err) && err.status == TQ_NO &&
			   !strstr(err.text, "CANARY"),
		   "P13 an answer that holds a secret is not recorded: %s", err.text);
		tq_reply_fini(&echo.reply);
	}
	tq_replay_free(replay);
	replay = tq_replay_open(folder_path("secret"), false, &err);
	gives(replay, "https://x.example/?k=CANARY-77aa88bb", "{}", 1);
	gives(replay, "https://x.example/?k=[secret]", "{}", 1);
	OK(!tq_replay_find(replay, &call, &reply, &err) && !strstr(err.text, "CANARY"),
	   "P13 nor is it in the message: %s", err.text);
	tq_replay_free(replay);
	tq_secrets_free(secrets);
}

/* Eight processes record the same request: each answer has a number of its own. */
static void
test_together(void)
{
	enum { PROCESSES = 8, EACH = 5 };
	struct tq_err err = {0};
	struct tq_replay *replay;
	int numbers = 0;

	for (int i = 0; i < PROCESSES; i++)
		if (fork() == 0) {
			replay = tq_replay_open(folder_path("many"), true, &err);
			for (int k = 0; replay && k < EACH; k++)
				keep(replay, "https://x.example/", "{}", i);
			_exit(replay ? 0 : 1);
		}
	while (wait(NULL) > 0)
		continue;
	replay = tq_replay_open(folder_path("many"), false, &err);
	for (int second = 0, i = 0; i < PROCESSES * EACH; i++) {
		struct tq_call call = {.method = "GET", .url = "https://x.example/"};
		struct tq_reply reply = {0};

		if (tq_replay_find(replay, &call, &reply, &err))
			second = (int)((reply.now - start) / TQ_SECOND);
		numbers += second + 1;
		tq_reply_fini(&reply);
	}
	/* Each process recorded its own number EACH times. */
	IS_INT(numbers, EACH * PROCESSES * (PROCESSES + 1) / 2, "all are there, once each");
	tq_replay_free(replay);
}

int
main(void)
{
	char command[64];

	folder_make();
	test_order();
	test_names();
	test_by_hand();
	test_files();
	test_secrets();
	test_together();
	snprintf(command, sizeof(command), "rm -rf %s", folder_name);
	if (system(command) != 0)
		return 1;
	return t_done();
}
