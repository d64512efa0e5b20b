/* SPDX-License-Identifier: ISC */
#include "t.h"

#include "time/zone.h"
#include "time/zone_rule.h"

#include <stdlib.h>
#include <time.h>

static tq_time
at(const char *text)
{
	tq_time t;

	return tq_time_parse(tq_str(text), &t) ? t : TQ_TIME_NONE;
}

static const char *
shown(tq_time t)
{
	static char out[TQ_TIME_TEXT + 1];

	out[tq_time_format(t, out)] = '\0';
	return out;
}

/* The UTC text of a zone's local "YYYY-MM-DDTHH:MM:SSZ" (its Z means nothing here). */
static const char *
utc(const struct tq_zone *zone, const char *local, enum tq_zone_pick pick)
{
	struct tq_civil c = tq_time_civil(at(local));
	tq_time t;

	return tq_zone_instant(zone, &c, pick, &t) ? shown(t) : "refused";
}

static void
test_new_york(void)
{
	struct tq_err err;
	struct tq_zone *ny = tq_zone_open("America/New_York", &err);

	if (!OK(ny != NULL, "America/New_York is there"))
		return;
	IS_INT(tq_zone_offset(ny, at("2024-01-15T12:00:00Z")), -18000, "F4.26 winter");
	IS_INT(tq_zone_offset(ny, at("2024-07-15T12:00:00Z")), -14400, "F4.26 summer");
	IS_INT(tq_zone_offset(ny, at("2024-03-10T06:59:59Z")), -18000, "just before spring");
	IS_INT(tq_zone_offset(ny, at("2024-03-10T07:00:00Z")), -14400, "at the jump of spring");
	IS_INT(tq_zone_offset(ny, at("2024-11-03T05:59:59Z")), -14400, "just before autumn");
	IS_INT(tq_zone_offset(ny, at("2024-11-03T06:00:00Z")), -18000, "at the jump of autumn");
	IS_INT(tq_zone_offset(ny, at("2050-03-13T06:59:59Z")), -18000, "2050 by the footer's rule");
	IS_INT(tq_zone_offset(ny, at("2050-03-13T07:00:00Z")), -14400, "2050 in spring");
	IS_INT(tq_zone_offset(ny, at("2050-11-06T05:59:59Z")), -14400, "2050 before autumn");
	IS_INT(tq_zone_offset(ny, at("2050-11-06T06:00:00Z")), -18000, "2050 in autumn");
	IS_INT(tq_zone_offset(ny, at("1700-01-01T00:00:00Z")), -17762,
	       "before zones: local mean time");
	IS_STR(utc(ny, "2024-01-15T09:30:00Z", TQ_ZONE_ONCE), "2024-01-15T14:30:00Z",
	       "open in winter");
	IS_STR(utc(ny, "2024-07-15T09:30:00Z", TQ_ZONE_ONCE), "2024-07-15T13:30:00Z",
	       "open in summer");
	IS_STR(utc(ny, "2024-11-03T01:30:00Z", TQ_ZONE_EARLIER), "2024-11-03T05:30:00Z",
	       "F2.14 a time that comes twice: the earlier one");
	IS_STR(utc(ny, "2024-11-03T01:30:00Z", TQ_ZONE_LATER), "2024-11-03T06:30:00Z",
	       "F2.14 a time that comes twice: the later one");
	IS_STR(utc(ny, "2024-11-03T01:30:00Z", TQ_ZONE_ONCE), "refused", "F2.14 or neither");
	IS_STR(utc(ny, "2024-03-10T02:30:00Z", TQ_ZONE_EARLIER), "2024-03-10T07:00:00Z",
	       "F2.14 a time that does not come is the jump");
	IS_STR(utc(ny, "2024-03-10T02:30:00.25Z", TQ_ZONE_LATER), "2024-03-10T07:00:00Z",
	       "without its fraction");
	IS_STR(utc(ny, "2024-03-10T02:30:00Z", TQ_ZONE_ONCE), "refused", "or is refused");
	IS_STR(utc(ny, "2024-03-10T03:00:00Z", TQ_ZONE_ONCE), "2024-03-10T07:00:00Z",
	       "just behind the jump");
	IS_STR(utc(ny, "2050-03-13T02:00:00Z", TQ_ZONE_EARLIER), "2050-03-13T07:00:00Z",
	       "a gap of the footer's rule");
	IS_STR(utc(ny, "2050-07-01T09:30:00.5Z", TQ_ZONE_ONCE), "2050-07-01T13:30:00.500Z", "2050");
	tq_zone_free(ny);
}

static void
test_others(void)
{
	struct tq_err err;
	struct tq_zone *kolkata = tq_zone_open("Asia/Kolkata", &err);
	struct tq_zone *sydney = tq_zone_open("Australia/Sydney", &err);
	struct tq_zone *zulu = tq_zone_open("UTC", &err);

	if (!OK(kolkata && sydney && zulu, "zones are there"))
		return;
	IS_STR(utc(kolkata, "2024-06-03T09:15:00Z", TQ_ZONE_ONCE), "2024-06-03T03:45:00Z",
	       "Kolkata");
	IS_STR(utc(kolkata, "2050-12-03T15:30:00Z", TQ_ZONE_ONCE), "2050-12-03T10:00:00Z",
	       "Kolkata has no summer time");
	IS_INT(tq_zone_offset(sydney, at("2050-01-01T00:00:00Z")), 39600,
	       "summer over the new year");
	IS_INT(tq_zone_offset(sydney, at("2050-07-01T00:00:00Z")), 36000, "and winter in July");
	IS_STR(utc(zulu, "2024-06-03T09:15:00Z", TQ_ZONE_ONCE), "2024-06-03T09:15:00Z", "UTC");
	IS_INT(tq_zone_day(kolkata, at("2024-06-03T18:29:59.9Z")), tq_days_from_civil(2024, 6, 3),
	       "the date before midnight in Kolkata");
	IS_INT(tq_zone_day(kolkata, at("2024-06-03T18:30:00Z")), tq_days_from_civil(2024, 6, 4),
	       "and behind it");
	tq_zone_free(kolkata);
	tq_zone_free(sydney);
	tq_zone_free(zulu);
}

/* civil -> instant -> civil, each quarter of an hour of three years, two zones. */
static void
test_round_trip(void)
{
	static const char *const names[] = {"America/New_York", "Australia/Lord_Howe"};
	unsigned bad = 0, z;

	for (z = 0; z < 2; z++) {
		struct tq_err err;
		struct tq_zone *zone = tq_zone_open(names[z], &err);
		tq_time t = at("2036-01-01T00:00:00Z");
		tq_time end = at("2039-01-01T00:00:00Z");

		for (; zone && t < end; t += 15 * TQ_MINUTE) {
			struct tq_civil c = tq_zone_civil(zone, t);
			tq_time early, late;

			bad += !tq_zone_instant(zone, &c, TQ_ZONE_EARLIER, &early) ||
			       !tq_zone_instant(zone, &c, TQ_ZONE_LATER, &late) ||
			       (early != t && late != t) || early > late;
		}
		bad += zone == NULL;
		tq_zone_free(zone);
	}
	OK(bad == 0, "what clocks show names the instant again (%u bad)", bad);
}

/* The C library reads the same files in its own way: offsets of 1700 to 2200. */
static void
test_against_libc(void)
{
	static const char *const names[] = {
		"America/New_York", "America/Chicago", "America/Sao_Paulo", "America/St_Johns",
		"Europe/London", "Europe/Dublin", "Europe/Berlin", "Asia/Kolkata", "Asia/Tokyo",
		"Asia/Tehran", "Asia/Kathmandu", "Australia/Sydney", "Australia/Lord_Howe",
		"Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "Africa/Casablanca",
		"America/Nuuk", "Antarctica/Troll", "UTC"
	};
	uint64_t x = 11;
	unsigned bad = 0, asked = 0;
	size_t z;

	for (z = 0; z < sizeof(names) / sizeof(names[0]); z++) {
		struct tq_err err;
		struct tq_zone *zone = tq_zone_open(names[z], &err);
		int i;

		setenv("TZ", names[z], 1);
		tzset();
		for (i = 0; zone && i < 3000; i++) {
			struct tm tm;
			time_t t;

			x = x * UINT64_C(6364136223846793005) + 1442695040888963407;
			t = (time_t)(x >> 30) - 8500000000;
			bad += localtime_r(&t, &tm) == NULL ||
			       tm.tm_gmtoff != tq_zone_offset(zone, t * TQ_SECOND);
			asked++;
		}
		tq_zone_free(zone);
	}
	unsetenv("TZ");
	OK(bad == 0 && asked == 60000, "F4.26 offsets are those of the C library (%u of %u differ)",
	   bad, asked);
}

static void
test_names(void)
{
	static const char *const bad[] = {
		"", "/etc/passwd", "../../etc/passwd", "America/../America/New_York",
		"America/Nowhere", "America", "new york", "-x", "America/New_York "
	};
	struct tq_err err;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		OK(tq_zone_open(bad[i], &err) == NULL, "no zone: '%s'", bad[i]);
}

static void
test_environment(void)
{
	struct tq_err err;
	struct tq_zone *zone;

	setenv("TZ", "Asia/Tokyo", 1);
	zone = tq_zone_open("America/New_York", &err);
	OK(zone && tq_zone_offset(zone, at("2024-01-15T12:00:00Z")) == -18000,
	   "F4.26 TZ changes nothing");
	tq_zone_free(zone);
}

static void
test_rules(void)
{
	static const char *const bad[] = {
		"", "EST", "5", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0",
		"EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,M3.2.0,M11.1.0x",
		"EST25", "<+03", "EST5EDT,J0,J1", "EST5EDT,366,1", "E5"
	};
	struct tq_zone_rule rule;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		OK(!tq_zone_rule_parse(tq_str(bad[i]), &rule), "no rule: '%s'", bad[i]);
	OK(tq_zone_rule_parse(tq_str("<-02>2<-01>,M3.5.0/-1,M10.5.0/0"), &rule) &&
	   rule.standard == -7200 && rule.summer == -3600 && rule.start.at == -3600,
	   "a rule with quoted names and a time before midnight");
	OK(tq_zone_rule_parse(tq_str("<+0330>-3:30"), &rule) && rule.standard == 12600 &&
	   !rule.has_summer, "half hours");
	OK(tq_zone_rule_parse(tq_str("IST-2IDT,J60/2,J300/2"), &rule) &&
	   tq_zone_rule_offset(&rule, at("2024-02-29T23:59:59Z") / TQ_SECOND) == 7200 &&
	   tq_zone_rule_offset(&rule, at("2024-03-01T00:00:00Z") / TQ_SECOND) == 10800,
	   "J60 is 1 March in leap years too");
	OK(tq_zone_rule_parse(tq_str("XXX0YYY,59/0,300/0"), &rule) &&
	   tq_zone_rule_offset(&rule, at("2024-02-29T00:00:00Z") / TQ_SECOND) == 3600,
	   "day 59 from 0 is 29 February");
}

int
main(void)
{
	test_new_york();
	test_others();
	test_round_trip();
	test_against_libc();
	test_names();
	test_environment();
	test_rules();
	return t_done();
}
