/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_MERGE_H
#define TQ_MARKET_MERGE_H

/*
 * Streams merged by event time, and what is made of the one that comes out: a
 * consensus price, or records joined to what was known at their time.
 */
#include "market/asof.h"
#include "market/consensus.h"

struct tq_merge_age {
	bool given;
	tq_time limit;
};

struct tq_merge {
	struct tq_merge_age max_age;     /* given: for either of the two */
	struct tq_consensus_options consensus;
	int join;                /* 1: as of */
	struct tq_asof_options asof;

	struct tq_consensus *prices;     /* NULL: not asked for */
	struct tq_asof *known;           /* NULL: not asked for */
	tq_time last;            /* of the record taken last */
	bool keeps_state;
};

bool tq_merge_open(struct tq_merge *merge, struct tq_run *run, struct tq_err *err);
bool tq_merge_run(struct tq_merge *merge, struct tq_run *run, struct tq_err *err);
bool tq_merge_close(struct tq_merge *merge, struct tq_out *out, struct tq_err *err);
void tq_merge_state(struct tq_merge *merge, struct tq_state *st);
void tq_merge_fini(struct tq_merge *merge);

#endif
