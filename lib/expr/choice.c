/* SPDX-License-Identifier: ISC */
#include "expr/choice.h"

#include "base/mem.h"
#include "expr/compile.h"
#include "expr/library.h"

#include <stdlib.h>

#define AT(field) .at = offsetof(struct tq_choice, field)

const struct tq_opt tq_choice_rows[TQ_CHOICE_ROWS] = {
	{.name = "strategy", .letter = 's', .arg = "[LABEL=]NAME|FILE", .parse = tq_opt_list,
	 .repeats = true, AT(strategies),
	 .help = "strategy of the library, or a file (with a slash, or .tq at its end)"},
	{.name = "set", .arg = "[LABEL.]NAME=VALUE", .parse = tq_opt_list, .repeats = true,
	 AT(set), .help = "value of one of the strategy's parameters"},
	{.name = "preset", .arg = "[LABEL.]NAME", .parse = tq_opt_list, .repeats = true,
	 AT(presets), .help = "a named set of values of parameters; --set is stronger"},
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
	 AT(describe), .help = "show what a strategy takes, reads and looks back and exit"},
	{.name = "print", .arg = "NAME|FILE", .parse = tq_opt_text, .flag_only = true,
	 AT(print), .help = "print a strategy's text, to begin one's own from, and exit"},
};

static bool
check(const struct tq_choice *choice, bool files, bool rules, struct tq_err *err)
{
	if (files && rules)
		return tq_fail(err, TQ_USAGE,
			       "--strategy and --long, --short, --flat: one or the other");
	if (!files && !rules)
		return tq_fail(err, TQ_USAGE,
			       "no strategy: give --strategy, or --long, --short, --flat");
	if (choice->name && choice->strategies.n > 1)
		return tq_fail(err, TQ_USAGE, "--name is for one strategy: "
			       "--strategy LABEL=NAME names one of several");
	return true;
}

/* How many bytes in front of sign are a label: letters, digits, '_', '-'; 0: none. */
static size_t
label_of(const char *text, char sign)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				"0123456789_-");

	return text[n] == sign ? n : 0;
}

static struct tq_chosen_one *
add(struct tq_chosen *chosen, const char *file, struct tq_str name)
{
	struct tq_chosen_one *one = &chosen->items[chosen->n];

	one->strategy = tq_strategy_new();
	one->file = file;
	one->name = tq_str_dup(name);
	chosen->names[chosen->n++] = one->name;
	return one;
}

static bool
add_file(const struct tq_choice *choice, struct tq_chosen *chosen, const char *text,
	 struct tq_faults *faults, struct tq_err *err)
{
	size_t n = label_of(text, '=');
	const char *file = n > 0 ? text + n + 1 : text;
	struct tq_str name = n > 0 ? (struct tq_str){text, n} : tq_library_name(file);

	if (choice->name)
		name = tq_str(choice->name);
	for (size_t i = 0; i < chosen->n; i++) {
		if (tq_str_is(name, chosen->names[i]))
			return tq_fail(err, TQ_USAGE, "two strategies are called '%s': name one of "
				       "them (--strategy LABEL=%s)", chosen->names[i], file);
	}
	return tq_library_read(add(chosen, file, name)->strategy, file, faults, err);
}

static void
add_rules(const struct tq_choice *choice, struct tq_chosen *chosen, struct tq_faults *faults)
{
	static const char *const options[] = {"--long", "--short", "--flat"};
	struct tq_chosen_one *one = add(chosen, NULL, tq_str(choice->name ? choice->name :
							     "rules"));

	for (int i = 0; i < 3; i++) {
		if (choice->rules[i])
			tq_strategy_add_rule(one->strategy, (enum tq_rule_side)i, options[i],
					     tq_str(choice->rules[i]), faults);
	}
}

static bool
read_texts(const struct tq_choice *choice, struct tq_chosen *chosen, struct tq_faults *faults,
	   struct tq_err *err)
{
	const struct tq_opt_texts *files = &choice->strategies;
	bool rules = choice->rules[0] || choice->rules[1] || choice->rules[2];

	if (!check(choice, files->n > 0 || choice->describe, rules, err))
		return false;
	chosen->items = tq_alloc(files->n + 1, sizeof chosen->items[0]);
	chosen->names = tq_alloc(files->n + 1, sizeof chosen->names[0]);
	if (rules)
		add_rules(choice, chosen, faults);
	if (choice->describe)
		return add_file(choice, chosen, choice->describe, faults, err);
	for (size_t i = 0; i < files->n; i++) {
		if (!add_file(choice, chosen, files->items[i], faults, err))
			return false;
	}
	return true;
}

/* The strategy of a label in front of a dot, which *text is moved behind; NULL: no label. */
static struct tq_chosen_one *
labelled(struct tq_chosen *chosen, const char **text)
{
	size_t n = label_of(*text, '.');

	for (size_t i = 0; i < chosen->n && n > 0; i++) {
		if (tq_str_is((struct tq_str){*text, n}, chosen->names[i])) {
			*text += n + 1;
			return &chosen->items[i];
		}
	}
	return NULL;
}

static void
set_one(struct tq_chosen *chosen, const char *text, struct tq_faults *faults)
{
	struct tq_chosen_one *one = labelled(chosen, &text);
	size_t takes = 0;

	if (one) {
		tq_strategy_set(one->strategy, text, faults);
		return;
	}
	for (size_t i = 0; i < chosen->n; i++) {
		if (tq_strategy_takes(chosen->items[i].strategy, text)) {
			tq_strategy_set(chosen->items[i].strategy, text, faults);
			takes++;
		}
	}
	if (takes == 0)
		tq_strategy_set(chosen->items[0].strategy, text, faults);
}

static void
set_values(const struct tq_choice *choice, struct tq_chosen *chosen, struct tq_faults *faults)
{
	for (size_t i = 0; i < choice->set.n; i++)
		set_one(chosen, choice->set.items[i], faults);
	for (size_t i = 0; i < choice->presets.n; i++) {
		const char *text = choice->presets.items[i];
		struct tq_chosen_one *one = labelled(chosen, &text);

		for (size_t k = 0; k < chosen->n; k++) {
			if (!one || one == &chosen->items[k])
				tq_strategy_preset(chosen->items[k].strategy, tq_str(text),
						   faults);
		}
	}
}

static bool
compile(struct tq_chosen *chosen, struct tq_faults *faults, struct tq_err *err)
{
	chosen->plan = tq_plan_new();
	for (size_t i = 0; i < chosen->n; i++)
		chosen->items[i].program = tq_strategy_compile_into(chosen->items[i].strategy,
								    chosen->plan, faults);
	if (!tq_faults_tell(faults, "strategy", err))
		return false;
	for (size_t i = 1; i < chosen->n; i++) {
		if (chosen->items[i].program->each != chosen->items[0].program->each)
			return tq_fail(err, TQ_USAGE, "'%s' judges each %s and '%s' each %s: run "
				       "them apart", chosen->names[0],
				       tq_type_name(chosen->items[0].program->each),
				       chosen->names[i],
				       tq_type_name(chosen->items[i].program->each));
	}
	return true;
}

bool
tq_choice_start(const struct tq_choice *choice, struct tq_chosen *chosen, struct tq_err *err)
{
	struct tq_faults faults = {0};
	bool ok = read_texts(choice, chosen, &faults, err);

	if (ok) {
		set_values(choice, chosen, &faults);
		ok = compile(chosen, &faults, err);
	}
	tq_faults_fini(&faults);
	return ok;
}

bool
tq_choice_make(const struct tq_choice *choice, struct tq_chosen *chosen, struct tq_err *err)
{
	if (!tq_choice_start(choice, chosen, err))
		return false;
	tq_plan_finish(chosen->plan);
	return true;
}

void
tq_chosen_fini(struct tq_chosen *chosen)
{
	for (size_t i = 0; i < chosen->n; i++) {
		tq_program_free(chosen->items[i].program);
		tq_strategy_free(chosen->items[i].strategy);
		free(chosen->items[i].name);
	}
	tq_plan_free(chosen->plan);
	free(chosen->items);
	free(chosen->names);
	*chosen = (struct tq_chosen){0};
}

void
tq_choice_fini(struct tq_choice *choice)
{
	tq_opt_free(&choice->strategies);
	tq_opt_free(&choice->set);
	tq_opt_free(&choice->presets);
}

bool
tq_choice_asks(const struct tq_choice *choice)
{
	return choice->list || choice->functions || choice->describe || choice->print;
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
	if (choice->print)
		return tq_library_text(choice->print, text, err);
	ok = tq_choice_make(choice, &chosen, err);
	if (ok)
		tq_library_describe(chosen.items[0].strategy, chosen.items[0].program,
				    tq_str(chosen.items[0].name), text);
	tq_chosen_fini(&chosen);
	return ok;
}
