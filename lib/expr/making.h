/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_MAKING_H
#define TQ_EXPR_MAKING_H

/* A program while it is made of a strategy's statements; private to the room. */
#include "expr/compile.h"
#include "expr/confluence.h"
#include "expr/statement.h"

struct tq_making {
	struct tq_strategy *s;
	struct tq_program *program;
	struct tq_compiler c;
	struct tq_confluence conf;
	size_t components;       /* that are still to come */
	bool scored;             /* there was a component */
	bool bad;                /* a component or a time frame could not be made */
	int filter;              /* register, TQ_PLAN_NONE: none */
	double neutral;
};

/* A constant in low..1e9; false after a fault. */
bool tq_making_constant(struct tq_making *m, const struct tq_ast *ast, const char *what,
			bool whole, double low, double *x);

/* A register that a result depends on; TQ_PLAN_NONE after a fault. */
int tq_making_wanted(struct tq_making *m, const struct tq_ast *ast, enum tq_value_type type,
		     const char *what);

/* A value that the checks look at, once under its name. */
void tq_making_watch(struct tq_making *m, struct tq_str name, int reg);

/* A rule, and, behind the last statement, what filters and "neutral" do to all. */
void tq_making_rule(struct tq_making *m, const struct tq_statement *statement);
void tq_making_end_rules(struct tq_making *m);
void tq_making_rank(struct tq_making *m);

#endif
