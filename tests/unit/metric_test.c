/* SPDX-License-Identifier: ISC */
/* The tally and the table of metrics: properties that hold for any curve. */
#include "t.h"

#include "base/rng.h"
#include "report/report.h"

#include <math.h>

static struct tq_rng rng = {7};
static const struct tq_perf_options plain = {.periods = (double)NAN};

static void
feed(struct tq_tally *t, tq_time step, const int64_t *cents, size_t n)
{
	struct tq_err err;

	for (size_t i = 0; i < n; i++)
		tq_tally_equity(t, ((tq_time)i + 1) * step, tq_dec(cents[i], 2), &err);
}

/* The figure of a metric by now; the tally may go on. */
static struct tq_figure
figure(struct tq_tally *t, const char *name, enum tq_family family)
{
	const struct tq_metric *metric = tq_metric_find(tq_str(name));
	struct tq_tally settled;
	struct tq_perf perf;
	struct tq_figure f;

	tq_tally_settle(t, &settled);
	tq_perf_init(&perf, &settled, &plain);
	f = tq_metric_figure(metric, tq_metric_family(metric, family), &perf);
	tq_perf_fini(&perf);
	return f;
}

static void
test_table(void)
{
	int nameless = 0, twice = 0, formless = 0, odd = 0;

	for (size_t i = 0; i < tq_metric_count(); i++) {
		const struct tq_metric *m = tq_metric_at(i);
		int formulas = 0;

		nameless += !*m->name || !*m->label || !*m->what || !*m->null_when;
		twice += tq_metric_find(tq_str(m->name)) != m;
		for (int f = 0; f < TQ_FAMILIES; f++) {
			formulas += m->formula[f].fn != NULL;
			odd += (m->formula[f].fn != NULL) != (m->formula[f].text != NULL);
		}
		formless += formulas == 0;
	}
	IS_INT(nameless, 0, "each metric has its words");
	IS_INT(twice, 0, "no name is given twice");
	IS_INT(formless, 0, "each metric has a formula");
	IS_INT(odd, 0, "each formula is explained, each explanation has a formula");
	OK(tq_metric_find(tq_str("sharp")) == NULL, "a name is whole");
}

/* All metrics of all families are numbers or null with a reason. */
static int
unsound(struct tq_tally *t)
{
	struct tq_tally settled;
	struct tq_perf perf;
	int bad = 0;

	tq_tally_settle(t, &settled);
	tq_perf_init(&perf, &settled, &plain);
	for (size_t i = 0; i < tq_metric_count(); i++) {
		for (int f = 0; f < TQ_FAMILY_TQ; f++) {
			const struct tq_metric *m = tq_metric_at(i);
			struct tq_figure x = tq_metric_figure(
				m, tq_metric_family(m, (enum tq_family)f), &perf);

			bad += x.kind == TQ_FIGURE_F64 && !isfinite(x.f64);
			bad += x.kind == TQ_FIGURE_NULL && (!x.why || !*x.why);
		}
	}
	tq_perf_fini(&perf);
	return bad;
}

static void
test_hard_curves(void)
{
	static const struct {
		const char *what;
		size_t n;
		int64_t cents[6];
	} curves[] = {
		{"nothing", 0, {0}},
		{"one record", 1, {100}},
		{"two records", 2, {100, 110}},
		{"a flat curve", 6, {100, 100, 100, 100, 100, 100}},
		{"a total loss", 4, {100, 50, 0, 0}},
		{"a debt", 5, {100, 50, -10, -20, 30}},
		{"no equity at all", 3, {0, 0, 0}},
		{"a start in debt", 3, {-5, 10, 20}},
		{"a rise without a fall", 5, {100, 110, 120, 140, 150}},
		{"the largest step", 3, {1, INT64_MAX, 1}},
	};

	for (size_t i = 0; i < TQ_COUNT(curves); i++) {
		for (int mode = TQ_RETURNS_AUTO; mode <= TQ_RETURNS_DAY; mode++) {
			struct tq_tally t;

			tq_tally_init(&t, (enum tq_returns_mode)mode);
			feed(&t, TQ_HOUR * 7, curves[i].cents, curves[i].n);
			IS_INT(unsound(&t), 0, curves[i].what);
			tq_tally_fini(&t);
		}
	}
}

static void
test_skipped(void)
{
	static const int64_t cents[] = {100, 50, 0, 0, 20, 30};
	struct tq_tally t;
	struct tq_figure f;

	tq_tally_init(&t, TQ_RETURNS_BAR);
	feed(&t, TQ_DAY, cents, 6);
	f = figure(&t, "sharpe", TQ_FAMILY_EMPYRICAL);
	OK(f.n == 3 && f.skipped == 2, "F2.26 a statistic says what it used and what it skipped");
	tq_tally_fini(&t);
}

/* Percentages do not depend on the unit of money. */
static void
test_scale(void)
{
	static const char *const names[] = {"sharpe", "sortino", "max_drawdown", "volatility",
					    "cagr", "var_95", "skew", "stability", "ulcer_index"};
	int64_t small[200], large[200];
	struct tq_tally a, b;

	for (int i = 0; i < 200; i++) {
		small[i] = i ? small[i - 1] + (int64_t)tq_rng_below(&rng, 2001) - 990 : 100000;
		large[i] = small[i] * 1024;
	}
	tq_tally_init(&a, TQ_RETURNS_AUTO);
	tq_tally_init(&b, TQ_RETURNS_AUTO);
	feed(&a, TQ_DAY, small, 200);
	feed(&b, TQ_DAY, large, 200);
	for (size_t i = 0; i < TQ_COUNT(names); i++) {
		for (int f = 0; f < TQ_FAMILY_TQ; f++) {
			double x = figure(&a, names[i], (enum tq_family)f).f64;
			double y = figure(&b, names[i], (enum tq_family)f).f64;

			OK(fabs(x - y) <= 1e-12 * fabs(x), "%s of %s is without unit", names[i],
			   tq_family_names[f]);
		}
	}
	tq_tally_fini(&a);
	tq_tally_fini(&b);
}

/* Looking at a report in between changes nothing of the next one. */
static void
test_settle(void)
{
	static const char *const names[] = {"sharpe", "max_drawdown", "avg_drawdown", "cagr",
					    "cvar_95", "longest_drawdown", "returns"};
	struct tq_tally looked;
	struct tq_err err;
	int wrong = 0;
	int64_t cents[60];

	tq_tally_init(&looked, TQ_RETURNS_AUTO);
	for (size_t k = 0; k < 60; k++) {
		tq_time step = 5 * TQ_HOUR;
		struct tq_tally fresh;

		cents[k] = 10000 + (int64_t)tq_rng_below(&rng, 500);
		tq_tally_equity(&looked, ((tq_time)k + 1) * step, tq_dec(cents[k], 2), &err);
		tq_tally_init(&fresh, TQ_RETURNS_AUTO);
		feed(&fresh, step, cents, k + 1);
		for (size_t i = 0; i < TQ_COUNT(names); i++) {
			struct tq_figure a = figure(&looked, names[i], TQ_FAMILY_EMPYRICAL);
			struct tq_figure b = figure(&fresh, names[i], TQ_FAMILY_EMPYRICAL);

			wrong += a.kind != b.kind || a.i != b.i || a.n != b.n ||
				 memcmp(&a.f64, &b.f64, sizeof(double)) != 0;
		}
		tq_tally_fini(&fresh);
	}
	IS_INT(wrong, 0, "L2 a report in between changes nothing");
	tq_tally_fini(&looked);
}

static void
test_days(void)
{
	/* Two points a day, at 12:00 and 24:00. */
	static const int64_t cents[] = {100, 110, 105, 121, 130, 133};
	struct tq_tally t;
	struct tq_figure f;

	tq_tally_init(&t, TQ_RETURNS_AUTO);
	feed(&t, 12 * TQ_HOUR, cents, 6);
	f = figure(&t, "returns", TQ_FAMILY_EMPYRICAL);
	IS_INT(f.i, 3, "midnight belongs to the day that ends: three days");
	f = figure(&t, "mean_return", TQ_FAMILY_EMPYRICAL);
	OK(fabs(f.f64 - (0.1 + 0.1 + (133.0 / 121 - 1)) / 3) < 1e-15,
	   "the first day's return starts at the first point");
	f = figure(&t, "total_return", TQ_FAMILY_EMPYRICAL);
	OK(fabs(f.f64 - 0.33) < 1e-15, "and days make up the whole return");
	f = figure(&t, "annual_return", TQ_FAMILY_BACKTESTING);
	OK(fabs(f.f64 - (pow(133.0 / 110, 365.0 / 2) - 1)) < 1e-9 * f.f64,
	   "backtesting.py starts at the end of the first day");
	tq_tally_fini(&t);
}

static void
test_base(void)
{
	static const int64_t cents[] = {9000, 9900};
	struct tq_tally t;

	tq_tally_init(&t, TQ_RETURNS_AUTO);
	tq_tally_account(&t, tq_dec(100, 0), tq_str("USD"));
	feed(&t, TQ_DAY, cents, 2);
	OK(fabs(figure(&t, "total_return", TQ_FAMILY_EMPYRICAL).f64 + 0.01) < 1e-15,
	   "what the first bar lost of the account's cash is counted");
	IS_INT(figure(&t, "returns", TQ_FAMILY_EMPYRICAL).i, 2, "as a return");
	OK(fabs(figure(&t, "max_drawdown", TQ_FAMILY_EMPYRICAL).f64 + 0.1) < 1e-15,
	   "and as a drawdown");
	OK(tq_dec_eq(figure(&t, "peak_equity", TQ_FAMILY_EMPYRICAL).dec, tq_dec(100, 0)),
	   "the cash is the peak");
	tq_tally_fini(&t);
}

static void
test_periods(void)
{
	static const struct {
		tq_time step;
		double want;
		const char *what;
	} cases[] = {
		{TQ_DAY, 365, "daily bars that know no weekend: 365"},
		{7 * TQ_DAY, 52, "weekly bars: 52"},
		{30 * TQ_DAY, 12, "monthly bars: 12"},
		{91 * TQ_DAY, 4, "quarterly bars: 4"},
		{365 * TQ_DAY, 1, "yearly bars: 1"},
		{TQ_HOUR, 365, "hourly bars by day: 365"},
	};
	static const int64_t cents[21] = {100};
	struct tq_tally t;

	for (size_t i = 0; i < TQ_COUNT(cases); i++) {
		tq_tally_init(&t, TQ_RETURNS_AUTO);
		feed(&t, cases[i].step, cents, cases[i].step == TQ_HOUR ? 0 : 21);
		for (int k = 0; cases[i].step == TQ_HOUR && k < 24 * 21; k++)
			tq_tally_equity(&t, (k + 1) * TQ_HOUR, tq_dec(1, 0), &(struct tq_err){0});
		OK(figure(&t, "periods_per_year", TQ_FAMILY_EMPYRICAL).f64 == cases[i].want, "%s",
		   cases[i].what);
		tq_tally_fini(&t);
	}
	tq_tally_init(&t, TQ_RETURNS_DAY);
	feed(&t, 7 * TQ_DAY, cents, 21);
	OK(figure(&t, "periods_per_year", TQ_FAMILY_EMPYRICAL).f64 == 52,
	   "weekly bars are 52 a year also where days are asked for");
	tq_tally_fini(&t);
	tq_tally_init(&t, TQ_RETURNS_BAR);
	for (int k = 0; k < 24 * 21; k++)
		tq_tally_equity(&t, (k + 1) * TQ_HOUR, tq_dec(1, 0), &(struct tq_err){0});
	OK(figure(&t, "periods_per_year", TQ_FAMILY_EMPYRICAL).f64 == 8760,
	   "hourly bars of a market that never closes: 8760");
	tq_tally_fini(&t);
}

static void
test_weekdays(void)
{
	struct tq_tally t;

	tq_tally_init(&t, TQ_RETURNS_AUTO);
	for (int day = 4; day < 60; day++) {    /* 1970-01-05 was a Monday */
		if (tq_weekday(day) < 5)
			tq_tally_equity(&t, (day + 1) * TQ_DAY, tq_dec(1, 0), &(struct tq_err){0});
	}
	OK(figure(&t, "periods_per_year", TQ_FAMILY_EMPYRICAL).f64 == 252,
	   "daily bars without weekends: 252");
	tq_tally_fini(&t);
}

static void
test_time(void)
{
	struct tq_tally t;
	struct tq_err err = {0};

	tq_tally_init(&t, TQ_RETURNS_AUTO);
	OK(tq_tally_equity(&t, 2, tq_dec(1, 0), &err) && tq_tally_equity(&t, 2, tq_dec(3, 0), &err),
	   "records of one time are one point");
	OK(tq_dec_eq(figure(&t, "final_equity", TQ_FAMILY_EMPYRICAL).dec, tq_dec(3, 0)),
	   "and the last one counts");
	OK(!tq_tally_equity(&t, 1, tq_dec(9, 0), &err) && err.status == TQ_DATA,
	   "time that goes back is refused");
	IS_INT(figure(&t, "bars", TQ_FAMILY_EMPYRICAL).i, 1, "and not taken in");
	tq_tally_fini(&t);
}

int
main(void)
{
	test_table();
	test_hard_curves();
	test_skipped();
	test_scale();
	test_settle();
	test_days();
	test_base();
	test_periods();
	test_weekdays();
	test_time();
	return t_done();
}
