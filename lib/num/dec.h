/* SPDX-License-Identifier: ISC */
#ifndef TQ_NUM_DEC_H
#define TQ_NUM_DEC_H

/*
 * Exact decimals: a signed integer m and a scale, value m / 10^scale.
 * Prices, quantities, rates, fees and cash are these from the text of the
 * input to the text of the output.
 *
 * Sums, differences and products are exact; quotients and roundings name
 * their rounding. What does not fit (more than 38 digits, scale over 38)
 * becomes the bad value, which every operation passes on: arithmetic is
 * written as one expression and tested once with tq_dec_ok before anything
 * is said or kept. Comparisons with a bad value are false, so "not (x <= max)"
 * refuses. The common case (both fit 64 bits, equal scales) is inline.
 *
 * Different (m, scale) may be the same number: compare with tq_dec_cmp or
 * tq_dec_eq, never field by field. Text is canonical: no exponent, no zeros
 * behind the last digit, no "-0".
 */
#include "base/option.h"

__extension__ typedef __int128 tq_i128;
__extension__ typedef unsigned __int128 tq_u128;

struct tq_dec {
	tq_i128 m;
	int scale;               /* 0 .. TQ_DEC_MAX_SCALE, TQ_DEC_BAD */
};

enum {
	TQ_DEC_MAX_SCALE = 38,
	TQ_DEC_BAD = -1,
	TQ_DEC_TEXT = 48         /* room for any text */
};

enum tq_round {
	TQ_ROUND_HALF_EVEN,      /* to nearest, ties to the even digit */
	TQ_ROUND_DOWN,           /* towards zero */
	TQ_ROUND_UP,             /* away from zero */
	TQ_ROUND_FLOOR,          /* towards minus infinity */
	TQ_ROUND_CEILING         /* towards plus infinity */
};

/*
 * General forms, for any sizes; the inline forms below fall back to them. They
 * take m and scale apart, for these travel in registers and the struct does not.
 */
struct tq_dec tq_dec_add_any(tq_i128 a, int a_scale, tq_i128 b, int b_scale);
struct tq_dec tq_dec_mul_any(tq_i128 a, int a_scale, tq_i128 b, int b_scale);
int tq_dec_cmp_any(tq_i128 a, int a_scale, tq_i128 b, int b_scale);

static inline struct tq_dec
tq_dec(int64_t m, int scale)
{
	return (struct tq_dec){m, scale};
}

static inline bool
tq_dec_ok(struct tq_dec a)
{
	return a.scale >= 0;
}

static inline bool
tq_dec_small(struct tq_dec a)
{
	return (tq_i128)(int64_t)a.m == a.m;
}

static inline struct tq_dec
tq_dec_neg(struct tq_dec a)
{
	a.m = -a.m;              /* the most negative 128-bit value is never made */
	return a;
}

static inline struct tq_dec
tq_dec_abs(struct tq_dec a)
{
	return a.m < 0 ? tq_dec_neg(a) : a;
}

static inline struct tq_dec
tq_dec_add(struct tq_dec a, struct tq_dec b)
{
	if (a.scale == b.scale && a.scale >= 0 && tq_dec_small(a) && tq_dec_small(b))
		return (struct tq_dec){a.m + b.m, a.scale};
	return tq_dec_add_any(a.m, a.scale, b.m, b.scale);
}

static inline struct tq_dec
tq_dec_sub(struct tq_dec a, struct tq_dec b)
{
	return tq_dec_add(a, tq_dec_neg(b));
}

static inline struct tq_dec
tq_dec_mul(struct tq_dec a, struct tq_dec b)
{
	if (a.scale >= 0 && b.scale >= 0 && a.scale + b.scale <= TQ_DEC_MAX_SCALE &&
	    tq_dec_small(a) && tq_dec_small(b))
		return (struct tq_dec){a.m * b.m, a.scale + b.scale};
	return tq_dec_mul_any(a.m, a.scale, b.m, b.scale);
}

/* -1, 0, 1; 2 when either is bad. */
static inline int
tq_dec_cmp(struct tq_dec a, struct tq_dec b)
{
	if (a.scale == b.scale && a.scale >= 0)
		return (a.m > b.m) - (a.m < b.m);
	return tq_dec_cmp_any(a.m, a.scale, b.m, b.scale);
}

static inline bool tq_dec_lt(struct tq_dec a, struct tq_dec b) { return tq_dec_cmp(a, b) == -1; }
static inline bool tq_dec_gt(struct tq_dec a, struct tq_dec b) { return tq_dec_cmp(a, b) == 1; }
static inline bool tq_dec_eq(struct tq_dec a, struct tq_dec b) { return tq_dec_cmp(a, b) == 0; }
static inline bool
tq_dec_le(struct tq_dec a, struct tq_dec b)
{
	int c = tq_dec_cmp(a, b);
	return c == -1 || c == 0;
}
static inline bool
tq_dec_ge(struct tq_dec a, struct tq_dec b)
{
	int c = tq_dec_cmp(a, b);
	return c == 0 || c == 1;
}

/* -1, 0 or 1; 0 for a bad value. */
static inline int
tq_dec_sign(struct tq_dec a)
{
	return a.scale < 0 ? 0 : (a.m > 0) - (a.m < 0);
}

static inline struct tq_dec
tq_dec_min(struct tq_dec a, struct tq_dec b)
{
	return tq_dec_le(a, b) || !tq_dec_ok(a) ? a : b;
}

static inline struct tq_dec
tq_dec_max(struct tq_dec a, struct tq_dec b)
{
	return tq_dec_ge(a, b) || !tq_dec_ok(a) ? a : b;
}

/*
 * a / b with scale digits behind the point; bad when b is zero or scale is
 * not 0 .. TQ_DEC_MAX_SCALE.
 */
struct tq_dec tq_dec_div(struct tq_dec a, struct tq_dec b, int scale,
			 enum tq_round round);

/* a with at most scale digits behind the point. */
struct tq_dec tq_dec_round(struct tq_dec a, int scale, enum tq_round round);

/*
 * The multiple of step next to a: 0.37 at lot 0.1, DOWN, is 0.3. Exact; bad
 * when step is not above zero.
 */
struct tq_dec tq_dec_to_step(struct tq_dec a, struct tq_dec step,
			     enum tq_round round);

/* The same number with the smallest scale. */
struct tq_dec tq_dec_strip(struct tq_dec a);

/*
 * The number of a JSON number's text (exponents allowed), exactly; false when
 * the text is no number or does not fit. "+1", ".5", "01", "NaN" are no numbers.
 */
bool tq_dec_parse(struct tq_str text, struct tq_dec *out);

/* Canonical text without NUL; returns its length. A bad value writes "null". */
size_t tq_dec_format(struct tq_dec a, char out[TQ_DEC_TEXT]);

/* The nearest double (for statistics and indicators, never for money). */
double tq_dec_f64(struct tq_dec a);

/*
 * Options, into a struct tq_dec: an amount takes no percent sign; as a ratio
 * both "0.2" and "20%" are 0.2, and what is over 1 needs the sign: "150%".
 */
bool tq_opt_dec(const struct tq_opt *, const char *, void *, struct tq_err *);
bool tq_opt_ratio(const struct tq_opt *, const char *, void *, struct tq_err *);

#endif
