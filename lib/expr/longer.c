/* SPDX-License-Identifier: ISC */
#include "expr/longer.h"

#include "base/mem.h"
#include "state/state.h"

#include <stdlib.h>

void
tq_longer_init(struct tq_longer *longer, struct tq_clock *clock, struct tq_interval from)
{
	*longer = (struct tq_longer){.grid = &clock->grid, .clock = clock, .from = from};
	longer->value = tq_alloc(clock->n_fields + 1, sizeof longer->value[0]);
}

void
tq_longer_fini(struct tq_longer *longer)
{
	free(longer->value);
}

static bool
same_bucket(const struct tq_bucket *a, const struct tq_bucket *b)
{
	return a->open == b->open && a->close == b->close;
}

/* Without a calendar nothing but the bucket lies between its open and its close. */
enum tq_grid_answer
tq_longer_place(struct tq_longer *longer, tq_time t, struct tq_bucket *bucket)
{
	if (longer->n > 0 && t >= longer->bucket.open && t < longer->bucket.close &&
	    tq_calendar_always(longer->grid->calendar)) {
		*bucket = longer->bucket;
		return TQ_GRID_IN;
	}
	return tq_grid_bucket(longer->grid, t, longer->from, bucket);
}

static bool
is_sum(int field)
{
	return field == TQ_F_volume || field == TQ_F_quote_volume || field == TQ_F_trades ||
	       field == TQ_F_taker_buy_volume;
}

static double
joined(int field, double a, double b)
{
	if (field == TQ_F_open)
		return a;
	if (is_sum(field))
		return a + b;
	if (field == TQ_F_high)
		return a > b || a != a ? a : b;
	if (field == TQ_F_low)
		return a < b || a != a ? a : b;
	return b;
}

bool
tq_longer_add(struct tq_longer *longer, const struct tq_bucket *bucket, tq_time open,
	      tq_time close, const double *reg)
{
	const struct tq_clock *clock = longer->clock;
	bool begins = longer->n == 0 || !same_bucket(bucket, &longer->bucket);

	for (size_t i = 0; i < clock->n_fields; i++) {
		const struct tq_clock_field *f = &clock->fields[i];
		double x = reg[f->from];

		longer->value[i] = begins ? x : joined(f->field, longer->value[i], x);
	}
	longer->torn = (longer->torn && !begins) || (!longer->begun && open > bucket->open);
	longer->begun = true;
	longer->n = begins ? 1 : longer->n + 1;
	longer->bucket = *bucket;
	return tq_grid_is_last(longer->grid, bucket, open, close, longer->from);
}

void
tq_longer_state(struct tq_longer *longer, struct tq_state *st)
{
	tq_state_i64(st, "bars", &longer->n);
	tq_state_bool(st, "begun", &longer->begun);
	tq_state_bool(st, "torn", &longer->torn);
	tq_state_i64(st, "opens", &longer->bucket.open);
	tq_state_i64(st, "closes", &longer->bucket.close);
	tq_state_i64(st, "last", &longer->bucket.last);
	tq_state_f64s(st, "longer", longer->value, longer->clock->n_fields);
}
