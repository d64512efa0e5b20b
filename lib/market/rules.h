/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_RULES_H
#define TQ_MARKET_RULES_H

/*
 * The validation rules: one table, a function a rule, and what is known of
 * each series (venue, symbol, interval) between two bars.
 *
 * A rule passes, fails, or cannot be checked (a verdict of its own: an outlier
 * needs a price before it, a gap a calendar that knows the date). What follows
 * from a failure is the rule's action; of several failures the strongest
 * action counts, and of equally strong ones the first in the table.
 *
 *	checker.calendar = ...; checker.max_jump = ...; checker.now = ...;
 *	for each bar:
 *		if (!tq_check(&checker, rec, &result, &err)) return false;
 *		pass, flag, drop or reject as result.action says
 *
 * Nothing here reads a clock: `clock` is the caller's, NULL when time stands
 * still at `now`.
 */
#include "base/buf.h"
#include "base/names.h"
#include "market/bar.h"
#include "record/schema.h"
#include "time/calendar.h"

enum tq_rule {
	TQ_RULE_SCHEMA, TQ_RULE_FINITE, TQ_RULE_TIME_ORDER, TQ_RULE_DUPLICATE,
	TQ_RULE_OVERLAP, TQ_RULE_FUTURE, TQ_RULE_SESSION, TQ_RULE_GAP, TQ_RULE_OHLC,
	TQ_RULE_POSITIVE, TQ_RULE_ZERO_VOLUME, TQ_RULE_OUTLIER,
	TQ_RULES
};

/* In order of strength. */
enum tq_action {
	TQ_ACTION_PASS,          /* the rule is off */
	TQ_ACTION_FLAG, TQ_ACTION_DROP, TQ_ACTION_REJECT, TQ_ACTION_STOP
};

/* What is known of a series. */
struct tq_series {
	tq_time order;           /* latest open; TQ_TIME_NONE before the first bar */
	tq_time last;            /* open of the last bar that went on */
	tq_time fresh;           /* latest close of a bar that went on */
	tq_time slot, first_slot;/* of the calendar, of bars that went on */
	struct tq_interval interval;
	bool growing;            /* the last bar that came was not closed yet */
	struct tq_dec close;     /* of the last bar that went on; bad: none */
	int64_t bars;            /* that came */
	int64_t passed;          /* that went on */
	int64_t seen;            /* different slots of those whose prices could be read */
	int64_t failed[TQ_RULES];
	int64_t unchecked[TQ_RULES];
};

struct tq_checker {
	enum tq_action action[TQ_RULES];
	bool by_table;           /* a test: ask every rule by its own function */
	bool strict;             /* flags stop, and so does what cannot be checked */
	struct tq_calendar *calendar;
	struct tq_dec max_jump;  /* 0.5: half of the close before */
	int64_t jump_unit;       /* 10^scale of max_jump; 0: do not use */
	tq_time now;             /* TQ_TIME_NONE: unknown */
	tq_time max_skew;
	tq_time (*clock)(void);  /* asked when a bar seems to be in the future */
	tq_time from, to;        /* completeness counts from <= slot < to; TQ_TIME_NONE: as seen */

	struct tq_names names;
	struct tq_series *series;/* by the number of its name */
	size_t cap;
	struct tq_buf key;
	struct tq_series other;  /* counts of what belongs to no series */
};

/* What was wrong, with the numbers of it when there are any. */
struct tq_finding {
	char text[200];          /* "high 1 < close 2" */
	struct tq_dec value, limit;
};

struct tq_gap {
	int64_t missing;         /* 0: no gap */
	tq_time from, to;        /* missing opens are in from <= t < to */
};

struct tq_check_result {
	enum tq_action action;   /* PASS when nothing is to be done */
	enum tq_rule rule;       /* the one that decided */
	unsigned flags;          /* bits of all rules that failed */
	struct tq_finding finding;
	struct tq_gap gap;
	bool known;              /* bar has time, symbol, interval */
	struct tq_bar bar;
};

struct tq_sight;
typedef enum tq_verdict tq_rule_check(struct tq_checker *ck, struct tq_sight *sight,
				      struct tq_finding *finding);

struct tq_rule_row {
	const char *name;
	enum tq_action preset;
	const char *what;        /* what fails it */
	tq_rule_check *check;
};

extern const struct tq_rule_row tq_rules[TQ_RULES];

/* Names for enum tq_action, NULL-ended. */
extern const char *const tq_actions[];

/* Every rule at its preset action; no calendar yet. */
void tq_checker_init(struct tq_checker *ck, struct tq_dec max_jump);
void tq_checker_fini(struct tq_checker *ck);

/* In a filter's open. */
void tq_checker_want(struct tq_run *run);

/*
 * Checks a record. Bars go through all rules, other records through the
 * schema. False with TQ_DATA when the action is to stop; the checker is then
 * as it was before.
 */
bool tq_check(struct tq_checker *ck, const struct tq_rec *rec,
	      struct tq_check_result *result, struct tq_err *err);

/*
 * How many bars were expected of a series: of its range in the calendar, or of
 * from..to; -1 when the calendar does not know all of it.
 */
int64_t tq_series_expected(const struct tq_checker *ck, const struct tq_series *series);

/* Walks what is known (state/state.h). */
void tq_checker_state(struct tq_checker *ck, struct tq_state *st);

#endif
