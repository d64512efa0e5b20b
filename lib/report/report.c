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

static void
add_rules(struct tq_report *report, const struct tq_metric *metric,
	  const struct tq_tally *tally)
{
	for (size_t i = 0; i < tally->rules.n; i++) {
		struct tq_report_row row = {
			.metric = metric, .family = TQ_FAMILY_TQ, .unit = metric->unit,
			.rule = tally->rules.name[i],
			.figure = {.kind = TQ_FIGURE_INT, .i = tally->rule_counts[i],
				   .n = tally->rejects},
		};

		add_row(report, row);
	}
}

static void
add_drawdowns(struct tq_report *report, const struct tq_metric *metric,
	      const struct tq_curve *curve, int count)
{
	for (int i = 0; i < count && curve->drawdown.worst[i].depth < 0; i++) {
		const struct tq_episode *episode = &curve->drawdown.worst[i];
		struct tq_report_row row = {
			.metric = metric, .family = TQ_FAMILY_TQ, .unit = TQ_UNIT_FRACTION,
			.drawdown = episode, .rank = i + 1,
			.figure = {.kind = TQ_FIGURE_F64, .f64 = episode->depth, .n = curve->n},
		};

		add_row(report, row);
	}
}

void
tq_report_build(struct tq_report *report, const struct tq_perf *perf,
		const struct tq_report_options *options)
{
	size_t count = options->n_chosen ? options->n_chosen : tq_metric_count();

	*report = (struct tq_report){.family = options->family};
	report->end = perf->curve->n ? perf->curve->end : TQ_TIME_NONE;
	report->currency = tq_buf_str(&perf->tally->currency);
	for (size_t i = 0; i < count; i++) {
		const struct tq_metric *metric =
			options->n_chosen ? options->chosen[i] : tq_metric_at(i);
		enum tq_family used = tq_metric_family(metric, options->family);

		add_row(report, (struct tq_report_row){
			.metric = metric, .family = used, .unit = metric->unit,
			.figure = tq_metric_figure(metric, used, perf)});
		if (strcmp(metric->name, "rejects") == 0)
			add_rules(report, metric, perf->tally);
		if (strcmp(metric->name, "drawdowns") == 0)
			add_drawdowns(report, metric, perf->curve, options->drawdowns);
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

/* Each row has a name of its own: "rejects/max-position", "drawdowns/1". */
static void
put_name(struct tq_out *out, const struct tq_report_row *row, struct tq_buf *name)
{
	tq_buf_clear(name);
	tq_buf_puts(name, row->metric->name);
	if (row->rule.n > 0)
		tq_buf_printf(name, "/%.*s", TQ_STR_ARG(row->rule));
	if (row->rank > 0)
		tq_buf_printf(name, "/%d", row->rank);
	tq_out_str(out, TQ_F_name, tq_buf_str(name));
}

static void
put_drawdown(struct tq_out *out, const struct tq_episode *episode)
{
	tq_out_time(out, tq_field_id(tq_str("from")), episode->peak);
	tq_out_time(out, tq_field_id(tq_str("valley")), episode->valley);
	if (episode->recovery == TQ_TIME_NONE)
		tq_out_null(out, tq_field_id(tq_str("recovery")));
	else
		tq_out_time(out, tq_field_id(tq_str("recovery")), episode->recovery);
}

static void
put_row(struct tq_out *out, const struct tq_report *report, const struct tq_report_row *row,
	struct tq_buf *name)
{
	tq_out_open(out, TQ_TYPE_METRIC);
	if (report->end == TQ_TIME_NONE)
		tq_out_null(out, TQ_F_time);
	else
		tq_out_time(out, TQ_F_time, report->end);
	put_name(out, row, name);
	put_value(out, &row->figure);
	tq_out_str(out, tq_field_id(tq_str("unit")), tq_unit_name(row->unit, report->currency));
	tq_out_cstr(out, TQ_F_family, tq_family_name(row->family));
	tq_out_int(out, TQ_F_n, row->figure.n);
	if (row->figure.skipped > 0)
		tq_out_int(out, tq_field_id(tq_str("skipped")), row->figure.skipped);
	if (row->figure.kind == TQ_FIGURE_NULL)
		tq_out_cstr(out, TQ_F_reason, row->figure.why);
	if (row->rule.n > 0)
		tq_out_str(out, TQ_F_rule, row->rule);
	if (row->drawdown)
		put_drawdown(out, row->drawdown);
	tq_out_close(out);
}

void
tq_report_records(const struct tq_report *report, struct tq_out *out)
{
	struct tq_buf name = {0};

	for (size_t i = 0; i < report->n; i++)
		put_row(out, report, &report->rows[i], &name);
	tq_buf_fini(&name);
}
