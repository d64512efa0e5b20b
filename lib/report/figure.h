/* SPDX-License-Identifier: ISC */
#ifndef TQ_REPORT_FIGURE_H
#define TQ_REPORT_FIGURE_H

/* For the tables of metrics (metrics_*.c): how a formula returns its value. */
#include "report/metric.h"

static inline struct tq_figure
tq_figure_null(const char *why)
{
	return (struct tq_figure){.kind = TQ_FIGURE_NULL, .why = why};
}

static inline struct tq_figure
tq_figure_f64(double x, int64_t n)
{
	return (struct tq_figure){.kind = TQ_FIGURE_F64, .f64 = x, .n = n};
}

static inline struct tq_figure
tq_figure_dec(struct tq_dec x, int64_t n)
{
	return (struct tq_figure){.kind = TQ_FIGURE_DEC, .dec = x, .n = n};
}

static inline struct tq_figure
tq_figure_int(int64_t x, int64_t n)
{
	return (struct tq_figure){.kind = TQ_FIGURE_INT, .i = x, .n = n};
}

static inline struct tq_figure
tq_figure_time(tq_time t, int64_t n)
{
	return (struct tq_figure){.kind = TQ_FIGURE_TIME, .i = t, .n = n};
}

static inline struct tq_figure
tq_figure_duration(tq_time ns, int64_t n)
{
	return (struct tq_figure){.kind = TQ_FIGURE_DURATION, .i = ns, .n = n};
}

/* A statistic of the report's returns. */
static inline struct tq_figure
tq_figure_of_returns(const struct tq_perf *p, double x)
{
	struct tq_figure figure = tq_figure_f64(x, (int64_t)p->n);

	figure.skipped = p->returns->skipped;
	return figure;
}

/* The reasons that more than one metric has. */
#define TQ_WHY_NO_EQUITY "no equity records"
#define TQ_WHY_FEW_RETURNS "too few returns"
#define TQ_WHY_FLAT "returns do not vary"
#define TQ_WHY_NO_TRADES "no round trips"

/*
 * The standard deviation of returns, or 0 when it is no more than the rounding
 * of e[i] / e[i-1] - 1 itself: equity that grows by exactly 1 % a day has no
 * volatility, not 1e-17. m is of all returns of p, or of those behind the first.
 */
double tq_perf_sd(const struct tq_perf *p, const struct tq_moments *m);

/* Compound growth by the end: last / base; NaN when base is not positive. */
double tq_perf_growth(const struct tq_perf *p);

/* The tables, one for each file. */
struct tq_metric_table {
	const struct tq_metric *rows;
	size_t n;
};

extern const struct tq_metric_table tq_metrics_equity;
extern const struct tq_metric_table tq_metrics_returns;
extern const struct tq_metric_table tq_metrics_ratios;
extern const struct tq_metric_table tq_metrics_benchmark;
extern const struct tq_metric_table tq_metrics_tails;
extern const struct tq_metric_table tq_metrics_drawdown;
extern const struct tq_metric_table tq_metrics_trades;

#endif
