/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_TAPE_H
#define TQ_IMPORT_TAPE_H

/*
 * The part of a file that its reader looks at: the bytes from the row it is
 * at to the last one read. Moves along; memory stays at a row and a block.
 */
#include "base/buf.h"
#include "import/row.h"

/* So many bytes behind the last one may be read, whatever they are. */
enum { TQ_TAPE_PAD = 64 };

struct tq_tape {
	struct tq_supply supply;
	struct tq_buf buf;
	size_t at;               /* the next byte to read in buf */
	uint64_t line;           /* of that byte */
	uint64_t offset;         /* of that byte */
	bool end;                /* the supply has no more */
};

void tq_tape_init(struct tq_tape *tape, struct tq_supply supply);
void tq_tape_fini(struct tq_tape *tape);

/*
 * More bytes behind those there are, at least as many again, so that looking
 * at a long row anew each time stays linear; sets end when there are none.
 * Moves buf: positions in it are from `at`. A row over TQ_ROW_MAX is TQ_DATA.
 */
bool tq_tape_more(struct tq_tape *tape, struct tq_err *err);

/* Leaves the first n bytes behind and counts their lines. */
void tq_tape_skip(struct tq_tape *tape, size_t n);

static inline const char *
tq_tape_p(const struct tq_tape *tape)
{
	return tape->buf.p + tape->at;
}

static inline size_t
tq_tape_n(const struct tq_tape *tape)
{
	return tape->buf.n - tape->at;
}

#endif
