/* SPDX-License-Identifier: ISC */
#include "expr/compile.h"

#include "base/mem.h"
#include "base/settings.h"
#include "record/field.h"

#include <stdlib.h>

static const struct tq_operand bad = {.type = TQ_V_BAD};

/* What a bar has of its own; other fields may be in a bar as well. */
static const char *const bar_numbers[] = {"open", "high", "low", "close", "volume",
					  "quote_volume", "trades"};
static const char *const bar_texts[] = {"type", "time", "symbol", "venue", "interval",
					"closed", "synthetic", "source"};

const char *
tq_value_words(enum tq_value_type type)
{
	return type == TQ_V_CONDITION ? "a condition" : "a number";
}

static const char *
op_words(enum tq_op_code code)
{
	static const char *const words[] = {
		[TQ_OP_NEG] = "-", [TQ_OP_NOT] = "not", [TQ_OP_ADD] = "+", [TQ_OP_SUB] = "-",
		[TQ_OP_MUL] = "*", [TQ_OP_DIV] = "/", [TQ_OP_MOD] = "%", [TQ_OP_LT] = "<",
		[TQ_OP_LE] = "<=", [TQ_OP_GT] = ">", [TQ_OP_GE] = ">=", [TQ_OP_EQ] = "==",
		[TQ_OP_NE] = "!=", [TQ_OP_AND] = "and", [TQ_OP_OR] = "or",
	};

	return words[code];
}

static bool
among(struct tq_str name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (tq_str_is(name, names[i]))
			return true;
	}
	return false;
}

static struct tq_operand
placed(struct tq_compiler *c, struct tq_place place, int reg, enum tq_value_type type)
{
	double x;

	if (reg == TQ_PLAN_NONE) {
		tq_fault(c->faults, place, "too large: over %d operations, or over 10000000 bars "
			 "to remember", (int)TQ_PLAN_OPS);
		return bad;
	}
	if (type != TQ_V_MANY && tq_plan_is_const(c->plan, reg, &x) && isnan(x)) {
		tq_fault(c->faults, place, "this constant is undefined");
		return bad;
	}
	return (struct tq_operand){.type = type, .reg = reg};
}

struct tq_operand
tq_compile_apply(struct tq_compiler *c, struct tq_place place, enum tq_op_code code, int n,
		 const struct tq_operand *in, enum tq_value_type gives)
{
	int reg[3] = {0};

	for (int i = 0; i < n; i++)
		reg[i] = in[i].reg;
	return placed(c, place, tq_plan_apply(c->plan, code, n, reg), gives);
}

struct tq_operand
tq_compile_indicator(struct tq_compiler *c, struct tq_place place, const struct tq_ind *ind,
		     const int *in, const double *param, enum tq_value_type gives)
{
	struct tq_operand value = placed(c, place, tq_plan_indicator(c->plan, ind, in, param),
					 gives);

	value.ind = ind;
	return value;
}

struct tq_operand
tq_compile_field(struct tq_compiler *c, struct tq_place place, struct tq_str name)
{
	int field;

	if (among(name, bar_texts, TQ_COUNT(bar_texts))) {
		tq_fault(c->faults, place, "'%.*s' is no number", TQ_STR_ARG(name));
		return bad;
	}
	field = tq_field_id(name);
	if (field < 0) {
		tq_fault(c->faults, place, "too many names of fields");
		return bad;
	}
	return placed(c, place, tq_plan_field(c->plan, field), TQ_V_NUMBER);
}

static const struct tq_scope_name *
in_scope(const struct tq_compiler *c, struct tq_str name)
{
	for (size_t i = 0; i < c->n_names; i++) {
		if (tq_str_eq(c->names[i].name, name))
			return &c->names[i];
	}
	return NULL;
}

/* Says an unknown name that is a slip of a name in scope, or of a field of a bar. */
static bool
misspelt(struct tq_compiler *c, const struct tq_ast *ast)
{
	char **names = tq_alloc(TQ_COUNT(bar_numbers) + c->n_names, sizeof *names);
	size_t n = 0;
	const char *near;

	for (size_t i = 0; i < c->n_names; i++)
		names[n++] = tq_str_dup(c->names[i].name);
	for (size_t i = 0; i < TQ_COUNT(bar_numbers); i++)
		names[n++] = tq_str_dup(tq_str(bar_numbers[i]));
	near = tq_nearest(ast->name, (const char *const *)names, n);
	if (near)
		tq_fault(c->faults, ast->place, "unknown name '%.*s' (did you mean %s?)",
			 TQ_STR_ARG(ast->name), near);
	while (n > 0)
		free(names[--n]);
	free(names);
	return near != NULL;
}

static bool
comes_later(struct tq_compiler *c, const struct tq_ast *ast)
{
	for (size_t i = 0; i < c->n_later; i++) {
		if (tq_str_eq(ast->name, c->later[i])) {
			tq_fault(c->faults, ast->place, "'%.*s' is used before it is defined",
				 TQ_STR_ARG(ast->name));
			return true;
		}
	}
	return false;
}

static struct tq_operand
compile_name(struct tq_compiler *c, const struct tq_ast *ast)
{
	const struct tq_scope_name *known = in_scope(c, ast->name);

	if (known)
		return known->value;
	if (among(ast->name, bar_numbers, TQ_COUNT(bar_numbers)))
		return tq_compile_field(c, ast->place, ast->name);
	if (tq_call_known(ast->name)) {
		tq_fault(c->faults, ast->place, "'%.*s' is a function: %.*s(...)",
			 TQ_STR_ARG(ast->name), TQ_STR_ARG(ast->name));
		return bad;
	}
	if (comes_later(c, ast) || misspelt(c, ast))
		return bad;
	return tq_compile_field(c, ast->place, ast->name);
}

static void
say_outputs(struct tq_compiler *c, struct tq_place place, const struct tq_ind *ind)
{
	struct tq_buf list = {0};

	for (int i = 0; i < ind->n_outputs; i++)
		tq_buf_printf(&list, "%s.%s", i ? ", " : "", ind->outputs[i]);
	tq_fault(c->faults, place, "%s has %d outputs: name one of %s", ind->name, ind->n_outputs,
		 tq_buf_text(&list));
	tq_buf_fini(&list);
}

static struct tq_operand
compile_member(struct tq_compiler *c, const struct tq_ast *ast)
{
	struct tq_operand of;

	if (ast->a->kind == TQ_AST_NAME && tq_str_is(ast->a->name, "bar") &&
	    !in_scope(c, ast->a->name))
		return tq_compile_field(c, ast->place, ast->name);
	of = tq_compile(c, ast->a);
	if (of.type == TQ_V_BAD)
		return bad;
	if (of.type != TQ_V_MANY) {
		tq_fault(c->faults, ast->place, "'.%.*s': %s has no outputs to choose from",
			 TQ_STR_ARG(ast->name), tq_value_words(of.type));
		return bad;
	}
	for (int i = 0; i < of.ind->n_outputs; i++) {
		if (tq_str_is(ast->name, of.ind->outputs[i]))
			return (struct tq_operand){.type = TQ_V_NUMBER, .reg = of.reg + i};
	}
	say_outputs(c, ast->place, of.ind);
	return bad;
}

static struct tq_operand
compile_index(struct tq_compiler *c, const struct tq_ast *ast)
{
	struct tq_operand of = tq_compile(c, ast->a);
	struct tq_operand by = tq_compile_as(c, ast->b, TQ_V_NUMBER, "the number in [...]");
	const struct tq_ind *lag = tq_ind_find(tq_str("lag"));
	double n;

	if (of.type == TQ_V_BAD || by.type == TQ_V_BAD)
		return bad;
	if (of.type == TQ_V_MANY)
		say_outputs(c, ast->place, of.ind);
	else if (!tq_plan_is_const(c->plan, by.reg, &n))
		tq_fault(c->faults, ast->b->place, "the number in [...] must be a constant");
	else if (n < 0)
		tq_fault(c->faults, ast->b->place, "the future cannot be named");
	else if (!tq_ind_param_fits(&lag->params[0], n))
		tq_fault(c->faults, ast->b->place, "[%g] is no whole number in %g..%g", n,
			 lag->params[0].low, lag->params[0].high);
	else
		return n > 0 ? tq_compile_indicator(c, ast->place, lag, &of.reg, &n, of.type) : of;
	return bad;
}

static enum tq_value_type
op_takes(enum tq_op_code code)
{
	return code == TQ_OP_AND || code == TQ_OP_OR || code == TQ_OP_NOT ?
		TQ_V_CONDITION : TQ_V_NUMBER;
}

static enum tq_value_type
op_gives(enum tq_op_code code)
{
	return op_takes(code) == TQ_V_CONDITION || (code >= TQ_OP_LT && code <= TQ_OP_NE) ?
		TQ_V_CONDITION : TQ_V_NUMBER;
}

/* A side of an operator; side is NULL when there is only one. */
static struct tq_operand
compile_side(struct tq_compiler *c, const struct tq_ast *ast, const struct tq_ast *side,
	     const char *name)
{
	struct tq_operand value = tq_compile(c, side);
	enum tq_value_type takes = op_takes(ast->op);

	if (value.type == TQ_V_BAD || value.type == takes)
		return value;
	if (value.type == TQ_V_MANY)
		say_outputs(c, side->place, value.ind);
	else
		tq_fault(c->faults, ast->place, "'%s' needs %s, but %s is %s", op_words(ast->op),
			 takes == TQ_V_CONDITION ? "conditions" : "numbers", name,
			 tq_value_words(value.type));
	return bad;
}

static struct tq_operand
compile_operator(struct tq_compiler *c, const struct tq_ast *ast)
{
	struct tq_operand in[2];

	in[0] = compile_side(c, ast, ast->a, ast->b ? "its left side" : "what follows");
	in[1] = ast->b ? compile_side(c, ast, ast->b, "its right side") : in[0];
	if (in[0].type == TQ_V_BAD || in[1].type == TQ_V_BAD)
		return bad;
	return tq_compile_apply(c, ast->place, ast->op, ast->b ? 2 : 1, in, op_gives(ast->op));
}

struct tq_operand
tq_compile(struct tq_compiler *c, const struct tq_ast *ast)
{
	switch (ast->kind) {
	case TQ_AST_NUMBER:
		return placed(c, ast->place, tq_plan_const(c->plan, ast->number), TQ_V_NUMBER);
	case TQ_AST_TRUTH:
		return placed(c, ast->place, tq_plan_const(c->plan, ast->number), TQ_V_CONDITION);
	case TQ_AST_TEXT:
		tq_fault(c->faults, ast->place, "a text is no value");
		return bad;
	case TQ_AST_NAME:
		return compile_name(c, ast);
	case TQ_AST_CALL:
		return tq_compile_call(c, ast);
	case TQ_AST_MEMBER:
		return compile_member(c, ast);
	case TQ_AST_INDEX:
		return compile_index(c, ast);
	case TQ_AST_OPERATOR:
		return compile_operator(c, ast);
	}
	return bad;
}

struct tq_operand
tq_compile_as(struct tq_compiler *c, const struct tq_ast *ast, enum tq_value_type wanted,
	      const char *what)
{
	struct tq_operand value = tq_compile(c, ast);

	if (value.type == TQ_V_BAD || value.type == wanted)
		return value;
	if (value.type == TQ_V_MANY)
		say_outputs(c, ast->place, value.ind);
	else
		tq_fault(c->faults, ast->place, "%s must be %s, not %s", what,
			 tq_value_words(wanted), tq_value_words(value.type));
	return bad;
}

bool
tq_compile_define(struct tq_compiler *c, struct tq_place place, struct tq_str name,
		  struct tq_operand value)
{
	if (among(name, bar_numbers, TQ_COUNT(bar_numbers)) ||
	    among(name, bar_texts, TQ_COUNT(bar_texts)) || tq_str_is(name, "bar")) {
		tq_fault(c->faults, place, "'%.*s' is a name of the bar's", TQ_STR_ARG(name));
		return false;
	}
	if (in_scope(c, name)) {
		tq_fault(c->faults, place, "'%.*s' is defined already", TQ_STR_ARG(name));
		return false;
	}
	if (c->n_names == c->cap_names) {
		c->cap_names = c->cap_names ? 2 * c->cap_names : 16;
		c->names = tq_realloc(c->names, c->cap_names, sizeof c->names[0]);
	}
	c->names[c->n_names++] = (struct tq_scope_name){name, value};
	return true;
}

void
tq_compiler_fini(struct tq_compiler *c)
{
	free(c->names);
	free(c->later);
	c->names = NULL;
	c->later = NULL;
	c->n_names = c->cap_names = c->n_later = 0;
}
