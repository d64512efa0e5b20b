/* SPDX-License-Identifier: ISC */
#ifndef TQ_TESTS_DIGITS_CASES_H
#define TQ_TESTS_DIGITS_CASES_H

/* Integers to digits, against printf: for num/digits.c as each processor has it. */
#include "t.h"
#include "base/rng.h"
#include "num/digits.h"

/* Zeros behind the last digit go, and a point without digits. */
static void
trim(char *text)
{
	size_t n = strlen(text);

	while (strchr(text, '.') && (text[n - 1] == '0' || text[n - 1] == '.')) {
		bool point = text[n - 1] == '.';

		text[--n] = '\0';
		if (point)
			break;
	}
}

/* A number of at most so many digits, any number of them zeros at its end. */
static uint64_t
digits_below(struct tq_rng *rng, unsigned digits)
{
	uint64_t below = 1, zeros = 1;

	for (unsigned i = (unsigned)tq_rng_below(rng, digits) + 1; i > 0; i--)
		below *= 10;
	for (unsigned i = (unsigned)tq_rng_below(rng, digits); i > 0; i--)
		zeros *= 10;
	below = tq_rng_below(rng, below);
	return below < zeros ? below : below / zeros * zeros;
}

static bool
writes(const char *want, const char *text, size_t n)
{
	if (n == strlen(want) && memcmp(want, text, n) == 0)
		return true;
	printf("# %.*s is not %s\n", (int)n, text, want);
	return false;
}

/* Of 17 digits, the first of them not 0. */
static uint64_t
seventeen(struct tq_rng *rng)
{
	const uint64_t e16 = 10000000000000000;

	return digits_below(rng, 16) % e16 + (1 + tq_rng_below(rng, 9)) * e16;
}

static bool
point_as_printf(struct tq_rng *rng)
{
	uint64_t m = seventeen(rng), one = 1;
	int point = 1 + (int)tq_rng_below(rng, 7);
	char want[64], text[TQ_DIGITS_TEXT];

	for (int i = point; i < 17; i++)
		one *= 10;
	if (m % one == 0)
		m++;
	snprintf(want, sizeof want, "%017llu", (unsigned long long)m);
	memmove(want + point + 1, want + point, (size_t)(18 - point));
	want[point] = '.';
	trim(want);
	return writes(want, text, tq_digits_point(m, point, text));
}

static bool
below_one_as_printf(struct tq_rng *rng)
{
	uint64_t m = seventeen(rng);
	int zeros = (int)tq_rng_below(rng, 7);
	char want[64], text[TQ_DIGITS_TEXT];

	snprintf(want, sizeof want, "0.%.*s%017llu", zeros, "000000", (unsigned long long)m);
	trim(want);
	return writes(want, text, tq_digits_below_one(m, zeros, text));
}

static bool
plain_as_printf(struct tq_rng *rng)
{
	uint64_t m = digits_below(rng, 19);
	size_t point = 20 - tq_rng_below(rng, 19);
	char want[64] = "-", text[TQ_DIGITS_TEXT], digits[32], *from = digits;

	snprintf(digits, sizeof digits, "%020llu", (unsigned long long)m);
	memmove(digits + point + 1, digits + point, 21 - point);
	digits[point] = '.';
	trim(digits);
	while (*from == '0' && from[1] != '.' && from[1] != '\0')
		from++;
	memcpy(want + (m != 0), from, strlen(from) + 1);
	return writes(want, text, tq_digits_plain(true, m, (int)(20 - point), text));
}

int
main(void)
{
	enum { CASES = 200000 };
	bool (*const as_printf[])(struct tq_rng *) = {
		point_as_printf, below_one_as_printf, plain_as_printf,
	};
	static const char *const name[] = {
		"a point among 17 digits as printf", "below one as printf", "any scale as printf",
	};

	for (size_t i = 0; i < sizeof name / sizeof name[0]; i++) {
		struct tq_rng rng = {11};
		bool good = true;

		for (long n = 0; n < CASES && good; n++)
			good = as_printf[i](&rng);
		OK(good, "%s, %d cases", name[i], CASES);
	}
	return t_done();
}

#endif
