/* SPDX-License-Identifier: ISC */
#include "expr/call.h"

#include "base/hash.h"
#include "base/settings.h"

static const struct tq_operand bad = {.type = TQ_V_BAD};

static const struct when {
	const char *name;
	enum tq_when_code code;
	enum tq_value_type gives;
	bool as_name;            /* may stand without brackets */
	int zone;                /* which text is the zone */
	bool zone_needed;
} whens[] = {
	{"time", TQ_WHEN_TIME, TQ_V_NUMBER, true, 0, false},
	{"bar_index", TQ_WHEN_BAR_INDEX, TQ_V_NUMBER, true, 0, false},
	{"hour", TQ_WHEN_HOUR, TQ_V_NUMBER, true, 0, false},
	{"minute", TQ_WHEN_MINUTE, TQ_V_NUMBER, true, 0, false},
	{"weekday", TQ_WHEN_WEEKDAY, TQ_V_NUMBER, true, 0, false},
	{"day", TQ_WHEN_DAY, TQ_V_NUMBER, true, 0, false},
	{"month", TQ_WHEN_MONTH, TQ_V_NUMBER, true, 0, false},
	{"year", TQ_WHEN_YEAR, TQ_V_NUMBER, true, 0, false},
	{"days_left", TQ_WHEN_DAYS_LEFT, TQ_V_NUMBER, true, 0, false},
	{"session", TQ_WHEN_SESSION, TQ_V_CONDITION, false, 2, false},
	{"open_hours", TQ_WHEN_OPEN_HOURS, TQ_V_CONDITION, false, 0, true},
	{"minutes_left", TQ_WHEN_MINUTES_LEFT, TQ_V_NUMBER, false, 0, true},
	{"new_day", TQ_WHEN_NEW_DAY, TQ_V_CONDITION, false, 0, false},
	{"new_week", TQ_WHEN_NEW_WEEK, TQ_V_CONDITION, false, 0, false},
	{"new_month", TQ_WHEN_NEW_MONTH, TQ_V_CONDITION, false, 0, false},
};

static const struct when *
find(struct tq_str name)
{
	for (size_t i = 0; i < TQ_COUNT(whens); i++) {
		if (tq_str_is(name, whens[i].name))
			return &whens[i];
	}
	return NULL;
}

size_t
tq_when_names(const char *const **names)
{
	static const char *list[TQ_COUNT(whens)];
	size_t n = 0;

	for (size_t i = 0; i < TQ_COUNT(whens); i++) {
		if (whens[i].as_name)
			list[n++] = whens[i].name;
	}
	*names = list;
	return n;
}

bool
tq_compile_when(struct tq_compiler *c, struct tq_place place, struct tq_str name,
		struct tq_operand *out)
{
	const struct when *when = find(name);

	if (!when || !when->as_name)
		return false;
	*out = tq_compile_placed(c, place,
				 tq_plan_when(c->plan, &(struct tq_when){.code = when->code}),
				 TQ_V_NUMBER);
	return true;
}

/* "09:15"; "24:00" is the end of the day. */
static bool
read_clock(struct tq_compiler *c, const struct tq_ast *text, int32_t *seconds)
{
	const char *p = text->name.p;
	bool shape = text->name.n == 5 && p[2] == ':';
	int hour, minute;

	for (int i = 0; i < 5 && shape; i++)
		shape = i == 2 || (p[i] >= '0' && p[i] <= '9');
	hour = shape ? (p[0] - '0') * 10 + p[1] - '0' : 99;
	minute = shape ? (p[3] - '0') * 10 + p[4] - '0' : 99;
	*seconds = hour * 3600 + minute * 60;
	if (shape && minute < 60 && *seconds <= 86400)
		return true;
	tq_fault(c->faults, text->place, "\"%.*s\" is no time of day like \"09:15\"",
		 TQ_STR_ARG(text->name));
	return false;
}

static bool
read_zone(struct tq_compiler *c, const struct tq_ast *text, struct tq_when *when)
{
	struct tq_err err;

	when->place = tq_hash(text->name.p, text->name.n);
	if (when->code == TQ_WHEN_OPEN_HOURS || when->code == TQ_WHEN_MINUTES_LEFT)
		when->calendar = tq_plan_calendar(c->plan, text->name, &err);
	else
		when->zone = tq_plan_zone(c->plan, text->name, &err);
	if (when->calendar || when->zone)
		return true;
	tq_fault(c->faults, text->place, "%s", err.text);
	return false;
}

struct tq_operand
tq_call_when(struct tq_compiler *c, const struct tq_ast *ast)
{
	const struct when *row = find(ast->name);
	const struct tq_ast *text[3] = {NULL};
	struct tq_when when = {0};

	if (!row)
		return bad;
	when.code = row->code;
	if (!tq_call_texts(c, ast, row->zone + row->zone_needed, row->zone + 1, text))
		return bad;
	if (when.code == TQ_WHEN_SESSION &&
	    (!read_clock(c, text[0], &when.from) || !read_clock(c, text[1], &when.to)))
		return bad;
	if (text[row->zone] && !read_zone(c, text[row->zone], &when))
		return bad;
	return tq_compile_placed(c, ast->place, tq_plan_when(c->plan, &when), row->gives);
}
