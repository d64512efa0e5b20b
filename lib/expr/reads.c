/* SPDX-License-Identifier: ISC */
#include "expr/reads.h"

static void
put_interval(const struct tq_clock *clock, struct tq_buf *out)
{
	char text[16];

	tq_buf_put(out, text, tq_interval_format(clock->interval, text));
	tq_buf_puts(out, " bars");
	if (clock->place.n > 0)
		tq_buf_printf(out, " by %.*s", TQ_STR_ARG(clock->place));
}

static void
put_clock(const struct tq_plan *plan, int i, struct tq_buf *out)
{
	const struct tq_clock *clock = &plan->clocks[i];
	const struct tq_clock *root = &plan->clocks[clock->root];

	if (clock->kind == TQ_CLOCK_LONGER)
		put_interval(clock, out);
	if (clock->kind == TQ_CLOCK_LONGER && root->kind == TQ_CLOCK_OTHER)
		tq_buf_puts(out, " of ");
	if (root->kind == TQ_CLOCK_RECORDS)
		tq_buf_puts(out, tq_type_name(root->type));
	if (root->kind == TQ_CLOCK_OTHER)
		tq_buf_printf(out, "%.*s%s%.*s", TQ_STR_ARG(root->symbol),
			      root->venue.n > 0 ? "@" : "", TQ_STR_ARG(root->venue));
}

static int64_t
lookback_of(const struct tq_plan *plan, int clock)
{
	int64_t most = 0;

	for (size_t i = 0; i < plan->n; i++) {
		const struct tq_op *op = &plan->ops[i];

		if (op->wanted && op->clock == clock && op->lookback > most)
			most = op->lookback;
	}
	return most;
}

/* In the order in which records have them. */
void
tq_plan_fields(const struct tq_plan *plan, struct tq_buf *out)
{
	const struct tq_clock *own = &plan->clocks[0];
	const char *between = "";

	for (int field = 0; field < TQ_F_MAX; field++) {
		for (size_t i = 0; i < own->n_fields; i++) {
			if (own->fields[i].field != field)
				continue;
			tq_buf_printf(out, "%s%.*s", between, TQ_STR_ARG(tq_field_name(field)));
			between = " ";
		}
	}
	if (own->book >= 0)
		tq_buf_printf(out, "%sbids asks", between);
}

bool
tq_plan_others(const struct tq_plan *plan)
{
	for (int i = 1; i < plan->n_clocks; i++) {
		if (plan->clocks[i].used)
			return true;
	}
	return false;
}

void
tq_plan_reads(const struct tq_plan *plan, struct tq_buf *out)
{
	const char *between = "";

	for (int i = 1; i < plan->n_clocks; i++) {
		int64_t lookback = lookback_of(plan, i);

		if (!plan->clocks[i].used)
			continue;
		tq_buf_puts(out, between);
		put_clock(plan, i, out);
		if (lookback > 0)
			tq_buf_printf(out, " (lookback %lld)", (long long)lookback);
		between = ", ";
	}
}
