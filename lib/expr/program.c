/* SPDX-License-Identifier: ISC */
/* Strategies to programs: their statements in order, each with what it makes. */
#include "expr/program.h"

#include "base/mem.h"
#include "expr/making.h"

#include <stdlib.h>

static const char *const side_names[] = {"long", "short", "flat"};

const char *
tq_rule_side_name(enum tq_rule_side side)
{
	return side_names[side];
}

/* The names that will be defined, so that a use before them is no field's name. */
static void
announce(struct tq_making *m)
{
	struct tq_compiler *c = &m->c;

	c->later = tq_alloc(m->s->n_statements + 2, sizeof c->later[0]);
	for (size_t i = 0; i < m->s->n_statements; i++) {
		enum tq_statement_kind kind = m->s->statements[i].kind;

		if (kind == TQ_S_LET || kind == TQ_S_COMPONENT)
			c->later[c->n_later++] = m->s->statements[i].name;
		m->components += kind == TQ_S_COMPONENT;
	}
	if (m->components > 0) {
		c->later[c->n_later++] = tq_str("confluence");
		c->later[c->n_later++] = tq_str("reliability");
	}
}

static void
define_params(struct tq_making *m)
{
	for (size_t i = 0; i < m->s->n_params; i++) {
		const struct tq_strategy_param *param = &m->s->params[i];
		struct tq_operand value = {.type = TQ_V_NUMBER};
		struct tq_ast *text;

		if (param->is_text) {
			text = tq_arena_take(&m->s->arena, sizeof *text);
			*text = (struct tq_ast){.kind = TQ_AST_TEXT, .place = param->place,
						.name = param->text, .height = 1};
			tq_compile_define_text(&m->c, param->place, param->name, text);
			continue;
		}
		value.reg = tq_plan_const(m->c.plan, param->value);
		if (value.reg == TQ_PLAN_NONE)
			value.type = TQ_V_BAD;
		tq_compile_define(&m->c, param->place, param->name, value);
	}
}

static void
check_preset(struct tq_making *m, const struct tq_preset_value *v)
{
	const struct tq_strategy_param *param = tq_param_find(m->s, v->name);

	if (!param)
		tq_fault(m->c.faults, v->place, "no parameter '%.*s'", TQ_STR_ARG(v->name));
	else if (param->is_text != v->is_text)
		tq_fault(m->c.faults, v->place, "parameter '%.*s' is a %s", TQ_STR_ARG(v->name),
			 param->is_text ? "text" : "number");
	else if (param->is_text)
		tq_param_takes_text(param, v->place, v->text, m->c.faults);
	else
		tq_param_fits(param, v->place, v->value, m->c.faults);
}

static void
check_presets(struct tq_making *m)
{
	for (const struct tq_preset *p = m->s->presets; p; p = p->next) {
		for (const struct tq_preset_value *v = p->values; v; v = v->next)
			check_preset(m, v);
	}
}

static void
check_frames(struct tq_making *m)
{
	for (const struct tq_constant_source *f = m->s->frames; f; f = f->next) {
		struct tq_text_source text;
		struct tq_interval interval;

		if (!tq_text_of(m->s, &f->text, m->c.faults, &text)) {
			m->bad = true;
		} else if (!tq_interval_parse(text.text, &interval) ||
			   !tq_interval_timed(interval)) {
			tq_fault(m->c.faults, text.place, "no interval: '%.*s'",
				 TQ_STR_ARG(text.text));
			m->bad = true;
		}
	}
}

/* "BTC/USDT" or "BTC/USDT@binance" */
static void
add_symbol(struct tq_making *m, const struct tq_text_source *source)
{
	struct tq_strategy_symbol *symbol = &m->program->symbols[m->program->n_symbols];
	struct tq_text_source text;
	const char *at;

	if (!tq_text_of(m->s, source, m->c.faults, &text))
		return;
	at = text.text.n > 0 ? memchr(text.text.p, '@', text.text.n) : NULL;
	symbol->symbol = text.text;
	if (at) {
		symbol->symbol.n = (size_t)(at - text.text.p);
		symbol->venue = (struct tq_str){at + 1, text.text.n - symbol->symbol.n - 1};
	}
	if (symbol->symbol.n == 0 || (at && symbol->venue.n == 0))
		tq_fault(m->c.faults, text.place, "no symbol: '%.*s' (\"BTC/USDT\" or "
			 "\"BTC/USDT@binance\")", TQ_STR_ARG(text.text));
	m->program->n_symbols++;
}

static void
make_universe(struct tq_making *m)
{
	m->program->symbols = tq_alloc(m->s->n_symbols + 1, sizeof m->program->symbols[0]);
	for (size_t i = 0; i < m->s->n_symbols; i++)
		add_symbol(m, &m->s->symbols[i]);
}

static void
require(struct tq_making *m, const struct tq_statement *statement)
{
	struct tq_operand value = tq_compile_as(&m->c, statement->expr, TQ_V_CONDITION,
						"a requirement");
	struct tq_buf values = {0};
	double x;

	if (value.type == TQ_V_BAD)
		return;
	if (!tq_plan_is_const(m->c.plan, value.reg, &x)) {
		tq_fault(m->c.faults, statement->place, "a requirement is on parameters alone");
		return;
	}
	if (x > 0)
		return;
	for (size_t i = 0; i < m->s->n_params; i++) {
		tq_buf_printf(&values, "%s%.*s = ", i ? ", " : "",
			      TQ_STR_ARG(m->s->params[i].name));
		tq_strategy_param_value(&m->s->params[i], &values);
	}
	tq_fault(m->c.faults, statement->place, "the requirement does not hold with %s",
		 tq_buf_text(&values));
	tq_buf_fini(&values);
}

static void
name_value(struct tq_named **list, size_t *n, struct tq_str name, int reg)
{
	*list = tq_realloc(*list, *n + 1, sizeof **list);
	(*list)[(*n)++] = (struct tq_named){name, reg};
}

void
tq_making_watch(struct tq_making *m, struct tq_str name, int reg)
{
	struct tq_program *program = m->program;

	for (size_t i = 0; i < program->n_watch; i++) {
		if (program->watch[i].reg == reg)
			return;
	}
	name_value(&program->watch, &program->n_watch, name, reg);
}

/* A value that goes into "why" under its name. */
static void
explain(struct tq_making *m, struct tq_place place, struct tq_str name, int reg)
{
	struct tq_program *program = m->program;

	if (reg == TQ_PLAN_NONE)
		return;
	for (size_t i = 0; i < program->n_why; i++) {
		if (tq_str_eq(program->why[i].name, name)) {
			tq_fault(m->c.faults, place, "a second value '%.*s' for why",
				 TQ_STR_ARG(name));
			return;
		}
	}
	tq_plan_want(m->c.plan, reg);
	name_value(&program->why, &program->n_why, name, reg);
	tq_buf_printf(&program->why_keys, ",\"%.*s\":", TQ_STR_ARG(name));
	tq_buf_room(&program->why_keys, TQ_WIDE);
}

static void
let(struct tq_making *m, const struct tq_statement *statement)
{
	struct tq_operand value = tq_compile_let(&m->c, statement->place, statement->name,
						 statement->expr);

	if (value.type == TQ_V_NUMBER || value.type == TQ_V_CONDITION)
		tq_making_watch(m, statement->name, value.reg);
}

/* Brings a computed value into scope and into why. */
static void
define_score(struct tq_making *m, struct tq_place place, struct tq_str name, struct tq_ast *ast)
{
	struct tq_operand value = tq_compile_let(&m->c, place, name, ast);

	if (value.type == TQ_V_NUMBER)
		explain(m, place, name, value.reg);
}

static void
component(struct tq_making *m, const struct tq_statement *statement)
{
	struct tq_ast *ast = statement->expr && !m->bad ?
		tq_confluence_add(&m->conf, &m->c, m->s, statement) : NULL;

	define_score(m, statement->place, statement->name, ast);
	m->bad |= !ast;
	m->scored = true;
	if (--m->components > 0 || m->bad)
		return;
	define_score(m, statement->place, tq_str("confluence"),
		     tq_confluence_score(&m->conf, &m->c, m->s, statement->place));
	define_score(m, statement->place, tq_str("reliability"),
		     tq_confluence_reliability(&m->conf, m->s, statement->place));
}

static void
filter(struct tq_making *m, const struct tq_statement *statement)
{
	int reg = tq_making_wanted(m, statement->expr, TQ_V_CONDITION, "a filter");

	if (reg == TQ_PLAN_NONE)
		return;
	if (m->filter != TQ_PLAN_NONE)
		reg = tq_plan_apply(m->c.plan, TQ_OP_AND, 2, (int[]){m->filter, reg});
	if (reg == TQ_PLAN_NONE)
		tq_fault(m->c.faults, statement->place, "too large");
	else
		m->filter = reg;
}

static void
compile_statement(struct tq_making *m, const struct tq_statement *statement)
{
	double x;

	if (!statement->expr && statement->kind != TQ_S_LET && statement->kind != TQ_S_COMPONENT)
		return;
	switch (statement->kind) {
	case TQ_S_REQUIRE: require(m, statement); break;
	case TQ_S_LET: let(m, statement); break;
	case TQ_S_COMPONENT: component(m, statement); break;
	case TQ_S_FILTER: filter(m, statement); break;
	case TQ_S_RULE: tq_making_rule(m, statement); break;
	case TQ_S_EMIT:
		explain(m, statement->place, statement->name,
			tq_making_wanted(m, statement->expr, TQ_V_NUMBER, "what is emitted"));
		break;
	case TQ_S_QUALITY:
		if (m->program->quality != TQ_PLAN_NONE)
			tq_fault(m->c.faults, statement->place, "a second 'quality'");
		m->program->quality = tq_making_wanted(m, statement->expr, TQ_V_NUMBER,
						       "the quality");
		break;
	case TQ_S_CONFIRM:
		if (tq_making_constant(m, statement->expr, "'confirm'", true, 1, &x))
			m->program->confirm = (int64_t)x;
		break;
	case TQ_S_NEUTRAL:
		if (!m->scored || m->components > 0)
			tq_fault(m->c.faults, statement->place, "'neutral' stands behind the "
				 "components");
		if (tq_making_constant(m, statement->expr, "'neutral'", false, 0, &m->neutral))
			m->program->neutral = true;
		break;
	}
}

static struct tq_program *
program_new(const struct tq_strategy *s, struct tq_plan *plan)
{
	struct tq_program *program = tq_alloc(1, sizeof *program);

	program->plan = plan;
	program->each = s->each == TQ_TYPE_OTHER ? TQ_TYPE_BAR : s->each;
	program->confirm = 1;
	program->quality = TQ_PLAN_NONE;
	program->rank.by = program->rank.inverse = program->rank.filter = TQ_PLAN_NONE;
	return program;
}

struct tq_program *
tq_strategy_compile_into(struct tq_strategy *s, struct tq_plan *plan, struct tq_faults *faults)
{
	struct tq_making m = {
		.s = s, .filter = TQ_PLAN_NONE, .c = {.faults = faults, .plan = plan},
	};

	m.program = program_new(s, plan);
	plan->clocks[0].type = m.program->each;
	announce(&m);
	define_params(&m);
	check_presets(&m);
	check_frames(&m);
	make_universe(&m);
	for (size_t i = 0; i < s->n_statements; i++)
		compile_statement(&m, &s->statements[i]);
	tq_making_end_rules(&m);
	if (s->rank)
		tq_making_rank(&m);
	tq_compiler_fini(&m.c);
	if (faults->n == 0 && !s->faulty)
		return m.program;
	tq_program_free(m.program);
	return NULL;
}

struct tq_program *
tq_strategy_compile(struct tq_strategy *s, struct tq_faults *faults)
{
	struct tq_plan *plan = tq_plan_new();
	struct tq_program *program = tq_strategy_compile_into(s, plan, faults);

	if (!program) {
		tq_plan_free(plan);
		return NULL;
	}
	tq_plan_finish(plan);
	program->own_plan = true;
	return program;
}

void
tq_program_free(struct tq_program *program)
{
	if (!program)
		return;
	if (program->own_plan)
		tq_plan_free(program->plan);
	free(program->rules);
	free(program->why);
	tq_buf_fini(&program->why_keys);
	free(program->watch);
	free(program->symbols);
	free(program);
}

bool
tq_program_knows(const struct tq_program *program, struct tq_str symbol, struct tq_str venue)
{
	for (size_t i = 0; i < program->n_symbols; i++) {
		const struct tq_strategy_symbol *known = &program->symbols[i];

		if (tq_str_eq(known->symbol, symbol) &&
		    (known->venue.n == 0 || tq_str_eq(known->venue, venue)))
			return true;
	}
	return program->n_symbols == 0;
}
