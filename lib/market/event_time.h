/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_EVENT_TIME_H
#define TQ_MARKET_EVENT_TIME_H

/*
 * When the event that a record tells of happened: a bar's close, the time of
 * any other record. What an account says of itself (fills, positions, equity,
 * rejects, ...) follows from the record in front of it and is known with that
 * one, whatever its time; so is a bar that is still growing, a record without
 * a time, or one of a type that tq does not know.
 */
#include "record/filter.h"

/* Whether records of a type are placed by their own time at all. */
bool tq_event_has_time(enum tq_type type);

/* In a filter's open. */
void tq_event_time_want(struct tq_run *run);

/*
 * TQ_TIME_NONE: it belongs behind the record in front of it. False with
 * TQ_DATA when the time of a record that has one of its own cannot be read.
 */
bool tq_event_time(const struct tq_rec *rec, tq_time *out, struct tq_err *err);

#endif
