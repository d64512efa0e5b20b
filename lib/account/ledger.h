/* SPDX-License-Identifier: ISC */
#ifndef TQ_ACCOUNT_LEDGER_H
#define TQ_ACCOUNT_LEDGER_H

/*
 * The money of an account, all positions together. Law L5 of tq:
 *
 *	cash + sum(qty * mark) = start + realized + unrealized - fees + funding
 *
 * with unrealized = sum(qty * mark) - cost. The marks are on both sides, so it
 * is checked as cash + cost = start + realized - fees + funding, exactly.
 */
#include "account/position.h"

struct tq_ledger {
	struct tq_dec start;
	struct tq_dec cash;
	struct tq_dec cost;      /* of all positions, signed */
	struct tq_dec realized;  /* without fees */
	struct tq_dec fees;      /* paid: above 0 */
	struct tq_dec funding;   /* received: above 0 */
	struct tq_dec net;       /* sum of qty * mark */
	struct tq_dec gross;     /* sum of |qty| * mark */
};

void tq_ledger_open(struct tq_ledger *ledger, struct tq_dec cash);

/* A fill of a signed qty: moves cash, cost, realized and fees. */
void tq_ledger_fill(struct tq_ledger *ledger, struct tq_position *position,
		    struct tq_dec qty, struct tq_dec price, struct tq_dec fee,
		    struct tq_dec *realized);

/* The worth of one position changed from old to now. */
void tq_ledger_mark(struct tq_ledger *ledger, struct tq_dec old,
		    struct tq_dec now);

bool tq_ledger_ok(const struct tq_ledger *ledger);       /* nothing overflowed */
bool tq_ledger_balanced(const struct tq_ledger *ledger); /* law L5 */

static inline struct tq_dec
tq_ledger_equity(const struct tq_ledger *ledger)
{
	return tq_dec_add(ledger->cash, ledger->net);
}

#endif
