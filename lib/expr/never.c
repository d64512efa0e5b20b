/* SPDX-License-Identifier: ISC */
#include "expr/never.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum {
	TERMS = 24,              /* of a conjunction that is looked at */
	WAYS = 64,               /* conjunctions of a condition with "or" that are tried */
	DEPTH = 100              /* of an "or" within an "or" */
};

/* A condition that is to be true, or false, for the whole to be true. */
struct term {
	int reg;
	bool is;
};

/* a <= b, or with strict a < b; different: a != b. */
struct relation {
	int a, b;
	bool strict, different;
};

struct search {
	const struct tq_plan *plan;
	const struct tq_bounds *bounds;
	struct term open[TERMS], held[TERMS];    /* still to be taken apart; to be held together */
	int n_open, n_held, ways, depth;
};

static const struct tq_op *
op_of(const struct tq_plan *plan, int reg)
{
	return &plan->ops[plan->op_of[reg]];
}

static bool
calls(const struct tq_op *op, const char *name)
{
	return op->code == TQ_OP_INDICATOR && strcmp(op->ind->name, name) == 0;
}

/* What a comparison says when it is true or false; 0: nothing of two values. */
static int
relations_of(const struct tq_plan *plan, struct term t, struct relation out[2])
{
	const struct tq_op *op = op_of(plan, t.reg);
	int a = op->in[0], b = op->in[1];
	enum tq_op_code code = op->code;

	if (t.is && (calls(op, "crosses_above") || calls(op, "crossover")))
		code = TQ_OP_GT;
	if (t.is && calls(op, "crosses_below"))
		code = TQ_OP_LT;
	if ((code == TQ_OP_EQ && t.is) || (code == TQ_OP_NE && !t.is)) {
		out[0] = (struct relation){a, b, false, false};
		out[1] = (struct relation){b, a, false, false};
		return 2;
	}
	if (code == TQ_OP_BETWEEN && t.is) {
		out[0] = (struct relation){b, a, false, false};
		out[1] = (struct relation){a, op->in[2], false, false};
		return 2;
	}
	if (code == TQ_OP_EQ || code == TQ_OP_NE)
		out[0] = (struct relation){a, b, false, true};
	else if (code == TQ_OP_LT || code == TQ_OP_LE)
		out[0] = t.is ? (struct relation){a, b, code == TQ_OP_LT, false} :
				(struct relation){b, a, code == TQ_OP_LE, false};
	else if (code == TQ_OP_GT || code == TQ_OP_GE)
		out[0] = t.is ? (struct relation){b, a, code == TQ_OP_GT, false} :
				(struct relation){a, b, code == TQ_OP_GE, false};
	else
		return 0;
	return 1;
}

/* Values that are compared, and which stands before which. */
struct chain {
	int node[4 * TERMS];
	int n;
	unsigned char before[4 * TERMS][4 * TERMS];      /* 1: at most; 2: below */
};

static int
node_of(struct chain *c, int reg)
{
	for (int i = 0; i < c->n; i++) {
		if (c->node[i] == reg)
			return i;
	}
	c->node[c->n] = reg;
	return c->n++;
}

static void
close_chain(struct chain *c)
{
	for (int k = 0; k < c->n; k++) {
		for (int i = 0; i < c->n; i++) {
			for (int j = 0; j < c->n && c->before[i][k]; j++) {
				unsigned char far = c->before[k][j] == 0 ? 0 :
					c->before[k][j] > c->before[i][k] ? c->before[k][j] :
					c->before[i][k];

				if (far > c->before[i][j])
					c->before[i][j] = far;
			}
		}
	}
}

/* What is known of their order whatever the record. */
static void
order_nodes(const struct search *s, struct chain *c)
{
	for (int i = 0; i < c->n; i++) {
		for (int j = 0; j < c->n; j++) {
			const struct tq_bounds *a = &s->bounds[c->node[i]];
			const struct tq_bounds *b = &s->bounds[c->node[j]];

			if (i == j)
				continue;
			if (a->high < b->low)
				c->before[i][j] = 2;
			else if (c->before[i][j] == 0 &&
				 tq_bounds_at_most(s->plan, s->bounds, c->node[i], c->node[j]))
				c->before[i][j] = 1;
		}
	}
}

/* Whether the comparisons exclude each other: a < b, b <= c and c <= a. */
static bool
goes_round(const struct search *s, const struct relation *r, int n)
{
	struct chain *c = tq_alloc(1, sizeof *c);
	bool round = false;

	for (int i = 0; i < n; i++) {
		int a = node_of(c, r[i].a), b = node_of(c, r[i].b);

		if (!r[i].different && c->before[a][b] < 1 + r[i].strict)
			c->before[a][b] = (unsigned char)(1 + r[i].strict);
	}
	order_nodes(s, c);
	close_chain(c);
	for (int i = 0; i < c->n; i++)
		round |= c->before[i][i] == 2;
	for (int i = 0; i < n; i++) {
		int a = node_of(c, r[i].a), b = node_of(c, r[i].b);

		round |= r[i].different && (a == b || (c->before[a][b] && c->before[b][a]));
	}
	free(c);
	return round;
}

/* A number just beyond x: for what is above x, but not x. */
static double
beyond(double x, bool strict, double towards)
{
	return strict && isfinite(x) ? nextafter(x, towards) : x;
}

static void
narrow(struct tq_bounds *bounds, const struct relation *r)
{
	struct tq_bounds *a = &bounds[r->a], *b = &bounds[r->b];
	struct tq_bounds below = {-HUGE_VAL, beyond(b->high, r->strict, -HUGE_VAL), false};
	struct tq_bounds above = {beyond(a->low, r->strict, HUGE_VAL), HUGE_VAL, false};

	if (r->different)
		return;
	*a = tq_bounds_cut(*a, below);
	*b = tq_bounds_cut(*b, above);
}

static bool
can_be(const struct tq_bounds *b, struct term t)
{
	return !tq_bounds_none(tq_bounds_cut(b[t.reg], (struct tq_bounds){t.is, t.is, true}));
}

/* Whether the intervals that the terms leave leave something, on each term's operands too. */
static bool
has_room(const struct search *s, const struct relation *r, int n)
{
	size_t size = (size_t)s->plan->n_regs + 1;
	struct tq_bounds *b = tq_alloc(size, sizeof *b);
	bool room = true;

	memcpy(b, s->bounds, size * sizeof *b);
	for (int turn = 0; turn < 2; turn++) {
		for (int i = 0; i < n; i++)
			narrow(b, &r[i]);
		tq_bounds_follow(s->plan, b);
	}
	for (int i = 0; i < n; i++)
		room &= !tq_bounds_none(b[r[i].a]) && !tq_bounds_none(b[r[i].b]);
	for (int i = 0; i < s->n_held && room; i++) {
		room = can_be(b, s->held[i]);
	}
	free(b);
	return room;
}

/* a crosses b only if it can be on the other side of it, too. */
static bool
crosses_nothing(const struct search *s, struct term t)
{
	const struct tq_op *op = op_of(s->plan, t.reg);
	int a = op->in[0], b = op->in[1];

	if (!t.is)
		return false;
	if (calls(op, "crosses_above"))
		return tq_bounds_at_most(s->plan, s->bounds, b, a);
	return calls(op, "crosses_below") && tq_bounds_at_most(s->plan, s->bounds, a, b);
}

static bool
can_hold(const struct search *s)
{
	struct relation r[2 * TERMS];
	int n = 0;

	for (int i = 0; i < s->n_held; i++) {
		for (int k = 0; k < i; k++) {
			if (s->held[i].reg == s->held[k].reg && s->held[i].is != s->held[k].is)
				return false;
		}
		if (crosses_nothing(s, s->held[i]))
			return false;
		n += relations_of(s->plan, s->held[i], r + n);
	}
	return !goes_round(s, r, n) && has_room(s, r, n);
}

static bool possible(struct search *s);

/* One way of several to make the whole true; the search goes on from where it was. */
static bool
way(struct search s, const struct term *terms, int n, int *ways)
{
	bool is;

	for (int i = 0; i < n; i++)
		s.open[s.n_open++] = terms[i];
	s.ways = *ways;
	s.depth++;
	is = possible(&s);
	*ways = s.ways;
	return is;
}

/* a and b are each one way; a choice is two with its condition. */
static bool
either(struct search *s, struct term a, struct term b)
{
	return way(*s, &a, 1, &s->ways) || way(*s, &b, 1, &s->ways);
}

static bool
choice(struct search *s, const struct tq_op *op, bool is)
{
	struct term yes[2] = {{op->in[0], true}, {op->in[1], is}};
	struct term no[2] = {{op->in[0], false}, {op->in[2], is}};

	return way(*s, yes, 2, &s->ways) || way(*s, no, 2, &s->ways);
}

/* Whether what is open and held can be true together; what is too much to look at, can. */
static bool
possible(struct search *s)
{
	while (s->n_open > 0) {
		struct term t = s->open[--s->n_open];
		const struct tq_op *op = op_of(s->plan, t.reg);
		bool all = op->code == TQ_OP_AND ? t.is : !t.is;
		double x;

		if (s->n_open + 2 > TERMS || s->n_held == TERMS || s->depth == DEPTH)
			return true;
		if (!can_be(s->bounds, t))
			return false;
		if (tq_plan_is_const(s->plan, t.reg, &x))
			continue;
		if (op->code == TQ_OP_NOT) {
			s->open[s->n_open++] = (struct term){op->in[0], !t.is};
		} else if (op->code == TQ_OP_SAMPLE) {
			s->open[s->n_open++] = (struct term){op->in[0] + t.reg - op->out, t.is};
		} else if (op->code == TQ_OP_IF) {
			return choice(s, op, t.is);
		} else if (op->code != TQ_OP_AND && op->code != TQ_OP_OR) {
			s->held[s->n_held++] = t;
		} else if (all) {
			s->open[s->n_open++] = (struct term){op->in[0], t.is};
			s->open[s->n_open++] = (struct term){op->in[1], t.is};
		} else {
			return either(s, (struct term){op->in[0], t.is},
				      (struct term){op->in[1], t.is});
		}
	}
	return ++s->ways > WAYS || can_hold(s);
}

bool
tq_never_true(const struct tq_plan *plan, const struct tq_bounds *bounds, int reg)
{
	struct search s = {.plan = plan, .bounds = bounds, .open = {{reg, true}}, .n_open = 1};

	return !possible(&s);
}

static bool
true_once(const struct tq_plan *plan, int reg, int depth)
{
	const struct tq_op *op = op_of(plan, reg);

	if (op->code == TQ_OP_AND && depth < DEPTH)
		return true_once(plan, op->in[0], depth + 1) ||
		       true_once(plan, op->in[1], depth + 1);
	return op->clock == 0 && (calls(op, "crosses_above") || calls(op, "crosses_below") ||
				  calls(op, "crossover"));
}

bool
tq_true_once(const struct tq_plan *plan, int reg)
{
	return true_once(plan, reg, 0);
}
