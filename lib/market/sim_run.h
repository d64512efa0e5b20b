/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_SIM_RUN_H
#define TQ_MARKET_SIM_RUN_H

/* Simulated bars as records, each with "synthetic":true. */
#include "market/sim.h"
#include "record/filter.h"

struct tq_sim_run {
	struct tq_sim_options path;
	int64_t bars;            /* how many */
	const char *symbol;
	const char *venue;       /* empty: none */
	const char *interval;
	bool mark_source;        /* add "source":"sim" */
};

bool tq_sim_run(const struct tq_sim_run *sim, struct tq_run *run, struct tq_err *err);

#endif
