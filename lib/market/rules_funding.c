/* SPDX-License-Identifier: ISC */
/*
 * Funding: payments on a grid whose step changes. Venues pay every 8 hours,
 * and go to 4, 2 or 1 for a contract whose rate is at its bound for some time,
 * and back. A record may name its interval; else the steps between records
 * tell it: a shorter step is a new interval, a longer one is a new interval or
 * a payment missing, which only the next record tells.
 */
#include "market/sight.h"

/* Stamps of payments carry some milliseconds of the venue's own delay. */
static tq_time
to_minute(tq_time t)
{
	tq_time up = t + TQ_MINUTE / 2;
	tq_time rest = up % TQ_MINUTE;

	return up - (rest < 0 ? rest + TQ_MINUTE : rest);
}

static tq_time
named_interval(const struct tq_sight *s)
{
	struct tq_interval interval;
	struct tq_err ignored;
	struct tq_str text;

	if (!tq_rec_has(s->rec, TQ_F_interval) ||
	    !tq_rec_str(s->rec, TQ_F_interval, &text, &ignored) ||
	    !tq_interval_parse(text, &interval))
		return 0;
	return tq_interval_ns(interval);
}

enum tq_verdict
tq_rule_schedule(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	tq_time grid = named_interval(s);
	tq_time t;

	(void)ck;
	if (s->series == NULL)
		return tq_finding_say(f, TQ_UNCHECKED, "no time and symbol");
	if (grid == 0)
		grid = s->series->step > 0 ? s->series->step : TQ_HOUR;
	t = to_minute(s->bar->time);
	if (s->series->last != TQ_TIME_NONE && named_interval(s) == 0 &&
	    t - to_minute(s->series->last) > 0 && t - to_minute(s->series->last) < grid)
		grid = t - to_minute(s->series->last);
	/* A grid that does not divide the day (30 s, 7 h) begins nowhere. */
	if (grid < TQ_MINUTE || TQ_DAY % grid != 0)
		grid = TQ_HOUR;
	if (t % grid == 0)
		return TQ_PASSED;
	return tq_finding_say(f, TQ_FAILED, "time %s is not on the grid of %lld minutes",
			      tq_show_time(s->bar->time).text, (long long)(grid / TQ_MINUTE));
}

/* Intervals that venues change between. */
static bool
is_usual(tq_time step)
{
	return step == TQ_HOUR || step == 2 * TQ_HOUR || step == 4 * TQ_HOUR ||
	       step == 8 * TQ_HOUR || step == 12 * TQ_HOUR || step == 24 * TQ_HOUR;
}

static enum tq_verdict
missing(struct tq_sight *s, struct tq_finding *f, tq_time last, tq_time gap, tq_time step)
{
	s->gap = (struct tq_gap){gap / step - 1, last + step, last + gap};
	tq_finding_say(f, TQ_FAILED, "%lld payments missing from %s to %s (every %lld minutes)",
		       (long long)s->gap.missing, tq_show_time(s->gap.from).text,
		       tq_show_time(s->gap.to).text, (long long)(step / TQ_MINUTE));
	f->value = tq_dec(s->gap.missing, 0);
	f->limit = tq_dec(0, 0);
	return TQ_FAILED;
}

enum tq_verdict
tq_rule_funding_gap(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	const struct tq_series *series = s->series;
	tq_time named = named_interval(s);
	tq_time last, gap, step;

	(void)ck;
	if (series == NULL)
		return tq_finding_say(f, TQ_UNCHECKED, "no time and symbol");
	if (series->passed == 0)
		return TQ_PASSED;
	last = to_minute(series->last);
	gap = to_minute(s->bar->time) - last;
	step = named > 0 ? named : series->step;
	if (step <= 0 || gap <= 0)
		return TQ_PASSED;
	/* The step before was long, and this one shows that it was no change. */
	if (series->maybe_step > 0 && named == 0 && gap < series->maybe_step && gap >= step)
		return missing(s, f, last - series->maybe_step, series->maybe_step, step);
	if (gap < 2 * step || (named == 0 && gap == series->maybe_step))
		return TQ_PASSED;
	if (named == 0 && is_usual(gap))
		return tq_finding_say(f, TQ_UNCHECKED, "%lld hours since the last payment: a new "
				      "interval, or one is missing", (long long)(gap / TQ_HOUR));
	return missing(s, f, last, gap, step);
}

void
tq_sight_keep_funding(struct tq_sight *s)
{
	struct tq_series *series = s->series;
	tq_time named = named_interval(s);
	tq_time gap = series->last == TQ_TIME_NONE ? 0 :
		      to_minute(s->bar->time) - to_minute(series->last);
	tq_time maybe = series->maybe_step;

	series->maybe_step = 0;
	if (named > 0)
		series->step = named;
	else if (gap > 0 && (series->step == 0 || gap < series->step || gap == maybe))
		series->step = gap;
	else if (gap > series->step && is_usual(gap))
		series->maybe_step = gap;
}

enum tq_verdict
tq_rule_funding_rate(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	struct tq_err ignored;
	struct tq_dec rate;

	if (tq_dec_sign(ck->max_rate) <= 0)
		return TQ_PASSED;
	if (!tq_rec_dec(s->rec, TQ_F_rate, &rate, &ignored))
		return tq_finding_say(f, TQ_UNCHECKED, "the rate is not readable");
	if (tq_dec_le(tq_dec_abs(rate), ck->max_rate))
		return TQ_PASSED;
	return tq_finding_compare(f, "rate", rate, "further from 0 than", "", ck->max_rate);
}
