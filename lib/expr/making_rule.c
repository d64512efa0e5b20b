/* SPDX-License-Identifier: ISC */
/* Rules and ranks of a program that is made. */
#include "expr/making.h"

#include "base/mem.h"

bool
tq_making_constant(struct tq_making *m, const struct tq_ast *ast, const char *what,
		   bool whole, double low, double *x)
{
	struct tq_operand value = tq_compile_as(&m->c, ast, TQ_V_NUMBER, what);

	if (value.type == TQ_V_BAD)
		return false;
	if (!tq_plan_is_const(m->c.plan, value.reg, x))
		tq_fault(m->c.faults, ast->place, "%s must be a constant", what);
	else if (!(*x >= low && *x <= 1e9) || (whole && floor(*x) != *x))
		tq_fault(m->c.faults, ast->place, "%s is %.10g, not a %s from %g on", what, *x,
			 whole ? "whole number" : "number", low);
	else
		return true;
	return false;
}

int
tq_making_wanted(struct tq_making *m, const struct tq_ast *ast, enum tq_value_type type,
		 const char *what)
{
	struct tq_operand value = tq_compile_as(&m->c, ast, type, what);

	if (value.type == TQ_V_BAD)
		return TQ_PLAN_NONE;
	tq_plan_want(m->c.plan, value.reg);
	return value.reg;
}

static void
attribute(struct tq_making *m, struct tq_rule *rule, const struct tq_attr_source *a)
{
	char what[32] = "'";
	double x;

	strncat(what, tq_attr_word(a->attr), 20);
	strncat(what, "'", 2);
	if (a->attr < TQ_ATTR_VALUES)
		rule->value[a->attr] = tq_making_wanted(m, a->expr, TQ_V_NUMBER, what);
	else if (a->attr == TQ_ATTR_MAX_HOLD && tq_making_constant(m, a->expr, what, true, 1, &x))
		rule->max_hold = (int64_t)x;
	else if (a->attr == TQ_ATTR_TIF)
		rule->tif = a->text;
	else if (a->attr == TQ_ATTR_TAG)
		rule->tag = a->text;
	rule->add |= a->attr == TQ_ATTR_ADD;
	rule->only_when_flat |= a->attr == TQ_ATTR_ONLY_WHEN_FLAT;
	rule->every_bar |= a->attr == TQ_ATTR_EVERY_BAR;
}

static void
watch(struct tq_making *m, const struct tq_ast *ast, int reg)
{
	struct tq_buf text = {0};
	char *name;

	tq_ast_text(ast, &text);
	name = tq_arena_take(&m->s->arena, text.n + 1);
	memcpy(name, text.p, text.n);
	tq_making_watch(m, (struct tq_str){name, text.n}, reg);
	tq_buf_fini(&text);
}

/*
 * The numbers that a condition compares, under the words of the text: for the
 * checks. Nothing is said here: what is wrong was said of the whole.
 */
static void
watch_operands(struct tq_making *m, const struct tq_ast *ast)
{
	struct tq_operand value = tq_compile(&m->c, ast);
	double x;

	if (value.type == TQ_V_NUMBER && !tq_plan_is_const(m->c.plan, value.reg, &x))
		watch(m, ast, value.reg);
	if (value.type != TQ_V_CONDITION)
		return;
	if (ast->a)
		watch_operands(m, ast->a);
	if (ast->b)
		watch_operands(m, ast->b);
	for (const struct tq_ast_arg *arg = ast->args; arg; arg = arg->next)
		watch_operands(m, arg->value);
}

void
tq_making_rule(struct tq_making *m, const struct tq_statement *statement)
{
	struct tq_program *program = m->program;
	struct tq_faults *faults = m->c.faults;
	struct tq_rule rule = {.side = statement->side, .stay = TQ_PLAN_NONE,
			       .place = statement->place};

	rule.reg = tq_making_wanted(m, statement->expr, TQ_V_CONDITION, "a rule");
	for (int i = 0; i < TQ_ATTR_VALUES; i++)
		rule.value[i] = TQ_PLAN_NONE;
	for (const struct tq_attr_source *a = statement->attrs; a; a = a->next)
		attribute(m, &rule, a);
	if (rule.side != TQ_RULE_FLAT && program->each != TQ_TYPE_BAR &&
	    rule.value[TQ_ATTR_PRICE] == TQ_PLAN_NONE)
		tq_fault(m->c.faults, statement->place, "a rule that does not judge bars has to "
			 "say its price ('price ask')");
	if (rule.reg == TQ_PLAN_NONE)
		return;
	m->c.faults = NULL;
	watch_operands(m, statement->expr);
	m->c.faults = faults;
	program->rules = tq_realloc(program->rules, program->n_rules + 1,
				    sizeof program->rules[0]);
	program->rules[program->n_rules++] = rule;
}

/*
 * The condition that keeps a side: the rule's own with a confluence that is
 * neutral points nearer to it. That is hysteresis for any threshold.
 */
static void
add_stay(struct tq_making *m, struct tq_rule *rule, const struct tq_statement *statement)
{
	double by = rule->side == TQ_RULE_LONG ? m->neutral : -m->neutral;
	struct tq_ast *nearer = tq_confluence_nearer(m->s, statement->expr, by);

	rule->stay = tq_making_wanted(m, nearer, TQ_V_CONDITION, "a rule");
}

static void
add_stays(struct tq_making *m)
{
	struct tq_rule *rule = m->program->rules;

	for (size_t i = 0; i < m->s->n_statements && m->c.faults->n == 0; i++) {
		const struct tq_statement *statement = &m->s->statements[i];

		if (statement->kind != TQ_S_RULE)
			continue;
		if (rule->side != TQ_RULE_FLAT)
			add_stay(m, rule, statement);
		rule++;
	}
}

/* Filters are a part of each entry's condition; nothing passes a null one. */
static void
add_filter(struct tq_making *m)
{
	for (size_t i = 0; i < m->program->n_rules; i++) {
		struct tq_rule *rule = &m->program->rules[i];
		int64_t lookback;

		if (m->filter != TQ_PLAN_NONE && rule->side != TQ_RULE_FLAT)
			rule->reg = tq_plan_apply(m->c.plan, TQ_OP_AND, 2,
						  (int[]){m->filter, rule->reg});
		if (rule->reg == TQ_PLAN_NONE) {
			tq_fault(m->c.faults, rule->place, "too large with the filters");
			continue;
		}
		tq_plan_want(m->c.plan, rule->reg);
		lookback = tq_plan_lookback(m->c.plan, rule->reg);
		if (lookback > m->program->lookback)
			m->program->lookback = lookback;
	}
}

void
tq_making_rank(struct tq_making *m)
{
	const struct tq_rank_source *source = m->s->rank;
	struct tq_rank *rank = &m->program->rank;

	if (!source->by || m->s->faulty)
		return;
	rank->by = tq_making_wanted(m, source->by, TQ_V_NUMBER, "what is ranked");
	if (source->inverse)
		rank->inverse = tq_making_wanted(m, source->inverse, TQ_V_NUMBER, "'inverse'");
	rank->filter = m->filter;
	rank->top = source->top;
	rank->bottom = source->bottom;
	rank->every = source->every;
	rank->weighted = source->weighted;
	if (rank->by != TQ_PLAN_NONE)
		m->program->lookback = tq_plan_lookback(m->c.plan, rank->by);
}

void
tq_making_end_rules(struct tq_making *m)
{
	if (m->program->neutral)
		add_stays(m);
	add_filter(m);
}
