/* SPDX-License-Identifier: ISC */
#ifndef TQ_RISK_BREACH_H
#define TQ_RISK_BREACH_H

/* Why something is refused: the fields of its reject record. */
#include "record/out.h"

struct tq_breach {
	const char *code;        /* for programs: "limit", "size", "halted", ... */
	const char *rule;        /* the option whose limit it is, or NULL */
	bool has_value;
	struct tq_dec value, limit;
	char reason[200];        /* "position_size 1000000 > 10000 (max-position)" */
};

/* False, so that `return tq_breach(...)` ends a check. */
bool tq_breach(struct tq_breach *breach, const char *code, const char *reason);

/* With numbers: WHAT VALUE > LIMIT (RULE); sign is what is put between them. */
bool tq_breach_of(struct tq_breach *breach, const char *rule, const char *what,
		  struct tq_dec value, const char *sign, struct tq_dec limit);

/*
 * The reject record of what a tool refused: stage "risk" or "paper", the
 * breach, and of the record its time, symbol, place, id (as `signal` or
 * `order`) and itself whole.
 */
void tq_breach_write(struct tq_out *out, const char *stage, const struct tq_rec *rec,
		     const struct tq_breach *breach);

#endif
