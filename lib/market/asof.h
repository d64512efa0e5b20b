/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_ASOF_H
#define TQ_MARKET_ASOF_H

/*
 * Joins records to what was known at their time: each record of the left side
 * gets fields of the latest record of each series of the right side, of the
 * same symbol, whose event time is not after its own. A bar is known at its
 * close on both sides, so nothing looks ahead.
 *
 * A series of the right side is what one input has of one type (of bars, of
 * one interval) for a symbol; its fields are named PREFIX_field, where the
 * prefix is the type ("funding", "quote"), of bars "bar_1h", unless another
 * one is given. A series that is not known yet adds no field.
 */
#include "base/option.h"
#include "record/filter.h"

struct tq_state;

struct tq_asof_options {
	struct tq_opt_texts prefixes;    /* by input of the right side; too few: the usual ones */
	const char *fields;      /* "rate,bid,ask"; NULL: those that tell most of each type */
	const char *left;        /* "bar", "bar/1m"; NULL: all of the first input */
	tq_time max_age;
	bool any_symbol;         /* a series of the right side is for all symbols */
	bool keep;               /* write the right side too */
};

struct tq_asof;

struct tq_asof *tq_asof_new(const struct tq_asof_options *options, size_t n_inputs,
			    struct tq_run *run, struct tq_err *err);
void tq_asof_free(struct tq_asof *asof);

/* Whether a record is one of the left side; it is taken behind others of its time. */
bool tq_asof_is_left(const struct tq_asof *asof, const struct tq_rec *rec, size_t input);

bool tq_asof_record(struct tq_asof *asof, const struct tq_rec *rec, size_t input, tq_time time,
		    struct tq_out *out, struct tq_err *err);

void tq_asof_end(const struct tq_asof *asof);

void tq_asof_state(struct tq_asof *asof, struct tq_state *st);

#endif
