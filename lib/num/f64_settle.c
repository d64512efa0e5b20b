/* SPDX-License-Identifier: ISC */
#include "num/f64_core.h"

enum { FRACTION_BITS = 52, BIAS = 1075 };

#define HIDDEN_BIT ((uint64_t)1 << FRACTION_BITS)
#define LARGEST (((uint64_t)0x7ff << FRACTION_BITS) - 1)

/*
 * Compares digits * 10^exponent with the middle between the double of these
 * bits and the next one, (2c + 1) * 2^(q - 1), both as integers.
 */
static int
against_middle(const struct tq_big *digits, int exponent, uint64_t bits)
{
	int biased = (int)(bits >> FRACTION_BITS);
	uint64_t fraction = bits & (HIDDEN_BIT - 1);
	uint64_t c = biased ? fraction | HIDDEN_BIT : fraction;
	int q = (biased ? biased : 1) - BIAS - 1;
	struct tq_big left = *digits, right;

	tq_big_set(&right, 2 * c + 1);
	tq_big_mul_pow10(exponent < 0 ? &right : &left, exponent < 0 ? -exponent : exponent);
	tq_big_shl(q < 0 ? &left : &right, (size_t)(q < 0 ? -q : q));
	return tq_big_cmp(&left, &right);
}

double
tq_f64_settle(const struct tq_big *digits, int exponent, double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	if (bits > LARGEST)
		bits = LARGEST;
	for (;;) {
		int above = against_middle(digits, exponent, bits);

		if (above < 0 || (above == 0 && bits % 2 == 0))
			break;
		if (++bits > LARGEST)
			break;
	}
	while (bits > 0 && bits <= LARGEST) {
		int below = against_middle(digits, exponent, bits - 1);

		if (below > 0 || (below == 0 && bits % 2 == 0))
			break;
		bits--;
	}
	memcpy(&x, &bits, sizeof(x));
	return x;
}
