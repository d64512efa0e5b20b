/* SPDX-License-Identifier: ISC */
/* Wrong rules, and the first line that is said of each, without the name of its source. */
#include "t.h"

#include "expr/strategy.h"

struct wrong {
	const char *text, *fault;
};

static void
test_wrong(const struct wrong *wrong, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct tq_strategy *s = tq_strategy_new();
		struct tq_faults faults = {0};
		struct tq_program *program;
		char first[300] = "";

		tq_strategy_add_rule(s, TQ_RULE_LONG, "t", tq_str(wrong[i].text), &faults);
		program = tq_strategy_compile(s, &faults);
		if (faults.n > 0)
			sscanf(tq_buf_text(&faults.text), "t:%299[^\n]", first);
		IS_STR(first, wrong[i].fault, wrong[i].text);
		OK(!program, "F0.7 nothing runs");
		tq_program_free(program);
		tq_faults_fini(&faults);
		tq_strategy_free(s);
	}
}
