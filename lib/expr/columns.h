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
};

struct tq_columns {
	struct tq_plan *plan;
	struct tq_column *item;
	size_t n;
	int64_t lookback;        /* bars before the first one with all values */
	bool nameless;           /* set before: what has no name is called "value" */
};

/* False with TQ_USAGE; the faults have been logged, with places. Before the first record. */
bool tq_columns_make(struct tq_columns *columns, enum tq_type kind, const char *const *texts,
		     size_t n, struct tq_err *err);
void tq_columns_fini(struct tq_columns *columns);

/* The fields, to a record that is being extended. */
void tq_columns_put(const struct tq_columns *columns, const struct tq_flow *flow,
		    struct tq_out *out);

#endif
