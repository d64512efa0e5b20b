/* SPDX-License-Identifier: ISC */
#include "num/big.h"

#include <assert.h>

#define E19 ((tq_u128)10000000000000000000u)

const tq_u128 tq_pow10[TQ_DEC_MAX_SCALE + 1] = {
	1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u,
	1000000000u, 10000000000u, 100000000000u, 1000000000000u,
	10000000000000u, 100000000000000u, 1000000000000000u,
	10000000000000000u, 100000000000000000u, 1000000000000000000u,
	E19, E19 * 10u, E19 * 100u, E19 * 1000u, E19 * 10000u, E19 * 100000u,
	E19 * 1000000u, E19 * 10000000u, E19 * 100000000u, E19 * 1000000000u,
	E19 * 10000000000u, E19 * 100000000000u, E19 * 1000000000000u,
	E19 * 10000000000000u, E19 * 100000000000000u,
	E19 * 1000000000000000u, E19 * 10000000000000000u,
	E19 * 100000000000000000u, E19 * 1000000000000000000u, E19 * E19
};

static void
trim(struct tq_big *a)
{
	while (a->n > 0 && a->w[a->n - 1] == 0)
		a->n--;
}

static void
push(struct tq_big *a, uint64_t word)
{
	assert(a->n < TQ_BIG_WORDS);
	a->w[a->n++] = word;
}

void
tq_big_set(struct tq_big *a, tq_u128 x)
{
	a->n = 2;
	a->w[0] = (uint64_t)x;
	a->w[1] = (uint64_t)(x >> 64);
	trim(a);
}

bool
tq_big_get(const struct tq_big *a, tq_u128 *x)
{
	if (a->n > 2)
		return false;
	*x = 0;
	for (size_t i = a->n; i-- > 0;)
		*x = *x << 64 | a->w[i];
	return true;
}

int
tq_big_cmp(const struct tq_big *a, const struct tq_big *b)
{
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	for (size_t i = a->n; i-- > 0;)
		if (a->w[i] != b->w[i])
			return a->w[i] < b->w[i] ? -1 : 1;
	return 0;
}

void
tq_big_add(struct tq_big *a, const struct tq_big *b)
{
	uint64_t carry = 0;

	while (a->n < b->n)
		push(a, 0);
	for (size_t i = 0; i < a->n; i++) {
		tq_u128 sum = (tq_u128)a->w[i] + carry;

		if (i < b->n)
			sum += b->w[i];
		a->w[i] = (uint64_t)sum;
		carry = (uint64_t)(sum >> 64);
	}
	if (carry)
		push(a, carry);
}

void
tq_big_sub(struct tq_big *a, const struct tq_big *b)
{
	uint64_t borrow = 0;

	for (size_t i = 0; i < a->n; i++) {
		tq_u128 take = (tq_u128)borrow + (i < b->n ? b->w[i] : 0);

		borrow = a->w[i] < take;
		a->w[i] -= (uint64_t)take;
	}
	trim(a);
}

void
tq_big_mul_add(struct tq_big *a, uint64_t factor, uint64_t term)
{
	uint64_t carry = term;

	for (size_t i = 0; i < a->n; i++) {
		tq_u128 x = (tq_u128)a->w[i] * factor + carry;

		a->w[i] = (uint64_t)x;
		carry = (uint64_t)(x >> 64);
	}
	if (carry)
		push(a, carry);
	trim(a);
}

void
tq_big_mul(struct tq_big *a, tq_u128 factor)
{
	struct tq_big high = *a;

	tq_big_mul_add(a, (uint64_t)factor, 0);
	if (factor >> 64) {
		tq_big_mul_add(&high, (uint64_t)(factor >> 64), 0);
		tq_big_shl(&high, 64);
		tq_big_add(a, &high);
	}
}

void
tq_big_mul_pow10(struct tq_big *a, int exponent)
{
	for (; exponent > 19; exponent -= 19)
		tq_big_mul_add(a, (uint64_t)tq_pow10[19], 0);
	tq_big_mul_add(a, (uint64_t)tq_pow10[exponent], 0);
}

void
tq_big_shl(struct tq_big *a, size_t bits)
{
	size_t words = bits / 64;

	if (a->n == 0)
		return;
	tq_big_mul_add(a, (uint64_t)1 << bits % 64, 0);
	assert(a->n + words <= TQ_BIG_WORDS);
	memmove(a->w + words, a->w, a->n * sizeof(a->w[0]));
	memset(a->w, 0, words * sizeof(a->w[0]));
	a->n += words;
}

uint64_t
tq_big_div_word(struct tq_big *a, uint64_t d)
{
	uint64_t rest = 0;

	for (size_t i = a->n; i-- > 0;) {
		tq_u128 x = (tq_u128)rest << 64 | a->w[i];

		a->w[i] = (uint64_t)(x / d);
		rest = (uint64_t)(x % d);
	}
	trim(a);
	return rest;
}

/* One word of the quotient from the top words; at most one too large. */
static uint64_t
guess(const uint64_t *top, const struct tq_big *d)
{
	uint64_t d1 = d->w[d->n - 1], d2 = d->w[d->n - 2];
	tq_u128 x = (tq_u128)top[0] << 64 | top[-1], rest;
	uint64_t q;

	if (top[0] >= d1) {
		q = UINT64_MAX;
		rest = x - (tq_u128)q * d1;
	} else {
		q = (uint64_t)(x / d1);
		rest = x % d1;
	}
	while (rest >> 64 == 0 && (tq_u128)q * d2 > (rest << 64 | top[-2])) {
		q--;
		rest += d1;
	}
	return q;
}

/* at[0 .. d->n] -= q * d; true when that went below zero. */
static bool
subtract(uint64_t *at, const struct tq_big *d, uint64_t q)
{
	uint64_t carry = 0;

	for (size_t i = 0; i < d->n; i++) {
		tq_u128 x = (tq_u128)d->w[i] * q + carry;
		uint64_t low = (uint64_t)x;

		carry = (uint64_t)(x >> 64) + (at[i] < low);
		at[i] -= low;
	}
	bool below = at[d->n] < carry;

	at[d->n] -= carry;
	return below;
}

static void
add_back(uint64_t *at, const struct tq_big *d)
{
	uint64_t carry = 0;

	for (size_t i = 0; i < d->n; i++) {
		tq_u128 x = (tq_u128)at[i] + d->w[i] + carry;

		at[i] = (uint64_t)x;
		carry = (uint64_t)(x >> 64);
	}
	at[d->n] += carry;
}

static void
divide_long(struct tq_big *a, struct tq_big *d, struct tq_big *quotient)
{
	unsigned shift = (unsigned)__builtin_clzll(d->w[d->n - 1]);

	/* With the divisor's top bit set a guess is wrong by two at most. */
	tq_big_shl(a, shift);
	tq_big_shl(d, shift);
	push(a, 0);
	quotient->n = a->n - d->n;
	for (size_t j = quotient->n; j-- > 0;) {
		uint64_t q = guess(&a->w[j + d->n], d);

		if (subtract(&a->w[j], d, q)) {
			add_back(&a->w[j], d);
			q--;
		}
		quotient->w[j] = q;
	}
	trim(quotient);
	trim(a);
	tq_big_div_word(a, (uint64_t)1 << shift);
}

void
tq_big_div(struct tq_big *a, const struct tq_big *d, struct tq_big *quotient)
{
	if (tq_big_cmp(a, d) < 0) {
		quotient->n = 0;
	} else if (d->n == 1) {
		*quotient = *a;
		tq_big_set(a, tq_big_div_word(quotient, d->w[0]));
	} else {
		struct tq_big divisor = *d;

		divide_long(a, &divisor, quotient);
	}
}
