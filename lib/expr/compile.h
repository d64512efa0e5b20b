/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_COMPILE_H
#define TQ_EXPR_COMPILE_H

/*
 * Trees to plans: names are found, types checked, calls bound to the rows of
 * the indicators' registry. All faults of a tree are said; what hangs on a
 * faulty part is BAD and is not complained of again.
 *
 * A name is a parameter or a "let", else a field of the bar. A field that is
 * not one of a bar's own may be any; but a name that is nearly another is
 * taken for a slip of the pen. bar.NAME is a field in any case.
 */
#include "expr/ast.h"
#include "expr/plan.h"

enum tq_value_type {
	TQ_V_BAD,                /* a fault was said */
	TQ_V_NUMBER,
	TQ_V_CONDITION,
	TQ_V_MANY                /* several outputs: one has to be named */
};

struct tq_operand {
	enum tq_value_type type;
	int reg;
	const struct tq_ind *ind;        /* TQ_V_MANY: whose outputs */
};

struct tq_scope_name {
	struct tq_str name;
	struct tq_operand value;
};

struct tq_compiler {
	struct tq_plan *plan;
	struct tq_faults *faults;
	struct tq_scope_name *names;     /* in scope; owned by the compiler */
	size_t n_names, cap_names;
	struct tq_str *later;            /* names that will come; owned as well */
	size_t n_later;
};

struct tq_operand tq_compile(struct tq_compiler *c, const struct tq_ast *ast);

/* As tq_compile; anything but the type wanted is a fault, said with what it is for. */
struct tq_operand tq_compile_as(struct tq_compiler *c, const struct tq_ast *ast,
				enum tq_value_type wanted, const char *what);

/* Brings a name into scope; false (a fault is said) when it is taken. */
bool tq_compile_define(struct tq_compiler *c, struct tq_place place, struct tq_str name,
		       struct tq_operand value);

void tq_compiler_fini(struct tq_compiler *c);

/* For calls (call.c). */
struct tq_operand tq_compile_call(struct tq_compiler *c, const struct tq_ast *ast);
struct tq_operand tq_compile_apply(struct tq_compiler *c, struct tq_place place,
				   enum tq_op_code code, int n, const struct tq_operand *in,
				   enum tq_value_type gives);
struct tq_operand tq_compile_indicator(struct tq_compiler *c, struct tq_place place,
				       const struct tq_ind *ind, const int *in,
				       const double *param, enum tq_value_type gives);
struct tq_operand tq_compile_field(struct tq_compiler *c, struct tq_place place,
				   struct tq_str name);
const char *tq_value_words(enum tq_value_type type);

/* Whether a function of that name exists. */
bool tq_call_known(struct tq_str name);

/* All functions with what they mean and what a null does to them. */
void tq_call_list(struct tq_buf *out);

#endif
