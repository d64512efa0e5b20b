/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_PROGRESS_H
#define TQ_FETCH_PROGRESS_H

/*
 * How far a fetch is, for somebody who looks on: one line on standard error
 * that is written over, a few times a second, when that is a terminal and -q
 * is not given. Nothing otherwise.
 */
#include "fetch/errand.h"

struct tq_progress {
	bool on, color;
	bool shown;              /* there is a line on the terminal */
	tq_time start, said;     /* by time since boot */
};

void tq_progress_init(struct tq_progress *progress);

/* Says how far the errands are, if the last time was a while ago. */
void tq_progress_tell(struct tq_progress *progress, const struct tq_errand *errand, size_t n);

/* Takes the line away, before something else is said. */
void tq_progress_clear(struct tq_progress *progress);

#endif
