/* SPDX-License-Identifier: ISC */
#include "expr/plan.h"

#include "base/mem.h"
#include "state/state.h"

#include <stdlib.h>

/* An operation with its operands' places and its indicator's memory. */
struct cell {
	enum tq_op_code code;
	int n_in;
	int in[TQ_IND_INPUTS];
	int out;
	const struct tq_ind *ind;
	void (*step)(void *node, const double *in, double *out);
	void *node;
};

struct tq_flow {
	size_t n_cells, n_fields;
	double *reg;
	int *field;              /* registers that the bar's values go to */
	struct cell cell[];
};

static void
add_cell(struct tq_flow *flow, const struct tq_op *op)
{
	struct cell *cell = &flow->cell[flow->n_cells++];

	cell->code = op->code;
	cell->n_in = op->n_in;
	memcpy(cell->in, op->in, sizeof cell->in);
	cell->out = op->out;
	cell->ind = op->ind;
	if (op->ind) {
		cell->step = op->ind->step;
		cell->node = op->ind->make(op->param);
	}
}

struct tq_flow *
tq_flow_new(const struct tq_plan *plan)
{
	struct tq_flow *flow = tq_alloc(1, sizeof *flow + plan->n * sizeof flow->cell[0]);

	flow->reg = tq_alloc((size_t)plan->n_regs + 1, sizeof flow->reg[0]);
	flow->field = tq_alloc(plan->n_fields + 1, sizeof flow->field[0]);
	for (int i = 0; i < plan->n_regs; i++)
		flow->reg[i] = (double)NAN;
	for (size_t i = 0; i < plan->n; i++) {
		const struct tq_op *op = &plan->ops[i];

		if (op->code == TQ_OP_CONST)
			flow->reg[op->out] = op->constant;
		else if (op->wanted && op->code == TQ_OP_FIELD)
			flow->field[flow->n_fields++] = op->out;
		else if (op->wanted)
			add_cell(flow, op);
	}
	return flow;
}

void
tq_flow_free(struct tq_flow *flow)
{
	if (!flow)
		return;
	for (size_t i = 0; i < flow->n_cells; i++) {
		if (flow->cell[i].ind)
			tq_ind_free(flow->cell[i].ind, flow->cell[i].node);
	}
	free(flow->reg);
	free(flow->field);
	free(flow);
}

static inline void
step_indicator(const struct cell *cell, double *reg)
{
	double in[TQ_IND_INPUTS];

	if (cell->n_in == 1) {
		cell->step(cell->node, &reg[cell->in[0]], &reg[cell->out]);
		return;
	}
	for (int i = 0; i < cell->n_in; i++)
		in[i] = reg[cell->in[i]];
	cell->step(cell->node, in, &reg[cell->out]);
}

void
tq_flow_step(struct tq_flow *flow, const double *value)
{
	double *reg = flow->reg;

	for (size_t i = 0; i < flow->n_fields; i++)
		reg[flow->field[i]] = value[i];
	for (size_t i = 0; i < flow->n_cells; i++) {
		const struct cell *cell = &flow->cell[i];

		if (cell->code == TQ_OP_INDICATOR)
			step_indicator(cell, reg);
		else
			reg[cell->out] = tq_op_apply(cell->code, reg[cell->in[0]],
						     reg[cell->in[1]], reg[cell->in[2]]);
	}
}

double
tq_flow_value(const struct tq_flow *flow, int reg)
{
	return flow->reg[reg];
}

bool
tq_flow_holds(const struct tq_flow *flow, int reg)
{
	return flow->reg[reg] > 0;
}

/* Only indicators remember; the other registers are made anew on each bar. */
void
tq_flow_state(struct tq_flow *flow, struct tq_state *st)
{
	for (size_t i = 0; i < flow->n_cells; i++) {
		if (flow->cell[i].ind)
			flow->cell[i].ind->state(flow->cell[i].node, st);
	}
}
