/* SPDX-License-Identifier: ISC */
#include "time/calendar_days.h"

#include "base/mem.h"

#include <stdlib.h>

/* A rule of a calendar file, read. */
struct rule {
	enum { DATED, FIXED, NTH, EASTER } kind;
	int64_t from, to;        /* DATED: days, both included */
	int month, day;          /* FIXED */
	int weekday, nth;        /* NTH: of month; -1 the last */
	int shift;               /* days added to what the base names */
	int move[7];             /* and then, by weekday */
	unsigned weekdays;       /* counts only on these */
	int since, until;        /* years */
};

int
tq_weekday_of(struct tq_str name)
{
	static const char names[7][4] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
	int i;

	for (i = 0; i < 7; i++)
		if (tq_str_is(name, names[i]))
			return i;
	return -1;
}

bool
tq_weekday_set(struct tq_str text, unsigned *bits)
{
	size_t i = 0;

	for (*bits = 0;; i++) {
		int from, to;

		if (i + 3 > text.n || (from = tq_weekday_of((struct tq_str){text.p + i, 3})) < 0)
			return false;
		to = from;
		i += 3;
		if (i < text.n && text.p[i] == '-') {
			if (i + 4 > text.n)
				return false;
			to = tq_weekday_of((struct tq_str){text.p + i + 1, 3});
			i += 4;
		}
		if (to < from)
			return false;
		for (; from <= to; from++)
			*bits |= 1u << from;
		if (i == text.n)
			return true;
		if (text.p[i] != ',')
			return false;
	}
}

static bool
digits(const char *p, size_t n, int *out)
{
	size_t i;

	for (*out = 0, i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		*out = *out * 10 + (p[i] - '0');
	}
	return n > 0;
}

/* "2001-09-11" as days */
static bool
date(struct tq_str s, int64_t *day)
{
	char text[32] = "0000-00-00T00:00:00Z";
	tq_time t;

	if (s.n != 10)
		return false;
	memcpy(text, s.p, 10);
	if (!tq_time_parse(tq_str(text), &t))
		return false;
	*day = t / TQ_DAY - (t % TQ_DAY < 0);
	return true;
}

/* What names days: see share/calendars/README. */
static bool
read_base(struct tq_str s, struct rule *rule)
{
	if (tq_str_is(s, "easter")) {
		rule->kind = EASTER;
		return true;
	}
	if (s.n == 22 && memcmp(s.p + 10, "..", 2) == 0) {
		rule->kind = DATED;
		return date((struct tq_str){s.p, 10}, &rule->from) &&
		       date((struct tq_str){s.p + 12, 10}, &rule->to) && rule->from <= rule->to;
	}
	if (s.n == 10) {
		rule->kind = DATED;
		if (!date(s, &rule->from))
			return false;
		rule->to = rule->from;
		return true;
	}
	if (s.n < 5 || s.p[2] != '-' || !digits(s.p, 2, &rule->month) || rule->month < 1 ||
	    rule->month > 12)
		return false;
	if (s.n == 5) {
		rule->kind = FIXED;
		return digits(s.p + 3, 2, &rule->day) && rule->day >= 1 && rule->day <= 31;
	}
	rule->kind = NTH;
	rule->weekday = tq_weekday_of((struct tq_str){s.p + 3, 3});
	if (rule->weekday < 0 || s.n < 8 || s.p[6] != '#')
		return false;
	if (s.n == 9 && memcmp(s.p + 7, "-1", 2) == 0) {
		rule->nth = -1;
		return true;
	}
	return s.n == 8 && digits(s.p + 7, 1, &rule->nth) && rule->nth >= 1 && rule->nth <= 5;
}

static bool
starts(struct tq_str s, const char *with)
{
	return s.n > strlen(with) && memcmp(s.p, with, strlen(with)) == 0;
}

/* "+1" or "-2" */
static bool
read_shift(struct tq_str s, int *out)
{
	if (s.n < 2 || (s.p[0] != '+' && s.p[0] != '-') || !digits(s.p + 1, s.n - 1, out) ||
	    *out > 366)
		return false;
	if (s.p[0] == '-')
		*out = -*out;
	return true;
}

static bool
read_modifier(struct tq_str s, struct rule *rule)
{
	int weekday;

	if (starts(s, "since="))
		return digits(s.p + 6, s.n - 6, &rule->since);
	if (starts(s, "until="))
		return digits(s.p + 6, s.n - 6, &rule->until);
	if (starts(s, "on="))
		return tq_weekday_set((struct tq_str){s.p + 3, s.n - 3}, &rule->weekdays);
	if (s.n > 3 && (weekday = tq_weekday_of((struct tq_str){s.p, 3})) >= 0)
		return read_shift((struct tq_str){s.p + 3, s.n - 3}, &rule->move[weekday]);
	return read_shift(s, &rule->shift);
}

static struct tq_str
next_word(struct tq_str *rest)
{
	struct tq_str word;
	size_t i = 0;

	while (i < rest->n && rest->p[i] == ' ')
		i++;
	word.p = rest->p + i;
	while (i < rest->n && rest->p[i] != ' ')
		i++;
	word.n = (size_t)(rest->p + i - word.p);
	*rest = (struct tq_str){rest->p + i, rest->n - i};
	return word;
}

static bool
read_rule(struct tq_str text, struct rule *rule)
{
	struct tq_str word = next_word(&text);

	*rule = (struct rule){.weekdays = 0x7f, .since = 0, .until = 9999};
	if (!read_base(word, rule))
		return false;
	while ((word = next_word(&text)).n > 0)
		if (!read_modifier(word, rule))
			return false;
	return true;
}

/* Easter Sunday by the Gregorian computus (Meeus, Jones, Butcher). */
static int64_t
easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return tq_days_from_civil(year, n / 31, n % 31 + 1);
}

static int64_t
nth_weekday(int year, int month, int weekday, int nth)
{
	int64_t first = tq_days_from_civil(year, month, 1);
	int64_t next = month == 12 ? tq_days_from_civil(year + 1, 1, 1) :
		       tq_days_from_civil(year, month + 1, 1);
	int64_t day = first + (weekday - tq_weekday(first) + 7) % 7;

	if (nth > 0)
		return day + (nth - 1) * 7;
	return day + (next - 1 - day) / 7 * 7;
}

static int64_t
base_of_year(const struct rule *rule, int year)
{
	switch (rule->kind) {
	case EASTER: return easter(year);
	case NTH: return nth_weekday(year, rule->month, rule->weekday, rule->nth);
	case DATED:
	case FIXED:
	default: return tq_days_from_civil(year, rule->month, rule->day);
	}
}

static void
mark(struct tq_days *days, int64_t day, uint8_t kind)
{
	if (tq_days_open(days, day))
		days->kind[day - days->first] = kind;
}

static void
apply_yearly(struct tq_days *days, const struct rule *rule, uint8_t kind)
{
	int year, last, month, day_of_month;

	tq_civil_from_days(days->first, &year, &month, &day_of_month);
	tq_civil_from_days(days->last, &last, &month, &day_of_month);
	/* A move may carry a day of the years beside the range into it. */
	for (year--; year <= last + 1; year++) {
		int64_t day = base_of_year(rule, year) + rule->shift;

		day += rule->move[tq_weekday(day)];
		if (year >= rule->since && year <= rule->until &&
		    (rule->weekdays >> tq_weekday(day) & 1))
			mark(days, day, kind);
	}
}

static bool
kind_of_time(struct tq_days *days, int32_t at, uint8_t *kind)
{
	size_t i;

	*kind = TQ_DAY_CLOSED;
	if (at < 0)
		return true;
	for (i = 0; i < days->n_early && days->early[i] != at; i++)
		;
	if (i == TQ_EARLY_TIMES)
		return false;
	if (i == days->n_early)
		days->early[days->n_early++] = at;
	*kind = (uint8_t)(TQ_DAY_EARLY + i);
	return true;
}

bool
tq_days_apply(struct tq_days *days, struct tq_str text, int32_t at)
{
	struct rule rule;
	uint8_t kind;
	int64_t day;

	if (!read_rule(text, &rule) || !kind_of_time(days, at, &kind))
		return false;
	if (rule.kind != DATED) {
		apply_yearly(days, &rule, kind);
		return true;
	}
	for (day = rule.from; day <= rule.to; day++)
		mark(days, day, kind);
	return true;
}

void
tq_days_begin(struct tq_days *days)
{
	int64_t day;

	days->kind = tq_alloc((size_t)(days->last - days->first + 1), 1);
	for (day = days->first; day <= days->last; day++)
		days->kind[day - days->first] =
			days->n_week[tq_weekday(day)] > 0 ? TQ_DAY_OPEN : TQ_DAY_CLOSED;
}

void
tq_days_fini(struct tq_days *days)
{
	tq_zone_free(days->zone);
	free(days->kind);
}

bool
tq_days_open(const struct tq_days *days, int64_t day)
{
	return day >= days->first && day <= days->last &&
	       days->kind[day - days->first] != TQ_DAY_CLOSED;
}

size_t
tq_days_spans(const struct tq_days *days, int64_t day, struct tq_span out[TQ_SEGMENTS])
{
	int weekday = tq_weekday(day);
	size_t i, n = 0;
	uint8_t kind;

	if (!tq_days_open(days, day))
		return 0;
	kind = days->kind[day - days->first];
	for (i = 0; i < days->n_week[weekday]; i++) {
		struct tq_segment s = days->week[weekday][i];

		if (kind >= TQ_DAY_EARLY && s.close > days->early[kind - TQ_DAY_EARLY])
			s.close = days->early[kind - TQ_DAY_EARLY];
		if (s.open < s.close &&
		    tq_zone_at(days->zone, day, s.open, TQ_ZONE_EARLIER, &out[n].open) &&
		    tq_zone_at(days->zone, day, s.close, TQ_ZONE_EARLIER, &out[n].close) &&
		    out[n].open < out[n].close)
			n++;
	}
	return n;
}
