/* SPDX-License-Identifier: ISC */
#ifndef TQ_REPORT_TALLY_H
#define TQ_REPORT_TALLY_H

/*
 * What a report takes in, record by record: the equity curve, its returns,
 * round trips, fills, the benchmark's bars and rejects.
 *
 *	struct tq_tally tally;
 *	tq_tally_init(&tally, TQ_RETURNS_AUTO);
 *	tq_tally_equity(&tally, time, equity, &err); ...
 *	struct tq_tally settled;
 *	tq_tally_settle(&tally, &settled);       (at the end; as often as wanted)
 *	tq_tally_fini(&tally);
 *
 * Equity records of one time are one point of the curve, and the last of them
 * counts; so a point is taken in only when a later one comes. tq_tally_settle
 * gives a view in which the last one is taken in as well and the tally stays
 * as it is. The view shares the tally's memory: it is not to be changed or
 * freed, and it ends with the next change of the tally.
 *
 * Returns are e[i] / e[i-1] - 1 between points, by bar or by UTC day (last point
 * of the day). The base of the first is the first point; or the account's cash
 * when that is another amount, because then something was traded in the first
 * bar. A return from equity that is not positive is no number: it is left out and
 * counted in skipped. In the automatic mode returns are by day as soon as two
 * points are less than a day apart, else by bar.
 */
#include "base/buf.h"
#include "base/error.h"
#include "base/names.h"
#include "report/drawdown.h"
#include "report/series.h"
#include "report/trips.h"

enum tq_returns_mode { TQ_RETURNS_AUTO, TQ_RETURNS_BAR, TQ_RETURNS_DAY };

/* Running means and co-moments of pairs (Welford). x: benchmark, y: equity. */
struct tq_pair {
	int64_t n;
	double mean_x, mean_y;
	double sxx, sxy, syy;
};

void tq_pair_add(struct tq_pair *pair, double x, double y);

struct tq_point {
	tq_time time;
	struct tq_dec equity;
	double bench;            /* the benchmark's close by then, NaN: none */
};

struct tq_curve {
	int64_t n;               /* points taken in */
	struct tq_dec first, last, peak;
	tq_time start, end;
	double base;             /* what the first return is counted from */
	double first_value;      /* first point */
	double value;            /* last point */
	double bench;            /* the benchmark's close at the last point */
	tq_time gap;             /* the shortest between two points */
	int64_t weekends;        /* points of Saturdays and Sundays */
	int64_t days;            /* days that have a point */
	bool lead;               /* base is the account's cash */
	bool broke;              /* equity was not positive at some point */
	bool intraday;
	struct tq_drawdown drawdown;
};

struct tq_returns {
	struct tq_series series;
	bool on;
	bool lead;               /* series.x[0] is of the first period itself */
	int64_t skipped;
	double before;           /* equity at the end of the period before */
	double bench_before;
	double first;            /* equity at the end of the first period */
	int64_t periods;
	struct tq_pair bench;    /* simple returns */
};

struct tq_tally {
	enum tq_returns_mode mode;
	bool has_account;
	struct tq_dec cash;
	struct tq_buf currency;

	bool pending;
	struct tq_point point;
	struct tq_curve curve;
	struct tq_returns by_bar, by_day;
	int64_t day;             /* of the last point taken in */
	struct tq_pair log_bench;/* log returns from point to point */

	struct tq_buf bench_name;
	int64_t bench_bars;
	bool bench_mixed;        /* bars of more than one series */
	double bench_first, bench_close;

	struct tq_trips trips;
	int64_t fills;
	struct tq_dec fees;
	struct tq_dec volume;
	int64_t rejects;
	struct tq_names rules;
	int64_t *rule_counts;
	size_t cap_rules;
	struct tq_buf key;       /* for the name of a series */
};

void tq_tally_init(struct tq_tally *tally, enum tq_returns_mode mode);
void tq_tally_fini(struct tq_tally *tally);

/*
 * Takes in a record of a type that the report is made of, ignores others. False
 * with TQ_DATA, and nothing taken in, when a field is missing or wrong.
 */
struct tq_rec;
bool tq_tally_record(struct tq_tally *tally, const struct tq_rec *rec, struct tq_err *err);

/* The same, piece by piece. */
void tq_tally_account(struct tq_tally *tally, struct tq_dec cash, struct tq_str currency);

/* False with TQ_DATA, and nothing taken in, when time goes back. */
bool tq_tally_equity(struct tq_tally *tally, tq_time time, struct tq_dec equity,
		     struct tq_err *err);

/* The close of a bar of the series with this name. */
void tq_tally_bar(struct tq_tally *tally, struct tq_str series, double close);

void tq_tally_fill(struct tq_tally *tally, tq_time time, struct tq_dec fee,
		   struct tq_dec value);
void tq_tally_trip(struct tq_tally *tally, const struct tq_trip *trip);

/* count rejects of a rule (or of a code, where no rule is named). */
void tq_tally_rule(struct tq_tally *tally, struct tq_str rule, int64_t count);

void tq_tally_settle(struct tq_tally *tally, struct tq_tally *settled);

/* The returns a settled tally reports. */
const struct tq_returns *tq_tally_returns(const struct tq_tally *settled);

struct tq_state;
void tq_tally_state(struct tq_tally *tally, struct tq_state *st);
void tq_pair_state(struct tq_state *st, struct tq_pair *pair);

#endif
