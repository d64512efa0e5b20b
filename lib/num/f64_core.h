/* SPDX-License-Identifier: ISC */
#ifndef TQ_NUM_F64_CORE_H
#define TQ_NUM_F64_CORE_H

/*
 * The arithmetic below num/f64.h: between the bits of a double and a decimal
 * m * 10^exponent. For this room only.
 */
#include "num/big.h"

struct tq_f64_decimal {
	uint64_t m;
	int exponent;
};

/*
 * The decimal with the fewest digits, and of those the nearest, that reads
 * back as x, which is finite and above zero. Zeros may end m.
 */
struct tq_f64_decimal tq_f64_shortest(double x);

/*
 * The same for nearly all doubles; false where bits cut off from a power of ten
 * might decide, for powers of two and for subnormals. m has 16 or 17 digits.
 */
bool tq_f64_shortest_quick(double x, struct tq_f64_decimal *d);

/*
 * The double nearest to m * 10^exponent, infinity when it overflows. False when
 * the 128 bits of the power of ten do not decide; *x is then one of the two
 * doubles in question.
 */
bool tq_f64_nearest(uint64_t m, int64_t exponent, double *x);

/*
 * The double nearest to digits * 10^exponent, ties to even, by exact comparison
 * with the middle between two doubles; x is where to begin. Digits are at most
 * 771, the number's first digit stands for 10^-326 .. 10^310.
 */
double tq_f64_settle(const struct tq_big *digits, int exponent, double x);

#endif
