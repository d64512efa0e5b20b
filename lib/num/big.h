/* SPDX-License-Identifier: ISC */
#ifndef TQ_NUM_BIG_H
#define TQ_NUM_BIG_H

/*
 * Natural numbers of up to TQ_BIG_WORDS 64-bit words, for the few cases that
 * leave 128 bits: decimals whose aligned digits are more than 38, and double
 * texts that lie too near the middle of two doubles. Not for the hot path.
 *
 * The bounds: a decimal quotient needs 10^114 (6 words); the middle of two
 * doubles against 771 digits needs less than 2^3700 (58 words). No caller can
 * pass TQ_BIG_WORDS, which is asserted.
 */
#include "num/dec.h"

enum { TQ_BIG_WORDS = 72 };

struct tq_big {
	size_t n;                    /* words in use; the top one is not 0 */
	uint64_t w[TQ_BIG_WORDS];    /* least significant first */
};

/* 10^0 .. 10^38 */
extern const tq_u128 tq_pow10[TQ_DEC_MAX_SCALE + 1];

void tq_big_set(struct tq_big *a, tq_u128 x);

/* False when a needs more than 128 bits. */
bool tq_big_get(const struct tq_big *a, tq_u128 *x);

int tq_big_cmp(const struct tq_big *a, const struct tq_big *b);
void tq_big_add(struct tq_big *a, const struct tq_big *b);
void tq_big_sub(struct tq_big *a, const struct tq_big *b);   /* a >= b */
void tq_big_mul_add(struct tq_big *a, uint64_t factor, uint64_t term);
void tq_big_mul(struct tq_big *a, tq_u128 factor);
void tq_big_mul_pow10(struct tq_big *a, int exponent);
void tq_big_shl(struct tq_big *a, size_t bits);

/* Divides a by d (not 0) in place; returns the remainder. */
uint64_t tq_big_div_word(struct tq_big *a, uint64_t d);

/* *quotient = a / d, and a becomes the remainder (Knuth's algorithm D). */
void tq_big_div(struct tq_big *a, const struct tq_big *d,
		struct tq_big *quotient);

#endif
