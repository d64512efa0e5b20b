/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_PLAN_H
#define TQ_EXPR_PLAN_H

/*
 * What is to be computed on each bar: operations in an order in which every
 * operand comes before its use, each writing registers of its own. The same
 * operation on the same operands is there once, however often it was written,
 * and operations on constants alone are done when the plan is made.
 *
 * A plan is made by the compiler, then only read; any number of flows run it.
 * A flow is one series' course through a plan: its registers and its
 * indicators' memory.
 *
 *	struct tq_flow *flow = tq_flow_new(plan);
 *	for each bar: tq_flow_step(flow, values of plan->fields);
 *		x = tq_flow_value(flow, reg);
 */
#include "expr/op.h"
#include "indicator/indicator.h"

struct tq_state;

enum {
	TQ_PLAN_OPS = 4000,      /* a plan is not larger */
	TQ_PLAN_NONE = -1
};

struct tq_op {
	enum tq_op_code code;
	int n_in;
	int in[TQ_IND_INPUTS];   /* registers */
	int out;                 /* the first register it writes */
	int64_t lookback;        /* bars before its first value, its operands' included */
	bool wanted;             /* a result depends on it */
	int field;               /* TQ_OP_FIELD: enum tq_field */
	double constant;         /* TQ_OP_CONST */
	const struct tq_ind *ind;
	double param[TQ_IND_PARAMS];
};

struct tq_plan {
	struct tq_op *ops;
	size_t n, cap;
	int *op_of;              /* register to operation */
	int n_regs, cap_regs;
	int *fields;             /* that a flow is given, enum tq_field */
	size_t n_fields;
	int64_t memory;          /* bars that all indicators look back together */
};

struct tq_plan *tq_plan_new(void);
void tq_plan_free(struct tq_plan *plan);

/*
 * The registers of an operation, a new one if it is not there yet; TQ_PLAN_NONE
 * when the plan is full.
 */
int tq_plan_const(struct tq_plan *plan, double x);
int tq_plan_field(struct tq_plan *plan, int field);
int tq_plan_apply(struct tq_plan *plan, enum tq_op_code code, int n, const int *in);
int tq_plan_indicator(struct tq_plan *plan, const struct tq_ind *ind, const int *in,
		      const double *param);

/* The constant that a register holds. */
bool tq_plan_is_const(const struct tq_plan *plan, int reg, double *x);

/* Bars before a register's first value. */
int64_t tq_plan_lookback(const struct tq_plan *plan, int reg);

/* Marks what a result depends on; what no result needs is not run. */
void tq_plan_want(struct tq_plan *plan, int reg);

/* Ends the making: gathers the fields of all that is wanted. */
void tq_plan_finish(struct tq_plan *plan);

/* The same for equal plans: for state files. */
uint64_t tq_plan_hash(const struct tq_plan *plan);

struct tq_flow *tq_flow_new(const struct tq_plan *plan);
void tq_flow_free(struct tq_flow *flow);

/* The next bar; value[i] is that of plan->fields[i], NaN when there is none. */
void tq_flow_step(struct tq_flow *flow, const double *value);

double tq_flow_value(const struct tq_flow *flow, int reg);

/* A condition that holds: not null, not false. */
bool tq_flow_holds(const struct tq_flow *flow, int reg);

void tq_flow_state(struct tq_flow *flow, struct tq_state *st);

#endif
