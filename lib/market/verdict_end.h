/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_VERDICT_END_H
#define TQ_MARKET_VERDICT_END_H

/*
 * What tq-validate asks at the end of input: is every symbol there, complete
 * and fresh? And the options that only it has.
 */
#include "market/verdict_out.h"

struct tq_verdict_end {
	bool summary;
	struct tq_dec min_complete;      /* 0: not asked */
	struct tq_opt_texts require;     /* symbols, each text may list several */
	tq_time max_age;                 /* 0: not asked */
	struct tq_verdict_totals before; /* of the runs that a state tells of */
};

/* TQ_USAGE when what is asked cannot be answered. */
bool tq_verdict_end_ok(const struct tq_verdict_end *end, const struct tq_checker *ck,
		       struct tq_err *err);

/*
 * Writes the summary, logs what was found and each question that is answered
 * with no; then false with TQ_STALE or TQ_NO and no text, as all is said. What
 * is known of the series stays as it is.
 */
bool tq_verdict_end(const struct tq_verdict_end *end, struct tq_checker *ck,
		    const struct tq_verdict_fields *fields, struct tq_out *out,
		    struct tq_err *err);

void tq_verdict_end_fini(struct tq_verdict_end *end);

/* The rule table as text: name, action, what fails it. */
void tq_verdict_list(struct tq_out *out, const enum tq_action action[TQ_RULES]);

/* Options: "gap=drop" into int[TQ_RULES], action + 1. */
bool tq_opt_on(const struct tq_opt *, const char *, void *, struct tq_err *);

/* Options: a duration above 0 into tq_time. */
bool tq_opt_age(const struct tq_opt *, const char *, void *, struct tq_err *);

/* Options: a time as tq_opt_time, or "none" (TQ_TIME_NONE). */
struct tq_moment {
	bool given;
	tq_time at;
};
bool tq_opt_moment(const struct tq_opt *, const char *, void *, struct tq_err *);

#endif
