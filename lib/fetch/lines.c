/* SPDX-License-Identifier: ISC */
#include "fetch/lines.h"

#include "base/mem.h"

#include <stdlib.h>

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
	if (lines->head < lines->n)
		return;
	lines->head = lines->n = 0;
	tq_buf_clear(&lines->text);
}

void
tq_lines_fini(struct tq_lines *lines)
{
	tq_buf_fini(&lines->text);
	free(lines->line);
	*lines = (struct tq_lines){0};
}
