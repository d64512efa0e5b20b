/* SPDX-License-Identifier: ISC */
/*
 * What the tests of providers drive: a command a line, words between tabs,
 * the answer as lines and then one with a point only.
 *
 *	load NAME
 *	kinds
 *	describe               as JSON on one line
 *	ask KEY=VALUE...       kind market symbol interval limit from to now credentials base
 *	known SYMBOL...
 *	request [CURSOR]
 *	parse FILE STATUS [CURSOR [NAME: VALUE]...]
 *	archive month|day TIME
 */
#include "net/provider.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>

static struct tq_provider *provider;
static struct tq_ask ask;

static void
say_fault(const struct tq_err *err)
{
	printf("fail %d %s\n", (int)err->status, err->text);
}

static void
load(const char *name)
{
	struct tq_err err;

	tq_ask_fini(&ask);
	tq_provider_free(provider);
	provider = tq_provider_load(name, &err);
	if (!provider)
		say_fault(&err);
	else
		printf("version %s\n", tq_provider_version(provider));
}

static void
kinds(void)
{
	static const char *const pagings[] = {"forward", "window", "latest", "list"};
	size_t n;
	const struct tq_provider_kind *kind = tq_provider_kinds(provider, &n);

	for (size_t i = 0; i < n; i++) {
		printf("%s\t%s\t%s\t%lld\t%d\t%d\t", kind[i].name, kind[i].market,
		       pagings[kind[i].paging], (long long)kind[i].rows, kind[i].archive,
		       kind[i].credentials);
		for (size_t j = 0; kind[i].intervals && kind[i].intervals[j]; j++)
			printf("%s%s", j ? "," : "", kind[i].intervals[j]);
		printf("\n");
	}
}

static void
describe(void)
{
	struct tq_buf text = {0};

	tq_provider_describe(provider, &text);
	for (size_t i = 0; i < text.n; i++)
		putchar(text.p[i] == '\n' ? ' ' : text.p[i]);
	printf("\n");
	tq_buf_fini(&text);
}

static tq_time
instant(const char *text)
{
	struct tq_err err;
	tq_time t = TQ_TIME_NONE;

	if (!tq_opt_time(NULL, text, &t, &err))
		say_fault(&err);
	return t;
}

/* The value of KEY=VALUE among the words, or NULL. */
static const char *
word(char **words, size_t n, const char *key)
{
	size_t length = strlen(key);

	for (size_t i = 0; i < n; i++)
		if (strncmp(words[i], key, length) == 0 && words[i][length] == '=')
			return words[i] + length + 1;
	return NULL;
}

static bool
prepare(char **words, size_t n, struct tq_err *err)
{
	const char *base = word(words, n, "base");
	const char *credentials = word(words, n, "credentials");

	return (!base || tq_provider_rebase(provider, base, err)) &&
	       (!credentials || tq_provider_login(provider, credentials, err));
}

static void
make_ask(char **words, size_t n)
{
	const char *from = word(words, n, "from"), *to = word(words, n, "to");
	const char *limit = word(words, n, "limit"), *now = word(words, n, "now");
	struct tq_ask_wish wish = {word(words, n, "kind"), word(words, n, "market"),
			       word(words, n, "symbol"), word(words, n, "interval"),
			       limit ? strtoll(limit, NULL, 10) : 0};
	struct tq_err err;

	tq_ask_fini(&ask);
	if (!prepare(words, n, &err) || !tq_ask_resolve(provider, &wish, &ask, &err)) {
		say_fault(&err);
		return;
	}
	ask.from = from ? instant(from) : 0;
	ask.to = to ? instant(to) : 0;
	ask.now = now ? instant(now) : TQ_TIME_NONE;
	printf("symbol %s\nnative %s\nvenue %s\ninterval %s\n", ask.symbol ? ask.symbol : "",
	       ask.native ? ask.native : "", ask.venue, ask.interval_text);
	printf("sizes %lld %lld %lld %lld\n", (long long)ask.kind->rows,
	       (long long)(ask.kind->span / TQ_SECOND), (long long)ask.kind->reach,
	       (long long)(ask.kind->past / TQ_SECOND));
}

static void
known(char **words, size_t n)
{
	struct tq_err err;

	if (tq_ask_known(&ask, (const char *const *)words, n, &err))
		printf("ok\n");
	else
		say_fault(&err);
}

static void
request(const char *cursor)
{
	struct tq_provider_call made;
	struct tq_err err;

	if (!tq_provider_request(&ask, cursor, &made, &err)) {
		say_fault(&err);
		return;
	}
	printf("%s %s\nweight %lld\n", made.call.method, made.call.url,
	       (long long)made.call.weight);
	for (size_t i = 0; i < made.call.n_limits; i++)
		printf("limit %s %lld %lld %s\n", made.call.limits[i].name,
		       (long long)(made.call.limits[i].window / TQ_SECOND),
		       (long long)made.call.limits[i].max,
		       made.call.limits[i].header ? made.call.limits[i].header : "-");
	for (size_t i = 0; i < made.call.n_headers; i++)
		printf("header %s: %s\n", made.call.headers[i].name, made.call.headers[i].value);
	if (made.call.body)
		printf("body %s\n", made.call.body);
	tq_provider_call_fini(&made);
}

static void
say_page(const struct tq_page *page, const struct tq_judgement *judgement)
{
	char text[TQ_TIME_TEXT];

	printf("class %s\n", tq_call_classes[judgement->class]);
	if (judgement->class != TQ_CALL_OK)
		printf("text %s\nwait %lld\n", judgement->text,
		       (long long)(judgement->wait / TQ_SECOND));
	if (page->next.n > 0)
		printf("next %.*s\n", (int)page->next.n, page->next.p);
	if (page->now != TQ_TIME_NONE)
		printf("now %.*s\n", (int)tq_time_format(page->now, text), text);
	for (size_t i = 0; i < page->n; i++)
		printf("row %s %.*s\n", !page->row[i].closed_told ? "-"
			       : page->row[i].closed		  ? "closed"
								  : "open",
		       (int)page->row[i].n, page->text.p + page->row[i].at);
}

/* The answer came at 2024-06-01T00:00:00.123456Z. */
static void
parse(char **words, size_t n)
{
	struct tq_reply reply = {.now = 1717200000123456000, .date = TQ_TIME_NONE};
	struct tq_judgement judgement = {0};
	struct tq_page page = {0};
	struct tq_err err;

	reply.status = n > 1 ? atoi(words[1]) : 200;
	for (size_t i = 3; i < n; i++) {
		size_t name = strcspn(words[i], ":");

		tq_reply_add(&reply, (struct tq_str){words[i], name}, tq_str(words[i] + name + 2));
	}
	if (!tq_read_file(words[0], 1 << 26, &reply.body, &err) ||
	    !tq_provider_parse(&ask, n > 2 && *words[2] ? words[2] : NULL, &reply, NULL, &page,
			       &judgement, &err))
		say_fault(&err);
	else
		say_page(&page, &judgement);
	tq_page_fini(&page);
	tq_reply_fini(&reply);
}

static void
archive(char **words)
{
	enum tq_archive_period period = strcmp(words[0], "day") == 0 ? TQ_ARCHIVE_DAY
								     : TQ_ARCHIVE_MONTH;
	struct tq_archive_file file;
	struct tq_err err;
	bool there;

	if (!tq_provider_archive(&ask, period, instant(words[1]), &there, &file, &err)) {
		say_fault(&err);
		return;
	}
	if (!there) {
		printf("none\n");
		return;
	}
	printf("url %s\nchecksum %s\nname %s\ncolumns %s\nunit %d %d\nheader %d\n", file.url,
	       file.checksum_url ? file.checksum_url : "-", file.name, file.columns,
	       (int)file.unit, file.unit_by_magnitude, file.header_maybe);
	tq_archive_file_fini(&file);
}

static void
run(char **words, size_t n)
{
	if (strcmp(words[0], "load") == 0)
		load(n > 1 ? words[1] : "");
	else if (!provider)
		printf("fail 2 nothing is loaded\n");
	else if (strcmp(words[0], "kinds") == 0)
		kinds();
	else if (strcmp(words[0], "describe") == 0)
		describe();
	else if (strcmp(words[0], "ask") == 0)
		make_ask(words + 1, n - 1);
	else if (!ask.provider)
		printf("fail 2 nothing is asked\n");
	else if (strcmp(words[0], "known") == 0)
		known(words + 1, n - 1);
	else if (strcmp(words[0], "request") == 0)
		request(n > 1 ? words[1] : NULL);
	else if (strcmp(words[0], "parse") == 0 && n > 1)
		parse(words + 1, n - 1);
	else if (strcmp(words[0], "archive") == 0 && n > 2)
		archive(words + 1);
	else
		printf("fail 2 unknown command '%s'\n", words[0]);
}

int
main(void)
{
	char line[8192];

	while (fgets(line, sizeof(line), stdin)) {
		char *words[64];
		size_t n = 0;

		line[strcspn(line, "\n")] = '\0';
		for (char *p = line; p && n < 64; p = strchr(p, '\t')) {
			if (n > 0)
				*p++ = '\0';
			words[n++] = p;
		}
		run(words, n);
		printf(".\n");
		fflush(stdout);
	}
	tq_ask_fini(&ask);
	tq_provider_free(provider);
	return 0;
}
