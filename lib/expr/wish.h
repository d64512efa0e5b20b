/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_WISH_H
#define TQ_EXPR_WISH_H

/*
 * What a signal says: a rule's attributes at a moment, or a place in a rank, or
 * a blend's weight.
 *
 * Doubles become decimals here, from their shortest text, half to even:
 * prices (and trail) with four digits behind those of the moment's own price,
 * but no more than 15 significant ones; sizes, quantities, targets and weights
 * with ten significant digits. What is null or no price or size is bad, and
 * the wish is not made: nothing is traded without the stop that was wanted.
 */
#include "base/buf.h"
#include "expr/feed.h"
#include "expr/fire.h"
#include "expr/strategy.h"

struct tq_wish {
	const char *strategy;
	enum tq_rule_side side;
	bool manages;            /* of what is open; enters nothing */
	bool priced;             /* the moment's close is its price */
	double strength, score, quality;         /* NaN: not said */
	struct tq_dec value[TQ_ATTR_VALUES];     /* bad: not said */
	int64_t max_hold;
	struct tq_str tif, tag;
	bool add, only_when_flat;
	struct tq_buf why;       /* members of an object, without the braces */
};

/*
 * Nothing is said but the strategy and the side. The wish is a zero one, or one
 * that is over, whose memory serves again; tq_wish_fini frees it.
 */
void tq_wish_start(struct tq_wish *wish, const char *strategy, enum tq_rule_side side);
void tq_wish_fini(struct tq_wish *wish);

/* What has fired, said in full. False: an attribute is null or cannot be. */
bool tq_wish_make(struct tq_wish *wish, const struct tq_program *program,
		  const struct tq_fired *fired, const struct tq_moment *m);

/* What the program's "quality" says, held to 0..100; NaN: null, or there is none. */
double tq_wish_quality(const struct tq_program *program, const struct tq_moment *m);

/* The values for why, as members of an object. */
void tq_wish_explain(struct tq_buf *why, const struct tq_program *program,
		     const struct tq_moment *m);
void tq_wish_explain_value(struct tq_buf *why, struct tq_str name, double x);

/* Takes back all but the going flat. */
void tq_wish_flatten(struct tq_wish *wish);

/* The record. */
void tq_wish_put(const struct tq_wish *wish, const struct tq_moment *m, struct tq_out *out);

/* A price above zero; false: it is none. */
bool tq_wish_price(double x, struct tq_dec like, struct tq_dec *out);

/* A size, signed; false: null, or too large for a decimal. */
bool tq_wish_size(double x, struct tq_dec *out);

#endif
