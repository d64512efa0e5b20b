/* SPDX-License-Identifier: ISC */
/*
 * metric_run FAMILY PERIODS RISK_FREE REQUIRED: lines "DATE RETURN [BENCHMARK]" in,
 * a line "NAME VALUE" for each metric out (null, 17 digits, or seconds). Rates are
 * of one period. metric_run psr SR BENCHMARK N SKEW KURTOSIS: that probability.
 *
 * What the oracle tests drive: the libraries take returns, and an equity curve
 * made of them would no longer give exactly those doubles.
 */
#include "report/metric.h"
#include "report/sharpe.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Puts a return where the tally would have put it, equity being growth. */
static void
add(struct tq_tally *t, tq_time time, double r, double bench)
{
	struct tq_curve *c = &t->curve;

	tq_series_push(&t->by_bar.series, r);
	c->value *= 1 + r;
	c->end = time;
	c->n++;
	t->by_bar.periods++;
	tq_drawdown_add(&c->drawdown, time, c->value);
	if (!isnan(bench)) {
		t->bench_bars++;
		tq_pair_add(&t->by_bar.bench, bench, r);
	}
}

static void
read_returns(struct tq_tally *t)
{
	char line[256], date[64], r[64], b[64];
	tq_time time = 0;

	while (fgets(line, sizeof(line), stdin)) {
		int y, m, d, n = sscanf(line, "%63s %63s %63s", date, r, b);

		if (n < 2)
			continue;
		if (sscanf(date, "%d-%d-%d", &y, &m, &d) == 3)
			time = tq_days_from_civil(y, m, d) * TQ_DAY;
		if (t->curve.n == 0) {
			t->curve.value = t->curve.base = t->curve.first_value = 1;
			t->curve.n = 1;
			t->curve.start = time;
			t->by_bar.first = 1;
			t->by_bar.periods = 1;
			tq_drawdown_add(&t->curve.drawdown, time, 1);
		}
		time += TQ_DAY;
		add(t, time, strtod(r, NULL), n == 3 ? strtod(b, NULL) : (double)NAN);
	}
	tq_drawdown_end(&t->curve.drawdown, t->curve.end);
}

static void
show(const struct tq_metric *metric, const struct tq_figure *f)
{
	char text[TQ_TIME_TEXT];
	size_t n;

	if (f->kind == TQ_FIGURE_F64)
		printf("%s %.17g\n", metric->name, f->f64);
	else if (f->kind == TQ_FIGURE_INT)
		printf("%s %lld\n", metric->name, (long long)f->i);
	else if (f->kind == TQ_FIGURE_DURATION)
		printf("%s %.17g\n", metric->name, (double)f->i / 1e9);
	else if (f->kind == TQ_FIGURE_TIME && (n = tq_time_format(f->i, text)) > 0)
		printf("%s %.*s\n", metric->name, (int)n, text);
	else
		printf("%s null\n", metric->name);
}

static int
run(char **argv)
{
	struct tq_perf_options options = {.periods = strtod(argv[2], NULL)};
	struct tq_tally tally;
	struct tq_perf perf;
	int family = 0;

	while (tq_family_names[family] && strcmp(tq_family_names[family], argv[1]) != 0)
		family++;
	if (tq_family_names[family] == NULL)
		return 2;
	tq_tally_init(&tally, TQ_RETURNS_BAR);
	read_returns(&tally);
	tq_perf_init(&perf, &tally, &options);
	perf.rf = strtod(argv[3], NULL);
	perf.required = strtod(argv[4], NULL);
	for (size_t i = 0; i < tq_metric_count(); i++) {
		const struct tq_metric *metric = tq_metric_at(i);
		struct tq_figure figure = tq_metric_figure(
			metric, tq_metric_family(metric, (enum tq_family)family), &perf);

		show(metric, &figure);
	}
	tq_perf_fini(&perf);
	tq_tally_fini(&tally);
	return 0;
}

int
main(int argc, char **argv)
{
	double x[5];

	if (argc == 5)
		return run(argv);
	if (argc != 7)
		return 2;
	for (int i = 0; i < 5; i++)
		x[i] = strtod(argv[i + 2], NULL);
	printf("%.17g\n", tq_probabilistic_sharpe(x[0], x[1], x[2], x[3], x[4]));
	return 0;
}
