/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_OUTCOME_H
#define TQ_FETCH_OUTCOME_H

/* What a fetch came to: what is missing, said a line a range, and the status of it all. */
#include "fetch/errand.h"

/* n_records: how many records of all errands there are now, written or stored. */
bool tq_outcome(const struct tq_errand *errand, size_t n, struct tq_err *err);

/* Says what the errand lacks and why; the highest status stays in *worst. */
void tq_outcome_tell(const struct tq_errand *errand, enum tq_exit *worst);

#endif
