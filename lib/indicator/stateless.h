/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_STATELESS_H
#define TQ_INDICATOR_STATELESS_H

/* The functions of a row that has no memory; what it says follows from its bar alone. */
#include <stdint.h>

struct tq_state;

void *tq_stateless_make(const double *param);
void tq_stateless_state(void *node, struct tq_state *st);
int64_t tq_stateless_lookback(const double *param);

#define TQ_STATELESS \
	.lookback = tq_stateless_lookback, .make = tq_stateless_make, .state = tq_stateless_state

#endif
