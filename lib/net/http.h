/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_HTTP_H
#define TQ_NET_HTTP_H

/*
 * Transfers: one attempt at an HTTP exchange each, many at once in one thread,
 * over libcurl. This is all that knows of it but the room's URLs. What may be
 * asked, when, and again, is decided above (net/call.h).
 *
 * A GET that finds a kept connection closed is sent again on a new one: that is
 * no attempt, since the server has not taken it (RFC 9112, 9.3.1).
 *
 * Certificates are verified, TLS is 1.2 at least, redirects are followed to
 * the same origin only and at most REDIRECTS times, sizes are bounded on the
 * wire and decoded, memory does not grow with what a server sends beyond that.
 */
#include "base/error.h"
#include "net/origin.h"
#include "net/reply.h"

enum { TQ_HTTP_REDIRECTS = 3, TQ_HTTP_HEADER_BYTES = 65536 };

enum tq_http_end {
	TQ_HTTP_ANSWER,          /* reply has a status */
	TQ_HTTP_NONE,            /* no answer, or half of one: another attempt may get it */
	TQ_HTTP_NEVER,           /* one that must not be used: certificate, size, redirect */
	TQ_HTTP_LOCAL            /* nothing of the server's: err says what */
};

struct tq_transfer {
	/* The request; texts are borrowed until it is done. */
	const char *method, *url;
	struct tq_origin origin;
	const char *body;        /* or NULL */
	const char *to_file;     /* a good answer's body goes there; or NULL */
	int64_t max_body;
	tq_time timeout;         /* of the whole; with to_file: without any progress */
	tq_time total;           /* with to_file: of the whole */
	tq_time connect_timeout;
	bool reconnect;          /* over no connection that was used before */

	/* The result. */
	enum tq_http_end end;
	char text[200];          /* why there is none: "timed out after 500ms" */
	struct tq_err err;       /* of TQ_HTTP_LOCAL */
	struct tq_reply reply;
	tq_time took;
	int64_t wire;            /* bytes of the body as they came */

	void *owner;             /* of who started it */
	struct tq_transfer_inner *inner;         /* of http.c */
};

struct tq_http;

struct tq_http_options {
	int64_t connections;
	bool insecure_http;
	const char *ca_file;     /* or NULL */
};

struct tq_http *tq_http_new(const struct tq_http_options *options, struct tq_err *err);
void tq_http_free(struct tq_http *http);

/* A header of the next start, with secrets in it already; wiped when it has ended. */
void tq_http_header(struct tq_transfer *transfer, const char *line);

void tq_http_start(struct tq_http *http, struct tq_transfer *transfer);

/* The next transfer that has ended, or NULL. */
struct tq_transfer *tq_http_next(struct tq_http *http);

/* Sleeps until something happens, wait nanoseconds at most. */
void tq_http_sleep(struct tq_http *http, tq_time wait);

/* Breaks it off; its result is nothing. */
void tq_http_stop(struct tq_http *http, struct tq_transfer *transfer);

/* "500ms", "30s", "2m" */
void tq_duration_text(tq_time duration, char out[24]);

#endif
