/* SPDX-License-Identifier: ISC */
#ifndef TQ_NUM_NUMBER_H
#define TQ_NUM_NUMBER_H

/*
 * The text of a number by JSON's grammar, taken apart; decimals and doubles
 * are both made from this. For the two of them only.
 */
#include "base/str.h"

#include <stdint.h>

enum { TQ_NUMBER_WORD_DIGITS = 19 };  /* digits that always fit 64 bits */

struct tq_number {
	bool negative;
	const char *first;  /* the digits, with the point among them */
	const char *end;
	size_t digits;      /* their count, zeros too */
	uint64_t word;      /* their value when there are at most 19 */
	int64_t exponent;   /* of ten, that the last digit stands for */
};

/* False when the text is no JSON number, whole. */
bool tq_number_scan(struct tq_str text, struct tq_number *out);

/*
 * Takes zeros from both ends of the digits, so that first and end are at
 * digits other than zero; with none left, digits is 0. word counts again as
 * soon as at most 19 are left.
 */
void tq_number_trim(struct tq_number *number);

#endif
