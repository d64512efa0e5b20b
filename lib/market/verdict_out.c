/* SPDX-License-Identifier: ISC */
#include "market/verdict_out.h"

#include "market/against.h"
#include "market/canonical.h"
#include "record/reject.h"

#include <stdio.h>

void
tq_verdict_fields(struct tq_verdict_fields *f)
{
	f->from = tq_field_id(tq_str("from"));
	f->to = tq_field_id(tq_str("to"));
	f->missing = tq_field_id(tq_str("missing"));
	f->expected = tq_field_id(tq_str("expected"));
	f->seen = tq_field_id(tq_str("seen"));
	f->passed = tq_field_id(tq_str("passed"));
	f->failed = tq_field_id(tq_str("failed"));
	f->unchecked = tq_field_id(tq_str("unchecked"));
	f->calendar = tq_field_id(tq_str("calendar"));
}

static void
put_head(struct tq_out *out, const struct tq_bar *bar)
{
	tq_out_str(out, TQ_F_symbol, bar->symbol);
	if (bar->venue.n > 0)
		tq_out_str(out, TQ_F_venue, bar->venue);
	if (bar->interval_text.n > 0)
		tq_out_str(out, TQ_F_interval, bar->interval_text);
}

/* Whether the JSON array of strings holds "name". */
static bool
lists(const struct tq_value *array, const char *name)
{
	size_t n = strlen(name);
	const char *p = array->text;
	const char *end = array->text + array->n;

	for (; (size_t)(end - p) >= n + 2; p++)
		if (p[0] == '"' && p[n + 1] == '"' && memcmp(p + 1, name, n) == 0)
			return true;
	return false;
}

static void
flag_again(struct tq_out *out, const struct tq_rec *rec, const struct tq_value *had,
	   const struct tq_check_result *result)
{
	size_t rule;

	for (rule = 0; rule < TQ_RULES; rule++) {
		if (!(result->flags >> rule & 1) || lists(had, tq_rules[rule].name))
			continue;
		tq_out_open(out, TQ_TYPE_EVENT);
		if (result->known) {
			tq_out_time(out, TQ_F_time, result->bar.time);
			put_head(out, &result->bar);
		} else {
			tq_out_null(out, TQ_F_time);
		}
		tq_out_cstr(out, TQ_F_stage, "validate");
		tq_out_cstr(out, TQ_F_code, tq_rules[rule].name);
		tq_out_close(out);
	}
	tq_out_pass(out, rec);
}

void
tq_verdict_flag(struct tq_out *out, const struct tq_checker *ck, const struct tq_rec *rec,
		const struct tq_check_result *result)
{
	const struct tq_value *had = tq_rec_value(rec, TQ_F_flags);
	char list[512] = "[";
	size_t n = 1;
	size_t rule;

	if (had != NULL) {
		flag_again(out, rec, had, result);
		return;
	}
	for (rule = 0; rule < TQ_RULES; rule++) {
		size_t len = strlen(tq_rules[rule].name);

		if (!(result->flags >> rule & 1))
			continue;
		if (n > 1)
			list[n++] = ',';
		list[n++] = '"';
		memcpy(list + n, tq_rules[rule].name, len);
		n += len;
		list[n++] = '"';
	}
	list[n++] = ']';
	tq_out_extend(out, rec);
	tq_out_json(out, TQ_F_flags, (struct tq_str){list, n});
	if ((result->flags >> TQ_RULE_ALIAS & 1) && !tq_rec_has(rec, TQ_F_canonical))
		tq_out_str(out, TQ_F_canonical,
			   tq_canonical_form(ck->canonical, result->bar.symbol));
	tq_out_close(out);
}

static void
put_finding(struct tq_out *out, const struct tq_finding *finding)
{
	if (tq_dec_ok(finding->value))
		tq_out_dec(out, TQ_F_value, finding->value);
	if (tq_dec_ok(finding->limit))
		tq_out_dec(out, TQ_F_limit, finding->limit);
}

static void
put_time(struct tq_out *out, const struct tq_check_result *result)
{
	if (result->known)
		tq_out_time(out, TQ_F_time, result->bar.time);
	else
		tq_out_null(out, TQ_F_time);
}

void
tq_verdict_why(struct tq_out *out, const struct tq_check_result *result)
{
	tq_out_open(out, TQ_TYPE_EVENT);
	put_time(out, result);
	if (result->known)
		put_head(out, &result->bar);
	tq_out_cstr(out, TQ_F_stage, "validate");
	tq_out_cstr(out, TQ_F_code, tq_rules[result->rule].name);
	tq_out_cstr(out, TQ_F_reason, result->finding.text);
	put_finding(out, &result->finding);
	tq_out_close(out);
}

void
tq_verdict_reject(struct tq_out *out, const struct tq_rec *rec,
		  const struct tq_check_result *result)
{
	const char *rule = tq_rules[result->rule].name;

	tq_out_open(out, TQ_TYPE_REJECT);
	put_time(out, result);
	tq_out_cstr(out, TQ_F_stage, "validate");
	tq_out_cstr(out, TQ_F_code, rule);
	tq_out_cstr(out, TQ_F_reason, result->finding.text);
	if (result->known)
		tq_out_str(out, TQ_F_symbol, result->bar.symbol);
	tq_out_cstr(out, TQ_F_rule, rule);
	put_finding(out, &result->finding);
	tq_out_int(out, TQ_F_line, (int64_t)rec->line_no);
	tq_out_int(out, TQ_F_offset, (int64_t)rec->offset);
	tq_reject_input(out, (struct tq_str){rec->line, rec->n});
	tq_out_close(out);
}

void
tq_verdict_gap(struct tq_out *out, const struct tq_verdict_fields *f,
	       const struct tq_check_result *result)
{
	tq_out_open(out, TQ_TYPE_EVENT);
	tq_out_time(out, TQ_F_time, result->bar.time);
	put_head(out, &result->bar);
	tq_out_cstr(out, TQ_F_stage, "validate");
	tq_out_cstr(out, TQ_F_code, "gap");
	tq_out_int(out, f->missing, result->gap.missing);
	tq_out_time(out, f->from, result->gap.from);
	tq_out_time(out, f->to, result->gap.to);
	tq_out_close(out);
}

/* The three parts of a series' key: venue, symbol, interval. */
static void
split_key(struct tq_str key, struct tq_str part[3])
{
	size_t i;

	for (i = 0; i < 3; i++) {
		const char *end = i < 2 ? memchr(key.p, '\0', key.n) : NULL;
		size_t n = end ? (size_t)(end - key.p) : key.n;

		part[i] = (struct tq_str){key.p, n};
		key.p += n + (end != NULL);
		key.n -= n + (end != NULL);
	}
}

/* Venue, symbol and interval of a series; the third part of others is their type's name. */
static void
put_key(struct tq_out *out, const struct tq_checker *ck, size_t id)
{
	struct tq_str part[3];

	split_key(ck->names.name[id], part);
	tq_out_str(out, TQ_F_symbol, part[1]);
	if (part[0].n > 0)
		tq_out_str(out, TQ_F_venue, part[0]);
	if (ck->series[id].type == TQ_TYPE_BAR)
		tq_out_str(out, TQ_F_interval, part[2]);
}

void
tq_verdict_stale(struct tq_out *out, const struct tq_verdict_fields *f,
		 const struct tq_checker *ck, const struct tq_check_result *result)
{
	size_t id = (size_t)result->stale;
	char reason[40];

	tq_out_open(out, TQ_TYPE_EVENT);
	tq_out_time(out, TQ_F_time, result->bar.close_time);
	put_key(out, ck, id);
	tq_out_cstr(out, TQ_F_stage, "validate");
	tq_out_cstr(out, TQ_F_code, "stale");
	snprintf(reason, sizeof(reason), "no %s since", tq_type_name(ck->series[id].type));
	tq_out_cstr(out, TQ_F_reason, reason);
	tq_out_time(out, f->from, ck->series[id].fresh);
	tq_out_time(out, f->to, result->bar.close_time);
	tq_out_close(out);
}

struct tq_dec
tq_series_completeness(const struct tq_checker *ck, const struct tq_series *s)
{
	int64_t expected = tq_series_expected(ck, s);

	if (expected <= 0)
		return (struct tq_dec){0, TQ_DEC_BAD};
	return tq_dec_div(tq_dec(s->seen, 0), tq_dec(expected, 0), 6, TQ_ROUND_DOWN);
}

static void
put_rules(struct tq_out *out, int field, const int64_t counts[TQ_RULES])
{
	struct tq_buf json = {0};
	size_t rule;

	for (rule = 0; rule < TQ_RULES; rule++)
		if (counts[rule] > 0)
			tq_buf_printf(&json, "%s\"%s\":%lld", json.n > 0 ? "," : "{",
				      tq_rules[rule].name, (long long)counts[rule]);
	tq_buf_puts(&json, json.n > 0 ? "}" : "{}");
	tq_out_json(out, field, tq_buf_str(&json));
	tq_buf_fini(&json);
}

static void
put_instant(struct tq_out *out, int field, tq_time t)
{
	if (t == TQ_TIME_NONE)
		tq_out_null(out, field);
	else
		tq_out_time(out, field, t);
}

static void
put_completeness(struct tq_out *out, const struct tq_verdict_fields *f,
		 const struct tq_checker *ck, const struct tq_series *s)
{
	int64_t expected = tq_series_expected(ck, s);

	tq_out_cstr(out, f->calendar, tq_calendar_name(ck->calendar));
	tq_out_dec(out, TQ_F_value, tq_series_completeness(ck, s));
	if (expected < 0) {
		tq_out_null(out, f->expected);
	} else {
		tq_out_int(out, f->expected, expected);
		tq_out_int(out, f->missing, expected - s->seen);
	}
	tq_out_int(out, f->seen, s->seen);
	put_instant(out, f->from, ck->from != TQ_TIME_NONE ? ck->from : s->first_slot);
	put_instant(out, f->to, ck->to != TQ_TIME_NONE || s->slot == TQ_TIME_NONE ? ck->to :
		    tq_interval_add(s->slot, s->interval, 1));
}

void
tq_verdict_summary(struct tq_out *out, const struct tq_verdict_fields *f,
		   const struct tq_checker *ck, size_t id)
{
	const struct tq_series *s = &ck->series[id];
	bool bars = s->type == TQ_TYPE_BAR;

	tq_out_open(out, TQ_TYPE_METRIC);
	put_instant(out, TQ_F_time, s->fresh);
	tq_out_cstr(out, TQ_F_name, bars ? "completeness" : "records");
	put_key(out, ck, id);
	if (bars) {
		put_completeness(out, f, ck, s);
	} else {
		tq_out_int(out, TQ_F_value, s->bars);
		tq_out_cstr(out, TQ_F_family, tq_type_name(s->type));
	}
	if (bars)
		tq_out_int(out, TQ_F_bars, s->bars);
	tq_out_int(out, f->passed, s->passed);
	put_rules(out, f->failed, s->failed);
	put_rules(out, f->unchecked, s->unchecked);
	tq_out_close(out);
}

void
tq_verdict_compared(struct tq_out *out, const struct tq_checker *ck)
{
	const struct tq_compared *c = tq_against_compared(ck->against);

	tq_out_open(out, TQ_TYPE_METRIC);
	put_instant(out, TQ_F_time, c->at);
	tq_out_cstr(out, TQ_F_name, "cross-venue");
	tq_out_dec(out, TQ_F_value,
		   c->n > 0 ? c->largest : (struct tq_dec){0, TQ_DEC_BAD});
	tq_out_int(out, TQ_F_n, c->n);
	tq_out_close(out);
}

void
tq_series_label(const struct tq_checker *ck, size_t id, struct tq_buf *out)
{
	struct tq_str part[3];

	split_key(ck->names.name[id], part);
	if (part[0].n > 0)
		tq_buf_printf(out, "%.*s ", TQ_STR_ARG(part[0]));
	tq_buf_printf(out, "%.*s %.*s", TQ_STR_ARG(part[1]), TQ_STR_ARG(part[2]));
}

static void
add_totals(struct tq_verdict_totals *totals, const struct tq_series *s)
{
	size_t rule;

	totals->records += s->bars;
	for (rule = 0; rule < TQ_RULES; rule++) {
		totals->failed[rule] += s->failed[rule];
		totals->unchecked[rule] += s->unchecked[rule];
	}
}

void
tq_verdict_totals(const struct tq_checker *ck, struct tq_verdict_totals *totals)
{
	size_t id;

	*totals = (struct tq_verdict_totals){0};
	add_totals(totals, &ck->other);
	for (id = 0; id < ck->names.n; id++)
		add_totals(totals, &ck->series[id]);
}

void
tq_verdict_counts(const struct tq_verdict_totals *now, const struct tq_verdict_totals *before,
		  struct tq_buf *out)
{
	size_t rule;

	for (rule = 0; rule < TQ_RULES; rule++) {
		int64_t failed = now->failed[rule] - before->failed[rule];
		int64_t unchecked = now->unchecked[rule] - before->unchecked[rule];

		if (failed > 0)
			tq_buf_printf(out, "%s%s %lld", out->n > 0 ? ", " : "",
				      tq_rules[rule].name, (long long)failed);
		if (unchecked > 0)
			tq_buf_printf(out, "%s%s not checked %lld", out->n > 0 ? ", " : "",
				      tq_rules[rule].name, (long long)unchecked);
	}
}
