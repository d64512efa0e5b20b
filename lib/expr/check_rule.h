/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_CHECK_RULE_H
#define TQ_EXPR_CHECK_RULE_H

/* What is wrong with the rules of a strategy, by their bounds; private to the room. */
#include "expr/statement.h"

/*
 * Rules that cannot fire, that wait in vain behind another one, or whose stop, take
 * or size can never be one; with the values that the parameters have, and with those
 * at the ends of their ranges where the strategy allows them. Adds to *n.
 */
void tq_check_rules(struct tq_strategy *s, const struct tq_program *program,
		    struct tq_buf *out, size_t *n);

/* One more finding: a place, with its line and caret, and words. */
void tq_check_say(struct tq_buf *out, size_t *n, struct tq_place place, const char *words, ...)
	__attribute__((format(printf, 4, 5)));

#endif
