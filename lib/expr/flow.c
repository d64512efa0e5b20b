/* SPDX-License-Identifier: ISC */
#include "expr/flow.h"

#include "base/mem.h"
#include "expr/cells.h"
#include "expr/longer.h"
#include "state/state.h"

#include <stdlib.h>

/* A clock of the flow. */
struct track {
	const struct tq_clock *clock;
	struct tq_longer longer;
	struct tq_cells cells;
	int parent;              /* track, or -1 */
	struct tq_instant at;    /* its last record; close TQ_TIME_NONE: none yet */
};

struct tq_flow {
	const struct tq_plan *plan;
	const struct tq_clock *root;
	double *reg;
	double *given;           /* what the taps see, */
	tq_time *stamp;          /* and of when */
	struct track *tracks;    /* a parent before its children */
	int n_tracks;
	int *track_of;           /* by clock, -1: not of this root */
};

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
		.clock = clock, .parent = -1,
		.at = {.open = TQ_TIME_NONE, .close = TQ_TIME_NONE},
	};
	tq_cells_init(&track->cells, plan, number,
		      &(struct tq_places){flow->reg, flow->given, flow->stamp, flow->root});
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
	for (int i = 0; i < flow->n_tracks; i++) {
		tq_cells_fini(&flow->tracks[i].cells);
		tq_longer_fini(&flow->tracks[i].longer);
	}
	free(flow->reg);
	free(flow->given);
	free(flow->stamp);
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

/* Apart: most flows have none, and what it keeps on the stack would be paid for by all. */
__attribute__((noinline)) static void
feed_longer_of(struct tq_flow *flow, int number, tq_time open, tq_time close)
{
	for (int i = number + 1; i < flow->n_tracks; i++) {
		if (flow->tracks[i].parent == number)
			feed_longer(flow, i, open, close);
	}
}

/* A record of a clock, its fields in their registers: its longer bars first. */
static void
step_track(struct tq_flow *flow, int number, tq_time open, tq_time close)
{
	struct track *track = &flow->tracks[number];

	track->at.index += track->at.close != TQ_TIME_NONE;
	track->at.open = open;
	track->at.close = close;
	if (flow->n_tracks > 1)
		feed_longer_of(flow, number, open, close);
	tq_cells_run(&track->cells, &track->at);
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
	for (int i = 0; i < flow->n_tracks; i++)
		tq_cells_state(&flow->tracks[i].cells, st);
}
