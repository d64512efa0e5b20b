/* SPDX-License-Identifier: ISC */
#include "num/dec.h"
#include "num/big.h"
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

static const char pairs[200] =
	"00010203040506070809101112131415161718192021222324"
	"25262728293031323334353637383940414243444546474849"
	"50515253545556575859606162636465666768697071727374"
	"75767778798081828384858687888990919293949596979899";

/* Writes the digits of x before end; returns where they begin. */
static char *
digits_before(char *end, uint64_t x)
{
	while (x >= 100) {
		end -= 2;
		memcpy(end, pairs + 2 * (x % 100), 2);
		x /= 100;
	}
	if (x >= 10) {
		end -= 2;
		memcpy(end, pairs + 2 * x, 2);
	} else {
		*--end = (char)('0' + x);
	}
	return end;
}

enum { ROOM = 96 };

/* As digits_before for 128 bits; what lies before must be zeros already. */
static char *
wide_digits_before(char *end, tq_u128 x)
{
	const uint64_t e19 = (uint64_t)tq_pow10[19];

	while (x >> 64) {
		digits_before(end, (uint64_t)(x % e19));
		x /= e19;
		end -= 19;
	}
	return digits_before(end, (uint64_t)x);
}

size_t
tq_dec_format(struct tq_dec a, char out[TQ_DEC_TEXT])
{
	char room[ROOM];
	char *end = room + ROOM, *p, *point, *to = out;

	if (a.scale < 0) {
		memcpy(out, "null", 4);
		return 4;
	}
	memset(room, '0', ROOM);
	if (a.m < 0)
		*to++ = '-';

	tq_u128 m = a.m < 0 ? -(tq_u128)a.m : (tq_u128)a.m;

	p = m >> 64 ? wide_digits_before(end, m) : digits_before(end, (uint64_t)m);
	point = end - a.scale;
	if (p >= point)
		p = point - 1;
	while (end > point && end[-1] == '0')
		end--;
	memcpy(to, p, (size_t)(point - p));
	to += point - p;
	if (end > point) {
		*to++ = '.';
		memcpy(to, point, (size_t)(end - point));
		to += end - point;
	} else if (m == 0) {
		out[0] = '0';
		return 1;
	}
	return (size_t)(to - out);
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

bool
tq_opt_ratio(const struct tq_opt *opt, const char *text, void *field,
	     struct tq_err *err)
{
	struct tq_dec *out = field;
	size_t n = strlen(text);

	if (n == 0 || text[n - 1] != '%')
		return tq_opt_dec(opt, text, field, err);
	if (!tq_dec_parse((struct tq_str){text, n - 1}, out))
		return tq_fail(err, TQ_USAGE, "not a number: '%s'", text);
	*out = tq_dec_mul(*out, tq_dec(1, 2));
	if (!tq_dec_ok(*out))
		return tq_fail(err, TQ_USAGE, "more than %d digits: '%s'",
			       TQ_DEC_MAX_SCALE, text);
	return true;
}
