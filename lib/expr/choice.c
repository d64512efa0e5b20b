/* SPDX-License-Identifier: ISC */
#include "expr/choice.h"

#include "expr/compile.h"
#include "expr/library.h"

#include <stdlib.h>

#define AT(field) .at = offsetof(struct tq_choice, field)

const struct tq_opt tq_choice_rows[TQ_CHOICE_ROWS] = {
	{.name = "strategy", .letter = 's', .arg = "NAME|FILE", .parse = tq_opt_text, AT(strategy),
	 .help = "strategy of the library, or a file (with a slash, or .tq at its end)"},
	{.name = "set", .arg = "NAME=VALUE", .parse = tq_opt_list, .repeats = true, AT(set),
	 .help = "value of one of the strategy's parameters"},
	{.name = "long", .arg = "EXPR", .parse = tq_opt_text, AT(rules[TQ_RULE_LONG]),
	 .help = "rule: go long when the expression turns true"},
	{.name = "short", .arg = "EXPR", .parse = tq_opt_text, AT(rules[TQ_RULE_SHORT]),
	 .help = "rule: go short when the expression turns true"},
	{.name = "flat", .arg = "EXPR", .parse = tq_opt_text, AT(rules[TQ_RULE_FLAT]),
	 .help = "rule: close the position when the expression turns true"},
	{.name = "name", .arg = "NAME", .parse = tq_opt_text, AT(name),
	 .help = "what the signals call the strategy"},
	{.name = "list-strategies", .parse = tq_opt_flag, .flag_only = true, AT(list),
	 .help = "list the strategies of the library and exit"},
	{.name = "list-functions", .parse = tq_opt_flag, .flag_only = true, AT(functions),
	 .help = "list the functions of expressions and exit"},
	{.name = "describe", .arg = "NAME|FILE", .parse = tq_opt_text, .flag_only = true,
	 AT(describe), .help = "show a strategy's parameters and lookback and exit"},
};

static bool
check(const struct tq_choice *choice, bool rules, struct tq_err *err)
{
	const char *file = choice->strategy ? choice->strategy : choice->describe;

	if (file && rules)
		return tq_fail(err, TQ_USAGE,
			       "--strategy and --long, --short, --flat: one or the other");
	if (!file && !rules)
		return tq_fail(err, TQ_USAGE,
			       "no strategy: give --strategy, or --long, --short, --flat");
	return true;
}

static bool
read_texts(const struct tq_choice *choice, struct tq_chosen *chosen, struct tq_faults *faults,
	   struct tq_err *err)
{
	static const char *const options[] = {"--long", "--short", "--flat"};
	const char *file = choice->describe ? choice->describe : choice->strategy;
	bool rules = choice->rules[0] || choice->rules[1] || choice->rules[2];

	if (!check(choice, rules, err))
		return false;
	if (file && !tq_library_read(chosen->strategy, file, faults, err))
		return false;
	for (int i = 0; i < 3; i++) {
		if (choice->rules[i])
			tq_strategy_add_rule(chosen->strategy, (enum tq_rule_side)i, options[i],
					     tq_str(choice->rules[i]), faults);
	}
	for (size_t i = 0; i < choice->set.n; i++)
		tq_strategy_set(chosen->strategy, choice->set.items[i], faults);
	chosen->name = tq_str_dup(choice->name ? tq_str(choice->name) :
				  file ? tq_library_name(file) : tq_str("rules"));
	return true;
}

bool
tq_choice_make(const struct tq_choice *choice, struct tq_chosen *chosen, struct tq_err *err)
{
	struct tq_faults faults = {0};
	bool ok;

	chosen->strategy = tq_strategy_new();
	ok = read_texts(choice, chosen, &faults, err);
	if (ok) {
		chosen->program = tq_strategy_compile(chosen->strategy, &faults);
		ok = tq_faults_tell(&faults, "strategy", err);
	}
	tq_faults_fini(&faults);
	return ok;
}

void
tq_chosen_fini(struct tq_chosen *chosen)
{
	tq_program_free(chosen->program);
	tq_strategy_free(chosen->strategy);
	free(chosen->name);
}

bool
tq_choice_asks(const struct tq_choice *choice)
{
	return choice->list || choice->functions || choice->describe;
}

bool
tq_choice_answer(const struct tq_choice *choice, struct tq_buf *text, struct tq_err *err)
{
	struct tq_chosen chosen = {0};
	bool ok;

	if (choice->list)
		return tq_library_list(text, err);
	if (choice->functions) {
		tq_call_list(text);
		return true;
	}
	ok = tq_choice_make(choice, &chosen, err);
	if (ok)
		tq_library_describe(chosen.strategy, chosen.program, tq_str(chosen.name), text);
	tq_chosen_fini(&chosen);
	return ok;
}
