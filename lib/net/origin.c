/* SPDX-License-Identifier: ISC */
#include "net/origin.h"

#include "base/mem.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

/* A part of the URL in a field; what does not fit is no part. */
static bool
take(CURLU *url, CURLUPart part, unsigned flags, char *to, size_t size)
{
	char *text = NULL;
	bool ok = curl_url_get(url, part, &text, flags) == CURLUE_OK && strlen(text) < size;

	if (ok)
		memcpy(to, text, strlen(text) + 1);
	curl_free(text);
	return ok;
}

static bool
loopback(const char *host)
{
	struct in_addr v4;

	if (inet_pton(AF_INET, host, &v4) == 1)
		return ntohl(v4.s_addr) >> 24 == 127;
	return strcmp(host, "[::1]") == 0 || strcmp(host, "localhost") == 0;
}

static void
take_path(CURLU *url, struct tq_origin *origin)
{
	char *text = NULL;

	if (curl_url_get(url, CURLUPART_PATH, &text, 0) == CURLUE_OK)
		snprintf(origin->path, sizeof(origin->path), "%s", text);
	curl_free(text);
}

static bool
parse(CURLU *url, const char *text, bool insecure_http, struct tq_origin *origin,
      struct tq_err *err)
{
	static const char *const preset[] = {"80", "443"};
	char scheme[16];

	if (curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER) != CURLUE_OK ||
	    !take(url, CURLUPART_SCHEME, 0, scheme, sizeof(scheme)) ||
	    !take(url, CURLUPART_HOST, 0, origin->host, sizeof(origin->host)))
		return tq_fail(err, TQ_USAGE, "not a URL that can be asked: '%s'", text);
	origin->tls = strcmp(scheme, "https") == 0;
	if (!origin->tls && strcmp(scheme, "http") != 0)
		return tq_fail(err, TQ_USAGE, "%s: only https is asked, not %s", origin->host,
			       scheme);
	for (char *p = origin->host; *p; p++)
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p | 0x20) : *p;
	if (!take(url, CURLUPART_PORT, CURLU_DEFAULT_PORT, origin->port, sizeof(origin->port)))
		return tq_fail(err, TQ_USAGE, "not a URL that can be asked: '%s'", text);
	if (strcmp(origin->port, preset[origin->tls]) == 0)
		snprintf(origin->name, sizeof(origin->name), "%s", origin->host);
	else
		snprintf(origin->name, sizeof(origin->name), "%s:%s", origin->host, origin->port);
	take_path(url, origin);
	if (!origin->tls && !insecure_http)
		return tq_fail(err, TQ_USAGE, "%s: only https is asked, not http", origin->name);
	if (!origin->tls && !loopback(origin->host))
		return tq_fail(err, TQ_USAGE, "%s: http is for loopback addresses only",
			       origin->name);
	return true;
}

bool
tq_origin_of(const char *url, bool insecure_http, struct tq_origin *origin, struct tq_err *err)
{
	CURLU *parts = curl_url();
	bool ok;

	if (!parts)
		tq_no_memory();
	*origin = (struct tq_origin){.tls = false};
	ok = parse(parts, url, insecure_http, origin, err);
	curl_url_cleanup(parts);
	return ok;
}

bool
tq_origin_same(const struct tq_origin *a, const struct tq_origin *b)
{
	return a->tls == b->tls && strcmp(a->host, b->host) == 0 && strcmp(a->port, b->port) == 0;
}
