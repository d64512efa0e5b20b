/* SPDX-License-Identifier: ISC */
#include "num/dec.h"
#include "num/big.h"
#include "num/digits.h"
#include "num/number.h"

static bool
set(const struct tq_number *number, tq_u128 m, int scale, struct tq_dec *out)
{
	out->m = number->negative ? -(tq_i128)m : (tq_i128)m;
	out->scale = scale;
	return true;
}

/* Exponents, many digits, many decimals: the number may fit all the same. */
static bool
parse_any(struct tq_number *number, struct tq_dec *out)
{
	tq_u128 m = 0;
	int64_t up;

	tq_number_trim(number);
	if (number->digits == 0)
		return set(number, 0, 0, out);
	up = number->exponent > 0 ? number->exponent : 0;
	if (number->exponent < -TQ_DEC_MAX_SCALE ||
	    (int64_t)number->digits + up > TQ_DEC_MAX_SCALE)
		return false;
	for (const char *p = number->first; p < number->end; p++)
		if (*p != '.')
			m = m * 10u + (unsigned char)(*p - '0');
	return set(number, m * tq_pow10[up], (int)(up - number->exponent), out);
}

bool
tq_dec_parse(struct tq_str text, struct tq_dec *out)
{
	struct tq_number number;

	if (!tq_number_scan(text, &number))
		return false;
	if (number.digits <= TQ_NUMBER_WORD_DIGITS && number.exponent <= 0 &&
	    number.exponent >= -TQ_DEC_MAX_SCALE)
		return set(&number, number.word, (int)-number.exponent, out);
	return parse_any(&number, out);
}

/* More than 64 bits: a zero and twice 19 digits, of which the text is a part. */
static size_t
format_wide(bool negative, tq_u128 m, int scale, char out[TQ_DEC_TEXT])
{
	enum { HALF = 19, DIGITS = 1 + 2 * HALF };
	const uint64_t e19 = (uint64_t)tq_pow10[HALF];
	uint64_t high = (uint64_t)(m / e19);
	char digits[DIGITS], *to = out;
	int point = DIGITS - scale, first, end = DIGITS;

	digits[0] = '0';
	first = 1 + tq_digits_19(high, digits + 1);
	tq_digits_19((uint64_t)(m - (tq_u128)high * e19), digits + 1 + HALF);
	if (first >= point)
		first = point - 1;
	while (end > point && digits[end - 1] == '0')
		end--;
	if (negative)
		*to++ = '-';
	memcpy(to, digits + first, (size_t)(point - first));
	to += point - first;
	if (end > point) {
		*to++ = '.';
		memcpy(to, digits + point, (size_t)(end - point));
		to += end - point;
	}
	return (size_t)(to - out);
}

size_t
tq_dec_format(struct tq_dec a, char out[TQ_DEC_TEXT])
{
	tq_u128 m = a.m < 0 ? -(tq_u128)a.m : (tq_u128)a.m;

	if (a.scale < 0 || m >= tq_pow10[TQ_DEC_MAX_SCALE]) {
		memcpy(out, "null", 4);
		return 4;
	}
	if (m >> 64)
		return format_wide(a.m < 0, m, a.scale, out);
	return tq_digits_plain(a.m < 0, (uint64_t)m, a.scale, out);
}

bool
tq_opt_dec(const struct tq_opt *opt, const char *text, void *field,
	   struct tq_err *err)
{
	struct tq_number number;

	(void)opt;
	if (tq_dec_parse(tq_str(text), field))
		return true;
	if (tq_number_scan(tq_str(text), &number))
		return tq_fail(err, TQ_USAGE, "more than %d digits: '%s'",
			       TQ_DEC_MAX_SCALE, text);
	return tq_fail(err, TQ_USAGE, "not a number: '%s'", text);
}

/* A 5 that was meant as 5% would be 500%: whoever wants that has to say so. */
static bool
is_clear(struct tq_dec x, const char *text, struct tq_err *err)
{
	struct tq_dec percent = tq_dec_strip(tq_dec_mul(x, tq_dec(100, 0)));
	char times[TQ_DEC_TEXT];
	size_t n;

	if (!tq_dec_gt(x, tq_dec(1, 0)))
		return true;
	if (!tq_dec_ok(percent))
		return tq_fail(err, TQ_USAGE, "over 1, and no percentage: '%s'", text);
	n = tq_dec_format(percent, times);
	return tq_fail(err, TQ_USAGE, "'%s' would be %.*s%%: write %s%% or %.*s%%", text, (int)n,
		       times, text, (int)n, times);
}

bool
tq_opt_ratio(const struct tq_opt *opt, const char *text, void *field,
	     struct tq_err *err)
{
	struct tq_dec *out = field;
	size_t n = strlen(text);

	if (n == 0 || text[n - 1] != '%')
		return tq_opt_dec(opt, text, field, err) && is_clear(*out, text, err);
	if (!tq_dec_parse((struct tq_str){text, n - 1}, out))
		return tq_fail(err, TQ_USAGE, "not a number: '%s'", text);
	*out = tq_dec_mul(*out, tq_dec(1, 2));
	if (!tq_dec_ok(*out))
		return tq_fail(err, TQ_USAGE, "more than %d digits: '%s'",
			       TQ_DEC_MAX_SCALE, text);
	return true;
}
