/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_SIGHT_H
#define TQ_MARKET_SIGHT_H

/*
 * One bar as the rules see it: the functions of the rule table and what they
 * share. Private to the rules.
 */
#include "market/rules.h"

struct tq_sight {
	const struct tq_rec *rec;
	struct tq_bar *bar;
	struct tq_series *series;/* NULL when time, symbol or interval is not readable */
	bool priced;             /* all prices and the volume are readable */
	tq_time slot;            /* TQ_TIME_NONE: not expected there, or not known */
	bool on_calendar;        /* slot is known */
	struct tq_gap gap;
};

tq_rule_check tq_rule_schema, tq_rule_finite, tq_rule_time_order, tq_rule_duplicate,
	tq_rule_overlap, tq_rule_future, tq_rule_session, tq_rule_gap, tq_rule_ohlc,
	tq_rule_positive, tq_rule_zero_volume, tq_rule_outlier;

/* Finds the slot of the bar; cheap when it follows the one before. */
void tq_sight_place(struct tq_checker *ck, struct tq_sight *sight);

/* The rules that certainly pass, as bits; the others are to be asked. */
unsigned tq_sight_sound(const struct tq_checker *ck, const struct tq_sight *sight);

/* "NAME A SIGN OTHER B" as the text, A and B as value and limit. */
enum tq_verdict tq_finding_compare(struct tq_finding *finding, const char *name, struct tq_dec a,
				   const char *sign, const char *other, struct tq_dec b);

/* Any text; returns the verdict it is given. */
enum tq_verdict tq_finding_say(struct tq_finding *finding, enum tq_verdict verdict,
			       const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
