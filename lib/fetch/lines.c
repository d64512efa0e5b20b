/* SPDX-License-Identifier: ISC */
#include "fetch/lines.h"

#include "base/mem.h"

#include <stdlib.h>

enum { DROPPED_MIN = 1024 };

/*
 * What waits moves to the front. It is never more than what was dropped since the
 * last time, so that a queue that never runs empty costs no more and stays small.
 */
static void
close_up(struct tq_lines *lines)
{
	size_t at = lines->line[lines->head].at, n = lines->n - lines->head;

	memmove(lines->text.p, lines->text.p + at, lines->text.n - at);
	lines->text.n -= at;
	memmove(lines->line, lines->line + lines->head, n * sizeof(lines->line[0]));
	for (size_t i = 0; i < n; i++)
		lines->line[i].at -= at;
	lines->head = 0;
	lines->n = n;
}

void
tq_lines_put(struct tq_lines *lines, tq_time time, struct tq_str line)
{
	if (lines->n == lines->cap) {
		lines->cap = lines->cap ? 2 * lines->cap : 256;
		lines->line = tq_realloc(lines->line, lines->cap, sizeof(lines->line[0]));
	}
	lines->line[lines->n++] = (struct tq_line){time, lines->text.n, line.n};
	tq_buf_put(&lines->text, line.p, line.n);
	tq_buf_put(&lines->text, "\n", 1);
}

void
tq_lines_drop(struct tq_lines *lines, size_t count)
{
	lines->head += count;
	if (lines->head == lines->n) {
		lines->head = lines->n = 0;
		tq_buf_clear(&lines->text);
	} else if (lines->head >= DROPPED_MIN && lines->head >= lines->n / 2) {
		close_up(lines);
	}
}

void
tq_lines_fini(struct tq_lines *lines)
{
	tq_buf_fini(&lines->text);
	free(lines->line);
	*lines = (struct tq_lines){0};
}
