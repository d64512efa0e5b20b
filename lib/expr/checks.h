/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_CHECKS_H
#define TQ_EXPR_CHECKS_H

/* The options by which strategies are checked instead of run, and the answers. */
#include "expr/desk.h"

struct tq_checks {
	bool files;              /* --check: the operands are strategies */
	const char *look_ahead, *warm_up;        /* files of records */
};

enum { TQ_CHECKS_ROWS = 3 };
extern const struct tq_opt tq_checks_rows[TQ_CHECKS_ROWS];

bool tq_checks_asked(const struct tq_checks *checks);

/*
 * Text for a reader, to be shown in any case. False with TQ_NO when the answer
 * is no, with another status when it cannot be told.
 */
bool tq_checks_answer(const struct tq_checks *checks, const struct tq_choice *choice,
		      const struct tq_desk_options *options, const struct tq_run *run,
		      struct tq_buf *text, struct tq_err *err);

#endif
