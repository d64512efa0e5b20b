/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_NEVER_H
#define TQ_EXPR_NEVER_H

/*
 * Conditions that no sound record can make true: a close above the highest high
 * of bars of which it is one (whoever writes that has forgotten the [1] behind
 * highest()), an rsi above 100, "a and not a", two comparisons that exclude
 * each other.
 */
#include "expr/bounds.h"

/* bounds are tq_bounds_of's of the plan. What is not recognised counts as possible. */
bool tq_never_true(const struct tq_plan *plan, const struct tq_bounds *bounds, int reg);

/*
 * A condition that cannot hold on two records in a row, since it needs a
 * crossing: to cross again, the two have to change sides between.
 */
bool tq_true_once(const struct tq_plan *plan, int reg);

#endif
