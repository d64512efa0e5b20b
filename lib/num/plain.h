/* SPDX-License-Identifier: ISC */
#ifndef TQ_NUM_PLAIN_H
#define TQ_NUM_PLAIN_H

/* Texts of numbers that can stand in a record as they are. */
#include "base/str.h"

/* How many digits stand from i on. */
size_t tq_num_digits(struct tq_str text, size_t i);

/* A JSON number without exponent, of any length. */
bool tq_num_plain(struct tq_str text);

#endif
