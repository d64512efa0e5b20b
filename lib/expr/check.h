/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_CHECK_H
#define TQ_EXPR_CHECK_H

/*
 * What can be said of a strategy before it has seen a record: how far it looks
 * back, what it reads, and what of it can never matter: rules that never fire,
 * parameters, lets and components that nothing uses.
 */
#include "expr/strategy.h"

/*
 * Text for a reader, behind what is in *out. Returns how many things are
 * wrong, faults of the text included.
 */
size_t tq_check_strategy(struct tq_strategy *s, struct tq_str name, struct tq_faults *faults,
			 struct tq_buf *out);

#endif
