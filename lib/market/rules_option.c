/* SPDX-License-Identifier: ISC */
#include "market/rules_option.h"

#include "market/against.h"
#include "market/canonical.h"

#define AT(field) offsetof(struct tq_rules_options, field)

const struct tq_opt tq_rules_rows[TQ_RULES_ROWS] = {
	{.name = "on", .arg = "RULE=ACTION", .parse = tq_opt_on, .at = AT(on), .repeats = true,
	 .help = "pass, flag, drop, reject or stop when the rule fails"},
	{.name = "strict", .parse = tq_opt_flag, .at = AT(strict),
	 .help = "stop where a rule would flag, and where it cannot check"},
	{.name = "kind", .arg = "TYPE", .parse = tq_opt_text, .at = AT(kind),
	 .help = "judge records of this type only: signal, bar, ...; A,B for several"},
	{.name = "calendar", .arg = "NAME", .preset = "24x7", .parse = tq_opt_text,
	 .at = AT(calendar), .help = "which bars are expected: 24x7, weekdays, us-equities, ..."},
	{.name = "max-jump", .arg = "RATIO", .preset = "50%", .parse = tq_opt_ratio,
	 .at = AT(max_jump), .help = "outlier: further than this from the close before"},
	{.name = "max-stuck", .arg = "N", .preset = "10", .parse = tq_opt_int, .min = 0,
	 .max = 1000000000, .at = AT(max_stuck),
	 .help = "stuck: so many bars in a row with one price and volume (0: never)"},
	{.name = "split-tolerance", .arg = "RATIO", .preset = "3%", .parse = tq_opt_ratio,
	 .at = AT(split_tolerance), .help = "split-like: so near to a split's ratio"},
	{.name = "max-rate", .arg = "RATIO", .preset = "3%", .parse = tq_opt_ratio,
	 .at = AT(max_rate), .help = "funding-rate: a payment further from 0 than this"},
	{.name = "max-stale", .arg = "DURATION", .parse = tq_opt_age, .at = AT(max_stale),
	 .help = "stale: a series has nothing for so long while others go on"},
	{.name = "canonical", .arg = "FILE|builtin", .parse = tq_opt_text, .at = AT(canonical),
	 .help = "alias: which names are one asset: ALIAS = NAME, or the usual forms"},
	{.name = "against", .arg = "FILE", .parse = tq_opt_text, .at = AT(against),
	 .help = "cross-venue: compare with this file's records of the same time"},
	{.name = "max-diff", .arg = "RATIO", .preset = "1%", .parse = tq_opt_ratio,
	 .at = AT(max_diff), .help = "cross-venue: how far closes may be apart"},
	{.name = "max-weights", .arg = "RATIO", .parse = tq_opt_ratio, .at = AT(max_weights),
	 .help = "weights: what a strategy's weights of one time may come to"},
	{.name = "now", .arg = "TIME|none", .parse = tq_opt_moment, .at = AT(now), .aside = true,
	 .help = "the time for future and --max-age (default: the system clock)"},
	{.name = "max-skew", .arg = "DURATION", .preset = "5s", .parse = tq_opt_duration,
	 .at = AT(max_skew), .help = "future: bars may open so long after now"},
	{.name = "gap-events", .parse = tq_opt_flag, .at = AT(gap_events),
	 .help = "write an event with the missing range in front of a bar after a gap"},
	{.name = "flag-events", .parse = tq_opt_flag, .at = AT(flag_events),
	 .help = "write an event with the reason in front of a record that is flagged"},
	{.name = "list-rules", .parse = tq_opt_flag, .at = AT(list), .flag_only = true,
	 .help = "print the rules with their actions and end"}
};

static bool
negative(struct tq_dec x)
{
	return !tq_dec_ge(x, tq_dec(0, 0));
}

static bool
limits_ok(const struct tq_rules_options *o, struct tq_err *err)
{
	if (negative(o->max_jump))
		return tq_fail(err, TQ_USAGE, "--max-jump is under 0");
	if (negative(o->split_tolerance) || !tq_dec_le(o->split_tolerance, tq_dec(1, 1)))
		return tq_fail(err, TQ_USAGE, "--split-tolerance is not from 0 to 10%%");
	if (negative(o->max_rate))
		return tq_fail(err, TQ_USAGE, "--max-rate is under 0");
	if (negative(o->max_diff))
		return tq_fail(err, TQ_USAGE, "--max-diff is under 0");
	if (negative(o->max_weights))
		return tq_fail(err, TQ_USAGE, "--max-weights is under 0");
	return true;
}

/* Of the other types nothing is asked. */
static bool
set_kind(const char *kinds, struct tq_checker *ck, struct tq_err *err)
{
	bool judged[TQ_TYPE_OTHER + 1] = {false};

	for (const char *p = kinds; *p != '\0';) {
		struct tq_str name = {p, strcspn(p, ",")};
		enum tq_type type = tq_type_of(name);

		if (type == TQ_TYPE_OTHER)
			return tq_fail(err, TQ_USAGE, "--kind: no type of record: '%.*s'",
				       TQ_STR_ARG(name));
		judged[type] = true;
		p += name.n + (p[name.n] == ',');
	}
	for (int type = 0; type <= TQ_TYPE_OTHER; type++)
		if (!judged[type])
			ck->asks[type] = 0;
	return true;
}

static void
set_limits(const struct tq_rules_options *o, tq_time (*clock)(void), struct tq_checker *ck)
{
	size_t rule;

	tq_checker_init(ck, o->max_jump);
	for (rule = 0; rule < TQ_RULES; rule++)
		if (o->on[rule] > 0)
			ck->action[rule] = (enum tq_action)(o->on[rule] - 1);
	ck->strict = o->strict;
	ck->split_tolerance = o->split_tolerance;
	ck->max_rate = o->max_rate;
	ck->max_diff = o->max_diff;
	ck->max_weights = o->max_weights;
	ck->max_stuck = o->max_stuck;
	ck->max_stale = o->max_stale;
	ck->max_skew = o->max_skew;
	ck->clock = o->now.given ? NULL : clock;
	ck->now = o->now.given ? o->now.at : clock();
}

bool
tq_rules_setup(const struct tq_rules_options *o, tq_time (*clock)(void), struct tq_checker *ck,
	       struct tq_err *err)
{
	set_limits(o, clock, ck);
	ck->calendar = tq_calendar_open(o->calendar, err);
	if (ck->calendar == NULL || !limits_ok(o, err))
		return false;
	if (o->kind != NULL && !set_kind(o->kind, ck, err))
		return false;
	if (o->canonical != NULL) {
		ck->canonical = tq_canonical_open(o->canonical, err);
		if (ck->canonical == NULL)
			return tq_fail_prefix(err, "--canonical");
	}
	if (o->against != NULL) {
		ck->against = tq_against_open(o->against, ck->canonical, err);
		if (ck->against == NULL)
			return tq_fail_prefix(err, "--against");
	}
	return true;
}
