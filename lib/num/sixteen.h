/* SPDX-License-Identifier: ISC */
#ifndef TQ_NUM_SIXTEEN_H
#define TQ_NUM_SIXTEEN_H

/* Eight and sixteen decimal digits at once, a byte each. For num/digits.c. */
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/*
 * Eight digits at once: the number is split in halves until each byte of a
 * word holds one digit, the first digit in the lowest byte. Divisions are
 * multiplications by a reciprocal that is exact in the range; the quotient in
 * the lower half and the remainder in the upper are one product as well,
 * q + (x - n q) << bits = (x << bits) - q * ((n << bits) - 1).
 */
static inline uint64_t
eight_digits(uint32_t x)
{
	const uint64_t by4 = ((uint64_t)10000 << 32) - 1;
	const uint64_t by2 = (100 << 16) - 1, by1 = (10 << 8) - 1;
	uint64_t fours = ((uint64_t)x << 32) - x / 10000 * by4;
	uint64_t high = (fours * 10486 >> 20) & 0x0000007f0000007f;   /* / 100 */
	uint64_t twos = (fours << 16) - high * by2;
	uint64_t tens = (twos * 103 >> 10) & 0x000f000f000f000f;      /* / 10 */

	return (twos << 8) - tens * by1;
}

#define ZEROS ((uint64_t)0x3030303030303030)

/* Puts eight characters, the first in the lowest byte, in the order of memory. */
static inline void
put_eight(char *to, uint64_t digits)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	digits = __builtin_bswap64(digits);
#endif
	memcpy(to, &digits, 8);
}

/* Zeros before the first digit that is none, and behind the last. */
static inline int
zeros_before(uint64_t digits)
{
	return __builtin_ctzll(digits) / 8;
}

static inline int
zeros_behind(uint64_t digits)
{
	return __builtin_clzll(digits) / 8;
}

#ifdef __SSE2__
struct sixteen {
	__m128i digits;          /* a byte each, the first one the lowest */
};

/* The compiler would make shifts and sums of a product with a constant, which are more. */
static inline __m128i
as_it_is(__m128i factor)
{
	__asm__("" : "+x"(factor));
	return factor;
}

/* The steps of eight_digits for both halves at once. */
static inline struct sixteen
sixteen_digits(uint64_t x)
{
	const uint64_t e8 = 100000000;
	__m128i halves = _mm_set_epi64x((int64_t)(x % e8), (int64_t)(x / e8));
	__m128i hundred = as_it_is(_mm_set1_epi16(100)), ten = as_it_is(_mm_set1_epi16(10));
	__m128i q = _mm_srli_epi64(_mm_mul_epu32(halves, _mm_set1_epi64x(0xd1b71759)), 45);
	__m128i rest = _mm_sub_epi32(halves, _mm_mul_epu32(q, _mm_set1_epi64x(10000)));
	__m128i fours = _mm_or_si128(q, _mm_slli_epi64(rest, 32));

	q = _mm_srli_epi16(_mm_mulhi_epu16(fours, _mm_set1_epi16(10486)), 4);
	rest = _mm_sub_epi16(fours, _mm_mullo_epi16(q, hundred));

	__m128i twos = _mm_or_si128(q, _mm_slli_epi32(rest, 16));

	q = _mm_mulhi_epu16(twos, _mm_set1_epi16(6554));
	rest = _mm_sub_epi16(twos, _mm_mullo_epi16(q, ten));
	return (struct sixteen){_mm_or_si128(q, _mm_slli_epi16(rest, 8))};
}

static inline uint64_t
first_eight(const struct sixteen *d)
{
	return (uint64_t)_mm_cvtsi128_si64(d->digits);
}

static inline uint64_t
last_eight(const struct sixteen *d)
{
	return (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(d->digits, d->digits));
}

static inline void
put_all(char *to, const struct sixteen *d)
{
	_mm_storeu_si128((__m128i *)(void *)to, _mm_or_si128(d->digits, _mm_set1_epi8('0')));
}

/* Digits up to the last that is no zero; 0 when all are. */
static inline unsigned
length_of(const struct sixteen *d)
{
	__m128i zero = _mm_cmpeq_epi8(d->digits, _mm_setzero_si128());
	unsigned digits = (unsigned)_mm_movemask_epi8(zero) ^ 0xffff;

	return 32 - (unsigned)__builtin_clz(digits << 1 | 1) - 1;
}
#else
struct sixteen {
	uint64_t high, low;      /* eight digits each */
};

static inline struct sixteen
sixteen_digits(uint64_t x)
{
	const uint64_t e8 = 100000000;

	return (struct sixteen){eight_digits((uint32_t)(x / e8)), eight_digits((uint32_t)(x % e8))};
}

static inline uint64_t
first_eight(const struct sixteen *d)
{
	return d->high;
}

static inline uint64_t
last_eight(const struct sixteen *d)
{
	return d->low;
}

static inline void
put_all(char *to, const struct sixteen *d)
{
	put_eight(to, d->high | ZEROS);
	put_eight(to + 8, d->low | ZEROS);
}

static inline unsigned
length_of(const struct sixteen *d)
{
	if (d->low != 0)
		return 16 - (unsigned)zeros_behind(d->low);
	return d->high != 0 ? 8 - (unsigned)zeros_behind(d->high) : 0;
}
#endif

#endif
