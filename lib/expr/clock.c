/* SPDX-License-Identifier: ISC */
#include "expr/clock.h"

#include "base/hash.h"
#include "indicator/indicator.h"

#include <stdlib.h>

size_t
tq_clock_width(const struct tq_clock *clock)
{
	return clock->n_fields + (clock->book >= 0 ? TQ_LADDER : 0);
}

static void
free_text(struct tq_str text)
{
	free((void *)(uintptr_t)text.p);
}

void
tq_clock_fini(struct tq_clock *clock)
{
	free_text(clock->symbol);
	free_text(clock->venue);
	free_text(clock->place);
	if (clock->kind == TQ_CLOCK_LONGER)
		tq_grid_fini(&clock->grid);
	free(clock->fields);
	free(clock->taps);
}

uint64_t
tq_clock_hash(const struct tq_clock *clock)
{
	struct {
		int64_t kind, parent, root, type, n, unit, scale;
		uint64_t symbol, venue, place;
	} key = {
		clock->kind, clock->parent, clock->root, clock->type, clock->interval.n,
		clock->interval.unit, clock->interval.scale,
		tq_hash(clock->symbol.p, clock->symbol.n), tq_hash(clock->venue.p, clock->venue.n),
		tq_hash(clock->place.p, clock->place.n),
	};

	return tq_hash(&key, sizeof key);
}

bool
tq_clock_same(const struct tq_clock *a, const struct tq_clock *b)
{
	return a->kind == b->kind && a->parent == b->parent && a->type == b->type &&
	       tq_interval_eq(a->interval, b->interval) && tq_str_eq(a->symbol, b->symbol) &&
	       tq_str_eq(a->venue, b->venue) && tq_str_eq(a->place, b->place);
}
