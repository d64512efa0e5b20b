/* SPDX-License-Identifier: ISC */
#include "time/zone_rule.h"

#include "time/instant.h"

struct cursor {
	const char *p, *end;
};

static bool
accept(struct cursor *c, char ch)
{
	if (c->p == c->end || *c->p != ch)
		return false;
	c->p++;
	return true;
}

static bool
number(struct cursor *c, int max, int *out)
{
	const char *from = c->p;

	for (*out = 0; c->p < c->end && *c->p >= '0' && *c->p <= '9'; c->p++) {
		*out = *out * 10 + (*c->p - '0');
		if (*out > max)
			return false;
	}
	return c->p > from;
}

/* "EST" or "<+0330>" */
static bool
skip_name(struct cursor *c)
{
	bool quoted = accept(c, '<');
	const char *from = c->p;

	while (c->p < c->end &&
	       ((*c->p | 0x20) >= 'a' && (*c->p | 0x20) <= 'z'))
		c->p++;
	if (!quoted)
		return c->p - from >= 3;
	while (c->p < c->end && *c->p != '>')
		c->p++;
	return accept(c, '>');
}

/* [+-]hh[:mm[:ss]] in seconds */
static bool
clock_time(struct cursor *c, int max_hours, int32_t *out)
{
	int h, m = 0, s = 0;
	bool negative = accept(c, '-');

	if (!negative)
		accept(c, '+');
	if (!number(c, max_hours, &h) ||
	    (accept(c, ':') && (!number(c, 59, &m) || (accept(c, ':') && !number(c, 59, &s)))))
		return false;
	*out = h * 3600 + m * 60 + s;
	if (negative)
		*out = -*out;
	return true;
}

static bool
change(struct cursor *c, struct tq_zone_change *out)
{
	*out = (struct tq_zone_change){.kind = 'D', .at = 2 * 3600};
	if (accept(c, 'M')) {
		out->kind = 'M';
		if (!number(c, 12, &out->month) || out->month == 0 || !accept(c, '.') ||
		    !number(c, 5, &out->week) || out->week == 0 || !accept(c, '.') ||
		    !number(c, 6, &out->day))
			return false;
	} else {
		if (accept(c, 'J'))
			out->kind = 'J';
		if (!number(c, 365, &out->day) || (out->kind == 'J' && out->day == 0))
			return false;
	}
	return !accept(c, '/') || clock_time(c, 167, &out->at);
}

bool
tq_zone_rule_parse(struct tq_str text, struct tq_zone_rule *out)
{
	struct cursor c = {text.p, text.p + text.n};

	memset(out, 0, sizeof(*out));
	if (!skip_name(&c) || !clock_time(&c, 24, &out->standard))
		return false;
	out->standard = -out->standard;      /* POSIX counts west */
	if (c.p == c.end)
		return true;
	out->has_summer = true;
	out->summer = out->standard + 3600;
	if (!skip_name(&c))
		return false;
	if (c.p < c.end && *c.p != ',') {
		if (!clock_time(&c, 24, &out->summer))
			return false;
		out->summer = -out->summer;
	}
	return accept(&c, ',') && change(&c, &out->start) &&
	       accept(&c, ',') && change(&c, &out->end) && c.p == c.end;
}

/* Local seconds since 1970 at which a change of a year happens. */
static int64_t
change_at(const struct tq_zone_change *ch, int year)
{
	int64_t first = tq_days_from_civil(year, 1, 1);
	int64_t day = first + ch->day;
	int64_t march = tq_days_from_civil(year, 3, 1);

	if (ch->kind == 'J') {
		day--;
		if (march - first == 60 && day >= march - 1)
			day++;           /* 29 February is not counted */
	} else if (ch->kind == 'M') {
		int64_t month = tq_days_from_civil(year, ch->month, 1);
		int64_t next = ch->month == 12 ? tq_days_from_civil(year + 1, 1, 1) :
			       tq_days_from_civil(year, ch->month + 1, 1);
		int weekday = (tq_weekday(month) + 1) % 7;       /* 0 Sunday */

		day = month + (ch->day - weekday + 7) % 7 + (ch->week - 1) * 7;
		if (day >= next)
			day -= 7;
	}
	return day * 86400 + ch->at;
}

int32_t
tq_zone_rule_offset(const struct tq_zone_rule *rule, int64_t seconds)
{
	int64_t local = seconds + rule->standard;
	int64_t days = local / 86400 - (local % 86400 < 0);
	int64_t start, end;
	int year, month, day;
	bool summer;

	if (!rule->has_summer)
		return rule->standard;
	tq_civil_from_days(days, &year, &month, &day);
	start = change_at(&rule->start, year) - rule->standard;
	end = change_at(&rule->end, year) - rule->summer;
	summer = start < end ? seconds >= start && seconds < end :
		 seconds >= start || seconds < end;
	return summer ? rule->summer : rule->standard;
}
