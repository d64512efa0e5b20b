/* SPDX-License-Identifier: ISC */
#ifndef TQ_ACCOUNT_POSITION_H
#define TQ_ACCOUNT_POSITION_H

/*
 * A position at average cost: a signed quantity and its signed cost, so that
 * the average price is cost / qty and what is unrealized is qty * mark - cost.
 *
 * A fill in the position's direction adds to the cost. One against it leaves
 * the average as it is and realizes the difference; one that goes through
 * zero opens the rest at the fill's price. realized + unrealized equals the
 * change of the position's worth exactly after every fill: the cost that a
 * reduction leaves is rounded once (tq_share), and what is realized is
 * computed from it.
 */
#include "num/dec.h"

struct tq_position {
	struct tq_dec qty;       /* below 0: short */
	struct tq_dec cost;
};

/* qty is signed and not 0. *realized is without fees. Bad values stay bad. */
void tq_position_trade(struct tq_position *position, struct tq_dec qty,
		       struct tq_dec price, struct tq_dec *realized);

/* cost / qty, half-even at 12 digits; 0 for no position. */
struct tq_dec tq_position_average(const struct tq_position *position);

/*
 * amount * part / whole for 0 <= part <= whole, half-even at 18 digits (at the
 * scale of amount where that is larger), the product in full width. Bad when
 * it does not fit.
 */
struct tq_dec tq_share(struct tq_dec amount, struct tq_dec part,
		       struct tq_dec whole);

#endif
