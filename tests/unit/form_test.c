/* SPDX-License-Identifier: ISC */
/* Words at a time against digit by digit: numbers of every form, times of every second. */
#include "base/rng.h"
#include "record/day.h"
#include "record/scan.h"
#include "t.h"

#include <stdio.h>

enum { TEXT = 128 };

/* The number's bytes, a comma, and bytes that belong to nothing. */
static void
put_number(struct tq_rng *rng, char *text, int n, int scale)
{
	memset(text, 'x', TEXT);
	for (int i = 0; i < n; i++)
		text[i] = (char)('0' + tq_rng_below(rng, 10));
	if (scale > 0)
		text[n - 1 - scale] = '.';
	text[n] = ',';
}

/* Whether text is a number of the form, by its bytes one after the other. */
static bool
has_form(const char *text, int n, int scale, int64_t *m)
{
	int point = scale > 0 ? n - 1 - scale : n;

	*m = 0;
	for (int i = 0; i < n; i++) {
		if (i == point ? text[i] != '.' : text[i] < '0' || text[i] > '9')
			return false;
		if (i != point)
			*m = *m * 10 + (text[i] - '0');
	}
	return point > 0 && (point == 1 || text[0] != '0');
}

/* What the form says of text is what its bytes say. */
static bool
form_agrees(const char *text, int n, int scale)
{
	struct tq_value v = {0};
	int64_t m;
	bool is = has_form(text, n, scale, &m);
	const char *end = tq_form_scan(&tq_forms[tq_form_index((size_t)n, (size_t)scale)], text, &v);

	if (!is || end == NULL)
		return !is && end == NULL;
	return end == text + n && v.text == text && v.n == (uint32_t)n && v.kind == TQ_NUMBER &&
	       !v.escaped && v.scale == scale && v.m == m;
}

/* Each byte of a number in turn as each of the 256. */
static int
wrong_bytes(char *text, int n, int scale)
{
	int wrong = 0;

	for (int i = 0; i < n; i++) {
		char was = text[i];

		for (int byte = 0; byte < 256; byte++) {
			text[i] = (char)byte;
			wrong += !form_agrees(text, n, scale);
		}
		text[i] = was;
	}
	return wrong;
}

static void
every_form(void)
{
	struct tq_rng rng = {20261121};
	char text[TEXT];
	int wrong = 0, forms = 0;

	for (int n = 1; n <= TQ_FORM_BYTES; n++)
		for (int scale = 0; scale == 0 || scale + 2 <= n; scale++, forms++)
			for (int i = 0; i < 40; i++) {
				put_number(&rng, text, n, scale);
				wrong += !form_agrees(text, n, scale);
				if (i < 4)
					wrong += wrong_bytes(text, n, scale);
			}
	IS_INT(forms, 121, "numbers of 1 to 16 bytes have 121 forms");
	IS_INT(wrong, 0, "F2.7 a form takes its numbers, exactly, and nothing else");
}

static void
no_form(void)
{
	struct tq_rng rng = {7};
	char text[TEXT];
	int taken = 0;

	for (size_t n = 0; n <= TQ_FORM_BYTES; n++)
		for (size_t scale = n > 0 ? n - (n > 1) : 0; scale <= n && scale < TQ_FORM_BYTES; scale++) {
			struct tq_value v;

			if (n > 0 && scale == 0)
				continue;
			for (int i = 0; i < 100; i++) {
				put_number(&rng, text, (int)n, 0);
				taken += tq_form_scan(&tq_forms[tq_form_index(n, scale)], text, &v) != NULL;
			}
		}
	IS_INT(taken, 0, "what cannot be a form is none");
}

/* The fast scan against the slow one, which goes byte by byte. */
static bool
scans_agree(const char *text)
{
	struct tq_fault a = {0}, b = {0};
	struct tq_value v = {0}, w = {0};
	const char *fast = tq_scan_number(text, &v, &a), *slow = tq_scan_number_any(text, &w, &b);

	if (fast != slow || (fast == NULL && (a.at != b.at || strcmp(a.what, b.what) != 0)))
		return false;
	return fast == NULL || (v.text == w.text && v.n == w.n && v.kind == w.kind &&
				v.scale == w.scale && (v.scale < 0 || v.m == w.m));
}

static void
numbers_of_all_lengths(void)
{
	static const char odd[] = "0019.eE+-,}] \x8a\xff";
	struct tq_rng rng = {1};
	char text[1 + TEXT];
	int different = 0;

	for (int i = 0; i < 400000; i++) {
		int sign = tq_rng_below(&rng, 3) == 0, n = 1 + (int)tq_rng_below(&rng, 24);

		put_number(&rng, text + sign, n, n > 2 ? (int)tq_rng_below(&rng, (uint64_t)n - 1) : 0);
		if (sign)
			text[0] = '-';
		for (uint64_t j = tq_rng_below(&rng, 3); j > 0; j--)
			text[tq_rng_below(&rng, (uint64_t)n + 2)] = odd[tq_rng_below(&rng, sizeof(odd) - 1)];
		text[TEXT - 40] = '\n';
		different += !scans_agree(text);
	}
	IS_INT(different, 0, "L6 numbers of 1 to 24 bytes are read as byte by byte");
}

static void
put_time(char *text, const char *day, int second)
{
	memset(text, 'x', TEXT);
	sprintf(text, "\"%sT%02d:%02d:%02dZ\"", day, second / 3600, second / 60 % 60, second % 60);
}

/* The time of a known day is that of tq_time_parse; what it leaves is read there. */
static bool
time_agrees(const struct tq_day *day, const char *text)
{
	struct tq_value v = {0};
	const char *end = tq_day_scan(day, text, &v);
	tq_time t;

	if (end == NULL)
		return true;
	return *text == '"' && end == text + TQ_DAY_TIME + 2 && end[-1] == '"' && v.n == TQ_DAY_TIME &&
	       v.text == text + 1 && v.kind == TQ_STRING && !v.escaped && v.scale == TQ_INSTANT &&
	       tq_time_parse((struct tq_str){v.text, v.n}, &t) && t == v.m;
}

static void
every_second(const char *date)
{
	struct tq_day day;
	struct tq_value v = {.kind = TQ_STRING};
	char text[TEXT];
	int wrong = 0, taken = 0;

	tq_day_init(&day);
	put_time(text, date, 43200);
	wrong += tq_day_scan(&day, text, &v) != NULL;
	v.text = text + 1;
	v.n = TQ_DAY_TIME;
	tq_day_learn(&day, &v);
	for (int second = 0; second < 86400; second++) {
		put_time(text, date, second);
		wrong += !time_agrees(&day, text);
		taken += tq_day_scan(&day, text, &v) != NULL;
		if (second % 3989 != 0)
			continue;
		for (int i = 0; i <= TQ_DAY_TIME + 1; i++) {
			char was = text[i];

			for (int byte = 0; byte < 256; byte++) {
				text[i] = (char)byte;
				wrong += !time_agrees(&day, text);
			}
			text[i] = was;
		}
	}
	OK(wrong == 0, "%s: seconds and wrong bytes as tq_time_parse has them", date);
	OK(taken == 86400, "%s: every second is of the day", date);
}

/* Nothing is of a day that is not whole, or of none, whatever its bytes. */
static void
no_day(void)
{
	static const char *const dates[] = {"1677-09-21", "2262-04-11"};
	struct tq_day day;
	struct tq_value v = {.kind = TQ_STRING, .n = TQ_DAY_TIME};
	char text[TEXT];

	for (size_t i = 0; i < TQ_COUNT(dates); i++) {
		tq_day_init(&day);
		put_time(text, dates[i], i == 0 ? 86399 : 0);
		v.text = text + 1;
		tq_day_learn(&day, &v);
		OK(v.scale == TQ_INSTANT, "%s: an instant", dates[i]);
		OK(tq_day_scan(&day, text, &v) == NULL, "%s: not all of it is", dates[i]);
	}
	tq_day_init(&day);
	for (int byte = 0; byte < 256; byte++) {
		put_time(text, "2024-01-01", 0);
		memset(text + 1, byte, 11);
		if (tq_day_scan(&day, text, &v) != NULL)
			break;
		if (byte == 255)
			OK(true, "no bytes are of no day");
	}
}

int
main(void)
{
	every_form();
	no_form();
	numbers_of_all_lengths();
	every_second("2024-02-29");
	every_second("1969-12-31");
	no_day();
	return t_done();
}
