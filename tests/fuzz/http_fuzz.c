/* SPDX-License-Identifier: ISC */
/*
 * The first byte picks what the rest is: a header's value, a body that is
 * complained of, a URL, a text with secrets in it. What a server or a user
 * sends is read or refused; what is said of it is short, and has no secret.
 */
#include "base/secret.h"
#include "net/judge.h"
#include "net/origin.h"
#include "require.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define SECRET "s3cr3t/+value"

static void
check_waits(const char *text)
{
	static const char *const names[] = {"retry-after", "x-retry-after-ms", "x-ratelimit-reset",
					    "x-bapi-limit-reset-timestamp"};
	struct tq_reply reply = {.status = 429, .now = 1704067200 * TQ_SECOND,
				 .date = TQ_TIME_NONE};

	for (size_t i = 0; i < TQ_COUNT(names); i++)
		tq_reply_add(&reply, tq_str(names[i]), tq_str(text));
	require(tq_server_wait(&reply) >= 0, "no wait is negative");
	tq_reply_fini(&reply);
}

static void
check_complaint(const char *text, size_t n)
{
	struct tq_reply reply = {.status = 400, .date = TQ_TIME_NONE};
	struct tq_judgement judgement;

	tq_buf_put(&reply.body, text, n);
	tq_judge_http(&reply, &judgement);
	require(strncmp(judgement.text, "400 Bad Request", 15) == 0, "the status comes first");
	require(!strchr(judgement.text, '\n'), "one line");
	tq_reply_fini(&reply);
}

static void
check_origin(const char *url)
{
	struct tq_origin origin;
	struct tq_err err = {TQ_OK, ""};

	if (tq_origin_of(url, true, &origin, &err)) {
		require(*origin.host && *origin.port, "a host and a port");
		require(origin.tls || strcmp(origin.host, "localhost") == 0 ||
			strncmp(origin.host, "127.", 4) == 0 || strcmp(origin.host, "[::1]") == 0,
			"http to the loopback only");
	} else {
		require(err.status == TQ_USAGE && *err.text, "a reason");
	}
}

static void
read_secret(void)
{
	char path[] = "/tmp/tq-fuzz-XXXXXX";
	int fd = mkstemp(path);
	struct tq_err err;

	require(fd >= 0 && write(fd, "key = " SECRET "\n", strlen(SECRET) + 7) > 0, "a file");
	close(fd);
	tq_secrets_free(tq_secrets_read(path, &err));
	unlink(path);
}

static void
check_hiding(const char *text, size_t n)
{
	struct tq_buf buf = {0};
	char fixed[64];

	tq_buf_puts(&buf, "k=" SECRET);
	tq_buf_put(&buf, text, n);
	tq_buf_puts(&buf, SECRET);
	tq_secret_hide(&buf);
	for (size_t i = 0; i + 8 <= buf.n; i++)
		require(memcmp(buf.p + i, SECRET, 8) != 0, "no secret is left");
	tq_buf_fini(&buf);
	tq_secret_hide_text(text, fixed, sizeof(fixed));
	require(strlen(fixed) < sizeof(fixed) && !strstr(fixed, "s3cr3t/+"), "nor here");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	struct tq_str rest;
	char *text;

	if (!ready)
		read_secret();
	ready = true;
	if (size == 0)
		return 0;
	rest = (struct tq_str){(const char *)data + 1, size - 1};
	text = tq_str_dup(rest);
	switch (data[0] % 4) {
	case 0: check_waits(text); break;
	case 1: check_complaint(rest.p, rest.n); break;
	case 2: check_origin(text); break;
	default: check_hiding(text, strlen(text)); break;
	}
	free(text);
	return 0;
}
