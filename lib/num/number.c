/* SPDX-License-Identifier: ISC */
#include "num/number.h"

static bool
is_digit(const char *p, const char *end)
{
	return p < end && (unsigned char)(*p - '0') < 10;
}

static const char *
read_digits(const char *p, const char *end, uint64_t *word)
{
	for (; is_digit(p, end); p++)
		*word = *word * 10 + (uint64_t)(*p - '0');
	return p;
}

/* Reads what follows the letter e; NULL when that is no exponent. */
static const char *
read_exponent(const char *p, const char *end, int64_t *exponent)
{
	/* Past any length of digits that could make up for it. */
	const int64_t most = 1000000000000000000;
	int64_t e = 0;
	bool negative = p < end && *p == '-';

	if (p < end && (*p == '-' || *p == '+'))
		p++;
	if (!is_digit(p, end))
		return NULL;
	for (; is_digit(p, end); p++)
		e = e < most / 10 ? e * 10 + (*p - '0') : most;
	*exponent += negative ? -e : e;
	return p;
}

bool
tq_number_scan(struct tq_str text, struct tq_number *out)
{
	const char *p = text.p, *end = text.p + text.n;
	uint64_t word = 0;

	out->negative = p < end && *p == '-';
	p += out->negative;
	out->first = p;
	p = read_digits(p, end, &word);
	out->digits = (size_t)(p - out->first);
	if (out->digits == 0 || (out->digits > 1 && *out->first == '0'))
		return false;
	out->exponent = 0;
	if (p < end && *p == '.') {
		const char *fraction = ++p;

		p = read_digits(p, end, &word);
		if (p == fraction)
			return false;
		out->exponent = fraction - p;
		out->digits += (size_t)(p - fraction);
	}
	out->end = p;
	out->word = word;
	if (p < end && (*p | 0x20) == 'e') {
		p = read_exponent(p + 1, end, &out->exponent);
		if (!p)
			return false;
	}
	return p == end;
}

void
tq_number_trim(struct tq_number *number)
{
	const char *p = number->first, *end = number->end;

	for (; p < end && (*p == '0' || *p == '.'); p++)
		number->digits -= *p == '0';
	for (; p < end && (end[-1] == '0' || end[-1] == '.'); end--) {
		number->digits -= end[-1] == '0';
		number->exponent += end[-1] == '0';
	}
	number->first = p;
	number->end = end;
	number->word = 0;
	for (; p < end; p++)
		if (*p != '.')
			number->word = number->word * 10 + (uint64_t)(*p - '0');
}
