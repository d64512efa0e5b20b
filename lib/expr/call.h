/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_CALL_H
#define TQ_EXPR_CALL_H

/* Functions that are no indicators; private to the room. */
#include "expr/compile.h"

enum { TQ_CALL_ARGS = TQ_IND_INPUTS + TQ_IND_PARAMS };

/* The arguments of a call, compiled. */
struct tq_call_args {
	int n;
	const struct tq_ast_arg *arg[TQ_CALL_ARGS];
	struct tq_operand value[TQ_CALL_ARGS];
};

struct tq_function {
	const char *name;
	enum tq_op_code op;      /* without memory, if compile is NULL */
	int n;                   /* arguments; min and max take more */
	struct tq_operand (*compile)(struct tq_compiler *c, const struct tq_ast *ast);
	const char *call, *meaning;
};

/* NULL when there is none of the name. */
const struct tq_function *tq_function_find(struct tq_str name);

/* Says that there is no such function, and which is near. */
void tq_call_unknown(struct tq_compiler *c, const struct tq_ast *ast);

/* An argument of the type that is wanted; its number counts from 1 in messages. */
bool tq_call_check(struct tq_compiler *c, const char *function, const struct tq_call_args *args,
		   int i, enum tq_value_type wanted);

struct tq_operand tq_call_function(struct tq_compiler *c, const struct tq_ast *ast,
				   const struct tq_function *f, const struct tq_call_args *args);
struct tq_operand tq_call_indicator(struct tq_compiler *c, const struct tq_ast *ast,
				    const struct tq_ind *ind, const struct tq_call_args *args);

/* The texts that a function is called with, least .. most of them; false after a fault. */
bool tq_call_texts(struct tq_compiler *c, const struct tq_ast *ast, int least, int most,
		   const struct tq_ast **text);

/* call_clock.c and call_time.c */
struct tq_operand tq_call_on(struct tq_compiler *c, const struct tq_ast *ast);
struct tq_operand tq_call_age(struct tq_compiler *c, const struct tq_ast *ast);
struct tq_operand tq_call_when(struct tq_compiler *c, const struct tq_ast *ast);

#endif
