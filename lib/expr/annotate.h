/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_ANNOTATE_H
#define TQ_EXPR_ANNOTATE_H

/*
 * Adds columns (expr/columns.h) to the records of one kind; all others pass.
 * Records keep their order: where a value waits for another series
 * (close@"ETH/USDT"), its record and all behind it wait with it.
 */
#include "expr/columns.h"
#include "expr/feed.h"

struct tq_held_line {
	char *text;
	size_t n;
	bool awaits;             /* its columns */
};

struct tq_annotate {
	struct tq_columns columns;
	struct tq_feed *feed;
	enum tq_type kind;

	const struct tq_rec *now;        /* the record at hand; NULL: it has been written */
	struct tq_held_line *held;       /* from first on, oldest first */
	size_t first, n_held, cap_held;
	struct tq_rec *view;             /* a held line, as the output takes it */
};

/* In a filter's open. False with TQ_USAGE; faults of the texts have been logged. */
bool tq_annotate_open(struct tq_annotate *a, enum tq_type kind, const char *const *texts,
		      size_t n, struct tq_run *run, struct tq_err *err);
bool tq_annotate_record(struct tq_annotate *a, const struct tq_rec *rec, struct tq_out *out,
			struct tq_err *err);
bool tq_annotate_close(struct tq_annotate *a, struct tq_out *out, struct tq_err *err);
void tq_annotate_state(struct tq_annotate *a, struct tq_state *st);
void tq_annotate_fini(struct tq_annotate *a);

#endif
