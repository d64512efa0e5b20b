/* SPDX-License-Identifier: ISC */
#include "market/event_time.h"

#include "market/bar.h"

void
tq_event_time_want(struct tq_run *run)
{
	tq_want(run, TQ_F_time);
	tq_want(run, TQ_F_interval);
	tq_want(run, TQ_F_close_time);
	tq_want(run, TQ_F_closed);
}

bool
tq_event_has_time(enum tq_type type)
{
	return type <= TQ_TYPE_PRICE || type == TQ_TYPE_SIGNAL || type == TQ_TYPE_ORDER;
}

static bool
bar_time(const struct tq_rec *rec, tq_time time, tq_time *out, struct tq_err *err)
{
	struct tq_interval interval;
	struct tq_str text;

	*out = TQ_TIME_NONE;
	if (tq_rec_has(rec, TQ_F_closed) && rec->value[TQ_F_closed].kind == TQ_FALSE)
		return true;
	if (!tq_rec_str(rec, TQ_F_interval, &text, err))
		return false;
	if (!tq_interval_parse(text, &interval))
		return tq_fail(err, TQ_DATA, "field \"interval\" is not an interval like 1m: %.*s",
			       (int)(text.n < 40 ? text.n : 40), text.p);
	return tq_bar_close_time(rec, time, interval, out, err);
}

bool
tq_event_time(const struct tq_rec *rec, tq_time *out, struct tq_err *err)
{
	*out = TQ_TIME_NONE;
	if (!tq_event_has_time(rec->type))
		return true;
	if (!tq_rec_time(rec, TQ_F_time, out, err))
		return false;
	return rec->type != TQ_TYPE_BAR || bar_time(rec, *out, out, err);
}
