/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_ORDERED_H
#define TQ_INDICATOR_ORDERED_H

/*
 * The last n values in order of size: the k-th of them and the rank of any
 * number in O(log n), in memory that is fixed when it is made.
 *
 * It is a treap (Seidel and Aragon 1996) with the size of each subtree. A place
 * in the ring keeps its priority for ever, so the tree depends on nothing but
 * the values in their places, and a state file needs the values only. A NaN
 * takes a place and is in no order. One block of memory: free() it.
 */
#include <stdint.h>

struct tq_state;
struct tq_ordered;

struct tq_ordered *tq_ordered_new(double n);
void tq_ordered_state(struct tq_ordered *o, struct tq_state *st);

/* x in the place of the oldest value. */
void tq_ordered_push(struct tq_ordered *o, double x);

/* How many of the last n values are there and not NaN. */
int64_t tq_ordered_count(const struct tq_ordered *o);

/* The k-th smallest, from 0; k is below the count. */
double tq_ordered_at(const struct tq_ordered *o, int64_t k);

/* Between the values by linear interpolation, q in 0 .. 1 (type 7 of Hyndman and Fan 1996). */
double tq_ordered_quantile(const struct tq_ordered *o, double q);

/* How many values are below x, and how many are not above it. */
int64_t tq_ordered_below(const struct tq_ordered *o, double x);
int64_t tq_ordered_at_most(const struct tq_ordered *o, double x);

#endif
