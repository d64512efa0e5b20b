/* SPDX-License-Identifier: ISC */
/* The period of the report, its money and what it grew by. */
#include "report/figure.h"

#include <math.h>

static struct tq_figure
start(const struct tq_perf *p)
{
	return p->curve->n ? tq_figure_time(p->curve->start, p->curve->n)
			   : tq_figure_null(TQ_WHY_NO_EQUITY);
}

static struct tq_figure
end(const struct tq_perf *p)
{
	return p->curve->n ? tq_figure_time(p->curve->end, p->curve->n)
			   : tq_figure_null(TQ_WHY_NO_EQUITY);
}

static struct tq_figure
duration(const struct tq_perf *p)
{
	return p->curve->n ? tq_figure_duration(p->curve->end - p->curve->start, p->curve->n)
			   : tq_figure_null(TQ_WHY_NO_EQUITY);
}

static struct tq_figure
bars(const struct tq_perf *p)
{
	return tq_figure_int(p->curve->n, p->curve->n);
}

static struct tq_figure
returns_used(const struct tq_perf *p)
{
	struct tq_figure figure = tq_figure_int((int64_t)p->n, (int64_t)p->n);

	figure.skipped = p->returns->skipped;
	return figure;
}

static struct tq_figure
periods_per_year(const struct tq_perf *p)
{
	return tq_figure_f64(p->periods, p->curve->n);
}

static struct tq_figure
start_equity(const struct tq_perf *p)
{
	return p->curve->n ? tq_figure_dec(p->curve->first, p->curve->n)
			   : tq_figure_null(TQ_WHY_NO_EQUITY);
}

static struct tq_figure
final_equity(const struct tq_perf *p)
{
	return p->curve->n ? tq_figure_dec(p->curve->last, p->curve->n)
			   : tq_figure_null(TQ_WHY_NO_EQUITY);
}

static struct tq_figure
peak_equity(const struct tq_perf *p)
{
	return p->curve->n ? tq_figure_dec(p->curve->peak, p->curve->n)
			   : tq_figure_null(TQ_WHY_NO_EQUITY);
}

static struct tq_figure
profit(const struct tq_perf *p)
{
	return p->curve->n ? tq_figure_dec(tq_dec_sub(p->curve->last, p->curve->first), p->curve->n)
			   : tq_figure_null(TQ_WHY_NO_EQUITY);
}

static struct tq_figure
total_return(const struct tq_perf *p)
{
	if (p->curve->n == 0)
		return tq_figure_null(TQ_WHY_NO_EQUITY);
	if (!(p->curve->base > 0))
		return tq_figure_null("start equity is not positive");
	return tq_figure_f64((p->curve->value - p->curve->base) / p->curve->base, p->curve->n);
}

static struct tq_figure
buy_hold_return(const struct tq_perf *p)
{
	const struct tq_tally *t = p->tally;

	if (t->bench_bars == 0)
		return tq_figure_null("no bars");
	if (t->bench_mixed)
		return tq_figure_null("bars of more than one series");
	if (!(t->bench_first > 0))
		return tq_figure_null("first close is not positive");
	return tq_figure_f64((t->bench_close - t->bench_first) / t->bench_first, t->bench_bars);
}

/* Growth by the end, raised to the power that makes it a year's. */
static struct tq_figure
annualised(const struct tq_perf *p, double growth, double years)
{
	if (p->n == 0)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	if (!(growth >= 0))
		return tq_figure_null("equity is not positive");
	if (!(years > 0))
		return tq_figure_null("no time passed");
	return tq_figure_of_returns(p, pow(growth, 1 / years) - 1);
}

static struct tq_figure
cagr_empyrical(const struct tq_perf *p)
{
	return annualised(p, tq_perf_growth(p), (double)p->n / p->periods);
}

static struct tq_figure
annual_return_backtesting(const struct tq_perf *p)
{
	double growth = p->returns->first > 0 ? p->curve->value / p->returns->first : (double)NAN;

	return annualised(p, growth, (double)(p->returns->periods - 1) / p->periods);
}

static struct tq_figure
cagr_backtesting(const struct tq_perf *p)
{
	double days = (double)(p->curve->end - p->curve->start) / (double)TQ_DAY;

	return annualised(p, tq_perf_growth(p), days / 365.25);
}

#define SAME(fn, text) {[TQ_FAMILY_TQ] = {fn, text}}

static const struct tq_metric rows[] = {
	{"start", "Start", TQ_SECTION_PERIOD, TQ_UNIT_INSTANT,
	 "Time of the first equity record: the close of the first bar.",
	 "there is no equity record", SAME(start, "time of the first equity record")},
	{"end", "End", TQ_SECTION_PERIOD, TQ_UNIT_INSTANT,
	 "Time of the last equity record: the close of the last bar.",
	 "there is no equity record", SAME(end, "time of the last equity record")},
	{"duration", "Duration", TQ_SECTION_PERIOD, TQ_UNIT_DURATION,
	 "Time from the first to the last equity record.",
	 "there is no equity record", SAME(duration, "end - start")},
	{"bars", "Bars", TQ_SECTION_PERIOD, TQ_UNIT_COUNT,
	 "Times that have an equity record. Records of one time count once, the last of them.",
	 "never", SAME(bars, "number of different times")},
	{"returns", "Returns", TQ_SECTION_PERIOD, TQ_UNIT_COUNT,
	 "Returns that the statistics are made of, by bar or by UTC day (--returns).",
	 "never", SAME(returns_used, "e[i] / e[i-1] - 1 where e[i-1] > 0; others are skipped")},
	{"periods_per_year", "Periods per year", TQ_SECTION_PERIOD, TQ_UNIT_RATIO,
	 "P of the formulas: how many returns make a year (--periods-per-year).",
	 "never", SAME(periods_per_year,
		       "365 by day if more than 17 % of the points are on weekends, else 252; "
		       "52, 12, 4, 1 for weekly to yearly bars; by intraday bar, as many as "
		       "fit such a year")},
	{"start_equity", "Start equity", TQ_SECTION_EQUITY, TQ_UNIT_MONEY,
	 "Equity that the first return is counted from, exact: the first equity record, or the "
	 "account's cash when that differs because the first bar traded.",
	 "there is no equity record", SAME(start_equity, "first equity, or cash of the account")},
	{"final_equity", "Final equity", TQ_SECTION_EQUITY, TQ_UNIT_MONEY,
	 "Equity of the last equity record, exact.",
	 "there is no equity record", SAME(final_equity, "last equity")},
	{"peak_equity", "Peak equity", TQ_SECTION_EQUITY, TQ_UNIT_MONEY,
	 "The highest equity, exact.",
	 "there is no equity record", SAME(peak_equity, "max e[i]")},
	{"profit", "Profit", TQ_SECTION_EQUITY, TQ_UNIT_MONEY,
	 "What was earned, open positions at their mark, after fees; exact.",
	 "there is no equity record", SAME(profit, "final_equity - start_equity")},
	{"total_return", "Total return", TQ_SECTION_EQUITY, TQ_UNIT_FRACTION,
	 "What was earned, as a fraction of the start equity.",
	 "start equity is not positive",
	 SAME(total_return, "final_equity / start_equity - 1")},
	{"buy_hold_return", "Buy & hold return", TQ_SECTION_EQUITY, TQ_UNIT_FRACTION,
	 "What holding the instrument from the first bar to the last would have earned, before "
	 "costs. backtesting.py counts from the bar behind its warm-up instead.",
	 "there are no bars, or bars of more than one series",
	 SAME(buy_hold_return, "last close / first close - 1")},
	{"annual_return", "Annual return", TQ_SECTION_EQUITY, TQ_UNIT_FRACTION,
	 "Compound return a year of P periods.",
	 "there is no return, or equity ended below zero",
	 {[TQ_FAMILY_EMPYRICAL] = {cagr_empyrical, "prod(1 + r)^(P / n) - 1"},
	  [TQ_FAMILY_QUANTSTATS] = {cagr_empyrical, "prod(1 + r)^(P / n) - 1"},
	  [TQ_FAMILY_BACKTESTING] = {annual_return_backtesting,
		"(1 + g)^P - 1, g the geometric mean return from the end of the first period on"}}},
	{"cagr", "CAGR", TQ_SECTION_EQUITY, TQ_UNIT_FRACTION,
	 "Compound annual growth rate.",
	 "there is no return, or equity ended below zero",
	 {[TQ_FAMILY_EMPYRICAL] = {cagr_empyrical, "prod(1 + r)^(P / n) - 1"},
	  [TQ_FAMILY_QUANTSTATS] = {cagr_empyrical, "prod(1 + r)^(P / n) - 1"},
	  [TQ_FAMILY_BACKTESTING] = {cagr_backtesting,
		"(final_equity / start_equity)^(1 / years) - 1, years = calendar days / 365.25"}}},
};

const struct tq_metric_table tq_metrics_equity = {rows, TQ_COUNT(rows)};
