/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_DESCRIBE_H
#define TQ_INDICATOR_DESCRIBE_H

/* What the registry knows of its rows, as text for readers. */
#include "base/buf.h"
#include "indicator/indicator.h"

/* How it is called: "macd(x, fast = 12, slow = 26, signal = 9)". */
void tq_ind_signature(const struct tq_ind *ind, struct tq_buf *out);

/*
 * The whole name of a family, of itself or of its first word ("bands" for "bands and
 * channels"); NULL when there is none. Of a misspelt one the nearest, or NULL.
 */
const char *tq_ind_family(struct tq_str name);
const char *tq_ind_nearest_family(struct tq_str name);

/*
 * A line a row under a line a family: name, meaning, further names; of one family, or
 * NULL: of all.
 */
void tq_ind_list(const char *family, struct tq_buf *out);

/* All there is to know of one row, a line each. */
void tq_ind_describe(const struct tq_ind *ind, struct tq_buf *out);

/*
 * A line a row, its columns divided by tabs, the first line their names:
 * name, family, aliases, call, outputs, lookback (with the defaults), null,
 * meaning, source, inputs, gives, waits ("at least" where the lookback is the least),
 * parameters ("n = 14 in 1..100000: period in bars", with " | " between two). Empty
 * columns are "-". Of one family, or NULL: of all.
 */
void tq_ind_catalogue(const char *family, struct tq_buf *out);

#endif
