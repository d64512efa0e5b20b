/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_MENDING_H
#define TQ_MARKET_MENDING_H

/*
 * Repair as a part of a filter: records go in as they come, and out, held
 * back and repaired, to a function that takes them as the filter would have.
 * A line that this function refuses is handled by --on-error as any other.
 */
#include "market/repair.h"

struct tq_mending {
	unsigned kinds;          /* options: 0: no repair */
	int64_t window;
	struct tq_repair *repair;
	struct tq_reader *reader;/* of the lines that come back */
	struct tq_run *run;
	struct tq_repair_counts before;  /* of the runs that a state tells of */
};

typedef bool tq_mending_take(void *self, const struct tq_rec *rec, struct tq_out *out,
			     struct tq_err *err);

/* In open; without kinds it does nothing, as the others. */
void tq_mending_open(struct tq_mending *m, struct tq_run *run);

bool tq_mending_record(struct tq_mending *m, const struct tq_rec *rec, tq_mending_take *take,
		       void *self, struct tq_out *out, struct tq_err *err);

/* At the end of input: lets all go, unless a state keeps it, and says what was done. */
bool tq_mending_close(struct tq_mending *m, tq_mending_take *take, void *self,
		      struct tq_out *out, struct tq_err *err);
void tq_mending_state(struct tq_mending *m, struct tq_state *st);
void tq_mending_fini(struct tq_mending *m);

#endif
