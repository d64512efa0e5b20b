/* SPDX-License-Identifier: ISC */
/* Equity against the benchmark, which is the stream's own bars. */
#include "report/figure.h"

#include <math.h>

static const char *
no_bench(const struct tq_perf *p, const struct tq_pair *pair)
{
	if (p->tally->bench_bars == 0)
		return "no bars";
	if (p->tally->bench_mixed)
		return "bars of more than one series";
	if (pair->n < 2)
		return TQ_WHY_FEW_RETURNS;
	return pair->sxx > 0 ? NULL : "the benchmark does not change";
}

static struct tq_figure
beta_of(const struct tq_perf *p, const struct tq_pair *pair)
{
	const char *why = no_bench(p, pair);

	return why ? tq_figure_null(why) : tq_figure_f64(pair->sxy / pair->sxx, pair->n);
}

static struct tq_figure
beta(const struct tq_perf *p)
{
	return beta_of(p, &p->returns->bench);
}

static struct tq_figure
beta_backtesting(const struct tq_perf *p)
{
	return beta_of(p, &p->tally->log_bench);
}

static struct tq_figure
alpha_empyrical(const struct tq_perf *p)
{
	const struct tq_pair *pair = &p->returns->bench;
	struct tq_figure figure = beta_of(p, pair);
	double x;

	if (figure.kind == TQ_FIGURE_F64) {
		x = pair->mean_y - p->rf - figure.f64 * (pair->mean_x - p->rf);
		figure.f64 = pow(1 + x, p->periods) - 1;
	}
	return figure;
}

static struct tq_figure
alpha_quantstats(const struct tq_perf *p)
{
	const struct tq_pair *pair = &p->returns->bench;
	struct tq_figure figure = beta_of(p, pair);

	if (figure.kind == TQ_FIGURE_F64)
		figure.f64 = (pair->mean_y - figure.f64 * pair->mean_x) * p->periods;
	return figure;
}

static struct tq_figure
alpha_backtesting(const struct tq_perf *p)
{
	struct tq_figure figure = beta_of(p, &p->tally->log_bench);
	double held = p->tally->bench_close / p->tally->bench_first - 1;

	if (figure.kind == TQ_FIGURE_F64)
		figure.f64 = tq_perf_growth(p) - 1 - p->risk_free -
			     figure.f64 * (held - p->risk_free);
	return figure;
}

#define BOTH(fn, text) [TQ_FAMILY_EMPYRICAL] = {fn, text}, [TQ_FAMILY_QUANTSTATS] = {fn, text}

static const struct tq_metric rows[] = {
	{"beta", "Beta", TQ_SECTION_RISK, TQ_UNIT_RATIO,
	 "How much of the benchmark's moves equity makes. The benchmark is the stream's bars.",
	 "there are no bars, or bars of more than one series",
	 {BOTH(beta, "cov(r, b) / var(b)"),
	  [TQ_FAMILY_BACKTESTING] = {beta_backtesting,
		"cov / var of log returns from bar to bar"}}},
	{"alpha", "Alpha", TQ_SECTION_RISK, TQ_UNIT_FRACTION,
	 "Return that beta does not explain.",
	 "there are no bars, or bars of more than one series",
	 {[TQ_FAMILY_EMPYRICAL] = {alpha_empyrical,
		"(1 + mean(r - rf - beta (b - rf)))^P - 1"},
	  [TQ_FAMILY_QUANTSTATS] = {alpha_quantstats, "(mean(r) - beta mean(b)) * P"},
	  [TQ_FAMILY_BACKTESTING] = {alpha_backtesting,
		"total_return - beta * buy_hold_return, of the whole time, not a year"}}},
};

const struct tq_metric_table tq_metrics_benchmark = {rows, TQ_COUNT(rows)};
