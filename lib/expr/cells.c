/* SPDX-License-Identifier: ISC */
#include "expr/cells.h"

#include "base/mem.h"
#include "state/state.h"

#include <stdlib.h>

/* What every operator needs lies in one line of the cache. */
struct tq_cell {
	void (*run)(struct tq_cell *cell, const struct tq_instant *at);
	int n;                   /* INDICATOR: inputs to lay out; SAMPLE: registers; a sum: terms */
	double *out;
	const double *in[TQ_IND_INPUTS];
	double *row;             /* INDICATOR: several inputs, one behind the other */
	void (*step)(void *node, const double *in, double *out);
	void *node;
	const struct tq_op *op;
	const double **terms;    /* a sum: of each term the two operands */
	const double *given;     /* SAMPLE */
	const tq_time *stamp;    /* SAMPLE, AGE: of the record looked at */
	bool any;                /* SAMPLE: of whenever */
	int64_t before;          /* WHEN: see when.h */
};

static void
run_indicator(struct tq_cell *cell, const struct tq_instant *at)
{
	(void)at;
	for (int i = 0; i < cell->n; i++)
		cell->row[i] = *cell->in[i];
	cell->step(cell->node, cell->row ? cell->row : cell->in[0], cell->out);
}

/* Once a sum is not finite it never is again: it is enough to ask at its end. */
static void
run_sum_of_parts(struct tq_cell *cell, const struct tq_instant *at)
{
	double sum = *cell->in[0];

	(void)at;
	for (int i = 0; i < 2 * cell->n; i += 2) {
		double x = *cell->terms[i];

		sum += isnan(x) ? 0 : x * *cell->terms[i + 1];
	}
	*cell->out = tq_op_finite(sum);
}

static void
run_sum_of_present(struct tq_cell *cell, const struct tq_instant *at)
{
	double sum = *cell->in[0];

	(void)at;
	for (int i = 0; i < 2 * cell->n; i += 2)
		sum += isnan(*cell->terms[i]) ? 0 : *cell->terms[i + 1];
	*cell->out = tq_op_finite(sum);
}

/* Of another series only what closed when this record did; of other records the last. */
static void
run_sample(struct tq_cell *cell, const struct tq_instant *at)
{
	bool there = cell->any || *cell->stamp == at->close;

	for (int i = 0; i < cell->n; i++)
		cell->out[i] = there ? cell->given[i] : (double)NAN;
}

static void
run_age(struct tq_cell *cell, const struct tq_instant *at)
{
	tq_time stamp = *cell->stamp;

	*cell->out = stamp == TQ_TIME_NONE ? (double)NAN :
		     ((double)at->close - (double)stamp) / 1e9;
}

static void
run_when(struct tq_cell *cell, const struct tq_instant *at)
{
	*cell->out = tq_when_value(&cell->op->when, at, &cell->before);
}

/* One function each: an operation is run without asking which it is. */
#define FUNCTION(name) \
	static void \
	run_##name(struct tq_cell *cell, const struct tq_instant *at) \
	{ \
		(void)at; \
		*cell->out = tq_op_apply(TQ_OP_##name, *cell->in[0], *cell->in[1], *cell->in[2]); \
	}
TQ_OPERATORS(FUNCTION)

#define ROW(name) [TQ_OP_##name] = run_##name,

/* None: what is there before the cells are run. */
static void (*const run_of[])(struct tq_cell *cell, const struct tq_instant *at) = {
	TQ_OPERATORS(ROW)
	[TQ_OP_ADD_PART] = run_sum_of_parts,
	[TQ_OP_ADD_PRESENT] = run_sum_of_present,
	[TQ_OP_INDICATOR] = run_indicator,
	[TQ_OP_SAMPLE] = run_sample,
	[TQ_OP_AGE] = run_age,
	[TQ_OP_WHEN] = run_when,
};

/* Who uses a register: how many operations, and the last of them. */
struct use {
	size_t n;
	const struct tq_op *by;
};

static struct use *
uses_of(const struct tq_plan *plan)
{
	struct use *use = tq_alloc((size_t)plan->n_regs + 1, sizeof *use);

	for (size_t i = 0; i < plan->n; i++) {
		const struct tq_op *op = &plan->ops[i];
		int width = op->code == TQ_OP_SAMPLE ? op->n_out : 1;

		for (int k = 0; op->wanted && k < op->n_in * width; k++) {
			struct use *of = &use[width > 1 ? op->in[0] + k : op->in[k]];

			of->n++;
			of->by = op;
		}
	}
	return use;
}

static bool
is_sum(const struct tq_op *op)
{
	return op->code == TQ_OP_ADD_PART || op->code == TQ_OP_ADD_PRESENT;
}

/* A sum that only the next sum of its kind takes further is done there. */
static bool
is_inner(const struct tq_op *op, const struct use *use)
{
	const struct tq_op *by = use[op->out].by;

	return is_sum(op) && !op->result && use[op->out].n == 1 && by->code == op->code &&
	       by->clock == op->clock && by->in[0] == op->out;
}

/* The terms of a sum with those of the sums inside it, the first one first. */
static void
gather(struct tq_cell *cell, const struct tq_plan *plan, const struct use *use,
       const struct tq_places *places)
{
	const struct tq_op *op = cell->op;
	const struct tq_op *inner = &plan->ops[plan->op_of[op->in[0]]];

	for (cell->n = 1; is_inner(inner, use); cell->n++)
		inner = &plan->ops[plan->op_of[inner->in[0]]];
	for (int i = cell->n; i-- > 0;) {
		cell->terms[2 * i] = &places->reg[op->in[1]];
		cell->terms[2 * i + 1] = &places->reg[op->in[2]];
		cell->in[0] = &places->reg[op->in[0]];
		op = &plan->ops[plan->op_of[op->in[0]]];
	}
}

/* The row of an earlier indicator that begins with the same inputs; NULL: none. */
static double *
row_like(const struct tq_cells *cells, const struct tq_op *op)
{
	size_t size = (size_t)op->n_in * sizeof op->in[0];

	for (const struct tq_cell *cell = cells->cell; cell < cells->cell + cells->n; cell++) {
		if (cell->row && cell->op->n_in >= op->n_in &&
		    memcmp(cell->op->in, op->in, size) == 0)
			return cell->row;
	}
	return NULL;
}

/*
 * Indicators of the same inputs share a row, which the first of them lays out. A
 * single input, which may be a ladder, is taken where it is.
 */
static void
make_indicator(struct tq_cell *cell, struct tq_cells *cells)
{
	const struct tq_op *op = cell->op;

	cell->step = op->ind->step;
	cell->node = op->ind->make(op->param);
	if (op->n_in == 1)
		return;
	cell->row = row_like(cells, op);
	cell->n = cell->row ? 0 : op->n_in;
	if (!cell->row) {
		cell->row = cells->rows + cells->n_rows;
		cells->n_rows += (size_t)op->n_in;
	}
}

static size_t
tap_of(const struct tq_clock *root, const struct tq_op *op)
{
	size_t i = 0;

	while (root->taps[i].clock != op->clock || root->taps[i].from != op->from ||
	       (op->code == TQ_OP_SAMPLE ? root->taps[i].source != op->in[0] ||
		root->taps[i].n != op->n_out : root->taps[i].n != 0))
		i++;
	return i;
}

static void
look_at(struct tq_cell *cell, const struct tq_plan *plan, const struct tq_places *places)
{
	size_t i = tap_of(places->root, cell->op);
	const struct tq_tap *tap = &places->root->taps[i];

	cell->n = cell->op->n_out;
	cell->given = places->given + tap->at;
	cell->stamp = &places->stamp[i];
	cell->any = plan->clocks[tap->from].kind == TQ_CLOCK_RECORDS;
}

static struct tq_cell
cell_of(const struct tq_op *op, const struct tq_plan *plan, const struct tq_places *places)
{
	struct tq_cell cell = {
		.run = run_of[op->code], .op = op, .out = &places->reg[op->out],
		.before = INT64_MIN,
	};

	for (int i = 0; i < TQ_IND_INPUTS; i++)
		cell.in[i] = &places->reg[op->in[i]];
	if (op->code == TQ_OP_SAMPLE || op->code == TQ_OP_AGE)
		look_at(&cell, plan, places);
	return cell;
}

/* Whether the operation is run by the cells of a clock, if no sum takes it in. */
static bool
belongs(const struct tq_op *op, int clock)
{
	return op->wanted && op->clock == clock && run_of[op->code];
}

/* Room for as many cells as the clock has operations: flows are many, clocks too. */
static struct tq_cells
room_for(const struct tq_plan *plan, int clock)
{
	size_t n = 0, sums = 0, inputs = 0;

	for (size_t i = 0; i < plan->n; i++) {
		const struct tq_op *op = &plan->ops[i];

		n += belongs(op, clock);
		sums += belongs(op, clock) && is_sum(op);
		inputs += belongs(op, clock) && op->code == TQ_OP_INDICATOR ? (size_t)op->n_in : 0;
	}
	return (struct tq_cells){
		.cell = tq_alloc(n + 1, sizeof(struct tq_cell)),
		.terms = tq_alloc(2 * sums + 1, sizeof(const double *)),
		.rows = tq_alloc(inputs + 1, sizeof(double)),
	};
}

void
tq_cells_init(struct tq_cells *cells, const struct tq_plan *plan, int clock,
	      const struct tq_places *places)
{
	struct use *use = uses_of(plan);
	const double **terms;

	*cells = room_for(plan, clock);
	terms = cells->terms;
	for (size_t i = 0; i < plan->n; i++) {
		const struct tq_op *op = &plan->ops[i];
		struct tq_cell *cell = &cells->cell[cells->n];

		if (!belongs(op, clock) || is_inner(op, use))
			continue;
		*cell = cell_of(op, plan, places);
		if (op->code == TQ_OP_INDICATOR)
			make_indicator(cell, cells);
		cells->n++;
		if (is_sum(op)) {
			cell->terms = terms;
			gather(cell, plan, use, places);
			terms += 2 * cell->n;
		}
	}
	free(use);
}

void
tq_cells_fini(struct tq_cells *cells)
{
	for (size_t i = 0; i < cells->n; i++) {
		if (cells->cell[i].step)
			tq_ind_free(cells->cell[i].op->ind, cells->cell[i].node);
	}
	free(cells->cell);
	free(cells->terms);
	free(cells->rows);
	*cells = (struct tq_cells){0};
}

void
tq_cells_run(struct tq_cells *cells, const struct tq_instant *at)
{
	const struct tq_cell *end = cells->cell + cells->n;

	for (struct tq_cell *cell = cells->cell; cell < end; cell++)
		cell->run(cell, at);
}

void
tq_cells_state(struct tq_cells *cells, struct tq_state *st)
{
	for (size_t i = 0; i < cells->n; i++) {
		struct tq_cell *cell = &cells->cell[i];

		if (cell->step)
			cell->op->ind->state(cell->node, st);
		if (cell->op->code == TQ_OP_WHEN && tq_when_remembers(cell->op->when.code))
			tq_state_i64(st, "before", &cell->before);
	}
}
