/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_CONSENSUS_H
#define TQ_MARKET_CONSENSUS_H

/*
 * One price of a symbol out of those of several venues. A venue's price is
 * that of its last record: a bar's close, a trade's or an index's price, the
 * middle of a quote. It counts while it is not older than max_age and, where
 * min_volume is asked for, its volume (or qty) is known and not less.
 *
 * The prices that count are compared with their median: those that are
 * further from it than max_diff times it are outliers. Of two prices neither
 * is: they agree when the larger is not over the smaller by more than that.
 * If the ones that agree are the majority, the consensus is their median, mean,
 * or mean by volume; if not, there is none.
 *
 * The median of an even number is the exact middle of the two in the middle;
 * the means are rounded half to even to two decimals more than the prices have.
 *
 * A consensus is said of each event time at which a price of the symbol came,
 * before the first record that is later: then all of that time have come.
 */
#include "record/filter.h"

struct tq_state;

enum tq_consensus_method { TQ_CONSENSUS_NONE, TQ_CONSENSUS_MEDIAN, TQ_CONSENSUS_MEAN,
			   TQ_CONSENSUS_VWAP };

struct tq_consensus_options {
	int method;
	int of;                  /* type of the records that count; 0: all kinds */
	int64_t min_sources;
	struct tq_dec max_diff;  /* a ratio */
	struct tq_dec min_volume;/* 0: any */
	tq_time max_age;
	bool only;               /* write nothing else */
};

struct tq_consensus;

struct tq_consensus *tq_consensus_new(const struct tq_consensus_options *options,
				      struct tq_run *run);
void tq_consensus_free(struct tq_consensus *consensus);

/* A record of the stream in its order; TQ_TIME_NONE: it has no time of its own. */
bool tq_consensus_record(struct tq_consensus *consensus, const struct tq_rec *rec, tq_time time,
			 struct tq_out *out, struct tq_err *err);

/* At the end of input: what is to be said of the last time; TQ_DATA: it does not fit. */
bool tq_consensus_end(struct tq_consensus *consensus, struct tq_out *out, struct tq_err *err);

void tq_consensus_state(struct tq_consensus *consensus, struct tq_state *st);

#endif
