/* SPDX-License-Identifier: ISC */
#include "expr/flow.h"

#include "base/mem.h"
#include "expr/longer.h"
#include "state/state.h"

#include <stdlib.h>

enum kind { STEP_ONE, STEP_MANY, APPLY, SAMPLE, AGE, WHEN };

/*
 * An operation with its operands' places and its indicator's memory. What most
 * cells need of it lies in one line of the cache.
 */
struct cell {
	enum kind kind;
	int n;                   /* inputs; SAMPLE: registers */
	double *out;
	tq_op_function *apply;   /* APPLY */
	const double *in[TQ_IND_INPUTS];
	void (*step)(void *node, const double *in, double *out);
	void *node;
	const struct tq_op *op;
	size_t tap;              /* SAMPLE, AGE: of the root's */
	int64_t before;          /* WHEN: see when.h */
};

/* A clock of the flow. */
struct track {
	const struct tq_clock *clock;
	struct tq_longer longer;
	size_t first, end;       /* its cells */
	int parent;              /* track, or -1 */
	struct tq_instant at;    /* its last record; close TQ_TIME_NONE: none yet */
};

struct tq_flow {
	const struct tq_plan *plan;
	const struct tq_clock *root;
	double *reg;
	double *given;           /* what the taps see, */
	tq_time *stamp;          /* and of when */
	struct cell *cells;
	size_t n_cells;
	struct track *tracks;    /* a parent before its children */
	int n_tracks;
	int *track_of;           /* by clock, -1: not of this root */
};

static size_t
tap_of(const struct tq_flow *flow, const struct tq_op *op)
{
	size_t i = 0;

	while (flow->root->taps[i].clock != op->clock || flow->root->taps[i].from != op->from ||
	       (op->code == TQ_OP_SAMPLE ? flow->root->taps[i].source != op->in[0] ||
		flow->root->taps[i].n != op->n_out : flow->root->taps[i].n != 0))
		i++;
	return i;
}

static void
add_cell(struct tq_flow *flow, const struct tq_op *op)
{
	struct cell *cell = &flow->cells[flow->n_cells++];

	*cell = (struct cell){.op = op, .n = op->n_in, .before = INT64_MIN};
	for (int i = 0; i < TQ_IND_INPUTS; i++)
		cell->in[i] = &flow->reg[op->in[i]];
	cell->out = &flow->reg[op->out];
	if (op->code == TQ_OP_INDICATOR) {
		cell->kind = op->n_in == 1 ? STEP_ONE : STEP_MANY;
		cell->step = op->ind->step;
		cell->node = op->ind->make(op->param);
	} else if (op->code == TQ_OP_SAMPLE || op->code == TQ_OP_AGE) {
		cell->kind = op->code == TQ_OP_SAMPLE ? SAMPLE : AGE;
		cell->n = op->n_out;
		cell->tap = tap_of(flow, op);
	} else {
		cell->kind = op->code == TQ_OP_WHEN ? WHEN : APPLY;
		cell->apply = tq_op_function_of(op->code);
	}
}

static bool
divides(const struct tq_clock *clock, struct tq_interval from, struct tq_err *err)
{
	char text[16];

	text[tq_interval_format(clock->interval, text)] = '\0';
	return tq_grid_divides(&clock->grid, from, err) ||
	       tq_fail_prefix(err, "on(\"%s\", ...)", text);
}

/* The track of a clock and its cells, in the order of the plan. */
static bool
add_track(struct tq_flow *flow, int number, struct tq_interval interval, struct tq_err *err)
{
	const struct tq_plan *plan = flow->plan;
	struct tq_clock *clock = &plan->clocks[number];
	struct track *track = &flow->tracks[flow->n_tracks];

	flow->track_of[number] = flow->n_tracks++;
	*track = (struct track){
		.clock = clock, .parent = -1, .first = flow->n_cells,
		.at = {.open = TQ_TIME_NONE, .close = TQ_TIME_NONE},
	};
	for (size_t i = 0; i < plan->n; i++) {
		const struct tq_op *op = &plan->ops[i];

		if (op->wanted && op->clock == number && op->code != TQ_OP_FIELD &&
		    op->code != TQ_OP_BOOK)
			add_cell(flow, op);
	}
	track->end = flow->n_cells;
	if (clock->kind != TQ_CLOCK_LONGER)
		return true;
	track->parent = flow->track_of[clock->parent];
	if (track->parent > 0)
		interval = plan->clocks[clock->parent].interval;
	tq_longer_init(&track->longer, clock, interval);
	return divides(clock, interval, err);
}

struct tq_flow *
tq_flow_new(const struct tq_plan *plan, int root, struct tq_interval interval,
	    struct tq_err *err)
{
	struct tq_flow *flow = tq_alloc(1, sizeof *flow);
	bool good = true;

	flow->plan = plan;
	flow->root = &plan->clocks[root];
	flow->reg = tq_alloc((size_t)plan->n_regs + 1, sizeof flow->reg[0]);
	flow->given = tq_alloc((size_t)flow->root->n_given + 1, sizeof flow->given[0]);
	flow->stamp = tq_alloc(flow->root->n_taps + 1, sizeof flow->stamp[0]);
	flow->cells = tq_alloc(plan->n + 1, sizeof flow->cells[0]);
	flow->tracks = tq_alloc((size_t)plan->n_clocks, sizeof flow->tracks[0]);
	flow->track_of = tq_alloc((size_t)plan->n_clocks, sizeof flow->track_of[0]);
	for (int i = 0; i < plan->n_regs; i++) {
		const struct tq_op *op = &plan->ops[plan->op_of[i]];

		flow->reg[i] = op->code == TQ_OP_CONST ? op->constant : (double)NAN;
	}
	for (size_t i = 0; i < flow->root->n_taps; i++)
		tq_flow_give(flow, i, NULL, TQ_TIME_NONE);
	for (int i = 0; i < plan->n_clocks; i++) {
		flow->track_of[i] = -1;
		if (plan->clocks[i].root == root && (plan->clocks[i].used || i == root))
			good = add_track(flow, i, interval, err) && good;
	}
	if (good)
		return flow;
	tq_flow_free(flow);
	return NULL;
}

void
tq_flow_free(struct tq_flow *flow)
{
	if (!flow)
		return;
	for (size_t i = 0; i < flow->n_cells; i++) {
		if (flow->cells[i].step)
			tq_ind_free(flow->cells[i].op->ind, flow->cells[i].node);
	}
	for (int i = 0; i < flow->n_tracks; i++)
		tq_longer_fini(&flow->tracks[i].longer);
	free(flow->reg);
	free(flow->given);
	free(flow->stamp);
	free(flow->cells);
	free(flow->tracks);
	free(flow->track_of);
	free(flow);
}

void
tq_flow_give(struct tq_flow *flow, size_t tap, const double *values, tq_time stamp)
{
	const struct tq_tap *t = &flow->root->taps[tap];

	for (int i = 0; i < t->n; i++)
		flow->given[t->at + i] = values ? values[i] : (double)NAN;
	flow->stamp[tap] = stamp;
}

/* Of another series only what closed when this record did; of other records the last. */
static void
take_sample(struct tq_flow *flow, const struct cell *cell, tq_time close)
{
	const struct tq_tap *tap = &flow->root->taps[cell->tap];
	bool any = flow->plan->clocks[tap->from].kind == TQ_CLOCK_RECORDS;
	bool there = any || flow->stamp[cell->tap] == close;

	for (int i = 0; i < cell->n; i++)
		cell->out[i] = there ? flow->given[tap->at + i] : (double)NAN;
}

static double
age(const struct tq_flow *flow, const struct cell *cell, tq_time close)
{
	tq_time stamp = flow->stamp[cell->tap];

	return stamp == TQ_TIME_NONE ? (double)NAN : ((double)close - (double)stamp) / 1e9;
}

static void
step_many(const struct cell *cell)
{
	double in[TQ_IND_INPUTS];

	for (int i = 0; i < cell->n; i++)
		in[i] = *cell->in[i];
	cell->step(cell->node, in, cell->out);
}

static void
run_cells(struct tq_flow *flow, const struct track *track)
{
	struct cell *end = flow->cells + track->end;

	for (struct cell *cell = flow->cells + track->first; cell < end; cell++) {
		switch (cell->kind) {
		case STEP_ONE:
			cell->step(cell->node, cell->in[0], cell->out);
			break;
		case STEP_MANY:
			step_many(cell);
			break;
		case APPLY:
			*cell->out = cell->apply(*cell->in[0], *cell->in[1], *cell->in[2]);
			break;
		case SAMPLE:
			take_sample(flow, cell, track->at.close);
			break;
		case AGE:
			*cell->out = age(flow, cell, track->at.close);
			break;
		case WHEN:
			*cell->out = tq_when_value(&cell->op->when, &track->at, &cell->before);
			break;
		}
	}
}

static void step_track(struct tq_flow *flow, int number, tq_time open, tq_time close);

/* The longer bar is whole, or known to be over; one that began before the stream is none. */
static void
end_longer(struct tq_flow *flow, int number)
{
	struct track *track = &flow->tracks[number];
	const struct tq_longer *longer = &track->longer;

	track->longer.n = 0;
	if (longer->torn)
		return;
	for (size_t i = 0; i < track->clock->n_fields; i++)
		flow->reg[track->clock->fields[i].reg] = longer->value[i];
	step_track(flow, number, longer->bucket.open, longer->bucket.close);
}

/* Beyond what the calendar knows there are no bars, and so no values. */
static void
forget(struct tq_flow *flow, int number)
{
	const struct tq_plan *plan = flow->plan;

	flow->tracks[number].longer.n = 0;
	for (int i = 0; i < plan->n_regs; i++) {
		if (flow->plan->ops[plan->op_of[i]].clock >= 0 &&
		    flow->track_of[plan->ops[plan->op_of[i]].clock] == number)
			flow->reg[i] = (double)NAN;
	}
}

static void
feed_longer(struct tq_flow *flow, int number, tq_time open, tq_time close)
{
	struct tq_longer *longer = &flow->tracks[number].longer;
	struct tq_bucket bucket;
	enum tq_grid_answer answer = tq_longer_place(longer, open, &bucket);

	if (answer == TQ_GRID_UNKNOWN)
		forget(flow, number);
	if (longer->n > 0 && (answer != TQ_GRID_IN ? open >= longer->bucket.close :
			      bucket.open != longer->bucket.open))
		end_longer(flow, number);
	if (answer == TQ_GRID_IN && tq_longer_add(longer, &bucket, open, close, flow->reg))
		end_longer(flow, number);
}

/* A record of a clock, its fields in their registers: its longer bars first. */
static void
step_track(struct tq_flow *flow, int number, tq_time open, tq_time close)
{
	struct track *track = &flow->tracks[number];

	track->at.index += track->at.close != TQ_TIME_NONE;
	track->at.open = open;
	track->at.close = close;
	for (int i = number + 1; i < flow->n_tracks; i++) {
		if (flow->tracks[i].parent == number)
			feed_longer(flow, i, open, close);
	}
	run_cells(flow, track);
}

void
tq_flow_step(struct tq_flow *flow, tq_time open, tq_time close, const double *value)
{
	const struct tq_clock *root = flow->root;

	for (size_t i = 0; i < root->n_fields; i++)
		flow->reg[root->fields[i].reg] = value[i];
	if (root->book >= 0)
		memcpy(flow->reg + root->book, value + root->n_fields,
		       TQ_LADDER * sizeof value[0]);
	step_track(flow, 0, open, close);
}

double
tq_flow_value(const struct tq_flow *flow, int reg)
{
	return flow->reg[reg];
}

const double *
tq_flow_values(const struct tq_flow *flow, int reg)
{
	return flow->reg + reg;
}

tq_time
tq_flow_stamp(const struct tq_flow *flow, int clock)
{
	return flow->tracks[flow->track_of[clock]].at.close;
}

bool
tq_flow_holds(const struct tq_flow *flow, int reg)
{
	return flow->reg[reg] > 0;
}

static bool
is_lasting(const struct tq_flow *flow, int reg)
{
	const struct tq_op *op = &flow->plan->ops[flow->plan->op_of[reg]];

	return op->wanted && op->clock > 0 && flow->track_of[op->clock] >= 0;
}

/*
 * Registers of clock 0 are made anew on each record; those of the others
 * stand until the next record of their own.
 */
void
tq_flow_state(struct tq_flow *flow, struct tq_state *st)
{
	for (int i = 0; i < flow->n_tracks; i++) {
		struct track *track = &flow->tracks[i];

		tq_state_i64(st, "open", &track->at.open);
		tq_state_i64(st, "close", &track->at.close);
		tq_state_i64(st, "index", &track->at.index);
		if (track->clock->kind == TQ_CLOCK_LONGER)
			tq_longer_state(&track->longer, st);
	}
	for (int i = 0; i < flow->plan->n_regs; i++) {
		if (is_lasting(flow, i))
			tq_state_f64(st, "register", &flow->reg[i]);
	}
	for (size_t i = 0; i < flow->n_cells; i++) {
		struct cell *cell = &flow->cells[i];

		if (cell->step)
			cell->op->ind->state(cell->node, st);
		if (cell->kind == WHEN && tq_when_remembers(cell->op->when.code))
			tq_state_i64(st, "before", &cell->before);
	}
}
