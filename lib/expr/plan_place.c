/* SPDX-License-Identifier: ISC */
#include "expr/plan.h"

#include "base/mem.h"

#include <stdlib.h>

struct tq_plan_place {
	char *name;
	struct tq_zone *zone;            /* one of them */
	struct tq_calendar *calendar;
	struct tq_plan_place *next;
};

static struct tq_plan_place *
find(struct tq_plan *plan, struct tq_str name, bool zone)
{
	for (struct tq_plan_place *p = plan->places; p; p = p->next) {
		if (tq_str_is(name, p->name) && (p->zone != NULL) == zone)
			return p;
	}
	return NULL;
}

/* Opened when it is first asked for. NULL: it cannot be. */
static struct tq_plan_place *
place_of(struct tq_plan *plan, struct tq_str name, bool zone, struct tq_err *err)
{
	struct tq_plan_place *place = find(plan, name, zone);

	if (place)
		return place;
	place = tq_alloc(1, sizeof *place);
	place->name = tq_str_dup(name);
	if (zone)
		place->zone = tq_zone_open(place->name, err);
	else
		place->calendar = tq_calendar_open(place->name, err);
	if (place->zone || place->calendar) {
		place->next = plan->places;
		return plan->places = place;
	}
	free(place->name);
	free(place);
	return NULL;
}

const struct tq_zone *
tq_plan_zone(struct tq_plan *plan, struct tq_str name, struct tq_err *err)
{
	const struct tq_plan_place *place = place_of(plan, name, true, err);

	return place ? place->zone : NULL;
}

struct tq_calendar *
tq_plan_calendar(struct tq_plan *plan, struct tq_str name, struct tq_err *err)
{
	struct tq_plan_place *place = place_of(plan, name, false, err);

	return place ? place->calendar : NULL;
}

void
tq_plan_places_free(struct tq_plan *plan)
{
	while (plan->places) {
		struct tq_plan_place *place = plan->places;

		plan->places = place->next;
		tq_zone_free(place->zone);
		tq_calendar_free(place->calendar);
		free(place->name);
		free(place);
	}
}
