/* SPDX-License-Identifier: ISC */
#include "base/mem.h"
#include "expr/feed_parts.h"

static size_t
n_taps(const struct tq_feed *feed)
{
	return feed->plan->clocks[0].n_taps;
}

void
tq_feed_waiting_room(struct tq_feed *feed)
{
	if (feed->n_waiting < feed->cap_waiting)
		return;
	feed->cap_waiting = feed->cap_waiting ? 2 * feed->cap_waiting : 16;
	feed->waiting = tq_realloc(feed->waiting, feed->cap_waiting, sizeof feed->waiting[0]);
	feed->waiting_values = tq_realloc(feed->waiting_values,
					  feed->cap_waiting * feed->stride + 1, sizeof(double));
	feed->waiting_stamps = tq_realloc(feed->waiting_stamps,
					  feed->cap_waiting * n_taps(feed) + 1, sizeof(tq_time));
}

/* What stood in front of the record is kept with it: what comes later does not count. */
static void
keep_records(struct tq_feed *feed, const struct tq_feed_series *s, double *value,
	     tq_time *stamp)
{
	const struct tq_clock *clock = &feed->plan->clocks[0];
	double *given = value + tq_clock_width(clock);

	for (size_t i = 0; i < clock->n_taps; i++) {
		const struct tq_tap *tap = &clock->taps[i];
		bool record = feed->plan->clocks[tap->from].kind == TQ_CLOCK_RECORDS;
		int k = 0;

		stamp[i] = TQ_TIME_NONE;
		while (record && feed->records[k] != tap->from)
			k++;
		if (record)
			stamp[i] = s->sources[k]->last;
		for (int j = 0; j < tap->n; j++)
			given[tap->at + j] = record ? tq_flow_value(s->sources[k]->flow,
								    tap->source + j) : 0;
	}
}

void
tq_feed_keep(struct tq_feed *feed, struct tq_feed_series *s)
{
	double *value;

	tq_feed_waiting_room(feed);
	value = feed->waiting_values + feed->n_waiting * feed->stride;
	if (tq_clock_width(&feed->plan->clocks[0]) > 0)
		memcpy(value, feed->value[0],
		       tq_clock_width(&feed->plan->clocks[0]) * sizeof value[0]);
	keep_records(feed, s, value, feed->waiting_stamps + feed->n_waiting * n_taps(feed));
	feed->waiting[feed->n_waiting++] = (struct tq_feed_waiting){
		.series = s, .time = feed->now.time, .event = feed->now.event,
		.close = feed->now.close,
	};
}

/* The values of the named series, whose own records are all in. */
static void
give_others(struct tq_feed *feed, struct tq_feed_series *s, size_t waiting)
{
	const struct tq_clock *clock = &feed->plan->clocks[0];
	const double *given = feed->waiting_values + waiting * feed->stride +
			      tq_clock_width(clock);
	const tq_time *stamp = feed->waiting_stamps + waiting * clock->n_taps;

	tq_feed_link(feed, s);
	for (size_t i = 0; i < clock->n_taps; i++) {
		const struct tq_tap *tap = &clock->taps[i];
		const struct tq_clock *from = &feed->plan->clocks[tap->from];
		const struct tq_flow *flow;
		int k = 0;

		if (from->kind == TQ_CLOCK_RECORDS) {
			tq_flow_give(s->flow, i, given + tap->at, stamp[i]);
			continue;
		}
		while (feed->others[k] != from->root)
			k++;
		flow = s->other[k] ? s->other[k]->as_other[k] : NULL;
		tq_flow_give(s->flow, i, flow ? tq_flow_values(flow, tap->source) : NULL,
			     flow ? tq_flow_stamp(flow, tap->from) : TQ_TIME_NONE);
	}
}

/* All named series have come as far as the moment. */
static bool
is_known(struct tq_feed *feed, const struct tq_feed_waiting *w)
{
	if (w->event < feed->event)
		return true;
	if (feed->options.by_time)
		return false;
	tq_feed_link(feed, w->series);
	for (int i = 0; i < feed->n_others; i++) {
		const struct tq_feed_series *other = w->series->other[i];

		if (!other || other->event == TQ_TIME_NONE || other->event < w->event)
			return false;
	}
	return true;
}

/* What has been said is dropped when nothing waits behind it, or half of the room is its. */
static void
drop_said(struct tq_feed *feed)
{
	size_t left = feed->n_waiting - feed->first, taps = n_taps(feed);

	if (feed->first == 0 || (left > 0 && feed->first < feed->cap_waiting / 2))
		return;
	memmove(feed->waiting, feed->waiting + feed->first, left * sizeof feed->waiting[0]);
	memmove(feed->waiting_values, feed->waiting_values + feed->first * feed->stride,
		left * feed->stride * sizeof(double));
	memmove(feed->waiting_stamps, feed->waiting_stamps + feed->first * taps,
		left * taps * sizeof(tq_time));
	feed->n_waiting = left;
	feed->first = 0;
}

bool
tq_feed_say(struct tq_feed *feed, bool all, struct tq_out *out, struct tq_err *err)
{
	while (feed->first < feed->n_waiting) {
		struct tq_feed_waiting w = feed->waiting[feed->first];

		if (!all && !is_known(feed, &w))
			break;
		give_others(feed, w.series, feed->first);
		tq_flow_step(w.series->flow, w.time, w.event,
			     feed->waiting_values + feed->first * feed->stride);
		feed->first++;
		if (!tq_feed_ready(feed, w.series, w.time, w.event, w.close, out, err))
			return false;
	}
	drop_said(feed);
	return true;
}

/* The moments of the latest event time are said and it is over. */
bool
tq_feed_slot(struct tq_feed *feed, struct tq_out *out, struct tq_err *err)
{
	bool any = feed->first < feed->n_waiting;

	if (!tq_feed_say(feed, true, out, err))
		return false;
	return !any || !feed->options.by_time || !feed->options.slot_end ||
	       feed->options.slot_end(feed->options.self, feed->event, out, err);
}
