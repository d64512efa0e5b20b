/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_RESAMPLE_H
#define TQ_MARKET_RESAMPLE_H

/*
 * Bars out of shorter bars or of trades: each series (venue, symbol, interval
 * or trades) by itself.
 *
 *	tq_resample_open(&r, run, &err)         options are in r.options
 *	tq_resample_record(&r, rec, out, &err)  for each record
 *	tq_resample_close(&r, out)              at the end of input
 *	tq_resample_fini(&r)
 *
 * A bar is written as soon as the last record that can belong to it has come:
 * a time bar of shorter bars with the last one of them, all others when a
 * later record of the series comes (or, with TQ_CLOCK_STREAM, of any series).
 * A record that comes after its bar is refused, like one out of order.
 */
#include "base/buf.h"
#include "base/names.h"
#include "market/candle.h"
#include "market/grid.h"

enum tq_partial { TQ_PARTIAL_DROP, TQ_PARTIAL_EMIT };
enum tq_fill_gaps { TQ_FILL_NONE, TQ_FILL_FLAT };
enum tq_clock { TQ_CLOCK_SERIES, TQ_CLOCK_STREAM };
enum tq_measure { TQ_MEASURE_TICK, TQ_MEASURE_VOLUME, TQ_MEASURE_NOTIONAL };
enum tq_sign { TQ_SIGN_TICK_RULE, TQ_SIGN_SIDE };

struct tq_resample_options {
	struct tq_grid_options grid;     /* to.n 0: no time bars */
	int64_t ticks;                   /* 0: none, as the next ones */
	struct tq_dec volume, notional;
	int imbalance;                   /* enum tq_measure + 1 */
	struct tq_interval from;         /* only bars of it; n 0: all, n < 0: only trades */
	int partial, fill, clock;
	bool split, keep;

	/* imbalance bars */
	int64_t expected_ticks;
	struct tq_dec expected_imbalance;/* of a tick; 0: measured on the first ones */
	int64_t ticks_span, imbalance_span;
	int64_t expected_min, expected_max;
	int sign;
};

/* The expectations of imbalance bars, after each bar and each tick. */
struct tq_imbalance {
	double ticks;            /* expected of a bar, EWMA over bars */
	double of_tick;          /* expected imbalance of a tick, EWMA over ticks */
	double threshold;        /* of the bar that grows; NaN: ticks are only counted */
	struct tq_dec theta;     /* the bar's imbalance so far */
	struct tq_dec price;     /* of the tick before; bad: none */
	int64_t sign;            /* of the tick before */
};

struct tq_resample_series {
	struct tq_str venue, symbol;     /* as written; in the table of names */
	struct tq_interval from;         /* n 0: trades */
	tq_time length;                  /* of from; 0: none that is fixed */
	char from_text[16];
	tq_time time, close;             /* of the last record; TQ_TIME_NONE: none */
	tq_time done;                    /* what is before it belongs to a written bar */
	tq_time made;                    /* time of the last information bar */
	bool late_start;                 /* the bar's own beginning was not seen */
	struct tq_bucket bucket;
	struct tq_candle candle;         /* n 0: no bar is open */
	struct tq_candle before;         /* the bar before it, for its close */
	struct tq_buf id;                /* of the last trade */
	struct tq_imbalance imbalance;
};

struct tq_resample {
	struct tq_resample_options options;
	struct tq_grid grid;
	struct tq_interval to;           /* of the bars that are made */
	char to_text[16];
	bool timed;
	bool keeps_state;
	struct tq_names names;           /* series by venue, symbol, interval */
	struct tq_names targets;         /* by venue, symbol */
	size_t *source;                  /* by target: the series that makes it */
	struct tq_resample_series *series;
	size_t cap, cap_targets;
	struct tq_buf key;
	tq_time soonest;                 /* the first close of an open bar, or before it */

	/* records that no bar holds, for the line at the end */
	int64_t left_partial, left_bars, left_outside, left_growing;
	int64_t ticks_seen, bars_seen;
};

bool tq_resample_open(struct tq_resample *r, struct tq_run *run, struct tq_err *err);
bool tq_resample_record(struct tq_resample *r, const struct tq_rec *rec, struct tq_out *out,
			struct tq_err *err);
void tq_resample_close(struct tq_resample *r, struct tq_out *out);
void tq_resample_state(struct tq_resample *r, struct tq_state *st);
void tq_resample_fini(struct tq_resample *r);

/* Between the files of resampling. */

/* The series of a key, made if need be (market/resample_series.c). */
struct tq_resample_series *tq_resample_series(struct tq_resample *r, struct tq_str venue,
					      struct tq_str symbol, struct tq_interval from,
					      struct tq_err *err);

/* Writes the series' open bar, or counts it as left out, and ends it. */
void tq_resample_finish(struct tq_resample *r, struct tq_resample_series *s, bool cut,
			struct tq_out *out);

/* A trade into the series' information bars (market/resample_rule.c). */
bool tq_resample_rule(struct tq_resample *r, struct tq_resample_series *s,
		      const struct tq_sample *sample, struct tq_out *out, struct tq_err *err);
void tq_imbalance_start(const struct tq_resample_options *o, struct tq_imbalance *im);
void tq_imbalance_state(struct tq_imbalance *im, struct tq_state *st);

/* Which rule the options name, as an interval; TQ_USAGE when not exactly one. */
bool tq_resample_target(const struct tq_resample_options *o, struct tq_interval *to,
			struct tq_err *err);

#endif
