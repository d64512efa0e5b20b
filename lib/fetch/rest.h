/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_REST_H
#define TQ_FETCH_REST_H

/* The part of an errand that walks through a piece by REST. */
#include "fetch/errand.h"

void tq_rest_begin(struct tq_errand *errand, struct tq_range range);

/* The call of the walk's next page; NULL with err filled when the provider makes none. */
struct tq_call *tq_rest_call(struct tq_errand *errand, struct tq_err *err);

/* Takes the answer; what is sure of the rows is then ready in errand->walk. */
bool tq_rest_answer(struct tq_errand *errand, struct tq_err *err);

void tq_rest_end(struct tq_errand *errand);

#endif
