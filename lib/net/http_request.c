/* SPDX-License-Identifier: ISC */
/* What goes out: the request, its times, and what keeps it from going elsewhere. */
#include "net/http_inner.h"

#include <arpa/inet.h>
#include <sys/socket.h>

/*
 * Sockets that no child inherits. Plain HTTP is let out to the loopback alone,
 * whatever a name of it leads to.
 */
static curl_socket_t
open_socket(void *self, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct tq_transfer *t = self;
	const struct sockaddr *to = &address->addr;
	bool near = false;

	(void)purpose;
	if (to->sa_family == AF_INET) {
		struct sockaddr_in v4;

		memcpy(&v4, to, sizeof(v4));
		near = ntohl(v4.sin_addr.s_addr) >> 24 == 127;
	} else if (to->sa_family == AF_INET6) {
		struct sockaddr_in6 v6;

		memcpy(&v6, to, sizeof(v6));
		near = IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
	}
	if (!t->origin.tls && !near) {
		t->inner->fault = TQ_FAULT_ADDRESS;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static long
milliseconds(tq_time duration)
{
	return duration < 1000000 ? 1 : (long)(duration / 1000000);
}

static void
set_times(struct tq_transfer *t)
{
	CURL *easy = t->inner->easy;

	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(t->connect_timeout));
	if (!t->to_file) {
		curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, milliseconds(t->timeout));
		return;
	}
	/* A large file may take its time as long as something comes. */
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, milliseconds(t->total));
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (milliseconds(t->timeout) + 999) / 1000);
}

static void
set_protection(struct tq_transfer *t)
{
	const struct tq_http *http = t->inner->http;
	CURL *easy = t->inner->easy;
	struct curl_blob blob = {http->authorities.p, http->authorities.n, CURL_BLOB_NOCOPY};

	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, t->origin.tls ? "https" : "http");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, t);
	if (blob.len > 0)
		curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &blob);
	/* The loopback is never reached through a proxy. */
	if (!t->origin.tls)
		curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
}

static void
set_request(struct tq_transfer *t)
{
	struct tq_transfer_inner *inner = t->inner;
	CURL *easy = inner->easy;

	curl_easy_setopt(easy, CURLOPT_URL, inner->redirect ? inner->redirect : t->url);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, inner->headers);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, inner->http->agent);
	/* Better a stream of a connection that is being made than one more connection. */
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
	/* A file is wanted as it lies there: its checksum is of those bytes. */
	if (!t->to_file)
		curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
	if (t->body) {
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(t->body));
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, t->body);
	}
	if (strcmp(t->method, "HEAD") == 0)
		curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
	else if (strcmp(t->method, "GET") != 0)
		curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, t->method);
	/*
	 * On a connection that was used before libcurl itself tries again when the
	 * server has just closed it. What may not be sent twice gets a new one.
	 */
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT,
			 (long)(t->reconnect || strcmp(t->method, "GET") != 0));
}

void
tq_http_request(struct tq_transfer *t)
{
	set_protection(t);
	set_times(t);
	set_request(t);
}
