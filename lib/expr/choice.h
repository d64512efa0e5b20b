/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_CHOICE_H
#define TQ_EXPR_CHOICE_H

/*
 * The options by which a user chooses strategies: names or files with values
 * of their parameters, or rules on the command line; and what comes of them.
 *
 *	static const struct tq_opt_group groups[] = {
 *		{"strategy", tq_choice_rows, TQ_CHOICE_ROWS, offsetof(struct tool, choice)},
 *
 * A strategy is called as its file is, or as the user says: LABEL=NAME|FILE.
 * With several strategies, --set LABEL.NAME=VALUE and --preset LABEL.NAME are
 * for one of them, without a label for all that have the parameter.
 */
#include "base/option.h"
#include "expr/strategy.h"

struct tq_choice {
	struct tq_opt_texts strategies, set, presets;
	const char *rules[3];    /* by enum tq_rule_side */
	const char *name;
	const char *describe, *print;
	bool list, functions;
};

enum { TQ_CHOICE_ROWS = 11 };
extern const struct tq_opt tq_choice_rows[TQ_CHOICE_ROWS];

struct tq_chosen_one {
	struct tq_strategy *strategy;
	struct tq_program *program;
	char *name;              /* what its signals call it */
	const char *file;        /* NULL: rules of the command line */
};

/* What was chosen. The zero value is nothing. */
struct tq_chosen {
	struct tq_chosen_one *items;
	size_t n;
	const char **names;      /* of the items */
	struct tq_plan *plan;    /* of all programs */
};

/*
 * False with TQ_USAGE when the options contradict each other or a strategy
 * is faulty; all faults have then been logged, with place and caret.
 */
bool tq_choice_make(const struct tq_choice *choice, struct tq_chosen *chosen,
		    struct tq_err *err);

/* The same, in two steps: the plan is not finished, more of it may be wanted. */
bool tq_choice_start(const struct tq_choice *choice, struct tq_chosen *chosen,
		     struct tq_err *err);
void tq_chosen_fini(struct tq_chosen *chosen);
void tq_choice_fini(struct tq_choice *choice);

/* --list-strategies, --list-functions, --describe, --print: was one given, and the answer to it. */
bool tq_choice_asks(const struct tq_choice *choice);
bool tq_choice_answer(const struct tq_choice *choice, struct tq_buf *text, struct tq_err *err);

#endif
