/* SPDX-License-Identifier: ISC */
#include "time/calendar.h"

#include "base/dir.h"
#include "base/file.h"
#include "base/mem.h"
#include "time/calendar_file.h"

#include <stdlib.h>
#include <unistd.h>

struct tq_calendar {
	char *name;
	bool always;
	bool utc_grid;
	struct tq_days days;
	struct tq_span recent;   /* the session asked for last; none: open == close */
};

static bool
load(struct tq_calendar *cal, struct tq_err *err)
{
	struct tq_buf path = {0};
	struct tq_buf text = {0};
	const char *dir = tq_data_dir();
	bool ok;

	if (strchr(cal->name, '/'))
		tq_buf_puts(&path, cal->name);
	else
		tq_buf_printf(&path, "%s/calendars/%s.cal", dir ? dir : "share", cal->name);
	ok = tq_read_file(tq_buf_text(&path), 1 << 20, &text, err);
	if (!ok)
		err->status = TQ_USAGE;
	ok = ok && tq_calendar_parse(tq_buf_text(&text), &cal->days, &cal->utc_grid, err);
	if (!ok && !strchr(cal->name, '/') && access(tq_buf_text(&path), F_OK) != 0)
		tq_dir_no_such("calendar", tq_buf_text(&path), cal->name, ".cal", err);
	else if (!ok)
		tq_fail_prefix(err, "calendar '%s'", cal->name);
	tq_buf_fini(&path);
	tq_buf_fini(&text);
	return ok;
}

struct tq_calendar *
tq_calendar_open(const char *name, struct tq_err *err)
{
	struct tq_calendar *cal = tq_alloc(1, sizeof(*cal));

	cal->name = tq_str_dup(tq_str(name));
	cal->always = strcmp(name, "24x7") == 0;
	if (cal->always || load(cal, err))
		return cal;
	tq_calendar_free(cal);
	return NULL;
}

void
tq_calendar_free(struct tq_calendar *cal)
{
	if (cal == NULL)
		return;
	tq_days_fini(&cal->days);
	free(cal->name);
	free(cal);
}

const char *
tq_calendar_name(const struct tq_calendar *cal)
{
	return cal->name;
}

bool
tq_calendar_always(const struct tq_calendar *cal)
{
	return cal->always;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t
ceil_div(int64_t a, int64_t b)
{
	return a / b + (a % b > 0);
}

bool
tq_calendar_knows(const struct tq_calendar *cal, tq_time t)
{
	int64_t day = floor_div(t, TQ_DAY);

	return cal->always || (day >= cal->days.first && day <= cal->days.last);
}

/* Days, weeks and months are counted by dates, all else by sessions. */
static bool
by_date(struct tq_interval iv)
{
	return iv.unit == 'M' || tq_interval_ns(iv) >= TQ_DAY;
}

/* The session that holds t, which is one of its local date or begins on the evening of it. */
static bool
session_of(struct tq_calendar *cal, tq_time t, struct tq_span *out, int64_t *date)
{
	int64_t day = tq_zone_day(cal->days.zone, t);
	int64_t d;

	for (d = day; d <= day + 1; d++) {
		struct tq_span spans[TQ_SEGMENTS];
		size_t n = tq_days_spans(&cal->days, d, spans);

		while (n-- > 0)
			if (t >= spans[n].open && t < spans[n].close) {
				*out = spans[n];
				*date = d;
				return true;
			}
	}
	*date = day;
	return false;
}

static int64_t
date_of(struct tq_calendar *cal, tq_time t)
{
	struct tq_span span;
	int64_t date = floor_div(t, TQ_DAY);

	if (!cal->always && t % TQ_DAY != 0)
		session_of(cal, t, &span, &date);
	return date;
}

static bool
any_open(const struct tq_calendar *cal, tq_time from, tq_time to)
{
	int64_t day = floor_div(from, TQ_DAY);
	int64_t end = floor_div(to, TQ_DAY);

	for (; day < end; day++)
		if (cal->always || tq_days_open(&cal->days, day))
			return true;
	return false;
}

/* Where the grid of a session's slots begins. */
static tq_time
grid_of(const struct tq_calendar *cal, const struct tq_span *span, struct tq_interval iv)
{
	return cal->utc_grid ? tq_interval_floor(span->open, iv) : span->open;
}

/* The first slot of a session after t; TQ_TIME_NONE when it has none. */
static tq_time
next_in(const struct tq_calendar *cal, const struct tq_span *span, tq_time t,
	struct tq_interval iv)
{
	tq_time slot = grid_of(cal, span, iv);
	tq_time ns = tq_interval_ns(iv);

	if (t >= slot)
		slot += ((t - slot) / ns + 1) * ns;
	return slot < span->close ? slot : TQ_TIME_NONE;
}

static tq_time
next_in_sessions(struct tq_calendar *cal, tq_time t, struct tq_interval iv)
{
	int64_t day = tq_zone_day(cal->days.zone, t);

	if (day < cal->days.first)
		day = cal->days.first;
	for (; day <= cal->days.last; day++) {
		struct tq_span spans[TQ_SEGMENTS];
		size_t i, n = tq_days_spans(&cal->days, day, spans);

		for (i = 0; i < n; i++) {
			tq_time slot = next_in(cal, &spans[i], t, iv);

			if (slot != TQ_TIME_NONE)
				return slot;
		}
	}
	return TQ_TIME_NONE;
}

tq_time
tq_calendar_slot(struct tq_calendar *cal, tq_time t, struct tq_interval iv)
{
	tq_time slot, end;
	int64_t date;

	if (!tq_interval_timed(iv))
		return TQ_TIME_NONE;
	if (by_date(iv)) {
		slot = tq_interval_floor(date_of(cal, t) * TQ_DAY, iv);
		end = tq_interval_add(slot, iv, 1);
		return any_open(cal, slot, end) ? slot : TQ_TIME_NONE;
	}
	if (cal->always)
		return tq_interval_floor(t, iv);
	if (cal->utc_grid) {
		slot = tq_interval_floor(t, iv);
		if (slot >= cal->recent.open && slot < cal->recent.close)
			return slot;
		if (session_of(cal, slot, &cal->recent, &date))
			return slot;
		/* A session may begin within the bar. */
		return next_in_sessions(cal, slot - 1, iv) == slot ? slot : TQ_TIME_NONE;
	}
	if ((t < cal->recent.open || t >= cal->recent.close) &&
	    !session_of(cal, t, &cal->recent, &date))
		return TQ_TIME_NONE;
	return t - (t - cal->recent.open) % tq_interval_ns(iv);
}

tq_time
tq_calendar_next(struct tq_calendar *cal, tq_time t, struct tq_interval iv)
{
	tq_time slot = tq_interval_floor(t, iv);
	tq_time end = cal->always ? INT64_MAX : (cal->days.last + 1) * TQ_DAY;

	if (!tq_interval_timed(iv))
		return TQ_TIME_NONE;
	if (!cal->always && !by_date(iv))
		return next_in_sessions(cal, t, iv);
	for (slot = tq_interval_add(slot, iv, 1); slot < end; slot = tq_interval_add(slot, iv, 1))
		if (cal->always || any_open(cal, slot, tq_interval_add(slot, iv, 1)))
			return slot;
	return TQ_TIME_NONE;
}

/* The last slot of a session before t; TQ_TIME_NONE when it has none. */
static tq_time
last_in(const struct tq_calendar *cal, const struct tq_span *span, tq_time t,
	struct tq_interval iv)
{
	tq_time grid = grid_of(cal, span, iv);
	tq_time end = span->close < t ? span->close : t;
	tq_time ns = tq_interval_ns(iv);

	return end > grid ? grid + (ceil_div(end - grid, ns) - 1) * ns : TQ_TIME_NONE;
}

static tq_time
last_in_sessions(struct tq_calendar *cal, tq_time t, struct tq_interval iv)
{
	int64_t day = tq_zone_day(cal->days.zone, t) + 1;

	if (day > cal->days.last)
		day = cal->days.last;
	for (; day >= cal->days.first; day--) {
		struct tq_span spans[TQ_SEGMENTS];
		size_t n = tq_days_spans(&cal->days, day, spans);

		while (n-- > 0) {
			tq_time slot = last_in(cal, &spans[n], t, iv);

			if (slot != TQ_TIME_NONE)
				return slot;
		}
	}
	return TQ_TIME_NONE;
}

tq_time
tq_calendar_before(struct tq_calendar *cal, tq_time t, struct tq_interval iv)
{
	tq_time begin = cal->always ? TQ_TIME_NONE + 1 : cal->days.first * TQ_DAY;
	tq_time slot;

	if (!tq_interval_timed(iv))
		return TQ_TIME_NONE;
	if (!cal->always && !by_date(iv))
		return last_in_sessions(cal, t, iv);
	slot = tq_interval_floor(t - 1, iv);
	for (; slot > begin; slot = tq_interval_add(slot, iv, -1))
		if (cal->always || any_open(cal, slot, tq_interval_add(slot, iv, 1)))
			return slot;
	return TQ_TIME_NONE;
}

bool
tq_calendar_session(struct tq_calendar *cal, tq_time t, tq_time *open, tq_time *close)
{
	int64_t date;

	if (cal->always || ((t < cal->recent.open || t >= cal->recent.close) &&
			    !session_of(cal, t, &cal->recent, &date)))
		return false;
	*open = cal->recent.open;
	*close = cal->recent.close;
	return true;
}

bool
tq_calendar_hours(struct tq_calendar *cal, tq_time from, tq_time to, tq_time *open,
		  tq_time *close)
{
	int64_t day = ceil_div(from, TQ_DAY);
	int64_t end = ceil_div(to, TQ_DAY);
	bool found = false;

	for (; !cal->always && day < end; day++) {
		struct tq_span spans[TQ_SEGMENTS];
		size_t n = tq_days_spans(&cal->days, day, spans);

		if (n == 0)
			continue;
		if (!found)
			*open = spans[0].open;
		*close = spans[n - 1].close;
		found = true;
	}
	return found;
}

bool
tq_calendar_utc_grid(const struct tq_calendar *cal)
{
	return cal->always || cal->utc_grid;
}

static int64_t
count_dates(struct tq_calendar *cal, tq_time from, tq_time to, struct tq_interval iv)
{
	int64_t n = 0;
	tq_time slot, next;

	if (!cal->always && from < cal->days.first * TQ_DAY)
		from = cal->days.first * TQ_DAY - 31 * TQ_DAY;
	slot = tq_interval_floor(from, iv);
	if (slot < from)
		slot = tq_interval_add(slot, iv, 1);
	for (; slot < to; slot = next) {
		next = tq_interval_add(slot, iv, 1);
		if (next <= slot || (!cal->always && slot > cal->days.last * TQ_DAY))
			break;
		n += any_open(cal, slot, next);
	}
	return n;
}

static int64_t
count_sessions(struct tq_calendar *cal, tq_time from, tq_time to, struct tq_interval iv)
{
	tq_time ns = tq_interval_ns(iv);
	tq_time counted = from;          /* slots before this one are done */
	int64_t n = 0;
	int64_t day = tq_zone_day(cal->days.zone, from);
	int64_t last = tq_zone_day(cal->days.zone, to) + 1;

	day = day < cal->days.first ? cal->days.first : day;
	last = last > cal->days.last ? cal->days.last : last;
	for (; day <= last; day++) {
		struct tq_span spans[TQ_SEGMENTS];
		size_t i, k = tq_days_spans(&cal->days, day, spans);

		for (i = 0; i < k; i++) {
			tq_time grid = grid_of(cal, &spans[i], iv);
			tq_time end = spans[i].close < to ? spans[i].close : to;
			int64_t first = counted > grid ? ceil_div(counted - grid, ns) : 0;
			int64_t behind = end > grid ? ceil_div(end - grid, ns) : 0;

			if (behind <= first)
				continue;
			n += behind - first;
			counted = grid + behind * ns;
		}
	}
	return n;
}

int64_t
tq_calendar_count(struct tq_calendar *cal, tq_time from, tq_time to, struct tq_interval iv)
{
	/* A week off both ends of the range, so that differences cannot leave it. */
	const tq_time last = INT64_MAX - 8 * TQ_DAY;
	tq_time zero = tq_interval_floor(0, iv);
	tq_time ns = tq_interval_ns(iv);

	from = from < -last ? -last : from;
	to = to > last ? last : to;
	if (from >= to || !tq_interval_timed(iv))
		return 0;
	if (cal->always && ns > 0)       /* the grid is regular */
		return ceil_div(to - zero, ns) - ceil_div(from - zero, ns);
	return by_date(iv) ? count_dates(cal, from, to, iv) : count_sessions(cal, from, to, iv);
}
