/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_SIGHT_H
#define TQ_MARKET_SIGHT_H

/*
 * One record as the rules see it: the functions of the rule table and what they
 * share. Private to the rules.
 */
#include "market/levels.h"
#include "market/rules.h"

struct tq_sight {
	const struct tq_rec *rec;
	struct tq_bar *bar;
	struct tq_series *series;/* NULL when time, symbol or interval is not readable */
	bool priced;             /* all prices and the volume are readable */
	tq_time slot;            /* TQ_TIME_NONE: not expected there, or not known */
	bool on_calendar;        /* slot is known */
	struct tq_gap gap;
	int64_t stale;           /* see struct tq_check_result */
	bool compared;           /* with the price of another venue: */
	struct tq_dec own, other;
	bool looked;             /* into the book, */
	struct tq_book_view book;/* which is this */
};

tq_rule_check tq_rule_schema, tq_rule_finite, tq_rule_time_order, tq_rule_duplicate,
	tq_rule_overlap, tq_rule_future, tq_rule_session, tq_rule_gap, tq_rule_ohlc,
	tq_rule_positive, tq_rule_zero_volume, tq_rule_outlier, tq_rule_stuck,
	tq_rule_split_like, tq_rule_dividend_like, tq_rule_book_order, tq_rule_crossed,
	tq_rule_one_sided, tq_rule_sequence, tq_rule_sequence_gap, tq_rule_schedule,
	tq_rule_funding_rate, tq_rule_alias, tq_rule_cross_venue, tq_rule_stale,
	tq_rule_signal, tq_rule_weights;

/* The parts of rules for bars that are for records of other types. */
tq_rule_check tq_rule_positive_other, tq_rule_zero_qty, tq_rule_funding_gap;

/* What the record leaves behind in its series when it goes on. */
void tq_sight_keep_jump(struct tq_sight *sight);
void tq_sight_keep_funding(struct tq_sight *sight);
void tq_sight_keep_sequence(struct tq_sight *sight);
void tq_sight_keep_id(struct tq_sight *sight);
void tq_sight_keep_weight(struct tq_checker *ck, struct tq_sight *sight);

/* Whether a tick's or signal's id was among the last of its series. */
bool tq_sight_id_came(const struct tq_sight *sight);

/* Finds the slot of the bar; cheap when it follows the one before. */
void tq_sight_place(struct tq_checker *ck, struct tq_sight *sight);

/* The rules that certainly pass, as bits; the others are to be asked. */
unsigned tq_sight_sound(const struct tq_checker *ck, const struct tq_sight *sight);

/* The same bits for what a bar has besides time, prices and volume. */
unsigned tq_sight_sound_rest(const struct tq_rec *rec);

/* Whether it has any of that but its source. */
bool tq_sight_has_rest(const struct tq_rec *rec);

/*
 * Whether the record is a sound bar that follows the one before, as told by a
 * few comparisons; then it is counted. False says nothing: it is to be looked at.
 */
bool tq_usual_bar(struct tq_checker *ck, const struct tq_rec *rec);

/* After a bar that was looked at: whether those that are like it may be told so. */
void tq_usual_learn(struct tq_checker *ck, const struct tq_sight *sight, bool sound);

/* "NAME A SIGN OTHER B" as the text, A and B as value and limit. */
enum tq_verdict tq_finding_compare(struct tq_finding *finding, const char *name, struct tq_dec a,
				   const char *sign, const char *other, struct tq_dec b);

/* Any text; returns the verdict it is given. */
enum tq_verdict tq_finding_say(struct tq_finding *finding, enum tq_verdict verdict,
			       const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
