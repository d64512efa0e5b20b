/* SPDX-License-Identifier: ISC */
#include "expr/bounds.h"

#include "base/mem.h"

#include <float.h>

static const struct tq_bounds any = {-HUGE_VAL, HUGE_VAL, false};
static const struct tq_bounds none = {HUGE_VAL, -HUGE_VAL, false};
static const struct tq_bounds truth = {0, 1, true};

bool
tq_bounds_none(struct tq_bounds b)
{
	return !(b.low <= b.high);
}

struct tq_bounds
tq_bounds_cut(struct tq_bounds a, struct tq_bounds b)
{
	struct tq_bounds both = {fmax(a.low, b.low), fmin(a.high, b.high), a.whole || b.whole};

	if (both.whole)
		both = (struct tq_bounds){ceil(both.low), floor(both.high), true};
	return both;
}

static struct tq_bounds
hull(struct tq_bounds a, struct tq_bounds b)
{
	if (tq_bounds_none(a) || tq_bounds_none(b))
		return tq_bounds_none(a) ? b : a;
	return (struct tq_bounds){fmin(a.low, b.low), fmax(a.high, b.high), a.whole && b.whole};
}

static struct tq_bounds
negative(struct tq_bounds a)
{
	return (struct tq_bounds){-a.high, -a.low, a.whole};
}

static struct tq_bounds
plus(struct tq_bounds a, struct tq_bounds b)
{
	return (struct tq_bounds){a.low + b.low, a.high + b.high, a.whole && b.whole};
}

struct tq_bounds
tq_bounds_less(struct tq_bounds a, struct tq_bounds b)
{
	return plus(a, negative(b));
}

/* Of bounds, where a bound of infinity is none and 0 times it is 0. */
static double
product(double a, double b)
{
	return a == 0 || b == 0 ? 0 : a * b;
}

static struct tq_bounds
times(struct tq_bounds a, struct tq_bounds b)
{
	double p = product(a.low, b.low), q = product(a.low, b.high);
	double r = product(a.high, b.low), s = product(a.high, b.high);

	return (struct tq_bounds){fmin(fmin(p, q), fmin(r, s)), fmax(fmax(p, q), fmax(r, s)),
				  a.whole && b.whole};
}

/* Of bounds: through a 0 that stands at the end of its interval on b's side. */
static double
quotient(double a, double b, double side)
{
	return a == 0 || isinf(b) ? 0 : a / copysign(b, side);
}

/* Division by 0 is null, so what is left of an interval behind 0 counts. */
static struct tq_bounds
through(struct tq_bounds a, struct tq_bounds b)
{
	double side = b.low < 0 ? -1 : 1;
	double p = quotient(a.low, b.low, side), q = quotient(a.low, b.high, side);
	double r = quotient(a.high, b.low, side), s = quotient(a.high, b.high, side);

	if (b.low == 0 && b.high == 0)
		return none;
	if (b.low < 0 && b.high > 0)
		return any;
	return (struct tq_bounds){fmin(fmin(p, q), fmin(r, s)), fmax(fmax(p, q), fmax(r, s)),
				  false};
}

static struct tq_bounds
remainder_of(struct tq_bounds a, struct tq_bounds b)
{
	double most = fmax(fabs(b.low), fabs(b.high));

	return (struct tq_bounds){a.low < 0 ? -most : 0, a.high > 0 ? most : 0,
				  a.whole && b.whole};
}

static struct tq_bounds
magnitude(struct tq_bounds a)
{
	double most = fmax(fabs(a.low), fabs(a.high));

	return (struct tq_bounds){a.low > 0 ? a.low : a.high < 0 ? -a.high : 0, most, a.whole};
}

/* An operator that never falls where its operand rises. */
static struct tq_bounds
rising(enum tq_op_code code, struct tq_bounds a, bool whole)
{
	return (struct tq_bounds){tq_op_apply(code, a.low, 0, 0), tq_op_apply(code, a.high, 0, 0),
				  whole};
}

static struct tq_bounds
of_one(enum tq_op_code code, struct tq_bounds a)
{
	struct tq_bounds above = tq_bounds_cut(a, (struct tq_bounds){0, HUGE_VAL, false});

	switch ((int)code) {
	case TQ_OP_NEG: return negative(a);
	case TQ_OP_NOT: return tq_bounds_less((struct tq_bounds){1, 1, true}, a);
	case TQ_OP_ABS: return magnitude(a);
	case TQ_OP_SQRT: return tq_bounds_none(above) ? none : rising(code, above, false);
	case TQ_OP_LOG:
		return tq_bounds_none(above) ? none :
		       (struct tq_bounds){log(above.low), log(above.high), false};
	case TQ_OP_EXP: return (struct tq_bounds){exp(a.low), exp(a.high), false};
	case TQ_OP_FLOOR:
	case TQ_OP_CEIL:
	case TQ_OP_ROUND:
	case TQ_OP_SIGN: return rising(code, a, true);
	default: return any;
	}
}

/* a < b, or a <= b. */
static struct tq_bounds
before(struct tq_bounds a, struct tq_bounds b, bool equal)
{
	if (equal ? a.high <= b.low : a.high < b.low)
		return (struct tq_bounds){1, 1, true};
	if (equal ? a.low > b.high : a.low >= b.high)
		return (struct tq_bounds){0, 0, true};
	return truth;
}

static struct tq_bounds
equal(struct tq_bounds a, struct tq_bounds b)
{
	if (tq_bounds_none(tq_bounds_cut(a, b)))
		return (struct tq_bounds){0, 0, true};
	return a.low == a.high && b.low == b.high && a.low == b.low ?
	       (struct tq_bounds){1, 1, true} : truth;
}

static struct tq_bounds
of_two(enum tq_op_code code, struct tq_bounds a, struct tq_bounds b)
{
	switch ((int)code) {
	case TQ_OP_ADD: return plus(a, b);
	case TQ_OP_SUB: return tq_bounds_less(a, b);
	case TQ_OP_MUL:
	case TQ_OP_AND: return times(a, b);
	case TQ_OP_DIV: return through(a, b);
	case TQ_OP_MOD: return remainder_of(a, b);
	case TQ_OP_LT: return before(a, b, false);
	case TQ_OP_LE: return before(a, b, true);
	case TQ_OP_GT: return before(b, a, false);
	case TQ_OP_GE: return before(b, a, true);
	case TQ_OP_EQ: return equal(a, b);
	case TQ_OP_NE: return tq_bounds_less((struct tq_bounds){1, 1, true}, equal(a, b));
	case TQ_OP_OR:
		return (struct tq_bounds){fmax(a.low, b.low), fmax(a.high, b.high), true};
	case TQ_OP_MIN:
		return (struct tq_bounds){fmin(a.low, b.low), fmin(a.high, b.high),
					  a.whole && b.whole};
	case TQ_OP_MAX:
		return (struct tq_bounds){fmax(a.low, b.low), fmax(a.high, b.high),
					  a.whole && b.whole};
	case TQ_OP_POW: return a.low >= 0 ? (struct tq_bounds){0, HUGE_VAL, false} : any;
	default: return any;
	}
}

static struct tq_bounds
clamped(struct tq_bounds x, struct tq_bounds low, struct tq_bounds high)
{
	return (struct tq_bounds){fmin(fmax(x.low, low.low), high.low),
				  fmin(fmax(x.high, low.high), high.high),
				  x.whole && low.whole && high.whole};
}

static struct tq_bounds
of_three(enum tq_op_code code, struct tq_bounds a, struct tq_bounds b, struct tq_bounds c)
{
	if (code == TQ_OP_IF)
		return a.low > 0 ? b : a.high < 1 ? c : hull(b, c);
	if (code == TQ_OP_CLAMP)
		return clamped(a, b, c);
	return times(before(b, a, true), before(a, c, true));    /* TQ_OP_BETWEEN */
}

/* What takes nulls: 0 stands for a null of PART and PRESENT, which weight a mean. */
static struct tq_bounds
of_null(const struct tq_op *op, const struct tq_bounds *in[3])
{
	static const struct tq_bounds zero = {0, 0, true};

	switch ((int)op->code) {
	case TQ_OP_IS_NULL: return truth;
	case TQ_OP_NZ: return hull(*in[0], *in[1]);
	case TQ_OP_PART: return hull(zero, times(*in[0], *in[1]));
	case TQ_OP_PRESENT: return hull(zero, *in[1]);
	case TQ_OP_ADD_PART: return plus(*in[0], hull(zero, times(*in[1], *in[2])));
	case TQ_OP_ADD_PRESENT: return plus(*in[0], hull(zero, *in[2]));
	default: return any;
	}
}

static bool
takes_null(enum tq_op_code code)
{
	return code == TQ_OP_IS_NULL || code == TQ_OP_NZ || code == TQ_OP_PART ||
	       code == TQ_OP_PRESENT || code == TQ_OP_ADD_PART || code == TQ_OP_ADD_PRESENT;
}

static const struct tq_op *
op_of(const struct tq_plan *plan, int reg)
{
	return &plan->ops[plan->op_of[reg]];
}

/*
 * A confluence: what PARTs add up to, through what their PRESENTs do, is a mean
 * with weights, and lies among the values.
 */
static bool
is_mean(const struct tq_plan *plan, const struct tq_bounds *bounds, const struct tq_op *op,
	struct tq_bounds *mean)
{
	const struct tq_op *sum = op_of(plan, op->in[0]), *there = op_of(plan, op->in[1]);

	*mean = none;
	while (sum->code == TQ_OP_ADD_PART && there->code == TQ_OP_ADD_PRESENT &&
	       sum->in[1] == there->in[1] && sum->in[2] == there->in[2]) {
		*mean = hull(*mean, bounds[sum->in[1]]);
		sum = op_of(plan, sum->in[0]);
		there = op_of(plan, there->in[0]);
	}
	if (sum->code != TQ_OP_PART || there->code != TQ_OP_PRESENT ||
	    sum->in[0] != there->in[0] || sum->in[1] != there->in[1])
		return false;
	*mean = hull(*mean, bounds[sum->in[0]]);
	mean->whole = false;
	return true;
}

/* What the order of its operands says of a difference and of a ratio. */
static struct tq_bounds
ordered(const struct tq_plan *plan, const struct tq_bounds *bounds, const struct tq_op *op,
	struct tq_bounds b)
{
	double even = op->code == TQ_OP_SUB ? 0 : 1;
	struct tq_bounds mean;

	if (op->code == TQ_OP_DIV && is_mean(plan, bounds, op, &mean))
		return tq_bounds_cut(b, mean);
	if (op->code != TQ_OP_SUB && !(op->code == TQ_OP_DIV && bounds[op->in[1]].low >= 0))
		return b;
	if (tq_bounds_at_most(plan, bounds, op->in[0], op->in[1]))
		b = tq_bounds_cut(b, (struct tq_bounds){-HUGE_VAL, even, false});
	if (tq_bounds_at_most(plan, bounds, op->in[1], op->in[0]))
		b = tq_bounds_cut(b, (struct tq_bounds){even, HUGE_VAL, false});
	return b;
}

/* An operator's value on a record, from what its operands are on that record. */
static struct tq_bounds
apply(const struct tq_plan *plan, const struct tq_bounds *bounds, const struct tq_op *op)
{
	const struct tq_bounds *in[3] = {&any, &any, &any};
	struct tq_bounds b;

	for (int i = 0; i < op->n_in; i++) {
		in[i] = &bounds[op->in[i]];
		if (tq_bounds_none(*in[i]) && !takes_null(op->code))
			return none;
	}
	if (takes_null(op->code))
		return of_null(op, in);
	b = op->n_in == 1 ? of_one(op->code, *in[0]) :
	    op->n_in == 2 ? of_two(op->code, *in[0], *in[1]) :
	    of_three(op->code, *in[0], *in[1], *in[2]);
	if (isnan(b.low) || isnan(b.high))
		b = any;
	return ordered(plan, bounds, op, b);
}

static struct tq_bounds
of_time(enum tq_when_code code)
{
	switch (code) {
	case TQ_WHEN_BAR_INDEX: return (struct tq_bounds){0, HUGE_VAL, true};
	case TQ_WHEN_HOUR: return (struct tq_bounds){0, 23, true};
	case TQ_WHEN_MINUTE: return (struct tq_bounds){0, 59, true};
	case TQ_WHEN_WEEKDAY: return (struct tq_bounds){1, 7, true};
	case TQ_WHEN_DAY: return (struct tq_bounds){1, 31, true};
	case TQ_WHEN_MONTH: return (struct tq_bounds){1, 12, true};
	case TQ_WHEN_DAYS_LEFT: return (struct tq_bounds){0, 30, true};
	case TQ_WHEN_YEAR: return (struct tq_bounds){-HUGE_VAL, HUGE_VAL, true};
	case TQ_WHEN_MINUTES_LEFT: return (struct tq_bounds){0, HUGE_VAL, false};
	case TQ_WHEN_TIME: return any;
	case TQ_WHEN_SESSION:
	case TQ_WHEN_OPEN_HOURS:
	case TQ_WHEN_NEW_DAY:
	case TQ_WHEN_NEW_WEEK:
	case TQ_WHEN_NEW_MONTH: break;
	}
	return truth;
}

static struct tq_bounds
of_field(const struct tq_plan *plan, const struct tq_op *op)
{
	struct tq_bounds above = {DBL_TRUE_MIN, HUGE_VAL, false};
	int clock = op->clock;

	while (plan->clocks[clock].kind == TQ_CLOCK_LONGER)
		clock = plan->clocks[clock].parent;
	if (plan->clocks[clock].type != TQ_TYPE_BAR)
		return any;
	switch (op->field) {
	case TQ_F_open: case TQ_F_high: case TQ_F_low: case TQ_F_close:
		return above;
	case TQ_F_volume: case TQ_F_quote_volume: case TQ_F_trades:
		return (struct tq_bounds){0, HUGE_VAL, false};
	default:
		return any;
	}
}

static struct tq_bounds
of_output(const struct tq_plan *plan, const struct tq_bounds *bounds, const struct tq_op *op, int i)
{
	switch ((int)op->code) {
	case TQ_OP_FIELD: return of_field(plan, op);
	case TQ_OP_CONST:
		return (struct tq_bounds){op->constant, op->constant,
					  floor(op->constant) == op->constant};
	case TQ_OP_INDICATOR: return tq_bounds_indicator(op, i, bounds);
	case TQ_OP_BOOK: return any;
	case TQ_OP_SAMPLE: return bounds[op->in[0] + i];
	case TQ_OP_AGE: return (struct tq_bounds){0, HUGE_VAL, false};
	case TQ_OP_WHEN: return of_time(op->when.code);
	default: return apply(plan, bounds, op);
	}
}

/* Whether a value says something of this very record, not of those before. */
static bool
is_of_now(enum tq_op_code code)
{
	return code > TQ_OP_INDICATOR && code < TQ_OP_BOOK;
}

struct tq_bounds *
tq_bounds_of(const struct tq_plan *plan)
{
	struct tq_bounds *bounds = tq_alloc((size_t)plan->n_regs + 1, sizeof *bounds);

	for (size_t i = 0; i < plan->n; i++) {
		for (int k = 0; k < plan->ops[i].n_out; k++)
			bounds[plan->ops[i].out + k] = of_output(plan, bounds, &plan->ops[i], k);
	}
	return bounds;
}

void
tq_bounds_follow(const struct tq_plan *plan, struct tq_bounds *bounds)
{
	for (size_t i = 0; i < plan->n; i++) {
		const struct tq_op *op = &plan->ops[i];

		if (is_of_now(op->code))
			bounds[op->out] = tq_bounds_cut(bounds[op->out], apply(plan, bounds, op));
	}
}
