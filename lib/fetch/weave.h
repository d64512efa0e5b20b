/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_WEAVE_H
#define TQ_FETCH_WEAVE_H

/*
 * Many series as one stream in the order of time; of one time, in the order of
 * the series. A heap of the next times: what a series has next is told anew
 * whenever that changes.
 *
 *	tq_weave_put(&weave, series, time of its first row);
 *	while (tq_weave_first(&weave, &series)) ...
 */
#include "time/instant.h"

struct tq_weave_head {
	tq_time time;
	size_t series;
};

struct tq_weave {
	struct tq_weave_head *heap;
	size_t n, cap;
};

/* series has a next row of that time; it has none in the weave now. */
void tq_weave_put(struct tq_weave *weave, size_t series, tq_time time);

/* The series that is next, or false; it stays until taken. */
bool tq_weave_first(const struct tq_weave *weave, size_t *series);
void tq_weave_take(struct tq_weave *weave);

void tq_weave_fini(struct tq_weave *weave);

#endif
