/* SPDX-License-Identifier: ISC */
#include "expr/call.h"

#include "indicator/describe.h"

#include <string.h>

static const struct tq_operand bad = {.type = TQ_V_BAD};

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

/* atr(14), microprice(5): the first argument is no input, which are the record's own. */
static bool
inputs_left_out(struct tq_compiler *c, const struct tq_ind *ind, const struct tq_call_args *args)
{
	double x;

	if (args->n == 0 || args->arg[0]->name.n)
		return false;
	if (ind->of_book)
		return args->value[0].type != TQ_V_BOOK;
	return ind->of_bar && args->value[0].type == TQ_V_NUMBER &&
	       tq_plan_is_const(c->plan, args->value[0].reg, &x);
}

/* Which argument is in which slot, -1 for none. False after a fault. */
static bool
bind(struct tq_compiler *c, const struct tq_ind *ind, const struct tq_call_args *args,
     int slot[TQ_CALL_ARGS])
{
	int next = inputs_left_out(c, ind, args) ? ind->n_inputs : 0;
	bool named = false;

	for (int i = 0; i < TQ_CALL_ARGS; i++)
		slot[i] = -1;
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

/* What an indicator reads where the call does not say it. */
static struct tq_operand
own_input(struct tq_compiler *c, const struct tq_ast *ast, const struct tq_ind *ind, int i)
{
	const struct tq_clock *clock = &c->plan->clocks[c->plan->at];

	if (!ind->of_book)
		return tq_compile_field(c, ast->place, tq_str(ind->inputs[i]));
	if (clock->type == TQ_TYPE_BOOK)
		return tq_compile_placed(c, ast->place, tq_plan_book(c->plan), TQ_V_BOOK);
	tq_fault(c->faults, ast->place, "there is no book in a %s: on(\"book\", %s(...))",
		 tq_type_name(clock->type), ind->name);
	return bad;
}

/* Whoever says the prices and volumes need not say when: that is the record's own time. */
static bool
is_when(const struct tq_ind *ind, int input)
{
	return strcmp(ind->inputs[input], "time") == 0;
}

/* An input that the call gives. */
static bool
check_input(struct tq_compiler *c, const struct tq_ind *ind, const struct tq_call_args *args,
	    int at, int input)
{
	enum tq_value_type type = args->value[at].type;

	if (ind->gives == TQ_IND_SAME && type == TQ_V_CONDITION)
		return true;
	return tq_call_check(c, ind->name, args, at, ind->of_book ? TQ_V_BOOK :
			     ind->conditions >> input & 1 ? TQ_V_CONDITION : TQ_V_NUMBER);
}

/* The series that an indicator reads. */
static bool
bind_inputs(struct tq_compiler *c, const struct tq_ast *ast, const struct tq_ind *ind,
	    const struct tq_call_args *args, const int *slot, int *in)
{
	int constants = 0;
	bool own = ind->of_bar || ind->of_book;
	double x;

	for (int i = 0; i < ind->n_inputs; i++)
		own &= slot[i] < 0;      /* all are given (but the time), or none */
	for (int i = 0; i < ind->n_inputs; i++) {
		struct tq_operand value;

		if (slot[i] < 0 && !own && !is_when(ind, i))
			return refuse(c, ast->place, ind, tq_str(ind->inputs[i]), "is missing");
		if (slot[i] >= 0 && !check_input(c, ind, args, slot[i], i))
			return false;
		value = slot[i] < 0 ? own_input(c, ast, ind, i) : args->value[slot[i]];
		if (value.type == TQ_V_BAD)
			return false;
		in[i] = value.reg;
		constants += tq_plan_is_const(c->plan, value.reg, &x);
	}
	if (constants < ind->n_inputs)
		return true;
	return refuse(c, ast->place, ind, tq_str(ind->inputs[0]), "is a constant, not a series");
}

static bool
bind_params(struct tq_compiler *c, const struct tq_ind *ind, const struct tq_call_args *args,
	    const int *slot, double *param)
{
	for (int i = 0; i < ind->n_params; i++) {
		const struct tq_ind_param *p = &ind->params[i];
		int at = slot[ind->n_inputs + i];

		param[i] = p->preset;
		if (at < 0)
			continue;
		if (!tq_call_check(c, ind->name, args, at, TQ_V_NUMBER))
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
indicator_gives(const struct tq_ind *ind, const struct tq_call_args *args, const int *slot)
{
	if (ind->n_outputs > 1)
		return TQ_V_MANY;
	if (ind->gives == TQ_IND_SAME)
		return args->value[slot[0]].type;
	return ind->gives == TQ_IND_CONDITION ? TQ_V_CONDITION : TQ_V_NUMBER;
}

struct tq_operand
tq_call_indicator(struct tq_compiler *c, const struct tq_ast *ast, const struct tq_ind *ind,
		  const struct tq_call_args *args)
{
	int slot[TQ_CALL_ARGS], in[TQ_IND_INPUTS] = {0};
	double param[TQ_IND_PARAMS] = {0};

	if (!bind(c, ind, args, slot) || !bind_params(c, ind, args, slot, param) ||
	    !bind_inputs(c, ast, ind, args, slot, in))
		return bad;
	return tq_compile_indicator(c, ast->place, ind, in, param,
				    indicator_gives(ind, args, slot));
}
