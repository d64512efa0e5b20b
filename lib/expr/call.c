/* SPDX-License-Identifier: ISC */
#include "expr/compile.h"

#include "base/settings.h"
#include "indicator/describe.h"

static const struct tq_operand bad = {.type = TQ_V_BAD};

enum { ARGS = TQ_IND_INPUTS + TQ_IND_PARAMS };

/* Functions without memory. */
static const struct function {
	const char *name;
	enum tq_op_code op;
	int n;                   /* arguments; min and max take more */
	const char *call, *meaning;
} functions[] = {
	{"abs", TQ_OP_ABS, 1, "abs(x)", "x without its sign"},
	{"sqrt", TQ_OP_SQRT, 1, "sqrt(x)", "square root; null below 0"},
	{"log", TQ_OP_LOG, 1, "log(x)", "natural logarithm; null at and below 0"},
	{"min", TQ_OP_MIN, 2, "min(x, y, ...)", "the smallest"},
	{"max", TQ_OP_MAX, 2, "max(x, y, ...)", "the largest"},
	{"if", TQ_OP_IF, 3, "if(condition, x, y)", "x where the condition is true, else y"},
};

/* The arguments of a call, compiled. */
struct args {
	int n;
	const struct tq_ast_arg *arg[ARGS];
	struct tq_operand value[ARGS];
};

static const struct function *
find_function(struct tq_str name)
{
	for (size_t i = 0; i < TQ_COUNT(functions); i++) {
		if (tq_str_is(name, functions[i].name))
			return &functions[i];
	}
	return NULL;
}

bool
tq_call_known(struct tq_str name)
{
	return find_function(name) || tq_ind_find(name);
}

void
tq_call_list(struct tq_buf *out)
{
	size_t n;
	const struct tq_ind_family *const *families = tq_ind_families(&n);

	for (size_t i = 0; i < TQ_COUNT(functions); i++)
		tq_buf_printf(out, "%s\n\t%s\n", functions[i].call, functions[i].meaning);
	for (size_t f = 0; f < n; f++) {
		for (size_t i = 0; i < families[f]->n; i++) {
			const struct tq_ind *ind = &families[f]->rows[i];

			tq_ind_signature(ind, out);
			for (int k = 0; k < ind->n_outputs && ind->n_outputs > 1; k++)
				tq_buf_printf(out, "%s.%s", k ? ", " : " ", ind->outputs[k]);
			tq_buf_printf(out, "\n\t%s [%s]\n\t%s\n", ind->meaning, ind->source,
				      tq_ind_recovery_words(ind->recovery));
		}
	}
}

/* Says a fault with the way to call the function behind it; false. */
static bool
refuse(struct tq_compiler *c, struct tq_place place, const struct tq_ind *ind,
       struct tq_str name, const char *words)
{
	struct tq_buf signature = {0};

	tq_ind_signature(ind, &signature);
	if (name.n)
		tq_fault(c->faults, place, "argument '%.*s' %s: %s", TQ_STR_ARG(name), words,
			 tq_buf_text(&signature));
	else
		tq_fault(c->faults, place, "%s: %s", words, tq_buf_text(&signature));
	tq_buf_fini(&signature);
	return false;
}

static void
unknown(struct tq_compiler *c, const struct tq_ast *ast)
{
	const char *names[256];
	size_t n = 0, n_families;
	const struct tq_ind_family *const *families = tq_ind_families(&n_families);
	const char *near;

	for (size_t f = 0; f < n_families; f++) {
		for (size_t i = 0; i < families[f]->n && n < TQ_COUNT(names); i++)
			names[n++] = families[f]->rows[i].name;
	}
	for (size_t i = 0; i < TQ_COUNT(functions) && n < TQ_COUNT(names); i++)
		names[n++] = functions[i].name;
	near = tq_nearest(ast->name, names, n);
	if (near)
		tq_fault(c->faults, ast->place, "unknown function '%.*s' (did you mean %s?)",
			 TQ_STR_ARG(ast->name), near);
	else
		tq_fault(c->faults, ast->place, "unknown function '%.*s'", TQ_STR_ARG(ast->name));
}

/* All arguments, also behind a faulty one; false when one is faulty. */
static bool
compile_args(struct tq_compiler *c, const struct tq_ast *ast, struct args *args)
{
	bool good = true;

	args->n = 0;
	for (const struct tq_ast_arg *arg = ast->args; arg; arg = arg->next) {
		struct tq_operand value;

		if (args->n == ARGS) {
			tq_fault(c->faults, arg->place, "more than %d arguments", (int)ARGS);
			return false;
		}
		value = tq_compile(c, arg->value);
		good &= value.type != TQ_V_BAD;
		args->arg[args->n] = arg;
		args->value[args->n++] = value;
	}
	return good;
}

/* An argument of the type that is wanted; its number counts from 1 in messages. */
static bool
check_type(struct tq_compiler *c, const char *function, const struct args *args, int i,
	   enum tq_value_type wanted)
{
	const struct tq_operand *value = &args->value[i];

	if (value->type == wanted)
		return true;
	if (value->type == TQ_V_MANY)
		tq_fault(c->faults, args->arg[i]->place, "%s has %d outputs: name one (.%s, ...)",
			 value->ind->name, value->ind->n_outputs, value->ind->outputs[0]);
	else
		tq_fault(c->faults, args->arg[i]->place, "argument %d of %s must be %s, not %s",
			 i + 1, function, tq_value_words(wanted), tq_value_words(value->type));
	return false;
}

static struct tq_operand
call_if(struct tq_compiler *c, const struct tq_ast *ast, const struct args *args)
{
	enum tq_value_type type = args->value[1].type;

	if (type == TQ_V_MANY)
		type = TQ_V_NUMBER;
	if (!check_type(c, "if", args, 0, TQ_V_CONDITION) || !check_type(c, "if", args, 1, type) ||
	    !check_type(c, "if", args, 2, type))
		return bad;
	return tq_compile_apply(c, ast->place, TQ_OP_IF, 3, args->value, type);
}

static struct tq_operand
call_function(struct tq_compiler *c, const struct tq_ast *ast, const struct function *f,
	      const struct args *args)
{
	bool more = f->op == TQ_OP_MIN || f->op == TQ_OP_MAX;
	struct tq_operand in[2];

	for (int i = 0; i < args->n; i++) {
		if (args->arg[i]->name.n) {
			tq_fault(c->faults, args->arg[i]->place, "arguments of %s have no names",
				 f->name);
			return bad;
		}
	}
	if (more ? args->n < f->n : args->n != f->n) {
		tq_fault(c->faults, ast->place, "%s takes %d argument%s%s, not %d", f->name, f->n,
			 f->n == 1 ? "" : "s", more ? " or more" : "", args->n);
		return bad;
	}
	if (f->op == TQ_OP_IF)
		return call_if(c, ast, args);
	for (int i = 0; i < args->n; i++) {
		if (!check_type(c, f->name, args, i, TQ_V_NUMBER))
			return bad;
	}
	if (f->n == 1)
		return tq_compile_apply(c, ast->place, f->op, 1, args->value, TQ_V_NUMBER);
	in[0] = args->value[0];
	for (int i = 1; i < args->n && in[0].type != TQ_V_BAD; i++) {
		in[1] = args->value[i];
		in[0] = tq_compile_apply(c, ast->place, f->op, 2, in, TQ_V_NUMBER);
	}
	return in[0];
}

/* The place of a named argument among inputs, then parameters; or -1. */
static int
slot_of(const struct tq_ind *ind, struct tq_str name)
{
	for (int i = 0; i < ind->n_inputs; i++) {
		if (tq_str_is(name, ind->inputs[i]))
			return i;
	}
	for (int i = 0; i < ind->n_params; i++) {
		if (tq_str_is(name, ind->params[i].name))
			return ind->n_inputs + i;
	}
	return -1;
}

/* Which argument is in which slot, -1 for none. False after a fault. */
static bool
bind(struct tq_compiler *c, const struct tq_ind *ind, const struct args *args, int slot[ARGS])
{
	double x;
	int next = 0;
	bool named = false;

	for (int i = 0; i < ARGS; i++)
		slot[i] = -1;
	/* atr(14): the series are the bar's own. */
	if (ind->of_bar && args->n > 0 && !args->arg[0]->name.n &&
	    args->value[0].type == TQ_V_NUMBER &&
	    tq_plan_is_const(c->plan, args->value[0].reg, &x))
		next = ind->n_inputs;
	for (int i = 0; i < args->n; i++) {
		const struct tq_ast_arg *arg = args->arg[i];
		int at = arg->name.n ? slot_of(ind, arg->name) : next++;

		if (!arg->name.n && named)
			return refuse(c, arg->place, ind, arg->name,
				      "an argument without a name behind a named one");
		named |= arg->name.n > 0;
		if (at < 0)
			return refuse(c, arg->place, ind, arg->name, "is unknown");
		if (at >= ind->n_inputs + ind->n_params)
			return refuse(c, arg->place, ind, arg->name, "too many arguments");
		if (slot[at] >= 0)
			return refuse(c, arg->place, ind, arg->name, "is given twice");
		slot[at] = i;
	}
	return true;
}

/* The series that an indicator reads. */
static bool
bind_inputs(struct tq_compiler *c, const struct tq_ast *ast, const struct tq_ind *ind,
	    const struct args *args, const int *slot, int *in)
{
	int constants = 0;
	bool of_bar = ind->of_bar;
	double x;

	for (int i = 0; i < ind->n_inputs; i++)
		of_bar &= slot[i] < 0;   /* all are given, or none */
	for (int i = 0; i < ind->n_inputs; i++) {
		struct tq_operand value;

		if (slot[i] < 0 && !of_bar)
			return refuse(c, ast->place, ind, tq_str(ind->inputs[i]), "is missing");
		if (slot[i] < 0)
			value = tq_compile_field(c, ast->place, tq_str(ind->inputs[i]));
		else
			value = args->value[slot[i]];
		if (value.type == TQ_V_BAD)
			return false;
		if (slot[i] >= 0 && !(ind->gives == TQ_IND_SAME && value.type == TQ_V_CONDITION) &&
		    !check_type(c, ind->name, args, slot[i], TQ_V_NUMBER))
			return false;
		in[i] = value.reg;
		constants += tq_plan_is_const(c->plan, value.reg, &x);
	}
	if (constants < ind->n_inputs)
		return true;
	return refuse(c, ast->place, ind, tq_str(ind->inputs[0]), "is a constant, not a series");
}

static bool
bind_params(struct tq_compiler *c, const struct tq_ind *ind, const struct args *args,
	    const int *slot, double *param)
{
	for (int i = 0; i < ind->n_params; i++) {
		const struct tq_ind_param *p = &ind->params[i];
		int at = slot[ind->n_inputs + i];

		param[i] = p->preset;
		if (at < 0)
			continue;
		if (!check_type(c, ind->name, args, at, TQ_V_NUMBER))
			return false;
		if (!tq_plan_is_const(c->plan, args->value[at].reg, &param[i])) {
			tq_fault(c->faults, args->arg[at]->place, "'%s' of %s must be a constant",
				 p->name, ind->name);
			return false;
		}
		if (param[i] < 0 && ind->gives == TQ_IND_SAME) {
			tq_fault(c->faults, args->arg[at]->place, "the future cannot be named");
			return false;
		}
		if (!tq_ind_param_fits(p, param[i])) {
			tq_fault(c->faults, args->arg[at]->place, "'%s' of %s is %g, not %s in "
				 "%g..%g", p->name, ind->name, param[i],
				 p->whole ? "a whole number" : "a number", p->low, p->high);
			return false;
		}
	}
	return true;
}

static enum tq_value_type
indicator_gives(const struct tq_ind *ind, const struct args *args, const int *slot)
{
	if (ind->n_outputs > 1)
		return TQ_V_MANY;
	if (ind->gives == TQ_IND_SAME)
		return args->value[slot[0]].type;
	return ind->gives == TQ_IND_CONDITION ? TQ_V_CONDITION : TQ_V_NUMBER;
}

static struct tq_operand
call_indicator(struct tq_compiler *c, const struct tq_ast *ast, const struct tq_ind *ind,
	       const struct args *args)
{
	int slot[ARGS], in[TQ_IND_INPUTS] = {0};
	double param[TQ_IND_PARAMS] = {0};

	if (!bind(c, ind, args, slot) || !bind_params(c, ind, args, slot, param) ||
	    !bind_inputs(c, ast, ind, args, slot, in))
		return bad;
	return tq_compile_indicator(c, ast->place, ind, in, param,
				    indicator_gives(ind, args, slot));
}

struct tq_operand
tq_compile_call(struct tq_compiler *c, const struct tq_ast *ast)
{
	const struct function *f = find_function(ast->name);
	const struct tq_ind *ind = tq_ind_find(ast->name);
	struct args args;
	bool good = compile_args(c, ast, &args);

	if (!f && !ind)
		unknown(c, ast);
	if (!good || (!f && !ind))
		return bad;
	return f ? call_function(c, ast, f, &args) : call_indicator(c, ast, ind, &args);
}
