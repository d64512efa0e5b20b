/* SPDX-License-Identifier: ISC */
/* P13: what was read as a secret is in nothing that is said, in no encoding. */
#include "base/log.h"
#include "base/rng.h"
#include "base/secret.h"

#include "t.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY "k/Y+canary=0123456789 \"z"
#define PIN "7391"

static char path[] = "/tmp/tq-secret-test-XXXXXX";

static void
spew(const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CREAT, 0600);

	if (fd < 0 || write(fd, text, strlen(text)) < 0 || fchmod(fd, mode) != 0)
		exit(1);
	close(fd);
}

static void
test_files(void)
{
	static const struct {
		const char *text, *error;
	} bad[] = {
		{"a = 1\nno equals sign canary-x\n", ":2: not of the form NAME = VALUE"},
		{"= canary-x\n", ":1: no name before '='"},
		{"key = \n", ":1: 'key' has no value"},
		{"key = canary-x\nkey = canary-x\n", ":2: 'key' is given twice"},
		{"key = canary\001x\n", ":1: control character in the value of 'key'"},
	};
	struct tq_err err;
	struct tq_secrets *secrets;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		spew(bad[i].text, 0600);
		OK(!tq_secrets_read(path, &err) && err.status == TQ_USAGE &&
		   strstr(err.text, bad[i].error), "refused: %s", bad[i].error);
		OK(!strstr(err.text, "canary"), "P13 and the value is not in the message");
	}
	spew("a = 1234\n", 0640);
	OK(!tq_secrets_read(path, &err) && strstr(err.text, "may be read by others (mode 0640)"),
	   "P13 a file that the group may read is refused");
	OK(!tq_secrets_read("/dev/null", &err) && strstr(err.text, "no regular file"),
	   "a device is refused");
	OK(!tq_secrets_read("/tmp/tq-none/there", &err) && err.status == TQ_USAGE,
	   "and what is not there");
	spew("# nothing\n\n \t\r\n", 0400);
	secrets = tq_secrets_read(path, &err);
	OK(secrets && !tq_secrets_get(secrets, "key"), "comments and blank lines are none");
	tq_secrets_free(secrets);
	tq_secrets_free(NULL);
}

static void
test_fill(const struct tq_secrets *secrets)
{
	struct tq_buf out = {0};
	struct tq_err err;

	OK(tq_secrets_fill(secrets, "Bearer {key}:{pin}{", &out, &err), "names are filled in");
	IS_STR(tq_buf_text(&out), "Bearer " KEY ":" PIN "{", "with their values");
	tq_buf_clear(&out);
	OK(tq_secrets_fill(secrets, "{\"a\":{}, {1x} {key", &out, &err), "other braces");
	IS_STR(tq_buf_text(&out), "{\"a\":{}, {1x} {key", "stay as they are");
	OK(!tq_secrets_fill(secrets, "{token}", &out, &err) && err.status == TQ_LOGIN,
	   "one that is missing needs a login");
	IS_STR(err.text, "no credential 'token'", "and is named");
	OK(!tq_secrets_fill(NULL, "{key}", &out, &err) && err.status == TQ_LOGIN,
	   "so does every one when there is no file");
	tq_buf_fini(&out);
}

static const char *
hidden(const char *text)
{
	static struct tq_buf buf;

	tq_buf_clear(&buf);
	tq_buf_puts(&buf, text);
	tq_secret_hide(&buf);
	return tq_buf_text(&buf);
}

static void
test_forms(void)
{
	IS_STR(hidden("a " KEY " b"), "a [secret] b", "P13 as it is");
	IS_STR(hidden("x=k%2FY%2bcanary%3D0123456789+%22z&y"), "x=[secret]&y",
	       "P13 percent-encoded, as a form");
	IS_STR(hidden("k%2FY%2Bcanary%3d0123456789%20%22z"), "[secret]", "P13 percent-encoded");
	IS_STR(hidden("\"k\\/Y+canary=0123456789 \\\"z\""), "\"[secret]\"", "P13 as JSON has it");
	IS_STR(hidden("cut off: k/Y+cana"), "cut off: [secret]", "P13 a prefix of 8 or more");
	IS_STR(hidden("k/Y+can"), "k/Y+can", "but not of 7");
	IS_STR(hidden("pin 7391."), "pin [secret].", "P13 a short one whole");
	IS_STR(hidden("https://api.example.com/v1"), "https://api.example.com/v1",
	       "the address named base is no secret");
	IS_STR(hidden(KEY KEY), "[secret][secret]", "one behind the other");
	IS_STR(hidden(""), "", "an empty text");
}

/* Whatever stands before and behind the value: no eight bytes of it can be decoded again. */
static void
test_base64(void)
{
	struct tq_rng rng = {1};
	int wrong = 0;

	for (int i = 0; i < 3000; i++) {
		char plain[128];
		unsigned char coded[256];
		size_t lead = tq_rng_below(&rng, 20), tail = tq_rng_below(&rng, 20), n;
		const char *out;

		for (n = 0; n < lead; n++)
			plain[n] = (char)(' ' + tq_rng_below(&rng, 90));
		n += (size_t)sprintf(plain + n, "%s", KEY);
		for (; tail > 0; tail--)
			plain[n++] = (char)(' ' + tq_rng_below(&rng, 90));
		EVP_EncodeBlock(coded, (const unsigned char *)plain, (int)n);
		if (i % 2)
			for (char *p = (char *)coded; *p; p++)
				*p = *p == '+' ? '-' : *p == '/' ? '_' : *p;
		out = hidden((const char *)coded);
		if (!strstr(out, "[secret]") || strlen(out) > strlen((char *)coded) + 8 - 31 + 3)
			wrong++;
	}
	IS_INT(wrong, 0, "P13 in base64 of both alphabets, 3000 places");
}

static void
test_log(void)
{
	char text[9000] = "", said[9000] = "";
	int saved = dup(STDERR_FILENO), fd = open(path, O_RDWR | O_TRUNC);

	memset(text, 'x', 4050);
	strcat(text, KEY KEY KEY);
	dup2(fd, STDERR_FILENO);
	tq_log(TQ_LOG_ERROR, "token '%s' refused", KEY);
	tq_log(TQ_LOG_ERROR, "%s", text);
	tq_log_init("tq", TQ_LOG_WARN, true);
	tq_say("token '%s'", KEY);
	tq_log_init("tq", TQ_LOG_WARN, false);
	dup2(saved, STDERR_FILENO);
	if (pread(fd, said, sizeof(said) - 1, 0) < 0)
		said[0] = '\0';
	close(fd);
	close(saved);
	OK(strstr(said, "tq: token '[secret]' refused\n") != NULL, "P13 the log hides it");
	OK(strstr(said, "\"text\":\"token '[secret]'\"") != NULL, "P13 in JSON too");
	OK(!strstr(said, "k/Y+can"), "P13 and where a long line is cut");
}

int
main(void)
{
	struct tq_err err;
	struct tq_secrets *secrets;
	int fd = mkstemp(path);

	close(fd);
	test_files();
	spew("# keys\nkey = " KEY " \r\n\npin=" PIN "\nbase = https://api.example.com", 0600);
	secrets = tq_secrets_read(path, &err);
	OK(secrets != NULL, "a file of ours is read");
	IS_STR(tq_secrets_get(secrets, "key"), KEY, "blanks around a value are none of it");
	IS_STR(tq_secrets_get(secrets, "base"), "https://api.example.com", "the last line");
	OK(!tq_secrets_get(secrets, "ke"), "names are whole");
	test_fill(secrets);
	test_forms();
	test_base64();
	tq_secrets_free(secrets);
	IS_STR(hidden(KEY), "[secret]", "P13 still hidden when the file is closed");
	test_log();
	unlink(path);
	return t_done();
}
