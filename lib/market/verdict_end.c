/* SPDX-License-Identifier: ISC */
#include "market/verdict_end.h"

#include "base/log.h"

bool
tq_opt_on(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	const char *equals = strchr(text, '=');
	int *on = field;
	size_t rule, action;

	(void)opt;
	for (rule = 0; equals != NULL && rule < TQ_RULES; rule++)
		if (tq_str_is((struct tq_str){text, (size_t)(equals - text)}, tq_rules[rule].name))
			break;
	if (equals == NULL || rule == TQ_RULES)
		return tq_fail(err, TQ_USAGE, "not RULE=ACTION with a rule of --list-rules: '%s'",
			       text);
	for (action = 0; tq_actions[action] != NULL; action++)
		if (strcmp(equals + 1, tq_actions[action]) == 0) {
			/* The record that shows it is sound. */
			if (rule == TQ_RULE_STALE && (action == TQ_ACTION_DROP ||
						      action == TQ_ACTION_REJECT))
				return tq_fail(err, TQ_USAGE, "stale is pass, flag or stop: '%s'",
					       text);
			on[rule] = (int)action + 1;
			return true;
		}
	return tq_fail(err, TQ_USAGE, "not one of pass, flag, drop, reject, stop: '%s'",
		       equals + 1);
}

bool
tq_opt_moment(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	struct tq_moment *moment = field;

	moment->given = true;
	moment->at = TQ_TIME_NONE;
	return strcmp(text, "none") == 0 || tq_opt_time(opt, text, &moment->at, err);
}

bool
tq_opt_age(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	const tq_time *age = field;

	return tq_opt_duration(opt, text, field, err) &&
	       (*age > 0 || tq_fail(err, TQ_USAGE, "not above 0: '%s'", text));
}

void
tq_verdict_list(struct tq_out *out, const enum tq_action action[TQ_RULES])
{
	struct tq_buf text = {0};
	size_t rule;

	for (rule = 0; rule < TQ_RULES; rule++)
		tq_buf_printf(&text, "%-13s %-7s %s\n", tq_rules[rule].name,
			      tq_actions[action[rule]], tq_rules[rule].what);
	tq_out_raw(out, tq_buf_str(&text));
	tq_buf_fini(&text);
}

bool
tq_verdict_end_ok(const struct tq_verdict_end *end, const struct tq_checker *ck,
		  struct tq_err *err)
{
	if (!tq_dec_ge(end->min_complete, tq_dec(0, 0)) ||
	    !tq_dec_le(end->min_complete, tq_dec(1, 0)))
		return tq_fail(err, TQ_USAGE, "--min-complete is not from 0 to 100%%");
	if (end->max_age > 0 && ck->now == TQ_TIME_NONE)
		return tq_fail(err, TQ_USAGE, "--max-age needs to know what time it is");
	if (ck->from != TQ_TIME_NONE && ck->to != TQ_TIME_NONE && ck->from >= ck->to)
		return tq_fail(err, TQ_USAGE, "--complete-from is not before --complete-to");
	return true;
}

void
tq_verdict_end_fini(struct tq_verdict_end *end)
{
	tq_opt_free(&end->require);
}

/* The symbol of a series: between the two NULs of its key. */
static bool
has_symbol(const struct tq_checker *ck, size_t id, struct tq_str symbol)
{
	struct tq_str key = ck->names.name[id];
	const char *from = memchr(key.p, '\0', key.n);

	return from != NULL && ck->series[id].passed > 0 &&
	       ck->series[id].type != TQ_TYPE_SIGNAL &&
	       (size_t)(key.p + key.n - from) > symbol.n + 1 && from[symbol.n + 1] == '\0' &&
	       memcmp(from + 1, symbol.p, symbol.n) == 0;
}

static bool
require_one(const struct tq_checker *ck, struct tq_str symbol)
{
	size_t id;

	for (id = 0; id < ck->names.n; id++)
		if (has_symbol(ck, id, symbol))
			return true;
	tq_log(TQ_LOG_ERROR, "no bar of %.*s (require)", TQ_STR_ARG(symbol));
	return false;
}

static bool
required(const struct tq_verdict_end *end, const struct tq_checker *ck)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < end->require.n; i++) {
		const char *p = end->require.items[i];

		while (*p != '\0') {
			size_t n = strcspn(p, ",");

			if (n > 0 && !require_one(ck, (struct tq_str){p, n}))
				ok = false;
			p += n + (p[n] == ',');
		}
	}
	return ok;
}

static bool
complete_one(const struct tq_verdict_end *end, const struct tq_checker *ck, size_t id,
	     struct tq_buf *text)
{
	struct tq_dec ratio = tq_series_completeness(ck, &ck->series[id]);
	char have[TQ_DEC_TEXT], want[TQ_DEC_TEXT];

	/* What cannot be counted is not complete: a bad value compares false. */
	if (tq_dec_ge(ratio, end->min_complete))
		return true;
	tq_buf_clear(text);
	tq_series_label(ck, id, text);
	if (!tq_dec_ok(ratio))
		tq_log(TQ_LOG_ERROR, "%s: cannot check: calendar %s does not know its range "
		       "(min-complete)", tq_buf_text(text), tq_calendar_name(ck->calendar));
	else
		tq_log(TQ_LOG_ERROR, "%s: completeness %.*s < %.*s: %lld of %lld bars "
		       "(min-complete, calendar %s)", tq_buf_text(text),
		       (int)tq_dec_format(ratio, have), have,
		       (int)tq_dec_format(end->min_complete, want), want,
		       (long long)ck->series[id].seen,
		       (long long)tq_series_expected(ck, &ck->series[id]),
		       tq_calendar_name(ck->calendar));
	return false;
}

static bool
complete(const struct tq_verdict_end *end, const struct tq_checker *ck)
{
	struct tq_buf text = {0};
	bool ok = true, any = false;
	size_t id;

	if (tq_dec_sign(end->min_complete) <= 0)
		return true;
	for (id = 0; id < ck->names.n; id++) {
		if (ck->series[id].type != TQ_TYPE_BAR)
			continue;
		any = true;
		ok = complete_one(end, ck, id, &text) && ok;
	}
	if (!any) {
		tq_log(TQ_LOG_ERROR, "no bar at all (min-complete)");
		ok = false;
	}
	tq_buf_fini(&text);
	return ok;
}

/* "36h" is enough for a message: whole hours, minutes or seconds. */
static void
put_age(struct tq_buf *text, tq_time age)
{
	if (age >= 2 * TQ_HOUR)
		tq_buf_printf(text, "%lldh", (long long)(age / TQ_HOUR));
	else if (age >= 2 * TQ_MINUTE)
		tq_buf_printf(text, "%lldm", (long long)(age / TQ_MINUTE));
	else
		tq_buf_printf(text, "%llds", (long long)(age / TQ_SECOND));
}

static bool
fresh_one(const struct tq_verdict_end *end, const struct tq_checker *ck, size_t id,
	  struct tq_buf *text)
{
	const struct tq_series *s = &ck->series[id];
	char last[TQ_TIME_TEXT];

	if (s->passed > 0 && (s->fresh >= ck->now || ck->now - s->fresh <= end->max_age))
		return true;
	tq_buf_clear(text);
	tq_series_label(ck, id, text);
	if (s->passed == 0) {
		tq_buf_puts(text, s->type == TQ_TYPE_BAR ? ": no sound bar" : ": nothing sound");
	} else {
		tq_buf_printf(text, s->type == TQ_TYPE_BAR ? ": last bar closed %.*s, " :
			      ": last came %.*s, ", (int)tq_time_format(s->fresh, last), last);
		put_age(text, ck->now - s->fresh);
		tq_buf_puts(text, " ago > ");
		put_age(text, end->max_age);
	}
	tq_log(TQ_LOG_ERROR, "%s (max-age)", tq_buf_text(text));
	return false;
}

/* Each series by itself: one that is fresh must not hide one that is stale. */
static bool
fresh(const struct tq_verdict_end *end, struct tq_checker *ck)
{
	struct tq_buf text = {0};
	bool ok = true, any = false;
	size_t id;

	if (end->max_age == 0)
		return true;
	if (ck->clock != NULL)
		ck->now = ck->clock();
	for (id = 0; id < ck->names.n; id++) {
		if (ck->series[id].type == TQ_TYPE_SIGNAL)
			continue;
		any = true;
		ok = fresh_one(end, ck, id, &text) && ok;
	}
	if (!any) {
		tq_log(TQ_LOG_ERROR, "no bar at all (max-age)");
		ok = false;
	}
	tq_buf_fini(&text);
	return ok;
}

/* Of this run: what the runs before it found they have said. */
static void
say_counts(const struct tq_verdict_end *end, const struct tq_checker *ck)
{
	struct tq_verdict_totals now;
	struct tq_buf text = {0};

	tq_verdict_totals(ck, &now);
	tq_verdict_counts(&now, &end->before, &text);
	if (text.n > 0)
		tq_log(TQ_LOG_WARN, "%lld records: %s (calendar %s)",
		       (long long)(now.records - end->before.records), tq_buf_text(&text),
		       tq_calendar_name(ck->calendar));
	tq_buf_fini(&text);
}

bool
tq_verdict_end(const struct tq_verdict_end *end, struct tq_checker *ck,
	       const struct tq_verdict_fields *fields, struct tq_out *out, struct tq_err *err)
{
	bool there, whole, recent;
	size_t id;

	for (id = 0; end->summary && id < ck->names.n; id++)
		tq_verdict_summary(out, fields, ck, id);
	if (end->summary && ck->against != NULL)
		tq_verdict_compared(out, ck);
	say_counts(end, ck);
	there = required(end, ck);
	whole = complete(end, ck);
	recent = fresh(end, ck);
	err->status = recent ? TQ_NO : TQ_STALE;
	err->text[0] = '\0';
	return there && whole && recent;
}
