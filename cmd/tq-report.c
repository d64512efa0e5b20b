/* SPDX-License-Identifier: ISC */
/*
 * tq-report: what a backtest or an account has done, in figures.
 *
 * Reads equity, roundtrip, fill, reject, account and bar records, ignores
 * others, passes nothing on, and says one report at the end of input: a table,
 * or with --format json a record for each metric:
 *
 *	{"type":"metric","time":END,"name":"sharpe","value":0.82,"unit":"ratio",
 *	 "family":"empyrical","n":2147}
 *
 * time is that of the last equity record (null without one); value is exact for
 * money, a time for dates, seconds for durations, a fraction (0.25 is 25 %) for
 * rates; null with a "reason" where it is undefined. n is how many observations
 * it is made of; "skipped" how many were no numbers. Rejects are said in all
 * and by rule ("rejects/max-position", with "rule"), drawdowns by number and the
 * worst of them ("drawdowns/1", with "from", "valley" and "recovery"). So that
 *
 *	jq -s 'map({(.name): .value}) | add'      makes one object of a report,
 *	jq 'select(.name == "sharpe").value'      takes one number.
 *
 * The default family is empyrical: its formulas are the textbook ones (Sharpe
 * 1994, Sortino and Price 1994) and hold for returns of any period, where
 * those of backtesting.py assume log-normal growth and a calendar.
 */
#include "record/filter.h"
#include "report/choice.h"
#include "report/report.h"
#include "state/state.h"

struct report {
	int format, family, returns;
	struct tq_dec risk_free, required;
	double periods;
	int64_t drawdowns;
	struct tq_metrics_chosen metrics;
	const struct tq_metric *explain;
	bool list;

	struct tq_tally tally;
	struct tq_buf text;
};

static const char *const formats[] = {"text", "json", NULL};
static const char *const returns_modes[] = {"auto", "bar", "day", NULL};

/* What is kept of the records depends on --returns alone. */
static const struct tq_opt rows[] = {
	{.name = "format", .arg = "FORM", .preset = "text", .parse = tq_opt_choice,
	 .at = offsetof(struct report, format), .choices = formats,
	 .aside = true, .help = "a table, or a metric record a line"},
	{.name = "metrics", .arg = "NAMES", .parse = tq_opt_metrics,
	 .at = offsetof(struct report, metrics),
	 .aside = true, .help = "only these, in this order: sharpe,max_drawdown,fees"},
	{.name = "family", .arg = "FAMILY", .preset = "empyrical", .parse = tq_opt_choice,
	 .at = offsetof(struct report, family), .choices = tq_family_names,
	 .aside = true, .help = "whose formulas"},
	{.name = "returns", .arg = "BY", .preset = "auto", .parse = tq_opt_choice,
	 .at = offsetof(struct report, returns), .choices = returns_modes,
	 .help = "of each bar or each UTC day; auto: day if bars are shorter than one"},
	{.name = "periods-per-year", .arg = "N", .preset = "auto", .parse = tq_opt_periods,
	 .at = offsetof(struct report, periods),
	 .aside = true, .help = "returns a year; auto: 365 or 252 days, 52 weeks, 12 months"},
	{.name = "risk-free", .arg = "RATE", .preset = "0", .parse = tq_opt_rate,
	 .at = offsetof(struct report, risk_free),
	 .aside = true, .help = "risk-free rate a year, 2% or 0.02"},
	{.name = "required-return", .arg = "RATE", .preset = "0", .parse = tq_opt_rate,
	 .at = offsetof(struct report, required),
	 .aside = true, .help = "a year; what downside is counted from (Sortino, Omega)"},
	{.name = "drawdowns", .arg = "N", .preset = "5", .parse = tq_opt_int, .min = 0,
	 .max = TQ_WORST_DRAWDOWNS, .at = offsetof(struct report, drawdowns),
	 .aside = true, .help = "how many of the worst drawdowns are said"},
	{.name = "explain", .arg = "METRIC", .parse = tq_opt_metric, .flag_only = true,
	 .at = offsetof(struct report, explain),
	 .help = "say what a metric is, by which formulas, and stop"},
	{.name = "list-metrics", .parse = tq_opt_flag, .flag_only = true,
	 .at = offsetof(struct report, list), .help = "list the metrics and stop"},
};

static const struct tq_opt_group groups[] = {
	{"report", rows, TQ_COUNT(rows), 0, NULL},
};

static bool
report_open(void *self, struct tq_run *run, struct tq_err *err)
{
	static const int wanted[] = {
		TQ_F_time, TQ_F_equity, TQ_F_symbol, TQ_F_venue, TQ_F_interval, TQ_F_close,
		TQ_F_closed, TQ_F_cash, TQ_F_currency, TQ_F_qty, TQ_F_price, TQ_F_fee,
		TQ_F_pnl, TQ_F_return, TQ_F_fees, TQ_F_entry_time, TQ_F_exit_time,
		TQ_F_rule, TQ_F_code,
	};
	static char no_input[] = "/dev/null";
	static char *nothing[] = {no_input, NULL};
	struct report *r = self;

	(void)err;
	if (r->explain || r->list) {
		run->operands = nothing;
		run->n_operands = 1;
	}
	for (size_t i = 0; i < TQ_COUNT(wanted); i++)
		tq_want(run, wanted[i]);
	if (!run->resumed)
		tq_tally_init(&r->tally, (enum tq_returns_mode)r->returns);
	return true;
}

static bool
report_record(void *self, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	struct report *r = self;

	(void)out;
	return tq_tally_record(&r->tally, rec, err);
}

/* The tally stays as it is: it may go on in the next run. */
static void
say_report(struct report *r, struct tq_out *out)
{
	struct tq_perf_options rates = {r->periods, tq_dec_f64(r->risk_free),
					  tq_dec_f64(r->required)};
	struct tq_tally settled;
	struct tq_perf perf;
	struct tq_report report;
	struct tq_report_options options = {
		(enum tq_family)r->family, r->metrics.items, r->metrics.n, (int)r->drawdowns,
	};

	tq_tally_settle(&r->tally, &settled);
	tq_perf_init(&perf, &settled, &rates);
	tq_report_build(&report, &perf, &options);
	if (r->format == 0)
		tq_report_text(&report, &r->text);
	else
		tq_report_records(&report, out);
	tq_report_fini(&report);
	tq_perf_fini(&perf);
}

static bool
report_close(void *self, struct tq_out *out, struct tq_err *err)
{
	struct report *r = self;

	(void)err;
	if (r->explain)
		tq_report_explain(r->explain, &r->text);
	else if (r->list)
		tq_report_list(&r->text);
	else
		say_report(r, out);
	tq_out_raw(out, tq_buf_str(&r->text));
	return true;
}

static void
report_state(void *self, struct tq_state *state)
{
	struct report *r = self;

	if (tq_state_loading(state))
		tq_tally_init(&r->tally, (enum tq_returns_mode)r->returns);
	tq_tally_state(&r->tally, state);
}

static void
report_fini(void *self)
{
	struct report *r = self;

	tq_tally_fini(&r->tally);
	tq_buf_fini(&r->text);
}

const struct tq_filter tq_report_filter = {
	.name = "tq-report",
	.summary = "say what an equity curve and its trades have earned and risked",
	.synopsis = "[file ...]",
	.examples = "tq-paper < orders.ndjson | tq-report\n"
		    "tq-report --family backtesting-py --risk-free 2% run.ndjson\n"
		    "tq-report --format json --metrics sharpe,max_drawdown,fees run.ndjson\n"
		    "tq-report --explain sortino\n",
	.groups = groups,
	.n_groups = TQ_COUNT(groups),
	.size = sizeof(struct report),
	.open = report_open,
	.record = report_record,
	.close = report_close,
	.sums_up = true,
	.save = report_state,
	.load = report_state,
	.fini = report_fini,
};
