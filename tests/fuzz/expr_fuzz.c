/* SPDX-License-Identifier: ISC */
/*
 * Any text as a strategy: it is refused with words, or it runs, with every
 * value finite or null and every condition true, false or null.
 */
#include "expr/strategy.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BARS = 70 };

/* Ordinary prices, extreme ones, nulls, a flat end. */
static double
price(int i, size_t field)
{
	if (i % 17 == 16)
		return i % 2 ? NAN : 1e300;
	return i > 50 ? 7.5 : 100 + (double)((i * 37 + (int)field * 11) % 29) / 8;
}

static void
run(const struct tq_program *program)
{
	struct tq_flow *flow = tq_flow_new(program->plan);
	double *value = calloc(program->plan->n_fields + 1, sizeof *value);

	for (int i = 0; i < BARS; i++) {
		for (size_t f = 0; f < program->plan->n_fields; f++)
			value[f] = price(i, f);
		tq_flow_step(flow, value);
		for (int r = 0; r < program->plan->n_regs; r++) {
			if (isinf(tq_flow_value(flow, r)))
				abort();
		}
		for (size_t k = 0; k < program->n_rules; k++) {
			double x = tq_flow_value(flow, program->rules[k].reg);

			if (!isnan(x) && ((x != 0 && x != 1) || i < program->lookback - BARS))
				abort();
		}
	}
	free(value);
	tq_flow_free(flow);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tq_strategy *s = tq_strategy_new();
	struct tq_faults faults = {0};
	struct tq_str text = {(const char *)data, size};
	struct tq_program *program;

	if (size > 0 && data[0] == '!')
		tq_strategy_add_rule(s, TQ_RULE_LONG, "rule", (struct tq_str){text.p + 1, size - 1},
				     &faults);
	else
		tq_strategy_add_file(s, "file", text, &faults);
	program = tq_strategy_compile(s, &faults);
	if ((program == NULL) != (faults.n > 0))
		abort();
	if (program && program->plan->memory < 100000)
		run(program);
	tq_program_free(program);
	tq_faults_fini(&faults);
	tq_strategy_free(s);
	return 0;
}
