/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_VERDICT_OUT_H
#define TQ_MARKET_VERDICT_OUT_H

/* What tq-validate writes about what the rules found. */
#include "market/rules.h"

/* Ids of fields that are no part of tq-records(5); got before the first record. */
struct tq_verdict_fields {
	int from, to, missing, expected, seen, passed, failed, unchecked, calendar;
};

void tq_verdict_fields(struct tq_verdict_fields *fields);

/*
 * The record with "flags":["gap",...] behind its last field, and "canonical" if
 * it is an alias. A record that has flags already keeps them: those that it
 * lacks are said by an event in front of it, so that no field is rewritten and
 * none comes twice.
 */
void tq_verdict_flag(struct tq_out *out, const struct tq_checker *ck, const struct tq_rec *rec,
		     const struct tq_check_result *result);

/* {"type":"event",...,"code":RULE}: why the record behind it is flagged, with the numbers. */
void tq_verdict_why(struct tq_out *out, const struct tq_check_result *result);

/* {"type":"event",...,"code":"stale"}: a series that stopped, and when. */
void tq_verdict_stale(struct tq_out *out, const struct tq_verdict_fields *fields,
		      const struct tq_checker *ck, const struct tq_check_result *result);

/* A reject record in the record's place. */
void tq_verdict_reject(struct tq_out *out, const struct tq_rec *rec,
		       const struct tq_check_result *result);

/* {"type":"event",...,"code":"gap"}: which bars are missing in front of this one. */
void tq_verdict_gap(struct tq_out *out, const struct tq_verdict_fields *fields,
		    const struct tq_check_result *result);

/* {"type":"metric","name":"cross-venue",...}: the largest difference, its time, and of how many. */
void tq_verdict_compared(struct tq_out *out, const struct tq_checker *ck);

/*
 * {"type":"metric","name":"completeness",...} of the id-th series: its value
 * is seen / expected, six digits, rounded down; null when it is not known. Of
 * ticks, quotes and other records the metric is "records", their count.
 */
void tq_verdict_summary(struct tq_out *out, const struct tq_verdict_fields *fields,
			const struct tq_checker *ck, size_t id);

/* seen / expected as above; a bad value when it is not known. */
struct tq_dec tq_series_completeness(const struct tq_checker *ck, const struct tq_series *s);

/* "venue symbol interval" of the id-th series for messages. */
void tq_series_label(const struct tq_checker *ck, size_t id, struct tq_buf *out);

/* Over all series: how many records came, how often each rule failed or was not checked. */
struct tq_verdict_totals {
	int64_t records;
	int64_t failed[TQ_RULES], unchecked[TQ_RULES];
};
void tq_verdict_totals(const struct tq_checker *ck, struct tq_verdict_totals *totals);

/* "gap 10, outlier 2" of now beyond before; nothing when all was well. */
void tq_verdict_counts(const struct tq_verdict_totals *now,
		       const struct tq_verdict_totals *before, struct tq_buf *out);

#endif
