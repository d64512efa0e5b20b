/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_LIBRARY_H
#define TQ_EXPR_LIBRARY_H

/*
 * Strategies by name: the files of the folder strategies in tq's data
 * (tq_data_dir). "sma-cross" is strategies/sma-cross.tq there; what has a
 * slash in it or ends in ".tq" is a file's path.
 */
#include "base/error.h"
#include "expr/strategy.h"

/*
 * Reads a strategy into s. False when there is none of that name (TQ_USAGE)
 * or it cannot be read (TQ_IO); faults in its text are said in faults.
 */
bool tq_library_read(struct tq_strategy *s, const char *name, struct tq_faults *faults,
		     struct tq_err *err);

/* The text itself, with the same errors. */
bool tq_library_text(const char *name, struct tq_buf *text, struct tq_err *err);

/* The strategy's own name: "sma-cross" of "my/sma-cross.tq". */
struct tq_str tq_library_name(const char *name);

/* A line each, sorted: the name and its description. */
bool tq_library_list(struct tq_buf *out, struct tq_err *err);

/* What there is to know of a strategy before it is run: text for a reader. */
void tq_library_describe(const struct tq_strategy *s, const struct tq_program *program,
			 struct tq_str name, struct tq_buf *out);

#endif
