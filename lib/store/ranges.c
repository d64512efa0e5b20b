/* SPDX-License-Identifier: ISC */
#include "store/store.h"

#include "base/mem.h"

#include <stdlib.h>

/* The first range that ends at t or behind it. */
static size_t
first_reaching(const struct tq_ranges *ranges, tq_time t)
{
	size_t low = 0, high = ranges->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (ranges->item[mid].to >= t)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/* Ranges at..at+old become the n new ones. */
static void
splice(struct tq_ranges *ranges, size_t at, size_t old, const struct tq_range *item, size_t n)
{
	size_t rest = ranges->n - at - old;

	if (ranges->n - old + n > ranges->cap) {
		ranges->cap = 2 * ranges->cap + 8;
		ranges->item = tq_realloc(ranges->item, ranges->cap, sizeof(*ranges->item));
	}
	if (rest > 0)
		memmove(ranges->item + at + n, ranges->item + at + old, rest * sizeof(*item));
	if (n > 0)
		memcpy(ranges->item + at, item, n * sizeof(*item));
	ranges->n = at + n + rest;
}

void
tq_ranges_add(struct tq_ranges *ranges, tq_time from, tq_time to)
{
	struct tq_range new = {from, to};
	size_t at, end;

	if (from >= to)
		return;
	at = first_reaching(ranges, from);
	for (end = at; end < ranges->n && ranges->item[end].from <= to; end++) {
		struct tq_range was = ranges->item[end];

		new.from = was.from < new.from ? was.from : new.from;
		new.to = was.to > new.to ? was.to : new.to;
	}
	splice(ranges, at, end - at, &new, 1);
}

void
tq_ranges_remove(struct tq_ranges *ranges, tq_time from, tq_time to)
{
	struct tq_range left[2];
	size_t at, end, n = 0;

	if (from >= to)
		return;
	at = first_reaching(ranges, from);
	for (end = at; end < ranges->n && ranges->item[end].from < to; end++) {
		struct tq_range was = ranges->item[end];

		if (was.from < from)
			left[n++] = (struct tq_range){was.from, was.to < from ? was.to : from};
		if (was.to > to)
			left[n++] = (struct tq_range){to, was.to};
	}
	splice(ranges, at, end - at, left, n);
}

void
tq_ranges_fini(struct tq_ranges *ranges)
{
	free(ranges->item);
	*ranges = (struct tq_ranges){0};
}
