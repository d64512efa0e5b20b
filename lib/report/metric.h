/* SPDX-License-Identifier: ISC */
#ifndef TQ_REPORT_METRIC_H
#define TQ_REPORT_METRIC_H

/*
 * The table of metrics. A row has a name, a unit, words, and a formula for
 * each family in which it is defined; text, JSON, --list-metrics and --explain
 * all walk this table.
 *
 * Libraries that call two numbers by one name compute different things, so a
 * formula belongs to a family, and a report says which:
 *
 *	tq              counts, sums and dates that are the same everywhere
 *	empyrical       empyrical 0.5.5 (Quantopian)
 *	quantstats      QuantStats 0.0.81
 *	backtesting-py  backtesting.py 0.6.6
 *
 * A metric that the chosen family does not have is computed by the first of
 * tq, backtesting-py, empyrical, quantstats that has it. Fractions are fractions:
 * 0.25 is 25 %; losses and drawdowns are negative.
 */
#include "num/dec.h"
#include "report/tally.h"

enum tq_family {
	TQ_FAMILY_EMPYRICAL,
	TQ_FAMILY_QUANTSTATS,
	TQ_FAMILY_BACKTESTING,
	TQ_FAMILY_TQ,
	TQ_FAMILIES
};

extern const char *const tq_family_names[]; /* the first three, NULL-ended: a choice */
const char *tq_family_name(enum tq_family family);

enum tq_unit {
	TQ_UNIT_RATIO, TQ_UNIT_FRACTION, TQ_UNIT_MONEY, TQ_UNIT_COUNT,
	TQ_UNIT_INSTANT, TQ_UNIT_DURATION
};

enum tq_section {
	TQ_SECTION_PERIOD, TQ_SECTION_EQUITY, TQ_SECTION_RETURNS, TQ_SECTION_RISK,
	TQ_SECTION_DRAWDOWN, TQ_SECTION_TRADES, TQ_SECTION_COSTS, TQ_SECTIONS
};

const char *tq_section_title(enum tq_section section);

enum tq_figure_kind {
	TQ_FIGURE_NULL,          /* undefined: why says it in a few words */
	TQ_FIGURE_F64,
	TQ_FIGURE_DEC,
	TQ_FIGURE_INT,
	TQ_FIGURE_TIME,
	TQ_FIGURE_DURATION       /* ns */
};

struct tq_figure {
	enum tq_figure_kind kind;
	double f64;
	struct tq_dec dec;
	int64_t i;
	int64_t n;               /* observations used */
	int64_t skipped;         /* observations that are no numbers */
	const char *why;
};

/* What formulas are fed with. Set by tq_perf_init. */
struct tq_perf {
	const struct tq_tally *tally;
	const struct tq_curve *curve;
	const struct tq_returns *returns;
	const double *r;         /* all n returns */
	size_t n;
	struct tq_moments moments;
	struct tq_sides sides;   /* about 0 */
	struct tq_ranks ranks;
	double periods;          /* a year */
	double risk_free;        /* a year */
	double rf;               /* a period */
	double required;         /* minimum acceptable return, a period */
};

struct tq_perf_options {
	double periods;          /* a year; NaN: found from the curve */
	double risk_free;        /* a year, 0.02 is 2 % */
	double required;         /* a year */
};

/* settled is kept, not copied; tq_perf_fini frees what init made. */
void tq_perf_init(struct tq_perf *perf, const struct tq_tally *settled,
		  const struct tq_perf_options *options);
void tq_perf_fini(struct tq_perf *perf);

typedef struct tq_figure tq_metric_fn(const struct tq_perf *perf);

struct tq_formula {
	tq_metric_fn *fn;        /* NULL: the family has no such metric */
	const char *text;
};

struct tq_metric {
	const char *name;
	const char *label;
	enum tq_section section;
	enum tq_unit unit;
	const char *what;        /* what it is; one or two sentences */
	const char *null_when;
	struct tq_formula formula[TQ_FAMILIES];
};

/* The rows in the order of the report: index 0 .. tq_metric_count() - 1. */
size_t tq_metric_count(void);
const struct tq_metric *tq_metric_at(size_t i);
const struct tq_metric *tq_metric_find(struct tq_str name);

/* The family whose formula stands for a metric when this one is chosen. */
enum tq_family tq_metric_family(const struct tq_metric *metric, enum tq_family chosen);

/* Never a NaN or an infinity: those become null with a reason. */
struct tq_figure tq_metric_figure(const struct tq_metric *metric, enum tq_family family,
				  const struct tq_perf *perf);

#endif
