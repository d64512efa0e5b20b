/* SPDX-License-Identifier: ISC */
#include "time/instant.h"

enum {
	DAYS_OF_400_YEARS = 146097,
	DAYS_TO_1970 = 719468,   /* from 0000-03-01 */
	SECONDS_OF_DAY = 86400
};

/*
 * The calendar of H. Hinnant, "chrono-compatible low-level date algorithms":
 * years begin in March, so that the leap day is the last one of a year.
 */
int64_t
tq_days_from_civil(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return era * DAYS_OF_400_YEARS + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - DAYS_TO_1970;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/*
 * The date that many days after 0000-03-01, with multiplications for divisions
 * (C. Neri and L. Schneider, "Euclidean affine functions and their application
 * to calendar algorithms", 2022). n is below 2^28.
 */
static inline void
civil_of(uint32_t n, int *year, int *month, int *day)
{
	uint32_t n1 = 4 * n + 3;
	uint32_t century = n1 / DAYS_OF_400_YEARS;
	uint32_t n2 = (n1 % DAYS_OF_400_YEARS) | 3;
	uint64_t p2 = UINT64_C(2939745) * n2;
	uint32_t of_year = (uint32_t)p2 / 2939745 / 4;
	uint32_t n3 = 2141 * of_year + 197913;
	bool next_year = of_year >= 306;

	*year = (int)(100 * century + (uint32_t)(p2 >> 32)) + next_year;
	*month = (int)(n3 >> 16) - (next_year ? 12 : 0);
	*day = (int)((n3 & 0xffff) / 2141) + 1;
}

void
tq_civil_from_days(int64_t days, int *year, int *month, int *day)
{
	int64_t era = floor_div(days + DAYS_TO_1970, DAYS_OF_400_YEARS);

	civil_of((uint32_t)(days + DAYS_TO_1970 - era * DAYS_OF_400_YEARS), year, month, day);
	*year += (int)(era * 400);
}

int
tq_weekday(int64_t days)
{
	int64_t w = (days + 3) % 7;      /* 1970-01-01 was a Thursday */

	return (int)(w < 0 ? w + 7 : w);
}

struct tq_civil
tq_time_civil(tq_time t)
{
	struct tq_civil c;
	int64_t seconds = floor_div(t, TQ_SECOND);
	uint64_t from_march = (uint64_t)(seconds + DAYS_TO_1970 * INT64_C(86400));
	uint32_t days = (uint32_t)(from_march / SECONDS_OF_DAY);
	uint32_t rest = (uint32_t)(from_march % SECONDS_OF_DAY);

	civil_of(days, &c.year, &c.month, &c.day);
	c.hour = (int)(rest / 3600);
	c.minute = (int)(rest / 60 % 60);
	c.second = (int)(rest % 60);
	/* Unsigned, as the lowest second begins below 64 bits. */
	c.ns = (int)((uint64_t)t - (uint64_t)seconds * (uint64_t)TQ_SECOND);
	return c;
}

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
days_of_month(int year, int month)
{
	static const char days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month];
}

static bool
civil_ok(const struct tq_civil *c)
{
	return c->month >= 1 && c->month <= 12 && c->day >= 1 &&
	       c->day <= days_of_month(c->year, c->month) &&
	       c->hour >= 0 && c->hour <= 23 && c->minute >= 0 && c->minute <= 59 &&
	       c->second >= 0 && c->second <= 59 && c->ns >= 0 && c->ns < TQ_SECOND;
}

/*
 * Seconds and nanoseconds that fit 64 bits together. Seconds before 1970 are
 * joined from above, as the lowest instants have no whole second below them.
 */
static bool
join(int64_t seconds, int64_t ns, tq_time *out)
{
	if (seconds < 0 && ns > 0) {
		seconds++;
		ns -= TQ_SECOND;
	}
	return !__builtin_mul_overflow(seconds, TQ_SECOND, out) &&
	       !__builtin_add_overflow(*out, ns, out) && *out != TQ_TIME_NONE;
}

bool
tq_time_from_civil(const struct tq_civil *c, tq_time *out)
{
	int64_t seconds;

	if (c->year < 1600 || c->year > 2400 || !civil_ok(c))
		return false;
	seconds = tq_days_from_civil(c->year, c->month, c->day) * SECONDS_OF_DAY +
		  c->hour * 3600 + c->minute * 60 + c->second;
	return join(seconds, c->ns, out);
}

static uint64_t
load8(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	w = __builtin_bswap64(w);
#endif
	return w;
}

/*
 * The date and time of "YYYY-MM-DDTHH:MM:SS" without a branch a digit: eight
 * bytes at once are freed of what must be there (a zero digit, a separator),
 * so that digits leave 0..9 and separators 0; one addition a word then carries
 * into the top bit of every byte that left more. The third word overlaps the
 * second one by five bytes.
 */
static inline bool
scan_civil(const char *p, struct tq_civil *c)
{
	static const char want[] = "0000-00-00T00:000:00:00";
	const uint64_t top = UINT64_C(0x8080808080808080);
	uint64_t a = load8(p) ^ load8(want);
	uint64_t b = load8(p + 8) ^ load8(want + 8);
	uint64_t d = load8(p + 11) ^ load8(want + 15);
	uint64_t over = (a + UINT64_C(0x7f76767f76767676)) | a |
			(b + UINT64_C(0x76767f76767f7676)) | b |
			(d + UINT64_C(0x76767f76767f7676)) | d;

	if (over & top)
		return false;
	a = a * 10 + (a >> 8);
	b = b * 10 + (b >> 8);
	d = d * 10 + (d >> 8);
	c->year = (int)(a & 0xff) * 100 + (int)(a >> 16 & 0xff);
	c->month = (int)(a >> 40 & 0xff);
	c->day = (int)(b & 0xff);
	c->hour = (int)(b >> 24 & 0xff);
	c->minute = (int)(b >> 48 & 0xff);
	c->second = (int)(d >> 48 & 0xff);
	c->ns = 0;
	return true;
}

static bool
digit(char ch, int *out)
{
	*out = ch - '0';
	return ch >= '0' && ch <= '9';
}

/* ".1" to ".123456789" at *p; moves *p behind it. */
static bool
scan_fraction(const char **p, const char *end, int *ns)
{
	int unit = 100000000;
	int d;

	*ns = 0;
	if (*p == end || **p != '.')
		return true;
	for (++*p; *p < end && digit(**p, &d); ++*p, unit /= 10) {
		if (unit == 0)
			return false;
		*ns += d * unit;
	}
	return unit < 100000000;
}

/* "Z", "z", "+HH:MM" or "-HH:MM", and nothing behind it. */
static bool
scan_offset(const char *p, const char *end, int *seconds)
{
	int d[4];

	*seconds = 0;
	if (end - p == 1)
		return *p == 'Z' || *p == 'z';
	if (end - p != 6 || (*p != '+' && *p != '-') || p[3] != ':' ||
	    !digit(p[1], &d[0]) || !digit(p[2], &d[1]) ||
	    !digit(p[4], &d[2]) || !digit(p[5], &d[3]))
		return false;
	*seconds = (d[0] * 10 + d[1]) * 3600 + (d[2] * 10 + d[3]) * 60;
	if (*seconds > 23 * 3600 + 59 * 60 || d[2] > 5)
		return false;
	if (*p == '-')
		*seconds = -*seconds;
	return true;
}

static __attribute__((noinline)) bool
parse_any(struct tq_str text, tq_time *out)
{
	const char *p = text.p + 19;
	const char *end = text.p + text.n;
	char head[19];
	struct tq_civil c;
	int64_t seconds;
	int offset;

	if (text.n < 20)
		return false;
	memcpy(head, text.p, sizeof(head));
	if (head[10] == 't')
		head[10] = 'T';
	if (!scan_civil(head, &c) || !civil_ok(&c) || !scan_fraction(&p, end, &c.ns) ||
	    !scan_offset(p, end, &offset))
		return false;
	seconds = tq_days_from_civil(c.year, c.month, c.day) * SECONDS_OF_DAY +
		  c.hour * 3600 + c.minute * 60 + c.second - offset;
	return join(seconds, c.ns, out);
}

/*
 * As tq_days_from_civil for years after 0 and a month known to be right, in
 * 32 bits and with a table: this is the path of nearly every record.
 */
static uint32_t
days_from_march_0000(const struct tq_civil *c)
{
	static const uint16_t before[16] = {
		[3] = 0, [4] = 31, [5] = 61, [6] = 92, [7] = 122, [8] = 153, [9] = 184,
		[10] = 214, [11] = 245, [12] = 275, [1] = 306, [2] = 337
	};
	uint32_t y = (uint32_t)c->year - (c->month <= 2);
	uint32_t century = y / 100;

	return y * 365 + y / 4 - century + century / 4 + before[c->month & 15] +
	       (uint32_t)c->day - 1;
}

bool
tq_time_parse(struct tq_str text, tq_time *out)
{
	struct tq_civil c;
	int64_t days;

	/* Years near the ends of the range go the long way. */
	if (text.n != 20 || text.p[19] != 'Z' || !scan_civil(text.p, &c) ||
	    (unsigned)c.year - 1678 > 2261 - 1678)
		return parse_any(text, out);
	if ((unsigned)c.month - 1 > 11 || (unsigned)c.day - 1 > 30 || c.hour > 23 ||
	    c.minute > 59 || c.second > 59 ||
	    (c.day > 28 && c.day > days_of_month(c.year, c.month)))
		return false;
	days = (int64_t)days_from_march_0000(&c) - DAYS_TO_1970;
	*out = (days * SECONDS_OF_DAY + c.hour * 3600 + c.minute * 60 + c.second) * TQ_SECOND;
	return true;
}

static void
put2(char *p, unsigned value)
{
	static const char pairs[] =
		"00010203040506070809101112131415161718192021222324"
		"25262728293031323334353637383940414243444546474849"
		"50515253545556575859606162636465666768697071727374"
		"75767778798081828384858687888990919293949596979899";

	memcpy(p, pairs + 2 * value, 2);
}

static size_t
put_fraction(char *p, int ns)
{
	int digits = ns % 1000000 == 0 ? 3 : ns % 1000 == 0 ? 6 : 9;
	int i;

	for (i = 9; i > 0; i--, ns /= 10)
		if (i <= digits)
			p[i] = (char)('0' + ns % 10);
	p[0] = '.';
	return (size_t)digits + 1;
}

size_t
tq_time_format(tq_time t, char out[TQ_TIME_TEXT])
{
	struct tq_civil c = tq_time_civil(t);
	size_t n = 19;

	memcpy(out, "0000-00-00T00:00:00", 19);
	put2(out, (unsigned)c.year / 100);
	put2(out + 2, (unsigned)c.year % 100);
	put2(out + 5, (unsigned)c.month);
	put2(out + 8, (unsigned)c.day);
	put2(out + 11, (unsigned)c.hour);
	put2(out + 14, (unsigned)c.minute);
	put2(out + 17, (unsigned)c.second);
	if (c.ns != 0)
		n += put_fraction(out + n, c.ns);
	out[n++] = 'Z';
	return n;
}

struct tq_shown
tq_show_time(tq_time t)
{
	struct tq_shown s;

	s.text[tq_time_format(t, s.text)] = '\0';
	return s;
}
