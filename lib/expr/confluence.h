/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_CONFLUENCE_H
#define TQ_EXPR_CONFLUENCE_H

/*
 * Components to expressions; private to the room. With weights W and the
 * components c that are not null, each held to 0..100:
 *
 *	confluence  = sum of W c / sum of W       over those components
 *	reliability = sum of W over those / sum of all W
 *
 * With time frames a component is the mean of its values on each, weighted
 * alike, and counts for reliability by the share of frames that are there.
 */
#include "expr/compile.h"
#include "expr/statement.h"

struct tq_confluence {
	struct tq_ast *sum;      /* of W c, nulls left out; NULL before the first component */
	struct tq_ast *there;    /* of W of those that are there */
	struct tq_ast *share;    /* the same, with parts of time frames */
	double weight;           /* of all */
};

/*
 * The expression of a component, NULL after a fault; it is added to the
 * confluence under its name, which the caller brings into scope.
 */
struct tq_ast *tq_confluence_add(struct tq_confluence *conf, struct tq_compiler *c,
				 struct tq_strategy *s, const struct tq_statement *component);

/* Behind the last component. NULL after a fault: no weight at all. */
struct tq_ast *tq_confluence_score(struct tq_confluence *conf, struct tq_compiler *c,
				   struct tq_strategy *s, struct tq_place place);
struct tq_ast *tq_confluence_reliability(struct tq_confluence *conf, struct tq_strategy *s,
					 struct tq_place place);

/* A copy of a rule's condition in which the confluence is by points higher. */
struct tq_ast *tq_confluence_nearer(struct tq_strategy *s, const struct tq_ast *rule, double by);

#endif
