/* SPDX-License-Identifier: ISC */
#ifndef TQ_RISK_MAYBE_H
#define TQ_RISK_MAYBE_H

/*
 * A limit that may not be given. Its number is above zero and finite, whatever
 * was typed: NaN, infinity, negative numbers and what does not fit are refused
 * where the option is parsed.
 */
#include "num/dec.h"

struct tq_maybe {
	bool given;
	bool percent;            /* tq_opt_maybe_either: a ratio, not an amount */
	struct tq_dec value;
};

/* 500; 0.2 or 20%. */
bool tq_opt_maybe_amount(const struct tq_opt *, const char *, void *, struct tq_err *);
bool tq_opt_maybe_ratio(const struct tq_opt *, const char *, void *, struct tq_err *);
/* 0.2 or 20%; at most 100%, and below it. */
bool tq_opt_maybe_share(const struct tq_opt *, const char *, void *, struct tq_err *);
bool tq_opt_maybe_part(const struct tq_opt *, const char *, void *, struct tq_err *);

/* 500 or 2%. */
bool tq_opt_maybe_either(const struct tq_opt *, const char *, void *, struct tq_err *);

#endif
