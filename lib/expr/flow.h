/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_FLOW_H
#define TQ_EXPR_FLOW_H

/*
 * One series' course through the clocks of a root of a plan: its registers
 * and its indicators' memory.
 *
 *	struct tq_flow *flow = tq_flow_new(plan, 0, interval, &err);
 *	for each record:
 *		tq_flow_give(flow, tap, ...) for each tap of the root;
 *		tq_flow_step(flow, time, event, values);
 *		x = tq_flow_value(flow, reg);
 */
#include "expr/plan.h"

struct tq_state;
struct tq_flow;

/*
 * interval is that of the series; n 0 when it has none. NULL with TQ_DATA when
 * its bars make no whole bars of a longer clock's.
 */
struct tq_flow *tq_flow_new(const struct tq_plan *plan, int root, struct tq_interval interval,
			    struct tq_err *err);
void tq_flow_free(struct tq_flow *flow);

/*
 * What a tap sees: the tap's n registers, and the close of the record that
 * they are of. values NULL: nothing.
 */
void tq_flow_give(struct tq_flow *flow, size_t tap, const double *values, tq_time stamp);

/* The next record; tq_clock_width(root) values of it, NaN where there is none. */
void tq_flow_step(struct tq_flow *flow, tq_time open, tq_time close, const double *value);

double tq_flow_value(const struct tq_flow *flow, int reg);
const double *tq_flow_values(const struct tq_flow *flow, int reg);

/* The close of the last record of a clock; TQ_TIME_NONE when there was none. */
tq_time tq_flow_stamp(const struct tq_flow *flow, int clock);

/* A condition that holds: not null, not false. */
bool tq_flow_holds(const struct tq_flow *flow, int reg);

void tq_flow_state(struct tq_flow *flow, struct tq_state *st);

#endif
