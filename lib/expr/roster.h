/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_ROSTER_H
#define TQ_EXPR_ROSTER_H

/*
 * The series that were seen, by a feed's numbers, for what is said of one
 * behind its own moment: in a rank, of a blend. The zero value is empty.
 */
#include "base/buf.h"
#include "expr/feed.h"

struct tq_roster_series {
	struct tq_buf key;       /* venue, symbol, interval, a NUL behind each */
	size_t venue_n, symbol_n;
	struct tq_dec close;     /* at its last moment */
};

struct tq_roster {
	struct tq_roster_series *series;
	size_t n, cap;
};

void tq_roster_note(struct tq_roster *roster, const struct tq_moment *m);

/* A moment of the series at an event time, without a flow; the texts are the roster's. */
struct tq_moment tq_roster_moment(const struct tq_roster *roster, size_t series, tq_time event);

/* By symbol, then venue, then interval: -1, 0, 1. */
int tq_roster_compare(const struct tq_roster *roster, size_t a, size_t b);

void tq_roster_state(struct tq_roster *roster, struct tq_state *st);
void tq_roster_fini(struct tq_roster *roster);

#endif
