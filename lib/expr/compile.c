/* SPDX-License-Identifier: ISC */
#include "expr/compile.h"

#include "base/settings.h"

enum { DEPTH = 2000 };

static const struct tq_operand bad = {.type = TQ_V_BAD};

const char *
tq_value_words(enum tq_value_type type)
{
	return type == TQ_V_CONDITION ? "a condition" : type == TQ_V_BOOK ? "a book" : "a number";
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

struct tq_operand
tq_compile_placed(struct tq_compiler *c, struct tq_place place, int reg,
		  enum tq_value_type type)
{
	double x;

	if (reg == TQ_PLAN_NONE) {
		tq_fault(c->faults, place, "too large: over %d operations, or over 10000000 bars "
			 "to remember", (int)TQ_PLAN_OPS);
		return bad;
	}
	if (type != TQ_V_MANY && type != TQ_V_BOOK && tq_plan_is_const(c->plan, reg, &x) &&
	    isnan(x)) {
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
	return tq_compile_placed(c, place, tq_plan_apply(c->plan, code, n, reg), gives);
}

struct tq_operand
tq_compile_indicator(struct tq_compiler *c, struct tq_place place, const struct tq_ind *ind,
		     const int *in, const double *param, enum tq_value_type gives)
{
	int reg = tq_plan_indicator(c->plan, ind, in, param);
	struct tq_operand value = tq_compile_placed(c, place, reg, gives);

	value.ind = ind;
	return value;
}

void
tq_compile_say_outputs(struct tq_compiler *c, struct tq_place place,
		       const struct tq_ind *ind)
{
	struct tq_buf list = {0};

	for (int i = 0; i < ind->n_outputs; i++)
		tq_buf_printf(&list, "%s.%s", i ? ", " : "", ind->outputs[i]);
	tq_fault(c->faults, place, "%s has %d outputs: name one of %s", ind->name, ind->n_outputs,
		 tq_buf_text(&list));
	tq_buf_fini(&list);
}

/* A name that is none of the outputs: the near one, or all. */
static void
say_no_output(struct tq_compiler *c, const struct tq_ast *ast, const struct tq_ind *ind)
{
	const char *near = tq_nearest(ast->name, ind->outputs, (size_t)ind->n_outputs);

	if (near)
		tq_fault(c->faults, ast->place, "%s has no output '%.*s' (did you mean .%s?)",
			 ind->name, TQ_STR_ARG(ast->name), near);
	else
		tq_compile_say_outputs(c, ast->place, ind);
}

/* bar.x, funding.rate: fields of a record, unless the name is in scope. */
static bool
compile_type_member(struct tq_compiler *c, const struct tq_ast *ast, struct tq_operand *out)
{
	struct tq_ast field = {.kind = TQ_AST_MEMBER, .place = ast->place, .name = ast->name};
	enum tq_type type = c->plan->clocks[c->plan->at].type;
	const char *near;

	if (ast->a->kind != TQ_AST_NAME || tq_compile_in_scope(c, ast->a->name))
		return false;
	if (tq_str_is(ast->a->name, tq_type_name(type))) {
		*out = tq_compile_field(c, ast->place, ast->name);
		return true;
	}
	if (tq_market_type(ast->a->name, &type)) {
		*out = tq_compile_of_type(c, ast, type, &field);
		return true;
	}
	near = tq_market_type_near(ast->a->name);
	if (near)
		tq_fault(c->faults, ast->a->place, "unknown type of record '%.*s' (did you mean "
			 "%s?)", TQ_STR_ARG(ast->a->name), near);
	*out = bad;
	return near != NULL;
}

static struct tq_operand
compile_member(struct tq_compiler *c, const struct tq_ast *ast)
{
	struct tq_operand of;

	if (!ast->a && !tq_compile_own_field(c->plan->clocks[c->plan->at].type, ast->name) &&
	    tq_compile_misspelt(c, ast->place, ast->name))
		return bad;
	if (!ast->a)
		return tq_compile_field(c, ast->place, ast->name);
	if (compile_type_member(c, ast, &of))
		return of;
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
			return (struct tq_operand){
				.type = of.ind->gives == TQ_IND_CONDITION ? TQ_V_CONDITION :
					TQ_V_NUMBER,
				.reg = of.reg + i,
			};
	}
	say_no_output(c, ast, of.ind);
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
	if (!tq_compile_is_value(c, ast->place, &of))
		return bad;
	if (!tq_plan_is_const(c->plan, by.reg, &n))
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
		tq_compile_say_outputs(c, side->place, value.ind);
	else
		tq_fault(c->faults, ast->place, "'%s' needs %s, but %s is %s", op_words(ast->op),
			 takes == TQ_V_CONDITION ? "conditions" : "numbers", name,
			 tq_value_words(value.type));
	return bad;
}

bool
tq_compile_is_value(struct tq_compiler *c, struct tq_place place, const struct tq_operand *value)
{
	if (value->type == TQ_V_MANY)
		tq_compile_say_outputs(c, place, value->ind);
	if (value->type == TQ_V_BOOK)
		tq_fault(c->faults, place, "a book is no value: name a function of it");
	return value->type == TQ_V_NUMBER || value->type == TQ_V_CONDITION;
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

static struct tq_operand
compile_kind(struct tq_compiler *c, const struct tq_ast *ast)
{
	switch (ast->kind) {
	case TQ_AST_NUMBER:
		return tq_compile_placed(c, ast->place, tq_plan_const(c->plan, ast->number),
					 TQ_V_NUMBER);
	case TQ_AST_TRUTH:
		return tq_compile_placed(c, ast->place, tq_plan_const(c->plan, ast->number),
					 TQ_V_CONDITION);
	case TQ_AST_NAME:
		return tq_compile_name(c, ast);
	case TQ_AST_CALL:
		return tq_compile_call(c, ast);
	case TQ_AST_MEMBER:
		return compile_member(c, ast);
	case TQ_AST_INDEX:
		return compile_index(c, ast);
	case TQ_AST_OPERATOR:
		return compile_operator(c, ast);
	case TQ_AST_SERIES:
		return tq_compile_series(c, ast);
	case TQ_AST_TEXT:
		tq_fault(c->faults, ast->place, "a text is no value: it goes where a function "
			 "wants one, like on(\"4h\", x)");
		break;
	}
	return bad;
}

/* Trees are low, but a let in a let in a let may go on for long. */
struct tq_operand
tq_compile(struct tq_compiler *c, const struct tq_ast *ast)
{
	struct tq_operand value = bad;

	if (c->depth == DEPTH) {
		tq_fault(c->faults, ast->place, "definitions within definitions, deeper than %d",
			 (int)DEPTH);
		return bad;
	}
	c->depth++;
	value = compile_kind(c, ast);
	c->depth--;
	return value;
}

struct tq_operand
tq_compile_as(struct tq_compiler *c, const struct tq_ast *ast, enum tq_value_type wanted,
	      const char *what)
{
	struct tq_operand value = tq_compile(c, ast);

	if (value.type == TQ_V_BAD || value.type == wanted)
		return value;
	if (value.type == TQ_V_MANY)
		tq_compile_say_outputs(c, ast->place, value.ind);
	else
		tq_fault(c->faults, ast->place, "%s must be %s, not %s", what,
			 tq_value_words(wanted), tq_value_words(value.type));
	return bad;
}
