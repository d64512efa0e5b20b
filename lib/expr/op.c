/* SPDX-License-Identifier: ISC */
#include "expr/op.h"

#define OPERATORS(X) \
	X(NEG) X(NOT) X(ABS) X(SQRT) X(LOG) X(EXP) X(FLOOR) X(CEIL) X(ROUND) X(SIGN) \
	X(IS_NULL) X(ADD) X(SUB) X(MUL) X(DIV) X(MOD) X(LT) X(LE) X(GT) X(GE) X(EQ) X(NE) \
	X(AND) X(OR) X(MIN) X(MAX) X(POW) X(NZ) X(PART) X(PRESENT) X(IF) X(CLAMP) X(BETWEEN) \
	X(ADD_PART) X(ADD_PRESENT)

/* One function each: a plan's operations are called without asking which they are. */
#define FUNCTION(name) \
	static double \
	apply_##name(double a, double b, double c) \
	{ \
		return tq_op_apply(TQ_OP_##name, a, b, c); \
	}
OPERATORS(FUNCTION)

#define ROW(name) [TQ_OP_##name] = apply_##name,

static tq_op_function *const functions[TQ_OP_WHEN + 1] = {OPERATORS(ROW)};

tq_op_function *
tq_op_function_of(enum tq_op_code code)
{
	return functions[code];
}
