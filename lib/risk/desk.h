/* SPDX-License-Identifier: ISC */
#ifndef TQ_RISK_DESK_H
#define TQ_RISK_DESK_H

/*
 * What the files of a decision share; nobody else includes it.
 *
 *	decide.c   which orders a signal leads to
 *	entry.c    one entry: its exits, its size, the limits
 *	manage.c   what is open: ratchet, trail, max_hold
 *	desk.c     the orders themselves
 */
#include "risk/decide.h"

/* What one decision is made of. */
struct tq_desk {
	const struct tq_policy *policy;
	const struct tq_limits_memory *memory;
	const struct tq_engine *engine;
	const struct tq_signal *signal;
	struct tq_holding holding;
	int held;                /* the side of what holding.rest leaves */
};

/* An entry as it is wished for. */
struct tq_plan_entry {
	int side;                /* 1 buys, -1 sells */
	struct tq_dec beside;    /* units of that side that stay beside it */
	struct tq_dec size, qty; /* one of them, or neither: the policy's */
	bool replaces;           /* the entries that wait */
};

/* desk.c: ROLE and the signal make the id of an order. */
struct tq_order *tq_desk_order(const struct tq_desk *desk, struct tq_decision *out,
			       const char *role);
void tq_desk_reduce(const struct tq_desk *desk, struct tq_decision *out, const char *role,
		    struct tq_dec qty);
void tq_desk_cancel_waiting(const struct tq_desk *desk, struct tq_decision *out,
			    const char *except);
void tq_desk_move_stop(const struct tq_desk *desk, struct tq_decision *out,
		       const struct tq_trade *trade, struct tq_dec stop);
void tq_desk_close_trade(const struct tq_desk *desk, struct tq_decision *out,
			 const struct tq_trade *trade);

/* entry.c: false with the breach when it is refused. */
bool tq_desk_enter(const struct tq_desk *desk, struct tq_decision *out,
		   const struct tq_plan_entry *plan);
struct tq_dec tq_desk_entry_price(const struct tq_signal *signal);

/* The one of two stops of a side that comes first; 0 is none. */
struct tq_dec tq_desk_tighter(struct tq_dec a, struct tq_dec b, int side);

/* manage.c: the stops of what is open of a side, and of what waits if that stays. */
void tq_desk_ratchet(const struct tq_desk *desk, struct tq_decision *out, int side,
		     bool with_waiting);

#endif
