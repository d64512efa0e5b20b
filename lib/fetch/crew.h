/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_CREW_H
#define TQ_FETCH_CREW_H

/*
 * Many errands over one caller, some at a time, and what they bring as one
 * stream in the order of time, the same whatever the order of the answers. An
 * errand whose rows wait is asked for no more until they are written, so that
 * no more than a page (or an archive file's rows) of each is held.
 */
#include "fetch/errand.h"
#include "fetch/progress.h"
#include "record/sink.h"

/* Runs all to their ends. False only when the output cannot be written. */
bool tq_crew_run(struct tq_errand *errand, size_t n, struct tq_progress *progress,
		 struct tq_out *out, struct tq_err *err);

/* The committed records of the errands' series in their ranges, in the same order. */
bool tq_crew_read(struct tq_errand *errand, size_t n, struct tq_out *out, struct tq_err *err);

#endif
