/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_ENTRY_H
#define TQ_NET_ENTRY_H

/*
 * An answer as a file, in the cache and in recordings: a head, which is a JSON
 * object on one line, and behind its newline the body, byte for byte.
 *
 *	{"entry":1,"time":"2024-01-01T00:00:00.5Z","method":"GET",
 *	 "url":"https://api.example.com/v1/time","status":200,
 *	 "headers":[["content-type","application/json"]],
 *	 "length":15,"sha256":"9af1...","check":"0123456789abcdef"}
 *	{"time":17040...
 *
 * time is when the answer came. length and sha256 are the body's; check, the
 * last member, is the beginning of the SHA-256 of the head up to the comma
 * before it. A head that people write may leave out headers, length, sha256
 * and check; what is there must be right. Nothing else may be there.
 *
 * What is kept is without secrets: of the request only method and URL; in
 * those, in headers and in a body from memory every secret is hidden
 * (base/secret.h); headers of cookies and credentials are dropped. So are
 * headers that tell of the transfer, for the body is kept decoded.
 */
#include "base/error.h"
#include "net/reply.h"

struct tq_entry {
	char *method, *url;
	struct tq_reply reply;   /* cached and replayed are left to the reader of the entry */
	int64_t length;          /* of the body; -1: not told */
	char sha256[65];         /* of the body; empty: not told */
	bool checked;            /* the head had a check, and it was right */
};

enum { TQ_ENTRY_HEAD = 1 << 20, TQ_ENTRY_CHECK = 16 };

/* The head of an entry, without its newline; TQ_DATA when it is none. */
bool tq_entry_head(struct tq_str line, struct tq_entry *entry, struct tq_err *err);
void tq_entry_fini(struct tq_entry *entry);

/*
 * Reads an entry. *there is false (and true returned) when there is no such
 * file; whatever is damaged is TQ_DATA, whatever cannot be read TQ_IO. whole:
 * length, sha256 and check must be there. to_file: the body goes there (mode
 * 0600) and its SHA-256 into reply.sha256; NULL: into reply.body.
 */
bool tq_entry_read(const char *path, bool whole, const char *to_file, bool *there,
		   struct tq_entry *entry, struct tq_err *err);

/* Only its head. */
bool tq_entry_read_head(const char *path, struct tq_entry *entry, struct tq_err *err);

/*
 * Writes an entry, whole or not at all. from_file: the body is there, else in
 * reply->body. last: it is on the disk when this returns.
 */
struct tq_entry_source {
	const char *method, *url;
	const struct tq_reply *reply;
	const char *from_file;
	bool last;
	bool exact;              /* a body that holds a secret is refused: TQ_NO */
};
bool tq_entry_write(const char *path, const struct tq_entry_source *source, struct tq_err *err);

/* Whether a header is kept (name in lower case). */
bool tq_entry_keeps(const char *name);

#endif
