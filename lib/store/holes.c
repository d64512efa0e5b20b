/* SPDX-License-Identifier: ISC */
#include "store/holes.h"

#include "base/mem.h"

#include <stdlib.h>

void
tq_bar_runs_add(struct tq_bar_runs *runs, tq_time t, struct tq_interval iv)
{
	if (runs->n > 0 && tq_interval_add(runs->item[runs->n - 1].last, iv, 1) == t) {
		runs->item[runs->n - 1].last = t;
		return;
	}
	if (runs->n == runs->cap) {
		runs->cap = 2 * runs->cap + 8;
		runs->item = tq_realloc(runs->item, runs->cap, sizeof(*runs->item));
	}
	runs->item[runs->n++] = (struct tq_bar_run){t, t};
}

void
tq_bar_runs_fini(struct tq_bar_runs *runs)
{
	free(runs->item);
	*runs = (struct tq_bar_runs){0};
}

void
tq_holes_add(struct tq_holes *holes, struct tq_hole hole)
{
	struct tq_hole *last = holes->n > 0 ? &holes->item[holes->n - 1] : NULL;

	holes->missing += hole.n;
	if (last && last->to == hole.from) {
		last->to = hole.to;
		last->n += hole.n;
		return;
	}
	if (holes->n == holes->cap) {
		holes->cap = 2 * holes->cap + 8;
		holes->item = tq_realloc(holes->item, holes->cap, sizeof(*holes->item));
	}
	holes->item[holes->n++] = hole;
}

void
tq_holes_fini(struct tq_holes *holes)
{
	free(holes->item);
	*holes = (struct tq_holes){0};
}

/* The first open at t or behind it on a grid that is moved by shift. */
static tq_time
open_at_or_after(tq_time t, tq_time shift, struct tq_interval iv)
{
	tq_time open = tq_interval_floor(t - shift, iv) + shift;

	return open < t ? tq_interval_add(open, iv, 1) : open;
}

/* How many opens there are from one of them on, before to. */
static int64_t
opens_before(tq_time open, tq_time to, struct tq_interval iv)
{
	tq_time length = tq_interval_ns(iv);
	int64_t n = 0;

	if (length > 0)
		return (to - open) / length + ((to - open) % length > 0);
	for (; open < to; open = tq_interval_add(open, iv, 1))
		n++;
	return n;
}

static bool
in_run(tq_time open, struct tq_bar_run run, struct tq_interval iv)
{
	tq_time length = tq_interval_ns(iv);

	if (open < run.first || open > run.last)
		return false;
	return length == 0 || (open - run.first) % length == 0;
}

/* *at: the first run that may still matter. */
static void
find_in_range(const struct tq_bar_runs *runs, size_t *at, tq_time open, tq_time to,
	      struct tq_interval iv, struct tq_holes *out)
{
	while (open < to) {
		tq_time until = to, end;
		int64_t n;

		while (*at < runs->n && runs->item[*at].last < open)
			++*at;
		if (*at < runs->n && in_run(open, runs->item[*at], iv)) {
			open = tq_interval_add(runs->item[*at].last, iv, 1);
			continue;
		}
		/* Bars that are off the grid stand in no hole and end none. */
		if (*at < runs->n && runs->item[*at].first <= open)
			until = open + 1;
		else if (*at < runs->n && runs->item[*at].first < to)
			until = runs->item[*at].first;
		n = opens_before(open, until, iv);
		end = tq_interval_add(open, iv, n);
		tq_holes_add(out, (struct tq_hole){open, end, n});
		open = end;
	}
}

void
tq_holes_find(const struct tq_bar_runs *runs, const struct tq_spans *covered, tq_time from,
	      tq_time to, struct tq_interval iv, struct tq_holes *out)
{
	tq_time shift = 0;
	size_t at = 0;

	if (runs->n > 0 && tq_interval_ns(iv) > 0)
		shift = runs->item[0].first - tq_interval_floor(runs->item[0].first, iv);
	for (size_t i = tq_spans_find(covered, from); i < covered->n; i++) {
		struct tq_span span = covered->item[i];

		/* What touches is one range, whoever covered it. */
		while (i + 1 < covered->n && covered->item[i + 1].from == span.to)
			span.to = covered->item[++i].to;
		if (span.from >= to)
			return;
		span.from = span.from > from ? span.from : from;
		span.to = span.to < to ? span.to : to;
		find_in_range(runs, &at, open_at_or_after(span.from, shift, iv), span.to, iv, out);
	}
}
