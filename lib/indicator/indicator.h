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
 * No sum is kept by taking away what leaves the window: windows are
 * aggregated afresh (indicator/window.h), so that a spike of 1e17 is forgotten
 * on the bar on which it leaves.
 *
 * Defaults, seeding and first outputs are TA-Lib's where TA-Lib has the
 * function. Where TA-Lib answers 0 for want of a value (roc from a price of 0)
 * the answer here is NaN, except rsi of a line that never moved, which is 0.
 */
#include "base/str.h"

#include <stdint.h>

struct tq_state;

enum {
	TQ_IND_INPUTS = 5,
	TQ_IND_PARAMS = 6,
	TQ_IND_OUTPUTS = 5
};

/* What a NaN in an input does. */
enum tq_ind_recovery {
	TQ_IND_WINDOW,           /* NaN as long as a NaN is in the window */
	TQ_IND_ENDS,             /* NaN when the value or the one n bars before is */
	TQ_IND_SKIP              /* NaN for that bar, which is then left out of account */
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
	const char *meaning;     /* one line, no full stop */
	const char *source;      /* whose formula: "TA-Lib SMA" */
	enum tq_ind_recovery recovery;
	enum tq_ind_gives gives;
	bool of_bar;             /* inputs name a bar's fields, and may be left out of a call */
	int n_inputs, n_params, n_outputs;
	const char *inputs[TQ_IND_INPUTS];
	struct tq_ind_param params[TQ_IND_PARAMS];
	const char *outputs[TQ_IND_OUTPUTS];

	/* Bars before the first output, given inputs that are defined from bar 0. */
	int64_t (*lookback)(const double *param);

	/* The parameters must be in range (tq_ind_param_fits). */
	void *(*make)(const double *param);
	void (*step)(void *node, const double *in, double *out);

	/* Walks what the node knows, for state files (state/state.h). */
	void (*state)(void *node, struct tq_state *st);

	void (*fini)(void *node);        /* NULL: the node is one block, free() it */
};

void tq_ind_free(const struct tq_ind *ind, void *node);

/* Rows of one subject: "averages". */
struct tq_ind_family {
	const char *name;
	const struct tq_ind *rows;
	size_t n;
};

/* All families in the order of the manual; *n of them. */
const struct tq_ind_family *const *tq_ind_families(size_t *n);

/* NULL when there is none of that name. */
const struct tq_ind *tq_ind_find(struct tq_str name);

/* In range, and whole if it must be. */
bool tq_ind_param_fits(const struct tq_ind_param *param, double x);

/* The recovery in words, for manuals. */
const char *tq_ind_recovery_words(enum tq_ind_recovery recovery);

#endif
