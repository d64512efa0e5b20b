/* SPDX-License-Identifier: ISC */
/*
 * get_run [OPTIONS] URL...: what lib/net does of a tool, for tests. It has the
 * options of every tool that calls, asks all URLs at once and prints a line
 * for each as it ends: status, class, attempts, bytes of the body, where it
 * came from, and the URL. Failures go to stderr as a tool's do; the exit
 * status is the worst.
 */
#include "base/common.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "net/call.h"
#include "record/stats.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern char **environ;

struct get {
	struct tq_caller_options call;
	struct tq_opt_texts headers;
	const char *secrets, *to_file, *method, *body;
	int64_t times, limit, window, weight, json;
	bool fresh, bodies, descriptors, judge;
};

#define AT(member) .at = offsetof(struct get, member)

static const struct tq_opt rows[] = {
	{"header", 0, "TEXT", NULL, "name: value; {name} is a secret", tq_opt_list, AT(headers),
	 .repeats = true},
	{"secrets", 0, "FILE", NULL, "the secrets", tq_opt_text, AT(secrets)},
	{"to-file", 0, "FILE", NULL, "body goes there", tq_opt_text, AT(to_file)},
	{"method", 0, "NAME", "GET", "method", tq_opt_text, AT(method)},
	{"body", 0, "TEXT", NULL, "body of the request", tq_opt_text, AT(body)},
	{"times", 0, "N", "1", "ask each URL so often; %d in it is the number", tq_opt_int,
	 AT(times)},
	{"limit", 0, "N", "0", "of weight in a window", tq_opt_int, AT(limit)},
	{"window", 0, "MS", "1000", "the window", tq_opt_int, AT(window)},
	{"weight", 0, "N", "1", "of each call", tq_opt_int, AT(weight)},
	{"fresh", 0, NULL, NULL, "no cache", tq_opt_flag, AT(fresh)},
	{"bodies", 0, NULL, NULL, "print bodies too", tq_opt_flag, AT(bodies)},
	{"judge", 0, NULL, NULL, "take {\"class\":NAME,...} for an error", tq_opt_flag, AT(judge)},
	{"descriptors", 0, NULL, NULL, "print how many are open before and after", tq_opt_flag,
	 AT(descriptors)},
};

/* The class that an answer names, as a venue's own errors inside status 200. */
static void
judge_body(struct tq_call *call, struct tq_judgement *judgement)
{
	const char *text = tq_buf_text(&call->reply.body);

	for (int i = 1; tq_call_classes[i]; i++) {
		char want[40];

		snprintf(want, sizeof(want), "{\"class\":\"%s\"", tq_call_classes[i]);
		if (strncmp(text, want, strlen(want)) != 0)
			continue;
		judgement->class = (enum tq_call_class)i;
		snprintf(judgement->text, sizeof(judgement->text), "venue says %s",
			 tq_call_classes[i]);
	}
}

static void
show_descriptors(const char *when)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;

	while (dir && readdir(dir))
		n++;
	if (dir)
		closedir(dir);
	printf("descriptors %s: %d\n", when, n - 3);
}

static void
show(const struct get *get, const struct tq_call *call)
{
	const struct tq_reply *reply = &call->reply;

	printf("%d %s %u %zu %s %s\n", reply->status, tq_call_classes[call->class], call->attempts,
	       reply->body.n,
	       reply->replayed ? "recording" : reply->cached ? "cache" : "network", call->url);
	if (reply->sha256[0])
		printf("sha256 %s\n", reply->sha256);
	if (get->bodies && reply->body.n > 0)
		printf("%.*s\n", (int)reply->body.n, reply->body.p);
	fflush(stdout);
	if (call->err.status != TQ_OK)
		tq_log(TQ_LOG_ERROR, "%s", call->err.text);
}

static char *
url_of(const char *form, int64_t number)
{
	const char *at = strstr(form, "%d");
	struct tq_buf url = {0};

	tq_buf_put(&url, form, at ? (size_t)(at - form) : strlen(form));
	if (at)
		tq_buf_printf(&url, "%lld%s", (long long)number, at + 2);
	tq_buf_text(&url);
	return url.p;
}

static void
start_all(struct get *get, struct tq_caller *caller, const struct tq_settings *s,
	  const struct tq_call *form)
{
	for (size_t i = 0; i < s->n_operands; i++)
		for (int64_t k = 0; k < get->times; k++) {
			struct tq_call *call = tq_alloc(1, sizeof(*call));

			*call = *form;
			call->url = url_of(s->operands[i], k);
			tq_caller_start(caller, call);
		}
}

static struct tq_http_header *
split_headers(struct get *get)
{
	struct tq_http_header *headers = tq_alloc(get->headers.n, sizeof(*headers));

	for (size_t i = 0; i < get->headers.n; i++) {
		const char *colon = strchr(get->headers.items[i], ':');
		size_t n = colon ? (size_t)(colon - get->headers.items[i]) : 0;

		headers[i].name = tq_str_dup((struct tq_str){get->headers.items[i], n});
		headers[i].value = colon ? colon + 1 + strspn(colon + 1, " ") : "";
	}
	return headers;
}

static int
ask_all(struct get *get, struct tq_caller *caller, const struct tq_settings *s,
	const struct tq_secrets *secrets)
{
	struct tq_limit limit = {"weight", get->window * 1000000, get->limit,
				 "x-mbx-used-weight-1m"};
	struct tq_http_header *headers = split_headers(get);
	struct tq_call form = {
		.method = get->method, .body = get->body, .headers = headers,
		.n_headers = get->headers.n, .secrets = secrets, .to_file = get->to_file,
		.limits = &limit, .n_limits = get->limit > 0, .weight = get->weight,
		.fresh = get->fresh, .version = "test/1", .judge = get->judge ? judge_body : NULL,
	};
	struct tq_call *call;
	int worst = 0;

	start_all(get, caller, s, &form);
	while ((call = tq_caller_wait(caller, -1))) {
		show(get, call);
		worst = (int)call->err.status > worst ? (int)call->err.status : worst;
		tq_call_fini(call);
		free((void *)(uintptr_t)call->url);
		free(call);
	}
	for (size_t i = 0; i < get->headers.n; i++)
		free((void *)(uintptr_t)headers[i].name);
	free(headers);
	return worst;
}

static int
run(struct get *get, const struct tq_settings *s)
{
	struct tq_secrets *secrets = NULL;
	struct tq_caller *caller = NULL;
	struct tq_err err;
	int status = 0;

	if (get->descriptors)
		show_descriptors("before");
	if ((get->secrets && !(secrets = tq_secrets_read(get->secrets, &err))) ||
	    !(caller = tq_caller_new(&get->call, &err))) {
		tq_log(TQ_LOG_ERROR, "%s", err.text);
		status = (int)err.status;
	} else {
		status = ask_all(get, caller, s, secrets);
	}
	tq_caller_free(caller);
	tq_secrets_free(secrets);
	if (get->descriptors)
		show_descriptors("after");
	return status;
}

int
main(int argc, char **argv)
{
	static struct get get;
	const struct tq_opt_group groups[] = {
		{"calls", tq_caller_rows, TQ_CALLER_ROWS, offsetof(struct get, call), NULL},
		{"test", rows, TQ_COUNT(rows), 0, NULL},
	};
	struct tq_settings settings = {.tool = "get-run"};
	struct tq_common common = {0};
	int status;

	tq_log_init("get-run", TQ_LOG_WARN, false);
	tq_settings_add(&settings, groups, TQ_COUNT(groups), &get, false);
	tq_common_read(&settings, &common, argc, argv, environ);
	for (size_t i = 0; i < settings.n_faults; i++)
		tq_log(TQ_LOG_ERROR, "%s", settings.faults[i]);
	tq_log_init("get-run", (enum tq_log_level)common.log_level, common.log_format);
	status = settings.n_faults > 0 ? TQ_USAGE : run(&get, &settings);
	tq_opt_free(&get.headers);
	tq_settings_fini(&settings);
	return status;
}
