/* SPDX-License-Identifier: ISC */
#include "import/head.h"

#include "base/mem.h"

#include <stdlib.h>

static size_t
keep(struct tq_head *head, struct tq_str text)
{
	size_t at = head->text.n;

	tq_buf_put(&head->text, text.p, text.n);
	return at;
}

static void
add_cell(struct tq_head *head, struct tq_str cell)
{
	if (head->cells == head->cells_cap) {
		head->cells_cap = head->cells_cap ? 2 * head->cells_cap : 256;
		head->cell = tq_realloc(head->cell, head->cells_cap, sizeof(*head->cell));
	}
	head->cell[head->cells++] = (struct tq_head_cell){keep(head, cell), cell.n};
}

void
tq_head_add(struct tq_head *head, const struct tq_row *row)
{
	struct tq_head_row r = {.first = head->cells, .n = row->n, .raw_n = row->raw.n,
				.line = row->line, .offset = row->offset, .record = row->record};

	r.raw = keep(head, row->raw);
	if (row->fault)
		r.fault = 1 + keep(head, (struct tq_str){row->fault, strlen(row->fault) + 1});
	for (size_t i = 0; i < row->n && !row->fault; i++)
		add_cell(head, row->cell[i]);
	if (head->n == head->cap) {
		head->cap = head->cap ? 2 * head->cap : 64;
		head->row = tq_realloc(head->row, head->cap, sizeof(*head->row));
	}
	head->row[head->n++] = r;
}

struct tq_row
tq_head_row(struct tq_head *head, size_t i)
{
	const struct tq_head_row *r = &head->row[i];
	const char *text = head->text.p ? head->text.p : ""; /* rows without a byte */

	if (r->n > head->view_cap) {
		head->view_cap = 2 * r->n;
		head->view = tq_realloc(head->view, head->view_cap, sizeof(*head->view));
	}
	for (size_t k = 0; k < r->n && !r->fault; k++)
		head->view[k] = (struct tq_str){text + head->cell[r->first + k].at,
						head->cell[r->first + k].n};
	return (struct tq_row){.cell = head->view,
			       .n = r->n,
			       .raw = {text + r->raw, r->raw_n},
			       .line = r->line,
			       .offset = r->offset,
			       .fault = r->fault ? text + r->fault - 1 : NULL,
			       .record = r->record};
}

void
tq_head_clear(struct tq_head *head)
{
	head->n = 0;
	head->cells = 0;
	tq_buf_clear(&head->text);
}

void
tq_head_fini(struct tq_head *head)
{
	free(head->row);
	free(head->cell);
	free(head->view);
	tq_buf_fini(&head->text);
}
