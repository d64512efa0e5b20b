/* SPDX-License-Identifier: ISC */
/* What binds how, as tq-strategy(5) has it: conditions of constants, and whether they hold. */
#include "t.h"

#include "expr/strategy.h"

static const struct {
	const char *text;
	bool holds;
} cases[] = {
	{"1 + 2 * 3 == 7", true}, {"(1 + 2) * 3 == 9", true}, {"2 - 3 - 4 == -5", true},
	{"12 / 3 / 2 == 2", true}, {"12 / (3 / 2) == 8", true}, {"2 * 7 % 4 == 2", true},
	{"-7 % 3 == -1", true}, {"7 % -3 == 1", true}, {"7.5 % 2 == 1.5", true},
	{"-2 * 3 == -6", true}, {"2 * -3 == -6", true}, {"1 - -1 == 2", true},
	{"- -2 == 2", true}, {"-2 + 3 == 1", true}, {"-(2 + 3) == -5", true},
	{"1 + 1 < 3", true}, {"1 < 2 and 2 < 3", true}, {"1 < 2 or 1 / 2 > 3", true},
	{"true or false and false", true}, {"(true or false) and false", false},
	{"false and false or true", true}, {"not 1 > 2 and true", true},
	{"not true or true", true}, {"not (true or true)", false}, {"not not true", true},
	{"not true and not false", false}, {"5 != 5", false}, {"2 <= 2 and 2 >= 2", true},
	{"0.1 + 0.2 == 0.3", false}, {"1e3 == 1000", true}, {"pow(2, 3) == 8", true},
	{"pow(2, 3) * 2 == 16", true}, {"if(true, 1, 2) + 1 == 2", true},
	{"if(1 > 2, 1, 2) == 2", true}, {"round(2.5) == 3 and round(-2.5) == -3", true},
	{"floor(-0.5) == -1 and ceil(-0.5) == 0", true}, {"sign(-3) == -1 and sign(0) == 0", true},
	{"clamp(5, 1, 3) == 3 and clamp(0, 1, 3) == 1", true}, {"between(2, 2, 3)", true},
	{"min(3, 1, 2) == 1 and max(3, 1, 2) == 3", true}, {"abs(-2) == 2", true},
	{"true and\n\n1 < 2", true}, {"1 +\n2 == 3", true}, {"1 < 2 # always\nand true", true},
};

int
main(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct tq_strategy *s = tq_strategy_new();
		struct tq_faults faults = {0};
		struct tq_program *program;
		double x = -1;

		tq_strategy_add_rule(s, TQ_RULE_LONG, "t", tq_str(cases[i].text), &faults);
		program = tq_strategy_compile(s, &faults);
		OK(program && tq_plan_is_const(program->plan, program->rules[0].reg, &x) &&
		   x == (cases[i].holds ? 1 : 0), "%s", cases[i].text);
		tq_program_free(program);
		tq_faults_fini(&faults);
		tq_strategy_free(s);
	}
	return t_done();
}
