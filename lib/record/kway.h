/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_KWAY_H
#define TQ_RECORD_KWAY_H

/*
 * Several inputs as one stream in the order of a key. Each input has one
 * block of memory, whatever its length; it may be a pipe that is slow. The
 * next record is known when every input has one or has ended: until then
 * nothing is taken, and what was said before is written.
 *
 * Lines that cannot be read, that go back in time, or that take() refuses with
 * TQ_DATA are handled by --on-error as in any filter. With --state, bars that
 * were counted before the resume are dropped.
 */
#include "record/filter.h"

/*
 * Where a record belongs: in the order of time, then rank, then of the
 * operands, then of arrival. A time of TQ_TIME_NONE: behind the record in
 * front of it in its input. A record that is earlier than that one is refused.
 */
struct tq_kway_key {
	tq_time time;
	int rank;
};

struct tq_kway {
	void *self;
	bool (*key)(void *self, const struct tq_rec *rec, size_t input, struct tq_kway_key *out,
		    struct tq_err *err);
	bool (*take)(void *self, const struct tq_rec *rec, size_t input, tq_time time,
		     struct tq_out *out, struct tq_err *err);
	tq_time from;            /* no record may be earlier; TQ_TIME_NONE: any */
};

/* Runs to the end of all of run's operands (none: standard input). */
bool tq_kway_run(const struct tq_kway *kway, struct tq_run *run, struct tq_err *err);

#endif
