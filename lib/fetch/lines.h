/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_LINES_H
#define TQ_FETCH_LINES_H

/*
 * Records that wait for their turn: lines with the times they are ordered by.
 * A queue (first in, first out) whose memory is used again once half of it was
 * dropped. The zero value is empty. Texts are valid until the next call.
 */
#include "base/buf.h"
#include "time/instant.h"

struct tq_line {
	tq_time time;
	size_t at, n;            /* in text; a newline stands behind it */
};

struct tq_lines {
	struct tq_buf text;
	struct tq_line *line;
	size_t head, n, cap;     /* those from head on are waiting */
};

/* line without its newline; it is copied. */
void tq_lines_put(struct tq_lines *lines, tq_time time, struct tq_str line);

/* Forgets the first count lines that wait. */
void tq_lines_drop(struct tq_lines *lines, size_t count);

void tq_lines_fini(struct tq_lines *lines);

static inline size_t
tq_lines_waiting(const struct tq_lines *lines)
{
	return lines->n - lines->head;
}

/* The k-th that waits, with its newline. */
static inline struct tq_str
tq_lines_text(const struct tq_lines *lines, size_t k)
{
	const struct tq_line *line = &lines->line[lines->head + k];

	return (struct tq_str){lines->text.p + line->at, line->n + 1};
}

static inline tq_time
tq_lines_time(const struct tq_lines *lines, size_t k)
{
	return lines->line[lines->head + k].time;
}

#endif
