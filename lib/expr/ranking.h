/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_RANKING_H
#define TQ_EXPR_RANKING_H

/*
 * A cross-section: at the first event time at or behind each mark of a UTC
 * grid, all series that have a moment then and a score are ranked. The best
 * are held long and the worst short; series that leave go flat.
 *
 * The scores go from high to low, ties in the order of the symbols. A null
 * score, a filter that does not hold, or a null or not positive divisor of
 * "inverse" keeps a series out. When there are fewer than top + bottom, each
 * side has its part of them, rounded down: what is in the middle is on neither.
 * With both sides each has half of the weight, else the
 * one has all of it; inside a side it is shared equally, by the size of the
 * score, or by the inverse of a value. A ranking starts with the first mark
 * that its stream comes to, not with the stream.
 */
#include "expr/roster.h"
#include "expr/wish.h"

struct tq_ranking;

struct tq_ranking *tq_ranking_new(const struct tq_program *program, const char *name);
void tq_ranking_free(struct tq_ranking *ranking);

/* A moment of a series of the universe; all of one event time before its end. */
void tq_ranking_take(struct tq_ranking *ranking, const struct tq_moment *m);

/*
 * The end of an event time: hands each wish with its moment to say, first
 * those that leave, then the top, then the bottom.
 */
typedef void tq_ranking_say(void *self, struct tq_wish *wish, const struct tq_moment *m);
void tq_ranking_end(struct tq_ranking *ranking, const struct tq_roster *roster, tq_time event,
		    tq_ranking_say *say, void *self);

void tq_ranking_state(struct tq_ranking *ranking, struct tq_state *st);

#endif
