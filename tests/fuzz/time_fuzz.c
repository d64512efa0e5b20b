/* SPDX-License-Identifier: ISC */
/*
 * The first byte picks what the rest is: a time, an interval, a number of a
 * unit, a duration, a zone's rule, a zone's file, a calendar's file. Each is
 * refused or read; what is read holds to its identities.
 */
#include "time/calendar_file.h"
#include "time/interval.h"
#include "time/zone.h"
#include "time/zone_rule.h"
#include "require.h"

#include <stdlib.h>

static void
check_time(struct tq_str text)
{
	char out[TQ_TIME_TEXT];
	struct tq_civil c;
	tq_time t, back;
	size_t n;

	if (!tq_time_parse(text, &t))
		return;
	require(t != TQ_TIME_NONE, "a time is an instant");
	n = tq_time_format(t, out);
	require(n <= TQ_TIME_TEXT && tq_time_parse((struct tq_str){out, n}, &back) && back == t,
		"the text of an instant is the instant");
	c = tq_time_civil(t);
	require(tq_time_from_civil(&c, &back) && back == t, "its civil time is the instant");
}

static void
check_interval(struct tq_str text)
{
	static const tq_time instants[] = {INT64_MIN + 1, -1, 0, 1704067200 * TQ_SECOND, INT64_MAX};
	struct tq_interval iv;
	char out[16];
	size_t i;

	if (!tq_interval_parse(text, &iv))
		return;
	require(tq_str_eq((struct tq_str){out, tq_interval_format(iv, out)}, text),
		"interval text");
	for (i = 0; i < TQ_COUNT(instants); i++) {
		tq_time low = tq_interval_floor(instants[i], iv);

		require(low <= instants[i], "floor is not above");
		require(tq_interval_add(low, iv, 1) >= instants[i], "and its end not below");
	}
}

static void
check_zone(struct tq_str file)
{
	struct tq_zone *zone = tq_zone_read(file);
	int64_t day;

	for (day = -30000; zone != NULL && day < 60000; day += 1237) {
		tq_time early, late;

		require(tq_zone_at(zone, day, 9000, TQ_ZONE_EARLIER, &early) &&
			tq_zone_at(zone, day, 9000, TQ_ZONE_LATER, &late), "an instant");
		require(early <= late, "the earlier is not later");
		(void)tq_zone_day(zone, early);
	}
	tq_zone_free(zone);
}

static void
check_calendar(const char *text)
{
	struct tq_days days = {0};
	struct tq_err err;
	bool grid;

	if (tq_calendar_parse(text, &days, &grid, &err)) {
		struct tq_span spans[TQ_SEGMENTS];
		int64_t day;
		size_t n;

		for (day = days.first; day <= days.last; day += 97)
			for (n = tq_days_spans(&days, day, spans); n > 0; n--)
				require(spans[n - 1].open < spans[n - 1].close,
					"sessions have a length");
	}
	tq_days_fini(&days);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tq_zone_rule rule;
	struct tq_str rest;
	struct tq_err err;
	char *text;
	tq_time t;

	if (size == 0)
		return 0;
	rest = (struct tq_str){(const char *)data + 1, size - 1};
	text = tq_str_dup(rest);
	switch (data[0] % 7) {
	case 0: check_time(rest); break;
	case 1: check_interval(rest); break;
	case 2: (void)tq_time_from_unit(rest, (enum tq_time_unit)(size % 4), &t); break;
	case 3: (void)tq_opt_duration(NULL, text, &t, &err); break;
	case 4:
		if (tq_zone_rule_parse(rest, &rule))
			(void)tq_zone_rule_offset(&rule, 1704067200);
		break;
	case 5: check_zone(rest); break;
	default: check_calendar(text); break;
	}
	free(text);
	return 0;
}
