/* SPDX-License-Identifier: ISC */
#include "time/interval.h"

enum { MAX_DIGITS = 9 };

static tq_time
unit_ns(char unit)
{
	switch (unit) {
	case 's': return TQ_SECOND;
	case 'm': return TQ_MINUTE;
	case 'h': return TQ_HOUR;
	case 'd': return TQ_DAY;
	case 'w': return 7 * TQ_DAY;
	default: return 0;
	}
}

/* Longer than this and the next bar's open would not fit an instant. */
static bool
fits(int32_t n, char unit)
{
	tq_time ns;

	if (unit == 'M')
		return n <= 12 * 100;
	return unit_ns(unit) != 0 && !__builtin_mul_overflow(n, unit_ns(unit), &ns) &&
	       ns <= 36525 * TQ_DAY;
}

bool
tq_interval_parse(struct tq_str text, struct tq_interval *out)
{
	int32_t n = 0;
	size_t i;

	if (text.n < 2 || text.n > MAX_DIGITS + 1 || text.p[0] == '0')
		return false;
	for (i = 0; i + 1 < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		n = n * 10 + (text.p[i] - '0');
	}
	if (!fits(n, text.p[i]))
		return false;
	*out = (struct tq_interval){n, text.p[i]};
	return true;
}

size_t
tq_interval_format(struct tq_interval iv, char out[16])
{
	char digits[12];
	size_t n = 0;
	size_t i = 0;
	int32_t rest = iv.n;

	do
		digits[n++] = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	while (n > 0)
		out[i++] = digits[--n];
	out[i++] = iv.unit;
	return i;
}

tq_time
tq_interval_ns(struct tq_interval iv)
{
	return iv.n * unit_ns(iv.unit);
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Months since year 0 of an instant, and the instant a month begins. */
static int64_t
month_of(tq_time t)
{
	int year, month, day;

	tq_civil_from_days(floor_div(t, TQ_DAY), &year, &month, &day);
	return (int64_t)year * 12 + month - 1;
}

static tq_time
month_start(int64_t month)
{
	struct tq_civil c = {.month = (int)(month % 12) + 1, .day = 1};
	tq_time t;

	/* Instants end within a month at both ends of their range. */
	if (month <= 1677 * 12 + 8)
		return TQ_TIME_NONE + 1;
	if (month > 2262 * 12 + 3)
		return INT64_MAX;
	c.year = (int)(month / 12);
	return tq_time_from_civil(&c, &t) ? t : INT64_MAX;
}

static int64_t
clamp(int64_t x, int64_t low, int64_t high)
{
	return x < low ? low : x > high ? high : x;
}

tq_time
tq_interval_add(tq_time t, struct tq_interval iv, int64_t k)
{
	tq_time step, sum;

	if (iv.unit == 'M') {
		k = clamp(k, -12 * 600, 12 * 600);
		return month_start(month_of(t) + k * iv.n);
	}
	if (__builtin_mul_overflow(tq_interval_ns(iv), k, &step) ||
	    __builtin_add_overflow(t, step, &sum) || sum == TQ_TIME_NONE)
		return k < 0 ? TQ_TIME_NONE + 1 : INT64_MAX;
	return sum;
}

tq_time
tq_interval_floor(tq_time t, struct tq_interval iv)
{
	/* Weeks start on Monday: 1970-01-05 was one. */
	tq_time zero = iv.unit == 'w' ? 4 * TQ_DAY : 0;
	tq_time length = tq_interval_ns(iv);
	tq_time past;

	if (iv.unit == 'M')
		return month_start(floor_div(month_of(t), iv.n) * iv.n);
	if (length == 0)
		return t;
	past = (t % length - zero % length) % length;
	if (past < 0)
		past += length;
	return t < TQ_TIME_NONE + 1 + past ? TQ_TIME_NONE + 1 : t - past;
}
