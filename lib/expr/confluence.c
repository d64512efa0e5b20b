/* SPDX-License-Identifier: ISC */
#include "expr/confluence.h"

static struct tq_ast *
node(struct tq_strategy *s, enum tq_ast_kind kind, struct tq_place place)
{
	struct tq_ast *ast = tq_arena_take(&s->arena, sizeof *ast);

	ast->kind = kind;
	ast->place = place;
	ast->height = 1;
	return ast;
}

static void
over(struct tq_ast *ast, const struct tq_ast *child)
{
	if (child->height >= ast->height)
		ast->height = child->height + 1;
}

static struct tq_ast *
number(struct tq_strategy *s, struct tq_place place, double x)
{
	struct tq_ast *ast = node(s, TQ_AST_NUMBER, place);

	ast->number = x;
	return ast;
}

static struct tq_ast *
named(struct tq_strategy *s, struct tq_place place, struct tq_str name)
{
	struct tq_ast *ast = node(s, TQ_AST_NAME, place);

	ast->name = name;
	return ast;
}

static struct tq_ast *
operation(struct tq_strategy *s, struct tq_place place, enum tq_op_code op, struct tq_ast *a,
	  struct tq_ast *b)
{
	struct tq_ast *ast = node(s, TQ_AST_OPERATOR, place);

	ast->op = op;
	ast->a = a;
	ast->b = b;
	over(ast, a);
	over(ast, b);
	return ast;
}

static struct tq_ast *
call(struct tq_strategy *s, struct tq_place place, const char *name, int n,
     struct tq_ast *const *args)
{
	struct tq_ast *ast = node(s, TQ_AST_CALL, place);
	struct tq_ast_arg **last = &ast->args;

	ast->name = tq_str(name);
	for (int i = 0; i < n; i++) {
		*last = tq_arena_take(&s->arena, sizeof **last);
		(*last)->place = place;
		(*last)->value = args[i];
		over(ast, args[i]);
		last = &(*last)->next;
	}
	return ast;
}

/* x * weight, 0 where x is null. */
static struct tq_ast *
weighted(struct tq_strategy *s, struct tq_place place, struct tq_ast *x, double weight)
{
	return operation(s, place, TQ_OP_PART, x, number(s, place, weight));
}

/* weight, 0 where x is null. */
static struct tq_ast *
weight_of(struct tq_strategy *s, struct tq_place place, struct tq_ast *x, double weight)
{
	return operation(s, place, TQ_OP_PRESENT, x, number(s, place, weight));
}

static struct tq_ast *
plus(struct tq_strategy *s, struct tq_place place, struct tq_ast *sum, struct tq_ast *more)
{
	return sum ? operation(s, place, TQ_OP_ADD, sum, more) : more;
}

/* A constant from 0 on; false after a fault. */
static bool
constant(struct tq_compiler *c, const struct tq_ast *ast, double *x)
{
	struct tq_operand value = tq_compile_as(c, ast, TQ_V_NUMBER, "a weight");

	if (value.type == TQ_V_BAD)
		return false;
	if (!tq_plan_is_const(c->plan, value.reg, x))
		tq_fault(c->faults, ast->place, "a weight must be a constant");
	else if (!(*x >= 0))
		tq_fault(c->faults, ast->place, "a weight is %.10g, not 0 or above", *x);
	else
		return true;
	return false;
}

static struct tq_ast *
on_frame(struct tq_strategy *s, const struct tq_constant_source *frame, struct tq_ast *expr)
{
	struct tq_ast *text = node(s, frame->text.is_name ? TQ_AST_NAME : TQ_AST_TEXT,
				   frame->text.place);

	text->name = frame->text.text;
	return call(s, expr->place, "on", 2, (struct tq_ast *[]){text, expr});
}

/* The mean over the time frames; *share is what part of their weights is there. */
static struct tq_ast *
over_frames(struct tq_compiler *c, struct tq_strategy *s, const struct tq_statement *component,
	    struct tq_ast *expr, struct tq_ast **share)
{
	const struct tq_constant_source *own = component->frames;
	struct tq_place place = expr->place;
	struct tq_ast *sum = NULL, *there = NULL;
	double weight, all = 0;

	for (const struct tq_constant_source *f = s->frames; f; f = f->next) {
		struct tq_ast *x;

		if (component->frames && !own) {
			tq_fault(c->faults, component->place, "fewer weights than time frames");
			return NULL;
		}
		if (!constant(c, own ? own->expr : f->expr, &weight))
			return NULL;
		own = own ? own->next : NULL;
		all += weight;
		if (!(weight > 0))
			continue;
		x = on_frame(s, f, expr);
		sum = plus(s, place, sum, weighted(s, place, x, weight));
		there = plus(s, place, there, weight_of(s, place, x, weight));
	}
	if (own || !sum) {
		tq_fault(c->faults, component->place, own ? "more weights than time frames" :
			 "no time frame has a weight");
		return NULL;
	}
	*share = operation(s, place, TQ_OP_DIV, there, number(s, place, all));
	return operation(s, place, TQ_OP_DIV, sum, there);
}

struct tq_ast *
tq_confluence_add(struct tq_confluence *conf, struct tq_compiler *c, struct tq_strategy *s,
		  const struct tq_statement *component)
{
	struct tq_place place = component->place;
	struct tq_ast *x = component->expr, *share = NULL, *name;
	double weight;

	if (!constant(c, component->weight, &weight))
		return NULL;
	if (!s->frames && component->frames) {
		tq_fault(c->faults, place, "weights of time frames, but no 'timeframes'");
		return NULL;
	}
	if (tq_compile_as(c, x, TQ_V_NUMBER, "a component").type == TQ_V_BAD)
		return NULL;
	x = call(s, x->place, "clamp", 3, (struct tq_ast *[]){
		x, number(s, place, 0), number(s, place, 100)});
	if (s->frames)
		x = over_frames(c, s, component, x, &share);
	if (!x)
		return NULL;
	name = named(s, place, component->name);
	conf->weight += weight;
	conf->sum = plus(s, place, conf->sum, weighted(s, place, name, weight));
	conf->there = plus(s, place, conf->there, weight_of(s, place, name, weight));
	share = share ? operation(s, place, TQ_OP_MUL, share, number(s, place, weight)) :
			weight_of(s, place, name, weight);
	conf->share = plus(s, place, conf->share, share);
	return x;
}

struct tq_ast *
tq_confluence_score(struct tq_confluence *conf, struct tq_compiler *c, struct tq_strategy *s,
		    struct tq_place place)
{
	if (!(conf->weight > 0)) {
		tq_fault(c->faults, place, "no component has a weight");
		return NULL;
	}
	return operation(s, place, TQ_OP_DIV, conf->sum, conf->there);
}

struct tq_ast *
tq_confluence_reliability(struct tq_confluence *conf, struct tq_strategy *s,
			  struct tq_place place)
{
	return operation(s, place, TQ_OP_DIV, conf->share, number(s, place, conf->weight));
}

static struct tq_ast *
replace(struct tq_strategy *s, const struct tq_ast *ast, struct tq_str name, double by)
{
	struct tq_ast *copy = tq_arena_take(&s->arena, sizeof *copy);
	struct tq_ast_arg **last = &copy->args;

	*copy = *ast;
	copy->args = NULL;
	if (ast->kind == TQ_AST_NAME && tq_str_eq(ast->name, name))
		return operation(s, ast->place, TQ_OP_ADD, copy, number(s, ast->place, by));
	if (ast->a)
		copy->a = replace(s, ast->a, name, by);
	if (ast->b)
		copy->b = replace(s, ast->b, name, by);
	for (const struct tq_ast_arg *arg = ast->args; arg; arg = arg->next) {
		*last = tq_arena_take(&s->arena, sizeof **last);
		**last = *arg;
		(*last)->value = replace(s, arg->value, name, by);
		last = &(*last)->next;
	}
	return copy;
}

struct tq_ast *
tq_confluence_nearer(struct tq_strategy *s, const struct tq_ast *rule, double by)
{
	return replace(s, rule, tq_str("confluence"), by);
}
