/* SPDX-License-Identifier: ISC */
#include "market/grid.h"

enum { DAY_SECONDS = 86400, MONDAY = 4 }; /* 1970-01-05 was a Monday */

bool
tq_grid_open(struct tq_grid *grid, const struct tq_grid_options *o, struct tq_err *err)
{
	bool always;

	*grid = (struct tq_grid){.to = o->to, .day_start = o->day_start,
				 .week_start = o->week_start};
	grid->calendar = tq_calendar_open(o->calendar, err);
	if (grid->calendar == NULL)
		return false;
	always = tq_calendar_always(grid->calendar);
	if (!always && (o->timezone != NULL || o->day_start != 0 || o->week_start != 0))
		return tq_fail(err, TQ_USAGE,
			       "--timezone, --day-start and --week-start go without --calendar, "
			       "which has its own");
	if (o->timezone == NULL && o->day_start == 0 && o->week_start == 0)
		return true;
	grid->zone = tq_zone_open(o->timezone != NULL ? o->timezone : "UTC", err);
	if (grid->zone == NULL)
		return false;
	if (tq_interval_ns(o->to) > TQ_DAY && tq_interval_ns(o->to) % TQ_DAY != 0)
		return tq_fail(err, TQ_USAGE, "bars longer than a day must be whole days to begin "
			       "with one (--timezone, --day-start)");
	return true;
}

void
tq_grid_fini(struct tq_grid *grid)
{
	tq_calendar_free(grid->calendar);
	tq_zone_free(grid->zone);
}

bool
tq_grid_divides(const struct tq_grid *grid, struct tq_interval from, struct tq_err *err)
{
	struct tq_interval to = grid->to;
	tq_time length = tq_interval_ns(from);
	char a[16], b[16];
	bool whole;

	if (!tq_interval_timed(from))
		whole = false;
	else if (to.unit == 'M')
		whole = from.unit == 'M' ? to.n % from.n == 0 : length > 0 && TQ_DAY % length == 0;
	else
		whole = length > 0 && tq_interval_ns(to) % length == 0;
	if (whole)
		return true;
	a[tq_interval_format(from, a)] = '\0';
	b[tq_interval_format(to, b)] = '\0';
	return tq_fail(err, TQ_DATA, "bars of %s do not make whole bars of %s", a, b);
}

static int64_t
floor_to(int64_t x, int64_t step)
{
	int64_t past = x % step;

	return x - (past < 0 ? past + step : past);
}

static tq_time
day_begins(const struct tq_grid *grid, int64_t day)
{
	tq_time t;

	return tq_zone_at(grid->zone, day, (int32_t)grid->day_start, TQ_ZONE_EARLIER, &t)
		       ? t : INT64_MAX;
}

static int64_t
day_of(const struct tq_grid *grid, tq_time t)
{
	int64_t day = tq_zone_day(grid->zone, t);

	while (day_begins(grid, day) > t)
		day--;
	while (day_begins(grid, day + 1) <= t)
		day++;
	return day;
}

static int64_t
months_later(int64_t day, int32_t n)
{
	int year, month, ignored;
	int64_t months;

	tq_civil_from_days(day, &year, &month, &ignored);
	months = (int64_t)year * 12 + month - 1 + n;
	return tq_days_from_civil((int)(months / 12), (int)(months % 12) + 1, 1);
}

/* The first day of the months of a day, counted in groups of n from the year 0. */
static int64_t
month_of(int64_t day, int32_t n)
{
	int year, month, ignored;
	int64_t months;

	tq_civil_from_days(day, &year, &month, &ignored);
	months = floor_to((int64_t)year * 12 + month - 1, n);
	return tq_days_from_civil((int)(months / 12), (int)(months % 12) + 1, 1);
}

static void
local_bucket(const struct tq_grid *grid, tq_time t, struct tq_bucket *out)
{
	int64_t day = day_of(grid, t), first = day, behind;
	tq_time length = tq_interval_ns(grid->to);

	if (grid->to.unit == 'M') {
		first = month_of(day, grid->to.n);
		behind = months_later(first, grid->to.n);
	} else if (length < TQ_DAY) {
		tq_time begin = day_begins(grid, day), end = day_begins(grid, day + 1);

		out->open = begin + (t - begin) / length * length;
		out->close = out->open + length < end ? out->open + length : end;
		return;
	} else {
		int64_t zero = grid->to.unit == 'w' ? MONDAY + grid->week_start : 0;

		first = floor_to(day - zero, length / TQ_DAY) + zero;
		behind = first + length / TQ_DAY;
	}
	out->open = day_begins(grid, first);
	out->close = day_begins(grid, behind);
}

static bool
is_dated(struct tq_interval iv)
{
	return iv.n > 0 && (iv.unit == 'M' || tq_interval_ns(iv) >= TQ_DAY);
}

/* Within a session; of dates, what the sessions of the period hold. */
static bool
session_bucket(struct tq_grid *grid, tq_time t, struct tq_interval from, struct tq_bucket *out)
{
	struct tq_calendar *cal = grid->calendar;
	tq_time open, close, slot = tq_calendar_slot(cal, t, grid->to);

	if (slot == TQ_TIME_NONE)
		return false;
	if (is_dated(from)) {
		out->dated = true;
		out->open = slot;
		out->close = tq_interval_add(slot, grid->to, 1);
		return true;
	}
	if (from.n == 0 ? !tq_calendar_session(cal, t, &open, &close)
			: tq_calendar_slot(cal, t, from) == TQ_TIME_NONE)
		return false;
	if (is_dated(grid->to))
		return tq_calendar_hours(cal, slot, tq_interval_add(slot, grid->to, 1),
					 &out->open, &out->close);
	out->open = slot;
	out->close = tq_interval_add(slot, grid->to, 1);
	if (!tq_calendar_utc_grid(cal) && tq_calendar_session(cal, t, &open, &close) &&
	    out->close > close)
		out->close = close;
	return true;
}

/* On a regular grid whatever is between open and close is expected. */
static void
expect(struct tq_grid *grid, struct tq_interval from, struct tq_bucket *out)
{
	tq_time length = tq_interval_ns(from);

	out->expected = 0;
	out->last = TQ_TIME_NONE;
	if (from.n == 0)
		return;
	if (!tq_calendar_always(grid->calendar)) {
		out->expected = tq_calendar_count(grid->calendar, out->open, out->close, from);
		out->last = tq_calendar_before(grid->calendar, out->close, from);
	} else if (length > 0) {
		out->expected = (out->close - out->open + length - 1) / length;
		out->last = out->close - length;
	} else {
		out->expected = grid->to.n / from.n;
		out->last = tq_interval_add(out->close, from, -1);
	}
}

enum tq_grid_answer
tq_grid_bucket(struct tq_grid *grid, tq_time t, struct tq_interval from, struct tq_bucket *out)
{
	out->dated = false;
	if (!tq_calendar_knows(grid->calendar, t))
		return TQ_GRID_UNKNOWN;
	if (grid->zone != NULL) {
		local_bucket(grid, t, out);
	} else if (tq_calendar_always(grid->calendar)) {
		out->open = tq_interval_floor(t, grid->to);
		out->close = tq_interval_add(out->open, grid->to, 1);
	} else if (!session_bucket(grid, t, from, out)) {
		return TQ_GRID_NONE;
	}
	expect(grid, from, out);
	return TQ_GRID_IN;
}

bool
tq_grid_next(struct tq_grid *grid, const struct tq_bucket *bucket, struct tq_interval from,
	     struct tq_bucket *out)
{
	struct tq_calendar *cal = grid->calendar;
	tq_time t = bucket->close;

	if (!tq_calendar_always(cal)) {
		tq_time slot = tq_calendar_slot(cal, bucket->open, grid->to);

		t = slot == TQ_TIME_NONE ? slot : tq_calendar_next(cal, slot, grid->to);
		if (t == TQ_TIME_NONE)
			return false;
		/* A period of dates is asked for by an instant of its sessions. */
		if (is_dated(grid->to) && !is_dated(from)) {
			tq_time close;

			if (!tq_calendar_hours(cal, t, tq_interval_add(t, grid->to, 1), &t, &close))
				return false;
		}
	}
	return t < INT64_MAX && tq_grid_bucket(grid, t, from, out) == TQ_GRID_IN;
}

bool
tq_grid_is_last(struct tq_grid *grid, const struct tq_bucket *bucket, tq_time t, tq_time close,
		struct tq_interval from)
{
	if (tq_calendar_always(grid->calendar))
		return close >= bucket->close;
	return tq_calendar_slot(grid->calendar, t, from) >= bucket->last;
}
