/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_DRAFT_H
#define TQ_IMPORT_DRAFT_H

/*
 * A record that is about to be made of a row: its time and the texts of its
 * fields as they will be written. Texts are borrowed. Drafts that must wait,
 * because a file runs newest first or is to be sorted, are kept as bytes.
 */
#include "base/buf.h"
#include "import/columns.h"
#include "record/out.h"

struct tq_draft {
	tq_time time;
	uint64_t row;            /* drafts of one row stay in their order */
	struct tq_str text[TQ_COLS];     /* numbers, and strings with escapes; n == 0: none */
};

/* What all records of a file have in common. Strings are with escapes. */
struct tq_draft_style {
	enum tq_made made;
	struct tq_str symbol;    /* n == 0: the draft's own */
	struct tq_str venue;     /* n == 0: none */
	char interval_text[16];  /* bars */
	size_t interval;         /* its length */
	bool mark_source;
};

void tq_draft_write(const struct tq_draft *draft, const struct tq_draft_style *style,
		    struct tq_out *out);

struct tq_kept {
	tq_time time;
	uint64_t row;
	size_t at;               /* its bytes */
	size_t style;            /* for the caller */
};

struct tq_keep {
	struct tq_kept *kept;
	size_t n, cap;
	struct tq_buf bytes;
};

void tq_keep_add(struct tq_keep *keep, const struct tq_draft *draft, size_t style);

/* Puts them in the order of their times; equal times stay as they came. */
void tq_keep_sort(struct tq_keep *keep);

/* Puts the last row first, and so on. */
void tq_keep_reverse(struct tq_keep *keep);

struct tq_draft tq_keep_draft(const struct tq_keep *keep, size_t i);
void tq_keep_clear(struct tq_keep *keep);
void tq_keep_fini(struct tq_keep *keep);

#endif
