/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_RULES_H
#define TQ_MARKET_RULES_H

/*
 * The validation rules: one table, a function a rule, and what is known of
 * each series between two records: bars by venue, symbol and interval; ticks,
 * quotes, books, funding, signals and what else has a time and a symbol by venue,
 * symbol and type.
 *
 * A rule passes, fails, or cannot be checked (a verdict of its own: an outlier
 * needs a price before it, a gap a calendar that knows the date). What follows
 * from a failure is the rule's action; of several failures the strongest
 * action counts, and of equally strong ones the first in the table.
 *
 *	checker.calendar = ...; checker.max_jump = ...; checker.now = ...;
 *	for each record:
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
	TQ_RULE_POSITIVE, TQ_RULE_ZERO_VOLUME, TQ_RULE_OUTLIER, TQ_RULE_STUCK,
	TQ_RULE_SPLIT_LIKE, TQ_RULE_DIVIDEND_LIKE, TQ_RULE_BOOK_ORDER, TQ_RULE_CROSSED,
	TQ_RULE_ONE_SIDED, TQ_RULE_SEQUENCE, TQ_RULE_SEQUENCE_GAP, TQ_RULE_SCHEDULE,
	TQ_RULE_FUNDING_RATE, TQ_RULE_ALIAS, TQ_RULE_CROSS_VENUE, TQ_RULE_STALE,
	TQ_RULE_SIGNAL, TQ_RULE_WEIGHTS,
	TQ_RULES
};

/* In order of strength. */
enum tq_action {
	TQ_ACTION_PASS,          /* the rule is off */
	TQ_ACTION_FLAG, TQ_ACTION_DROP, TQ_ACTION_REJECT, TQ_ACTION_STOP
};

enum { TQ_SERIES_IDS = 256 };    /* ids of ticks and signals that are remembered */

/* What is known of a series. Of records that are no bars, time is both open and close. */
struct tq_series {
	enum tq_type type;
	tq_time order;           /* latest open; TQ_TIME_NONE before the first bar */
	tq_time last;            /* open of the last bar that went on */
	tq_time fresh;           /* latest close of a bar that went on */
	tq_time slot, first_slot;/* of the calendar, of bars that went on */
	struct tq_interval interval;
	bool growing;            /* the last bar that came was not closed yet */
	struct tq_dec close;     /* of the last bar that went on; bad: none */
	int64_t flat;            /* bars in a row at one price with one volume, */
	struct tq_dec volume;    /* and that volume */
	bool alias;              /* its symbol is another name of an earlier one */
	bool stale;              /* it stopped while others went on, which was said */
	bool has_sequence;       /* of books */
	int64_t sequence;
	tq_time step;            /* between payments of funding; 0: not known */
	tq_time maybe_step;      /* the last step was longer: a payment missing or a change */
	int64_t n_ids;           /* of ticks and signals, and hashes of the last TQ_SERIES_IDS */
	uint64_t *ids;
	int64_t bars;            /* that came */
	int64_t passed;          /* that went on */
	int64_t seen;            /* different slots of those whose prices could be read */
	int64_t failed[TQ_RULES];
	int64_t unchecked[TQ_RULES];
};

/* The weights that a strategy gave at its latest time with any, without their signs. */
struct tq_weights {
	tq_time time;
	struct tq_dec sum;
};

/*
 * The bar before was sound, and records like it are of its series and have its
 * length: see market/usual.c.
 */
struct tq_usual {
	uint64_t alike;          /* their number (struct tq_rec); 0: none */
	bool is;                 /* false: bars like it are not to be told from others here */
	bool rest;               /* they have numbers that are asked about one by one */
	size_t series;
	tq_time length;
	int scale;               /* that prices are compared at */
	unsigned shift;          /* a price is no outlier within before / 2^shift */
};

struct tq_canonical;
struct tq_against;

struct tq_checker {
	enum tq_action action[TQ_RULES];
	unsigned asks[TQ_TYPE_OTHER + 1];        /* rules that a type is asked, as bits */
	bool by_table;           /* a test: ask every rule by its own function */
	bool strict;             /* flags stop, and so does what cannot be checked */
	struct tq_calendar *calendar;
	struct tq_dec max_jump;  /* 0.5: half of the close before */
	int64_t jump_unit;       /* 10^scale of max_jump; 0: do not use */
	int64_t max_stuck;       /* 0: not asked, as for the next four */
	struct tq_dec split_tolerance;
	struct tq_dec max_rate;
	struct tq_dec max_diff;
	struct tq_dec max_weights;       /* 0: not asked */
	tq_time max_stale;
	tq_time stale_at;        /* no series can be stale before; TQ_TIME_NONE: unknown */
	struct tq_canonical *canonical;  /* NULL: aliases are not asked */
	struct tq_against *against;      /* NULL: no other venue */
	tq_time now;             /* TQ_TIME_NONE: unknown */
	tq_time max_skew;
	tq_time (*clock)(void);  /* asked when a bar seems to be in the future */
	tq_time from, to;        /* completeness counts from <= slot < to; TQ_TIME_NONE: as seen */

	struct tq_usual usual;
	struct tq_names names;
	struct tq_series *series;/* by the number of its name */
	size_t cap;
	struct tq_names strategies;      /* that gave weights, */
	struct tq_weights *weights;      /* by the number of the name */
	size_t weights_cap;
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

enum { TQ_NO_SERIES = -1 };

struct tq_check_result {
	enum tq_action action;   /* PASS when nothing is to be done */
	enum tq_rule rule;       /* the one that decided */
	unsigned flags;          /* bits of all rules that failed */
	struct tq_finding finding;
	struct tq_gap gap;
	int64_t stale;           /* number of the series that stopped, TQ_NO_SERIES: none */
	bool known;              /* bar has time, symbol, interval */
	struct tq_bar bar;       /* of other records: time, symbol, venue */
};

struct tq_sight;
typedef enum tq_verdict tq_rule_check(struct tq_checker *ck, struct tq_sight *sight,
				      struct tq_finding *finding);

struct tq_rule_row {
	const char *name;
	enum tq_action preset;
	const char *what;        /* what fails it */
	tq_rule_check *check;
	unsigned types;          /* that are asked, as bits of enum tq_type */
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
 * Checks a record by the rules of its type. False with TQ_DATA when the action
 * is to stop; the checker is then as it was before. False with another status
 * when --against cannot be read on.
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
