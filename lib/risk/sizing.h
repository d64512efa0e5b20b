/* SPDX-License-Identifier: ISC */
#ifndef TQ_RISK_SIZING_H
#define TQ_RISK_SIZING_H

/*
 * How much is bought or sold. Exactly one of
 *
 *	--size 95%       of the equity
 *	--qty 10         units
 *	--notional 1000  of the account's currency
 *	--risk 1%        of the equity is lost when the stop-loss fills
 *
 * unless the signal asks for a fraction of the equity or for units itself.
 * Quantities are floored to the lot, never raised to a minimum: what is below
 * one lot or below --min-qty is refused (F0.13, F0.14).
 */
#include "account/params.h"
#include "risk/breach.h"
#include "risk/maybe.h"

struct tq_sizing {
	struct tq_maybe size, qty, notional, risk, min_qty;
};

enum { TQ_SIZING_ROWS = 5 };
extern const struct tq_opt tq_sizing_rows[TQ_SIZING_ROWS];

/* TQ_USAGE when more than one is given; makes --size 95% of none. */
bool tq_sizing_check(struct tq_sizing *sizing, const struct tq_params *params,
		     struct tq_err *err);

/* What a size is wanted for. */
struct tq_sizing_wish {
	struct tq_dec equity;
	struct tq_dec price;     /* of the entry */
	struct tq_dec stop;      /* stop-loss, or 0 */
	struct tq_dec size;      /* fraction the signal asks for, or 0 */
	struct tq_dec qty;       /* units it asks for, or 0; not both */
};

/*
 * money / price down to the lot, so that a budget is never passed; bad where
 * that does not fit. With backtesting-py the lot is 1 unless given.
 */
struct tq_dec tq_sizing_units(const struct tq_params *params, struct tq_dec money,
			      struct tq_dec price);

/*
 * The quantity; *fraction is above 0 when the fill model resolves the size
 * itself. False with the breach when there is no such quantity.
 */
bool tq_sizing_qty(const struct tq_sizing *sizing, const struct tq_params *params,
		   const struct tq_sizing_wish *wish, struct tq_dec *qty,
		   struct tq_dec *fraction, struct tq_breach *breach);

#endif
