/* SPDX-License-Identifier: ISC */
#include "import/timeform.h"

#include <stdio.h>

/* Every date may be followed by every time of day. */
static const char *const dates[] = {
	"%Y-%m-%d",   "%Y/%m/%d",   "%Y.%m.%d",    "%Y%m%d",      "%-m/%-d/%Y", "%-d/%-m/%Y",
	"%-m/%-d/%y", "%-d/%-m/%y", "%y/%m/%d",    "%-d.%-m.%Y",  "%-d.%-m.%y", "%-m-%-d-%Y",
	"%-d-%-m-%Y", "%b %-d %Y",  "%b %-d, %Y",  "%-d %b %Y",   "%-d-%b-%y",  "%-d-%b-%Y",
};

static const char *const times[] = {
	"",
	" %-H:%M",
	" %-H:%M:%S%f",
	" %H:%M%z",
	" %H:%M:%S%f%z",
	" %H:%M:%S%f %z",
	"T%H:%M",
	"T%H:%M:%S%f",
	"T%H:%M%z",
	"T%H:%M:%S%f%z",
	" %I-%p",
	" %-I:%M %p",
	" %-I:%M:%S %p",
	" %H%M",
	" %H%M%S",
	" %H%M%S%L",
	"T%H%M%S",
	"T%H%M%S%z",
};

enum {
	DATES = sizeof(dates) / sizeof(dates[0]),
	TIMES = sizeof(times) / sizeof(times[0]),
	FORMS = DATES * TIMES
};

_Static_assert(FORMS <= 8 * 64, "every form has its bit in tq_timeguess");

static void
form_of(size_t i, struct tq_timeform *form)
{
	*form = (struct tq_timeform){.unit = TQ_UNIT_S};
	snprintf(form->pattern, sizeof(form->pattern), "%s%s", dates[i / TIMES], times[i % TIMES]);
}

static bool
alive(const struct tq_timeguess *guess, size_t i)
{
	return guess->alive[i / 64] >> (i % 64) & 1;
}

void
tq_timeguess_row(struct tq_timeguess *guess, struct tq_str text)
{
	uint64_t left[8] = {0}, any = 0;
	struct tq_timeform form;
	struct tq_err err;
	tq_time t;

	for (size_t i = 0; i < FORMS; i++) {
		if (guess->seen && !alive(guess, i))
			continue;
		form_of(i, &form);
		if (tq_timeform_read(&form, text, &t, &err)) {
			left[i / 64] |= UINT64_C(1) << (i % 64);
			any = 1;
		}
	}
	if (!guess->example[0])
		snprintf(guess->example, sizeof(guess->example), "%.*s",
			 text.n < 39 ? (int)text.n : 39, text.p);
	if (!any)
		return;
	memcpy(guess->alive, left, sizeof(left));
	guess->seen = true;
}

static bool
is_number(const char *text)
{
	text += *text == '-';
	return *text && text[strspn(text, "0123456789.")] == '\0';
}

static bool
ambiguous(const struct tq_timeguess *guess, struct tq_err *err)
{
	struct tq_timeform form;
	bool more = false;

	tq_fail(err, TQ_DATA, "time '%s' could be", guess->example);
	for (size_t i = 0; i < FORMS; i++) {
		size_t n = strlen(err->text);

		if (!alive(guess, i))
			continue;
		form_of(i, &form);
		snprintf(err->text + n, sizeof(err->text) - n, "%s '%s'", more ? " or" : "",
			 form.pattern);
		more = true;
	}
	snprintf(err->text + strlen(err->text), sizeof(err->text) - strlen(err->text),
		 ": pass one with --time-format");
	return false;
}

bool
tq_timeguess_form(const struct tq_timeguess *guess, struct tq_timeform *form,
		  struct tq_err *err)
{
	const struct tq_zone *zone = form->zone;
	size_t n = 0, found = 0;

	for (size_t i = 0; i < FORMS; i++)
		if (alive(guess, i)) {
			found = i;
			n++;
		}
	if (n == 0 && !guess->example[0])
		return tq_fail(err, TQ_DATA, "no row has a time");
	if (n == 0 && is_number(guess->example))
		return tq_fail(err, TQ_DATA,
			       "time '%s' is a number: pass --time-unit s, ms, us or ns",
			       guess->example);
	if (n == 0)
		return tq_fail(err, TQ_DATA, "time '%s' is of no known form: pass --time-format",
			       guess->example);
	if (n > 1)
		return ambiguous(guess, err);
	form_of(found, form);
	form->zone = zone;
	return true;
}
