/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_NEVER_H
#define TQ_EXPR_NEVER_H

/*
 * Conditions that no sound bar can make true: a close above the highest high
 * of bars of which it is one, a close above its own bar's high. Whoever writes
 * such a rule has forgotten the [1] behind highest().
 */
#include "expr/plan.h"

/* What is not recognised counts as possible. */
bool tq_never_true(const struct tq_plan *plan, int reg);

#endif
