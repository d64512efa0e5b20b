/* SPDX-License-Identifier: ISC */
/* Entries: what is written is read; any damage is found; no secret gets in. */
#include "base/rng.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "net/entry.h"
#include "net/host.h"
#include "net/http_date.h"

#include "folder.h"
#include "t.h"

static const tq_time when = 1704067200 * TQ_SECOND + 123456789;

static struct tq_reply
a_reply(const char *body, size_t n)
{
	struct tq_reply reply = {.status = 200, .now = when, .date = TQ_TIME_NONE};

	tq_reply_add(&reply, tq_str("Content-Type"), tq_str("application/json"));
	tq_reply_add(&reply, tq_str("Date"), tq_str("Mon, 01 Jan 2024 00:00:01 GMT"));
	tq_reply_add(&reply, tq_str("X-Quote"), tq_str("a \"b\" \\ \t \x01"));
	tq_reply_add(&reply, tq_str("X-Latin"), tq_str("caf\xe9"));
	tq_reply_add(&reply, tq_str("X-Utf"), tq_str("caf\xc3\xa9"));
	tq_reply_add(&reply, tq_str("Set-Cookie"), tq_str("id=1"));
	tq_reply_add(&reply, tq_str("WWW-Authenticate"), tq_str("Basic"));
	tq_reply_add(&reply, tq_str("Content-Encoding"), tq_str("gzip"));
	tq_buf_put(&reply.body, body, n);
	return reply;
}

static bool
put(const char *name, const struct tq_reply *reply, struct tq_err *err)
{
	const struct tq_entry_source source = {
		.method = "GET", .url = "https://api.example.com/v1/x?a=1&b=\"2\"", .reply = reply};

	return tq_entry_write(folder_path(name), &source, err);
}

static bool
get(const char *name, bool whole, struct tq_entry *entry, struct tq_err *err)
{
	bool there;

	return tq_entry_read(folder_path(name), whole, NULL, &there, entry, err) && there;
}

static void
test_round_trip(const char *body, size_t n)
{
	struct tq_reply reply = a_reply(body, n);
	struct tq_entry entry;
	struct tq_err err = {0};
	struct stat st;

	OK(put("one", &reply, &err), "an entry of %zu bytes is written: %s", n, err.text);
	OK(stat(folder_path("one"), &st) == 0 && (st.st_mode & 07777) == 0600, "with mode 0600");
	if (!OK(get("one", true, &entry, &err), "and read: %s", err.text))
		return;
	IS_STR(entry.method, "GET", "the method");
	IS_STR(entry.url, "https://api.example.com/v1/x?a=1&b=\"2\"", "the URL");
	IS_INT(entry.reply.status, 200, "the status");
	OK(entry.reply.now == when, "the time, to the nanosecond");
	OK(entry.reply.date == 1704067201 * TQ_SECOND, "the server's date");
	IS_STR(tq_reply_header(&entry.reply, "x-quote"), "a \"b\" \\ \t \x01", "escapes");
	IS_STR(tq_reply_header(&entry.reply, "x-utf"), "caf\xc3\xa9", "UTF-8");
	IS_STR(tq_reply_header(&entry.reply, "x-latin"), "caf\xc3\xa9", "Latin-1 becomes UTF-8");
	OK(!tq_reply_header(&entry.reply, "set-cookie") &&
		   !tq_reply_header(&entry.reply, "www-authenticate"),
	   "P13 cookies and credentials are dropped");
	OK(!tq_reply_header(&entry.reply, "content-encoding"), "the body is kept decoded");
	OK(tq_str_eq(tq_buf_str(&entry.reply.body), (struct tq_str){body, n}), "the body");
	OK(entry.checked, "the head has a check");
	tq_entry_fini(&entry);
	tq_reply_fini(&reply);
}

/* Every bit of a file flipped, every length cut, bytes behind it. */
static void
test_damage(void)
{
	struct tq_reply reply = a_reply("[1,2,3]", 7);
	struct tq_buf file;
	struct tq_entry entry;
	struct tq_err err = {0};
	int taken = 0, wrong_status = 0;
	size_t whole;

	OK(put("two", &reply, &err), "an entry to damage");
	file = folder_read("two");
	for (size_t i = 0; i < 8 * file.n; i++) {
		file.p[i / 8] = (char)(file.p[i / 8] ^ 1 << i % 8);
		folder_write("two", file.p, file.n);
		file.p[i / 8] = (char)(file.p[i / 8] ^ 1 << i % 8);
		if (get("two", true, &entry, &err)) {
			printf("# bit %zu\n", i);
			taken++;
			tq_entry_fini(&entry);
		}
		wrong_status += err.status != TQ_DATA;
	}
	IS_INT(taken, 0, "F3.8 no flipped bit is taken for an answer");
	IS_INT(wrong_status, 0, "each is TQ_DATA");
	taken = 0;
	for (size_t n = 0; n < file.n; n++) {
		folder_write("two", file.p, n);
		taken += get("two", true, &entry, &err);
	}
	IS_INT(taken, 0, "F3.8 nor one that is cut off, at any length");
	whole = file.n;
	tq_buf_puts(&file, "x");
	folder_write("two", file.p, file.n);
	OK(!get("two", true, &entry, &err), "nor one with a byte behind it: %s", err.text);
	folder_write("two", file.p, whole);
	OK(get("two", true, &entry, &err), "while the whole one is");
	tq_entry_fini(&entry);
	tq_buf_fini(&file);
	tq_reply_fini(&reply);
}

static void
test_other_files(void)
{
	struct tq_entry entry;
	struct tq_err err = {0};
	bool there = true;

	OK(tq_entry_read(folder_path("none"), true, NULL, &there, &entry, &err) && !there,
	   "no file is no fault");
	mkdir(folder_path("folder"), 0700);
	OK(!get("folder", true, &entry, &err), "a folder is: %s", err.text);
	OK(mkfifo(folder_path("fifo"), 0600) == 0 && !get("fifo", true, &entry, &err),
	   "a pipe is not waited for: %s", err.text);
	OK(symlink(folder_path("one"), folder_path("link")) == 0 &&
		   !get("link", true, &entry, &err),
	   "a link is not followed: %s", err.text);
	folder_empty();
}

/* Heads as people write them, and wrong ones. */
static void
test_heads(void)
{
	static const struct {
		const char *head;
		bool good;
	} heads[] = {
		{"{\"entry\":1,\"time\":\"2024-01-01T00:00:00Z\",\"method\":\"GET\","
		 "\"url\":\"https://x/\",\"status\":200}", true},
		{"{ \"status\": 404, \"entry\" :1, \"url\":\"https://x/\", \"headers\": [ ],"
		 "\"time\":\"2024-01-01T00:00:00Z\", \"method\":\"GET\" }", true},
		{"{\"entry\":1,\"time\":\"2024-01-01T00:00:00Z\",\"method\":\"GET\","
		 "\"url\":\"https://x/\",\"status\":200,\"headers\":[[\"a\",\"b\"],[\"c\",\"\"]]}",
		 true},
		{"", false},
		{"{}", false},
		{"[1]", false},
		{"{\"entry\":2,\"time\":\"2024-01-01T00:00:00Z\",\"method\":\"GET\","
		 "\"url\":\"https://x/\",\"status\":200}", false},
		{"{\"entry\":1,\"entry\":1,\"time\":\"2024-01-01T00:00:00Z\",\"method\":\"GET\","
		 "\"url\":\"https://x/\",\"status\":200}", false},
		{"{\"entry\":1,\"time\":\"2024-13-01T00:00:00Z\",\"method\":\"GET\","
		 "\"url\":\"https://x/\",\"status\":200}", false},
		{"{\"entry\":1,\"time\":\"2024-01-01T00:00:00Z\",\"method\":\"GET\","
		 "\"url\":\"https://x/\",\"status\":2000}", false},
		{"{\"entry\":1,\"time\":\"2024-01-01T00:00:00Z\",\"method\":\"GET\","
		 "\"url\":\"https://x/\",\"status\":200,\"extra\":1}", false},
		{"{\"entry\":1,\"time\":\"2024-01-01T00:00:00Z\",\"method\":\"GET\","
		 "\"url\":\"https://x/\",\"status\":200,\"headers\":[[\"a\"]]}", false},
		{"{\"entry\":1,\"time\":\"2024-01-01T00:00:00Z\",\"method\":\"GET\","
		 "\"url\":\"https://x/\",\"status\":200,\"headers\":[[\"a\",\"b\",\"c\"]]}", false},
		{"{\"entry\":1,\"time\":\"2024-01-01T00:00:00Z\",\"method\":\"GET\","
		 "\"url\":\"https://x/\",\"status\":200,\"headers\":[[\"a\",\"b\\u000ac: d\"]]}",
		 false},
		{"{\"entry\":1,\"time\":\"2024-01-01T00:00:00Z\",\"method\":\"GET\","
		 "\"url\":\"https://x/\",\"status\":200,\"check\":\"0123456789abcdef\"}", false},
		{"{\"entry\":1,\"time\":\"2024-01-01T00:00:00Z\",\"method\":\"GET\","
		 "\"url\":\"https://x/\",\"status\":200} ", false},
		{"{\"entry\":1,\"time\":\"2024-01-01T00:00:00Z\",\"method\":\"GET\","
		 "\"url\":\"https://x/\",\"status\":200,\"length\":-1}", false},
	};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		struct tq_entry entry;
		struct tq_err err = {0};
		bool good = tq_entry_head(tq_str(heads[i].head), &entry, &err);

		OK(good == heads[i].good, "head %zu is %s: %s", i, good ? "taken" : "refused",
		   good ? "" : err.text);
		if (good)
			tq_entry_fini(&entry);
	}
}

/* A body that came into a file is copied; its checksum must be the one told. */
static void
test_files(void)
{
	struct tq_reply reply = {.status = 200, .now = when};
	struct tq_entry entry;
	struct tq_err err = {0};
	struct tq_buf body = {0}, back;
	struct tq_rng rng = {7};
	bool there;
	const struct tq_entry_source source = {.method = "GET", .url = "https://x/a.zip",
					       .reply = &reply,
					       .from_file = folder_path("came"), .last = true};

	for (int i = 0; i < 100000; i++) {
		uint64_t x = tq_rng_next(&rng);

		tq_buf_put(&body, &x, sizeof(x));
	}
	folder_write("came", body.p, body.n);
	tq_sha256("", 0, reply.sha256);
	OK(!tq_entry_write(folder_path("file"), &source, &err), "a file that changed is refused: %s",
	   err.text);
	tq_sha256(body.p, body.n, reply.sha256);
	OK(tq_entry_write(folder_path("file"), &source, &err), "a body out of a file");
	OK(tq_entry_read(folder_path("file"), true, folder_path("out"), &there, &entry, &err) &&
		   there,
	   "goes into a file again");
	back = folder_read("out");
	OK(tq_str_eq(tq_buf_str(&back), tq_buf_str(&body)), "byte for byte");
	IS_STR(entry.reply.sha256, reply.sha256, "with its checksum");
	IS_INT(entry.reply.body.n, 0, "and not into memory");
	tq_entry_fini(&entry);
	tq_buf_fini(&body);
	tq_buf_fini(&back);
	folder_empty();
}

static void
test_secrets(void)
{
	static const char text[] = "key = CANARY-8c1f22aa\n";
	struct tq_secrets *secrets;
	struct tq_reply reply = {.status = 200, .now = when};
	struct tq_err err = {0};
	struct tq_buf file;
	struct tq_entry_source source = {.method = "GET",
					 .url = "https://x/?apikey=CANARY-8c1f22aa",
					 .reply = &reply};

	folder_write("secrets", text, strlen(text));
	chmod(folder_path("secrets"), 0600);
	secrets = tq_secrets_read(folder_path("secrets"), &err);
	OK(secrets != NULL, "secrets: %s", err.text);
	tq_reply_add(&reply, tq_str("x-echo"), tq_str("you said CANARY-8c1f22aa"));
	tq_buf_puts(&reply.body, "{\"echo\":\"CANARY-8c1f22aa\"}");
	OK(tq_entry_write(folder_path("entry"), &source, &err), "an entry with secrets in it");
	file = folder_read("entry");
	OK(!strstr(file.p, "CANARY"), "P13 has none on the disk");
	tq_buf_fini(&file);
	source.exact = true;
	OK(!tq_entry_write(folder_path("exact"), &source, &err) && err.status == TQ_NO,
	   "P13 one that must be exact is not written: %s", err.text);
	OK(access(folder_path("exact"), F_OK) != 0 && access(folder_path("exact.tmp"), F_OK) != 0,
	   "and leaves nothing");
	tq_reply_fini(&reply);
	tq_secrets_free(secrets);
	folder_empty();
}

static void
test_dates(void)
{
	static const char *const good[] = {"Sun, 06 Nov 1994 08:49:37 GMT",
					   "Sunday, 06-Nov-94 08:49:37 GMT",
					   "Sun Nov  6 08:49:37 1994"};
	static const char *const bad[] = {
		"", "0", "-1", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
		"Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ",
		"Xun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Xov 1994 08:49:37 GMT",
		"1994-11-06T08:49:37Z", "Sun Nov 6 08:49:37 1994"};
	tq_time t = 0;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		OK(tq_http_date(good[i], &t) && t == 784111777 * TQ_SECOND, "date: %s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		OK(!tq_http_date(bad[i], &t), "no date: '%s'", bad[i]);
}

static void
test_hosts(void)
{
	static const char *const table[][3] = {
		{"https://API.Example.com/v1?x=a@b", "api.example.com", "api.example.com"},
		{"http://127.0.0.1:8080", "127.0.0.1:8080", "127.0.0.1%3A8080"},
		{"http://[::1]:80/", "[::1]:80", "%5B%3A%3A1%5D%3A80"},
		{"https://user:pw@h#f", "h", "h"},
		{"https://../etc", "..", "%2E."},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct tq_buf host = {0}, name = {0}, back = {0};

		tq_host_of(table[i][0], &host);
		tq_host_put(&name, tq_buf_text(&host));
		IS_STR(tq_buf_text(&host), table[i][1], "host");
		IS_STR(tq_buf_text(&name), table[i][2], "C0.23 its name as a file");
		OK(tq_host_get(tq_buf_str(&name), &back) &&
			   strcmp(tq_buf_text(&back), table[i][1]) == 0,
		   "and back");
		tq_buf_fini(&host);
		tq_buf_fini(&name);
		tq_buf_fini(&back);
	}
}

int
main(void)
{
	static char body[300000];
	struct tq_rng rng = {1};

	for (size_t i = 0; i < sizeof(body); i++)
		body[i] = (char)tq_rng_below(&rng, 256);
	folder_make();
	test_round_trip("", 0);
	test_round_trip("\n\n{\"a\":1}\n", 10);
	test_round_trip(body, sizeof(body));
	test_damage();
	test_other_files();
	test_heads();
	test_files();
	test_secrets();
	test_dates();
	test_hosts();
	folder_remove();
	return t_done();
}
