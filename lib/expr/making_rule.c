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

static bool
is_tif(struct tq_str text)
{
	static const char *const known[] = {"gtc", "day", "ioc", "fok"};

	for (size_t i = 0; i < TQ_COUNT(known); i++) {
		if (tq_str_is(text, known[i]))
			return true;
	}
	return false;
}

/* A word, or a text that is one, which a parameter may be. */
static struct tq_str
tif_of(struct tq_making *m, const struct tq_text_source *text)
{
	struct tq_text_source tif = *text;

	if (tif.is_name && !is_tif(tif.text) && tq_param_find(m->s, tif.text) &&
	    !tq_text_of(m->s, text, m->c.faults, &tif))
		return tq_str("");
	if (!is_tif(tif.text))
		tq_fault(m->c.faults, tif.place, "unknown tif '%.*s': gtc, day, ioc or fok",
			 TQ_STR_ARG(tif.text));
	return tif.text;
}

static struct tq_str
tag_of(struct tq_making *m, const struct tq_text_source *text)
{
	struct tq_text_source tag;

	return tq_text_of(m->s, text, m->c.faults, &tag) ? tag.text : tq_str("");
}

/* Bars that have to come before the value can be; what is of other clocks counts its own. */
static void
look_back(struct tq_making *m, int reg)
{
	const struct tq_plan *plan = m->c.plan;
	int64_t lookback = 0;

	if (reg != TQ_PLAN_NONE && plan->ops[plan->op_of[reg]].clock <= 0)
		lookback = tq_plan_lookback(plan, reg);
	if (lookback > m->program->lookback)
		m->program->lookback = lookback;
}

/* A size that can never be one is told before the first record. */
static void
check_size(struct tq_making *m, const struct tq_attr_source *a, int reg)
{
	double x;

	if (reg == TQ_PLAN_NONE || !tq_plan_is_const(m->c.plan, reg, &x))
		return;
	if (a->attr == TQ_ATTR_SIZE && !(x > 0 && x <= 1))
		tq_fault(m->c.faults, a->expr->place, "'size' is %.10g, not a fraction of the "
			 "equity above 0 up to 1", x);
	else if (a->attr != TQ_ATTR_WEIGHT && a->attr != TQ_ATTR_TARGET && a->attr >
		 TQ_ATTR_SCORE && !(x > 0))
		tq_fault(m->c.faults, a->expr->place, "'%s' is %.10g, not above 0",
			 tq_attr_word(a->attr), x);
}

static void
attribute(struct tq_making *m, struct tq_rule *rule, const struct tq_attr_source *a)
{
	char what[32] = "'";
	double x;

	strncat(what, tq_attr_word(a->attr), 20);
	strncat(what, "'", 2);
	if (a->attr < TQ_ATTR_VALUES) {
		rule->value[a->attr] = tq_making_wanted(m, a->expr, TQ_V_NUMBER, what);
		check_size(m, a, rule->value[a->attr]);
		if (a->attr > TQ_ATTR_SCORE)
			look_back(m, rule->value[a->attr]);
	} else if (a->attr == TQ_ATTR_MAX_HOLD && tq_making_constant(m, a->expr, what, true, 1, &x))
		rule->max_hold = (int64_t)x;
	else if (a->attr == TQ_ATTR_TIF)
		rule->tif = tif_of(m, &a->text);
	else if (a->attr == TQ_ATTR_TAG)
		rule->tag = tag_of(m, &a->text);
	rule->add |= a->attr == TQ_ATTR_ADD;
	rule->only_when_flat |= a->attr == TQ_ATTR_ONLY_WHEN_FLAT;
	rule->manages |= a->attr == TQ_ATTR_ONLY_WHEN_OPEN;
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
	if (rule.manages && rule.value[TQ_ATTR_RATCHET] == TQ_PLAN_NONE)
		tq_fault(m->c.faults, statement->place, "a rule that is for what is open has to "
			 "say its ratchet");
	if (rule.side != TQ_RULE_FLAT && !rule.manages && program->each != TQ_TYPE_BAR &&
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
		if (rule->side != TQ_RULE_FLAT && !rule->manages)
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
		if (m->filter != TQ_PLAN_NONE && rule->side != TQ_RULE_FLAT && !rule->manages)
			rule->reg = tq_plan_apply(m->c.plan, TQ_OP_AND, 2,
						  (int[]){m->filter, rule->reg});
		if (rule->reg == TQ_PLAN_NONE) {
			tq_fault(m->c.faults, rule->place, "too large with the filters");
			continue;
		}
		tq_plan_want(m->c.plan, rule->reg);
		look_back(m, rule->reg);
	}
}

static void
rebalances(struct tq_making *m, const struct tq_text_source *text, struct tq_interval *every)
{
	struct tq_text_source found;

	if (!tq_text_of(m->s, text, m->c.faults, &found) ||
	    (tq_interval_parse(found.text, every) && tq_interval_timed(*every)))
		return;
	if (found.text.n > 40)
		found.text.n = 40;
	tq_fault(m->c.faults, found.place, "no interval: '%.*s' (7d, 4h, 1M)",
		 TQ_STR_ARG(found.text));
}

static int64_t
count_of(struct tq_making *m, const struct tq_ast *ast, const char *what)
{
	double x;

	if (!ast || !tq_making_constant(m, ast, what, true, 1, &x))
		return 0;
	if (x > 10000)
		tq_fault(m->c.faults, ast->place, "%s is %.10g, above 10000", what, x);
	return (int64_t)x;
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
	rank->top = count_of(m, source->top, "'top'");
	rank->bottom = count_of(m, source->bottom, "'bottom'");
	rebalances(m, &source->every, &rank->every);
	rank->weighted = source->weighted;
	look_back(m, rank->by);
	look_back(m, rank->filter);
}

void
tq_making_end_rules(struct tq_making *m)
{
	if (m->program->neutral)
		add_stays(m);
	add_filter(m);
}
