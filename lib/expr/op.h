/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_OP_H
#define TQ_EXPR_OP_H

/*
 * What one operator does with its operands: the only place that says it, for
 * folding constants and for running. NaN (null) in any operand gives NaN
 * (except to those that ask for it: nz, is_null, ...), and so does whatever is not
 * finite: division by zero, the root of a negative. Conditions are 1, 0 and
 * NaN.
 */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum tq_op_code {
	TQ_OP_FIELD,             /* a field of the record */
	TQ_OP_CONST,
	TQ_OP_INDICATOR,
	TQ_OP_NEG, TQ_OP_NOT, TQ_OP_ABS, TQ_OP_SQRT, TQ_OP_LOG, TQ_OP_EXP,       /* of one */
	TQ_OP_FLOOR, TQ_OP_CEIL, TQ_OP_ROUND, TQ_OP_SIGN, TQ_OP_IS_NULL,
	TQ_OP_ADD, TQ_OP_SUB, TQ_OP_MUL, TQ_OP_DIV, TQ_OP_MOD,                   /* of two */
	TQ_OP_LT, TQ_OP_LE, TQ_OP_GT, TQ_OP_GE, TQ_OP_EQ, TQ_OP_NE,
	TQ_OP_AND, TQ_OP_OR, TQ_OP_MIN, TQ_OP_MAX, TQ_OP_POW, TQ_OP_NZ,
	TQ_OP_PART, TQ_OP_PRESENT,       /* a * b and b, 0 where a is null: of a weighted mean */
	TQ_OP_IF, TQ_OP_CLAMP, TQ_OP_BETWEEN,                                    /* of three */
	TQ_OP_ADD_PART, TQ_OP_ADD_PRESENT,       /* sums: a + PART(b, c), a + PRESENT(b, c) */
	TQ_OP_BOOK,              /* a ladder (indicator/indicator.h) */
	TQ_OP_SAMPLE,            /* registers of another clock's flow */
	TQ_OP_AGE,               /* seconds since another clock's last record */
	TQ_OP_WHEN               /* what time it is (expr/when.h) */
};

static inline double
tq_op_truth(bool is, double a, double b)
{
	return isnan(a) || isnan(b) ? (double)NAN : (double)is;
}

static inline double
tq_op_finite(double x)
{
	return x - x == 0 ? x : (double)NAN;
}

/* By their bits: which of them it will be no processor can foretell. */
static inline double
tq_op_choose(bool first, double b, double c)
{
	uint64_t of_b, of_c;

	memcpy(&of_b, &b, sizeof of_b);
	memcpy(&of_c, &c, sizeof of_c);
	of_c ^= (of_b ^ of_c) & -(uint64_t)first;
	memcpy(&c, &of_c, sizeof c);
	return c;
}

static inline double
tq_op_of_three(enum tq_op_code code, double a, double b, double c)
{
	if (code == TQ_OP_CLAMP)
		return !(b <= c) ? (double)NAN : a < b ? b : a > c ? c : a;
	if (isnan(a) || isnan(b) || isnan(c))
		return (double)NAN;
	if (code == TQ_OP_IF)
		return tq_op_choose(a != 0, b, c);
	return (double)(b <= a && a <= c);       /* TQ_OP_BETWEEN */
}

/* Inlined everywhere: with a constant code only that case is left. */
__attribute__((always_inline)) static inline double
tq_op_apply(enum tq_op_code code, double a, double b, double c)
{
	switch (code) {
	case TQ_OP_NEG: return -a;
	case TQ_OP_NOT: return 1 - a;
	case TQ_OP_ABS: return fabs(a);
	case TQ_OP_SQRT: return sqrt(a);
	case TQ_OP_LOG: return tq_op_finite(log(a));
	case TQ_OP_EXP: return tq_op_finite(exp(a));
	case TQ_OP_FLOOR: return floor(a);
	case TQ_OP_CEIL: return ceil(a);
	case TQ_OP_ROUND: return round(a);       /* halves away from 0 */
	case TQ_OP_SIGN: return isnan(a) ? a : (double)((a > 0) - (a < 0));
	case TQ_OP_IS_NULL: return (double)(isnan(a) != 0);
	case TQ_OP_ADD: return tq_op_finite(a + b);
	case TQ_OP_SUB: return tq_op_finite(a - b);
	case TQ_OP_MUL: return tq_op_finite(a * b);
	case TQ_OP_DIV: return tq_op_finite(a / b);
	case TQ_OP_MOD: return fmod(a, b);       /* has the sign of a */
	case TQ_OP_LT: return tq_op_truth(a < b, a, b);
	case TQ_OP_LE: return tq_op_truth(a <= b, a, b);
	case TQ_OP_GT: return tq_op_truth(a > b, a, b);
	case TQ_OP_GE: return tq_op_truth(a >= b, a, b);
	case TQ_OP_EQ: return tq_op_truth(a == b, a, b);
	case TQ_OP_NE: return tq_op_truth(a != b, a, b);
	case TQ_OP_AND: return a * b;
	case TQ_OP_OR: return a + b - a * b;
	case TQ_OP_MIN: return isnan(a) || isnan(b) ? (double)NAN : a < b ? a : b;
	case TQ_OP_MAX: return isnan(a) || isnan(b) ? (double)NAN : a > b ? a : b;
	case TQ_OP_POW: return isnan(a) || isnan(b) ? (double)NAN : tq_op_finite(pow(a, b));
	case TQ_OP_NZ: return isnan(a) ? b : a;
	case TQ_OP_PART: return isnan(a) ? 0 : tq_op_finite(a * b);
	case TQ_OP_PRESENT: return isnan(a) ? 0 : b;
	case TQ_OP_ADD_PART: return tq_op_finite(a + (isnan(b) ? 0 : b * c));
	case TQ_OP_ADD_PRESENT: return tq_op_finite(a + (isnan(b) ? 0 : c));
	case TQ_OP_IF:
	case TQ_OP_CLAMP:
	case TQ_OP_BETWEEN: return tq_op_of_three(code, a, b, c);
	case TQ_OP_FIELD:
	case TQ_OP_CONST:
	case TQ_OP_INDICATOR:
	case TQ_OP_BOOK:
	case TQ_OP_SAMPLE:
	case TQ_OP_AGE:
	case TQ_OP_WHEN:
		break;
	}
	return (double)NAN;
}

/* Those that do one thing to their operands; X(NAME) for each. */
#define TQ_OPERATORS(X) \
	X(NEG) X(NOT) X(ABS) X(SQRT) X(LOG) X(EXP) X(FLOOR) X(CEIL) X(ROUND) X(SIGN) \
	X(IS_NULL) X(ADD) X(SUB) X(MUL) X(DIV) X(MOD) X(LT) X(LE) X(GT) X(GE) X(EQ) X(NE) \
	X(AND) X(OR) X(MIN) X(MAX) X(POW) X(NZ) X(PART) X(PRESENT) X(IF) X(CLAMP) X(BETWEEN)

#endif
