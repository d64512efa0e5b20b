/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_COLUMNS_H
#define TQ_EXPR_COLUMNS_H

/*
 * Expressions with names, for a tool that adds their values to records as
 * fields: "fast = ema(close, 20)". A later one may use the names before it.
 *
 * What has several outputs makes a column of each, NAME_OUTPUT. A call without
 * a name is called after its function and the constants it is given:
 * ema(close, 20) is ema_20. Anything else has to be named.
 */
#include "expr/compile.h"
#include "expr/flow.h"
#include "record/out.h"

struct tq_column {
	int field, reg;
	bool condition;
	size_t key_at, key_n;    /* ,"name": in keys */
};

struct tq_columns {
	struct tq_plan *plan;
	struct tq_column *item;
	size_t n;
	struct tq_buf keys;      /* with room for a wide copy behind the last one */
	size_t room;             /* that all of them need in a record */
	uint64_t fields[TQ_F_MAX / 64];  /* theirs, as a record says which it has */
	uint64_t alike;          /* records that are so have none of them; 0: none known */
	int64_t lookback;        /* bars before the first one with all values */
	bool full;               /* no more names can be had, which has been said */
	bool nameless;           /* set before: what has no name is called "value" */
};

/* False with TQ_USAGE; the faults have been logged, with places. Before the first record. */
bool tq_columns_make(struct tq_columns *columns, enum tq_type kind, const char *const *texts,
		     size_t n, struct tq_err *err);
void tq_columns_fini(struct tq_columns *columns);

/* Whether the record has none of the fields yet; false with TQ_DATA. */
bool tq_columns_are_new(struct tq_columns *columns, const struct tq_rec *rec,
			struct tq_err *err);

/* The fields, to a record that is being extended. */
void tq_columns_put(const struct tq_columns *columns, const struct tq_flow *flow,
		    struct tq_out *out);

#endif
