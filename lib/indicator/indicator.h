/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_INDICATOR_H
#define TQ_INDICATOR_INDICATOR_H

/*
 * Indicators as streaming nodes: a value in, a value out, bar by bar. Every
 * indicator is a row of one registry; what --help, the man page, the
 * expression compiler and the tests know of it they read there.
 *
 *	const struct tq_ind *ind = tq_ind_find(tq_str("sma"));
 *	double param[TQ_IND_PARAMS] = {20}, out;
 *	void *node = ind->make(param);
 *	for each bar: ind->step(node, &close, &out);
 *	tq_ind_free(ind, node);
 *
 * A node's memory is fixed when it is made; a step costs amortised O(1) and
 * allocates nothing. NaN is "undefined": outputs are
 * NaN until lookback(param) bars have gone by, and after a NaN input as the
 * row's recovery says. Outputs are finite or NaN. A condition is 1, 0 or NaN.
 *
 * No sum rounds what enters or leaves its window: it is exact in parts
 * (indicator/rolling_sum.h) or aggregated afresh (indicator/window.h), so that a
 * spike of 1e17 is forgotten on the bar on which it leaves.
 *
 * An input beyond the range of an answer (prices of 1e300 multiplied) makes the
 * answer NaN, never an infinity, and is forgotten as any other.
 *
 * Defaults, seeding and first outputs are TA-Lib's where TA-Lib has the
 * function. Where TA-Lib answers 0 for want of a value (roc from a price of 0)
 * the answer here is NaN, except rsi of a line that never moved, which is 0.
 */
#include "base/str.h"

#include <stdint.h>

struct tq_state;

enum {
	TQ_IND_INPUTS = 6,
	TQ_IND_PARAMS = 8,
	TQ_IND_OUTPUTS = 24,
	TQ_IND_ALIASES = 2
};

/* What a NaN in an input does. */
enum tq_ind_recovery {
	TQ_IND_WINDOW,           /* NaN as long as a NaN is in the window */
	TQ_IND_ENDS,             /* NaN when the value or the one n bars before is */
	TQ_IND_SKIP,             /* NaN for that bar, which is then left out of account */
	TQ_IND_ALONE,            /* NaN for that bar: there is no memory */
	TQ_IND_RESTART           /* NaN until lookback(param) bars have gone by again */
};

/*
 * A book as the input of an indicator (of_book): TQ_LADDER numbers in a row.
 * [0] and [1] are the numbers of bids and asks that are there, at most
 * TQ_LADDER_LEVELS each; then price, qty of each bid, best first, in room for
 * TQ_LADDER_LEVELS of them; then the asks in the same way. An undefined book
 * has NaN at [0].
 */
enum {
	TQ_LADDER_LEVELS = 50,
	TQ_LADDER_BIDS = 2,
	TQ_LADDER_ASKS = 2 + 2 * TQ_LADDER_LEVELS,
	TQ_LADDER = 2 + 4 * TQ_LADDER_LEVELS
};

/* What an indicator's outputs are to an expression. */
enum tq_ind_gives {
	TQ_IND_NUMBER,
	TQ_IND_CONDITION,
	TQ_IND_SAME              /* what its input is */
};

struct tq_ind_param {
	const char *name;
	double preset, low, high;
	bool whole;              /* only whole numbers */
	const char *meaning;
};

struct tq_ind {
	const char *name;
	const char *aliases[TQ_IND_ALIASES];     /* further names, NULL */
	const char *meaning;     /* one line, no full stop */
	const char *source;      /* whose formula: "TA-Lib SMA" */
	enum tq_ind_recovery recovery;
	enum tq_ind_gives gives;

	/*
	 * Inputs name fields of the record, and may be left out of a call:
	 * open, high, low, close, volume, price, qty, ...; "time" is the
	 * record's time (of a bar: its open) in seconds since 1970, "side" of
	 * a tick 1 for a buy, -1 for a sell.
	 */
	bool of_bar;
	bool of_book;            /* the one input is a ladder; may be left out of a call */
	unsigned conditions;     /* bit i: input i is a condition */
	int n_inputs, n_params, n_outputs;
	const char *inputs[TQ_IND_INPUTS];
	struct tq_ind_param params[TQ_IND_PARAMS];
	const char *outputs[TQ_IND_OUTPUTS];

	/*
	 * Bars before the first output, given inputs that are defined from bar 0;
	 * the least that it can be for what waits for something to happen: for a
	 * condition to come true, or for so much volume.
	 */
	bool waits;
	int64_t (*lookback)(const double *param);

	/* The parameters must be in range (tq_ind_param_fits). */
	void *(*make)(const double *param);
	void (*step)(void *node, const double *in, double *out);

	/* Walks what the node knows, for state files (state/state.h). */
	void (*state)(void *node, struct tq_state *st);

	void (*fini)(void *node);        /* NULL: the node is one block, free() it */
};

void tq_ind_free(const struct tq_ind *ind, void *node);

/* Rows of one subject: "averages". Parts of the same name follow each other. */
struct tq_ind_family {
	const char *name;
	const struct tq_ind *rows;
	size_t n;
};

/* All families in the order of the manual; *n of them. */
const struct tq_ind_family *const *tq_ind_families(size_t *n);

/* By name or alias; NULL when there is none. */
const struct tq_ind *tq_ind_find(struct tq_str name);

/* In range, and whole if it must be. */
bool tq_ind_param_fits(const struct tq_ind_param *param, double x);

/* The recovery in words, for manuals. */
const char *tq_ind_recovery_words(enum tq_ind_recovery recovery);

#endif
