/* SPDX-License-Identifier: ISC */
#include "indicator/ordered.h"

#include "base/hash.h"
#include "base/mem.h"
#include "indicator/family.h"
#include "state/state.h"

#include <math.h>

/* Place 0 stands for "none"; its size is 0. */
struct place {
	double value;
	uint32_t priority;
	uint32_t size;           /* of the subtree below and with it */
	uint32_t left, right;
};

struct tq_ordered {
	int64_t n, at;           /* at: the oldest, 0 .. n-1, in place at + 1 */
	uint32_t root;
	struct place place[];
};

struct tq_ordered *
tq_ordered_new(double n)
{
	size_t count = (size_t)n + 1;
	struct tq_ordered *o = tq_alloc(1, sizeof *o + count * sizeof o->place[0]);

	o->n = (int64_t)n;
	for (uint32_t i = 1; i < count; i++) {
		o->place[i].value = (double)NAN;
		o->place[i].priority = (uint32_t)tq_hash(&i, sizeof i);
	}
	return o;
}

/* Equal values are told apart by their places. */
static bool
before(const struct tq_ordered *o, uint32_t a, uint32_t b)
{
	double x = o->place[a].value, y = o->place[b].value;

	return x < y || (x == y && a < b);
}

static uint32_t
count_before(const struct tq_ordered *o, uint32_t tree, uint32_t node)
{
	uint32_t n = 0;

	while (tree) {
		const struct place *p = &o->place[tree];

		if (before(o, tree, node)) {
			n += o->place[p->left].size + 1;
			tree = p->right;
		} else {
			tree = p->left;
		}
	}
	return n;
}

/* Parts the tree into what is before node and what is behind, below node. */
static void
split(struct tq_ordered *o, uint32_t tree, uint32_t node)
{
	uint32_t *left = &o->place[node].left, *right = &o->place[node].right;
	uint32_t smaller = count_before(o, tree, node);
	uint32_t larger = o->place[tree].size - smaller;

	while (tree) {
		struct place *p = &o->place[tree];

		if (before(o, tree, node)) {
			p->size = smaller;
			smaller -= o->place[p->left].size + 1;
			*left = tree;
			left = &p->right;
			tree = p->right;
		} else {
			p->size = larger;
			larger -= o->place[p->right].size + 1;
			*right = tree;
			right = &p->left;
			tree = p->left;
		}
	}
	*left = *right = 0;
}

static void
insert(struct tq_ordered *o, uint32_t node)
{
	uint32_t *link = &o->root;

	while (*link && o->place[*link].priority >= o->place[node].priority) {
		struct place *p = &o->place[*link];

		p->size++;
		link = before(o, node, *link) ? &p->left : &p->right;
	}
	split(o, *link, node);
	o->place[node].size = 1 + o->place[o->place[node].left].size +
		o->place[o->place[node].right].size;
	*link = node;
}

static void
take_out(struct tq_ordered *o, uint32_t node)
{
	uint32_t *link = &o->root;
	uint32_t a = o->place[node].left, b = o->place[node].right;

	while (*link != node) {
		struct place *p = &o->place[*link];

		p->size--;
		link = before(o, node, *link) ? &p->left : &p->right;
	}
	/* All of a is before all of b: the higher priority is the root of both. */
	while (a && b) {
		if (o->place[a].priority >= o->place[b].priority) {
			o->place[a].size += o->place[b].size;
			*link = a;
			link = &o->place[a].right;
			a = *link;
		} else {
			o->place[b].size += o->place[a].size;
			*link = b;
			link = &o->place[b].left;
			b = *link;
		}
	}
	*link = a ? a : b;
}

void
tq_ordered_push(struct tq_ordered *o, double x)
{
	uint32_t node = (uint32_t)o->at + 1;

	if (!isnan(o->place[node].value))
		take_out(o, node);
	o->place[node].value = x;
	if (!isnan(x))
		insert(o, node);
	if (++o->at == o->n)
		o->at = 0;
}

int64_t
tq_ordered_count(const struct tq_ordered *o)
{
	return o->place[o->root].size;
}

double
tq_ordered_at(const struct tq_ordered *o, int64_t k)
{
	const struct place *p = &o->place[o->root];

	for (;;) {
		int64_t smaller = o->place[p->left].size;

		if (k == smaller)
			return p->value;
		if (k < smaller) {
			p = &o->place[p->left];
		} else {
			k -= smaller + 1;
			p = &o->place[p->right];
		}
	}
}

double
tq_ordered_quantile(const struct tq_ordered *o, double q)
{
	int64_t last = tq_ordered_count(o) - 1;
	double place = q * (double)last, whole = floor(place);
	double low = tq_ordered_at(o, (int64_t)whole), high = low;

	if ((int64_t)whole < last && place > whole)
		high = tq_ordered_at(o, (int64_t)whole + 1);
	return low == high ? low : low * (1 - (place - whole)) + high * (place - whole);
}

/* How many values v have v < x, or with equal v <= x. */
static int64_t
count(const struct tq_ordered *o, double x, bool equal)
{
	uint32_t tree = o->root;
	int64_t n = 0;

	while (tree) {
		const struct place *p = &o->place[tree];

		if (p->value < x || (equal && p->value == x)) {
			n += o->place[p->left].size + 1;
			tree = p->right;
		} else {
			tree = p->left;
		}
	}
	return n;
}

int64_t
tq_ordered_below(const struct tq_ordered *o, double x)
{
	return count(o, x, false);
}

int64_t
tq_ordered_at_most(const struct tq_ordered *o, double x)
{
	return count(o, x, true);
}

void
tq_ordered_state(struct tq_ordered *o, struct tq_state *st)
{
	tq_ind_state_int(st, "at", &o->at, 0, o->n - 1);
	for (uint32_t i = 1; i <= o->n; i++)
		tq_state_f64(st, "value", &o->place[i].value);
	if (!tq_state_loading(st) || !tq_state_ok(st))
		return;
	o->root = 0;
	for (uint32_t i = 1; i <= o->n; i++)
		if (!isnan(o->place[i].value))
			insert(o, i);
}
