/* SPDX-License-Identifier: ISC */
#include "num/f64.h"
#include "num/digits.h"
#include "num/f64_core.h"
#include "num/number.h"

#include <math.h>

enum {
	LEAST_POINT = -6,        /* 0.0000001 and above */
	MOST_POINT = 7,          /* below 10000000 */
	SETTLE_DIGITS = 770      /* no middle of two doubles has more than 767 */
};

#define EXACT_INTEGER ((uint64_t)1 << 53)

const double tq_exact_pow10[TQ_EXACT_POW10 + 1] = {
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12,
	1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
};

/* Of what tq_f64_shortest gives: nearly always 15 to 17. */
static int
count_digits(uint64_t m)
{
	int n = 17;

	while (n > 1 && m < (uint64_t)tq_pow10[n - 1])
		n--;
	return n;
}

/* One digit before the point: "1.5e21". */
static size_t
format_scientific(bool negative, struct tq_f64_decimal d, char out[TQ_F64_TEXT])
{
	int behind = count_digits(d.m) - 1;
	int exponent = d.exponent + behind;
	char digits[TQ_DIGITS_TEXT];
	size_t n = tq_digits_plain(negative, d.m, behind, out);
	size_t more = tq_digits_plain(exponent < 0,
				      (uint64_t)(exponent < 0 ? -exponent : exponent),
				      0, digits);

	out[n++] = 'e';
	memcpy(out + n, digits, more);
	return n + more;
}

/* From 1e-7 up to below 1e21, any number of digits on either side of the point. */
static size_t
format_plain(bool negative, struct tq_f64_decimal d, char out[TQ_F64_TEXT])
{
	size_t n = tq_digits_plain(negative, d.m, d.exponent < 0 ? -d.exponent : 0, out);

	for (; d.exponent > 0; d.exponent--)
		out[n++] = '0';
	return n;
}

/* Of any size, finite and above zero. */
__attribute__((noinline)) static size_t
format_any(double x, bool negative, char out[TQ_F64_TEXT])
{
	struct tq_f64_decimal d = tq_f64_shortest(x);

	if (x < 1e-7 || x >= 1e21)
		return format_scientific(negative, d, out);
	return format_plain(negative, d, out);
}

/* Not whole, of a usual size: 17 digits, the point behind the first few or before them. */
static inline size_t
format_usual(double x, bool negative, char out[TQ_F64_TEXT])
{
	const uint64_t e16 = 10000000000000000;
	struct tq_f64_decimal d;
	bool quick = tq_f64_shortest_quick(x, &d);
	uint64_t short_of_one = d.m < e16;
	int point = 17 - (int)short_of_one + d.exponent;
	uint64_t m = d.m + (9 * d.m & -short_of_one);
	size_t n;

	if (!quick || point < LEAST_POINT || point > MOST_POINT)
		return format_any(x, negative, out);
	*out = '-';
	out += negative;
	n = point > 0 ? tq_digits_point(m, point, out) : tq_digits_below_one(m, -point, out);
	return negative + n;
}

size_t
tq_f64_format(double x, char out[TQ_F64_TEXT])
{
	bool negative = signbit(x);

	x = fabs(x);
	if (x < (double)EXACT_INTEGER) {
		int64_t whole = (int64_t)x;

		if (x == (double)whole)
			return tq_digits_plain(negative, (uint64_t)whole, 0, out);
		return format_usual(x, negative, out);
	}
	if (isfinite(x))
		return format_any(x, negative, out);
	memcpy(out, "null", 4);
	return 4;
}

static bool
finish(bool negative, double x, double *out)
{
	*out = negative ? -x : x;
	return isfinite(x);
}

/* One operation on two exact doubles rounds correctly. */
static bool
small_case(uint64_t m, int64_t exponent, double *x)
{
	if (m > EXACT_INTEGER || exponent < -TQ_EXACT_POW10 || exponent > TQ_EXACT_POW10)
		return false;
	*x = exponent < 0 ? (double)m / tq_exact_pow10[-exponent] :
			    (double)m * tq_exact_pow10[exponent];
	return true;
}

/* The digits of a number as one integer, cut off with a 1 for "there was more". */
static void
read_big(const struct tq_number *number, struct tq_big *digits, int *exponent)
{
	int64_t e = number->exponent + (int64_t)number->digits;
	int n = 0;

	tq_big_set(digits, 0);
	for (const char *p = number->first; p < number->end && n < SETTLE_DIGITS; p++)
		if (*p != '.') {
			tq_big_mul_add(digits, 10, (uint64_t)(*p - '0'));
			n++;
		}
	if (number->digits > SETTLE_DIGITS) {
		tq_big_mul_add(digits, 10, 1);
		n++;
	}
	*exponent = (int)(e - n);
}

/* The first 19 digits of more; the rest is at most one unit of the last. */
static bool
bracket(const struct tq_number *number, double *x)
{
	uint64_t m = 0;
	int n = 0;
	double above;

	for (const char *p = number->first; n < TQ_NUMBER_WORD_DIGITS; p++)
		if (*p != '.') {
			m = m * 10 + (uint64_t)(*p - '0');
			n++;
		}

	int64_t exponent = number->exponent + (int64_t)number->digits - n;

	return tq_f64_nearest(m, exponent, x) && tq_f64_nearest(m + 1, exponent, &above) &&
	       *x == above;
}

/* More than 19 digits, or too near the middle of two doubles. */
static bool
parse_any(struct tq_number *number, double *out)
{
	struct tq_big digits;
	int exponent;
	double x = 0;

	tq_number_trim(number);

	/* The number is below 10^magnitude and at least a tenth of it. */
	int64_t magnitude = number->exponent + (int64_t)number->digits;

	if (number->digits == 0 || magnitude < -330)
		return finish(number->negative, 0, out);
	if (magnitude > 310)
		return false;
	if (number->digits <= TQ_NUMBER_WORD_DIGITS ?
		    small_case(number->word, number->exponent, &x) ||
		    tq_f64_nearest(number->word, number->exponent, &x) :
		    bracket(number, &x))
		return finish(number->negative, x, out);
	read_big(number, &digits, &exponent);
	return finish(number->negative, tq_f64_settle(&digits, exponent, x), out);
}

bool
tq_f64_parse(struct tq_str text, double *out)
{
	struct tq_number number;
	double x;

	if (!tq_number_scan(text, &number))
		return false;
	if (number.digits <= TQ_NUMBER_WORD_DIGITS &&
	    (small_case(number.word, number.exponent, &x) ||
	     tq_f64_nearest(number.word, number.exponent, &x)))
		return finish(number.negative, x, out);
	return parse_any(&number, out);
}

double
tq_f64_from_scaled_any(int64_t m, int scale)
{
	uint64_t word = m < 0 ? -(uint64_t)m : (uint64_t)m;
	struct tq_big digits;
	double x;

	if (!small_case(word, -scale, &x) && !tq_f64_nearest(word, -scale, &x)) {
		tq_big_set(&digits, word);
		x = tq_f64_settle(&digits, -scale, x);
	}
	return m < 0 ? -x : x;
}
