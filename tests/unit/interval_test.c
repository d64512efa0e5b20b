/* SPDX-License-Identifier: ISC */
#include "t.h"

#include "time/interval.h"

static struct tq_interval
iv(const char *text)
{
	struct tq_interval out = {0};

	return tq_interval_parse(tq_str(text), &out) ? out : (struct tq_interval){0};
}

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

static void
test_text(void)
{
	static const char *const good[] = {
		"1s", "5s", "1m", "3m", "5m", "15m", "30m", "60m", "1h", "2h", "4h", "6h", "8h",
		"12h", "1d", "3d", "1w", "2w", "1M", "3M", "12M", "86400s",
		"1t", "100t", "0.5v", "2.5v", "10v", "0.00000001v", "1000000q", "2000000000q",
		"123456789000q", "100ti", "500vi", "20qi"
	};
	static const char *const bad[] = {
		"", "m", "1", "0m", "01m", "-1m", "+1m", "1.5h", "1H", "1D", "1W", "1y", "1mo",
		"1min", " 1m", "1m ", "1 m", "m1", "99999999999m", "1000000000s", "999999999d",
		"60", "daily", "M", "0t", "1.5t", "0v", "0.0v", "0.50v", "00.5v", ".5v", "5.v",
		"1.2.3v", "1e3v", "1234567891v", "0.1234567891v", "1.5ti", "ti", "1hi", "1i",
		"1tt", "1234567890123456v", "1T", "1V", "-1v"
	};
	char text[16];
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct tq_interval x = iv(good[i]);

		text[x.n ? tq_interval_format(x, text) : 0] = '\0';
		IS_STR(text, good[i], good[i]);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		OK(iv(bad[i]).n == 0, "no interval: '%s'", bad[i]);
	OK(!tq_interval_eq(iv("1m"), iv("1M")), "F2.1 a minute is no month");
	OK(!tq_interval_eq(iv("60m"), iv("1h")), "60m and 1h are two names");
	OK(tq_interval_ns(iv("60m")) == tq_interval_ns(iv("1h")), "of one length");
	OK(tq_interval_ns(iv("1M")) == 0, "a month has no length");
	OK(tq_interval_ns(iv("1w")) == 7 * TQ_DAY, "a week has seven days");
	OK(!tq_interval_eq(iv("5v"), iv("0.5v")), "0.5 is not 5");
	OK(!tq_interval_eq(iv("100t"), iv("100ti")), "an imbalance of ticks is not ticks");
	OK(!tq_interval_timed(iv("100t")) && !tq_interval_timed(iv("5qi")) &&
	   tq_interval_timed(iv("1m")) && tq_interval_timed(iv("1M")) &&
	   !tq_interval_timed(iv("")), "information bars have no length of time");
	OK(tq_interval_add(7, iv("10v"), 3) == 7 && tq_interval_floor(7, iv("10v")) == 7,
	   "and no grid");
}

static void
test_add(void)
{
	IS_STR(shown(tq_interval_add(at("2024-01-01T00:00:00Z"), iv("1M"), 1)),
	       "2024-02-01T00:00:00Z", "a month on");
	IS_STR(shown(tq_interval_add(at("2024-01-31T00:00:00Z"), iv("1M"), 1)),
	       "2024-02-01T00:00:00Z", "F2.1 31 January and a month is the first of February");
	IS_STR(shown(tq_interval_add(at("2024-11-01T00:00:00Z"), iv("3M"), 1)),
	       "2025-02-01T00:00:00Z", "three months over the new year");
	IS_STR(shown(tq_interval_add(at("1970-01-01T00:00:00Z"), iv("1M"), -1)),
	       "1969-12-01T00:00:00Z", "a month back over 1970");
	IS_STR(shown(tq_interval_add(at("2024-02-28T23:59:00Z"), iv("1m"), 1)),
	       "2024-02-29T00:00:00Z", "a minute into the leap day");
	IS_STR(shown(tq_interval_add(at("2024-03-01T00:00:00Z"), iv("4h"), -1)),
	       "2024-02-29T20:00:00Z", "four hours back");
	OK(tq_interval_add(INT64_MAX - 5, iv("1d"), 1) == INT64_MAX, "the range ends");
	OK(tq_interval_add(at("2262-04-01T00:00:00Z"), iv("1M"), 1) == INT64_MAX, "for months too");
	OK(tq_interval_add(INT64_MIN + 5, iv("1d"), -1) == INT64_MIN + 1, "and begins");
}

static void
test_floor(void)
{
	IS_STR(shown(tq_interval_floor(at("2024-02-29T17:33:12.5Z"), iv("5m"))),
	       "2024-02-29T17:30:00Z", "five minutes");
	IS_STR(shown(tq_interval_floor(at("2024-02-29T17:33:12Z"), iv("4h"))),
	       "2024-02-29T16:00:00Z", "four hours");
	IS_STR(shown(tq_interval_floor(at("2024-02-29T17:33:12Z"), iv("1d"))),
	       "2024-02-29T00:00:00Z", "a day");
	IS_STR(shown(tq_interval_floor(at("2024-02-29T17:33:12Z"), iv("1w"))),
	       "2024-02-26T00:00:00Z", "a week begins on Monday");
	IS_STR(shown(tq_interval_floor(at("2024-02-29T17:33:12Z"), iv("1M"))),
	       "2024-02-01T00:00:00Z", "a month");
	IS_STR(shown(tq_interval_floor(at("2024-06-29T17:33:12Z"), iv("3M"))),
	       "2024-04-01T00:00:00Z", "a quarter");
	IS_STR(shown(tq_interval_floor(at("1969-12-31T23:59:59.999999999Z"), iv("1h"))),
	       "1969-12-31T23:00:00Z", "before 1970");
	IS_STR(shown(tq_interval_floor(at("1969-12-31T00:00:00Z"), iv("1w"))),
	       "1969-12-29T00:00:00Z", "a week before 1970");
	OK(tq_interval_floor(INT64_MIN + 5, iv("1w")) == INT64_MIN + 1, "the range begins");
}

/* floor is on the grid, not over t, and less than one bar below it. */
static void
test_grid(void)
{
	static const char *const names[] = {
		"1s", "7s", "1m", "5m", "1h", "4h", "1d", "3d", "1w", "2w", "1M", "3M", "12M"
	};
	uint64_t x = 7;
	unsigned bad = 0, i;

	for (i = 0; i < 200000; i++) {
		struct tq_interval v = iv(names[i % (sizeof(names) / sizeof(names[0]))]);
		tq_time t, low, next;

		x = x * UINT64_C(6364136223846793005) + 1442695040888963407;
		t = (tq_time)(x >> 1) - (INT64_C(1) << 62);
		low = tq_interval_floor(t, v);
		next = tq_interval_add(low, v, 1);
		bad += low > t || next <= t || tq_interval_floor(low, v) != low;
		bad += tq_interval_floor(next, v) != next || tq_interval_add(next, v, -1) != low;
	}
	OK(bad == 0, "each instant lies in one bar of the grid (%u bad)", bad);
}

int
main(void)
{
	test_text();
	test_add();
	test_floor();
	test_grid();
	return t_done();
}
