/* SPDX-License-Identifier: ISC */
#ifndef TQ_REPORT_STATE_H
#define TQ_REPORT_STATE_H

/* Fields of this room's types in a state (state/state.h). */
#include "num/stats.h"
#include "report/series.h"
#include "state/state.h"

static inline void
tq_sum_state(struct tq_state *st, const char *name, struct tq_sum *sum)
{
	double parts[2] = {sum->sum, sum->lost};

	tq_state_f64s(st, name, parts, 2);
	*sum = (struct tq_sum){parts[0], parts[1]};
}

/* At most so many items are believed of a state file. */
#define TQ_REPORT_MANY ((size_t)1 << 32)

void tq_series_state(struct tq_state *st, const char *name, struct tq_series *series);

#endif
