/* SPDX-License-Identifier: ISC */
#include "market/rules.h"

#include "market/against.h"
#include "market/checker.h"
#include "market/sight.h"

#include <stdarg.h>
#include <stdio.h>

enum tq_verdict
tq_finding_say(struct tq_finding *finding, enum tq_verdict verdict, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(finding->text, sizeof(finding->text), format, ap);
	va_end(ap);
	finding->value.scale = finding->limit.scale = TQ_DEC_BAD;
	return verdict;
}

enum tq_verdict
tq_finding_compare(struct tq_finding *finding, const char *name, struct tq_dec a,
		   const char *sign, const char *other, struct tq_dec b)
{
	char ta[TQ_DEC_TEXT], tb[TQ_DEC_TEXT];
	int na = (int)tq_dec_format(a, ta);
	int nb = (int)tq_dec_format(b, tb);

	snprintf(finding->text, sizeof(finding->text), "%s %.*s %s %s%s%.*s", name, na, ta, sign,
		 other, *other ? " " : "", nb, tb);
	finding->value = a;
	finding->limit = b;
	return TQ_FAILED;
}

void
tq_checker_want(struct tq_run *run)
{
	tq_bar_want(run);
	tq_schema_want(run);
	tq_want(run, TQ_F_flags);
}

/* What came out of all rules, before anything is counted. */
struct tally {
	unsigned failed, unchecked;
	enum tq_rule rule;       /* of the strongest action so far */
	enum tq_action action;
};

static void
take(const struct tq_checker *ck, enum tq_rule rule, enum tq_verdict verdict,
     const struct tq_finding *finding, struct tally *tally, struct tq_check_result *result)
{
	enum tq_action action = ck->action[rule];

	if (verdict == TQ_UNCHECKED) {
		tally->unchecked |= 1u << rule;
		action = ck->strict ? TQ_ACTION_STOP : TQ_ACTION_PASS;
	} else {
		tally->failed |= 1u << rule;
		if (ck->strict && action == TQ_ACTION_FLAG)
			action = TQ_ACTION_STOP;
	}
	if (action <= tally->action)
		return;
	tally->action = action;
	tally->rule = rule;
	result->finding = *finding;
	if (verdict == TQ_UNCHECKED)
		snprintf(result->finding.text, sizeof(result->finding.text), "cannot check: %.180s",
			 finding->text);
}

/* A bar of which time, symbol and interval are right has a series, whatever its prices are. */
static bool
read_head(const struct tq_rec *rec, struct tq_bar *bar)
{
	struct tq_err ignored;
	struct tq_str interval;

	*bar = (struct tq_bar){.time = TQ_TIME_NONE};
	if (!tq_rec_time(rec, TQ_F_time, &bar->time, &ignored) ||
	    !tq_rec_str(rec, TQ_F_symbol, &bar->symbol, &ignored) ||
	    (tq_rec_has(rec, TQ_F_venue) &&
	     !tq_rec_str(rec, TQ_F_venue, &bar->venue, &ignored)) ||
	    !tq_rec_str(rec, TQ_F_interval, &interval, &ignored) ||
	    !tq_interval_parse(interval, &bar->interval))
		return false;
	bar->interval_text = interval;
	return tq_bar_close_time(rec, bar->time, bar->interval, &bar->close_time, &ignored);
}

static void
look(struct tq_checker *ck, struct tq_sight *sight, struct tally *tally,
     struct tq_check_result *result)
{
	unsigned sound = ck->by_table || !sight->priced ? 0 : tq_sight_sound(ck, sight);
	unsigned asked = ck->asks[sight->rec->type] & ~sound;

	for (; asked != 0; asked &= asked - 1) {
		int rule = __builtin_ctz(asked);
		struct tq_finding finding;
		enum tq_verdict verdict;

		if (ck->action[rule] == TQ_ACTION_PASS)
			continue;
		verdict = tq_rules[rule].check(ck, sight, &finding);
		if (verdict != TQ_PASSED)
			take(ck, (enum tq_rule)rule, verdict, &finding, tally, result);
		if (tally->action == TQ_ACTION_STOP)
			return;
	}
}

static void
count(struct tq_series *series, const struct tally *tally)
{
	size_t rule;

	if ((tally->failed | tally->unchecked) == 0)
		return;
	for (rule = 0; rule < TQ_RULES; rule++) {
		series->failed[rule] += rule != TQ_RULE_STALE && (tally->failed >> rule & 1);
		series->unchecked[rule] += tally->unchecked >> rule & 1;
	}
}

static void
advance_other(struct tq_checker *ck, struct tq_sight *sight)
{
	enum tq_type type = sight->rec->type;

	if (type == TQ_TYPE_TICK || type == TQ_TYPE_LIQUIDATION || type == TQ_TYPE_SIGNAL)
		tq_sight_keep_id(sight);
	if (type == TQ_TYPE_BOOK)
		tq_sight_keep_sequence(sight);
	else if (type == TQ_TYPE_FUNDING)
		tq_sight_keep_funding(sight);
	else if (type == TQ_TYPE_SIGNAL)
		tq_sight_keep_weight(ck, sight);
}

/* The record goes on: it is what the next one of its series is compared with. */
static void
advance(struct tq_checker *ck, struct tq_sight *sight)
{
	struct tq_series *s = sight->series;
	const struct tq_bar *bar = sight->bar;

	s->passed++;
	if (s->type == TQ_TYPE_BAR)
		tq_sight_keep_jump(sight);
	else
		advance_other(ck, sight);
	s->last = bar->time;
	s->stale = false;
	if (bar->close_time > s->fresh)
		s->fresh = bar->close_time;
	if (!sight->on_calendar || sight->slot == TQ_TIME_NONE ||
	    (s->slot != TQ_TIME_NONE && sight->slot <= s->slot))
		return;
	if (s->slot == TQ_TIME_NONE)
		s->first_slot = sight->slot;
	s->slot = sight->slot;
	s->seen += sight->priced &&
		   (ck->from == TQ_TIME_NONE || s->slot >= ck->from) &&
		   (ck->to == TQ_TIME_NONE || s->slot < ck->to);
}

static void
commit(struct tq_checker *ck, struct tq_sight *sight, const struct tally *tally)
{
	const unsigned misplaced = 1u << TQ_RULE_FUTURE | 1u << TQ_RULE_TIME_ORDER;
	struct tq_series *s = sight->series;

	if (s == NULL) {
		ck->other.bars++;
		count(&ck->other, tally);
		return;
	}
	s->bars++;
	s->interval = sight->bar->interval;
	if (sight->compared)
		tq_against_count(ck->against, sight->bar->close_time, sight->own, sight->other);
	if (sight->stale != TQ_NO_SERIES) {
		ck->series[sight->stale].stale = true;
		ck->series[sight->stale].failed[TQ_RULE_STALE]++;
	}
	s->growing = sight->priced && !sight->bar->closed;
	count(s, tally);
	/*
	 * A bar that is dropped still holds its place in the order, unless it is
	 * dropped for its time: one stamp of the year 2200 must not make all that
	 * follow it late.
	 */
	if (sight->bar->time > s->order &&
	    (tally->action <= TQ_ACTION_FLAG || !(tally->failed & misplaced)))
		s->order = sight->bar->time;
	if (tally->action <= TQ_ACTION_FLAG)
		advance(ck, sight);
}

static void
see_bar(struct tq_checker *ck, struct tq_sight *sight, struct tq_check_result *result)
{
	struct tq_err err;

	sight->priced = tq_bar_read(sight->rec, &result->bar, &err);
	result->known = sight->priced || read_head(sight->rec, &result->bar);
	if (!result->known)
		return;
	sight->series = tq_checker_series(ck, &result->bar);
	tq_sight_place(ck, sight);
}

/* A record of another type is a bar without length, whose interval is the type's name. */
static void
see_other(struct tq_checker *ck, struct tq_sight *sight, struct tq_check_result *result)
{
	const struct tq_rec *rec = sight->rec;
	struct tq_bar *bar = &result->bar;
	struct tq_err ignored;

	*bar = (struct tq_bar){.time = TQ_TIME_NONE};
	result->known = (ck->asks[rec->type] >> TQ_RULE_TIME_ORDER & 1) &&
			tq_rec_time(rec, TQ_F_time, &bar->time, &ignored) &&
			tq_rec_str(rec, TQ_F_symbol, &bar->symbol, &ignored) &&
			(!tq_rec_has(rec, TQ_F_venue) ||
			 tq_rec_str(rec, TQ_F_venue, &bar->venue, &ignored));
	if (!result->known)
		return;
	bar->close_time = bar->time;
	bar->interval_text = tq_str(tq_type_name(rec->type));
	sight->series = tq_checker_series(ck, bar);
	sight->series->type = rec->type;
	bar->interval_text.n = 0;
}

static bool
check(struct tq_checker *ck, const struct tq_rec *rec, struct tq_check_result *result,
      struct tq_err *err)
{
	struct tq_sight sight;
	struct tally tally = {.action = TQ_ACTION_PASS};

	sight.rec = rec;
	sight.bar = &result->bar;
	sight.series = NULL;
	sight.priced = sight.on_calendar = sight.looked = sight.compared = false;
	sight.slot = TQ_TIME_NONE;
	sight.gap = (struct tq_gap){0};
	sight.stale = TQ_NO_SERIES;
	if (rec->type == TQ_TYPE_BAR)
		see_bar(ck, &sight, result);
	else
		see_other(ck, &sight, result);
	look(ck, &sight, &tally, result);
	result->gap = sight.gap;
	result->action = tally.action;
	result->rule = tally.rule;
	result->stale = sight.stale;
	if (ck->against != NULL && !tq_against_ok(ck->against, err))
		return false;
	/* Not this record is stale: an event says which series is. */
	result->flags = tally.failed & ~(1u << TQ_RULE_STALE);
	if (tally.action == TQ_ACTION_STOP)
		return tq_fail(err, TQ_DATA, "%s (%s)", result->finding.text,
			       tq_rules[tally.rule].name);
	commit(ck, &sight, &tally);
	tq_usual_learn(ck, &sight, (tally.failed | tally.unchecked) == 0);
	if (result->action == TQ_ACTION_FLAG && result->flags == 0)
		result->action = TQ_ACTION_PASS;
	return true;
}

bool
tq_check(struct tq_checker *ck, const struct tq_rec *rec, struct tq_check_result *result,
	 struct tq_err *err)
{
	if (!tq_usual_bar(ck, rec))
		return check(ck, rec, result, err);
	result->action = TQ_ACTION_PASS;
	result->flags = 0;
	result->gap.missing = 0;
	result->stale = TQ_NO_SERIES;
	result->known = false;
	return true;
}
