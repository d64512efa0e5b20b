/* SPDX-License-Identifier: ISC */
#include "fetch/plan.h"

#include "base/mem.h"

#include <stdlib.h>

enum {
	FILE_COSTS = 2,          /* requests of an archive file */
	PAGE_ROWS = 1000         /* of a page when the provider does not tell */
};

/* Files appear a while behind the end of their day. */
#define PUBLISHED_AFTER TQ_DAY

static tq_time
month_step(tq_time t, int64_t k)
{
	return tq_interval_add(t, (struct tq_interval){.n = 1, .unit = 'M'}, k);
}

tq_time
tq_month_floor(tq_time t)
{
	return tq_interval_floor(t, (struct tq_interval){.n = 1, .unit = 'M'});
}

tq_time
tq_month_next(tq_time t)
{
	return month_step(tq_month_floor(t), 1);
}

static tq_time
day_floor(tq_time t)
{
	return tq_interval_floor(t, (struct tq_interval){.n = 1, .unit = 'd'});
}

static tq_time
lesser(tq_time a, tq_time b)
{
	return a < b ? a : b;
}

static tq_time
greater(tq_time a, tq_time b)
{
	return a > b ? a : b;
}

/* Neighbouring pieces for REST are one. */
static void
add_piece(struct tq_plan *plan, enum tq_piece_from where, tq_time from, tq_time to)
{
	struct tq_piece *last = plan->n > 0 ? &plan->item[plan->n - 1] : NULL;

	if (from >= to)
		return;
	if (last && where == TQ_PIECE_REST && last->from_where == where && last->to == from) {
		last->to = to;
		return;
	}
	if (plan->n == plan->cap) {
		plan->cap = plan->cap ? 2 * plan->cap : 16;
		plan->item = tq_realloc(plan->item, plan->cap, sizeof(plan->item[0]));
	}
	plan->item[plan->n++] = (struct tq_piece){where, from, to};
}

/* How many pages REST needs for from..to; a kind without an interval needs many. */
static int64_t
pages(const struct tq_plan_wish *wish, tq_time from, tq_time to)
{
	tq_time interval = tq_interval_ns(wish->interval);
	int64_t rows = wish->kind->rows > 0 ? wish->kind->rows : PAGE_ROWS;

	if (wish->interval.n == 0)
		return INT32_MAX;
	if (interval == 0)
		interval = 28 * TQ_DAY;
	return ((to - from) / interval + rows - 1) / rows;
}

/* A month of such rows is too much for one file: days are taken. */
static bool
fine(const struct tq_plan_wish *wish)
{
	return wish->kind->type == TQ_TYPE_TICK ||
	       (wish->interval.n > 0 && tq_interval_ns(wish->interval) > 0 &&
		tq_interval_ns(wish->interval) < TQ_MINUTE);
}

static bool
days_are_worth_it(const struct tq_plan_wish *wish)
{
	if (wish->source == TQ_FETCH_ARCHIVE)
		return true;
	return pages(wish, 0, TQ_DAY) > FILE_COSTS &&
	       (wish->interval.n == 0 || tq_interval_ns(wish->interval) < TQ_DAY);
}

/* Whole days that are published are days of the archive, what is left is REST's. */
static void
add_days(struct tq_plan *plan, const struct tq_plan_wish *wish, tq_time from, tq_time to)
{
	while (from < to) {
		tq_time end = lesser(day_floor(from) + TQ_DAY, to);
		bool published = day_floor(from) + TQ_DAY + PUBLISHED_AFTER <= wish->now;

		add_piece(plan, published || wish->source == TQ_FETCH_ARCHIVE ? TQ_PIECE_DAY
									      : TQ_PIECE_REST,
			  from, end);
		from = end;
	}
}

/* What is missing of one month. */
static void
plan_month(struct tq_plan *plan, const struct tq_plan_wish *wish, tq_time from, tq_time to)
{
	tq_time start = greater(tq_month_floor(from), wish->wanted.from);
	tq_time end = lesser(tq_month_next(from), wish->wanted.to);
	bool only = wish->source == TQ_FETCH_ARCHIVE;
	bool over = tq_month_next(from) + PUBLISHED_AFTER <= wish->now;

	if (wish->source == TQ_FETCH_REST || !wish->kind->archive)
		add_piece(plan, TQ_PIECE_REST, from, to);
	else if (over && (!fine(wish) || only) && (only || pages(wish, start, end) > FILE_COSTS))
		add_piece(plan, TQ_PIECE_MONTH, from, to);
	else if (days_are_worth_it(wish))
		add_days(plan, wish, from, to);
	else
		add_piece(plan, TQ_PIECE_REST, from, to);
}

void
tq_plan_make(struct tq_plan *plan, const struct tq_plan_wish *wish,
	     const struct tq_ranges *missing)
{
	if (wish->source == TQ_FETCH_STORE)
		return;
	for (size_t i = 0; i < missing->n; i++) {
		tq_time from = missing->item[i].from;

		while (from < missing->item[i].to) {
			tq_time end = lesser(tq_month_next(from), missing->item[i].to);

			plan_month(plan, wish, from, end);
			from = end;
		}
	}
}

/* The pieces of *with take the place of the one at i. */
static void
replace(struct tq_plan *plan, size_t i, const struct tq_plan *with)
{
	struct tq_plan made = {0};

	for (size_t k = 0; k < plan->n; k++) {
		const struct tq_plan *from = k == i ? with : plan;
		size_t first = k == i ? 0 : k, n = k == i ? with->n : 1;

		for (size_t j = first; j < first + n; j++)
			add_piece(&made, from->item[j].from_where, from->item[j].from,
				  from->item[j].to);
	}
	free(plan->item);
	*plan = made;
}

bool
tq_plan_instead(struct tq_plan *plan, const struct tq_plan_wish *wish, size_t i)
{
	struct tq_piece piece = plan->item[i];
	struct tq_plan with = {0};

	if (piece.from_where == TQ_PIECE_MONTH && days_are_worth_it(wish))
		add_days(&with, wish, piece.from, piece.to);
	else if (wish->source == TQ_FETCH_ARCHIVE)
		return false;
	else
		add_piece(&with, TQ_PIECE_REST, piece.from, piece.to);
	replace(plan, i, &with);
	free(with.item);
	return true;
}

void
tq_plan_trim(struct tq_plan *plan, size_t i, tq_time t)
{
	size_t n = i;

	for (size_t k = i; k < plan->n; k++) {
		struct tq_piece piece = plan->item[k];

		piece.from = greater(piece.from, t);
		if (piece.from < piece.to)
			plan->item[n++] = piece;
	}
	if (plan->n > n)
		plan->n = n;
}

void
tq_plan_fini(struct tq_plan *plan)
{
	free(plan->item);
	*plan = (struct tq_plan){0};
}
