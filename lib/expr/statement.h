/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_STATEMENT_H
#define TQ_EXPR_STATEMENT_H

/* A strategy between its text and its program; private to the room. */
#include "expr/parse.h"
#include "expr/strategy.h"

enum tq_statement_kind { TQ_S_REQUIRE, TQ_S_LET, TQ_S_RULE };

struct tq_statement {
	enum tq_statement_kind kind;
	enum tq_rule_side side;
	struct tq_place place;
	struct tq_str name;      /* of a let */
	struct tq_ast *expr;
};

struct tq_strategy_source {
	struct tq_source source;
	struct tq_strategy_source *next;
};

struct tq_strategy {
	struct tq_arena arena;
	struct tq_strategy_source *sources;
	struct tq_str description;
	struct tq_strategy_param *params;
	size_t n_params, cap_params;
	struct tq_statement *statements; /* in the order of the text */
	size_t n_statements, cap_statements;
	bool faulty;             /* of the texts */
};

/* Reads all statements of a source. */
void tq_statements_read(struct tq_strategy *s, const struct tq_source *source,
			struct tq_faults *faults);

void tq_statement_add(struct tq_strategy *s, const struct tq_statement *statement);

/* A parameter that takes x; false (a fault is said) when x is no value for it. */
bool tq_param_fits(const struct tq_strategy_param *param, struct tq_place place, double x,
		   struct tq_faults *faults);

#endif
