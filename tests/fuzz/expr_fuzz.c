/* SPDX-License-Identifier: ISC */
/*
 * Any text as a strategy: it is refused with words, or it runs, with every
 * value finite or null and every condition true, false or null.
 */
#include "expr/flow.h"
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

/* A root's flow on bars or other records, seeing what the taps might show. */
static void
run_root(const struct tq_program *program, int root)
{
	const struct tq_plan *plan = program->plan;
	const struct tq_clock *clock = &plan->clocks[root];
	struct tq_flow *flow = tq_flow_new(plan, root, (struct tq_interval){1, 'm', 0},
					   &(struct tq_err){0});
	double *value = calloc(tq_clock_width(clock) + (size_t)clock->n_given + 1, sizeof *value);

	for (int i = 0; flow && i < BARS; i++) {
		tq_time open = TQ_HOUR + i * TQ_MINUTE;

		for (size_t f = 0; f < clock->n_fields; f++)
			value[f] = price(i, f);
		for (size_t t = 0; t < clock->n_taps; t++) {
			for (int k = 0; k < clock->taps[t].n; k++)
				value[tq_clock_width(clock) + (size_t)k] = price(i, (size_t)k);
			tq_flow_give(flow, t, value + tq_clock_width(clock), open + TQ_MINUTE);
		}
		tq_flow_step(flow, open, open + TQ_MINUTE, value);
		for (int r = 0; r < plan->n_regs; r++) {
			if (isinf(tq_flow_value(flow, r)))
				abort();
		}
		for (size_t k = 0; k < program->n_rules && root == 0; k++) {
			double x = tq_flow_value(flow, program->rules[k].reg);

			if (!isnan(x) && ((x != 0 && x != 1) || i < program->lookback - BARS))
				abort();
		}
	}
	free(value);
	tq_flow_free(flow);
}

static void
run(const struct tq_program *program)
{
	for (int i = 0; i < program->plan->n_clocks; i++) {
		if (program->plan->clocks[i].root == i)
			run_root(program, i);
	}
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
