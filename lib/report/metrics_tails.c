/* SPDX-License-Identifier: ISC */
/* The shape of the returns' distribution and its tails. */
#include "report/figure.h"

#include <math.h>

/* Quantiles of the standard Normal at 0.05 and 0.01. */
static const double z05 = -1.6448536269514722, z01 = -2.3263478740408408;

static struct tq_figure
value_at_risk(const struct tq_perf *p, double cutoff)
{
	if (p->n == 0)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	return tq_figure_of_returns(p, tq_ranks_quantile(&p->ranks, cutoff));
}

static struct tq_figure
expected_shortfall(const struct tq_perf *p, double cutoff)
{
	size_t k;

	if (p->n == 0)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	k = (size_t)((double)(p->n - 1) * cutoff) + 1;
	return tq_figure_of_returns(p, tq_ranks_lowest(&p->ranks, k));
}

static struct tq_figure
normal_value_at_risk(const struct tq_perf *p, double z)
{
	if (p->n < 2)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	return tq_figure_of_returns(p, p->moments.mean + z * tq_perf_sd(p, &p->moments));
}

/* Without a return below the Normal quantile, that quantile itself. */
static struct tq_figure
normal_shortfall(const struct tq_perf *p, double z)
{
	struct tq_figure figure = normal_value_at_risk(p, z);
	struct tq_sum sum = {0};
	size_t n = 0;

	for (size_t i = 0; i < p->n && figure.kind == TQ_FIGURE_F64; i++) {
		if (p->r[i] < figure.f64) {
			tq_sum_add(&sum, p->r[i]);
			n++;
		}
	}
	if (n > 0)
		figure.f64 = tq_sum_value(&sum) / (double)n;
	return figure;
}

static struct tq_figure
var95(const struct tq_perf *p)
{
	return value_at_risk(p, 0.05);
}

static struct tq_figure
var99(const struct tq_perf *p)
{
	return value_at_risk(p, 0.01);
}

static struct tq_figure
cvar95(const struct tq_perf *p)
{
	return expected_shortfall(p, 0.05);
}

static struct tq_figure
cvar99(const struct tq_perf *p)
{
	return expected_shortfall(p, 0.01);
}

static struct tq_figure
normal_var95(const struct tq_perf *p)
{
	return normal_value_at_risk(p, z05);
}

static struct tq_figure
normal_var99(const struct tq_perf *p)
{
	return normal_value_at_risk(p, z01);
}

static struct tq_figure
normal_cvar95(const struct tq_perf *p)
{
	return normal_shortfall(p, z05);
}

static struct tq_figure
normal_cvar99(const struct tq_perf *p)
{
	return normal_shortfall(p, z01);
}

static struct tq_figure
tail_ratio(const struct tq_perf *p)
{
	double low, high;

	if (p->n == 0)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	low = tq_ranks_quantile(&p->ranks, 0.05);
	high = tq_ranks_quantile(&p->ranks, 0.95);
	if (low == 0)
		return tq_figure_null("the 5 % quantile is 0");
	return tq_figure_of_returns(p, fabs(high) / fabs(low));
}

/* Fisher's G1, corrected for bias. */
static struct tq_figure
skewness(const struct tq_perf *p)
{
	const struct tq_moments *m = &p->moments;
	double n = (double)m->n;

	if (m->n < 3)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	if (!(tq_perf_sd(p, m) > 0))
		return tq_figure_null(TQ_WHY_FLAT);
	return tq_figure_of_returns(p, n * sqrt(n - 1) / (n - 2) * m->m3 / pow(m->m2, 1.5));
}

/* Fisher's G2, corrected for bias: 0 for a Normal. */
static struct tq_figure
kurtosis(const struct tq_perf *p)
{
	const struct tq_moments *m = &p->moments;
	double n = (double)m->n, down = (n - 2) * (n - 3);

	if (m->n < 4)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	if (!(tq_perf_sd(p, m) > 0))
		return tq_figure_null(TQ_WHY_FLAT);
	return tq_figure_of_returns(p, n * (n + 1) * (n - 1) * m->m4 / (down * m->m2 * m->m2) -
				       3 * (n - 1) * (n - 1) / down);
}

static const struct tq_metric rows[] = {
	{"var_95", "Value at risk 95 %", TQ_SECTION_RISK, TQ_UNIT_FRACTION,
	 "The return that one period in 20 is worse than.", "there are too few returns",
	 {[TQ_FAMILY_EMPYRICAL] = {var95, "5 % quantile of r, interpolated"},
	  [TQ_FAMILY_QUANTSTATS] = {normal_var95, "mean(r) + sd(r) z(0.05), a Normal's"}}},
	{"cvar_95", "Expected shortfall 95 %", TQ_SECTION_RISK, TQ_UNIT_FRACTION,
	 "Mean return of the worst periods.", "there are too few returns",
	 {[TQ_FAMILY_EMPYRICAL] = {cvar95, "mean of the k + 1 lowest r, k = floor((n - 1) 0.05)"},
	  [TQ_FAMILY_QUANTSTATS] = {normal_cvar95, "mean of r below var_95 of this family"}}},
	{"var_99", "Value at risk 99 %", TQ_SECTION_RISK, TQ_UNIT_FRACTION,
	 "The return that one period in 100 is worse than.", "there are too few returns",
	 {[TQ_FAMILY_EMPYRICAL] = {var99, "1 % quantile of r, interpolated"},
	  [TQ_FAMILY_QUANTSTATS] = {normal_var99, "mean(r) + sd(r) z(0.01), a Normal's"}}},
	{"cvar_99", "Expected shortfall 99 %", TQ_SECTION_RISK, TQ_UNIT_FRACTION,
	 "Mean return of the worst periods.", "there are too few returns",
	 {[TQ_FAMILY_EMPYRICAL] = {cvar99, "mean of the k + 1 lowest r, k = floor((n - 1) 0.01)"},
	  [TQ_FAMILY_QUANTSTATS] = {normal_cvar99, "mean of r below var_99 of this family"}}},
	{"tail_ratio", "Tail ratio", TQ_SECTION_RISK, TQ_UNIT_RATIO,
	 "Size of the best twentieth against that of the worst.",
	 "there is no return, or the 5 % quantile is 0",
	 {[TQ_FAMILY_EMPYRICAL] = {tail_ratio, "|95 % quantile| / |5 % quantile|"},
	  [TQ_FAMILY_QUANTSTATS] = {tail_ratio, "|95 % quantile / 5 % quantile|"}}},
	{"skew", "Skewness", TQ_SECTION_RISK, TQ_UNIT_RATIO,
	 "Asymmetry of returns: below 0, losses are larger than gains.",
	 "there are fewer than 3 returns, or they do not vary",
	 {[TQ_FAMILY_QUANTSTATS] = {skewness,
		"n sqrt(n - 1) / (n - 2) * M3 / M2^1.5, Mk = sum((r - mean)^k)"}}},
	{"kurtosis", "Excess kurtosis", TQ_SECTION_RISK, TQ_UNIT_RATIO,
	 "Weight of both tails, 0 for a Normal.",
	 "there are fewer than 4 returns, or they do not vary",
	 {[TQ_FAMILY_QUANTSTATS] = {kurtosis,
		"n (n + 1) (n - 1) M4 / (d M2^2) - 3 (n - 1)^2 / d, d = (n - 2) (n - 3)"}}},
};

const struct tq_metric_table tq_metrics_tails = {rows, TQ_COUNT(rows)};
