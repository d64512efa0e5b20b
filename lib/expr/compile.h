/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_COMPILE_H
#define TQ_EXPR_COMPILE_H

/*
 * Trees to plans: names are found, types checked, calls bound to the rows of
 * the indicators' registry. All faults of a tree are said; what hangs on a
 * faulty part is BAD and is not complained of again.
 *
 * A name is a parameter or a "let", else a field of the record, else a time
 * (hour, ...). A field that is not one of a record's own may be any; but a name
 * that is nearly another is taken for a slip of the pen. bar.NAME is a field in
 * any case, and funding.rate the last funding record's.
 *
 * A parameter that is a text stands where a text does, and has no value.
 *
 * A let is an expression, not a value: used on another clock (expr/clock.h) it
 * is compiled for that clock.
 *
 *	struct tq_compiler c = {.plan = tq_plan_new(), .faults = &faults};
 *	value = tq_compile(&c, ast);
 *	tq_plan_want(c.plan, value.reg);
 *	tq_compiler_fini(&c);
 *	tq_plan_finish(plan);
 *
 * Before the first expression plan->clocks[0].type may be set to another type
 * of record than bars.
 */
#include "expr/ast.h"
#include "expr/plan.h"

enum tq_value_type {
	TQ_V_BAD,                /* a fault was said */
	TQ_V_NUMBER,
	TQ_V_CONDITION,
	TQ_V_MANY,               /* several outputs: one has to be named */
	TQ_V_BOOK                /* a ladder, for functions of books */
};

struct tq_operand {
	enum tq_value_type type;
	int reg;
	const struct tq_ind *ind;        /* TQ_V_MANY: whose outputs */
};

struct tq_scope_name {
	struct tq_str name;
	const struct tq_ast *ast;        /* of a let; else NULL */
	const struct tq_ast *text;       /* of a text; else NULL */
	struct tq_operand value;         /* of what is no let */
	struct tq_operand *of;           /* a let's, by clock; known[clock]: it is there */
	bool *known;
};

struct tq_compiler {
	struct tq_plan *plan;
	struct tq_faults *faults;
	struct tq_scope_name *names;     /* in scope; owned by the compiler */
	size_t n_names, cap_names;
	size_t below;                    /* within a let: only names before it, 1 + number */
	int depth;
	struct tq_str *later;            /* names that will come; owned as well */
	size_t n_later;
};

struct tq_operand tq_compile(struct tq_compiler *c, const struct tq_ast *ast);

/* As tq_compile; anything but the type wanted is a fault, said with what it is for. */
struct tq_operand tq_compile_as(struct tq_compiler *c, const struct tq_ast *ast,
				enum tq_value_type wanted, const char *what);

/* Brings a value into scope, a parameter's; false (a fault is said) when it is taken. */
bool tq_compile_define(struct tq_compiler *c, struct tq_place place, struct tq_str name,
		       struct tq_operand value);

/* The same for a parameter that is a text: a node of the kind, which is kept. */
bool tq_compile_define_text(struct tq_compiler *c, struct tq_place place, struct tq_str name,
			    const struct tq_ast *text);

/*
 * The text that stands there, or that the name stands for: then its place is
 * the parameter's. NULL (nothing is said) when it is neither.
 */
const struct tq_ast *tq_compile_text(const struct tq_compiler *c, const struct tq_ast *ast);

/* The same for a let; ast is kept (NULL: it was faulty). The value is that of clock 0. */
struct tq_operand tq_compile_let(struct tq_compiler *c, struct tq_place place,
				 struct tq_str name, const struct tq_ast *ast);

void tq_compiler_fini(struct tq_compiler *c);

/* Whether it stands for a number or a condition; else a fault is said. */
bool tq_compile_is_value(struct tq_compiler *c, struct tq_place place,
			 const struct tq_operand *value);

/* For the room's other files. */
struct tq_operand tq_compile_placed(struct tq_compiler *c, struct tq_place place, int reg,
				    enum tq_value_type type);
struct tq_operand tq_compile_name(struct tq_compiler *c, const struct tq_ast *ast);
struct tq_operand tq_compile_series(struct tq_compiler *c, const struct tq_ast *ast);
const struct tq_scope_name *tq_compile_in_scope(const struct tq_compiler *c, struct tq_str name);

/* expr as it is on the records of a type: type.NAME, on("type", expr). */
struct tq_operand tq_compile_of_type(struct tq_compiler *c, const struct tq_ast *ast,
				     enum tq_type type, const struct tq_ast *expr);
bool tq_market_type(struct tq_str name, enum tq_type *type);
const char *tq_market_type_near(struct tq_str name);

/* Says an unknown name that is a slip of one in scope, or of a field of the record. */
bool tq_compile_misspelt(struct tq_compiler *c, struct tq_place place, struct tq_str name);

/* Whether records of a type have the field of themselves; any other may be in them. */
bool tq_compile_own_field(enum tq_type type, struct tq_str name);

/* hour, weekday, ...: false when the name is none of them. */
bool tq_compile_when(struct tq_compiler *c, struct tq_place place, struct tq_str name,
		     struct tq_operand *out);
size_t tq_when_names(const char *const **names);

void tq_compile_say_outputs(struct tq_compiler *c, struct tq_place place,
			    const struct tq_ind *ind);

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

/* Those that are no indicators, a line each below one of the family's name. */
#define TQ_CALL_FAMILY "language"
void tq_call_list_own(struct tq_buf *out);

/* What an expression calls by the name; false when there is nothing. */
bool tq_call_describe(struct tq_str name, struct tq_buf *out);

/* The name nearest to one that there is none of, or NULL. */
const char *tq_call_nearest(struct tq_str name);

#endif
