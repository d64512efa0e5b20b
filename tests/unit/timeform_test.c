/* SPDX-License-Identifier: ISC */
#include "import/timeform.h"

#include "t.h"

/* The rows of a first block, joined by '|', and the form that is found in them. */
static const struct {
	const char *rows;
	const char *form;        /* NULL: refused, with text in it */
	const char *text;        /* the last row's instant, or part of the message */
} found[] = {
	{"2024-01-02", "%Y-%m-%d", "2024-01-02T00:00:00Z"},
	{"2024-01-02T03:04:05Z", "T%H:%M:%S%f%z", "2024-01-02T03:04:05Z"},
	{"2024-01-02T03:04:05.123456789+05:30", "T%H:%M:%S%f%z",
	 "2024-01-01T21:34:05.123456789Z"},
	{"2024-01-02T00:00:00", "T%H:%M:%S%f", "2024-01-02T00:00:00Z"},
	{"2024-01-02 03:04", " %-H:%M", "2024-01-02T03:04:00Z"},
	{"2024-01-02 03:04:05.5", " %-H:%M:%S%f", "2024-01-02T03:04:05.500Z"},
	{"2012-02-01 00:01:00+00:00", " %H:%M:%S%f%z", "2012-02-01T00:01:00Z"},
	{"2023-04-14 00:00:00+09:00", " %H:%M:%S%f%z", "2023-04-13T15:00:00Z"},
	{"2020-01-01 00:00:00 UTC", " %H:%M:%S%f %z", "2020-01-01T00:00:00Z"},
	{"20240102", "%Y%m%d", "2024-01-02T00:00:00Z"},
	{"19980102 00:00", "%Y%m%d %-H:%M", "1998-01-02T00:00:00Z"},
	{"20200101 170000065", "%H%M%S%L", "2020-01-01T17:00:00.065Z"},
	{"01/03/2017|01/13/2017", "%-m/%-d/%Y", "2017-01-13T00:00:00Z"},
	{"28/05/2015|01/06/2015", "%-d/%-m/%Y", "2015-06-01T00:00:00Z"},
	{"1/2/1990|1/31/1990", "%-m/%-d/%Y", "1990-01-31T00:00:00Z"},
	{"01/03/17|01/31/17", "%-m/%-d/%y", "2017-01-31T00:00:00Z"},
	{"01.02.2017 22:00:00.000", "%-d.%-m.%Y", "2017-02-01T22:00:00Z"},
	{"Jan 1 2000", "%b %-d %Y", "2000-01-01T00:00:00Z"},
	{"January 31, 2000", "%b %-d, %Y", "2000-01-31T00:00:00Z"},
	{"11-Feb-09", "%-d-%b-%y", "2009-02-11T00:00:00Z"},
	{"31-Dec-68", "%-d-%b-%y", "2068-12-31T00:00:00Z"},
	{"2019-10-17 09-AM", "%I-%p", "2019-10-17T09:00:00Z"},
	{"2019-10-17 12-AM", "%I-%p", "2019-10-17T00:00:00Z"},
	{"2019-10-17 12-PM", "%I-%p", "2019-10-17T12:00:00Z"},
	{"1/31/2017 9:30 PM", "%-I:%M %p", "2017-01-31T21:30:00Z"},
	{"2024-02-29|x|2024-03-01", "%Y-%m-%d", "2024-03-01T00:00:00Z"},
	{"01/02/2017|03/04/2017", NULL, "could be '%-m/%-d/%Y' or '%-d/%-m/%Y'"},
	{"01/02/03", NULL, "or '%y/%m/%d': pass one with --time-format"},
	{"1-2-2017", NULL, "could be"},
	{"1577836800", NULL, "is a number: pass --time-unit s, ms, us or ns"},
	{"1577836800000", NULL, "is a number"},
	{"yesterday", NULL, "is of no known form: pass --time-format"},
	{"2023-02-29", NULL, "no known form"},
	{"2024-01-01 24:00", NULL, "no known form"},
	{"2024-01-01 23:59:60", NULL, "no known form"},
	{"2024-13-01", NULL, "no known form"},
	{"2024-01-01 00:00+25:00", NULL, "no known form"},
	{"2024-01-01 ", NULL, "no known form"},
	{"2024-01-01 00:00:00.", NULL, "no known form"},
	{"2024-01-01 13-PM", NULL, "no known form"},
};

static bool
guess(const char *rows, struct tq_timeform *form, tq_time *last, struct tq_err *err)
{
	struct tq_timeguess g = {0};
	struct tq_str row = {0};

	for (const char *p = rows; *p; p += p[row.n] != '\0', p += row.n) {
		row = (struct tq_str){p, strcspn(p, "|")};
		tq_timeguess_row(&g, row);
		if (p[row.n] == '\0')
			break;
	}
	*form = (struct tq_timeform){.unit = TQ_UNIT_S};
	return tq_timeguess_form(&g, form, err) && tq_timeform_read(form, row, last, err);
}

static void
forms_are_found(void)
{
	for (size_t i = 0; i < sizeof(found) / sizeof(found[0]); i++) {
		struct tq_timeform form;
		struct tq_err err = {0};
		char text[TQ_TIME_TEXT + 1] = "";
		tq_time t;
		bool ok = guess(found[i].rows, &form, &t, &err);

		if (found[i].form == NULL) {
			OK(!ok && strstr(err.text, found[i].text), "F2.1 refused: %s: %s",
			   found[i].rows, err.text);
			continue;
		}
		if (!OK(ok && strstr(form.pattern, found[i].form), "F2.1 the form of %s",
			found[i].rows))
			printf("# got %s %s\n", form.pattern, err.text);
		if (ok)
			text[tq_time_format(t, text)] = '\0';
		IS_STR(text, found[i].text, "F2.1 and its instant");
	}
}

static void
given_forms(void)
{
	struct tq_timeform form = {.unit = TQ_UNIT_S};
	struct tq_err err;
	tq_time t = 0;

	OK(tq_timeform_set(&form, "%d/%m/%Y", &err), "a given form");
	OK(tq_timeform_read(&form, tq_str("01/02/2017"), &t, &err) && t == 17198 * TQ_DAY,
	   "F2.1 reads what would be ambiguous");
	OK(!tq_timeform_read(&form, tq_str("1/2/2017"), &t, &err), "%%d is two digits");
	OK(!tq_timeform_set(&form, "%d/%m", &err) && err.status == TQ_USAGE, "no year: refused");
	OK(!tq_timeform_set(&form, "%Y-%m-%d %Q", &err), "an unknown %%Q: refused");
	OK(!tq_timeform_set(&form, "%Y-%m-%d %", &err), "a lone %%: refused");

	form.pattern[0] = '\0';
	form.unit = TQ_UNIT_MS;
	OK(tq_timeform_read(&form, tq_str("1500"), &t, &err) && t == 1500000000,
	   "F2.1 a declared unit");
	OK(!tq_timeform_read(&form, tq_str("2017-01-01"), &t, &err), "and nothing else");
}

static void
zones(void)
{
	struct tq_err err;
	struct tq_zone *zone = tq_zone_open("America/New_York", &err);
	struct tq_timeform form = {.pattern = "%Y-%m-%d %H:%M", .zone = zone};
	tq_time t = 0, utc = 0;

	if (!OK(zone != NULL, "the zone is there"))
		return;
	tq_time_parse(tq_str("2020-12-15T14:30:00Z"), &utc);
	OK(tq_timeform_read(&form, tq_str("2020-12-15 09:30"), &t, &err) && t == utc,
	   "F2.14 local time in winter");
	tq_time_parse(tq_str("2020-07-15T13:30:00Z"), &utc);
	OK(tq_timeform_read(&form, tq_str("2020-07-15 09:30"), &t, &err) && t == utc,
	   "F2.14 and in summer");
	OK(!tq_timeform_read(&form, tq_str("2020-03-08 02:30"), &t, &err),
	   "F2.14 a time that never was: refused");
	OK(!tq_timeform_read(&form, tq_str("2020-11-01 01:30"), &t, &err),
	   "F2.14 a time that was twice: refused");
	tq_zone_free(zone);
}

int
main(void)
{
	forms_are_found();
	given_forms();
	zones();
	return t_done();
}
