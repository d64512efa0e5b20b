/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_CELLS_H
#define TQ_EXPR_CELLS_H

/*
 * The operations of one clock of a plan, ready to run: each with the places of
 * its operands and its indicator's memory. For expr/flow.c.
 *
 *	tq_cells_init(&cells, plan, clock, &places);
 *	for each record of the clock:
 *		tq_cells_run(&cells, &at);
 *	tq_cells_fini(&cells);
 */
#include "expr/plan.h"

struct tq_state;
struct tq_cell;

/* Where a flow keeps its numbers; they stay there as long as the cells live. */
struct tq_places {
	double *reg;             /* the plan's registers */
	const double *given;     /* what the taps of the root see, */
	const tq_time *stamp;    /* and of when */
	const struct tq_clock *root;
};

struct tq_cells {
	struct tq_cell *cell;
	size_t n;
	const double **terms;    /* of all sums, in pairs */
	double *rows;            /* inputs of indicators, laid out */
	size_t n_rows;
};

void tq_cells_init(struct tq_cells *cells, const struct tq_plan *plan, int clock,
		   const struct tq_places *places);
void tq_cells_fini(struct tq_cells *cells);
void tq_cells_run(struct tq_cells *cells, const struct tq_instant *at);
void tq_cells_state(struct tq_cells *cells, struct tq_state *st);

#endif
