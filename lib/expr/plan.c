/* SPDX-License-Identifier: ISC */
#include "expr/plan.h"

#include "base/hash.h"
#include "base/mem.h"
#include "record/field.h"

#include <stdlib.h>

/* All indicators of a plan together may remember so many bars (80 MB). */
#define MEMORY ((int64_t)10000000)

struct tq_plan *
tq_plan_new(void)
{
	struct tq_plan *plan = tq_alloc(1, sizeof *plan);

	tq_plan_clock(plan, &(struct tq_clock){.kind = TQ_CLOCK_OWN, .parent = -1},
		      NULL);
	return plan;
}

void
tq_plan_free(struct tq_plan *plan)
{
	if (!plan)
		return;
	for (int i = 0; i < plan->n_clocks; i++)
		tq_clock_fini(&plan->clocks[i]);
	tq_plan_places_free(plan);
	free(plan->clocks);
	free(plan->ops);
	free(plan->op_of);
	free(plan);
}

static bool
same_when(const struct tq_when *a, const struct tq_when *b)
{
	return a->code == b->code && a->from == b->from && a->to == b->to &&
	       a->zone == b->zone && a->calendar == b->calendar;
}

static bool
same(const struct tq_op *a, const struct tq_op *b)
{
	return a->code == b->code && a->clock == b->clock && a->n_in == b->n_in &&
	       a->n_out == b->n_out && a->from == b->from && a->field == b->field &&
	       a->ind == b->ind && same_when(&a->when, &b->when) &&
	       memcmp(a->in, b->in, sizeof a->in) == 0 &&
	       memcmp(&a->constant, &b->constant, sizeof a->constant) == 0 &&
	       memcmp(a->param, b->param, sizeof a->param) == 0;
}

static int64_t
reach(const struct tq_plan *plan, const struct tq_op *op)
{
	int64_t most = 0;

	for (int i = 0; i < op->n_in; i++) {
		const struct tq_op *of = &plan->ops[plan->op_of[op->in[i]]];

		if (of->clock == op->clock && of->lookback > most)
			most = of->lookback;
	}
	return most;
}

static int
add(struct tq_plan *plan, const struct tq_op *op, int64_t own)
{
	int outputs = op->n_out;
	struct tq_op *new;

	for (size_t i = 0; i < plan->n; i++) {
		if (same(&plan->ops[i], op))
			return plan->ops[i].out;
	}
	if (plan->n == TQ_PLAN_OPS || plan->memory + own > MEMORY)
		return TQ_PLAN_NONE;
	if (plan->n == plan->cap) {
		plan->cap = plan->cap ? 2 * plan->cap : 32;
		plan->ops = tq_realloc(plan->ops, plan->cap, sizeof plan->ops[0]);
	}
	if (plan->n_regs + outputs > plan->cap_regs) {
		plan->cap_regs = 2 * plan->cap_regs + 32 + outputs;
		plan->op_of = tq_realloc(plan->op_of, (size_t)plan->cap_regs,
					 sizeof plan->op_of[0]);
	}
	new = &plan->ops[plan->n];
	*new = *op;
	new->lookback = reach(plan, op) + own;
	new->out = plan->n_regs;
	plan->memory += own;
	for (int i = 0; i < outputs; i++)
		plan->op_of[plan->n_regs++] = (int)plan->n;
	plan->n++;
	return new->out;
}

/* An operation of the present clock with one output and nothing else to it. */
static struct tq_op
op_of(const struct tq_plan *plan, enum tq_op_code code)
{
	return (struct tq_op){.code = code, .clock = plan->at, .n_out = 1, .from = -1};
}

int
tq_plan_const(struct tq_plan *plan, double x)
{
	struct tq_op op = op_of(plan, TQ_OP_CONST);

	op.clock = -1;
	op.constant = x;
	return add(plan, &op, 0);
}

int
tq_plan_field(struct tq_plan *plan, int field)
{
	struct tq_op op = op_of(plan, TQ_OP_FIELD);

	op.field = field;
	return add(plan, &op, 0);
}

int
tq_plan_book(struct tq_plan *plan)
{
	struct tq_op op = op_of(plan, TQ_OP_BOOK);

	op.n_out = TQ_LADDER;
	return add(plan, &op, 0);
}

int
tq_plan_when(struct tq_plan *plan, const struct tq_when *when)
{
	struct tq_op op = op_of(plan, TQ_OP_WHEN);

	op.when = *when;
	return add(plan, &op, 0);
}

int
tq_plan_sample(struct tq_plan *plan, int from, int source, int n)
{
	struct tq_op op = op_of(plan, TQ_OP_SAMPLE);

	op.n_in = 1;
	op.in[0] = source;
	op.n_out = n;
	op.from = from;
	return add(plan, &op, 0);
}

int
tq_plan_age(struct tq_plan *plan, int from)
{
	struct tq_op op = op_of(plan, TQ_OP_AGE);

	op.from = from;
	return add(plan, &op, 0);
}

bool
tq_plan_is_const(const struct tq_plan *plan, int reg, double *x)
{
	const struct tq_op *op = &plan->ops[plan->op_of[reg]];

	*x = op->constant;
	return op->code == TQ_OP_CONST;
}

/* A sum's next part is added at once, without a register of its own. */
static bool
add_part(struct tq_plan *plan, enum tq_op_code code, const int *in, int *reg)
{
	const struct tq_op *part;
	enum tq_op_code both;

	if (code != TQ_OP_ADD)
		return false;
	part = &plan->ops[plan->op_of[in[1]]];
	if (part->code != TQ_OP_PART && part->code != TQ_OP_PRESENT)
		return false;
	both = part->code == TQ_OP_PART ? TQ_OP_ADD_PART : TQ_OP_ADD_PRESENT;
	*reg = tq_plan_apply(plan, both, 3, (int[]){in[0], part->in[0], part->in[1]});
	return true;
}

/* A choice between two constants that are within the bounds needs none. */
static bool
is_within(const struct tq_plan *plan, enum tq_op_code code, const int *in)
{
	const struct tq_op *choice = &plan->ops[plan->op_of[in[0]]];
	double a, b, low, high;

	return code == TQ_OP_CLAMP && choice->code == TQ_OP_IF &&
	       tq_plan_is_const(plan, choice->in[1], &a) &&
	       tq_plan_is_const(plan, choice->in[2], &b) &&
	       tq_plan_is_const(plan, in[1], &low) && tq_plan_is_const(plan, in[2], &high) &&
	       low <= a && a <= high && low <= b && b <= high;
}

int
tq_plan_apply(struct tq_plan *plan, enum tq_op_code code, int n, const int *in)
{
	struct tq_op op = op_of(plan, code);
	double x[3] = {0};
	int constants = 0, reg;

	op.n_in = n;
	for (int i = 0; i < n; i++) {
		op.in[i] = in[i];
		constants += tq_plan_is_const(plan, in[i], &x[i]);
	}
	if (constants == n)
		return tq_plan_const(plan, tq_op_apply(code, x[0], x[1], x[2]));
	if (is_within(plan, code, in))
		return in[0];
	return add_part(plan, code, in, &reg) ? reg : add(plan, &op, 0);
}

int
tq_plan_indicator(struct tq_plan *plan, const struct tq_ind *ind, const int *in,
		  const double *param)
{
	struct tq_op op = op_of(plan, TQ_OP_INDICATOR);

	op.ind = ind;
	op.n_in = ind->n_inputs;
	op.n_out = ind->n_outputs;
	for (int i = 0; i < ind->n_inputs; i++)
		op.in[i] = in[i];
	for (int i = 0; i < ind->n_params; i++)
		op.param[i] = param[i];
	return add(plan, &op, ind->lookback(param));
}

int64_t
tq_plan_lookback(const struct tq_plan *plan, int reg)
{
	return plan->ops[plan->op_of[reg]].lookback;
}

/* Operands come before their use, so one walk back marks everything. */
void
tq_plan_want(struct tq_plan *plan, int reg)
{
	plan->ops[plan->op_of[reg]].wanted = plan->ops[plan->op_of[reg]].result = true;
	for (size_t i = (size_t)plan->op_of[reg] + 1; i-- > 0;) {
		const struct tq_op *op = &plan->ops[i];

		for (int k = 0; op->wanted && k < op->n_in; k++)
			plan->ops[plan->op_of[op->in[k]]].wanted = true;
	}
}

/* Names, not numbers: those of fields depend on who asked for them first. */
static uint64_t
op_hash(const struct tq_op *op)
{
	struct tq_str field = op->code == TQ_OP_FIELD ? tq_field_name(op->field) : tq_str("");
	struct {
		uint64_t ind, field;
		int64_t code, clock, from, n_out, wanted, in[TQ_IND_INPUTS];
		int64_t when, begins, ends;
		uint64_t place;
		double constant, param[TQ_IND_PARAMS];
	} key;

	memset(&key, 0, sizeof key);
	key.ind = op->ind ? tq_hash(op->ind->name, strlen(op->ind->name)) : 0;
	key.code = op->code;
	key.field = tq_hash(field.p, field.n);
	key.clock = op->clock;
	key.from = op->from;
	key.n_out = op->n_out;
	key.wanted = op->wanted;
	key.when = op->when.code;
	key.begins = op->when.from;
	key.ends = op->when.to;
	key.place = op->when.place;
	for (int i = 0; i < TQ_IND_INPUTS; i++)
		key.in[i] = op->in[i];
	key.constant = op->constant;
	memcpy(key.param, op->param, sizeof key.param);
	return tq_hash(&key, sizeof key);
}

uint64_t
tq_plan_hash(const struct tq_plan *plan)
{
	uint64_t all = plan->n;

	for (int i = 0; i < plan->n_clocks; i++) {
		uint64_t pair[2] = {all, tq_clock_hash(&plan->clocks[i])};

		all = tq_hash(pair, sizeof pair);
	}
	for (size_t i = 0; i < plan->n; i++) {
		uint64_t pair[2] = {all, op_hash(&plan->ops[i])};

		all = tq_hash(pair, sizeof pair);
	}
	return all;
}
