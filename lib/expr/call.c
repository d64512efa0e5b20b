/* SPDX-License-Identifier: ISC */
#include "expr/call.h"

static const struct tq_operand bad = {.type = TQ_V_BAD};

/* All arguments, also behind a faulty one; false when one is faulty. */
static bool
compile_args(struct tq_compiler *c, const struct tq_ast *ast, struct tq_call_args *args)
{
	bool good = true;

	args->n = 0;
	for (const struct tq_ast_arg *arg = ast->args; arg; arg = arg->next) {
		struct tq_operand value;

		if (args->n == TQ_CALL_ARGS) {
			tq_fault(c->faults, arg->place, "more than %d arguments",
				 (int)TQ_CALL_ARGS);
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
bool
tq_call_check(struct tq_compiler *c, const char *function, const struct tq_call_args *args,
	      int i, enum tq_value_type wanted)
{
	const struct tq_operand *value = &args->value[i];

	if (value->type == wanted)
		return true;
	if (value->type == TQ_V_MANY)
		tq_fault(c->faults, args->arg[i]->place, "%s has %d outputs: name one (.%s, ...)",
			 value->ind->name, value->ind->n_outputs, value->ind->outputs[0]);
	else if (value->type != TQ_V_BAD)
		tq_fault(c->faults, args->arg[i]->place, "argument %d of %s must be %s, not %s",
			 i + 1, function, tq_value_words(wanted), tq_value_words(value->type));
	return false;
}

bool
tq_call_texts(struct tq_compiler *c, const struct tq_ast *ast, int least, int most,
	      const struct tq_ast **text)
{
	int n = 0;

	for (const struct tq_ast_arg *arg = ast->args; arg; arg = arg->next, n++) {
		const struct tq_ast *value = tq_compile_text(c, arg->value);

		if (!value || arg->name.n) {
			tq_fault(c->faults, arg->place, "%.*s takes texts: %s",
				 TQ_STR_ARG(ast->name), tq_function_find(ast->name)->call);
			return false;
		}
		if (n < most)
			text[n] = value;
	}
	if (n >= least && n <= most)
		return true;
	tq_fault(c->faults, ast->place, "%.*s takes %s%d text%s, not %d: %s",
		 TQ_STR_ARG(ast->name), least < most && n > most ? "at most " :
		 least < most ? "at least " : "", n > most ? most : least,
		 (n > most ? most : least) == 1 ? "" : "s", n, tq_function_find(ast->name)->call);
	return false;
}

/* Two values of one type, whichever it is; args from the first on. */
static bool
same_types(struct tq_compiler *c, const char *name, const struct tq_call_args *args, int first)
{
	enum tq_value_type type = args->value[first].type;

	if (type != TQ_V_CONDITION)
		type = TQ_V_NUMBER;
	for (int i = first; i < args->n; i++) {
		if (!tq_call_check(c, name, args, i, type))
			return false;
	}
	return true;
}

static bool
check_count(struct tq_compiler *c, const struct tq_ast *ast, const struct tq_function *f,
	    const struct tq_call_args *args)
{
	bool more = f->op == TQ_OP_MIN || f->op == TQ_OP_MAX;

	for (int i = 0; i < args->n; i++) {
		if (args->arg[i]->name.n) {
			tq_fault(c->faults, args->arg[i]->place, "arguments of %s have no names",
				 f->name);
			return false;
		}
	}
	if (more ? args->n >= f->n : args->n == f->n)
		return true;
	tq_fault(c->faults, ast->place, "%s takes %d argument%s%s, not %d", f->name, f->n,
		 f->n == 1 ? "" : "s", more ? " or more" : "", args->n);
	return false;
}

/* What the arguments must be, and then what comes of them. */
static bool
check_types(struct tq_compiler *c, const struct tq_function *f, const struct tq_call_args *args,
	    enum tq_value_type *gives)
{
	*gives = TQ_V_NUMBER;
	if (f->op == TQ_OP_IF || f->op == TQ_OP_NZ || f->op == TQ_OP_IS_NULL) {
		int first = f->op == TQ_OP_IF;

		*gives = f->op == TQ_OP_IS_NULL ? TQ_V_CONDITION : args->value[first].type;
		return (first == 0 || tq_call_check(c, f->name, args, 0, TQ_V_CONDITION)) &&
		       same_types(c, f->name, args, first);
	}
	if (f->op == TQ_OP_BETWEEN)
		*gives = TQ_V_CONDITION;
	for (int i = 0; i < args->n; i++) {
		if (!tq_call_check(c, f->name, args, i, TQ_V_NUMBER))
			return false;
	}
	return true;
}

static bool
is_windowed(const struct tq_function *f, const struct tq_call_args *args)
{
	return (f->op == TQ_OP_MIN || f->op == TQ_OP_MAX) && args->n == 2 &&
	       tq_str_is(args->arg[1]->name, "n");
}

struct tq_operand
tq_call_function(struct tq_compiler *c, const struct tq_ast *ast, const struct tq_function *f,
		 const struct tq_call_args *args)
{
	const char *window = f->op == TQ_OP_MIN ? "lowest" : "highest";
	enum tq_value_type gives;
	struct tq_operand in[2];

	if (is_windowed(f, args))
		return tq_call_indicator(c, ast, tq_ind_find(tq_str(window)), args);
	if (!check_count(c, ast, f, args) || !check_types(c, f, args, &gives))
		return bad;
	if (f->op != TQ_OP_MIN && f->op != TQ_OP_MAX)
		return tq_compile_apply(c, ast->place, f->op, f->n, args->value, gives);
	in[0] = args->value[0];
	for (int i = 1; i < args->n && in[0].type != TQ_V_BAD; i++) {
		in[1] = args->value[i];
		in[0] = tq_compile_apply(c, ast->place, f->op, 2, in, gives);
	}
	return in[0];
}

struct tq_operand
tq_compile_call(struct tq_compiler *c, const struct tq_ast *ast)
{
	const struct tq_function *f = tq_function_find(ast->name);
	const struct tq_ind *ind = tq_ind_find(ast->name);
	struct tq_call_args args;
	bool good;

	if (f && f->compile)
		return f->compile(c, ast);
	good = compile_args(c, ast, &args);
	if (!f && !ind)
		tq_call_unknown(c, ast);
	if (!good || (!f && !ind))
		return bad;
	return f ? tq_call_function(c, ast, f, &args) : tq_call_indicator(c, ast, ind, &args);
}
