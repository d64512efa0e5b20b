/* SPDX-License-Identifier: ISC */
#ifndef TQ_RISK_DECIDE_H
#define TQ_RISK_DECIDE_H

/*
 * From a signal to orders:
 *
 *	long, short  when the other side is held, first a reduce_only market
 *	             order for all of it; then the entry, with a stop-loss and a
 *	             take-profit that sleep until it fills. Nothing when that
 *	             side is held or on its way, unless the signal says `add`.
 *	target,      what is held is brought to so many units, or to so much of
 *	weight       the equity: what is too much is closed, what is missing is
 *	             an entry.
 *	flat         the reduce_only market order, and a cancel of each entry
 *	             that waits.
 *
 * Entries that still wait are replaced by a new one of the same symbol
 * (`replaces`), not by one that adds. When only the entry is refused, the
 * position of the other side is closed all the same: exits always pass.
 *
 * What a signal wishes for the time after the entry (trail, ratchet, max_hold)
 * is in manage.c. The files of a decision share risk/desk.h.
 */
#include "risk/limits.h"
#include "risk/signal.h"
#include "risk/sizing.h"

struct tq_policy {
	struct tq_sizing sizing;
	struct tq_limits limits;
	struct tq_maybe stop_loss, take_profit; /* of the signal's price */
	bool only_when_flat;
	int64_t max_hold;        /* bars; 0: no limit */
};

/* Orders, and a refusal beside them. The zero value is empty, and used again. */
struct tq_decision {
	struct tq_order *orders;
	size_t n, cap;
	bool refused;            /* breach says why */
	struct tq_breach breach;
	struct tq_trades trades; /* what it is about */
};

void tq_decision_fini(struct tq_decision *decision);

/* The orders are not handed to the engine here. */
void tq_decide(const struct tq_policy *policy, const struct tq_limits_memory *memory,
	       const struct tq_engine *engine, const struct tq_signal *signal,
	       struct tq_decision *out);

/*
 * After a bar, by no signal: closes what has been held for max_hold bars, of
 * the policy or of the entry, and raises the stops that trail.
 */
void tq_decide_bar(const struct tq_policy *policy, const struct tq_engine *engine,
		   const struct tq_bar *bar, struct tq_decision *out);

/* The same limits for an order that is no tq-risk's own; exits pass. */
bool tq_decide_order(const struct tq_policy *policy, const struct tq_limits_memory *memory,
		     const struct tq_engine *engine, const struct tq_order *order,
		     struct tq_breach *breach);

static inline bool
tq_order_is_entry(const struct tq_order *order)
{
	return !order->reduce_only && !order->parent[0] && order->type != TQ_ORDER_CANCEL;
}

#endif
