/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_CHOICE_H
#define TQ_EXPR_CHOICE_H

/*
 * The options by which a user chooses a strategy: a name or file with values
 * of its parameters, or rules on the command line; and what comes of them.
 *
 *	static const struct tq_opt_group groups[] = {
 *		{"strategy", tq_choice_rows, TQ_CHOICE_ROWS, offsetof(struct tool, choice)},
 */
#include "base/option.h"
#include "expr/strategy.h"

struct tq_choice {
	const char *strategy;
	struct tq_opt_texts set;
	const char *rules[3];    /* by enum tq_rule_side */
	const char *name;
	const char *describe;
	bool list, functions;
};

enum { TQ_CHOICE_ROWS = 9 };
extern const struct tq_opt tq_choice_rows[TQ_CHOICE_ROWS];

/* What was chosen. The zero value is nothing. */
struct tq_chosen {
	struct tq_strategy *strategy;
	struct tq_program *program;
	char *name;
};

/*
 * False with TQ_USAGE when the options contradict each other or the strategy
 * is faulty; all its faults have then been logged, with place and caret.
 */
bool tq_choice_make(const struct tq_choice *choice, struct tq_chosen *chosen,
		    struct tq_err *err);
void tq_chosen_fini(struct tq_chosen *chosen);

/* --list-strategies, --list-functions, --describe: was one given, and the answer to it. */
bool tq_choice_asks(const struct tq_choice *choice);
bool tq_choice_answer(const struct tq_choice *choice, struct tq_buf *text, struct tq_err *err);

#endif
