/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_FILES_H
#define TQ_FETCH_FILES_H

/* The part of an errand that takes a piece from a file of the archive. */
#include "fetch/errand.h"

/* The file of the plan's first piece, or what takes its place if there is none. */
bool tq_files_begin(struct tq_errand *errand, struct tq_err *err);

/* The answer to the archive's call: rows, or what takes the place of a file that is no good. */
bool tq_files_answer(struct tq_errand *errand, struct tq_err *err);

#endif
