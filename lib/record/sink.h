/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_SINK_H
#define TQ_RECORD_SINK_H

/*
 * The inside of a tq_out, for the stream loop: bytes gathered for a file
 * descriptor. Made bytes lie in a buffer; lines passed on are kept as one
 * span of the input buffer as long as nothing comes between them, and are
 * written from there. The span must be written (tq_out_flush) before the
 * input buffer changes.
 */
#include "base/buf.h"
#include "record/out.h"

struct tq_out {
	int fd;
	struct tq_buf made;
	const char *span;
	size_t span_n;
	struct tq_str tail;      /* what follows the fields of an extended line */
	bool first;              /* no field yet behind '{' */
	tq_time hour;            /* of the last time that was written, */
	char hour_text[16];      /* and what its times begin with: "2024-01-01T00: */
	uint64_t records, bytes; /* for --stats */
	struct tq_err err;       /* status TQ_OK: none */
};

/* The buffer is made here; tq_out_free frees it, not the descriptor. */
struct tq_out *tq_out_new(int fd);
void tq_out_free(struct tq_out *out);

/* Writes all that is gathered; false when this or an earlier write failed. */
bool tq_out_flush(struct tq_out *out);

/* Writes if there is enough to be worth it. */
static inline bool
tq_out_some(struct tq_out *out)
{
	return out->made.n + out->span_n < 128 * 1024 || tq_out_flush(out);
}

#endif
