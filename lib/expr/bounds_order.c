/* SPDX-License-Identifier: ISC */
/* Which of two registers is never above the other, by what they are made of. */
#include "expr/bounds.h"
#include "record/field.h"

#include <string.h>

enum { DEPTH = 12, STEPS = 200 };       /* of operations looked through; comparisons */

struct order {
	const struct tq_plan *plan;
	const struct tq_bounds *bounds;
	int steps;
};

static bool at_most(struct order *o, int a, int b, int depth);

static const struct tq_op *
op_of(const struct order *o, int reg)
{
	return &o->plan->ops[o->plan->op_of[reg]];
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
	if (calls(op, below ? "lowest" : "highest") || calls(op, below ? "cummin" : "cummax"))
		return op->in[0];
	if (calls(op, "minmax") && output == !below)
		return op->in[0];
	if (calls(op, "donchian") && op->param[1] == 0 && output == (below ? 2 : 0))
		return op->in[below ? 1 : 0];
	return TQ_PLAN_NONE;
}

/* a <= op, op being a sum, a difference, a product ... with something that a is not above. */
static bool
below_op(struct order *o, int a, const struct tq_op *op, int depth)
{
	const struct tq_bounds *x = &o->bounds[op->in[0]], *y = &o->bounds[op->in[1]];

	switch ((int)op->code) {
	case TQ_OP_ADD:
		return (y->low >= 0 && at_most(o, a, op->in[0], depth)) ||
		       (x->low >= 0 && at_most(o, a, op->in[1], depth));
	case TQ_OP_SUB:
		return y->high <= 0 && at_most(o, a, op->in[0], depth);
	case TQ_OP_MUL:
		return (x->low >= 0 && y->low >= 1 && at_most(o, a, op->in[0], depth)) ||
		       (y->low >= 0 && x->low >= 1 && at_most(o, a, op->in[1], depth));
	case TQ_OP_DIV:
		return x->low >= 0 && y->low > 0 && y->high <= 1 &&
		       at_most(o, a, op->in[0], depth);
	case TQ_OP_MAX:
		return at_most(o, a, op->in[0], depth) || at_most(o, a, op->in[1], depth);
	case TQ_OP_MIN:
		return at_most(o, a, op->in[0], depth) && at_most(o, a, op->in[1], depth);
	default:
		return false;
	}
}

static bool
op_below(struct order *o, const struct tq_op *op, int b, int depth)
{
	const struct tq_bounds *x = &o->bounds[op->in[0]], *y = &o->bounds[op->in[1]];

	switch ((int)op->code) {
	case TQ_OP_ADD:
		return (y->high <= 0 && at_most(o, op->in[0], b, depth)) ||
		       (x->high <= 0 && at_most(o, op->in[1], b, depth));
	case TQ_OP_SUB:
		return y->low >= 0 && at_most(o, op->in[0], b, depth);
	case TQ_OP_MUL:
		return (x->low >= 0 && y->low >= 0 && y->high <= 1 &&
			at_most(o, op->in[0], b, depth)) ||
		       (y->low >= 0 && x->low >= 0 && x->high <= 1 &&
			at_most(o, op->in[1], b, depth));
	case TQ_OP_DIV:
		return x->low >= 0 && y->low >= 1 && at_most(o, op->in[0], b, depth);
	case TQ_OP_MAX:
		return at_most(o, op->in[0], b, depth) && at_most(o, op->in[1], b, depth);
	case TQ_OP_MIN:
		return at_most(o, op->in[0], b, depth) || at_most(o, op->in[1], b, depth);
	default:
		return false;
	}
}

static bool
at_most(struct order *o, int a, int b, int depth)
{
	const struct tq_op *low = op_of(o, a), *high = op_of(o, b);
	int inner;

	if (a == b || field_at_most(low, high))
		return true;
	if (o->bounds[a].high <= o->bounds[b].low)
		return true;
	if (depth == 0 || o->steps-- <= 0)
		return false;
	if (below_op(o, a, high, depth - 1) || op_below(o, low, b, depth - 1))
		return true;
	inner = covered(high, b - high->out, false);
	if (inner != TQ_PLAN_NONE && at_most(o, a, inner, depth - 1))
		return true;
	inner = covered(low, a - low->out, true);
	return inner != TQ_PLAN_NONE && at_most(o, inner, b, depth - 1);
}

bool
tq_bounds_at_most(const struct tq_plan *plan, const struct tq_bounds *bounds, int a, int b)
{
	struct order o = {plan, bounds, STEPS};

	return at_most(&o, a, b, DEPTH);
}
