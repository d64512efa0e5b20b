/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_PLAN_H
#define TQ_EXPR_PLAN_H

/*
 * What is to be computed on each record: operations in an order in which every
 * operand comes before its use, each writing registers of its own and each of
 * a clock (expr/clock.h). The same operation on the same operands is there
 * once a clock, however often it was written, and operations on constants
 * alone are done when the plan is made.
 *
 * A plan is made by the compiler, then run by any number of flows
 * (expr/flow.h) of one thread: its calendars remember what they were asked
 * for last.
 */
#include "expr/clock.h"
#include "expr/op.h"
#include "indicator/indicator.h"

enum {
	TQ_PLAN_OPS = 4000,      /* a plan is not larger */
	TQ_PLAN_CLOCKS = 64,
	TQ_PLAN_NONE = -1
};

struct tq_op {
	enum tq_op_code code;
	int clock;               /* -1: a constant, for all of them */
	int n_in, n_out;
	int in[TQ_IND_INPUTS];   /* registers */
	int out;                 /* the first register it writes */
	int from;                /* TQ_OP_SAMPLE, TQ_OP_AGE: the clock looked at, else -1 */
	int64_t lookback;        /* records of its clock before its first value */
	bool wanted;             /* a result depends on it */
	bool result;             /* it is one */
	int field;               /* TQ_OP_FIELD: enum tq_field */
	double constant;         /* TQ_OP_CONST */
	struct tq_when when;     /* TQ_OP_WHEN */
	const struct tq_ind *ind;
	double param[TQ_IND_PARAMS];
};

struct tq_plan_place;            /* a zone or calendar by name (plan_place.c) */

struct tq_plan {
	struct tq_op *ops;
	size_t n, cap;
	int *op_of;              /* register to operation */
	int n_regs, cap_regs;
	int at;                  /* the clock that operations are made for */
	struct tq_clock *clocks; /* a parent before its children; [0] is OWN */
	int n_clocks;
	int64_t memory;          /* records that all indicators look back together */
	struct tq_plan_place *places;
};

/* For records of a kind: of bars, unless clocks[0].type is set to another. */
struct tq_plan *tq_plan_new(void);
void tq_plan_free(struct tq_plan *plan);

/*
 * The registers of an operation of the clock plan->at, a new one if it is not
 * there yet; TQ_PLAN_NONE when the plan is full.
 */
int tq_plan_const(struct tq_plan *plan, double x);
int tq_plan_field(struct tq_plan *plan, int field);
int tq_plan_book(struct tq_plan *plan);
int tq_plan_when(struct tq_plan *plan, const struct tq_when *when);
int tq_plan_apply(struct tq_plan *plan, enum tq_op_code code, int n, const int *in);
int tq_plan_indicator(struct tq_plan *plan, const struct tq_ind *ind, const int *in,
		      const double *param);

/* n registers of another root's flow, looked at by its clock from. */
int tq_plan_sample(struct tq_plan *plan, int from, int source, int n);
int tq_plan_age(struct tq_plan *plan, int from);

/*
 * The number of a clock, a new one if it is not there yet; TQ_PLAN_NONE when
 * there are too many. of says what it is: kind, parent, type, symbol, venue,
 * interval, place; texts are copied. The grid of a new LONGER clock is opened
 * (TQ_USAGE when it cannot be).
 */
int tq_plan_clock(struct tq_plan *plan, const struct tq_clock *of, struct tq_err *err);

/* A zone or calendar that lives as long as the plan; NULL when there is none. */
const struct tq_zone *tq_plan_zone(struct tq_plan *plan, struct tq_str name, struct tq_err *err);
struct tq_calendar *tq_plan_calendar(struct tq_plan *plan, struct tq_str name,
				     struct tq_err *err);
void tq_plan_places_free(struct tq_plan *plan);

/* The constant that a register holds. */
bool tq_plan_is_const(const struct tq_plan *plan, int reg, double *x);

/*
 * Records of its own clock before a register's first value. What it takes of
 * other clocks does not count: how many records those need, they say.
 */
int64_t tq_plan_lookback(const struct tq_plan *plan, int reg);

/* Marks what a result depends on; what no result needs is not run. */
void tq_plan_want(struct tq_plan *plan, int reg);

/* Ends the making: gathers fields and taps of all that is wanted. */
void tq_plan_finish(struct tq_plan *plan);

/* Whether a value of it depends on other series, for whose records it has to wait. */
bool tq_plan_waits(const struct tq_plan *plan);

/* The same for equal plans: for state files. */
uint64_t tq_plan_hash(const struct tq_plan *plan);

#endif
