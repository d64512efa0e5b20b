/* SPDX-License-Identifier: ISC */
#include "expr/blend.h"

#include "base/mem.h"
#include "num/f64.h"
#include "state/state.h"

#include <stdlib.h>

enum { SERIES = 1 << 24 };       /* a state file has no more */

struct tq_blend {
	const char *const *names;
	double *weight;          /* by strategy */
	size_t *open;            /* by strategy: series in which it has a position */
	size_t n;
	bool reallocate;
	double *position;        /* by series, then strategy */
	struct tq_dec *said;     /* by series */
	size_t n_series, cap;
};

/* The weight of one "name=weight"; false with what is wrong. */
static bool
read_part(struct tq_blend *b, struct tq_str part, bool *given, struct tq_err *err)
{
	const char *equals = memchr(part.p, '=', part.n);
	struct tq_str name, text;
	size_t k = 0;

	if (!equals)
		return tq_fail(err, TQ_USAGE, "--blend: '%.*s' is no name=weight",
			       TQ_STR_ARG(part));
	name = (struct tq_str){part.p, (size_t)(equals - part.p)};
	text = (struct tq_str){equals + 1, part.n - name.n - 1};
	while (k < b->n && !tq_str_is(name, b->names[k]))
		k++;
	if (k == b->n)
		return tq_fail(err, TQ_USAGE, "--blend: no strategy '%.*s'", TQ_STR_ARG(name));
	if (given[k])
		return tq_fail(err, TQ_USAGE, "--blend: '%.*s' is given twice",
			       TQ_STR_ARG(name));
	if (!tq_f64_parse(text, &b->weight[k]) || !(b->weight[k] >= 0))
		return tq_fail(err, TQ_USAGE, "--blend: '%.*s' is no weight", TQ_STR_ARG(text));
	given[k] = true;
	return true;
}

static bool
read_weights(struct tq_blend *b, const char *text, bool *given, struct tq_err *err)
{
	double sum = 0;

	while (*text) {
		struct tq_str part = {text, strcspn(text, ",")};

		if (!read_part(b, part, given, err))
			return false;
		text += part.n + (text[part.n] == ',');
	}
	for (size_t k = 0; k < b->n; k++) {
		if (strpbrk(b->names[k], "\"\\,="))
			return tq_fail(err, TQ_USAGE, "--blend: '%s' needs a label "
				       "(--strategy LABEL=...)", b->names[k]);
		if (!given[k])
			return tq_fail(err, TQ_USAGE, "--blend: '%s' has no weight",
				       b->names[k]);
		sum += b->weight[k];
	}
	if (!(fabs(sum - 1) <= 1e-6))
		return tq_fail(err, TQ_USAGE, "--blend: the weights' sum is %.10g, not 1", sum);
	return true;
}

struct tq_blend *
tq_blend_new(const char *text, const char *const *names, size_t n, bool reallocate,
	     struct tq_err *err)
{
	struct tq_blend *b = tq_alloc(1, sizeof *b);
	bool *given = tq_alloc(n + 1, sizeof *given);
	bool ok;

	b->names = names;
	b->n = n;
	b->reallocate = reallocate;
	b->weight = tq_alloc(n + 1, sizeof b->weight[0]);
	b->open = tq_alloc(n + 1, sizeof b->open[0]);
	ok = read_weights(b, text, given, err);
	free(given);
	if (ok)
		return b;
	tq_blend_free(b);
	return NULL;
}

void
tq_blend_free(struct tq_blend *b)
{
	if (!b)
		return;
	free(b->weight);
	free(b->open);
	free(b->position);
	free(b->said);
	free(b);
}

static void
make_room(struct tq_blend *b, size_t n)
{
	if (n > b->cap) {
		b->cap = n > 2 * b->cap ? n : 2 * b->cap;
		b->position = tq_realloc(b->position, b->cap, b->n * sizeof b->position[0]);
		b->said = tq_realloc(b->said, b->cap, sizeof b->said[0]);
	}
	for (; b->n_series < n; b->n_series++) {
		for (size_t k = 0; k < b->n; k++)
			b->position[b->n_series * b->n + k] = 0;
		b->said[b->n_series] = tq_dec(0, 0);
	}
}

static double
position_of(const struct tq_wish *wish)
{
	double sign = wish->side == TQ_RULE_LONG ? 1 : wish->side == TQ_RULE_SHORT ? -1 : 0;

	if (tq_dec_ok(wish->value[TQ_ATTR_WEIGHT]))
		return tq_dec_f64(wish->value[TQ_ATTR_WEIGHT]);
	if (tq_dec_ok(wish->value[TQ_ATTR_SIZE]))
		return sign * tq_dec_f64(wish->value[TQ_ATTR_SIZE]);
	return sign;
}

void
tq_blend_take(struct tq_blend *b, size_t k, size_t series, const struct tq_wish *wish)
{
	double *position;

	make_room(b, series + 1);
	position = &b->position[series * b->n + k];
	b->open[k] -= *position != 0;
	*position = position_of(wish);
	b->open[k] += *position != 0;
}

/* Of the strategies that count; 0 when none does. */
static double
counted(const struct tq_blend *b)
{
	double sum = 0;

	for (size_t k = 0; k < b->n; k++)
		sum += !b->reallocate || b->open[k] > 0 ? b->weight[k] : 0;
	return b->reallocate ? sum : 1;
}

/* Weights before and, when they are reallocated, after; positions that they were put on. */
static void
explain(const struct tq_blend *b, size_t series, double all, struct tq_buf *why)
{
	struct tq_buf weights = {0}, after = {0}, positions = {0};

	for (size_t k = 0; k < b->n; k++) {
		tq_wish_explain_value(&weights, tq_str(b->names[k]), b->weight[k]);
		tq_wish_explain_value(&after, tq_str(b->names[k]),
				      b->open[k] > 0 && all > 0 ? b->weight[k] / all : 0);
		tq_wish_explain_value(&positions, tq_str(b->names[k]),
				      b->position[series * b->n + k]);
	}
	tq_buf_printf(why, "\"weights\":{%s},", tq_buf_text(&weights));
	if (b->reallocate)
		tq_buf_printf(why, "\"reallocated\":{%s},", tq_buf_text(&after));
	tq_buf_printf(why, "\"positions\":{%s}", tq_buf_text(&positions));
	tq_buf_fini(&weights);
	tq_buf_fini(&after);
	tq_buf_fini(&positions);
}

bool
tq_blend_wish(struct tq_blend *b, size_t series, struct tq_wish *wish)
{
	double sum = 0, all = counted(b);
	struct tq_dec weight;
	int sign;

	make_room(b, series + 1);
	for (size_t k = 0; k < b->n; k++)
		sum += b->weight[k] * b->position[series * b->n + k];
	if (!tq_wish_size(all > 0 ? sum / all : 0, &weight) ||
	    tq_dec_eq(weight, b->said[series]))
		return false;
	b->said[series] = weight;
	sign = tq_dec_sign(weight);
	wish->side = sign > 0 ? TQ_RULE_LONG : sign < 0 ? TQ_RULE_SHORT : TQ_RULE_FLAT;
	if (sign != 0)
		wish->value[TQ_ATTR_WEIGHT] = weight;
	explain(b, series, all, &wish->why);
	return true;
}

void
tq_blend_state(struct tq_blend *b, struct tq_state *st)
{
	size_t n = b->n_series;

	tq_state_count(st, "blend", &n, SERIES);
	if (!tq_state_ok(st))
		return;
	make_room(b, n);
	for (size_t i = 0; i < n * b->n; i++) {
		tq_state_f64(st, "position", &b->position[i]);
		if (tq_state_loading(st))
			b->open[i % b->n] += b->position[i] != 0;
	}
	for (size_t i = 0; i < n; i++)
		tq_state_dec(st, "said", &b->said[i]);
}
