/* SPDX-License-Identifier: ISC */
#include "net/http_inner.h"

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* The library's own set-up and end, once for all callers of a program. */
static size_t users;

static void
library(bool wanted)
{
	if (wanted && users++ == 0 && curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		tq_no_memory();
	if (!wanted && --users == 0)
		curl_global_cleanup();
}

/*
 * A write of the TLS library to a connection that its peer has closed raises
 * SIGPIPE, which would end the program as if its reader had gone. Nothing is
 * written to the output while it is ignored.
 */
static struct sigaction
ignore_pipe(void)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, was;

	sigaction(SIGPIPE, &ignore, &was);
	return was;
}

static void
restore_pipe(const struct sigaction *was)
{
	sigaction(SIGPIPE, was, NULL);
}

/* ca_file is trusted besides what the system trusts, and libcurl takes one bundle only. */
static bool
read_authorities(struct tq_http *http, const char *path, struct tq_err *err)
{
	enum { MOST = 16 << 20 };
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
	struct tq_err ignored;
	size_t system;

	/* What the system trusts may be a folder only, or nothing. */
	if (info->age >= CURLVERSION_SEVENTH && info->cainfo &&
	    tq_read_file(info->cainfo, MOST, &http->authorities, &ignored))
		tq_buf_puts(&http->authorities, "\n");
	system = http->authorities.n;
	if (!tq_read_file(path, MOST, &http->authorities, err)) {
		err->status = TQ_USAGE;
		return false;
	}
	if (!strstr(tq_buf_text(&http->authorities) + system, "-----BEGIN"))
		return tq_fail(err, TQ_USAGE, "%s: no certificate in PEM (ca-file)", path);
	return true;
}

struct tq_http *
tq_http_new(const struct tq_http_options *options, struct tq_err *err)
{
	struct tq_http *http = tq_alloc(1, sizeof(*http));

	library(true);
	http->options = *options;
	http->multi = curl_multi_init();
	http->share = curl_share_init();
	if (!http->multi || !http->share)
		tq_no_memory();
	curl_multi_setopt(http->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)options->connections);
	curl_multi_setopt(http->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)options->connections);
	curl_multi_setopt(http->multi, CURLMOPT_MAXCONNECTS, (long)options->connections);
	curl_multi_setopt(http->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
	curl_share_setopt(http->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
	snprintf(http->agent, sizeof(http->agent), "tq-fetch/%s", TQ_VERSION);
	if (!options->ca_file || read_authorities(http, options->ca_file, err))
		return http;
	tq_http_free(http);
	return NULL;
}

void
tq_http_free(struct tq_http *http)
{
	struct sigaction was;

	if (!http)
		return;
	was = ignore_pipe();
	curl_multi_cleanup(http->multi);
	restore_pipe(&was);
	curl_share_cleanup(http->share);
	tq_buf_fini(&http->authorities);
	free(http);
	library(false);
}

void
tq_http_header(struct tq_transfer *t, const char *line)
{
	struct curl_slist *more;

	if (!t->inner)
		t->inner = tq_alloc(1, sizeof(*t->inner));
	more = curl_slist_append(t->inner->headers, line);
	if (!more)
		tq_no_memory();
	t->inner->headers = more;
}

/* One request of the transfer: the first, or the one that a redirect asks for. */
static void
send_request(struct tq_transfer *t)
{
	struct tq_transfer_inner *inner = t->inner;
	CURL *easy = inner->easy;

	tq_reply_fini(&t->reply);
	inner->header_bytes = 0;
	inner->decoded = 0;
	inner->begun = false;
	*inner->error = '\0';
	curl_easy_reset(easy);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, t);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, inner->error);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(easy, CURLOPT_SHARE, inner->http->share);
	curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	tq_http_request(t);
	tq_http_receive(t);
	if (curl_multi_add_handle(inner->http->multi, easy) != CURLM_OK)
		tq_no_memory();
}

void
tq_http_start(struct tq_http *http, struct tq_transfer *t)
{
	if (!t->inner)
		t->inner = tq_alloc(1, sizeof(*t->inner));
	t->inner->http = http;
	t->inner->fd = -1;
	t->inner->easy = curl_easy_init();
	if (!t->inner->easy)
		tq_no_memory();
	t->reply = (struct tq_reply){.date = TQ_TIME_NONE};
	t->err = (struct tq_err){TQ_OK, ""};
	*t->text = '\0';
	send_request(t);
}

static void
release(struct tq_transfer *t)
{
	struct tq_transfer_inner *inner = t->inner;

	if (inner->easy)
		curl_easy_cleanup(inner->easy);
	for (struct curl_slist *h = inner->headers; h; h = h->next)
		explicit_bzero(h->data, strlen(h->data));
	curl_slist_free_all(inner->headers);
	free(inner->redirect);
	free(inner);
	t->inner = NULL;
}

void
tq_http_stop(struct tq_http *http, struct tq_transfer *t)
{
	struct sigaction was;

	if (!t->inner)
		return;
	was = ignore_pipe();
	if (t->inner->easy)
		curl_multi_remove_handle(http->multi, t->inner->easy);
	restore_pipe(&was);
	tq_http_file_drop(t);
	release(t);
	tq_reply_fini(&t->reply);
}

static bool
refuse_redirect(struct tq_transfer *t, const char *what, const char *where)
{
	t->end = TQ_HTTP_NEVER;
	snprintf(t->text, sizeof(t->text), "%s: %.150s", what, where);
	return false;
}

/*
 * Whether the answer leads on, within the same origin; then the next request
 * is on its way. A redirect without a place to go is an answer as it stands.
 */
static bool
redirected(struct tq_transfer *t)
{
	struct tq_transfer_inner *inner = t->inner;
	struct tq_origin to;
	struct tq_err err;
	char *url = NULL;

	curl_easy_getinfo(inner->easy, CURLINFO_REDIRECT_URL, &url);
	if (!url)
		return false;
	if (!tq_origin_of(url, inner->http->options.insecure_http, &to, &err) ||
	    !tq_origin_same(&to, &t->origin))
		return refuse_redirect(t, "redirect to another host", url);
	if (strcmp(t->method, "GET") != 0 && strcmp(t->method, "HEAD") != 0)
		return refuse_redirect(t, "redirect of a request that is no GET", url);
	if (++inner->redirects > TQ_HTTP_REDIRECTS)
		return refuse_redirect(t, "too many redirects, the last one", url);
	url = strdup(url);
	if (!url)
		tq_no_memory();
	free(inner->redirect);
	inner->redirect = url;
	send_request(t);
	return true;
}

/* The result of a request; false when another one follows. */
static bool
finish(struct tq_transfer *t, CURLcode code)
{
	curl_off_t took = 0, wire = 0;
	long status = 0;

	curl_easy_getinfo(t->inner->easy, CURLINFO_TOTAL_TIME_T, &took);
	curl_easy_getinfo(t->inner->easy, CURLINFO_SIZE_DOWNLOAD_T, &wire);
	curl_easy_getinfo(t->inner->easy, CURLINFO_RESPONSE_CODE, &status);
	t->took = (tq_time)took * 1000;
	t->wire = wire;
	t->reply.status = (int)status;
	tq_http_verdict(t, code);
	if (t->end == TQ_HTTP_ANSWER && redirected(t))
		return false;
	if (t->end == TQ_HTTP_ANSWER && status >= 200 && status < 300 && !tq_http_file_end(t))
		t->end = TQ_HTTP_LOCAL;
	tq_http_file_drop(t);
	if (t->end != TQ_HTTP_ANSWER)
		tq_reply_fini(&t->reply);
	release(t);
	return true;
}

static struct tq_transfer *
next(struct tq_http *http)
{
	CURLMsg *message;
	int left;

	curl_multi_perform(http->multi, &left);
	while ((message = curl_multi_info_read(http->multi, &left))) {
		struct tq_transfer *t = NULL;
		CURLcode code = message->data.result;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &t);
		curl_multi_remove_handle(http->multi, message->easy_handle);
		if (finish(t, code))
			return t;
		curl_multi_perform(http->multi, &left);
	}
	return NULL;
}

struct tq_transfer *
tq_http_next(struct tq_http *http)
{
	struct sigaction was = ignore_pipe();
	struct tq_transfer *t = next(http);

	restore_pipe(&was);
	return t;
}

void
tq_http_sleep(struct tq_http *http, tq_time wait)
{
	tq_time ms = (wait + 999999) / 1000000;

	curl_multi_poll(http->multi, NULL, 0, ms > 60000 ? 60000 : (int)ms, NULL);
}
