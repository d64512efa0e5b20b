/* SPDX-License-Identifier: ISC */
#include "market/sight.h"

/*
 * On 24x7 a bar that opens one interval behind the last one is in the next
 * slot; that is nearly every bar, and needs no division.
 */
void
tq_sight_place(struct tq_checker *ck, struct tq_sight *s)
{
	const struct tq_series *series = s->series;
	tq_time length = tq_interval_ns(s->bar->interval);

	if (tq_calendar_always(ck->calendar) && length > 0 && series->passed > 0 &&
	    series->slot != TQ_TIME_NONE && s->bar->time - length == series->last) {
		s->on_calendar = true;
		s->slot = series->slot + length;
		return;
	}
	s->on_calendar = tq_interval_timed(s->bar->interval) &&
			 tq_calendar_knows(ck->calendar, s->bar->time);
	if (s->on_calendar)
		s->slot = tq_calendar_slot(ck->calendar, s->bar->time, s->bar->interval);
}

enum tq_verdict
tq_rule_time_order(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	(void)ck;
	if (s->series == NULL)
		return tq_finding_say(f, TQ_UNCHECKED, "no time, symbol and interval");
	if (s->bar->time >= s->series->order)
		return TQ_PASSED;
	return tq_finding_say(f, TQ_FAILED, "time %s < %s before it",
			      tq_show_time(s->bar->time).text,
			      tq_show_time(s->series->order).text);
}

enum tq_verdict
tq_rule_duplicate(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	(void)ck;
	if (s->series == NULL)
		return tq_finding_say(f, TQ_UNCHECKED, "no time, symbol and interval");
	if (s->rec->type != TQ_TYPE_BAR && s->rec->type != TQ_TYPE_FUNDING) {
		if (!tq_sight_id_came(s))
			return TQ_PASSED;
		return tq_finding_say(f, TQ_FAILED, "id %.*s came before",
				      (int)(s->rec->value[TQ_F_id].n < 60 ?
					    s->rec->value[TQ_F_id].n : 60),
				      s->rec->value[TQ_F_id].text);
	}
	/* A bar that is still growing is told again and again. */
	if (s->bar->time != s->series->order || s->series->growing)
		return TQ_PASSED;
	return tq_finding_say(f, TQ_FAILED, "time %s came before", tq_show_time(s->bar->time).text);
}

enum tq_verdict
tq_rule_overlap(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	const struct tq_series *series = s->series;

	(void)ck;
	if (series == NULL)
		return tq_finding_say(f, TQ_UNCHECKED, "no time, symbol and interval");
	if (series->passed == 0 || s->slot == TQ_TIME_NONE || s->slot != series->slot ||
	    s->bar->time <= series->last)
		return TQ_PASSED;
	return tq_finding_say(f, TQ_FAILED, "time %s is within the bar of %s",
			      tq_show_time(s->bar->time).text, tq_show_time(series->last).text);
}

static bool
is_future(const struct tq_checker *ck, tq_time t)
{
	return t > ck->now && t - ck->now > ck->max_skew;
}

enum tq_verdict
tq_rule_future(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	if (ck->now == TQ_TIME_NONE)
		return TQ_PASSED;        /* --now none: the user said so */
	if (s->series == NULL)
		return tq_finding_say(f, TQ_UNCHECKED, "no time, symbol and interval");
	if (!is_future(ck, s->bar->time))
		return TQ_PASSED;
	/* The program may have run for long: what time is it now? */
	if (ck->clock != NULL)
		ck->now = ck->clock();
	if (!is_future(ck, s->bar->time))
		return TQ_PASSED;
	return tq_finding_say(f, TQ_FAILED, "time %s > now %s", tq_show_time(s->bar->time).text,
			      tq_show_time(ck->now).text);
}

static enum tq_verdict
off_calendar(const struct tq_checker *ck, const struct tq_sight *s, struct tq_finding *f)
{
	if (s->series == NULL)
		return tq_finding_say(f, TQ_UNCHECKED, "no time, symbol and interval");
	if (!tq_interval_timed(s->bar->interval))
		return tq_finding_say(f, TQ_UNCHECKED, "bars of %.*s have no length of time",
				      TQ_STR_ARG(s->bar->interval_text));
	return tq_finding_say(f, TQ_UNCHECKED, "calendar %.60s does not know %s",
			      tq_calendar_name(ck->calendar), tq_show_time(s->bar->time).text);
}

enum tq_verdict
tq_rule_session(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	if (s->series == NULL || !s->on_calendar)
		return off_calendar(ck, s, f);
	if (s->slot != TQ_TIME_NONE)
		return TQ_PASSED;
	return tq_finding_say(f, TQ_FAILED, "time %s is in no session of %.60s",
			      tq_show_time(s->bar->time).text, tq_calendar_name(ck->calendar));
}

enum tq_verdict
tq_rule_gap(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	const struct tq_series *series = s->series;
	int64_t missing;

	if (s->rec->type == TQ_TYPE_FUNDING)
		return tq_rule_funding_gap(ck, s, f);
	if (series == NULL || !s->on_calendar)
		return off_calendar(ck, s, f);
	if (s->slot == TQ_TIME_NONE || series->slot == TQ_TIME_NONE || s->slot <= series->slot)
		return TQ_PASSED;
	if (s->bar->time - tq_interval_ns(s->bar->interval) == series->last &&
	    tq_calendar_always(ck->calendar))
		return TQ_PASSED;
	missing = tq_calendar_count(ck->calendar, series->slot + 1, s->slot, s->bar->interval);
	if (missing == 0)
		return TQ_PASSED;
	s->gap = (struct tq_gap){missing, tq_calendar_next(ck->calendar, series->slot,
							   s->bar->interval), s->slot};
	tq_finding_say(f, TQ_FAILED, "%lld missing from %s to %s (calendar %.60s)",
		       (long long)missing, tq_show_time(s->gap.from).text,
		       tq_show_time(s->gap.to).text,
		       tq_calendar_name(ck->calendar));
	f->value = tq_dec(missing, 0);
	f->limit = tq_dec(0, 0);
	return TQ_FAILED;
}
