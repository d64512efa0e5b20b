/* SPDX-License-Identifier: ISC */
#include "report/report.h"

#include <stdio.h>

enum { LABEL = 28, VALUE = 24, COUNT = 10 };

/* "830d", "1d 12h", "5m 3s": the parts that are not 0, from a minute on in whole seconds. */
static void
put_duration(struct tq_buf *out, tq_time ns)
{
	static const struct {
		tq_time ns;
		char letter;
	} parts[] = {{TQ_DAY, 'd'}, {TQ_HOUR, 'h'}, {TQ_MINUTE, 'm'}};
	const char *blank = "";
	char seconds[TQ_DEC_TEXT];
	size_t n;

	if (ns >= TQ_MINUTE)
		ns = (ns + TQ_SECOND / 2) / TQ_SECOND * TQ_SECOND;
	for (size_t i = 0; i < TQ_COUNT(parts); i++) {
		if (ns < parts[i].ns)
			continue;
		tq_buf_printf(out, "%s%lld%c", blank, (long long)(ns / parts[i].ns),
			      parts[i].letter);
		ns %= parts[i].ns;
		blank = " ";
	}
	if (ns == 0 && *blank)
		return;
	n = tq_dec_format(tq_dec_strip(tq_dec(ns, 9)), seconds);
	tq_buf_printf(out, "%s%.*ss", blank, (int)n, seconds);
}

static void
put_double(struct tq_buf *out, double x, enum tq_unit unit)
{
	if (unit == TQ_UNIT_FRACTION)
		tq_buf_printf(out, "%.2f %%", x * 100);
	else if (unit == TQ_UNIT_MONEY && (x >= 1 || x <= -1))
		tq_buf_printf(out, "%.2f", x);
	else
		tq_buf_printf(out, "%.6g", x);
}

static void
put_figure(struct tq_buf *out, const struct tq_figure *figure, enum tq_unit unit)
{
	char text[TQ_DEC_TEXT + TQ_TIME_TEXT];

	switch (figure->kind) {
	case TQ_FIGURE_NULL:
		tq_buf_puts(out, "-");
		break;
	case TQ_FIGURE_F64:
		put_double(out, figure->f64, unit);
		break;
	case TQ_FIGURE_DEC:
		tq_buf_put(out, text, tq_dec_format(figure->dec, text));
		break;
	case TQ_FIGURE_INT:
		tq_buf_printf(out, "%lld", (long long)figure->i);
		break;
	case TQ_FIGURE_TIME:
		tq_buf_put(out, text, tq_time_format(figure->i, text));
		break;
	case TQ_FIGURE_DURATION:
		put_duration(out, figure->i);
		break;
	}
}

/* What stands behind the value: the currency, or why there is none. */
static void
put_note(struct tq_buf *out, const struct tq_report *report, const struct tq_report_row *row)
{
	const struct tq_figure *figure = &row->figure;

	if (figure->skipped > 0)
		tq_buf_printf(out, " (%lld skipped)", (long long)figure->skipped);
	if (figure->kind == TQ_FIGURE_NULL)
		tq_buf_printf(out, " (%s)", figure->why);
	else if (row->unit == TQ_UNIT_MONEY && report->currency.n > 0)
		tq_buf_printf(out, " %.*s", TQ_STR_ARG(report->currency));
}

/* The metric; or the rule; or the first and last day of a drawdown. */
static void
put_label(struct tq_buf *out, const struct tq_report_row *row)
{
	enum { DATE = 10 };
	char from[TQ_TIME_TEXT], to[TQ_TIME_TEXT] = "the end   ";

	if (row->rule.n > 0) {
		tq_buf_printf(out, "    %-*.*s", LABEL - 4, TQ_STR_ARG(row->rule));
	} else if (row->drawdown) {
		tq_time_format(row->drawdown->peak, from);
		if (row->drawdown->recovery != TQ_TIME_NONE)
			tq_time_format(row->drawdown->recovery, to);
		tq_buf_printf(out, "    %.*s to %.*s", DATE, from, DATE, to);
	} else {
		tq_buf_printf(out, "  %-*s", LABEL - 2, row->metric->label);
	}
}

static void
put_row(struct tq_buf *out, const struct tq_report *report, const struct tq_report_row *row)
{
	struct tq_buf value = {0}, note = {0};
	const char *family = row->family == TQ_FAMILY_TQ ? "" : tq_family_name(row->family);

	put_figure(&value, &row->figure, row->unit);
	put_note(&note, report, row);
	put_label(out, row);
	tq_buf_printf(out, " %*s %*lld", VALUE, tq_buf_text(&value), COUNT,
		      (long long)row->figure.n);
	if (*family || note.n > 0)
		tq_buf_printf(out, "%s%s%.*s", *family ? "  " : "", family, TQ_STR_ARG(note));
	tq_buf_puts(out, "\n");
	tq_buf_fini(&value);
	tq_buf_fini(&note);
}

void
tq_report_text(const struct tq_report *report, struct tq_buf *out)
{
	int section = -1;

	for (size_t i = 0; i < report->n; i++) {
		const struct tq_report_row *row = &report->rows[i];

		if ((int)row->metric->section != section) {
			section = (int)row->metric->section;
			tq_buf_printf(out, "%s%-*s %*s %*s\n", i ? "\n" : "", LABEL,
				      tq_section_title(row->metric->section), VALUE, "", COUNT,
				      "n");
		}
		put_row(out, report, row);
	}
}

void
tq_report_list(struct tq_buf *out)
{
	for (size_t i = 0; i < tq_metric_count(); i++) {
		const struct tq_metric *metric = tq_metric_at(i);

		tq_buf_printf(out, "%-24s %-9.*s", metric->name,
			      TQ_STR_ARG(tq_unit_name(metric->unit, (struct tq_str){0})));
		for (int f = 0; f < TQ_FAMILIES; f++) {
			if (metric->formula[f].fn)
				tq_buf_printf(out, " %s", tq_family_name((enum tq_family)f));
		}
		tq_buf_puts(out, "\n");
	}
}

void
tq_report_explain(const struct tq_metric *metric, struct tq_buf *out)
{
	static const char *const sources[TQ_FAMILIES] = {
		"empyrical 0.5.5", "QuantStats 0.0.81", "backtesting.py 0.6.6", "",
	};

	tq_buf_printf(out, "%s: %s\n", metric->name, metric->what);
	tq_buf_printf(out, "unit: %.*s\n",
		      TQ_STR_ARG(tq_unit_name(metric->unit, (struct tq_str){0})));
	for (int f = 0; f < TQ_FAMILIES; f++) {
		if (metric->formula[f].fn == NULL)
			continue;
		tq_buf_printf(out, "%s: %s", tq_family_name((enum tq_family)f),
			      metric->formula[f].text);
		tq_buf_printf(out, *sources[f] ? " (as %s)\n" : "%s\n", sources[f]);
	}
	tq_buf_printf(out, "null: %s%s\n", strcmp(metric->null_when, "never") == 0 ? "" : "when ",
		      metric->null_when);
}
