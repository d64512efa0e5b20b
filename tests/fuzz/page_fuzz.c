/* SPDX-License-Identifier: ISC */
/*
 * Any answer of a venue through a provider that takes it as the result of its
 * parse: rows of every kind. What is taken is one record a row, valid JSON on a
 * line of its own; what is not has a reason. And any bytes as credentials.
 */
#include "base/secret.h"
#include "net/provider.h"
#include "record/reader.h"
#include "require.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char file[] =
	"def provider: {name: \"fuzz\", version: 1, title: \"F\", home: \"https://f.example\","
	" bases: {one: \"https://f.example\"}, markets: [\"one\"], kinds: {"
	" bar: {intervals: [\"1h\"], numbers: [\"extra\"]}, tick: {}, quote: {}, book: {},"
	" funding: {}, instrument: {paging: \"list\"}, price: {}}};\n"
	"def symbol: {symbol, native: .symbol};\n"
	"def request: {path: \"/x\"};\n"
	"def parse: .body;\n";

static const char *const kinds[] = {"bar", "tick", "quote", "book", "funding", "instrument",
				    "price"};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static struct tq_ask ask[KINDS];
static char secrets[64];

static void
spew(const char *path, const void *bytes, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	require(fd >= 0 && write(fd, bytes, n) == (ssize_t)n, "a file");
	close(fd);
}

static void
prepare(void)
{
	char top[] = "/tmp/tq-fuzz-XXXXXX", path[128];
	struct tq_provider *provider;
	struct tq_err err;

	require(mkdtemp(top) != NULL, "a folder");
	snprintf(path, sizeof(path), "%s/tq", top);
	require(mkdir(path, 0700) == 0, "a folder");
	snprintf(path, sizeof(path), "%s/tq/providers", top);
	require(mkdir(path, 0700) == 0, "a folder");
	snprintf(path, sizeof(path), "%s/tq/providers/fuzz.jq", top);
	spew(path, file, sizeof(file) - 1);
	snprintf(secrets, sizeof(secrets), "%s/secrets", top);
	setenv("XDG_CONFIG_HOME", top, 1);
	provider = tq_provider_load("fuzz", &err);
	require(provider != NULL, err.text);
	for (size_t i = 0; i < KINDS; i++) {
		struct tq_ask_wish wish = {.kind = kinds[i], .symbol = "A/B",
				       .interval = i == 0 ? "1h" : NULL};

		require(tq_ask_resolve(provider, &wish, &ask[i], &err), err.text);
		ask[i].now = 1704067200 * TQ_SECOND;
		ask[i].to = ask[i].now;
	}
}

static void
check_page(const struct tq_page *page)
{
	size_t end = 0;
	struct tq_err err;

	for (size_t i = 0; i < page->n; i++) {
		const struct tq_page_row *row = &page->row[i];

		require(row->at >= end && row->at + row->n < page->text.n, "lines follow");
		end = row->at + row->n + 1;
		require(page->text.p[end - 1] == '\n', "a newline behind each");
		require(!memchr(page->text.p + row->at, '\n', row->n), "and none in it");
		require(tq_json_check(page->text.p + row->at, row->n, TQ_MAX_DEPTH, &err),
			"each is JSON");
		require(memcmp(page->text.p + row->at, "{\"type\":\"", 9) == 0, "the type first");
	}
	require(page->next.n == 0 ||
		tq_json_check(page->next.p, page->next.n, TQ_MAX_DEPTH, &err), "a cursor is JSON");
}

static void
check_secrets(const uint8_t *data, size_t size)
{
	struct tq_secrets *read;
	struct tq_err err = {TQ_OK, ""};

	spew(secrets, data, size);
	read = tq_secrets_read(secrets, &err);
	require(read || (err.status == TQ_USAGE && *err.text), "read, or a reason");
	tq_secrets_free(read);
}

/* libjq 1.6 knows its stack by the end only, which LeakSanitizer takes for a loss. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:jv_mem_realloc\n";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tq_reply reply = {.status = 200, .now = 1704067200 * TQ_SECOND,
				 .date = TQ_TIME_NONE};
	struct tq_judgement judgement;
	struct tq_page page;
	struct tq_err err = {TQ_OK, ""};

	if (!ask[0].provider)
		prepare();
	if (size == 0)
		return 0;
	/* What was read stays hidden for ever: few of many, short ones. */
	if (data[0] == 255 && size < 64) {
		check_secrets(data + 1, size - 1);
		return 0;
	}
	tq_buf_put(&reply.body, data + 1, size - 1);
	if (tq_provider_parse(&ask[data[0] % KINDS], NULL, &reply, "rest", &page, &judgement,
			      &err)) {
		check_page(&page);
		tq_page_fini(&page);
	} else {
		require((err.status == TQ_REFUSED || err.status == TQ_USAGE) && *err.text,
			"a reason");
	}
	tq_reply_fini(&reply);
	return 0;
}
