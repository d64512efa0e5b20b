/* SPDX-License-Identifier: ISC */
#ifndef TQ_REPORT_REPORT_H
#define TQ_REPORT_REPORT_H

/*
 * A report is rows: a metric, the family whose formula was used, its figure.
 * Renderers (text, records) walk the rows and compute nothing.
 *
 *	struct tq_report report;
 *	tq_report_build(&report, &perf, &(struct tq_report_options){0});
 *	tq_report_text(&report, &buf);
 *	tq_report_fini(&report);
 */
#include "report/metric.h"

struct tq_report_row {
	const struct tq_metric *metric;
	enum tq_family family;
	struct tq_figure figure;
	enum tq_unit unit;
	struct tq_str rule;      /* rejects of one rule; else empty */
	const struct tq_episode *drawdown;
	int rank;                /* one of the worst drawdowns, from 1; else 0 */
};

struct tq_report {
	struct tq_report_row *rows;
	size_t n;
	size_t cap;
	enum tq_family family;   /* the chosen one */
	tq_time end;             /* TQ_TIME_NONE without equity records */
	struct tq_str currency;  /* of money; empty when it is not known */
};

struct tq_report_options {
	enum tq_family family;
	const struct tq_metric *const *chosen; /* in this order */
	size_t n_chosen;         /* 0: all of the table */
	int drawdowns;           /* how many of the worst are said */
};

/*
 * Behind the number of rejects comes a row for each rule, behind the number of
 * drawdowns one for each of the worst. perf is kept, not copied.
 */
void tq_report_build(struct tq_report *report, const struct tq_perf *perf,
		     const struct tq_report_options *options);
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
