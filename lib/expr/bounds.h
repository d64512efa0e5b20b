/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_BOUNDS_H
#define TQ_EXPR_BOUNDS_H

/*
 * Between what values the registers of a plan can lie, whatever sound records
 * come: interval arithmetic from the ranges of fields (prices above 0), times
 * (hours 0 to 23) and indicators (rsi 0 to 100). Null is no value. An interval
 * without a value (low above high) is that of a register that is always null.
 * What is not known is unbounded. Ends are computed as values are, so that what an
 * operator rounds is rounded here in the same way.
 */
#include "expr/plan.h"

struct tq_bounds {
	double low, high;        /* both included */
	bool whole;              /* whole numbers only */
};

/* Of all registers, in their order; the caller's to free. */
struct tq_bounds *tq_bounds_of(const struct tq_plan *plan);

/* Where some of them have been narrowed: what follows from that on the same record. */
void tq_bounds_follow(const struct tq_plan *plan, struct tq_bounds *bounds);

struct tq_bounds tq_bounds_cut(struct tq_bounds a, struct tq_bounds b);
bool tq_bounds_none(struct tq_bounds b);

/* The difference of two registers' values. */
struct tq_bounds tq_bounds_less(struct tq_bounds a, struct tq_bounds b);

/*
 * Whether a <= b on every record on which both are there, by what their
 * operations are: low <= close, close <= highest(close, 5), x <= x + atr(14).
 */
bool tq_bounds_at_most(const struct tq_plan *plan, const struct tq_bounds *bounds, int a, int b);

/* What an indicator's output is bounded by, given the bounds of its inputs. */
struct tq_bounds tq_bounds_indicator(const struct tq_op *op, int output,
				     const struct tq_bounds *bounds);

#endif
