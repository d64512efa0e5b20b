/* SPDX-License-Identifier: ISC */
#include "expr/never.h"

#include "record/field.h"

#include <string.h>

enum { DEPTH = 32 };             /* of operations looked through */

static const struct tq_op *
op_of(const struct tq_plan *plan, int reg)
{
	return &plan->ops[plan->op_of[reg]];
}

/* Of a bar: low <= open, close <= high. */
static bool
field_at_most(const struct tq_op *a, const struct tq_op *b)
{
	bool body = a->field == TQ_F_open || a->field == TQ_F_close || a->field == TQ_F_low;

	if (a->code != TQ_OP_FIELD || b->code != TQ_OP_FIELD || a->clock != b->clock)
		return false;
	if (b->field == TQ_F_high)
		return body;
	return a->field == TQ_F_low && (b->field == TQ_F_open || b->field == TQ_F_close);
}

static bool
calls(const struct tq_op *op, const char *name)
{
	return op->code == TQ_OP_INDICATOR && strcmp(op->ind->name, name) == 0;
}

/* The input that an operation's output is never below; or never above. */
static int
covered(const struct tq_op *op, int output, bool below)
{
	if (calls(op, below ? "lowest" : "highest"))
		return op->in[0];
	if (calls(op, "donchian") && op->param[1] == 0 && output == (below ? 2 : 0))
		return op->in[below ? 1 : 0];
	return TQ_PLAN_NONE;
}

/* Whether a <= b on every bar on which both are there. */
static bool
at_most(const struct tq_plan *plan, int a, int b, int depth)
{
	const struct tq_op *low = op_of(plan, a), *high = op_of(plan, b);
	int inner;

	if (a == b || field_at_most(low, high))
		return true;
	if (depth == 0)
		return false;
	inner = covered(high, b - high->out, false);
	if (inner != TQ_PLAN_NONE && at_most(plan, a, inner, depth - 1))
		return true;
	inner = covered(low, a - low->out, true);
	return inner != TQ_PLAN_NONE && at_most(plan, inner, b, depth - 1);
}

static bool
never(const struct tq_plan *plan, int reg, int depth)
{
	const struct tq_op *op = op_of(plan, reg);
	double x;

	if (tq_plan_is_const(plan, reg, &x))
		return !(x > 0);
	if (depth == 0)
		return false;
	if (op->code == TQ_OP_AND)
		return never(plan, op->in[0], depth - 1) || never(plan, op->in[1], depth - 1);
	if (op->code == TQ_OP_OR)
		return never(plan, op->in[0], depth - 1) && never(plan, op->in[1], depth - 1);
	if (op->code == TQ_OP_GT || calls(op, "crosses_above") || calls(op, "crossover"))
		return at_most(plan, op->in[0], op->in[1], depth);
	if (op->code == TQ_OP_LT || calls(op, "crosses_below"))
		return at_most(plan, op->in[1], op->in[0], depth);
	return false;
}

bool
tq_never_true(const struct tq_plan *plan, int reg)
{
	return never(plan, reg, DEPTH);
}
