/* SPDX-License-Identifier: ISC */
#include "report/drawdown.h"

#include "report/state.h"

int64_t
tq_day_of_close(tq_time t)
{
	t -= 1;
	return t >= 0 ? t / TQ_DAY : -((-(t + 1)) / TQ_DAY) - 1;
}

/* Of equal depths the earlier one stays in front. */
static void
keep_worst(struct tq_drawdown *dd)
{
	size_t i = TQ_WORST_DRAWDOWNS - 1;

	if (dd->now.depth >= dd->worst[i].depth)
		return;
	for (; i > 0 && dd->now.depth < dd->worst[i - 1].depth; i--)
		dd->worst[i] = dd->worst[i - 1];
	dd->worst[i] = dd->now;
}

static void
count_days(struct tq_drawdown *dd)
{
	const struct tq_episode *e = &dd->now;
	int64_t days = tq_day_of_close(e->last) - tq_day_of_close(e->below) + 1;

	tq_sum_add(&dd->days, (double)days);
	if (days > dd->longest_days)
		dd->longest_days = days;
}

static void
count_episode(struct tq_drawdown *dd, tq_time end)
{
	tq_time duration = end - dd->now.peak;

	dd->episodes++;
	tq_sum_add(&dd->depths, dd->now.depth);
	tq_sum_add(&dd->durations, (double)duration / (double)TQ_SECOND);
	if (duration > dd->longest)
		dd->longest = duration;
}

static void
go_below(struct tq_drawdown *dd, tq_time t, double depth)
{
	struct tq_episode *e = &dd->now;

	if (!dd->low) {
		*e = (struct tq_episode){.peak = dd->high_time, .below = t,
			.valley = t, .depth = depth, .recovery = TQ_TIME_NONE};
		dd->low = true;
	} else if (depth < e->depth) {
		e->depth = depth;
		e->valley = t;
	}
	e->last = t;
	tq_sum_add(&dd->squares, depth * depth);
}

void
tq_drawdown_add(struct tq_drawdown *dd, tq_time t, double equity)
{
	if (dd->n > 0 && equity < dd->high) {
		/* A high that is not positive has nothing to lose a share of. */
		if (dd->high > 0)
			go_below(dd, t, (equity - dd->high) / dd->high);
	} else {
		if (dd->low) {
			dd->now.recovery = t;
			dd->low = false;
			keep_worst(dd);
			count_days(dd);
			count_episode(dd, t);
		}
		dd->high = equity;
		dd->high_time = t;
		dd->high_at = dd->n;
	}
	dd->n++;
}

void
tq_drawdown_end(struct tq_drawdown *dd, tq_time t)
{
	if (!dd->low)
		return;
	dd->lone = dd->n - dd->high_at == 2;
	keep_worst(dd);
	count_days(dd);
	if (!dd->lone)
		count_episode(dd, t);
}

static void
episode_state(struct tq_episode *e, struct tq_state *st)
{
	tq_state_i64(st, "peak", &e->peak);
	tq_state_i64(st, "below", &e->below);
	tq_state_i64(st, "valley", &e->valley);
	tq_state_i64(st, "last", &e->last);
	tq_state_i64(st, "recovery", &e->recovery);
	tq_state_f64(st, "depth", &e->depth);
}

void
tq_drawdown_state(struct tq_drawdown *dd, struct tq_state *st)
{
	tq_state_i64(st, "values", &dd->n);
	tq_state_f64(st, "high", &dd->high);
	tq_state_i64(st, "high_time", &dd->high_time);
	tq_state_i64(st, "high_at", &dd->high_at);
	tq_state_bool(st, "low", &dd->low);
	episode_state(&dd->now, st);
	for (size_t i = 0; i < TQ_WORST_DRAWDOWNS; i++)
		episode_state(&dd->worst[i], st);
	tq_state_i64(st, "episodes", &dd->episodes);
	tq_sum_state(st, "depths", &dd->depths);
	tq_sum_state(st, "durations", &dd->durations);
	tq_sum_state(st, "days", &dd->days);
	tq_state_i64(st, "longest", &dd->longest);
	tq_state_i64(st, "longest_days", &dd->longest_days);
	tq_sum_state(st, "squares", &dd->squares);
}
