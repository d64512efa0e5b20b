/* SPDX-License-Identifier: ISC */
#ifndef TQ_NUM_F64_H
#define TQ_NUM_F64_H

/*
 * Doubles as text: the shortest decimal that reads back as the same bits
 * (Schubfach, Giulietti 2020), and the nearest double of a decimal text
 * (Lemire 2021 with a slow exact path). Independent of the locale.
 */
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum { TQ_F64_TEXT = 48 };    /* room for any text and for the writer's wide stores */

/*
 * Writes x as a JSON number, without NUL, and returns the length: plain from
 * 1e-7 up to below 1e21 ("0.00001", "7189.43", "100"), else with an exponent
 * ("1e-8", "1.5e+21" is written "1.5e21"). NaN and infinity write "null"; -0
 * writes "0".
 */
size_t tq_f64_format(double x, char out[TQ_F64_TEXT]);

/* The nearest double of a JSON number's text; false if it is none or overflows. */
bool tq_f64_parse(struct tq_str text, double *out);

enum { TQ_EXACT_POW10 = 22 };  /* 10^22 is the last power of ten that is a double */
extern const double tq_exact_pow10[TQ_EXACT_POW10 + 1];

double tq_f64_from_scaled_any(int64_t m, int scale);

/* One operation on two exact doubles rounds correctly: whether m / 10^scale is such a one. */
static inline bool
tq_f64_is_quick(int64_t m, int scale)
{
	const uint64_t whole = (uint64_t)1 << 53;

	return (uint64_t)m + whole <= 2 * whole && scale <= TQ_EXACT_POW10;
}

static inline double
tq_f64_quick(int64_t m, int scale)
{
	return (double)m / tq_exact_pow10[scale];
}

/* The double nearest to m / 10^scale, scale 0 .. 400. */
static inline double
tq_f64_from_scaled(int64_t m, int scale)
{
	return tq_f64_is_quick(m, scale) ? tq_f64_quick(m, scale) :
					   tq_f64_from_scaled_any(m, scale);
}

#endif
