/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_RULES_OPTION_H
#define TQ_MARKET_RULES_OPTION_H

/* The options of the rules, and a checker made ready by them. */
#include "market/verdict_end.h"

struct tq_rules_options {
	int on[TQ_RULES];        /* action + 1; 0: the rule's own */
	bool strict;
	const char *calendar;
	const char *kind;
	struct tq_dec max_jump, split_tolerance, max_rate, max_diff, max_weights;
	int64_t max_stuck;
	tq_time max_stale, max_skew;
	const char *canonical, *against;
	struct tq_moment now;
	bool gap_events, flag_events;
	bool list;
};

/* Their rows, for a group whose base is where the struct lies. */
enum { TQ_RULES_ROWS = 18 };
extern const struct tq_opt tq_rules_rows[TQ_RULES_ROWS];

/* clock: the system's, for what is not given. Files are opened. */
bool tq_rules_setup(const struct tq_rules_options *options, tq_time (*clock)(void),
		    struct tq_checker *ck, struct tq_err *err);

#endif
