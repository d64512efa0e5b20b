/* SPDX-License-Identifier: ISC */
#include "num/dec.h"
#include "num/big.h"
#include "num/f64.h"

#include <math.h>

/*
 * Each operation tries 64 bits, then 128 bits when the aligned digits are at
 * most 38, then struct tq_big, whose result is bad only when the number itself
 * has no form of 38 digits and 38 decimals.
 */

static struct tq_dec
bad(void)
{
	return (struct tq_dec){0, TQ_DEC_BAD};
}

static tq_u128
magnitude(tq_i128 m)
{
	return m < 0 ? -(tq_u128)m : (tq_u128)m;
}

static struct tq_dec
make(tq_u128 m, bool negative, int scale)
{
	return (struct tq_dec){negative ? -(tq_i128)m : (tq_i128)m, scale};
}

static bool
is_small(tq_i128 x)
{
	return (tq_i128)(int64_t)x == x;
}

/* x * 10^e has at most 38 digits */
static bool
fits(tq_u128 x, int e)
{
	return e <= TQ_DEC_MAX_SCALE && x < tq_pow10[TQ_DEC_MAX_SCALE - e];
}

/*
 * m * 10^up when that is one multiplication of 64 bits; the product has 38
 * digits at most, and so has its sum with another number of 64 bits.
 */
static bool
scale_up(tq_i128 x, int up, tq_i128 *scaled)
{
	enum { WORD_DIGITS = 18 };

	if (up > WORD_DIGITS || !is_small(x))
		return false;
	*scaled = x * (int64_t)tq_pow10[up];
	return true;
}

/* Drops zeros behind the last digit until the number fits. */
static struct tq_dec
from_big(struct tq_big *a, bool negative, int scale)
{
	tq_u128 m;

	while (scale > TQ_DEC_MAX_SCALE || !tq_big_get(a, &m) || !fits(m, 0)) {
		if (scale == 0 || tq_big_div_word(a, 10) != 0)
			return bad();
		scale--;
	}
	return make(m, negative, scale);
}

/* a + b * 10^up, at the scale of a */
static struct tq_dec
add_big(tq_i128 a, tq_i128 b, int up, int scale)
{
	struct tq_big x, y;
	bool negative = a < 0;

	tq_big_set(&x, magnitude(a));
	tq_big_set(&y, magnitude(b));
	tq_big_mul_pow10(&y, up);
	if (negative == (b < 0)) {
		tq_big_add(&x, &y);
	} else if (tq_big_cmp(&x, &y) >= 0) {
		tq_big_sub(&x, &y);
	} else {
		tq_big_sub(&y, &x);
		return from_big(&y, !negative, scale);
	}
	return from_big(&x, negative, scale);
}

struct tq_dec
tq_dec_add_any(tq_i128 a, int a_scale, tq_i128 b, int b_scale)
{
	int up = a_scale - b_scale;
	tq_i128 sum;

	if (a_scale < 0 || b_scale < 0)
		return bad();
	if (up < 0)
		return tq_dec_add_any(b, b_scale, a, a_scale);
	if (is_small(a) && scale_up(b, up, &sum))
		return (struct tq_dec){a + sum, a_scale};
	if (fits(magnitude(b), up)) {
		/* Without a sign: what wraps is past 38 digits either way. */
		sum = (tq_i128)((tq_u128)a + (tq_u128)b * tq_pow10[up]);
		if (fits(magnitude(sum), 0))
			return (struct tq_dec){sum, a_scale};
	}
	return add_big(a, b, up, a_scale);
}

struct tq_dec
tq_dec_mul_any(tq_i128 a, int a_scale, tq_i128 b, int b_scale)
{
	tq_u128 x = magnitude(a), y = magnitude(b), product;
	bool negative = (a < 0) != (b < 0);
	int scale = a_scale + b_scale;

	if (a_scale < 0 || b_scale < 0)
		return bad();
	if (scale <= TQ_DEC_MAX_SCALE && !__builtin_mul_overflow(x, y, &product) &&
	    fits(product, 0))
		return make(product, negative, scale);

	struct tq_big big;

	tq_big_set(&big, x);
	tq_big_mul(&big, y);
	return from_big(&big, negative, scale);
}

int
tq_dec_cmp_any(tq_i128 a, int a_scale, tq_i128 b, int b_scale)
{
	int up = a_scale - b_scale;

	if (a_scale < 0 || b_scale < 0)
		return 2;
	if (up < 0)
		return -tq_dec_cmp_any(b, b_scale, a, a_scale);
	if (!scale_up(b, up, &b)) {
		/* What has no room for its zeros has more digits than a has at all. */
		if (!fits(magnitude(b), up))
			return b < 0 ? 1 : -1;
		b *= (tq_i128)tq_pow10[up];
	}
	return (a > b) - (a < b);
}

/*
 * Whether a quotient that was cut goes one further from zero; half compares
 * what was cut with one half.
 */
static bool
away(enum tq_round round, bool negative, int half, bool odd)
{
	switch (round) {
	case TQ_ROUND_HALF_EVEN:
		return half > 0 || (half == 0 && odd);
	case TQ_ROUND_UP:
		return true;
	case TQ_ROUND_FLOOR:
		return negative;
	case TQ_ROUND_CEILING:
		return !negative;
	case TQ_ROUND_DOWN:
		break;
	}
	return false;
}

static void
divide(tq_u128 n, tq_u128 d, tq_u128 *q, tq_u128 *rest)
{
	if ((n | d) >> 64 == 0) {
		*q = (uint64_t)n / (uint64_t)d;
		*rest = (uint64_t)n % (uint64_t)d;
	} else {
		*q = n / d;
		*rest = n - *q * d;
	}
}

/* Compares rest with the other part of d: is it below, at, above the half? */
static int
against_half(tq_u128 rest, tq_u128 d)
{
	return (rest > d - rest) - (rest < d - rest);
}

static struct tq_dec
quotient(tq_u128 n, tq_u128 d, bool negative, int scale, enum tq_round round)
{
	tq_u128 q, rest;

	divide(n, d, &q, &rest);
	if (rest != 0 && away(round, negative, against_half(rest, d), q & 1))
		q++;
	return make(q, negative, scale);
}

/* The same for n, d of any size; *n becomes the remainder. */
static void
divide_big(struct tq_big *n, const struct tq_big *d, bool negative,
	   enum tq_round round, struct tq_big *q)
{
	struct tq_big twice;

	tq_big_div(n, d, q);
	if (n->n == 0)
		return;
	twice = *n;
	tq_big_shl(&twice, 1);
	if (away(round, negative, tq_big_cmp(&twice, d), q->n > 0 && (q->w[0] & 1)))
		tq_big_mul_add(q, 1, 1);
}

struct tq_dec
tq_dec_div(struct tq_dec a, struct tq_dec b, int scale, enum tq_round round)
{
	if (a.scale < 0 || b.scale < 0 || b.m == 0 || scale < 0 ||
	    scale > TQ_DEC_MAX_SCALE)
		return bad();
	tq_u128 n = magnitude(a.m), d = magnitude(b.m);
	bool negative = (a.m < 0) != (b.m < 0);
	int up = scale + b.scale - a.scale;

	if (up >= 0 && fits(n, up))
		return quotient(n * tq_pow10[up], d, negative, scale, round);
	if (up < 0 && fits(d, -up))
		return quotient(n, d * tq_pow10[-up], negative, scale, round);

	struct tq_big x, y, q;

	tq_big_set(&x, n);
	tq_big_set(&y, d);
	tq_big_mul_pow10(up < 0 ? &y : &x, up < 0 ? -up : up);
	divide_big(&x, &y, negative, round, &q);
	return from_big(&q, negative, scale);
}

struct tq_dec
tq_dec_round(struct tq_dec a, int scale, enum tq_round round)
{
	if (a.scale < 0 || scale < 0)
		return bad();
	if (a.scale <= scale)
		return a;
	return quotient(magnitude(a.m), tq_pow10[a.scale - scale], a.m < 0, scale,
			round);
}

static struct tq_dec
to_step_big(struct tq_dec a, struct tq_dec step, int scale, enum tq_round round)
{
	struct tq_big x, y, q;

	tq_big_set(&x, magnitude(a.m));
	tq_big_mul_pow10(&x, scale - a.scale);
	tq_big_set(&y, (tq_u128)step.m);
	tq_big_mul_pow10(&y, scale - step.scale);
	divide_big(&x, &y, a.m < 0, round, &q);

	/* The multiple counts steps; step.m has the digits of one. */
	tq_big_mul(&q, (tq_u128)step.m);
	return from_big(&q, a.m < 0, step.scale);
}

struct tq_dec
tq_dec_to_step(struct tq_dec a, struct tq_dec step, enum tq_round round)
{
	if (a.scale < 0 || step.scale < 0 || step.m <= 0)
		return bad();
	int scale = a.scale > step.scale ? a.scale : step.scale;
	tq_u128 x = magnitude(a.m), y = (tq_u128)step.m, q, rest;
	bool negative = a.m < 0;

	if (!fits(x, scale - a.scale) || !fits(y, scale - step.scale))
		return to_step_big(a, step, scale, round);
	x *= tq_pow10[scale - a.scale];
	y *= tq_pow10[scale - step.scale];
	divide(x, y, &q, &rest);
	if (rest == 0)
		return a;
	x -= rest;
	if (away(round, negative, against_half(rest, y), q & 1))
		x += y;
	if (!fits(x, 0))
		return to_step_big(a, step, scale, round);
	return make(x, negative, scale);
}

struct tq_dec
tq_dec_strip(struct tq_dec a)
{
	if (a.scale < 0)
		return bad();
	if (a.m == 0)
		return tq_dec(0, 0);
	while (a.scale > 0 && !tq_dec_small(a) && a.m % 10 == 0) {
		a.m /= 10;
		a.scale--;
	}
	if (!tq_dec_small(a))
		return a;

	int64_t m = (int64_t)a.m;

	while (a.scale > 0 && m % 10 == 0) {
		m /= 10;
		a.scale--;
	}
	return tq_dec(m, a.scale);
}

/* More than 64 bits over a power of ten: by exact division. */
static double
f64_wide(tq_u128 m, int scale)
{
	struct tq_big n, d, q;
	tq_u128 bits;
	int exponent = -128;

	/*
	 * 2^191 over at most 10^38 leaves 64 bits at least, so that the last of
	 * the 64 kept, which also says "there was more", lies below any half.
	 */
	tq_big_set(&n, m);
	tq_big_shl(&n, (size_t)-exponent);
	tq_big_set(&d, tq_pow10[scale]);
	tq_big_div(&n, &d, &q);

	bool more = n.n != 0;

	while (!tq_big_get(&q, &bits) || bits >> 64) {
		more |= tq_big_div_word(&q, 2) != 0;
		exponent++;
	}
	return ldexp((double)((uint64_t)bits | more), exponent);
}

double
tq_dec_f64(struct tq_dec a)
{
	if (a.scale < 0)
		return (double)NAN;
	if (tq_dec_small(a))
		return tq_f64_from_scaled((int64_t)a.m, a.scale);

	double x = f64_wide(magnitude(a.m), a.scale);

	return a.m < 0 ? -x : x;
}
