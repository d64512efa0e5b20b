/* SPDX-License-Identifier: ISC */
#include "import/timeform.h"

#include <stdio.h>
#include <strings.h>

/* What was read of a time so far. */
struct parts {
	struct tq_civil c;
	int half;                /* 0 AM, 1 PM, -1 not said */
	bool zoned;
	int offset;              /* seconds east of UTC */
	const char *p;
	const char *end;
};

static bool
number(struct parts *t, int least, int most, int *out)
{
	int n = 0, value = 0;

	while (n < most && t->p < t->end && *t->p >= '0' && *t->p <= '9') {
		value = 10 * value + (*t->p++ - '0');
		n++;
	}
	*out = value;
	return n >= least;
}

static bool
word(struct parts *t, const char *text)
{
	size_t n = strlen(text);

	if ((size_t)(t->end - t->p) < n || strncasecmp(t->p, text, n) != 0)
		return false;
	t->p += n;
	return true;
}

static bool
month_name(struct parts *t)
{
	static const char *const names[] = {"january", "february", "march",     "april",
					    "may",     "june",     "july",      "august",
					    "september", "october", "november", "december"};

	for (int i = 0; i < 12; i++) {
		char three[4] = {names[i][0], names[i][1], names[i][2], '\0'};

		t->c.month = i + 1;
		if (word(t, names[i]) || word(t, three))
			return true;
	}
	return false;
}

/* All digits of a fraction up to nine are kept exactly. */
static bool
fraction(struct parts *t)
{
	const char *start;

	t->c.ns = 0;
	if (t->p == t->end || *t->p != '.')
		return true;
	start = ++t->p;
	if (!number(t, 1, 9, &t->c.ns))
		return false;
	for (long n = t->p - start; n < 9; n++)
		t->c.ns *= 10;
	return true;
}

static bool
zone(struct parts *t)
{
	int hour, minute = 0, sign;

	t->zoned = true;
	t->offset = 0;
	if (word(t, "Z") || word(t, "UTC") || word(t, "GMT"))
		return true;
	if (t->p == t->end || (*t->p != '+' && *t->p != '-'))
		return false;
	sign = *t->p++ == '-' ? -1 : 1;
	if (!number(t, 2, 2, &hour))
		return false;
	if (t->p < t->end) {
		if (*t->p == ':')
			t->p++;
		if (!number(t, 2, 2, &minute))
			return false;
	}
	t->offset = sign * (3600 * hour + 60 * minute);
	return hour < 24 && minute < 60;
}

static bool
two_digit_year(struct parts *t)
{
	if (!number(t, 2, 2, &t->c.year))
		return false;
	t->c.year += t->c.year < 69 ? 2000 : 1900;
	return true;
}

static bool
milliseconds(struct parts *t)
{
	if (!number(t, 3, 3, &t->c.ns))
		return false;
	t->c.ns *= 1000000;
	return true;
}

static bool
half_of_day(struct parts *t)
{
	t->half = word(t, "PM");
	return t->half == 1 || word(t, "AM");
}

/* One % of a pattern; least is 1 behind "%-". */
static bool
part(struct parts *t, char what, int least)
{
	switch (what) {
	case 'Y':
		return number(t, 4, 4, &t->c.year);
	case 'y':
		return two_digit_year(t);
	case 'm':
		return number(t, least, 2, &t->c.month);
	case 'b':
		return month_name(t);
	case 'd':
		return number(t, least, 2, &t->c.day);
	case 'H':
		return number(t, least, 2, &t->c.hour);
	case 'I':
		return number(t, least, 2, &t->c.hour) && t->c.hour >= 1 && t->c.hour <= 12;
	case 'M':
		return number(t, least, 2, &t->c.minute);
	case 'S':
		return number(t, least, 2, &t->c.second);
	case 'L':
		return milliseconds(t);
	case 'f':
		return fraction(t);
	case 'p':
		return half_of_day(t);
	case 'z':
		return zone(t);
	default:
		return t->p < t->end && *t->p++ == what;
	}
}

static bool
parse(const char *pattern, struct tq_str text, struct parts *t)
{
	*t = (struct parts){.half = -1, .p = text.p, .end = text.p + text.n};
	for (const char *f = pattern; *f; f++) {
		int least = 2;

		if (*f != '%') {
			if (t->p == t->end || *t->p++ != *f)
				return false;
			continue;
		}
		if (*++f == '-') {
			least = 1;
			f++;
		}
		if (!part(t, *f, least))
			return false;
	}
	if (t->p != t->end)
		return false;
	if (t->half >= 0)
		t->c.hour = t->c.hour % 12 + 12 * t->half;
	return t->c.second < 60;
}

bool
tq_timeform_set(struct tq_timeform *form, const char *pattern, struct tq_err *err)
{
	bool year = false, month = false, day = false;

	if (strlen(pattern) >= sizeof(form->pattern))
		return tq_fail(err, TQ_USAGE, "time format is longer than %zu bytes",
			       sizeof(form->pattern) - 1);
	for (const char *f = pattern; *f; f++) {
		if (*f != '%')
			continue;
		f++;
		f += *f == '-' && f[1] != '\0' && strchr("mdHIMS", f[1]) != NULL;
		if (*f == '\0' || !strchr("YymbdHIMSLfpz%", *f))
			return tq_fail(err, TQ_USAGE, "time format has an unknown '%%%.1s'", f);
		year |= *f == 'Y' || *f == 'y';
		month |= *f == 'm' || *f == 'b';
		day |= *f == 'd';
	}
	if (!year || !month || !day)
		return tq_fail(err, TQ_USAGE, "time format '%s' lacks a %s", pattern,
			       !year ? "year (%Y)" : !month ? "month (%m)" : "day (%d)");
	snprintf(form->pattern, sizeof(form->pattern), "%s", pattern);
	return true;
}

static bool
refuse(const struct tq_timeform *form, struct tq_str text, struct tq_err *err)
{
	static const char *const units[] = {"seconds", "milliseconds", "microseconds",
					    "nanoseconds"};
	int n = text.n < 60 ? (int)text.n : 60;

	if (form->pattern[0])
		return tq_fail(err, TQ_DATA, "time '%.*s' is not of the form %s", n, text.p,
			       form->pattern);
	return tq_fail(err, TQ_DATA, "time '%.*s' is no number of %s", n, text.p,
		       units[form->unit]);
}

bool
tq_timeform_read(const struct tq_timeform *form, struct tq_str text, tq_time *out,
		 struct tq_err *err)
{
	struct parts t;
	int64_t shift;

	if (!form->pattern[0])
		return tq_time_from_unit(text, form->unit, out) || refuse(form, text, err);
	if (!parse(form->pattern, text, &t) || !tq_time_from_civil(&t.c, out))
		return refuse(form, text, err);
	if (!t.zoned && form->zone) {
		if (tq_zone_instant(form->zone, &t.c, TQ_ZONE_ONCE, out))
			return true;
		return tq_fail(err, TQ_DATA,
			       "time '%.*s' comes twice or never, as clocks are changed",
			       text.n < 60 ? (int)text.n : 60, text.p);
	}
	shift = t.offset * TQ_SECOND;
	if (__builtin_sub_overflow(*out, shift, out))
		return refuse(form, text, err);
	return true;
}
