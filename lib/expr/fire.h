/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_FIRE_H
#define TQ_EXPR_FIRE_H

/*
 * Which rule of a program fires at a moment (expr/feed.h).
 *
 * Rules are tried in the order of the text and the first that fires is the
 * moment's. A rule fires when its condition turns true: it holds now and did
 * not at the series' moment before; with confirm n an entry fires when its
 * condition has held at n moments in a row. With every_bar it fires at each
 * moment from there on at which it holds. A null condition does not hold.
 *
 * With "neutral" a side is kept: what would say it again is silent, and flat
 * is said when the rules of that side no longer keep it.
 *
 * A rule for what is open (only_when_open) is none of these: it fires beside
 * them, before what enters, with its ratchet, and is silent when that is null.
 *
 * Behind an entry with a ratchet, the ratchet fires again whenever its price
 * has changed, until something else is said.
 *
 *	if (tq_fire_is_still(fire, m))
 *		continue;
 *	n = tq_fire_moment(fire, m, fired);
 *	for each: tq_fire_said(fire, m, &fired[i]);     unless it was not said after all
 */
#include "expr/feed.h"
#include "expr/strategy.h"

struct tq_fire;

struct tq_fired {
	const struct tq_rule *rule;      /* NULL: the end of a side that is kept no longer */
	enum tq_rule_side side;
	bool manages;                    /* a ratchet for what is open */
	struct tq_dec ratchet;           /* its price, at an entry too; bad: none */
};

/* program is kept, not copied. confirm 0: what the program says. */
struct tq_fire *tq_fire_new(const struct tq_program *program, bool every_bar, int64_t confirm);
void tq_fire_free(struct tq_fire *fire);

/*
 * Whether each rule says what it said at the series' last moment, and so none
 * fires: then the moment need not be asked for.
 */
bool tq_fire_is_still(const struct tq_fire *fire, const struct tq_moment *m);

/* What fires, at most TQ_FIRED. Each other moment is asked for once, in their order. */
enum { TQ_FIRED = 3 };
size_t tq_fire_moment(struct tq_fire *fire, const struct tq_moment *m,
		      struct tq_fired out[TQ_FIRED]);
void tq_fire_said(struct tq_fire *fire, const struct tq_moment *m, const struct tq_fired *fired);

/* All series; behind the feed's state, which knows their names. */
void tq_fire_state(struct tq_fire *fire, struct tq_state *st);

#endif
