/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_CHECKER_H
#define TQ_MARKET_CHECKER_H

/* The series table of a checker. Private to the rules. */
#include "market/rules.h"

/* The series of a bar, a new one if need be; good until the next new one. */
struct tq_series *tq_checker_series(struct tq_checker *ck, const struct tq_bar *bar);

/* The number of a strategy among those that gave weights, a new one if need be. */
size_t tq_checker_strategy(struct tq_checker *ck, struct tq_str name);

#endif
