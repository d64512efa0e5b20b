/* SPDX-License-Identifier: ISC */
#include "import/draft.h"

#include "base/mem.h"

#include <stdlib.h>

static enum tq_type
type_of(enum tq_made made)
{
	static const enum tq_type types[] = {TQ_TYPE_BAR, TQ_TYPE_PRICE, TQ_TYPE_TICK,
					     TQ_TYPE_QUOTE, TQ_TYPE_FUNDING};

	return types[made];
}

static bool
is_text(enum tq_col col)
{
	return col == TQ_COL_ID || col == TQ_COL_SIDE || col == TQ_COL_BUYER_MAKER;
}

void
tq_draft_write(const struct tq_draft *draft, const struct tq_draft_style *style,
	       struct tq_out *out)
{
	struct tq_str symbol = style->symbol.n ? style->symbol : draft->text[TQ_COL_SYMBOL];

	tq_out_open(out, type_of(style->made));
	tq_out_time(out, TQ_F_time, draft->time);
	tq_out_str(out, TQ_F_symbol, symbol);
	if (style->venue.n > 0)
		tq_out_str(out, TQ_F_venue, style->venue);
	if (style->made == TQ_MADE_BAR)
		tq_out_str(out, TQ_F_interval,
			   (struct tq_str){style->interval_text, style->interval});
	for (int c = TQ_COL_OPEN; c < TQ_COLS; c++) {
		if (draft->text[c].n == 0)
			continue;
		if (is_text((enum tq_col)c))
			tq_out_str(out, tq_col_info((enum tq_col)c)->field, draft->text[c]);
		else
			tq_out_json(out, tq_col_info((enum tq_col)c)->field, draft->text[c]);
	}
	if (style->mark_source)
		tq_out_str(out, TQ_F_source, tq_str("file"));
	tq_out_close(out);
}

void
tq_keep_add(struct tq_keep *keep, const struct tq_draft *draft, size_t style)
{
	uint32_t n[TQ_COLS];

	if (keep->n == keep->cap) {
		keep->cap = keep->cap ? 2 * keep->cap : 1024;
		keep->kept = tq_realloc(keep->kept, keep->cap, sizeof(*keep->kept));
	}
	keep->kept[keep->n++] = (struct tq_kept){draft->time, draft->row, keep->bytes.n, style};
	for (int c = 0; c < TQ_COLS; c++)
		n[c] = (uint32_t)draft->text[c].n;
	tq_buf_put(&keep->bytes, n, sizeof(n));
	for (int c = 0; c < TQ_COLS; c++)
		tq_buf_put(&keep->bytes, draft->text[c].p, n[c]);
}

/* Their bytes lie in the order in which they came. */
static int
by_time(const void *left, const void *right)
{
	const struct tq_kept *a = left, *b = right;

	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

void
tq_keep_sort(struct tq_keep *keep)
{
	if (keep->n > 1)
		qsort(keep->kept, keep->n, sizeof(*keep->kept), by_time);
}

static int
by_row_backwards(const void *left, const void *right)
{
	const struct tq_kept *a = left, *b = right;

	if (a->row != b->row)
		return a->row > b->row ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

void
tq_keep_reverse(struct tq_keep *keep)
{
	if (keep->n > 1)
		qsort(keep->kept, keep->n, sizeof(*keep->kept), by_row_backwards);
}

struct tq_draft
tq_keep_draft(const struct tq_keep *keep, size_t i)
{
	const struct tq_kept *kept = &keep->kept[i];
	struct tq_draft draft = {.time = kept->time, .row = kept->row};
	const char *p = keep->bytes.p + kept->at;
	uint32_t n[TQ_COLS];

	memcpy(n, p, sizeof(n));
	p += sizeof(n);
	for (int c = 0; c < TQ_COLS; c++) {
		draft.text[c] = (struct tq_str){p, n[c]};
		p += n[c];
	}
	return draft;
}

void
tq_keep_clear(struct tq_keep *keep)
{
	keep->n = 0;
	tq_buf_clear(&keep->bytes);
}

void
tq_keep_fini(struct tq_keep *keep)
{
	free(keep->kept);
	tq_buf_fini(&keep->bytes);
}
