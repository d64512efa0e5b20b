/* SPDX-License-Identifier: ISC */
#include "net/reply.h"

#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>

const char *
tq_reply_header(const struct tq_reply *reply, const char *name)
{
	for (size_t i = 0; i < reply->n_headers; i++)
		if (strcmp(reply->headers[i].name, name) == 0)
			return reply->headers[i].value;
	return NULL;
}

void
tq_reply_add(struct tq_reply *reply, struct tq_str name, struct tq_str value)
{
	char *text = tq_alloc(name.n + value.n + 2, 1);

	for (size_t i = 0; i < name.n; i++)
		text[i] = name.p[i] >= 'A' && name.p[i] <= 'Z' ? (char)(name.p[i] | 0x20)
							       : name.p[i];
	if (value.n > 0)
		memcpy(text + name.n + 1, value.p, value.n);
	reply->headers = tq_realloc(reply->headers, reply->n_headers + 1,
				    sizeof(reply->headers[0]));
	reply->headers[reply->n_headers++] =
		(struct tq_http_header){text, text + name.n + 1};
}

static void
drop(const struct tq_http_header *header)
{
	free((void *)(uintptr_t)header->name);
}

void
tq_reply_remove(struct tq_reply *reply, const char *name)
{
	size_t kept = 0;

	for (size_t i = 0; i < reply->n_headers; i++) {
		if (strcmp(reply->headers[i].name, name) == 0)
			drop(&reply->headers[i]);
		else
			reply->headers[kept++] = reply->headers[i];
	}
	reply->n_headers = kept;
}

void
tq_reply_fini(struct tq_reply *reply)
{
	for (size_t i = 0; i < reply->n_headers; i++)
		drop(&reply->headers[i]);
	free(reply->headers);
	tq_buf_fini(&reply->body);
	*reply = (struct tq_reply){.date = TQ_TIME_NONE};
}
