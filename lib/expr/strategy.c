/* SPDX-License-Identifier: ISC */
#include "expr/strategy.h"

#include "base/mem.h"
#include "base/settings.h"
#include "expr/compile.h"
#include "expr/statement.h"
#include "num/f64.h"

#include <stdlib.h>

enum { LONGEST = 65536 };        /* bytes of a text */

static const struct tq_place nowhere = {NULL, 0};

struct tq_strategy *
tq_strategy_new(void)
{
	return tq_alloc(1, sizeof(struct tq_strategy));
}

static void
free_text(const char *text)
{
	free((void *)(uintptr_t)text);
}

void
tq_strategy_free(struct tq_strategy *s)
{
	if (!s)
		return;
	while (s->sources) {
		struct tq_strategy_source *source = s->sources;

		s->sources = source->next;
		free_text(source->source.name);
		free_text(source->source.text.p);
		free(source);
	}
	tq_arena_fini(&s->arena);
	free(s->params);
	free(s->statements);
	free(s);
}

/* A copy of the text that lives as long as the strategy; NULL when it is too long. */
static const struct tq_source *
add_source(struct tq_strategy *s, const char *name, struct tq_str text, struct tq_faults *faults)
{
	struct tq_strategy_source *source;

	if (text.n > LONGEST) {
		tq_fault(faults, nowhere, "%s: longer than %d bytes", name, (int)LONGEST);
		s->faulty = true;
		return NULL;
	}
	source = tq_alloc(1, sizeof *source);
	source->source.name = tq_str_dup(tq_str(name));
	source->source.text = (struct tq_str){tq_str_dup(text), text.n};
	source->next = s->sources;
	s->sources = source;
	return &source->source;
}

void
tq_strategy_add_file(struct tq_strategy *s, const char *name, struct tq_str text,
		     struct tq_faults *faults)
{
	const struct tq_source *source = add_source(s, name, text, faults);
	bool rules = false;

	if (!source)
		return;
	tq_statements_read(s, source, faults);
	for (size_t i = 0; i < s->n_statements; i++)
		rules |= s->statements[i].kind == TQ_S_RULE;
	if (!rules && !s->faulty) {
		tq_fault(faults, nowhere, "%s: no rule ('long when ...', 'short when ...', "
			 "'flat when ...')", name);
		s->faulty = true;
	}
}

void
tq_strategy_add_rule(struct tq_strategy *s, enum tq_rule_side side, const char *name,
		     struct tq_str text, struct tq_faults *faults)
{
	const struct tq_source *source = add_source(s, name, text, faults);
	struct tq_statement rule = {.kind = TQ_S_RULE, .side = side};
	struct tq_parser p;

	if (!source)
		return;
	tq_parser_start(&p, source, 1, &s->arena, faults);
	rule.place = p.token.place;
	rule.expr = tq_parse_expr(&p);
	if (rule.expr && p.token.kind != TQ_T_END) {
		tq_parser_expected(&p, "the end");
		rule.expr = NULL;
	}
	if (rule.expr)
		tq_statement_add(s, &rule);
	else
		s->faulty = true;
}

static struct tq_strategy_param *
find_param(struct tq_strategy *s, struct tq_str name)
{
	for (size_t i = 0; i < s->n_params; i++) {
		if (tq_str_eq(s->params[i].name, name))
			return &s->params[i];
	}
	return NULL;
}

static void
unknown_param(struct tq_strategy *s, struct tq_str name, struct tq_faults *faults)
{
	struct tq_buf known = {0};

	for (size_t i = 0; i < s->n_params; i++)
		tq_buf_printf(&known, "%s%.*s", i ? ", " : "", TQ_STR_ARG(s->params[i].name));
	if (s->n_params)
		tq_fault(faults, nowhere, "--set: no parameter '%.*s' (there are: %s)",
			 TQ_STR_ARG(name), tq_buf_text(&known));
	else
		tq_fault(faults, nowhere, "--set: no parameter '%.*s': there are none",
			 TQ_STR_ARG(name));
	tq_buf_fini(&known);
}

void
tq_strategy_set(struct tq_strategy *s, const char *assignment, struct tq_faults *faults)
{
	const char *equals = strchr(assignment, '=');
	struct tq_strategy_param *param;
	struct tq_str name, text;
	double x;

	if (!equals) {
		tq_fault(faults, nowhere, "--set: '%s' is no name=value", assignment);
		return;
	}
	name = (struct tq_str){assignment, (size_t)(equals - assignment)};
	text = tq_str(equals + 1);
	param = find_param(s, name);
	if (!param) {
		if (!s->faulty)
			unknown_param(s, name, faults);
	} else if (param->set) {
		tq_fault(faults, nowhere, "--set: '%.*s' is given twice", TQ_STR_ARG(name));
	} else if (!tq_f64_parse(text, &x)) {
		tq_fault(faults, nowhere, "--set: '%.*s' is no number: '%.*s'", TQ_STR_ARG(name),
			 TQ_STR_ARG(text));
	} else if (tq_param_fits(param, nowhere, x, faults)) {
		param->value = x;
		param->set = true;
	}
}

struct tq_str
tq_strategy_description(const struct tq_strategy *s)
{
	return s->description;
}

const struct tq_strategy_param *
tq_strategy_params(const struct tq_strategy *s, size_t *n)
{
	*n = s->n_params;
	return s->params;
}

/* The names that lets will define, so that a use before them is no field's name. */
static void
announce(const struct tq_strategy *s, struct tq_compiler *c)
{
	c->later = tq_alloc(s->n_statements + 1, sizeof c->later[0]);
	for (size_t i = 0; i < s->n_statements; i++) {
		if (s->statements[i].kind == TQ_S_LET)
			c->later[c->n_later++] = s->statements[i].name;
	}
}

static void
define_params(const struct tq_strategy *s, struct tq_compiler *c)
{
	for (size_t i = 0; i < s->n_params; i++) {
		const struct tq_strategy_param *param = &s->params[i];
		struct tq_operand value = {.type = TQ_V_NUMBER};

		value.reg = tq_plan_const(c->plan, param->value);
		if (value.reg == TQ_PLAN_NONE)
			value.type = TQ_V_BAD;
		tq_compile_define(c, param->place, param->name, value);
	}
}

static void
require(const struct tq_strategy *s, struct tq_compiler *c, const struct tq_statement *statement)
{
	struct tq_operand value = tq_compile_as(c, statement->expr, TQ_V_CONDITION,
						"a requirement");
	struct tq_buf values = {0};
	double x;

	if (value.type == TQ_V_BAD)
		return;
	if (!tq_plan_is_const(c->plan, value.reg, &x)) {
		tq_fault(c->faults, statement->place, "a requirement is on parameters alone");
		return;
	}
	if (x > 0)
		return;
	for (size_t i = 0; i < s->n_params; i++)
		tq_buf_printf(&values, "%s%.*s = %.10g", i ? ", " : "",
			      TQ_STR_ARG(s->params[i].name), s->params[i].value);
	tq_fault(c->faults, statement->place, "the requirement does not hold with %s",
		 tq_buf_text(&values));
	tq_buf_fini(&values);
}

static void
add_rule(struct tq_program *program, struct tq_compiler *c, const struct tq_statement *statement)
{
	struct tq_operand value = tq_compile_as(c, statement->expr, TQ_V_CONDITION, "a rule");
	int64_t lookback;

	if (value.type == TQ_V_BAD)
		return;
	program->rules = tq_realloc(program->rules, program->n_rules + 1,
				    sizeof program->rules[0]);
	program->rules[program->n_rules++] = (struct tq_rule){statement->side, value.reg};
	tq_plan_want(c->plan, value.reg);
	lookback = tq_plan_lookback(c->plan, value.reg);
	if (lookback > program->lookback)
		program->lookback = lookback;
}

static void
compile_statement(const struct tq_strategy *s, struct tq_program *program,
		  struct tq_compiler *c, const struct tq_statement *statement)
{
	struct tq_operand value = {.type = TQ_V_BAD};

	if (statement->kind == TQ_S_LET) {
		if (statement->expr)
			value = tq_compile(c, statement->expr);
		tq_compile_define(c, statement->place, statement->name, value);
	} else if (!statement->expr) {
		return;
	} else if (statement->kind == TQ_S_REQUIRE) {
		require(s, c, statement);
	} else {
		add_rule(program, c, statement);
	}
}

struct tq_program *
tq_strategy_compile(struct tq_strategy *s, struct tq_faults *faults)
{
	struct tq_program *program = tq_alloc(1, sizeof *program);
	struct tq_compiler c = {.faults = faults};

	c.plan = program->plan = tq_plan_new();
	announce(s, &c);
	define_params(s, &c);
	for (size_t i = 0; i < s->n_statements; i++)
		compile_statement(s, program, &c, &s->statements[i]);
	tq_compiler_fini(&c);
	tq_plan_finish(program->plan);
	if (faults->n == 0 && !s->faulty)
		return program;
	tq_program_free(program);
	return NULL;
}

void
tq_program_free(struct tq_program *program)
{
	if (!program)
		return;
	tq_plan_free(program->plan);
	free(program->rules);
	free(program);
}
