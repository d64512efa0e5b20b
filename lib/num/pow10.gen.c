/* SPDX-License-Identifier: ISC */
/*
 * Writes num/pow10_table.h: for e = -342 .. 324 the first 128 bits of 10^e,
 * cut off, as { high word, low word }. With x = floor(log2(10^e)) the row
 * stands for row * 2^(x - 127) <= 10^e < (row + 1) * 2^(x - 127).
 *
 * The powers of two in 10^e do not change its first bits, so 5^e is enough:
 * 5^n for e = n, and the quotient of a power of two and 5^n for e = -n.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { FIRST = -342, LAST = 324, WORDS = 28 };  /* 5^342 has 795 bits */

struct number {
	uint32_t w[WORDS];       /* least significant first */
};

static void
set_power_of_5(struct number *a, int n)
{
	memset(a, 0, sizeof(*a));
	a->w[0] = 1;
	for (int i = 0; i < n; i++) {
		uint64_t carry = 0;

		for (int j = 0; j < WORDS; j++) {
			carry += (uint64_t)a->w[j] * 5;
			a->w[j] = (uint32_t)carry;
			carry >>= 32;
		}
	}
}

static int
bit(const struct number *a, int i)
{
	return i < 0 ? 0 : (int)(a->w[i / 32] >> i % 32 & 1);
}

static int
length(const struct number *a)
{
	int n = WORDS * 32;

	while (!bit(a, n - 1))
		n--;
	return n;
}

static void
twice(struct number *a)
{
	for (int i = WORDS - 1; i > 0; i--)
		a->w[i] = a->w[i] << 1 | a->w[i - 1] >> 31;
	a->w[0] <<= 1;
}

/* Takes b from a and returns 1, unless that would be below zero. */
static int
take(struct number *a, const struct number *b)
{
	struct number rest;
	int64_t borrow = 0;

	for (int i = 0; i < WORDS; i++) {
		borrow += (int64_t)a->w[i] - b->w[i];
		rest.w[i] = (uint32_t)borrow;
		borrow >>= 32;
	}
	if (borrow < 0)
		return 0;
	*a = rest;
	return 1;
}

int
main(void)
{
	printf("/* Made by lib/num/pow10.gen.c. */\n");
	printf("enum { POW10_FIRST = %d, POW10_LAST = %d };\n", FIRST, LAST);
	printf("static const uint64_t pow10_table[%d][2] = {\n", LAST - FIRST + 1);
	for (int e = FIRST; e <= LAST; e++) {
		struct number power, rest = {{0}};
		uint64_t word[2] = {0, 0};

		set_power_of_5(&power, e < 0 ? -e : e);
		int n = length(&power);

		/* The largest power of two that is below the divisor. */
		rest.w[(n - 1) / 32] = (uint32_t)1 << (n - 1) % 32;
		for (int i = 0; i < 128; i++) {
			int b;

			if (e >= 0) {
				b = bit(&power, n - 1 - i);
			} else {
				twice(&rest);
				b = take(&rest, &power);
			}
			word[i / 64] = word[i / 64] << 1 | (uint64_t)b;
		}
		printf("\t{0x%016llx, 0x%016llx}, /* %d */\n",
		       (unsigned long long)word[0], (unsigned long long)word[1], e);
	}
	printf("};\n");
	return fflush(stdout) != 0;
}
