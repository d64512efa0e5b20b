/* SPDX-License-Identifier: ISC */
/* Risk and return in one number. */
#include "report/figure.h"
#include "report/sharpe.h"

#include <math.h>

/*
 * backtesting.py takes no return for the first period, even if equity moved
 * within it.
 */
static struct tq_moments
moments_backtesting(const struct tq_perf *p)
{
	return p->returns->lead && p->n ? tq_moments_of(p->r + 1, p->n - 1) : p->moments;
}

/* (1 + g)^P of backtesting.py; NaN when equity is not positive. */
static double
annual_factor(const struct tq_perf *p)
{
	double growth = p->curve->value / p->returns->first;

	if (!(p->returns->first > 0) || !(p->curve->value > 0) || p->returns->periods < 2)
		return (double)NAN;
	return pow(growth, p->periods / (double)(p->returns->periods - 1));
}

static double
volatility_of_backtesting(const struct tq_perf *p, const struct tq_moments *m)
{
	double sd = tq_perf_sd(p, m), g2, factor = annual_factor(p);

	g2 = pow(factor, 2 / p->periods);
	return sd > 0 ? sqrt(pow(sd * sd + g2, p->periods) - factor * factor) : sd;
}

/* The reason why m allows no ratio over a deviation, or NULL. */
static const char *
no_ratio(const struct tq_perf *p, const struct tq_moments *m)
{
	if (m->n < 2)
		return TQ_WHY_FEW_RETURNS;
	return tq_perf_sd(p, m) > 0 ? NULL : TQ_WHY_FLAT;
}

static struct tq_figure
volatility(const struct tq_perf *p)
{
	if (p->n < 2)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	return tq_figure_of_returns(p, tq_perf_sd(p, &p->moments) * sqrt(p->periods));
}

static struct tq_figure
volatility_backtesting(const struct tq_perf *p)
{
	struct tq_moments m = moments_backtesting(p);

	if (m.n < 2)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	if (isnan(annual_factor(p)))
		return tq_figure_null("equity is not positive");
	return tq_figure_of_returns(p, volatility_of_backtesting(p, &m));
}

static struct tq_figure
sharpe(const struct tq_perf *p)
{
	const char *why = no_ratio(p, &p->moments);

	if (why)
		return tq_figure_null(why);
	return tq_figure_of_returns(p, (p->moments.mean - p->rf) / tq_perf_sd(p, &p->moments) *
				       sqrt(p->periods));
}

static struct tq_figure
sharpe_backtesting(const struct tq_perf *p)
{
	struct tq_moments m = moments_backtesting(p);
	const char *why = no_ratio(p, &m);

	if (why)
		return tq_figure_null(why);
	if (isnan(annual_factor(p)))
		return tq_figure_null("equity is not positive");
	return tq_figure_of_returns(p, (annual_factor(p) - 1 - p->risk_free) /
				       volatility_of_backtesting(p, &m));
}

static struct tq_sides
sides_about(const struct tq_perf *p, double threshold)
{
	return threshold == 0 ? p->sides : tq_sides_of(p->r, p->n, threshold);
}

/* Root of the mean square shortfall, over all returns, of one period. */
static double
downside_of(const struct tq_perf *p, double threshold)
{
	return sqrt(sides_about(p, threshold).below_squared / (double)p->n);
}

static struct tq_figure
downside_risk(const struct tq_perf *p)
{
	if (p->n == 0)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	return tq_figure_of_returns(p, downside_of(p, p->required) * sqrt(p->periods));
}

static struct tq_figure
sortino_over(const struct tq_perf *p, double threshold)
{
	double down;

	if (p->n < 2)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	down = downside_of(p, threshold);
	if (!(down > 0))
		return tq_figure_null("no return below the threshold");
	return tq_figure_of_returns(p, (p->moments.mean - threshold) / down * sqrt(p->periods));
}

static struct tq_figure
sortino_empyrical(const struct tq_perf *p)
{
	return sortino_over(p, p->required);
}

static struct tq_figure
sortino_quantstats(const struct tq_perf *p)
{
	return sortino_over(p, p->rf);
}

static struct tq_figure
sortino_backtesting(const struct tq_perf *p)
{
	size_t lead = p->returns->lead && p->n;
	size_t n = p->n - lead;
	double down;

	if (n < 1)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	if (isnan(annual_factor(p)))
		return tq_figure_null("equity is not positive");
	down = sqrt(tq_sides_of(p->r + lead, n, 0).below_squared / (double)n);
	if (!(down > 0))
		return tq_figure_null("no negative return");
	return tq_figure_of_returns(p, (annual_factor(p) - 1 - p->risk_free) /
				       (down * sqrt(p->periods)));
}

static struct tq_figure
over_drawdown(const struct tq_perf *p, double x)
{
	double depth = p->curve->drawdown.worst[0].depth;

	if (p->n == 0 || p->returns->periods < 2)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	if (isnan(x))
		return tq_figure_null("equity is not positive");
	if (!(depth < 0))
		return tq_figure_null("no drawdown");
	return tq_figure_of_returns(p, x / -depth);
}

static struct tq_figure
calmar(const struct tq_perf *p)
{
	return over_drawdown(p, pow(tq_perf_growth(p), p->periods / (double)p->n) - 1);
}

static struct tq_figure
calmar_backtesting(const struct tq_perf *p)
{
	return over_drawdown(p, annual_factor(p) - 1);
}

static struct tq_figure
recovery_factor(const struct tq_perf *p)
{
	return over_drawdown(p, fabs(p->moments.mean * (double)p->n));
}

static struct tq_figure
omega(const struct tq_perf *p)
{
	struct tq_sides s = sides_about(p, p->rf + p->required);

	if (p->n < 2)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	if (s.n_below == 0)
		return tq_figure_null("no return below the threshold");
	return tq_figure_of_returns(p, s.above / -s.below);
}

static struct tq_figure
probabilistic_sharpe(const struct tq_perf *p)
{
	const struct tq_moments *m = &p->moments;
	const char *why = no_ratio(p, m);
	double psr;

	if (why)
		return tq_figure_null(why);
	psr = tq_probabilistic_sharpe((m->mean - p->rf) / tq_perf_sd(p, m), 0, (double)m->n,
				      tq_moments_skewness(m), tq_moments_kurtosis(m) + 3);
	return isnan(psr) ? tq_figure_null("the estimator has no variance")
			  : tq_figure_of_returns(p, psr);
}

/* Sums over cumulative log returns y and their places t, counted from the middle. */
struct levels {
	struct tq_sum y, yy, ty;
};

/* Terms are added up plainly in blocks, and blocks with their rounding errors. */
static struct levels
levels_of(const double *r, size_t n)
{
	enum { BLOCK = 64 };
	struct levels sums = {0};
	struct tq_sum level = {0};
	double middle = ((double)n - 1) / 2;

	for (size_t i = 0; i < n;) {
		size_t stop = n - i < BLOCK ? n : i + BLOCK;
		double sum_y = 0, sum_yy = 0, sum_ty = 0;

		for (; i < stop; i++) {
			double y;

			tq_sum_add(&level, log1p(r[i]));
			y = tq_sum_value(&level);
			sum_y += y;
			sum_yy += y * y;
			sum_ty += y * ((double)i - middle);
		}
		tq_sum_add(&sums.y, sum_y);
		tq_sum_add(&sums.yy, sum_yy);
		tq_sum_add(&sums.ty, sum_ty);
	}
	return sums;
}

/* R^2 of cumulative log returns against time. */
static struct tq_figure
stability(const struct tq_perf *p)
{
	double n = (double)p->n, spread, sum, cross;
	struct levels levels;

	if (p->n < 2)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	if (p->returns->skipped || p->sides.min <= -1)
		return tq_figure_null("equity is not positive");
	levels = levels_of(p->r, p->n);
	sum = tq_sum_value(&levels.y);
	cross = tq_sum_value(&levels.ty);
	spread = tq_sum_value(&levels.yy) - sum * (sum / n);
	if (!(spread > 0))
		return tq_figure_null("equity does not change");
	return tq_figure_of_returns(p, cross * cross / (n * (n * n - 1) / 12 * spread));
}

#define BOTH(fn, text) [TQ_FAMILY_EMPYRICAL] = {fn, text}, [TQ_FAMILY_QUANTSTATS] = {fn, text}

static const struct tq_metric rows[] = {
	{"volatility", "Volatility", TQ_SECTION_RISK, TQ_UNIT_FRACTION,
	 "Standard deviation of returns, a year.", "there are fewer than 2 returns",
	 {BOTH(volatility, "sd(r) * sqrt(P), sd with n - 1"),
	  [TQ_FAMILY_BACKTESTING] = {volatility_backtesting,
		"sqrt((var(r) + (1 + g)^2)^P - (1 + g)^(2P)), var with n - 1"}}},
	{"downside_risk", "Downside risk", TQ_SECTION_RISK, TQ_UNIT_FRACTION,
	 "Root mean square shortfall below the required return, a year.", "there is no return",
	 {[TQ_FAMILY_EMPYRICAL] = {downside_risk,
		"sqrt(mean(min(r - required, 0)^2)) * sqrt(P), the mean over all n"}}},
	{"sharpe", "Sharpe ratio", TQ_SECTION_RISK, TQ_UNIT_RATIO,
	 "Return over the risk-free rate for each unit of volatility, a year.",
	 "there are fewer than 2 returns, or they do not vary",
	 {BOTH(sharpe, "mean(r - rf) / sd(r - rf) * sqrt(P), sd with n - 1"),
	  [TQ_FAMILY_BACKTESTING] = {sharpe_backtesting,
		"(annual_return - risk_free) / volatility of this family: not the usual ratio"}}},
	{"sortino", "Sortino ratio", TQ_SECTION_RISK, TQ_UNIT_RATIO,
	 "Return over the required one for each unit of downside risk, a year.",
	 "there are fewer than 2 returns, or none is below the threshold",
	 {[TQ_FAMILY_EMPYRICAL] = {sortino_empyrical, "mean(r - required) * P / downside_risk"},
	  [TQ_FAMILY_QUANTSTATS] = {sortino_quantstats,
		"mean(r - rf) / sqrt(sum(min(r - rf, 0)^2) / n) * sqrt(P)"},
	  [TQ_FAMILY_BACKTESTING] = {sortino_backtesting,
		"(annual_return - risk_free) / (sqrt(mean(min(r, 0)^2)) * sqrt(P))"}}},
	{"calmar", "Calmar ratio", TQ_SECTION_RISK, TQ_UNIT_RATIO,
	 "Annual growth over the deepest drawdown.", "there is no drawdown",
	 {BOTH(calmar, "cagr / |max_drawdown|"),
	  [TQ_FAMILY_BACKTESTING] = {calmar_backtesting, "annual_return / |max_drawdown|"}}},
	{"omega", "Omega ratio", TQ_SECTION_RISK, TQ_UNIT_RATIO,
	 "Gains over losses, both counted from a threshold.",
	 "no return is below the threshold",
	 {BOTH(omega,
	       "sum(max(r - rf - t, 0)) / sum(max(t - r + rf, 0)), t = required, a period")}},
	{"recovery_factor", "Recovery factor", TQ_SECTION_RISK, TQ_UNIT_RATIO,
	 "Sum of returns over the deepest drawdown.", "there is no drawdown",
	 {[TQ_FAMILY_QUANTSTATS] = {recovery_factor, "|sum(r)| / |max_drawdown|"}}},
	{"probabilistic_sharpe", "Probabilistic Sharpe", TQ_SECTION_RISK, TQ_UNIT_FRACTION,
	 "Probability that the true Sharpe ratio is above zero (Bailey and Lopez de Prado 2012).",
	 "there are fewer than 2 returns, or they do not vary",
	 {[TQ_FAMILY_TQ] = {probabilistic_sharpe,
		"Phi(SR sqrt(n - 1) / sqrt(1 - skew SR + (kurt - 1) / 4 SR^2)), "
		"SR = mean(r - rf) / sd(r) of one period, population skew and (not excess) kurt"}}},
	{"stability", "Stability", TQ_SECTION_RISK, TQ_UNIT_RATIO,
	 "How straight the curve of log equity is, 0 to 1.",
	 "there are fewer than 2 returns, or equity does not change or is not positive",
	 {[TQ_FAMILY_EMPYRICAL] = {stability, "R^2 of cumsum(log(1 + r)) against 0 .. n-1"}}},
};

const struct tq_metric_table tq_metrics_ratios = {rows, TQ_COUNT(rows)};
