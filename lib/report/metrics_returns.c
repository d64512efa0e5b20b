/* SPDX-License-Identifier: ISC */
/* What single periods (bars or days) returned. */
#include "report/figure.h"

#include <math.h>

static struct tq_figure
best_period(const struct tq_perf *p)
{
	return p->n ? tq_figure_of_returns(p, p->sides.max) : tq_figure_null(TQ_WHY_FEW_RETURNS);
}

static struct tq_figure
worst_period(const struct tq_perf *p)
{
	return p->n ? tq_figure_of_returns(p, p->sides.min) : tq_figure_null(TQ_WHY_FEW_RETURNS);
}

static struct tq_figure
mean_period(const struct tq_perf *p)
{
	return p->n ? tq_figure_of_returns(p, p->moments.mean)
		    : tq_figure_null(TQ_WHY_FEW_RETURNS);
}

static struct tq_figure
geometric_mean(const struct tq_perf *p)
{
	double growth = tq_perf_growth(p);

	if (p->n == 0)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	if (!(growth >= 0))
		return tq_figure_null("equity is not positive");
	return tq_figure_of_returns(p, pow(growth, 1 / (double)p->n) - 1);
}

static struct tq_figure
win_rate(const struct tq_perf *p)
{
	const struct tq_sides *s = &p->sides;

	if (s->n_above + s->n_below == 0)
		return tq_figure_null("no return other than 0");
	return tq_figure_of_returns(p, (double)s->n_above / (double)(s->n_above + s->n_below));
}

static struct tq_figure
avg_win(const struct tq_perf *p)
{
	const struct tq_sides *s = &p->sides;

	return s->n_above ? tq_figure_of_returns(p, s->above / (double)s->n_above)
			 : tq_figure_null("no winning period");
}

static struct tq_figure
avg_loss(const struct tq_perf *p)
{
	const struct tq_sides *s = &p->sides;

	return s->n_below ? tq_figure_of_returns(p, s->below / (double)s->n_below)
			 : tq_figure_null("no losing period");
}

/* Average win over average loss; NaN without either. */
static double
payoff_of(const struct tq_sides *s)
{
	if (s->n_above == 0 || s->n_below == 0)
		return (double)NAN;
	return s->above / (double)s->n_above / -(s->below / (double)s->n_below);
}

static struct tq_figure
payoff(const struct tq_perf *p)
{
	const struct tq_sides *s = &p->sides;

	if (isnan(payoff_of(s)))
		return tq_figure_null("no winning or no losing period");
	return tq_figure_of_returns(p, payoff_of(s));
}

static struct tq_figure
profit_factor(const struct tq_perf *p)
{
	const struct tq_sides *s = &p->sides;

	return s->n_below ? tq_figure_of_returns(p, s->above / -s->below)
			 : tq_figure_null("no losing period");
}

static struct tq_figure
gain_to_pain(const struct tq_perf *p)
{
	const struct tq_sides *s = &p->sides;

	return s->n_below ? tq_figure_of_returns(p, (s->above + s->below) / -s->below)
			 : tq_figure_null("no losing period");
}

static struct tq_figure
kelly(const struct tq_perf *p)
{
	const struct tq_sides *s = &p->sides;
	double ratio = payoff_of(s), won;

	if (isnan(ratio))
		return tq_figure_null("no winning or no losing period");
	won = (double)s->n_above / (double)(s->n_above + s->n_below);
	return tq_figure_of_returns(p, won - (1 - won) / ratio);
}

static struct tq_figure
run_won(const struct tq_perf *p)
{
	return tq_figure_int((int64_t)p->sides.run_above, (int64_t)p->n);
}

static struct tq_figure
run_lost(const struct tq_perf *p)
{
	return tq_figure_int((int64_t)p->sides.run_below, (int64_t)p->n);
}

/* QuantStats rounds this one up to whole hundredths; here it is exact. */
static struct tq_figure
active(const struct tq_perf *p)
{
	const struct tq_sides *s = &p->sides;

	return p->n ? tq_figure_of_returns(p, (double)(p->n - s->n_zero) / (double)p->n)
		    : tq_figure_null(TQ_WHY_FEW_RETURNS);
}

#define QS(fn, text) {[TQ_FAMILY_QUANTSTATS] = {fn, text}}

static const struct tq_metric rows[] = {
	{"best_period", "Best period", TQ_SECTION_RETURNS, TQ_UNIT_FRACTION,
	 "The largest return.", "there is no return", QS(best_period, "max r")},
	{"worst_period", "Worst period", TQ_SECTION_RETURNS, TQ_UNIT_FRACTION,
	 "The smallest return.", "there is no return", QS(worst_period, "min r")},
	{"mean_return", "Mean return", TQ_SECTION_RETURNS, TQ_UNIT_FRACTION,
	 "Arithmetic mean of the returns.", "there is no return", QS(mean_period, "sum(r) / n")},
	{"geometric_return", "Geometric mean return", TQ_SECTION_RETURNS, TQ_UNIT_FRACTION,
	 "The constant return a period that gives the same end.",
	 "there is no return, or equity ended below zero",
	 QS(geometric_mean, "prod(1 + r)^(1 / n) - 1")},
	{"active_periods", "Active periods", TQ_SECTION_RETURNS, TQ_UNIT_FRACTION,
	 "Share of periods in which equity moved.", "there is no return",
	 QS(active, "count(r != 0) / n; QuantStats' exposure, without its rounding up to 0.01")},
	{"period_win_rate", "Winning periods", TQ_SECTION_RETURNS, TQ_UNIT_FRACTION,
	 "Share of gains among the periods that moved.", "all returns are 0",
	 QS(win_rate, "count(r > 0) / count(r != 0)")},
	{"period_avg_win", "Average winning period", TQ_SECTION_RETURNS, TQ_UNIT_FRACTION,
	 "Mean of the positive returns.", "no return is positive",
	 QS(avg_win, "mean(r where r > 0)")},
	{"period_avg_loss", "Average losing period", TQ_SECTION_RETURNS, TQ_UNIT_FRACTION,
	 "Mean of the negative returns.", "no return is negative",
	 QS(avg_loss, "mean(r where r < 0)")},
	{"period_payoff", "Payoff of periods", TQ_SECTION_RETURNS, TQ_UNIT_RATIO,
	 "Average gain over average loss of a period.", "no period won or none lost",
	 QS(payoff, "mean(r where r > 0) / |mean(r where r < 0)|")},
	{"period_profit_factor", "Profit factor of periods", TQ_SECTION_RETURNS, TQ_UNIT_RATIO,
	 "Sum of gains over sum of losses of periods.", "no period lost",
	 QS(profit_factor, "sum(r where r >= 0) / |sum(r where r < 0)|")},
	{"gain_to_pain", "Gain to pain", TQ_SECTION_RETURNS, TQ_UNIT_RATIO,
	 "Sum of returns over the sum of the losses (Schwager).", "no period lost",
	 QS(gain_to_pain, "sum(r) / |sum(r where r < 0)|")},
	{"period_kelly", "Kelly of periods", TQ_SECTION_RETURNS, TQ_UNIT_FRACTION,
	 "Kelly's fraction if periods were bets.", "no period won or none lost",
	 QS(kelly, "w - (1 - w) / payoff, w = period_win_rate")},
	{"period_max_wins", "Winning periods in a row", TQ_SECTION_RETURNS, TQ_UNIT_COUNT,
	 "The longest run of positive returns.", "never", QS(run_won, "longest run of r > 0")},
	{"period_max_losses", "Losing periods in a row", TQ_SECTION_RETURNS, TQ_UNIT_COUNT,
	 "The longest run of negative returns.", "never", QS(run_lost, "longest run of r < 0")},
};

const struct tq_metric_table tq_metrics_returns = {rows, TQ_COUNT(rows)};
