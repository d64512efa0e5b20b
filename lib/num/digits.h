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

/* Writes whole, below 10^8, and part / 10^16, which is above 0 and below 1; room for 32. */
size_t tq_digits_mixed(uint32_t whole, uint64_t part, char *out);

/* Writes m / 10^(17 + zeros), above 0: m is below 10^17, zeros 0 to 6; room for 32. */
size_t tq_digits_below_one(uint64_t m, int zeros, char *out);

/* Writes x, below 10^19, as exactly 19 digits; returns how many zeros come first. */
int tq_digits_19(uint64_t x, char out[19]);

#endif
