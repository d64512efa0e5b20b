/* SPDX-License-Identifier: ISC */
/*
 * tq-validate: bars in, bars out, checked. What a rule finds wrong is passed,
 * flagged, dropped, rejected or ends the run, as the rule's action says.
 */
#include "market/mending.h"
#include "market/rules_option.h"
#include "market/verdict_out.h"
#include "state/state.h"

#include <time.h>

struct validate {
	struct tq_rules_options rules;
	struct tq_checker checker;
	struct tq_verdict_end end;
	struct tq_verdict_fields fields;
	struct tq_moment from, to;
	struct tq_mending repair;
};

#define AT(field) offsetof(struct validate, field)

static const struct tq_opt end_rows[] = {
	{.name = "summary", .parse = tq_opt_flag, .at = AT(end.summary), .aside = true,
	 .help = "write a metric record for each series at the end of input"},
	{.name = "min-complete", .arg = "RATIO", .parse = tq_opt_ratio, .at = AT(end.min_complete),
	 .aside = true, .help = "status 1 when a series has fewer of the expected bars"},
	{.name = "complete-from", .arg = "TIME", .parse = tq_opt_moment, .at = AT(from),
	 .help = "count expected bars from here (default: the first bar)"},
	{.name = "complete-to", .arg = "TIME", .parse = tq_opt_moment, .at = AT(to),
	 .help = "and up to here, exclusive (default: behind the last bar)"},
	{.name = "require", .arg = "SYMBOL", .parse = tq_opt_list, .at = AT(end.require),
	 .repeats = true, .aside = true,
	 .help = "status 1 when there is no bar of it; A,B for several"},
	{.name = "max-age", .arg = "DURATION", .parse = tq_opt_age, .at = AT(end.max_age),
	 .aside = true, .help = "status 11 when a series' last bar closed longer ago"}
};

static const struct tq_opt repair_rows[] = {
	{.name = "repair", .arg = "KINDS", .parse = tq_opt_repair, .at = AT(repair.kinds),
	 .help = "put right what has one cause: 100x, split, dividend, or all"},
	{.name = "repair-window", .arg = "N", .preset = "20", .parse = tq_opt_int, .min = 0,
	 .max = 1000000, .at = AT(repair.window),
	 .help = "hold bars back for so many of their intervals to see what follows"}
};

static const struct tq_opt_group groups[] = {
	{"rules", tq_rules_rows, TQ_RULES_ROWS, AT(rules), NULL},
	{"repair", repair_rows, TQ_COUNT(repair_rows), 0, NULL},
	{"end of input", end_rows, TQ_COUNT(end_rows), 0, NULL}
};

static tq_time
system_clock(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_REALTIME, &t) != 0)
		return TQ_TIME_NONE;
	return t.tv_sec * TQ_SECOND + t.tv_nsec;
}

/* The list needs no input: the run goes on with an empty one. */
static void
list_rules(struct validate *v, struct tq_run *run)
{
	static char path[] = "/dev/null";
	static char *nothing[] = {path};

	tq_verdict_list(run->out, v->checker.action);
	run->operands = nothing;
	run->n_operands = 1;
}

static bool
validate_open(void *self, struct tq_run *run, struct tq_err *err)
{
	struct validate *v = self;

	if (!tq_rules_setup(&v->rules, system_clock, &v->checker, err))
		return false;
	v->checker.from = v->from.given ? v->from.at : TQ_TIME_NONE;
	v->checker.to = v->to.given ? v->to.at : TQ_TIME_NONE;
	if (!tq_verdict_end_ok(&v->end, &v->checker, err))
		return false;
	tq_checker_want(run);
	tq_verdict_fields(&v->fields);
	tq_mending_open(&v->repair, run);
	if (v->rules.list)
		list_rules(v, run);
	return true;
}

static bool
judge(void *self, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	struct validate *v = self;
	struct tq_check_result result;

	if (!tq_check(&v->checker, rec, &result, err))
		return false;
	if (v->rules.gap_events && result.gap.missing > 0 && result.action <= TQ_ACTION_FLAG)
		tq_verdict_gap(out, &v->fields, &result);
	if (result.stale != TQ_NO_SERIES)
		tq_verdict_stale(out, &v->fields, &v->checker, &result);
	if (v->rules.flag_events && result.action == TQ_ACTION_FLAG)
		tq_verdict_why(out, &result);
	switch (result.action) {
	case TQ_ACTION_PASS: tq_out_pass(out, rec); break;
	case TQ_ACTION_FLAG: tq_verdict_flag(out, &v->checker, rec, &result); break;
	case TQ_ACTION_REJECT: tq_verdict_reject(out, rec, &result); break;
	case TQ_ACTION_DROP:
	case TQ_ACTION_STOP:
	default: break;
	}
	return true;
}

static bool
validate_record(void *self, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	struct validate *v = self;

	return v->repair.kinds == 0 ? judge(v, rec, out, err) :
	       tq_mending_record(&v->repair, rec, judge, v, out, err);
}

static bool
validate_close(void *self, struct tq_out *out, struct tq_err *err)
{
	struct validate *v = self;

	return v->rules.list ||
	       (tq_mending_close(&v->repair, judge, v, out, err) &&
		tq_verdict_end(&v->end, &v->checker, &v->fields, out, err));
}

static void
validate_state(void *self, struct tq_state *state)
{
	struct validate *v = self;

	tq_checker_state(&v->checker, state);
	tq_mending_state(&v->repair, state);
	if (tq_state_loading(state))
		tq_verdict_totals(&v->checker, &v->end.before);
}

static void
validate_fini(void *self)
{
	struct validate *v = self;

	tq_mending_fini(&v->repair);
	tq_checker_fini(&v->checker);
	tq_verdict_end_fini(&v->end);
}

extern const struct tq_filter tq_validate_filter;
const struct tq_filter tq_validate_filter = {
	.name = "tq-validate",
	.summary = "check bars and other records, and pass on what is sound",
	.synopsis = "[file ...]",
	.examples =
		"tq-validate bars.ndjson > sound.ndjson\n"
		"tq-validate --calendar us-equities --summary --min-complete 0.99 aapl.ndjson\n"
		"tq-validate --on duplicate=drop --on outlier=reject bars.ndjson\n"
		"tq-validate --strict --max-age 24h --require BTC/USDT,ETH/USDT bars.ndjson\n"
		"tq-validate --repair all --repair-window 400 shares.ndjson > repaired.ndjson\n"
		"tq-validate --against other-venue.ndjson --max-diff 1% bars.ndjson\n"
		"tq-validate --list-rules\n",
	.groups = groups,
	.n_groups = TQ_COUNT(groups),
	.size = sizeof(struct validate),
	.open = validate_open,
	.record = validate_record,
	.close = validate_close,
	.sums_up = true,
	.save = validate_state,
	.load = validate_state,
	.fini = validate_fini
};
