/* SPDX-License-Identifier: ISC */
#include "report/metric.h"

#include "report/figure.h"

#include <float.h>
#include <math.h>

const char *const tq_family_names[] = {"empyrical", "quantstats", "backtesting-py", NULL};

static const struct tq_metric_table *const tables[] = {
	&tq_metrics_equity, &tq_metrics_returns, &tq_metrics_ratios, &tq_metrics_benchmark,
	&tq_metrics_tails, &tq_metrics_drawdown, &tq_metrics_trades,
};

const char *
tq_family_name(enum tq_family family)
{
	return family < TQ_FAMILY_TQ ? tq_family_names[family] : "tq";
}

const char *
tq_section_title(enum tq_section section)
{
	static const char *const titles[TQ_SECTIONS] = {
		"Period", "Equity", "Returns", "Risk", "Drawdown", "Round trips", "Costs",
	};

	return titles[section];
}

size_t
tq_metric_count(void)
{
	size_t n = 0;

	for (size_t i = 0; i < TQ_COUNT(tables); i++)
		n += tables[i]->n;
	return n;
}

const struct tq_metric *
tq_metric_at(size_t i)
{
	size_t table = 0;

	while (i >= tables[table]->n)
		i -= tables[table++]->n;
	return &tables[table]->rows[i];
}

const struct tq_metric *
tq_metric_find(struct tq_str name)
{
	for (size_t i = 0; i < tq_metric_count(); i++) {
		if (tq_str_is(name, tq_metric_at(i)->name))
			return tq_metric_at(i);
	}
	return NULL;
}

enum tq_family
tq_metric_family(const struct tq_metric *metric, enum tq_family chosen)
{
	static const enum tq_family order[] = {
		TQ_FAMILY_TQ, TQ_FAMILY_BACKTESTING, TQ_FAMILY_EMPYRICAL,
	};

	if (metric->formula[chosen].fn)
		return chosen;
	for (size_t i = 0; i < TQ_COUNT(order); i++) {
		if (metric->formula[order[i]].fn)
			return order[i];
	}
	return TQ_FAMILY_QUANTSTATS;
}

struct tq_figure
tq_metric_figure(const struct tq_metric *metric, enum tq_family family,
		 const struct tq_perf *perf)
{
	struct tq_figure figure = metric->formula[family].fn(perf);

	if (figure.kind == TQ_FIGURE_F64 && !isfinite(figure.f64)) {
		figure.kind = TQ_FIGURE_NULL;
		figure.why = "not a finite number";
	}
	if (figure.kind == TQ_FIGURE_DEC && !tq_dec_ok(figure.dec)) {
		figure.kind = TQ_FIGURE_NULL;
		figure.why = "more than 38 digits";
	}
	return figure;
}

double
tq_perf_sd(const struct tq_perf *p, const struct tq_moments *m)
{
	double sd = tq_moments_stdev(m, 1);
	double largest = 1 + fmax(fabs(p->sides.min), fabs(p->sides.max));

	return sd <= 4 * DBL_EPSILON * largest ? 0 : sd;
}

double
tq_perf_growth(const struct tq_perf *p)
{
	return p->curve->base > 0 ? p->curve->value / p->curve->base : (double)NAN;
}

/* Bars that trade on weekends too are of a market that is never closed. */
static double
days_a_year(const struct tq_curve *c)
{
	return (double)c->weekends > 2.0 / 7 * 0.6 * (double)c->n ? 365 : 252;
}

/*
 * Days: 252 or 365. Yearly to weekly bars: 1, 4, 12, 52. Shorter bars one by one:
 * as many as fit a market's year.
 */
static double
periods_a_year(const struct tq_tally *settled)
{
	const struct tq_curve *c = &settled->curve;
	double days = (double)c->gap / (double)TQ_DAY;

	if (c->n < 2 || (days < 6 && !settled->by_bar.on))
		return days_a_year(c);
	if (days < 0.9)
		return days_a_year(c) == 365 ? 365 / days :
		       252 * rint((double)c->n / (double)c->days);
	if (days < 6)
		return days_a_year(c);
	if (days < 8)
		return 52;
	return days < 28 ? 365.25 / days : fmax(1, rint(365.25 / days));
}

void
tq_perf_init(struct tq_perf *perf, const struct tq_tally *settled,
	     const struct tq_perf_options *options)
{
	const struct tq_returns *returns = tq_tally_returns(settled);

	*perf = (struct tq_perf){
		.tally = settled, .curve = &settled->curve, .returns = returns,
		.r = returns->series.x, .n = returns->series.n,
		.risk_free = options->risk_free,
	};
	perf->moments = tq_moments_of(perf->r, perf->n);
	perf->sides = tq_sides_of(perf->r, perf->n, 0);
	tq_ranks_init(&perf->ranks, perf->r, perf->n);
	perf->periods = isnan(options->periods) ? periods_a_year(settled) : options->periods;
	perf->rf = pow(1 + options->risk_free, 1 / perf->periods) - 1;
	perf->required = pow(1 + options->required, 1 / perf->periods) - 1;
}

void
tq_perf_fini(struct tq_perf *perf)
{
	tq_ranks_fini(&perf->ranks);
}
