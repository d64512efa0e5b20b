/* SPDX-License-Identifier: ISC */
#include "expr/check_rule.h"

#include "base/mem.h"
#include "expr/compile.h"
#include "expr/never.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* What can be wrong with a rule, each a bit. */
enum trouble {
	NEVER, SHADOWED, UNCONFIRMED, WRONG_STOP, WRONG_TAKE, NO_PRICE, NO_SIZE, TOO_LARGE, TROUBLES
};

struct rules {
	const struct tq_program *program;
	struct tq_bounds *bounds;
};

static const char *
words_of(enum trouble trouble, enum tq_rule_side side)
{
	bool is_short = side == TQ_RULE_SHORT;

	switch (trouble) {
	case NEVER: return "never true: the rule for";
	case SHADOWED: return "never fires behind an earlier rule on the same: the rule for";
	case UNCONFIRMED: return "a crossing holds on one bar, confirm wants more: the rule for";
	case WRONG_STOP:
		return is_short ? "the stop is never above the entry: the rule for" :
				  "the stop is never below the entry: the rule for";
	case WRONG_TAKE:
		return is_short ? "the take is never below the entry: the rule for" :
				  "the take is never above the entry: the rule for";
	case NO_PRICE: return "a price is never above 0: the rule for";
	case NO_SIZE: return "the size is never above 0: the rule for";
	case TOO_LARGE: return "the size is always above 1: the rule for";
	case TROUBLES: break;
	}
	return "";
}

void
tq_check_say(struct tq_buf *out, size_t *n, struct tq_place place, const char *words, ...)
{
	struct tq_faults one = {0};
	char text[200];
	va_list args;

	va_start(args, words);
	vsnprintf(text, sizeof text, words, args);
	va_end(args);
	tq_fault(&one, place, "%s", text);
	tq_buf_printf(out, "%s", tq_buf_text(&one.text));
	tq_faults_fini(&one);
	++*n;
}

/* Whether a rule behind another one on the same condition has no turn of its own. */
static bool
is_shadowed(const struct tq_rule *rule, const struct tq_rule *earlier)
{
	return !rule->manages && !earlier->manages && rule->reg == earlier->reg &&
	       (earlier->every_bar || !rule->every_bar) &&
	       (rule->side == TQ_RULE_FLAT) == (earlier->side == TQ_RULE_FLAT);
}

/* The price at which an entry is meant to be made, as far as the strategy says it. */
static int
entry_of(const struct rules *r, const struct tq_rule *rule)
{
	static const enum tq_attr from[] = {TQ_ATTR_STOP_ENTRY, TQ_ATTR_LIMIT, TQ_ATTR_PRICE};
	const struct tq_plan *plan = r->program->plan;

	for (size_t i = 0; i < TQ_COUNT(from); i++) {
		if (rule->value[from[i]] != TQ_PLAN_NONE)
			return rule->value[from[i]];
	}
	for (size_t i = 0; i < plan->n && r->program->each == TQ_TYPE_BAR; i++) {
		if (plan->ops[i].code == TQ_OP_FIELD && plan->ops[i].clock == 0 &&
		    plan->ops[i].field == TQ_F_close)
			return plan->ops[i].out;
	}
	return TQ_PLAN_NONE;
}

/* Whether a price that has to be beyond the entry never is. */
static bool
is_wrong(const struct rules *r, int price, int entry, bool below)
{
	const struct tq_plan *plan = r->program->plan;

	if (price == TQ_PLAN_NONE || entry == TQ_PLAN_NONE)
		return false;
	return below ? tq_bounds_at_most(plan, r->bounds, entry, price) :
		       tq_bounds_at_most(plan, r->bounds, price, entry);
}

static bool
is_at_most(const struct rules *r, int reg, double x)
{
	return reg != TQ_PLAN_NONE && r->bounds[reg].high <= x;
}

static unsigned
troubles_of_values(const struct rules *r, const struct tq_rule *rule)
{
	const int *value = rule->value;
	int entry = entry_of(r, rule);
	bool is_long = rule->side == TQ_RULE_LONG;
	unsigned found = 0;

	if (rule->side == TQ_RULE_FLAT || rule->manages)
		return 0;
	for (int i = TQ_ATTR_PRICE; i <= TQ_ATTR_TRAIL; i++)
		found |= (unsigned)is_at_most(r, value[i], 0) << NO_PRICE;
	found |= (unsigned)is_wrong(r, value[TQ_ATTR_STOP], entry, is_long) << WRONG_STOP;
	found |= (unsigned)is_wrong(r, value[TQ_ATTR_TAKE], entry, !is_long) << WRONG_TAKE;
	found |= (unsigned)(is_at_most(r, value[TQ_ATTR_SIZE], 0) ||
			    is_at_most(r, value[TQ_ATTR_QTY], 0)) << NO_SIZE;
	if (value[TQ_ATTR_SIZE] != TQ_PLAN_NONE && r->bounds[value[TQ_ATTR_SIZE]].low > 1)
		found |= 1U << TOO_LARGE;
	return found;
}

/* Of one rule, a bit each; of one that never fires nothing else is said. */
static unsigned
troubles_of(const struct rules *r, size_t i)
{
	const struct tq_rule *rules = r->program->rules;

	if (tq_never_true(r->program->plan, r->bounds, rules[i].reg))
		return 1U << NEVER;
	for (size_t k = 0; k < i; k++) {
		if (is_shadowed(&rules[i], &rules[k]))
			return 1U << SHADOWED;
	}
	if (r->program->confirm > 1 && rules[i].side != TQ_RULE_FLAT && !rules[i].manages &&
	    tq_true_once(r->program->plan, rules[i].reg))
		return 1U << UNCONFIRMED;
	return troubles_of_values(r, &rules[i]);
}

static unsigned *
find_troubles(const struct tq_program *program)
{
	struct rules r = {program, tq_bounds_of(program->plan)};
	unsigned *found = tq_alloc(program->n_rules + 1, sizeof *found);

	for (size_t i = 0; i < program->n_rules; i++)
		found[i] = troubles_of(&r, i);
	free(r.bounds);
	return found;
}

/* with is what parameter has another value than its own, "" if none has. */
static void
say_troubles(const struct tq_program *program, const unsigned *found, const char *with,
	     struct tq_buf *out, size_t *n)
{
	for (size_t i = 0; i < program->n_rules; i++) {
		const struct tq_rule *rule = &program->rules[i];

		for (int k = 0; k < TROUBLES; k++) {
			if (found[i] >> k & 1)
				tq_check_say(out, n, rule->place, "%s%s '%s'", with,
					     words_of((enum trouble)k, rule->side),
					     tq_rule_side_name(rule->side));
		}
	}
}

/* What is wrong with a parameter at an end of its range, and is not in any case. */
static void
check_end(struct tq_strategy *s, struct tq_strategy_param *param, double end,
	  const unsigned *known, struct tq_buf *out, size_t *n)
{
	struct tq_faults ignored = {0};
	struct tq_program *program;
	double own = param->value;
	unsigned *found;
	char with[100];

	if (end == own)
		return;
	param->value = end;
	program = tq_strategy_compile(s, &ignored);
	param->value = own;
	if (program) {
		found = find_troubles(program);
		for (size_t i = 0; i < program->n_rules; i++)
			found[i] &= ~known[i];
		snprintf(with, sizeof with, "with %.*s = %.10g ", TQ_STR_ARG(param->name), end);
		say_troubles(program, found, with, out, n);
		free(found);
	}
	tq_program_free(program);
	tq_faults_fini(&ignored);
}

void
tq_check_rules(struct tq_strategy *s, const struct tq_program *program, struct tq_buf *out,
	       size_t *n)
{
	unsigned *found = find_troubles(program);

	say_troubles(program, found, "", out, n);
	for (size_t i = 0; i < s->n_params; i++) {
		if (s->params[i].is_text)
			continue;
		check_end(s, &s->params[i], s->params[i].low, found, out, n);
		check_end(s, &s->params[i], s->params[i].high, found, out, n);
	}
	free(found);
}
