/* SPDX-License-Identifier: ISC */
#include "t.h"
#include "num/dec.h"

static struct tq_dec
dec(const char *text)
{
	struct tq_dec x = {0, TQ_DEC_BAD};

	return tq_dec_parse(tq_str(text), &x) ? x : (struct tq_dec){0, TQ_DEC_BAD};
}

static void
is(struct tq_dec got, const char *want, const char *what)
{
	char text[TQ_DEC_TEXT + 1];

	text[tq_dec_format(got, text)] = '\0';
	IS_STR(text, want, what);
}

static void
reading(void)
{
	static const char *const rows[][2] = {
		{"0", "0"}, {"-0", "0"}, {"-0.00", "0"}, {"0e5", "0"}, {"100", "100"},
		{"2.200000", "2.2"}, {"-7189.43", "-7189.43"}, {"1.5e3", "1500"},
		{"1E-8", "0.00000001"}, {"3.9e-07", "0.00000039"}, {"12e+2", "1200"},
		{"18446744073709551615", "18446744073709551615"},
		{"18446744073709551616", "18446744073709551616"},
		{"1e37", "10000000000000000000000000000000000000"},
		{"99999999999999999999999999999999999999",
		 "99999999999999999999999999999999999999"},
		{"-0.99999999999999999999999999999999999999",
		 "-0.99999999999999999999999999999999999999"},
		{"1.00000000000000000000000000000000000000000000", "1"},
		{"0.000000000000000000000000000000000000000000000e-9", "0"},
		{"0e99999999999999999999", "0"},
		{"0.00000000000000000000000000000000000000000001e44", "1"},
		{"123456789012345678901234567890.12345678",
		 "123456789012345678901234567890.12345678"},
		{"1e38", "null"}, {"1e-39", "null"}, {"1e99999999999999999999", "null"},
		{"100000000000000000000000000000000000000", "null"},
		{"", "null"}, {"-", "null"}, {"+1", "null"}, {".5", "null"}, {"5.", "null"},
		{"01", "null"}, {"-01", "null"}, {"1e", "null"}, {"1e+", "null"}, {"1.e1", "null"},
		{"NaN", "null"}, {"Infinity", "null"}, {" 1", "null"}, {"1 ", "null"},
		{"1,5", "null"}, {"0x1", "null"}, {"--1", "null"}, {"1.2.3", "null"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		is(dec(rows[i][0]), rows[i][1], rows[i][0]);
}

/* An exponent may take back any number of zeros. */
static void
long_zeros(void)
{
	enum { ZEROS = 12000 };
	static char text[ZEROS + 32];

	memset(text, '0', sizeof(text));
	text[1] = '.';
	snprintf(text + 2 + ZEROS, 24, "25e%d", ZEROS + 1);
	is(dec(text), "2.5", "zeros behind the point and a large exponent");
}

static void
arithmetic(void)
{
	struct tq_dec top = dec("99999999999999999999999999999999999999");
	struct tq_dec tiny = dec("0.00000000000000000000000000000000000001");

	is(tq_dec_add(dec("0.1"), dec("0.2")), "0.3", "F2.9 0.1 + 0.2");
	is(tq_dec_sub(dec("0.3"), dec("0.1")), "0.2", "F2.9 0.3 - 0.1");
	is(tq_dec_mul(dec("1.1"), dec("1.1")), "1.21", "F2.9 1.1 * 1.1");
	is(tq_dec_add(dec("1e30"), dec("1e-7")), "1000000000000000000000000000000.0000001",
	   "38 digits are kept");
	is(tq_dec_add(dec("1e30"), dec("1e-8")), "null", "39 digits are bad");
	is(tq_dec_add(top, tq_dec(1, 0)), "null", "one more than 38 nines is bad");
	is(tq_dec_sub(tq_dec_neg(top), tq_dec(1, 0)), "null", "one less, too");
	is(tq_dec_add(top, top), "null", "twice 38 nines are past 127 bits, and bad");
	is(tq_dec_sub(tq_dec_neg(top), top), "null", "below zero, too");
	is(tq_dec_sub(top, top), "0", "38 nines less themselves");
	is(tq_dec_mul(tiny, dec("0.1")), "null", "a 39th decimal is bad");
	is(tq_dec_mul(tiny, dec("1e37")), "0.1", "the smallest times the largest power");
	is(tq_dec_mul(dec("0.5e-19"), dec("2e-19")),
	   "0.00000000000000000000000000000000000001", "a scale of 39 that strips to 38 fits");
	is(tq_dec_mul(top, dec("10")), "null", "a product of 39 digits is bad");
	is(tq_dec_add(dec("null"), tq_dec(1, 0)), "null", "bad passes through a sum");
	is(tq_dec_mul(tq_dec(1, 0), dec("null")), "null", "bad passes through a product");
	is(tq_dec_min(dec("null"), tq_dec(1, 0)), "null", "bad passes through min");
	is(tq_dec_max(tq_dec(1, 0), dec("null")), "null", "bad passes through max");
	is(tq_dec_strip((struct tq_dec){(tq_i128)INT64_MAX * 1000, 5}), "92233720368547758.07",
	   "strip");
	IS_INT(tq_dec_strip(dec("100.00")).scale, 0, "strip leaves whole zeros");
}

static void
comparing(void)
{
	struct tq_dec nan = dec("null"), one = tq_dec(1, 0);

	IS_INT(tq_dec_cmp(dec("1.0"), one), 0, "1.0 is 1");
	IS_INT(tq_dec_cmp(dec("1e37"), dec("1e-38")), 1, "the ends of the range compare");
	IS_INT(tq_dec_cmp(dec("-1e37"), dec("1e-38")), -1, "below zero, too");
	IS_INT(tq_dec_cmp(dec("1e-38"), dec("1e37")), -1, "and the other way round");
	IS_INT(tq_dec_cmp(nan, one), 2, "bad compares as 2");
	OK(!tq_dec_lt(nan, one) && !tq_dec_le(nan, one) && !tq_dec_gt(nan, one) &&
	   !tq_dec_ge(one, nan) && !tq_dec_eq(nan, nan), "L10 no comparison with bad holds");
	IS_INT(tq_dec_sign(nan), 0, "bad has no sign");
}

static void
rounding(void)
{
	/* x, then to whole numbers: half even, down, up, floor, ceiling */
	static const char *const rows[][6] = {
		{"2.5", "2", "2", "3", "2", "3"}, {"-2.5", "-2", "-2", "-3", "-3", "-2"},
		{"3.5", "4", "3", "4", "3", "4"}, {"2.51", "3", "2", "3", "2", "3"},
		{"-2.49", "-2", "-2", "-3", "-3", "-2"}, {"2", "2", "2", "2", "2", "2"},
		{"0.00000000000000000000000000000000000001", "0", "0", "1", "0", "1"},
		{"-0.1", "0", "0", "-1", "-1", "0"},
		{"12345678901234567890.5", "12345678901234567890", "12345678901234567890",
		 "12345678901234567891", "12345678901234567890", "12345678901234567891"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (int r = 0; r < 5; r++)
			is(tq_dec_round(dec(rows[i][0]), 0, (enum tq_round)r),
			   rows[i][r + 1], rows[i][0]);
	is(tq_dec_round(dec("1.25"), 1, TQ_ROUND_HALF_EVEN), "1.2", "half even at one decimal");
	is(tq_dec_round(dec("1.25"), 5, TQ_ROUND_UP), "1.25", "fewer decimals stay");
	is(tq_dec_round(dec("1.25"), -1, TQ_ROUND_UP), "null", "a scale below zero is bad");
}

static void
dividing(void)
{
	is(tq_dec_div(tq_dec(1, 0), tq_dec(3, 0), 8, TQ_ROUND_HALF_EVEN), "0.33333333", "1/3");
	is(tq_dec_div(tq_dec(2, 0), tq_dec(3, 0), 8, TQ_ROUND_DOWN), "0.66666666", "2/3 down");
	is(tq_dec_div(tq_dec(-2, 0), tq_dec(3, 0), 2, TQ_ROUND_FLOOR), "-0.67", "-2/3 floor");
	is(tq_dec_div(tq_dec(1, 0), tq_dec(0, 4), 8, TQ_ROUND_DOWN), "null", "by zero is bad");
	is(tq_dec_div(dec("1e30"), tq_dec(1, 0), 30, TQ_ROUND_DOWN),
	   "1000000000000000000000000000000", "zeros behind the point do not overflow");
	is(tq_dec_div(dec("1e30"), tq_dec(3, 0), 30, TQ_ROUND_DOWN), "null", "digits do");
	is(tq_dec_div(dec("1e-38"), dec("1e37"), 38, TQ_ROUND_UP),
	   "0.00000000000000000000000000000000000001", "the smallest quotient, up");
	is(tq_dec_div(dec("1e37"), dec("1e-38"), 0, TQ_ROUND_DOWN), "null", "10^75 is bad");
	is(tq_dec_div(tq_dec(1, 0), tq_dec(1, 0), 39, TQ_ROUND_DOWN), "null", "39 decimals are bad");
}

static void
steps(void)
{
	is(tq_dec_to_step(dec("0.3"), dec("0.1"), TQ_ROUND_DOWN), "0.3",
	   "F0.14 0.3 at step 0.1 is 0.3");
	is(tq_dec_to_step(dec("0.37"), dec("0.1"), TQ_ROUND_DOWN), "0.3", "F0.14 0.37 at 0.1");
	is(tq_dec_to_step(dec("16.9"), dec("0.01"), TQ_ROUND_DOWN), "16.9", "P11 16.9 stays 16.9");
	is(tq_dec_to_step(dec("2.05"), dec("0.000001"), TQ_ROUND_DOWN), "2.05",
	   "P11 2.05 stays 2.05");
	is(tq_dec_to_step(dec("0.043"), dec("0.001"), TQ_ROUND_DOWN), "0.043",
	   "P11 0.043 stays 0.043");
	is(tq_dec_to_step(dec("101.3"), dec("0.25"), TQ_ROUND_HALF_EVEN), "101.25", "tick 0.25");
	is(tq_dec_to_step(dec("101.375"), dec("0.25"), TQ_ROUND_HALF_EVEN), "101.5",
	   "a tie goes to the even multiple");
	is(tq_dec_to_step(dec("-0.37"), dec("0.1"), TQ_ROUND_FLOOR), "-0.4", "below zero, floor");
	is(tq_dec_to_step(dec("7"), dec("3"), TQ_ROUND_UP), "9", "up to a multiple of 3");
	is(tq_dec_to_step(dec("1e37"), dec("3e-38"), TQ_ROUND_UP), "null",
	   "a multiple with 76 digits is bad");
	is(tq_dec_to_step(dec("1e37"), dec("1e-38"), TQ_ROUND_DOWN),
	   "10000000000000000000000000000000000000", "a far larger number that is a multiple");
	is(tq_dec_to_step(dec("1"), dec("0"), TQ_ROUND_DOWN), "null", "step 0 is bad");
	is(tq_dec_to_step(dec("1"), dec("-1"), TQ_ROUND_DOWN), "null", "step -1 is bad");
}

static void
options(void)
{
	struct tq_dec x = {0, 0};
	struct tq_err err;

	OK(tq_opt_dec(NULL, "10000.5", &x, &err), "an amount");
	is(x, "10000.5", "its value");
	OK(!tq_opt_dec(NULL, "x", &x, &err), "no amount");
	IS_INT(err.status, TQ_USAGE, "is a usage error");
	IS_STR(err.text, "not a number: 'x'", "that names it");
	OK(!tq_opt_dec(NULL, "95%", &x, &err), "an amount takes no percent sign");
	OK(!tq_opt_dec(NULL, "1e99", &x, &err), "too large an amount");
	IS_STR(err.text, "more than 38 digits: '1e99'", "is told so");
	OK(tq_opt_ratio(NULL, "95%", &x, &err), "a percentage");
	is(x, "0.95", "is a ratio");
	OK(tq_opt_ratio(NULL, "0.2", &x, &err), "a plain ratio");
	is(x, "0.2", "is itself");
	OK(tq_opt_ratio(NULL, "500%", &x, &err), "more than the whole, with the sign");
	OK(!tq_opt_ratio(NULL, "5", &x, &err), "and not without it");
	IS_STR(err.text, "'5' would be 500%: write 5% or 500%", "which is said");
	OK(!tq_opt_ratio(NULL, "%", &x, &err), "a bare percent sign is refused");
	OK(!tq_opt_ratio(NULL, "5%%", &x, &err), "and two of them");
	OK(!tq_opt_ratio(NULL, "", &x, &err), "and nothing");
	OK(!tq_opt_ratio(NULL, "1e-37%", &x, &err), "a ratio with 39 decimals");
	IS_STR(err.text, "more than 38 digits: '1e-37%'", "is told so");
}

int
main(void)
{
	reading();
	long_zeros();
	arithmetic();
	comparing();
	rounding();
	dividing();
	steps();
	options();
	OK(tq_dec_f64(dec("0.1")) == 0.1 && tq_dec_f64(dec("-7189.43")) == -7189.43,
	   "the nearest double");
	OK(tq_dec_f64(dec("null")) != tq_dec_f64(dec("null")), "bad is NaN");
	return t_done();
}
