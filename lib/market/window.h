/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_WINDOW_H
#define TQ_MARKET_WINDOW_H

/*
 * The part of a file that its reader looks at: the bytes from the row it is
 * at to the last one read. Moves along; memory stays at a row and a block.
 */
#include "base/buf.h"
#include "market/row.h"

/* So many bytes behind the last one may be read, whatever they are. */
enum { TQ_WINDOW_PAD = 64 };

struct tq_window {
	struct tq_supply supply;
	struct tq_buf buf;
	size_t at;               /* the next byte to read in buf */
	uint64_t line;           /* of that byte */
	uint64_t offset;         /* of that byte */
	bool end;                /* the supply has no more */
};

void tq_window_init(struct tq_window *w, struct tq_supply supply);
void tq_window_fini(struct tq_window *w);

/*
 * More bytes behind those there are, at least as many again, so that looking
 * at a long row anew each time stays linear; sets end when there are none.
 * Moves buf: positions in it are from `at`. A row over TQ_ROW_MAX is TQ_DATA.
 */
bool tq_window_more(struct tq_window *w, struct tq_err *err);

/* Leaves the first n bytes behind and counts their lines. */
void tq_window_skip(struct tq_window *w, size_t n);

static inline const char *
tq_window_p(const struct tq_window *w)
{
	return w->buf.p + w->at;
}

static inline size_t
tq_window_n(const struct tq_window *w)
{
	return w->buf.n - w->at;
}

#endif
