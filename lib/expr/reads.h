/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_READS_H
#define TQ_EXPR_READS_H

/*
 * What a finished plan reads besides its own records: longer bars, other
 * series, records of other types, each with the number of them that it looks
 * back: "4h bars (lookback 13), ETH/USDT@kraken (lookback 4), funding". Behind
 * what is in *out.
 */
#include "base/buf.h"
#include "expr/plan.h"

/* Which fields of its own records it reads: "high low close"; nothing when none. */
void tq_plan_fields(const struct tq_plan *plan, struct tq_buf *out);

/* Whether there is anything. */
bool tq_plan_others(const struct tq_plan *plan);

void tq_plan_reads(const struct tq_plan *plan, struct tq_buf *out);

#endif
