/* SPDX-License-Identifier: ISC */
#include "report/trips.h"

#include "base/mem.h"
#include "state/state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
tq_trips_fini(struct tq_trips *trips)
{
	free(trips->spans);
	free(trips->fills);
	*trips = (struct tq_trips){0};
}

void
tq_trips_fill(struct tq_trips *trips, tq_time time, int64_t bar)
{
	if (trips->n_fills > 0 && trips->fills[trips->n_fills - 1].time >= time)
		return;
	if (trips->n_fills == trips->cap_fills) {
		trips->cap_fills = trips->cap_fills ? 2 * trips->cap_fills : 64;
		trips->fills = tq_realloc(trips->fills, trips->cap_fills,
					  sizeof(*trips->fills));
	}
	trips->fills[trips->n_fills++] = (struct tq_fill_bar){time, bar};
}

/* The bar of the fill at time t; without that fill, the bar of the exit. */
static int64_t
bar_of_fill(const struct tq_trips *trips, tq_time t, int64_t otherwise)
{
	size_t low = 0, high = trips->n_fills;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (trips->fills[middle].time < t)
			low = middle + 1;
		else
			high = middle;
	}
	return low < trips->n_fills && trips->fills[low].time == t ?
	       trips->fills[low].bar : otherwise;
}

static void
add_span(struct tq_trips *trips, int64_t first, int64_t last)
{
	if (trips->n_spans == trips->cap_spans) {
		trips->cap_spans = trips->cap_spans ? 2 * trips->cap_spans : 64;
		trips->spans = tq_realloc(trips->spans, trips->cap_spans,
					  sizeof(*trips->spans));
	}
	trips->spans[trips->n_spans++] =
		(struct tq_span){(uint32_t)first, (uint32_t)last};
}

static void
add_pnl(struct tq_trips *trips, const struct tq_trip *trip)
{
	int sign = tq_dec_sign(trip->pnl);
	double x = tq_dec_f64(trip->pnl);
	double d = x - trips->pnl_mean;

	trips->pnl = tq_dec_add(trips->pnl, trip->pnl);
	if (sign > 0)
		trips->won = tq_dec_add(trips->won, trip->pnl);
	if (sign < 0)
		trips->lost = tq_dec_add(trips->lost, trip->pnl);
	if (trips->n == 1 || tq_dec_gt(trip->pnl, trips->best))
		trips->best = trip->pnl;
	if (trips->n == 1 || tq_dec_lt(trip->pnl, trips->worst))
		trips->worst = trip->pnl;
	trips->n_won += sign > 0;
	trips->n_lost += sign < 0;
	trips->run_won = sign > 0 ? trips->run_won + 1 : 0;
	trips->run_lost = sign < 0 ? trips->run_lost + 1 : 0;
	if (trips->run_won > trips->longest_won)
		trips->longest_won = trips->run_won;
	if (trips->run_lost > trips->longest_lost)
		trips->longest_lost = trips->run_lost;
	trips->pnl_mean += d / (double)trips->n;
	trips->pnl_m2 += d * (x - trips->pnl_mean);
}

static void
add_return(struct tq_trips *trips, double r)
{
	if (trips->n == 1 || r > trips->best_return)
		trips->best_return = r;
	if (trips->n == 1 || r < trips->worst_return)
		trips->worst_return = r;
	tq_sum_add(&trips->returns, r);
	tq_sum_add(r > 0 ? &trips->returns_up : &trips->returns_down, r);
	if (r > -1)
		tq_sum_add(&trips->log_returns, log1p(r));
	else
		trips->wiped = true;
}

void
tq_trips_add(struct tq_trips *trips, const struct tq_trip *trip, int64_t bar)
{
	tq_time duration = trip->exit_time - trip->entry_time;

	trips->n++;
	add_pnl(trips, trip);
	add_return(trips, trip->ret);
	trips->fees = tq_dec_add(trips->fees, trip->fees);
	tq_sum_add(&trips->durations, (double)duration / (double)TQ_SECOND);
	if (duration > trips->longest)
		trips->longest = duration;
	add_span(trips, bar_of_fill(trips, trip->entry_time, bar), bar);
}

static int
by_first(const void *a, const void *b)
{
	const struct tq_span *x = a, *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

/* Spans come in the order of their ends, so their union needs them sorted. */
int64_t
tq_trips_exposed(const struct tq_trips *trips, int64_t n)
{
	struct tq_span *sorted = tq_alloc(trips->n_spans + 1, sizeof(*sorted));
	int64_t covered = 0, exposed = 0;

	if (trips->n_spans > 0)
		memcpy(sorted, trips->spans, trips->n_spans * sizeof(*sorted));
	qsort(sorted, trips->n_spans, sizeof(*sorted), by_first);
	for (size_t i = 0; i < trips->n_spans; i++) {
		int64_t first = sorted[i].first, end = (int64_t)sorted[i].last + 1;

		if (end > n)
			end = n;
		if (first < covered)
			first = covered;
		if (first < end) {
			exposed += end - first;
			covered = end;
		}
	}
	free(sorted);
	return exposed;
}
