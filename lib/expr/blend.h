/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_BLEND_H
#define TQ_EXPR_BLEND_H

/*
 * Several strategies' positions as one weight a series. See expr/desk.h for
 * what a position is.
 */
#include "expr/roster.h"
#include "expr/wish.h"

struct tq_blend;

/*
 * text is "a=0.6,b=0.4" over all n names; the weights' sum is 1 within 1e-6.
 * NULL with TQ_USAGE and what is wrong. names are kept, not copied.
 */
struct tq_blend *tq_blend_new(const char *text, const char *const *names, size_t n,
			      bool reallocate, struct tq_err *err);
void tq_blend_free(struct tq_blend *blend);

/* What strategy k says of a series. */
void tq_blend_take(struct tq_blend *blend, size_t k, size_t series, const struct tq_wish *wish);

/* The blend's wish for a series if its weight is another than was said last. */
bool tq_blend_wish(struct tq_blend *blend, size_t series, struct tq_wish *wish);

void tq_blend_state(struct tq_blend *blend, struct tq_state *st);

#endif
