/* SPDX-License-Identifier: ISC */
#ifndef TQ_STATE_TEXT_H
#define TQ_STATE_TEXT_H

/*
 * The values of a state file as text and back, every bit of them: a decimal
 * keeps its scale ("100e-1"), a double its sign of zero, NaN and infinities
 * (as strings, which JSON needs). The parsers take what the writers write.
 */
#include "base/buf.h"
#include "num/dec.h"

void tq_state_put_f64(struct tq_buf *out, double x);
void tq_state_put_dec(struct tq_buf *out, struct tq_dec x);
void tq_state_put_text(struct tq_buf *out, struct tq_str text);

bool tq_state_parse_i64(struct tq_str text, int64_t *x);
bool tq_state_parse_f64(struct tq_str text, double *x);
bool tq_state_parse_dec(struct tq_str text, struct tq_dec *x);
bool tq_state_parse_text(struct tq_str text, struct tq_buf *out);

#endif
