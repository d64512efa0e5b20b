/* SPDX-License-Identifier: ISC */
/* Drawdowns: always of every equity record, also when returns are by day. */
#include "report/figure.h"

#include <math.h>

static const struct tq_drawdown *
drawdown_of(const struct tq_perf *p)
{
	return &p->curve->drawdown;
}

/* NULL when there is a deepest drawdown to speak of. */
static const char *
none(const struct tq_perf *p)
{
	if (p->curve->n == 0)
		return TQ_WHY_NO_EQUITY;
	return drawdown_of(p)->worst[0].depth < 0 ? NULL : "no drawdown";
}

static struct tq_figure
max_drawdown(const struct tq_perf *p)
{
	return p->curve->n ? tq_figure_f64(drawdown_of(p)->worst[0].depth, p->curve->n)
			   : tq_figure_null(TQ_WHY_NO_EQUITY);
}

static struct tq_figure
deepest_time(const struct tq_perf *p, tq_time t, const char *absent)
{
	if (none(p))
		return tq_figure_null(none(p));
	return t == TQ_TIME_NONE ? tq_figure_null(absent) : tq_figure_time(t, p->curve->n);
}

static struct tq_figure
peak_time(const struct tq_perf *p)
{
	return deepest_time(p, drawdown_of(p)->worst[0].peak, "");
}

static struct tq_figure
valley_time(const struct tq_perf *p)
{
	return deepest_time(p, drawdown_of(p)->worst[0].valley, "");
}

static struct tq_figure
recovery_time(const struct tq_perf *p)
{
	return deepest_time(p, drawdown_of(p)->worst[0].recovery, "not recovered by the end");
}

static struct tq_figure
max_drawdown_duration(const struct tq_perf *p)
{
	const struct tq_episode *e = &drawdown_of(p)->worst[0];

	if (none(p))
		return tq_figure_null(none(p));
	return tq_figure_duration((e->recovery == TQ_TIME_NONE ? p->curve->end : e->recovery) -
				  e->peak, p->curve->n);
}

static struct tq_figure
episodes(const struct tq_perf *p)
{
	return tq_figure_int(drawdown_of(p)->episodes, p->curve->n);
}

static struct tq_figure
episodes_quantstats(const struct tq_perf *p)
{
	return tq_figure_int(drawdown_of(p)->episodes + drawdown_of(p)->lone, p->curve->n);
}

static struct tq_figure
avg_drawdown(const struct tq_perf *p)
{
	const struct tq_drawdown *dd = drawdown_of(p);

	if (dd->episodes == 0)
		return tq_figure_null("no drawdown");
	return tq_figure_f64(tq_sum_value(&dd->depths) / (double)dd->episodes, dd->episodes);
}

static struct tq_figure
avg_drawdown_quantstats(const struct tq_perf *p)
{
	const struct tq_drawdown *dd = drawdown_of(p);
	double sum = tq_sum_value(&dd->depths);

	if (!dd->lone)
		return avg_drawdown(p);
	return tq_figure_f64((sum + dd->now.depth) / (double)(dd->episodes + 1), dd->episodes + 1);
}

static struct tq_figure
longest(const struct tq_perf *p)
{
	const struct tq_drawdown *dd = drawdown_of(p);

	return dd->episodes ? tq_figure_duration(dd->longest, dd->episodes)
			    : tq_figure_null("no drawdown");
}

static struct tq_figure
longest_quantstats(const struct tq_perf *p)
{
	const struct tq_drawdown *dd = drawdown_of(p);
	int64_t n = dd->episodes + dd->lone;

	return n ? tq_figure_duration(dd->longest_days * TQ_DAY, n) : tq_figure_null("no drawdown");
}

/* Rounded to whole nanoseconds. */
static struct tq_figure
mean_duration(double seconds, int64_t n)
{
	if (n == 0)
		return tq_figure_null("no drawdown");
	return tq_figure_duration((tq_time)rint(seconds / (double)n * (double)TQ_SECOND), n);
}

static struct tq_figure
avg_duration(const struct tq_perf *p)
{
	const struct tq_drawdown *dd = drawdown_of(p);

	return mean_duration(tq_sum_value(&dd->durations), dd->episodes);
}

static struct tq_figure
avg_duration_quantstats(const struct tq_perf *p)
{
	const struct tq_drawdown *dd = drawdown_of(p);

	return mean_duration(tq_sum_value(&dd->days) * 86400, dd->episodes + dd->lone);
}

static struct tq_figure
ulcer_index(const struct tq_perf *p)
{
	const struct tq_drawdown *dd = drawdown_of(p);

	if (dd->n < 3)
		return tq_figure_null(TQ_WHY_FEW_RETURNS);
	return tq_figure_f64(sqrt(tq_sum_value(&dd->squares) / (double)(dd->n - 2)), dd->n - 1);
}

#define SAME(fn, text) {[TQ_FAMILY_TQ] = {fn, text}}
#define EPISODES "an episode goes from the last high to the value that is back at it, or to the end"

static const struct tq_metric rows[] = {
	{"max_drawdown", "Max drawdown", TQ_SECTION_DRAWDOWN, TQ_UNIT_FRACTION,
	 "The deepest fall from a high, of equity at every bar.", "there is no equity record",
	 SAME(max_drawdown, "min(e / running max(e) - 1), the base counted as a high")},
	{"max_drawdown_start", "- from", TQ_SECTION_DRAWDOWN, TQ_UNIT_INSTANT,
	 "Time of the high that the deepest drawdown fell from.", "there is no drawdown",
	 SAME(peak_time, "last time at the high before the valley")},
	{"max_drawdown_valley", "- valley", TQ_SECTION_DRAWDOWN, TQ_UNIT_INSTANT,
	 "Time of the lowest point of the deepest drawdown.", "there is no drawdown",
	 SAME(valley_time, "first time of the lowest e / max(e)")},
	{"max_drawdown_recovery", "- recovered", TQ_SECTION_DRAWDOWN, TQ_UNIT_INSTANT,
	 "Time when equity was back at the high of the deepest drawdown.",
	 "there is no drawdown, or it has not recovered",
	 SAME(recovery_time, "first time behind the valley with e >= the high")},
	{"max_drawdown_duration", "- duration", TQ_SECTION_DRAWDOWN, TQ_UNIT_DURATION,
	 "How long the deepest drawdown took, until the end if it has not recovered.",
	 "there is no drawdown", SAME(max_drawdown_duration, "recovery (or end) - start")},
	{"drawdowns", "Drawdowns", TQ_SECTION_DRAWDOWN, TQ_UNIT_COUNT,
	 "Number of drawdowns.", "never",
	 {[TQ_FAMILY_BACKTESTING] = {episodes, EPISODES "; one that is the last bar alone is none"},
	  [TQ_FAMILY_QUANTSTATS] = {episodes_quantstats, EPISODES}}},
	{"avg_drawdown", "Average drawdown", TQ_SECTION_DRAWDOWN, TQ_UNIT_FRACTION,
	 "Mean depth of the drawdowns.", "there is no drawdown",
	 {[TQ_FAMILY_BACKTESTING] = {avg_drawdown, "mean depth of its drawdowns"},
	  [TQ_FAMILY_QUANTSTATS] = {avg_drawdown_quantstats, "mean depth of its drawdowns"}}},
	{"longest_drawdown", "Longest drawdown", TQ_SECTION_DRAWDOWN, TQ_UNIT_DURATION,
	 "The longest time without a new high.", "there is no drawdown",
	 {[TQ_FAMILY_BACKTESTING] = {longest, "max(recovery or end - last high)"},
	  [TQ_FAMILY_QUANTSTATS] = {longest_quantstats,
		"max(days from the first to the last below the high, both counted)"}}},
	{"avg_drawdown_duration", "Average duration", TQ_SECTION_DRAWDOWN, TQ_UNIT_DURATION,
	 "Mean time from the high to the recovery.", "there is no drawdown",
	 {[TQ_FAMILY_BACKTESTING] = {avg_duration,
		"mean(recovery or end - last high); backtesting.py rounds it up to whole bars"},
	  [TQ_FAMILY_QUANTSTATS] = {avg_duration_quantstats,
		"mean(days from the first to the last below the high, both counted)"}}},
	{"ulcer_index", "Ulcer index", TQ_SECTION_DRAWDOWN, TQ_UNIT_RATIO,
	 "Root mean square of the drawdown at each bar (Martin).", "there are fewer than 3 bars",
	 {[TQ_FAMILY_QUANTSTATS] = {ulcer_index,
		"sqrt(sum(drawdown^2) / (n - 1)), n changes of equity"}}},
};

const struct tq_metric_table tq_metrics_drawdown = {rows, TQ_COUNT(rows)};
