/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_FIRE_H
#define TQ_EXPR_FIRE_H

/*
 * Which rule of a program fires at a moment (expr/feed.h).
 *
 * Rules are tried in the order of the text and the first that fires is the
 * moment's. A rule fires when its condition turns true: it holds now and did
 * not at the series' moment before. With every_bar it fires at each moment at
 * which it holds. A null condition does not hold.
 */
#include "expr/feed.h"
#include "expr/strategy.h"

struct tq_fire;

/* program is kept, not copied. */
struct tq_fire *tq_fire_new(const struct tq_program *program, bool every_bar);
void tq_fire_free(struct tq_fire *fire);

/* The rule that fires, or NULL. Each moment is asked for once, in their order. */
const struct tq_rule *tq_fire_moment(struct tq_fire *fire, const struct tq_moment *m);

/* All series; behind the feed's state, which knows their names. */
void tq_fire_state(struct tq_fire *fire, struct tq_state *st);

#endif
