/* SPDX-License-Identifier: ISC */
#ifndef TQ_STORE_SPANS_H
#define TQ_STORE_SPANS_H

/*
 * Ranges of time that carry a label each: who covered what, which source gives
 * the rows of what. Ascending and apart; two that touch differ in their label,
 * so that the same labelling of time is always the same spans. The zero value
 * is empty.
 */
#include "store/store.h"

struct tq_span {
	tq_time from, to;        /* from <= t < to */
	size_t label;
};

struct tq_spans {
	struct tq_span *item;
	size_t n, cap;
};

/* from..to has this label now, whatever it had. */
void tq_spans_put(struct tq_spans *spans, tq_time from, tq_time to, size_t label);

void tq_spans_copy(struct tq_spans *to, const struct tq_spans *from);
void tq_spans_fini(struct tq_spans *spans);

/* The index of the first span that ends behind t; n when there is none. */
size_t tq_spans_find(const struct tq_spans *spans, tq_time t);

#endif
