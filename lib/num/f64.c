/* SPDX-License-Identifier: ISC */
#include "num/f64.h"
#include "num/f64_core.h"
#include "num/pow10_table.h"

/*
 * Shortest text: R. Giulietti, "The Schubfach way to render doubles", 2020.
 * Nearest double: D. Lemire, "Number parsing at a gigabyte per second", 2021,
 * with powers of ten cut off rather than rounded, so that one table serves both.
 */

enum {
	FRACTION_BITS = 52,
	BIAS = 1075,             /* of the exponent when the fraction is an integer */
	INFINITY_EXPONENT = 0x7ff
};

#define HIDDEN_BIT ((uint64_t)1 << FRACTION_BITS)

/* floor(log2(10^e)), |e| <= 1233 */
static int64_t
log2_pow10(int64_t e)
{
	return (e * 1741647) >> 19;
}

/* floor(log10(2^e)) and floor(log10(3/4 * 2^e)), |e| <= 1500 */
static int64_t
log10_pow2(int64_t e)
{
	return (e * 1262611) >> 22;
}

static int
log10_3_pow2_4(int e)
{
	return (e * 1262611 - 524031) >> 22;
}

static uint64_t
bits_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits;
}

static double
from_bits(uint64_t bits)
{
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

/*
 * c * g / 2^128 rounded to odd: cut off, with the last bit set when anything
 * was lost. g is a power of ten rounded up by one unit at most, so that a whole
 * result comes out too large by c / 2^128, which the upper half of what is lost
 * does not show; a result that is not whole shows there by Giulietti's bound.
 */
static uint64_t
scale_to_odd(const uint64_t g[2], uint64_t c)
{
	tq_u128 low = (tq_u128)g[1] * c;
	tq_u128 high = (tq_u128)g[0] * c + (uint64_t)(low >> 64);

	return (uint64_t)(high >> 64) | ((uint64_t)high != 0);
}

/* By three products, rounded so that every comparison is exact. */
struct tq_f64_decimal
tq_f64_shortest(double x)
{
	uint64_t bits = bits_of(x);
	uint64_t fraction = bits & (HIDDEN_BIT - 1);
	int biased = (int)(bits >> FRACTION_BITS);
	bool narrow = fraction == 0 && biased > 1;  /* the double below is nearer */
	uint64_t c = biased ? fraction | HIDDEN_BIT : fraction;
	int q = (biased ? biased : 1) - BIAS;
	int k = narrow ? log10_3_pow2_4(q) : (int)log10_pow2(q);

	/* In quarters of 10^k: x, and the ends of what reads back as x. */
	const uint64_t *row = pow10_table[-k - POW10_FIRST];
	uint64_t g[2] = {row[0] + (row[1] == UINT64_MAX), row[1] + 1};
	int h = q + (int)log2_pow10(-k) + 1;
	uint64_t at = scale_to_odd(g, (4 * c) << h);
	uint64_t low = scale_to_odd(g, (4 * c - 2 + narrow) << h);
	uint64_t high = scale_to_odd(g, (4 * c + 2) << h);
	uint64_t odd = c & 1;    /* ties read back to even: the ends belong to even c */
	uint64_t s = at / 4, t = s / 10;

	low += odd;
	high -= odd;

	bool below = low <= 40 * t, above = 40 * t + 40 <= high;

	if (below != above)
		return (struct tq_f64_decimal){10 * (t + above), k};
	below = low <= 4 * s;
	above = 4 * s + 4 <= high;
	if (below && above)
		above = at > 4 * s + 2 || (at == 4 * s + 2 && (s & 1));
	return (struct tq_f64_decimal){s + above, k};
}

/* Each is at most two units wrong: which is the larger may not be known. */
static inline bool
too_near(uint64_t a, uint64_t b)
{
	return a - b + 4 <= 8;
}

/*
 * One product: x in units of 10^k with 64 bits behind the point. How far the
 * nearest multiple of ten is, in units of 2^-60, against half the distance to
 * the next double says whether that one reads back as x.
 */
bool
tq_f64_shortest_quick(double x, struct tq_f64_decimal *d)
{
	const uint64_t one = UINT64_C(1) << 60, half = UINT64_C(1) << 63;
	uint64_t bits = bits_of(x);
	uint64_t fraction = bits & (HIDDEN_BIT - 1);
	int64_t biased = (int64_t)(bits >> FRACTION_BITS);
	int64_t q = biased - BIAS;
	int64_t k = log10_pow2(q);
	const uint64_t *g = pow10_table[-k - POW10_FIRST];
	int64_t h = q + log2_pow10(-k) + 1;      /* 1 to 4 */
	uint64_t c = (fraction | HIDDEN_BIT) << h;
	tq_u128 product = (tq_u128)g[0] * c + (uint64_t)((tq_u128)g[1] * c >> 64);
	uint64_t s = (uint64_t)(product >> 64), behind = (uint64_t)product;
	uint64_t tens = s / 10 * 10;
	uint64_t past = (s - tens) << 60 | behind >> 4;
	uint64_t up = -(uint64_t)(past > 5 * one);   /* a mask: a branch is foretold by none */
	uint64_t far = (past ^ up) + ((10 * one + 1) & up);
	uint64_t reach = g[0] >> (5 - h);

	tens += 10 & up;
	s += behind >> 63;
	d->m = far < reach ? tens : s;
	d->exponent = (int)k;
	return fraction != 0 && biased != 0 && !too_near(far, reach) && !too_near(behind, half);
}

/* The first bits of a number, 2^exponent <= number < 2^(exponent + 1). */
struct leading {
	uint64_t high, low;      /* top bit set; at most 4 units below the number */
	int exponent;
	bool exact;              /* nothing was cut off */
};

static struct leading
multiply(uint64_t m, int e)
{
	const uint64_t *g = pow10_table[e - POW10_FIRST];
	int shift = __builtin_clzll(m);
	struct leading a;

	m <<= shift;
	tq_u128 low = (tq_u128)g[1] * m;
	tq_u128 high = (tq_u128)g[0] * m + (uint64_t)(low >> 64);

	/* 10^e is exact in the table from 0 to 55, 5^55 being below 2^128. */
	a.exact = e >= 0 && e <= 55 && (uint64_t)low == 0;
	a.exponent = (int)log2_pow10(e) + 64 - shift;
	if (high >> 127 == 0) {
		high <<= 1;
		a.exponent--;
	}
	a.high = (uint64_t)(high >> 64);
	a.low = (uint64_t)high;
	return a;
}

/* Rounds to the bits that a double of this size has; true when sure. */
static bool
round_leading(const struct leading *a, double *x)
{
	int biased = a->exponent + 1023;
	int keep = biased >= 1 ? FRACTION_BITS + 1 : FRACTION_BITS + biased;
	bool sure = a->exact || a->low < UINT64_MAX - 4;

	if (biased >= INFINITY_EXPONENT) {
		*x = from_bits((uint64_t)INFINITY_EXPONENT << FRACTION_BITS);
		return true;
	}
	if (keep < 0) {
		*x = 0;
		return keep < -1 || sure;
	}

	/* The bits kept, the half bit, and what lies behind it. */
	uint64_t c = keep ? a->high >> (64 - keep) : 0;
	bool half = a->high >> (63 - keep) & 1;
	uint64_t mask = ((uint64_t)1 << (63 - keep)) - 1;
	bool more = (a->high & mask) || a->low || !a->exact;

	c += half && (more || (c & 1));
	if (biased >= 1)
		c += (uint64_t)(biased - 1) << FRACTION_BITS;
	*x = from_bits(c);       /* a carry out of the fraction moves the exponent */
	return sure || (a->high & mask) != mask;
}

bool
tq_f64_nearest(uint64_t m, int64_t exponent, double *x)
{
	struct leading a;

	*x = 0;
	if (m == 0 || exponent < POW10_FIRST)
		return true;
	if (exponent > 308) {
		*x = from_bits((uint64_t)INFINITY_EXPONENT << FRACTION_BITS);
		return true;
	}
	a = multiply(m, (int)exponent);
	return round_leading(&a, x);
}
