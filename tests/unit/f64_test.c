/* SPDX-License-Identifier: ISC */
#include "t.h"
#include "base/rng.h"
#include "num/f64.h"
#include "num/f64_core.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

static struct tq_rng rng = {3};

static const char *
text_of(double x)
{
	static char text[TQ_F64_TEXT + 1];

	text[tq_f64_format(x, text)] = '\0';
	return text;
}

static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

static const struct {
	double x;
	const char *text;
} written[] = {
	{0.0, "0"}, {-0.0, "0"}, {1, "1"}, {-1, "-1"}, {100, "100"}, {0.1, "0.1"},
	{7189.43, "7189.43"}, {0.00001, "0.00001"}, {1e-7, "0.0000001"}, {1e-8, "1e-8"},
	{-1.5e-9, "-1.5e-9"}, {1.5e21, "1.5e21"}, {1e21, "1e21"},
	{1e20, "100000000000000000000"}, {999999999999999900000.0, "999999999999999900000"},
	{123456789012345680000.0, "123456789012345680000"}, {0.1 + 0.2, "0.30000000000000004"},
	{1e23, "1e23"}, {9007199254740991, "9007199254740991"},
	{9007199254740992, "9007199254740992"}, {9007199254740994, "9007199254740994"},
	{5e-324, "5e-324"}, {1e-323, "1e-323"}, {DBL_MIN, "2.2250738585072014e-308"},
	{2.2250738585072011e-308, "2.225073858507201e-308"},
	{DBL_MAX, "1.7976931348623157e308"}, {9.9999999999999995e-8, "0.0000001"},
	{0.00000012345678901234566, "0.00000012345678901234566"},
	{2.9802322387695312e-8, "2.9802322387695312e-8"},
	{9.5367431640625e-7, "0.00000095367431640625"},
	{HUGE_VAL, "null"}, {-HUGE_VAL, "null"},
};

static void
notation(void)
{
	for (size_t i = 0; i < sizeof(written) / sizeof(written[0]); i++)
		IS_STR(text_of(written[i].x), written[i].text, "the text of a double");
	IS_STR(text_of(nan("")), "null", "NaN is null");
}

static void
reading(void)
{
	static const char *const good[] = {
		"0", "-0", "0.0", "-0e-5", "1", "0.1", "1e23", "8.5e22", "9007199254740993",
		"9007199254740992.9999999999999999999999", "9007199254740993.00000000000000000001",
		"5e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "1e-400",
		"2.2250738585072011e-308", "2.2250738585072012e-308", "1.7976931348623157e308",
		"1.7976931348623158e308", "179769313486231580793728971405301199e273",
		"0.500000000000000166533453693773481063544750213623046875", "6.02214076e23",
		"4503599627370496.5", "4503599627370497.5", "100.000000000000000000",
		"123456789012345678901234567890", "0.00000000000000000000000000000000000001",
		"18446744073709551615", "18446744073709551616", "1e-1", "1E+2", "0e999999999999",
		"7.2057594037927933e16", "1448997445238699", "0.1e-6", "9223372036854775807",
		"3.518437208883201171875e13", "62.5364939768271845828",
		"10000000000000000000000000000000000000000000000000000000000000000000000000e-73",
	};
	static const char *const bad[] = {
		"", "-", "+1", ".5", "5.", "01", "1e", "1e+", "nan", "inf", "0x1p3", " 1", "1 ",
		"1e309", "1.7976931348623159e308", "-1e99999999999999999999", "1_000",
	};
	double x;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		OK(tq_f64_parse(tq_str(good[i]), &x) && same(x, strtod(good[i], NULL)),
		   "as strtod: %s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		OK(!tq_f64_parse(tq_str(bad[i]), &x), "L10 refused: '%s'", bad[i]);
}

/* The middle of two doubles has up to 767 digits; one digit behind them decides. */
static void
longest_middle(void)
{
	char text[1200];
	double x, low = DBL_MIN, high = nextafter(low, 1);
	long double middle = ((long double)low + (long double)high) / 2;
	int n = snprintf(text, sizeof(text) - 8, "%.1075Lf", middle);

	if (middle <= (long double)low) {
		printf("# long double is double here\n");
		return;
	}
	OK(tq_f64_parse(tq_str(text), &x) && same(x, low), "a tie of 767 digits goes to even");
	memcpy(text + n, "0001", 5);
	OK(tq_f64_parse(tq_str(text), &x) && same(x, high), "a digit behind it goes up");
	text[n - 1] = '4';
	OK(tq_f64_parse(tq_str(text), &x) && same(x, low), "a digit below it goes down");
}

/* The fewest digits that printf needs to bring the double back. */
static size_t
fewest_digits(double x)
{
	char text[64];

	for (int digits = 1; digits < 17; digits++) {
		snprintf(text, sizeof(text), "%.*e", digits - 1, x);
		if (same(strtod(text, NULL), x))
			return (size_t)digits;
	}
	return 17;
}

/* Digits of a text, without the zeros around them. */
static size_t
digits_in(const char *text)
{
	size_t n = 0, zeros = 0;

	for (; *text && *text != 'e'; text++) {
		if (*text == '0' && n > 0)
			zeros++;
		else if (*text >= '1' && *text <= '9') {
			n += zeros + 1;
			zeros = 0;
		}
	}
	return n;
}

static double
random_double(void)
{
	uint64_t bits = tq_rng_next(&rng);
	double x;

	/* A quarter are prices, an eighth subnormal: random bits give few of either. */
	if ((bits & 3) == 0)
		return (double)(bits >> 24) / (double)(1 + tq_rng_below(&rng, 1000000));
	if ((bits & 7) == 1)
		bits &= 0x800fffffffffffffu;
	memcpy(&x, &bits, sizeof(x));
	return x;
}

static bool
round_trips(long cases)
{
	for (long i = 0; i < cases; i++) {
		double x = random_double(), back;
		const char *text = text_of(x);

		if (!isfinite(x))
			continue;
		if (!tq_f64_parse(tq_str(text), &back) || !(x == 0 ? back == 0 : same(back, x)) ||
		    strtod(text, NULL) != x) {
			printf("# %a is written %s\n", x, text);
			return false;
		}
	}
	return true;
}

static bool
shortest(long cases)
{
	for (long i = 0; i < cases; i++) {
		double x = random_double();

		if (isfinite(x) && x != 0 && digits_in(text_of(x)) > fewest_digits(x)) {
			printf("# %.17g is written %s\n", x, text_of(x));
			return false;
		}
	}
	return true;
}

/* Where the quick way decides, it decides as the exact one, and it nearly always does. */
static bool
quick_as_exact(long cases)
{
	long quick = 0, finite = 0;

	for (long i = 0; i < cases; i++) {
		double x = fabs(random_double());
		struct tq_f64_decimal a, b;

		if (!isfinite(x) || x == 0)
			continue;
		finite++;
		if (!tq_f64_shortest_quick(x, &a))
			continue;
		quick++;
		b = tq_f64_shortest(x);
		if (a.m != b.m || a.exponent != b.exponent) {
			printf("# %a is %llue%d\n", x, (unsigned long long)a.m, a.exponent);
			return false;
		}
	}
	return quick > finite / 2;
}

static bool
reads_as_strtod(long cases)
{
	char text[64];

	for (long i = 0; i < cases; i++) {
		double x, want;

		if (i & 1)
			snprintf(text, sizeof(text), "%.*e", (int)(i % 31), random_double());
		else
			snprintf(text, sizeof(text), "%lluE%d", (unsigned long long)tq_rng_next(&rng),
				 (int)tq_rng_below(&rng, 680) - 350);
		want = strtod(text, NULL);
		if (!isfinite(want) ? tq_f64_parse(tq_str(text), &x) :
				      !tq_f64_parse(tq_str(text), &x) || !same(x, want)) {
			printf("# %s\n", text);
			return false;
		}
	}
	return true;
}

static bool
scaled(long cases)
{
	char text[64];

	for (long i = 0; i < cases; i++) {
		int64_t m = (int64_t)tq_rng_next(&rng) >> tq_rng_below(&rng, 64);
		int scale = (int)tq_rng_below(&rng, i & 1 ? 401 : 12);

		snprintf(text, sizeof(text), "%llde-%d", (long long)m, scale);
		if (!same(tq_f64_from_scaled(m, scale), strtod(text, NULL))) {
			printf("# %s\n", text);
			return false;
		}
	}
	return true;
}

/* Exact comparison arrives from any side, at ties too. */
static bool
settles(long cases)
{
	for (long i = 0; i < cases; i++) {
		int e = (int)tq_rng_below(&rng, 40) - 25;
		double x, want, tie = (double)(tq_rng_next(&rng) >> 11);
		uint64_t m = i & 1 ? tq_rng_next(&rng) : 0, bits;
		struct tq_big digits;

		tq_big_set(&digits, m);
		if (!m) {
			/* 2 tie + 1 is the middle of tie and the next double, twice as large. */
			tq_big_set(&digits, (tq_u128)tie * 2 + 1);
			e = 0;
			want = fmod(tie, 2) > 0 ? 2 * tie + 2 : 2 * tie;
			if (tie < 4503599627370496.0)
				continue;
		} else if (!tq_f64_nearest(m, e, &want)) {
			continue;
		}
		memcpy(&bits, &want, sizeof(bits));
		bits += tq_rng_below(&rng, 7) - 3;
		memcpy(&x, &bits, sizeof(x));
		if (!same(tq_f64_settle(&digits, e, x), want)) {
			printf("# %a from %a\n", want, x);
			return false;
		}
	}
	return true;
}

/* An exponent that takes back a thousand zeros. */
static void
long_zeros(void)
{
	enum { ZEROS = 12000 };
	static char text[ZEROS + 32];
	double x = 0;

	memset(text, '0', sizeof(text));
	text[1] = '.';
	snprintf(text + 2 + ZEROS, 24, "25e%d", ZEROS + 1);
	OK(tq_f64_parse(tq_str(text), &x) && x == 2.5, "zeros behind the point, a large exponent");
	text[0] = '1';
	snprintf(text + 2 + ZEROS, 24, "e-%d", 5);
	OK(tq_f64_parse(tq_str(text), &x) && x == 1e-5, "zeros behind the last digit");
}

/* Powers of two have a nearer neighbour below than above. */
static bool
powers_of_two(void)
{
	for (int e = -1074; e < 1024; e++) {
		double x[3] = {ldexp(1, e), nextafter(ldexp(1, e), 0), nextafter(ldexp(1, e), HUGE_VAL)};

		for (int i = 0; i < 3; i++) {
			const char *text = text_of(x[i]);

			if (x[i] == 0 || !isfinite(x[i]))
				continue;
			if (strtod(text, NULL) != x[i] || digits_in(text) > fewest_digits(x[i])) {
				printf("# %a is written %s\n", x[i], text);
				return false;
			}
		}
	}
	return true;
}

int
main(void)
{
	/* TQ_LONG: ten million, as the claim is made; it takes some seconds. */
	long cases = getenv("TQ_LONG") ? 10000000 : 1000000;

	notation();
	reading();
	longest_middle();
	long_zeros();
	OK(settles(cases / 5), "exact comparison finds the nearest double from 3 on either side");
	OK(powers_of_two(), "P11 powers of two and their neighbours");
	OK(round_trips(cases), "P11 %ld random doubles come back, by strtod too", cases);
	OK(shortest(cases / 5), "%ld random doubles have no shorter text", cases / 5);
	OK(quick_as_exact(cases), "%ld random doubles: one product decides as three do", cases);
	OK(reads_as_strtod(cases / 2), "%ld random texts are read as strtod does", cases / 2);
	OK(scaled(cases / 2), "%ld random m / 10^scale are the nearest double", cases / 2);
	return t_done();
}
