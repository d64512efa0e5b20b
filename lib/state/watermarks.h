/* SPDX-License-Identifier: ISC */
#ifndef TQ_STATE_WATERMARKS_H
#define TQ_STATE_WATERMARKS_H

/* The stream loop's watermarks in a state file, before the filter's fields. */
#include "record/watermark.h"
#include "state/state.h"

void tq_state_watermarks(struct tq_state *st, struct tq_watermarks *marks);

#endif
