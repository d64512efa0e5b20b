/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_DESK_H
#define TQ_EXPR_DESK_H

/*
 * All strategies of a run at work: what they wish at each moment goes through
 * the filters that the user has set and becomes signals.
 *
 * --side, --min-quality: of single wishes. --best N: of the entries of one
 * event time the N with the highest score, then strength; then in the order
 * of the strategies and of the series. --blend: no signals of the strategies
 * themselves but one a series with the sum of their positions, each times the
 * strategy's weight, whenever that sum has changed. A strategy's position is
 * the weight of its last signal, else its size with the side's sign, else 1
 * with the side's sign. With --reallocate the weights of strategies that hold
 * nothing anywhere go to the others, in proportion.
 *
 *	desk = tq_desk_new(&options, &chosen, run, err);        in a filter's open
 *	tq_desk_record, tq_desk_close, tq_desk_state, tq_desk_free
 */
#include "expr/choice.h"
#include "expr/feed.h"

struct tq_desk_limit {
	struct tq_dec x;
	bool given;
};

struct tq_desk_options {
	int side;
	bool every_bar, reallocate;
	int64_t confirm, best;
	struct tq_desk_limit min_quality;
	const char *blend;
};

enum { TQ_DESK_ROWS = 7 };
extern const struct tq_opt tq_desk_rows[TQ_DESK_ROWS];

struct tq_desk;

/* chosen is kept, not copied. NULL with TQ_USAGE when options contradict each other. */
struct tq_desk *tq_desk_new(const struct tq_desk_options *options,
			    const struct tq_chosen *chosen, struct tq_run *run,
			    struct tq_err *err);
void tq_desk_free(struct tq_desk *desk);

/* Passes the record on, with the signals that it makes known before or behind it. */
bool tq_desk_record(struct tq_desk *desk, const struct tq_rec *rec, struct tq_out *out,
		    struct tq_err *err);

/* The same without passing the record on. */
bool tq_desk_listen(struct tq_desk *desk, const struct tq_rec *rec, struct tq_out *out,
		    struct tq_err *err);

/* The end of input: what was awaited, and warnings of what never came. */
bool tq_desk_close(struct tq_desk *desk, struct tq_out *out, struct tq_err *err);

void tq_desk_state(struct tq_desk *desk, struct tq_state *st);

#endif
