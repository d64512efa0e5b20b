/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_FIR_H
#define TQ_INDICATOR_FIR_H

/*
 * A moving average with any weights: each bar costs as many multiplications as
 * there are weights, so windows are kept to TQ_FIR_LONGEST. NaN until n values
 * have come and as long as a NaN is among them. One block of memory: free() it.
 *
 *	struct tq_fir *f = tq_fir_new(n);
 *	f->weight[i] = ..., the oldest's first, in any proportion
 *	tq_fir_normalise(f);
 */
#include "indicator/window.h"

enum { TQ_FIR_LONGEST = 1000 };

struct tq_fir {
	struct tq_window w;
	double *value;           /* the window twice over, so that it lies in one piece */
	double weight[];
};

struct tq_fir *tq_fir_new(double n);
void tq_fir_normalise(struct tq_fir *f);
double tq_fir_step(struct tq_fir *f, double x);
void tq_fir_state(struct tq_fir *f, struct tq_state *st);

#endif
