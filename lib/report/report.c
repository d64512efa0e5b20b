/* SPDX-License-Identifier: ISC */
#include "report/report.h"

#include "base/mem.h"
#include "record/out.h"

#include <stdlib.h>

struct tq_str
tq_unit_name(enum tq_unit unit, struct tq_str currency)
{
	static const char *const names[] = {
		[TQ_UNIT_RATIO] = "ratio", [TQ_UNIT_FRACTION] = "fraction",
		[TQ_UNIT_MONEY] = "money", [TQ_UNIT_COUNT] = "count",
		[TQ_UNIT_INSTANT] = "time", [TQ_UNIT_DURATION] = "s",
	};

	return unit == TQ_UNIT_MONEY && currency.n > 0 ? currency : tq_str(names[unit]);
}

static void
add_row(struct tq_report *report, struct tq_report_row row)
{
	if (report->n == report->cap) {
		report->cap = 2 * report->cap + 64;
		report->rows = tq_realloc(report->rows, report->cap, sizeof(*report->rows));
	}
	report->rows[report->n++] = row;
}

/* A row for each rule that refused something, behind the row of all rejects. */
static void
add_rules(struct tq_report *report, const struct tq_metric *metric,
	  const struct tq_tally *tally)
{
	for (size_t i = 0; i < tally->rules.n; i++) {
		struct tq_figure figure = {.kind = TQ_FIGURE_INT, .i = tally->rule_counts[i],
					   .n = tally->rejects};

		add_row(report, (struct tq_report_row){metric, TQ_FAMILY_TQ, figure,
						       tally->rules.name[i]});
	}
}

void
tq_report_build(struct tq_report *report, const struct tq_perf *perf, enum tq_family family,
		const struct tq_metric *const *chosen, size_t n)
{
	size_t count = n ? n : tq_metric_count();
	const struct tq_metric *rejects = tq_metric_find(tq_str("rejects"));

	*report = (struct tq_report){.family = family};
	report->end = perf->curve->n ? perf->curve->end : TQ_TIME_NONE;
	report->currency = tq_buf_str(&perf->tally->currency);
	for (size_t i = 0; i < count; i++) {
		const struct tq_metric *metric = n ? chosen[i] : tq_metric_at(i);
		enum tq_family used = tq_metric_family(metric, family);
		struct tq_figure figure = tq_metric_figure(metric, used, perf);

		add_row(report, (struct tq_report_row){metric, used, figure, {0}});
		if (metric == rejects)
			add_rules(report, metric, perf->tally);
	}
}

void
tq_report_fini(struct tq_report *report)
{
	free(report->rows);
	*report = (struct tq_report){0};
}

static void
put_value(struct tq_out *out, const struct tq_figure *figure)
{
	switch (figure->kind) {
	case TQ_FIGURE_NULL:
		tq_out_null(out, TQ_F_value);
		break;
	case TQ_FIGURE_F64:
		tq_out_f64(out, TQ_F_value, figure->f64);
		break;
	case TQ_FIGURE_DEC:
		tq_out_dec(out, TQ_F_value, figure->dec);
		break;
	case TQ_FIGURE_INT:
		tq_out_int(out, TQ_F_value, figure->i);
		break;
	case TQ_FIGURE_TIME:
		tq_out_time(out, TQ_F_value, figure->i);
		break;
	case TQ_FIGURE_DURATION:
		tq_out_dec(out, TQ_F_value, tq_dec_strip(tq_dec(figure->i, 9)));
		break;
	}
}

void
tq_report_records(const struct tq_report *report, struct tq_out *out)
{
	int unit = tq_field_id(tq_str("unit")), skipped = tq_field_id(tq_str("skipped"));

	for (size_t i = 0; i < report->n; i++) {
		const struct tq_report_row *row = &report->rows[i];

		tq_out_open(out, TQ_TYPE_METRIC);
		if (report->end == TQ_TIME_NONE)
			tq_out_null(out, TQ_F_time);
		else
			tq_out_time(out, TQ_F_time, report->end);
		tq_out_cstr(out, TQ_F_name, row->metric->name);
		if (row->rule.n > 0)
			tq_out_str(out, TQ_F_rule, row->rule);
		put_value(out, &row->figure);
		tq_out_str(out, unit, tq_unit_name(row->metric->unit, report->currency));
		tq_out_cstr(out, TQ_F_family, tq_family_name(row->family));
		tq_out_int(out, TQ_F_n, row->figure.n);
		if (row->figure.skipped > 0)
			tq_out_int(out, skipped, row->figure.skipped);
		if (row->figure.kind == TQ_FIGURE_NULL)
			tq_out_cstr(out, TQ_F_reason, row->figure.why);
		tq_out_close(out);
	}
}
