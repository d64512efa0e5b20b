/* SPDX-License-Identifier: ISC */
#include "time/interval.h"

enum { MAX_DIGITS = 9, MAX_TEXT = 15 };

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

static bool
parse_timed(struct tq_str text, struct tq_interval *out)
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
	*out = (struct tq_interval){n, text.p[i], 0};
	return true;
}

/* The number of an information bar, in the one way to write it. */
static bool
parse_amount(struct tq_str text, struct tq_interval *out)
{
	const char *point = memchr(text.p, '.', text.n);
	size_t whole = point != NULL ? (size_t)(point - text.p) : text.n;
	int64_t n = 0;
	int scale = point != NULL ? (int)(text.n - whole) - 1 : 0;

	if (whole == 0 || (whole > 1 && text.p[0] == '0') ||
	    (point != NULL && (scale == 0 || text.p[text.n - 1] == '0')))
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (i == whole)
			continue;
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		n = n * 10 + (text.p[i] - '0');
	}
	for (; n > 999999999 && n % 10 == 0; n /= 10)
		scale--;
	if (n == 0 || n > 999999999)
		return false;
	out->n = (int32_t)n;
	out->scale = (int8_t)scale;
	return true;
}

static bool
parse_rule(struct tq_str text, struct tq_interval *out)
{
	bool imbalance = text.n > 0 && text.p[text.n - 1] == 'i';
	char unit;

	if (text.n > MAX_TEXT || text.n < (imbalance ? 3u : 2u))
		return false;
	text.n -= imbalance;
	unit = text.p[--text.n];
	if ((unit != 't' && unit != 'v' && unit != 'q') || !parse_amount(text, out))
		return false;
	out->unit = imbalance ? (char)(unit - 'a' + 'A') : unit;
	/* Ticks are whole, and so is the count that an imbalance expects. */
	return out->scale <= 0 || (unit != 't' && !imbalance);
}

bool
tq_interval_parse(struct tq_str text, struct tq_interval *out)
{
	struct tq_interval rule;

	if (parse_timed(text, out))
		return true;
	if (!parse_rule(text, &rule))
		return false;
	*out = rule;
	return true;
}

/* The digits of n, a point where scale says so, or zeros behind them. */
static size_t
put_amount(struct tq_interval iv, char *out)
{
	char digits[24];
	int n = 0;
	size_t at = 0;
	int32_t rest = iv.n;

	for (; rest > 0 || n <= iv.scale; rest /= 10)
		digits[n++] = (char)('0' + rest % 10);
	while (n > 0) {
		if (n == iv.scale)
			out[at++] = '.';
		out[at++] = digits[--n];
	}
	for (int zeros = iv.scale; zeros < 0; zeros++)
		out[at++] = '0';
	return at;
}

size_t
tq_interval_format(struct tq_interval iv, char out[16])
{
	size_t n = put_amount(iv, out);

	if (iv.unit != 'T' && iv.unit != 'V' && iv.unit != 'Q') {
		out[n++] = iv.unit;
		return n;
	}
	out[n++] = (char)(iv.unit - 'A' + 'a');
	out[n++] = 'i';
	return n;
}

tq_time
tq_interval_ns(struct tq_interval iv)
{
	return iv.n * unit_ns(iv.unit); /* scale is 0 wherever the unit has a length */
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
