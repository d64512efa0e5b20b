/* SPDX-License-Identifier: ISC */
#include "market/rules.h"

#include "market/checker.h"
#include "market/sight.h"

#include <stdarg.h>
#include <stdio.h>

const struct tq_rule_row tq_rules[TQ_RULES] = {
	[TQ_RULE_SCHEMA] = {"schema", TQ_ACTION_STOP,
		"a required field is missing or a known field is of the wrong kind",
		tq_rule_schema},
	[TQ_RULE_FINITE] = {"finite", TQ_ACTION_STOP,
		"a price or the volume is null, NaN, infinite or over 38 digits", tq_rule_finite},
	[TQ_RULE_TIME_ORDER] = {"time-order", TQ_ACTION_STOP,
		"a bar opens before one of its series that came earlier", tq_rule_time_order},
	[TQ_RULE_DUPLICATE] = {"duplicate", TQ_ACTION_STOP,
		"a bar opens at the same time as the one before of its series", tq_rule_duplicate},
	[TQ_RULE_OVERLAP] = {"overlap", TQ_ACTION_FLAG,
		"a bar opens within the one before of its series", tq_rule_overlap},
	[TQ_RULE_FUTURE] = {"future", TQ_ACTION_STOP,
		"a bar opens later than now (--now, --max-skew)", tq_rule_future},
	[TQ_RULE_SESSION] = {"session", TQ_ACTION_FLAG,
		"a bar opens when the calendar expects none", tq_rule_session},
	[TQ_RULE_GAP] = {"gap", TQ_ACTION_FLAG,
		"bars that the calendar expects are missing in front of this one", tq_rule_gap},
	[TQ_RULE_OHLC] = {"ohlc", TQ_ACTION_STOP,
		"high or low does not bracket open and close", tq_rule_ohlc},
	[TQ_RULE_POSITIVE] = {"positive", TQ_ACTION_STOP,
		"a price is not over 0 or the volume is under 0", tq_rule_positive},
	[TQ_RULE_ZERO_VOLUME] = {"zero-volume", TQ_ACTION_FLAG,
		"the volume is 0", tq_rule_zero_volume},
	[TQ_RULE_OUTLIER] = {"outlier", TQ_ACTION_FLAG,
		"a price is further from the close before than --max-jump", tq_rule_outlier}
};

const char *const tq_actions[] = {"pass", "flag", "drop", "reject", "stop", NULL};

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
	unsigned sound = ck->by_table ? 0 : tq_sight_sound(ck, sight);
	unsigned asked = ~sound & ((1u << TQ_RULES) - 1);

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
		series->failed[rule] += tally->failed >> rule & 1;
		series->unchecked[rule] += tally->unchecked >> rule & 1;
	}
}

/* The bar goes on: it is what the next one of its series is compared with. */
static void
advance(struct tq_checker *ck, const struct tq_sight *sight)
{
	struct tq_series *s = sight->series;
	const struct tq_bar *bar = sight->bar;

	s->passed++;
	s->last = bar->time;
	if (bar->close_time > s->fresh)
		s->fresh = bar->close_time;
	if (sight->priced)
		s->close = bar->close;
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
commit(struct tq_checker *ck, const struct tq_sight *sight, const struct tally *tally)
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

static bool
check_bar(struct tq_checker *ck, const struct tq_rec *rec, struct tq_check_result *result,
	  struct tally *tally)
{
	struct tq_sight sight = {.rec = rec, .bar = &result->bar, .slot = TQ_TIME_NONE};
	struct tq_err err;

	sight.priced = tq_bar_read(rec, &result->bar, &err);
	result->known = sight.priced || read_head(rec, &result->bar);
	if (result->known) {
		sight.series = tq_checker_series(ck, &result->bar);
		tq_sight_place(ck, &sight);
	}
	look(ck, &sight, tally, result);
	result->gap = sight.gap;
	if (tally->action != TQ_ACTION_STOP)
		commit(ck, &sight, tally);
	return tally->action != TQ_ACTION_STOP;
}

static bool
check_other(struct tq_checker *ck, const struct tq_rec *rec, struct tq_check_result *result,
	    struct tally *tally)
{
	struct tq_finding finding = {.text = ""};
	struct tq_err err;
	enum tq_verdict verdict = TQ_PASSED;

	result->known = false;
	result->gap = (struct tq_gap){0};
	if (ck->action[TQ_RULE_SCHEMA] != TQ_ACTION_PASS)
		verdict = tq_schema_check(rec, &err);
	if (verdict != TQ_PASSED) {
		tq_finding_say(&finding, verdict, "%.180s", err.text);
		take(ck, TQ_RULE_SCHEMA, verdict, &finding, tally, result);
	}
	if (tally->action == TQ_ACTION_STOP)
		return false;
	ck->other.bars++;
	count(&ck->other, tally);
	return true;
}

bool
tq_check(struct tq_checker *ck, const struct tq_rec *rec, struct tq_check_result *result,
	 struct tq_err *err)
{
	struct tally tally = {.action = TQ_ACTION_PASS};
	bool ok = rec->type == TQ_TYPE_BAR ? check_bar(ck, rec, result, &tally) :
		  check_other(ck, rec, result, &tally);

	result->action = tally.action;
	result->rule = tally.rule;
	result->flags = tally.failed;
	if (ok)
		return true;
	return tq_fail(err, TQ_DATA, "%s (%s)", result->finding.text, tq_rules[tally.rule].name);
}
