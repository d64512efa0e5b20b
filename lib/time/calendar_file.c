/* SPDX-License-Identifier: ISC */
#include "time/calendar_file.h"

#include <ini.h>

enum pass { SETTINGS, RULES };

struct parse {
	enum pass pass;
	struct tq_days *days;
	bool *utc_grid;
	struct tq_err *err;
	bool failed;             /* err says why */
};

static int
fail(struct parse *p, const char *what, const char *name, const char *value)
{
	if (!p->failed)
		tq_fail(p->err, TQ_USAGE, "%s: %s = %s", what, name, value);
	p->failed = true;
	return 0;
}

/* "09:30" to "24:00" in seconds */
static bool
clock_time(struct tq_str s, int32_t *out)
{
	size_t i;

	if (s.n != 5 || s.p[2] != ':')
		return false;
	for (i = 0; i < 5; i++)
		if (i != 2 && (s.p[i] < '0' || s.p[i] > '9'))
			return false;
	*out = ((s.p[0] - '0') * 10 + s.p[1] - '0') * 3600 +
	       ((s.p[3] - '0') * 10 + s.p[4] - '0') * 60;
	return s.p[3] < '6' && *out <= 86400;
}

/* "09:30-16:00"; an open that is not before its close is the evening before. */
static bool
segment(struct tq_str s, struct tq_segment *out)
{
	if (s.n != 11 || s.p[5] != '-' || !clock_time((struct tq_str){s.p, 5}, &out->open) ||
	    !clock_time((struct tq_str){s.p + 6, 5}, &out->close))
		return false;
	if (out->open >= out->close)
		out->open -= 86400;
	return true;
}

static int
session(struct parse *p, const char *name, const char *value)
{
	struct tq_segment list[TQ_SEGMENTS];
	size_t n = 0;
	unsigned bits;
	int weekday;

	if (!tq_weekday_set(tq_str(name), &bits))
		return fail(p, "no weekdays like mon-fri", name, value);
	while (*value != '\0') {
		size_t len = strcspn(value, " ");

		if (n == TQ_SEGMENTS || !segment((struct tq_str){value, len}, &list[n]) ||
		    (n > 0 && list[n].open < list[n - 1].close))
			return fail(p, "no sessions like 09:30-16:00", name, value);
		n++;
		value += len + strspn(value + len, " ");
	}
	for (weekday = 0; weekday < 7; weekday++)
		if (bits >> weekday & 1) {
			memcpy(p->days->week[weekday], list, n * sizeof(list[0]));
			p->days->n_week[weekday] = n;
		}
	return 1;
}

static bool
day_of(const char *value, int64_t *day)
{
	struct tq_err ignored;
	tq_time t;

	if (strlen(value) != 10 || !tq_opt_time(NULL, value, &t, &ignored))
		return false;
	*day = t / TQ_DAY - (t % TQ_DAY < 0);
	return true;
}

static int
setting(struct parse *p, const char *name, const char *value)
{
	if (strcmp(name, "description") == 0)
		return 1;
	if (strcmp(name, "timezone") == 0) {
		tq_zone_free(p->days->zone);
		p->days->zone = tq_zone_open(value, p->err);
		p->failed = p->failed || p->days->zone == NULL;
		return p->days->zone != NULL;
	}
	if (strcmp(name, "anchor") == 0) {
		*p->utc_grid = strcmp(value, "utc") == 0;
		return *p->utc_grid || strcmp(value, "session") == 0 ||
		       fail(p, "neither utc nor session", name, value);
	}
	if (strcmp(name, "from") == 0 || strcmp(name, "until") == 0)
		return day_of(value, name[0] == 'f' ? &p->days->first : &p->days->last) ||
		       fail(p, "not a date", name, value);
	return fail(p, "no such setting", name, value);
}

static int
closed(struct parse *p, const char *name, const char *value)
{
	return tq_days_apply(p->days, tq_str(value), -1) ||
	       fail(p, "not a rule for days", name, value);
}

/* "13:00 11-thu#4 +1 since=1993" */
static int
early(struct parse *p, const char *name, const char *value)
{
	size_t len = strcspn(value, " ");
	int32_t at;

	return (clock_time((struct tq_str){value, len}, &at) &&
		tq_days_apply(p->days, tq_str(value + len), at)) ||
	       fail(p, "not a time and a rule for days", name, value);
}

/* Rules need the range of days and the sessions, so that they are a second pass. */
static int
entry(void *user, const char *section, const char *name, const char *value)
{
	struct parse *p = user;
	bool rules = strcmp(section, "closed") == 0 || strcmp(section, "early") == 0;

	if (rules != (p->pass == RULES))
		return 1;
	if (rules)
		return section[0] == 'c' ? closed(p, name, value) : early(p, name, value);
	if (strcmp(section, "calendar") == 0)
		return setting(p, name, value);
	if (strcmp(section, "sessions") == 0)
		return session(p, name, value);
	return fail(p, "no such section", section, name);
}

static bool
run(struct parse *p, enum pass pass, const char *text)
{
	int line;

	p->pass = pass;
	line = ini_parse_string(text, entry, p);
	if (line == 0)
		return true;
	if (!p->failed)
		tq_fail(p->err, TQ_USAGE, "not a line of the form name = value");
	return tq_fail_prefix(p->err, "line %d", line);
}

bool
tq_calendar_parse(const char *text, struct tq_days *days, bool *utc_grid,
		  struct tq_err *err)
{
	struct parse p = {.days = days, .utc_grid = utc_grid, .err = err};

	*utc_grid = false;
	days->first = tq_days_from_civil(1970, 1, 1);
	days->last = tq_days_from_civil(2199, 12, 31);
	if (!run(&p, SETTINGS, text))
		return false;
	if (days->zone == NULL)
		return tq_fail(err, TQ_USAGE, "no timezone in [calendar]");
	if (days->first > days->last || days->first < tq_days_from_civil(1700, 1, 1) ||
	    days->last > tq_days_from_civil(2260, 12, 31))
		return tq_fail(err, TQ_USAGE,
			       "from is behind until, or a year is not in 1700..2260");
	tq_days_begin(days);
	return run(&p, RULES, text);
}
