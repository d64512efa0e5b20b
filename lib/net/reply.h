/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_REPLY_H
#define TQ_NET_REPLY_H

/*
 * What came back for a call. Headers own their text, a block a header: name,
 * NUL, value, NUL, with name at its start. tq_reply_fini frees all of it.
 */
#include "base/buf.h"
#include "time/instant.h"

struct tq_http_header {
	const char *name;        /* lower case */
	const char *value;
};

struct tq_reply {
	int status;              /* of HTTP; 0: no answer came */
	struct tq_http_header *headers;
	size_t n_headers;
	struct tq_buf body;      /* decoded; empty when it went into a file */
	char sha256[65];         /* of the body when it went into a file */
	tq_time now;             /* of the answer, by the local clock or the recording's */
	tq_time date;            /* by the server's Date header; TQ_TIME_NONE */
	tq_time age;             /* of a cached answer; 0 */
	bool cached, replayed;
};

/* The value of the first header of a name (in lower case), or NULL. */
const char *tq_reply_header(const struct tq_reply *reply, const char *name);

/* Adds a header behind the others; the name is made lower case. */
void tq_reply_add(struct tq_reply *reply, struct tq_str name, struct tq_str value);

/* Removes all headers of a name (in lower case). */
void tq_reply_remove(struct tq_reply *reply, const char *name);

/* Frees what the reply holds; it is a new one then. */
void tq_reply_fini(struct tq_reply *reply);

#endif
