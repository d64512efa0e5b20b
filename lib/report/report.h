/* SPDX-License-Identifier: ISC */
#ifndef TQ_REPORT_REPORT_H
#define TQ_REPORT_REPORT_H

/*
 * A report is rows: a metric, the family whose formula was used, its figure.
 * Renderers (text, records) walk the rows and compute nothing.
 *
 *	struct tq_report report;
 *	tq_report_build(&report, &perf, TQ_FAMILY_EMPYRICAL, NULL, 0);
 *	tq_report_text(&report, &buf);
 *	tq_report_fini(&report);
 */
#include "report/metric.h"

struct tq_report_row {
	const struct tq_metric *metric;
	enum tq_family family;
	struct tq_figure figure;
	struct tq_str rule;      /* empty; else the figure is of this rule alone */
};

struct tq_report {
	struct tq_report_row *rows;
	size_t n;
	size_t cap;
	enum tq_family family;   /* the chosen one */
	tq_time end;             /* TQ_TIME_NONE without equity records */
	struct tq_str currency;  /* of money; empty when it is not known */
};

/* The chosen metrics in that order; all of the table when n is 0. */
void tq_report_build(struct tq_report *report, const struct tq_perf *perf,
		     enum tq_family family, const struct tq_metric *const *chosen, size_t n);
void tq_report_fini(struct tq_report *report);

/* An aligned table in sections, behind what is in out. */
void tq_report_text(const struct tq_report *report, struct tq_buf *out);

/* A metric record for each row (cmd/tq-report.c has its fields). */
struct tq_out;
void tq_report_records(const struct tq_report *report, struct tq_out *out);

/* What --list-metrics and --explain print. */
void tq_report_list(struct tq_buf *out);
void tq_report_explain(const struct tq_metric *metric, struct tq_buf *out);

/* "fraction", "ratio", ...; money is the currency when that is known. */
struct tq_str tq_unit_name(enum tq_unit unit, struct tq_str currency);

#endif
