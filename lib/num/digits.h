/* SPDX-License-Identifier: ISC */
#ifndef TQ_NUM_DIGITS_H
#define TQ_NUM_DIGITS_H

/* Integers to digits, for decimals and doubles. For this room only. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TQ_DIGITS_TEXT = 48 };

/*
 * Writes m / 10^scale without NUL and returns the length: no zeros behind the
 * last digit, no point without digits, no "-0". Scale is 0 .. 38. Bytes of out
 * behind the text may change.
 */
size_t tq_digits_plain(bool negative, uint64_t m, int scale,
		       char out[TQ_DIGITS_TEXT]);

/*
 * Writes the 17 digits of m with a point behind the first point of them, 1 to 7;
 * one of the others is not 0. Room for 32.
 */
size_t tq_digits_point(uint64_t m, int point, char *out);

/* Writes m / 10^(17 + zeros), m of 17 digits, zeros 0 to 6; room for 32. */
size_t tq_digits_below_one(uint64_t m, int zeros, char *out);

/* Writes x, below 10^19, as exactly 19 digits; returns how many zeros come first. */
int tq_digits_19(uint64_t x, char out[19]);

#endif
