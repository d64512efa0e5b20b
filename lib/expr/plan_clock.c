/* SPDX-License-Identifier: ISC */
#include "base/mem.h"
#include "expr/plan.h"

static struct tq_str
copy(struct tq_str text)
{
	return (struct tq_str){tq_str_dup(text.n ? text : tq_str("")), text.n};
}

/* A place with a '/' in it, or UTC, is a zone; any other name a calendar's. */
static bool
open_grid(struct tq_clock *clock, struct tq_err *err)
{
	const char *place = clock->place.p;
	bool zone = memchr(place, '/', clock->place.n) != NULL || strcmp(place, "UTC") == 0;
	struct tq_grid_options options = {
		.to = clock->interval,
		.calendar = zone || clock->place.n == 0 ? "24x7" : place,
		.timezone = zone ? place : NULL,
	};

	return tq_grid_open(&clock->grid, &options, err);
}

int
tq_plan_clock(struct tq_plan *plan, const struct tq_clock *of, struct tq_err *err)
{
	struct tq_clock clock = *of;

	for (int i = 0; i < plan->n_clocks; i++) {
		if (tq_clock_same(&plan->clocks[i], of))
			return i;
	}
	if (plan->n_clocks == TQ_PLAN_CLOCKS) {
		tq_fail(err, TQ_USAGE, "more than %d time frames and series", TQ_PLAN_CLOCKS);
		return TQ_PLAN_NONE;
	}
	clock.book = -1;
	clock.root = of->kind == TQ_CLOCK_LONGER ? plan->clocks[of->parent].root : plan->n_clocks;
	if (of->kind == TQ_CLOCK_LONGER)
		clock.type = plan->clocks[of->parent].type;
	clock.symbol = copy(of->symbol);
	clock.venue = copy(of->venue);
	clock.place = copy(of->place);
	if (of->kind == TQ_CLOCK_LONGER && !open_grid(&clock, err)) {
		tq_clock_fini(&clock);
		return TQ_PLAN_NONE;
	}
	plan->clocks = tq_realloc(plan->clocks, (size_t)plan->n_clocks + 1,
				  sizeof plan->clocks[0]);
	plan->clocks[plan->n_clocks] = clock;
	return plan->n_clocks++;
}

/* The register of a field of a clock, which is then wanted. */
static int
want_field(struct tq_plan *plan, int clock, int field)
{
	int reg;

	plan->at = clock;
	reg = tq_plan_field(plan, field);
	if (reg != TQ_PLAN_NONE)
		plan->ops[plan->op_of[reg]].wanted = true;
	return reg;
}

static void
gather(struct tq_plan *plan, int i)
{
	struct tq_clock *clock = &plan->clocks[i];

	clock->fields = tq_alloc(plan->n + 1, sizeof clock->fields[0]);
	clock->taps = tq_alloc(plan->n + 1, sizeof clock->taps[0]);
	for (size_t k = 0; k < plan->n; k++) {
		const struct tq_op *op = &plan->ops[k];

		if (!op->wanted || op->clock != i)
			continue;
		clock->used = true;
		if (op->code == TQ_OP_FIELD)
			clock->fields[clock->n_fields++] = (struct tq_clock_field){
				.field = op->field, .reg = op->out,
			};
		if (op->code == TQ_OP_BOOK)
			clock->book = op->out;
	}
	for (size_t k = 0; clock->kind == TQ_CLOCK_LONGER && k < clock->n_fields; k++)
		clock->fields[k].from = want_field(plan, clock->parent, clock->fields[k].field);
}

/* What is taken from other roots' flows, by the root that takes it. */
static void
gather_taps(struct tq_plan *plan)
{
	for (size_t k = 0; k < plan->n; k++) {
		const struct tq_op *op = &plan->ops[k];
		struct tq_clock *root;

		if (!op->wanted || op->from < 0)
			continue;
		root = &plan->clocks[plan->clocks[op->clock].root];
		root->taps[root->n_taps++] = (struct tq_tap){
			.clock = op->clock, .from = op->from, .source = op->in[0],
			.n = op->code == TQ_OP_SAMPLE ? op->n_out : 0, .at = root->n_given,
		};
		root->n_given += op->code == TQ_OP_SAMPLE ? op->n_out : 0;
		plan->clocks[op->from].used = true;
	}
}

/* Children come behind their parents, whose fields they need. */
void
tq_plan_finish(struct tq_plan *plan)
{
	for (int i = plan->n_clocks; i-- > 0;)
		gather(plan, i);
	gather_taps(plan);
	for (int i = plan->n_clocks; i-- > 0;) {
		if (plan->clocks[i].kind == TQ_CLOCK_LONGER && plan->clocks[i].used)
			plan->clocks[plan->clocks[i].parent].used = true;
	}
	for (int i = 0; i < plan->n_clocks; i++)
		plan->clocks[plan->clocks[i].root].used |= plan->clocks[i].used;
	plan->at = 0;
}

bool
tq_plan_waits(const struct tq_plan *plan)
{
	for (int i = 0; i < plan->n_clocks; i++) {
		if (plan->clocks[i].kind == TQ_CLOCK_OTHER && plan->clocks[i].used)
			return true;
	}
	return false;
}
