/* SPDX-License-Identifier: ISC */
/*
 * Arithmetic under TA-Lib's and Tulip's names. abs, sqrt, log, min and max of two
 * are operators of the expression language (expr/op.h); what it has no sign for
 * is here. Outside of a function's domain the answer is null.
 */
#include "indicator/family.h"

#include "base/option.h"
#include "indicator/hilbert.h"
#include "indicator/stateless.h"

#include <math.h>

/* The step of a function of one or two numbers, called x and y. */
#define STEP(name, value) \
	static void \
	name##_step(void *node, const double *in, double *out) \
	{ \
		double x = in[0]; \
		(void)node; \
		*out = tq_ind_finite(value); \
	}
#define STEP2(name, value) \
	static void \
	name##_step(void *node, const double *in, double *out) \
	{ \
		double x = in[0], y = in[1]; \
		(void)node; \
		*out = tq_ind_finite(value); \
	}

STEP(acos, acos(x))
STEP(asin, asin(x))
STEP(atan, atan(x))
STEP(ceil, ceil(x))
STEP(cos, cos(x))
STEP(cosh, cosh(x))
STEP(exp, exp(x))
STEP(floor, floor(x))
STEP(ln, log(x))
STEP(log10, log10(x))
STEP(round, floor(x) + (x - floor(x) >= 0.5))
STEP(sin, sin(x))
STEP(sinh, sinh(x))
STEP(tan, tan(x))
STEP(tanh, tanh(x))
STEP(todeg, x * TQ_DEGREES)
STEP(torad, x / TQ_DEGREES)
STEP(trunc, trunc(x))
STEP2(add, x + y)
STEP2(div, x / y)
STEP2(mult, x * y)
STEP2(sub, x - y)

#define ROW(named, input, means, from) \
	{ \
		.name = #named, .meaning = (means), .source = (from), \
		.recovery = TQ_IND_ALONE, \
		.n_inputs = 1, .inputs = {input}, \
		.n_outputs = 1, .outputs = {#named}, \
		TQ_STATELESS, .step = named##_step, \
	}
#define ROW2(named, other, means, from) \
	{ \
		.name = #named, .aliases = {other}, .meaning = (means), .source = (from), \
		.recovery = TQ_IND_ALONE, \
		.n_inputs = 2, .inputs = {"a", "b"}, \
		.n_outputs = 1, .outputs = {#named}, \
		TQ_STATELESS, .step = named##_step, \
	}

static const struct tq_ind rows[] = {
	ROW2(add, NULL, "sum of two", "TA-Lib ADD"),
	ROW2(sub, NULL, "the first less the second", "TA-Lib SUB"),
	ROW2(mult, "mul", "product of two", "TA-Lib MULT"),
	ROW2(div, NULL, "the first through the second; null through 0", "TA-Lib DIV"),
	ROW(acos, "ratio", "arc cosine in radians; null beyond -1 to 1", "TA-Lib ACOS"),
	ROW(asin, "ratio", "arc sine in radians; null beyond -1 to 1", "TA-Lib ASIN"),
	ROW(atan, "x", "arc tangent in radians", "TA-Lib ATAN"),
	ROW(ceil, "x", "the least whole number that is not below", "TA-Lib CEIL"),
	ROW(cos, "x", "cosine of radians", "TA-Lib COS"),
	ROW(cosh, "x", "hyperbolic cosine", "TA-Lib COSH"),
	ROW(exp, "x", "e to the power", "TA-Lib EXP"),
	ROW(floor, "x", "the greatest whole number that is not above", "TA-Lib FLOOR"),
	ROW(ln, "x", "natural logarithm; null of 0 and below", "TA-Lib LN"),
	ROW(log10, "x", "logarithm to base 10; null of 0 and below", "TA-Lib LOG10"),
	ROW(round, "x", "the nearest whole number, halves up; in expressions away from 0",
	    "Tulip round"),
	ROW(sin, "x", "sine of radians", "TA-Lib SIN"),
	ROW(sinh, "x", "hyperbolic sine", "TA-Lib SINH"),
	ROW(tan, "x", "tangent of radians", "TA-Lib TAN"),
	ROW(tanh, "x", "hyperbolic tangent", "TA-Lib TANH"),
	ROW(todeg, "x", "degrees of radians", "Tulip todeg"),
	ROW(torad, "x", "radians of degrees", "Tulip torad"),
	ROW(trunc, "x", "without what is behind the point", "Tulip trunc"),
};

const struct tq_ind_family tq_ind_math = {"mathematics", rows, TQ_COUNT(rows)};
